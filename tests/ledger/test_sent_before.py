"""Nothing goes out twice by accident."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import State
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.shipping.sent_before import EarlierUnconfirmed, SentBefore
from courier.shipping.ship import DestinationBusy, SendContext, endpoint_of, ship
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, folder_at, mark

TOMORROW = NOW + timedelta(days=1)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_same_bytes_are_held_back_and_said_to_be_there(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    # another day gives the part another name
    (again,) = deliver(tmp_path, [row(1)], ledger, now=TOMORROW)
    assert again.part != first.part
    assert (again.state, again.key, again.remote_path) == (State.ARRIVED, "receipt-sent-before", first.remote_path)
    assert names(tmp_path / "inbox") == [first.part]
    assert len(ledger.submissions()) == 1


def test_what_the_platform_has_taken_is_not_sent_again_either(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    (tmp_path / "inbox" / first.part).unlink()
    (again,) = deliver(tmp_path, [row(1)], ledger)
    assert again.key == "receipt-sent-before"
    assert names(tmp_path / "inbox") == []


def test_an_order_in_another_file_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    with pytest.raises(SentBefore) as problem:
        deliver(tmp_path, [row(2), row(3)], ledger)
    assert "1 order of this batch, such as AC-2 on 2026-11-23, was sent before" in str(problem.value)
    with pytest.raises(SentBefore, match="2 orders"):
        deliver(tmp_path, [row(1), row(2, Amount="11.00")], ledger)
    assert len(names(tmp_path / "inbox")) == 1
    assert len(ledger.submissions()) == 1


def test_a_reason_lets_it_through_and_is_recorded(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    (receipt,) = deliver(tmp_path, [row(1), row(2)], ledger, reason="impact.com lost it")
    assert receipt.key == "receipt-arrived"
    assert [submission.reason for submission in ledger.submissions()] == ["impact.com lost it", ""]


def test_the_same_bytes_do_not_go_somewhere_else_unasked(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    elsewhere = folder_at(tmp_path / "elsewhere")
    with pytest.raises(SentBefore, match=r"is the same as .* which went to Acme on 2026-11-23"):
        deliver(tmp_path, [row(1)], ledger, elsewhere)
    assert names(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("state", [State.REFUSED, State.PREPARED])
def test_what_certainly_did_not_arrive_may_go(ledger: Ledger, tmp_path: Path, state: State) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    (tmp_path / "inbox" / first.part).unlink()
    mark(ledger, state)
    (again,) = deliver(tmp_path, [row(1)], ledger)
    assert again.key == "receipt-arrived"
    assert ledger.submissions()[0].state is State.ARRIVED


def test_an_unconfirmed_part_that_is_there_is_found_under_its_old_name(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    mark(ledger, State.UNCONFIRMED)
    (again,) = deliver(tmp_path, [row(1)], ledger, now=TOMORROW)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-already-there")
    assert names(tmp_path / "inbox") == [first.part]
    assert ledger.submissions()[0].state is State.ARRIVED


def test_a_piece_of_an_unconfirmed_part_is_replaced_by_the_whole(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1), row(2)], ledger)
    piece = tmp_path / "inbox" / first.part
    whole = piece.read_bytes()
    piece.write_bytes(whole[:20])
    mark(ledger, State.UNCONFIRMED)
    told = []
    written, origin = batch_of(tmp_path, [row(1), row(2)], now=TOMORROW)
    context = SendContext(lambda: NOW, progress=lambda progress: told.append(progress.name))
    (again,) = ship(written, origin, folder_at(tmp_path / "inbox"), ledger, context)
    assert (again.part, again.key) == (written.parts[0]["name"], "receipt-arrived")
    # whoever watches knows the part by its new name
    assert set(told) == {again.part}
    assert names(tmp_path / "inbox") == [first.part]
    assert piece.read_bytes() == whole
    (sent,) = ledger.submissions()
    assert [part.state for part in sent.parts] == [State.ARRIVED]


def test_an_unconfirmed_part_that_is_not_to_be_seen_waits_for_a_word(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    (tmp_path / "inbox" / first.part).unlink()
    mark(ledger, State.UNCONFIRMED)
    with pytest.raises(SentBefore, match="Nobody knows whether"):
        deliver(tmp_path, [row(1)], ledger)
    ledger.settle_by_hand(first.part, State.REFUSED, NOW, "jane")
    assert "jane has found out" in ledger.part(first.part).message
    (again,) = deliver(tmp_path, [row(1)], ledger)
    assert again.key == "receipt-arrived"


def test_the_rest_of_a_batch_goes_when_it_is_sent_again(ledger: Ledger, tmp_path: Path) -> None:
    rows = [row(1), row(2), row(3)]
    written, origin = batch_of(tmp_path, rows, 1)
    taken = tmp_path / "inbox" / written.parts[1]["name"]
    inbox = folder_at(tmp_path / "inbox")
    taken.mkdir()
    receipts = list(ship(written, origin, inbox, ledger, SendContext(lambda: NOW)))
    assert [str(receipt.state) for receipt in receipts] == ["arrived", "refused", "prepared"]
    taken.rmdir()
    again = list(ship(written, origin, inbox, ledger, SendContext(lambda: NOW)))
    assert [receipt.key for receipt in again] == ["receipt-sent-before", "receipt-arrived", "receipt-arrived"]
    assert [receipt.part for receipt in again] == [part["name"] for part in written.parts]
    assert len(names(tmp_path / "inbox")) == 3


def test_a_message_to_send_oneself_is_open_until_somebody_says(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    drafts = Destination("Acme", "eml", "", 0, folder=str(tmp_path / "drafts"), to="acme@batch.impact.com")
    (receipt,) = deliver(tmp_path, [row(1)], ledger, drafts)
    assert (receipt.state, receipt.key) == (State.PREPARED, "receipt-drafted")
    with pytest.raises(EarlierUnconfirmed, match="Nobody knows whether"):
        deliver(tmp_path, [row(1)], ledger, drafts)
    with pytest.raises(SentBefore, match="AC-1"):
        deliver(tmp_path, [row(1), row(2)], ledger, drafts)
    ledger.settle_by_hand(receipt.part, State.REFUSED, NOW, "jane")
    (again,) = deliver(tmp_path, [row(1)], ledger, drafts)
    ledger.settle_by_hand(again.part, State.ARRIVED, NOW, "jane")
    (held,) = deliver(tmp_path, [row(1)], ledger, drafts)
    assert (held.state, held.key) == (State.ARRIVED, "receipt-sent-before")


def test_a_copy_that_the_server_renamed_is_found(ledger: Ledger, tmp_path: Path) -> None:
    (first,) = deliver(tmp_path, [row(1)], ledger)
    there = tmp_path / "inbox" / first.part
    there.rename(there.with_name(f"20261123-{first.part}"))
    mark(ledger, State.UNCONFIRMED)
    (again,) = deliver(tmp_path, [row(1)], ledger)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-already-renamed")
    assert again.remote_path.endswith(f"20261123-{first.part}")


def test_one_run_at_a_time_sends_to_a_place(ledger: Ledger, tmp_path: Path) -> None:
    inbox = folder_at(tmp_path / "inbox")
    with (
        ledger.runs.alone_at(endpoint_of(inbox), "another"),
        pytest.raises(DestinationBusy, match="Another run is sending"),
    ):
        deliver(tmp_path, [row(1)], ledger)
    (receipt,) = deliver(tmp_path, [row(1)], ledger)
    assert receipt.state is State.ARRIVED
    one = replace(inbox, kind="sftp", host="Batch.impact.com", port=22, user="a")
    assert endpoint_of(one) == endpoint_of(replace(one, host="batch.impact.com", user="b", folder="x"))


def test_a_file_that_is_not_the_one_written_is_neither_recorded_nor_sent(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1)])
    written.paths[0].write_bytes(written.paths[0].read_bytes().replace(b"10.00", b"99.00"))
    with pytest.raises(DeliveryError, match="is gone or was changed"):
        list(ship(written, origin, folder_at(tmp_path / "inbox"), ledger, SendContext(lambda: NOW)))
    assert ledger.submissions() == []
    assert names(tmp_path / "inbox") == []
