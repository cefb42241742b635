"""Batches that wait for their moment."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.batches.batch import write_batch
from courier.batches.groups import by_campaign, by_event
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.draft import Draft
from courier.draft_edits import change_choices
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.store import LedgerError
from courier.programs import EventType, Program
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.queue import send_later
from courier.shipping.rest import send_rest
from courier.shipping.routing import RoutedBatch
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext
from tests.commands.running import HEADER, row
from tests.ledger.batches import NOW, batch_of, deliver, draft_of, folder_at, nobody_there
from tests.postgres import unguarded

TOMORROW = NOW + timedelta(days=1)


def wait(folder: Path, ledger: Ledger, *numbers: int, **more: object) -> Submission:
    written, origin = batch_of(folder, [row(number) for number in numbers])
    return send_later(written, origin, folder_at(folder / "inbox"), ledger, NOW, TOMORROW, **more)  # type: ignore[arg-type]


def go(folder: Path, ledger: Ledger, one: Submission, **more: object) -> list[State]:
    context = SendContext(lambda: TOMORROW)
    inbox = folder_at(folder / "inbox")
    return [got.state for got in send_rest(one, inbox, ledger, context, folder / "out", **more)]  # type: ignore[arg-type]


@pytest.mark.of_the_file
def test_a_waiting_batch_survives_a_restart_and_goes_as_it_was_made(ledger: Ledger, tmp_path: Path) -> None:
    wait(tmp_path, ledger, 1)
    for path in (tmp_path / "batches").iterdir():
        path.unlink()
    again = Ledger(ledger.store.path.parent)
    (one,) = again.waiting()
    assert (one.not_before, one.state) == (TOMORROW, State.PREPARED)
    assert go(tmp_path, again, one) == [State.ARRIVED]
    assert again.waiting() == []
    (arrived,) = (tmp_path / "inbox").iterdir()
    assert b"AC-1" in arrived.read_bytes()
    with pytest.raises(DeliveryError, match="does not wait"):
        go(tmp_path, again, one)


def test_without_a_connection_it_goes_on_waiting(ledger: Ledger, tmp_path: Path) -> None:
    one = wait(tmp_path, ledger, 1)
    inbox = folder_at(tmp_path / "inbox")
    with nobody_there(inbox), pytest.raises(DeliveryError):
        list(send_rest(one, inbox, ledger, SendContext(lambda: TOMORROW), tmp_path / "out"))
    assert [kept.uuid for kept in ledger.waiting()] == [one.uuid]
    assert go(tmp_path, ledger, one) == [State.ARRIVED]


def test_rows_that_would_have_expired_by_then_do_not_wait(ledger: Ledger, tmp_path: Path) -> None:
    old = row(1, EventDate=f"{NOW - timedelta(days=87, hours=12):%Y-%m-%dT%H:%M:%SZ}")
    credited = {**old, "OrderId": "AC-2", "MediaId": "77"}
    inbox = folder_at(tmp_path / "inbox")
    written, origin = batch_of(tmp_path, [old])
    with pytest.raises(DeliveryError, match=r"would drop the first rows by .*count until 2026-11-24"):
        send_later(written, origin, inbox, ledger, NOW, TOMORROW)
    soon = NOW + timedelta(hours=6)
    with pytest.raises(DeliveryError, match="would drop"):
        send_later(written, origin, replace(inbox, wait_hours=24), ledger, NOW, soon)
    one = send_later(written, origin, inbox, ledger, NOW, soon)
    with pytest.raises(DeliveryError, match="would drop"):
        go(tmp_path, ledger, one)
    header = ",".join(credited)
    written, origin = batch_of(tmp_path, [credited], header=header)
    assert send_later(written, origin, inbox, ledger, NOW, TOMORROW).rows == 1


@pytest.mark.of_the_file
def test_a_dropped_batch_is_gone(ledger: Ledger, tmp_path: Path) -> None:
    one = wait(tmp_path, ledger, 1)
    ledger.drop(one.uuid[:8])
    assert (ledger.waiting(), ledger.submissions()) == ([], [])
    assert [path for path in (ledger.store.path.parent / "sent").rglob("*") if path.is_file()] == []
    (receipt,) = deliver(tmp_path, [row(1)], ledger)
    with pytest.raises(LedgerError, match="does not wait"):
        ledger.drop(ledger.submissions()[0].uuid)
    assert ledger.part(receipt.part).state is State.ARRIVED


def test_what_was_sent_meanwhile_does_not_go_a_second_time(ledger: Ledger, tmp_path: Path) -> None:
    one = wait(tmp_path, ledger, 1)
    deliver(tmp_path, [row(1), row(2)], ledger)
    with pytest.raises(SentBefore, match="AC-1"):
        go(tmp_path, ledger, one)
    with pytest.raises(SentBefore, match="2026-11-23"):
        wait(tmp_path, ledger, 1, 2)
    assert len(list((tmp_path / "inbox").iterdir())) == 1


def test_a_destination_that_leads_elsewhere_now_gets_nothing(ledger: Ledger, tmp_path: Path) -> None:
    one = wait(tmp_path, ledger, 1)
    other = folder_at(tmp_path / "other")
    with pytest.raises(DeliveryError, match="leads elsewhere"):
        list(send_rest(one, other, ledger, SendContext(lambda: TOMORROW), tmp_path / "out"))
    assert list((tmp_path / "other").iterdir()) == []


def test_a_submission_reads_as_plain_json(ledger: Ledger, tmp_path: Path) -> None:
    one = wait(tmp_path, ledger, 1)
    told = json.loads(json.dumps(one.as_json()))
    assert (told["not_before"], told["state"], told["parts"][0]["rows"]) == (TOMORROW.isoformat(), "prepared", 1)


def chain(folder: Path) -> Draft:
    """A checked chained sheet of a first event and one that follows from it."""
    events = (EventType("18500", "Trial"), EventType("18501", "Sale", parent="18500"))
    header = HEADER.replace(",Category,Sku,Quantity", "")
    rows = [row(1, CustomerId="CUST-A-77"), row(2, ActionTrackerId="18501", CustomerId="CUST-A-77")]
    draft = draft_of(folder, rows, header=header, program=Program("Chain", "1000", events))
    draft.do(change_choices(draft, "edit-template", template="chained"))
    return draft


def unconfirmed(ledger: Ledger, part: RecordedPart) -> None:
    """Nobody knows what became of this part."""
    receipt = Receipt(
        part.name, State.UNCONFIRMED, "Acme", "", part.size, NOW, "receipt-half-left", {"name": part.name}
    )
    ledger.states.settle(part.uuid, receipt)


def wait_as_siblings(folder: Path, ledger: Ledger) -> list[Submission]:
    """A chain that waits in two batches, what comes first and what follows."""
    draft, inbox = chain(folder), folder_at(folder / "inbox")
    (whole,) = by_campaign(draft)
    batches = [RoutedBatch(group, "Chain", f"Chain {group.event}", inbox) for group in by_event(draft, whole)]
    origin = origin_of(draft, "chain.csv")
    return [
        send_later(
            write_batch(draft, folder / "batches", batch.label, group=batch.group),
            batch.origin(origin),
            inbox,
            ledger,
            NOW,
            TOMORROW,
        )
        for batch in batches
    ]


def test_of_a_chain_in_two_batches_what_follows_waits_for_what_comes_first(ledger: Ledger, tmp_path: Path) -> None:
    first, follows = wait_as_siblings(tmp_path, ledger)
    with pytest.raises(DeliveryError, match=f"{first.parts[0].name}, the first of this chain"):
        go(tmp_path, ledger, follows)
    assert list((tmp_path / "inbox").iterdir()) == []
    assert go(tmp_path, ledger, first) == [State.ARRIVED]
    assert go(tmp_path, ledger, follows) == [State.ARRIVED]


def test_what_follows_from_a_batch_of_unknown_fate_waits_until_somebody_settles_it(
    ledger: Ledger, tmp_path: Path
) -> None:
    first, follows = wait_as_siblings(tmp_path, ledger)
    (parent,) = first.parts
    unconfirmed(ledger, parent)
    with pytest.raises(DeliveryError, match=f"Nobody knows whether {parent.name} arrived"):
        go(tmp_path, ledger, follows)
    assert list((tmp_path / "inbox").iterdir()) == []
    ledger.settle_by_hand(parent.name, State.ARRIVED, TOMORROW, "tester")
    assert go(tmp_path, ledger, follows) == [State.ARRIVED]


def test_a_part_of_a_chain_does_not_go_while_the_part_before_it_is_unconfirmed(ledger: Ledger, tmp_path: Path) -> None:
    draft = chain(tmp_path)
    written = write_batch(draft, tmp_path / "batches", "chain", 1)
    one = send_later(written, origin_of(draft, "chain.csv"), folder_at(tmp_path / "inbox"), ledger, NOW, TOMORROW)
    parent, child = one.parts
    unconfirmed(ledger, parent)
    for _ in range(2):
        assert go(tmp_path, ledger, one) == [State.UNCONFIRMED, State.PREPARED]
    assert list((tmp_path / "inbox").iterdir()) == []
    ledger.settle_by_hand(parent.name, State.REFUSED, TOMORROW, "tester")
    assert go(tmp_path, ledger, one) == [State.ARRIVED, State.ARRIVED]
    assert sorted(path.name for path in (tmp_path / "inbox").iterdir()) == sorted([parent.name, child.name])


def test_a_dropped_batch_of_a_chain_is_not_sent(ledger: Ledger, tmp_path: Path) -> None:
    _, follows = wait_as_siblings(tmp_path, ledger)
    ledger.drop(follows.uuid)
    with pytest.raises(DeliveryError, match="does not wait"):
        go(tmp_path, ledger, follows)


def test_without_a_chain_an_unconfirmed_part_holds_nothing_back(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2)], 1)
    one = send_later(written, origin, folder_at(tmp_path / "inbox"), ledger, NOW, TOMORROW)
    unconfirmed(ledger, one.parts[0])
    assert go(tmp_path, ledger, one) == [State.UNCONFIRMED, State.ARRIVED]
    assert [batch.uuid for batch in ledger.queued_unconfirmed()] == [one.uuid]


def test_of_a_chain_what_comes_first_leaves_the_queue_last(ledger: Ledger, tmp_path: Path) -> None:
    first, follows = wait_as_siblings(tmp_path, ledger)
    with pytest.raises(LedgerError, match=f"{follows.uuid[:8]} waits for {first.uuid[:8]}"):
        ledger.drop(first.uuid)
    assert len(ledger.waiting()) == 2
    ledger.drop(follows.uuid)
    ledger.drop(first.uuid)
    assert (ledger.waiting(), ledger.submissions()) == ([], [])


def test_what_was_sent_of_a_dropped_batch_stays_in_the_history(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2)], 1)
    one = send_later(written, origin, folder_at(tmp_path / "inbox"), ledger, NOW, TOMORROW)
    assert go(tmp_path, ledger, one) == [State.ARRIVED, State.ARRIVED]
    sent, refused = one.parts
    receipt = Receipt(refused.name, State.REFUSED, "Acme", "", refused.size, NOW, "receipt-cancelled")
    with unguarded(ledger.store):
        ledger.states.settle(refused.uuid, receipt)
    assert not ledger.drop(one.uuid).unsent
    assert ledger.waiting() == []
    assert [part.state for part in ledger.submissions()[0].parts] == [State.ARRIVED, State.REFUSED]
    assert ledger.archive.bytes_of(sent.sha256, sent.name)
    with pytest.raises(SentBefore, match="AC-1"):
        deliver(tmp_path, [row(1), row(3)], ledger)
