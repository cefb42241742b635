"""What is missing of a batch of which some parts arrived and others did not."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart
from courier.shipping.rest import send_rest
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def place(tmp_path: Path) -> Destination:
    return folder_at(tmp_path / "inbox")


def sent(folder: Path, ledger: Ledger, template: str = "item") -> list[RecordedPart]:
    """The parts of a batch of three, which all arrived."""
    written, origin = batch_of(folder, [row(1), row(2), row(3)], 1)
    inbox = folder_at(folder / "inbox")
    assert len(list(ship(written, replace(origin, template=template), inbox, ledger, SendContext(lambda: NOW)))) == 3
    return list(ledger.submissions()[0].parts)


def now_is(ledger: Ledger, part: RecordedPart, state: State, where: Path | None = None) -> None:
    """Say of a part what became of it. ``where``: its file, which is taken away."""
    facts = {"name": part.name}
    ledger.states.settle(part.uuid, Receipt(part.name, state, "Acme", "", part.size, NOW, "receipt-half-left", facts))
    if where is not None:
        (where / part.name).unlink()


def rest(ledger: Ledger, place: Destination, folder: Path) -> list[Receipt]:
    batch = ledger.submissions()[-1]
    return list(send_rest(batch, place, ledger, SendContext(lambda: LATER), folder / "out"))


def names(place: Destination) -> list[str]:
    return sorted(path.name for path in Path(place.folder).iterdir())


def test_what_is_there_has_arrived_and_what_is_not_is_sent(ledger: Ledger, place: Destination, tmp_path: Path) -> None:
    first, second, third = sent(tmp_path, ledger)
    inbox = tmp_path / "inbox"
    for path in (tmp_path / "batches").iterdir():
        path.unlink()
    now_is(ledger, first, State.REFUSED, inbox)
    now_is(ledger, second, State.UNCONFIRMED)
    untouched = (inbox / second.name).stat().st_mtime_ns
    receipts = rest(ledger, place, tmp_path)
    assert [(receipt.part, receipt.state, receipt.key) for receipt in receipts] == [
        (first.name, State.ARRIVED, "receipt-arrived"),
        (second.name, State.ARRIVED, "receipt-already-there"),
    ]
    assert names(place) == sorted([first.name, second.name, third.name])
    assert (inbox / second.name).stat().st_mtime_ns == untouched
    (batch,) = ledger.submissions()
    assert [part.state for part in batch.parts] == [State.ARRIVED] * 3
    with pytest.raises(DeliveryError, match="does not wait"):
        rest(ledger, place, tmp_path)


def test_a_piece_is_replaced_under_its_own_name(ledger: Ledger, place: Destination, tmp_path: Path) -> None:
    _, second, _ = sent(tmp_path, ledger)
    now_is(ledger, second, State.UNCONFIRMED)
    path = tmp_path / "inbox" / second.name
    whole = path.read_bytes()
    path.write_bytes(whole[:10])
    (receipt,) = rest(ledger, place, tmp_path)
    assert receipt.state is State.ARRIVED
    assert path.read_bytes() == whole


def test_what_only_a_person_can_know_is_said_and_the_others_go(
    ledger: Ledger, place: Destination, tmp_path: Path
) -> None:
    first, second, _ = sent(tmp_path, ledger)
    now_is(ledger, first, State.UNCONFIRMED, tmp_path / "inbox")
    now_is(ledger, second, State.REFUSED, tmp_path / "inbox")
    unknown, arrived = rest(ledger, place, tmp_path)
    assert (unknown.state, arrived.state) == (State.UNCONFIRMED, State.ARRIVED)
    assert f"Nobody knows whether {first.name}" in unknown.message
    assert first.name not in names(place)
    ledger.settle_by_hand(first.name, State.REFUSED, LATER, "tester")
    assert [receipt.state for receipt in rest(ledger, place, tmp_path)] == [State.ARRIVED]


def test_in_a_chain_nothing_goes_past_a_part_of_unknown_fate(
    ledger: Ledger, place: Destination, tmp_path: Path
) -> None:
    parts = sent(tmp_path, ledger, "chained")
    first, second, third = parts
    now_is(ledger, first, State.REFUSED, tmp_path / "inbox")
    now_is(ledger, second, State.UNCONFIRMED, tmp_path / "inbox")
    now_is(ledger, third, State.REFUSED, tmp_path / "inbox")
    receipts = rest(ledger, place, tmp_path)
    assert [receipt.state for receipt in receipts] == [State.ARRIVED, State.UNCONFIRMED, State.REFUSED]
    assert second.name in receipts[-1].message
    assert names(place) == [first.name]


def test_orders_that_went_in_another_file_meanwhile_do_not_go_again(
    ledger: Ledger, place: Destination, tmp_path: Path
) -> None:
    first, _, _ = sent(tmp_path, ledger)
    now_is(ledger, first, State.REFUSED, tmp_path / "inbox")
    deliver(tmp_path, [row(1), row(9)], ledger)
    before = names(place)
    with pytest.raises(SentBefore, match="AC-1"):
        rest(ledger, place, tmp_path)
    assert names(place) == before


def test_the_same_bytes_that_arrived_in_another_batch_are_not_sent_again(
    ledger: Ledger, place: Destination, tmp_path: Path
) -> None:
    first, _, _ = sent(tmp_path, ledger)
    now_is(ledger, first, State.REFUSED, tmp_path / "inbox")
    deliver(tmp_path, [row(1)], ledger)
    before = names(place)
    (receipt,) = rest(ledger, place, tmp_path)
    assert (receipt.state, receipt.key) == (State.ARRIVED, "receipt-sent-before")
    assert names(place) == before


def test_rows_that_would_be_dropped_are_not_sent(ledger: Ledger, place: Destination, tmp_path: Path) -> None:
    first, _, _ = sent(tmp_path, ledger)
    now_is(ledger, first, State.REFUSED, tmp_path / "inbox")
    batch = ledger.submissions()[-1]
    late = SendContext(lambda: NOW + timedelta(days=100))
    with pytest.raises(DeliveryError, match="would drop what is missing"):
        list(send_rest(batch, place, ledger, late, tmp_path / "out"))
    elsewhere = folder_at(tmp_path / "elsewhere")
    with pytest.raises(DeliveryError, match="leads elsewhere"):
        list(send_rest(batch, elsewhere, ledger, SendContext(lambda: LATER), tmp_path / "out"))
    assert first.name not in names(place)
