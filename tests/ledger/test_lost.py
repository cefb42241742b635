"""A ledger that is damaged, gone or empty: nothing is sent until a person chose how to go on, and what is rebuilt is
true."""

import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.destinations import from_url
from courier.ledger.ledger import Ledger
from courier.ledger.rebuilder import RebuildResult
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.store import LedgerError
from courier.shipping.queue import send_later
from courier.shipping.sent_before import SentBefore
from courier.shipping.ship import SendContext, ship
from tests.commands.running import NOW as AT
from tests.commands.running import PATIENCE, ROOT, row, write
from tests.ledger.batches import NOW, batch_of, deliver, draft_of, folder_at, mark

pytestmark = pytest.mark.of_the_file

TOMORROW = NOW + timedelta(days=1)
WAYS = ("damaged", "gone", "empty")


def lose(ledger: Ledger, how: str) -> None:
    """The ledger's file is no ledger any more."""
    ledger.close()
    path = ledger.store.path
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    if how == "damaged":
        path.write_bytes(b"no database at all" * 100)
        with pytest.raises(LedgerError, match="kept as"):
            ledger.submissions()
    if how == "empty":
        with ledger.store.reading():
            pass


def as_the_first_version_kept_it(ledger: Ledger) -> None:
    """The copies that are kept now, without what is known of them."""
    for path in (ledger.store.path.parent / "sent").rglob("*.json"):
        path.unlink()
    for path in (ledger.store.path.parent / "sent").rglob("*.gz"):
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 6, mtime=0))


def arrived(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "inbox").iterdir())


@pytest.mark.parametrize("how", WAYS)
def test_nothing_is_sent_or_queued_while_what_was_sent_is_lost(ledger: Ledger, tmp_path: Path, how: str) -> None:
    deliver(tmp_path, [row(1)], ledger)
    before = arrived(tmp_path)
    lose(ledger, how)
    for _ in range(2):
        with pytest.raises(LedgerError, match="damaged, gone or empty"):
            deliver(tmp_path, [row(2)], ledger)
        written, origin = batch_of(tmp_path, [row(3)])
        with pytest.raises(LedgerError, match="damaged, gone or empty"):
            send_later(written, origin, folder_at(tmp_path / "inbox"), ledger, NOW, TOMORROW)
    assert arrived(tmp_path) == before
    # reading goes on with what there is
    assert (ledger.submissions(), ledger.waiting(), ledger.lost) == ([], [], True)


def everything(folder: Path, ledger: Ledger) -> list[Submission]:
    """Submissions with parts in every state, newest first."""
    inbox = folder_at(folder / "inbox")
    deliver(folder, [row(1), row(2), row(3)], ledger, most=1)
    mark(ledger, State.REFUSED, 1)
    mark(ledger, State.UNCONFIRMED, 2)
    (folder / "messages").mkdir()
    by_hand = from_url(f"{(folder / 'messages').as_uri().replace('file:', 'eml:')}?to=upload@example.com", "Mail")
    deliver(folder, [row(4)], ledger, by_hand)
    written, origin = batch_of(folder, [row(5)])
    send_later(written, origin, inbox, ledger, NOW, TOMORROW)
    deliver(folder, [row(6)], ledger, inbox, reason="asked for")
    deliver(folder, [row(6)], ledger, folder_at(folder / "other"), reason="here too")
    return ledger.submissions()


@pytest.mark.parametrize("how", WAYS)
def test_all_that_was_known_is_known_again(ledger: Ledger, tmp_path: Path, how: str) -> None:
    before = everything(tmp_path, ledger)
    states = [part.state for submission in before for part in submission.parts]
    assert set(states) == {State.PREPARED, State.ARRIVED, State.REFUSED, State.UNCONFIRMED}
    waiting, rows = ledger.waiting(), ledger.rows_of_order("AC-6")
    lose(ledger, how)
    assert ledger.rebuild() == RebuildResult(7, 0, 0)
    assert ledger.submissions() == before
    assert (ledger.waiting(), ledger.rows_of_order("AC-6"), ledger.lost) == (waiting, rows, False)
    # and once more there is nothing to add
    assert ledger.rebuild() == RebuildResult(0, 0, 0)
    with pytest.raises(SentBefore, match="AC-1"):
        deliver(tmp_path, [row(1), row(7)], ledger)
    assert draft_of(tmp_path, [row(1), row(7)], ledger).verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 1}


def test_the_same_process_notices_what_was_rebuilt(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    assert draft_of(tmp_path, [row(1)], ledger).verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 1}
    lose(ledger, "gone")
    assert draft_of(tmp_path, [row(1)], ledger).verdict.counts_by_rule() == {}
    ledger.rebuild()
    assert draft_of(tmp_path, [row(1)], ledger).verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 1}


def test_a_copy_of_the_first_version_counts_as_sent_and_says_what_is_not_known(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger)
    before = arrived(tmp_path)
    as_the_first_version_kept_it(ledger)
    lose(ledger, "gone")
    with pytest.raises(LedgerError, match="damaged, gone or empty"):
        deliver(tmp_path, [row(1), row(2)], ledger)
    assert ledger.rebuild() == RebuildResult(1, 1, 0)
    (submission,) = ledger.submissions()
    (part,) = submission.parts
    assert (part.state, part.rows, part.orders, part.totals) == (State.UNCONFIRMED, 2, 2, {"USD": 20})
    assert "not known" in submission.note
    assert "count as sent" in part.message
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(1), row(2)], ledger)
    with pytest.raises(SentBefore, match="AC-2"):
        deliver(tmp_path, [row(2), row(3)], ledger)
    assert arrived(tmp_path) == before
    ledger.settle_by_hand(part.name, State.REFUSED, TOMORROW, "tester")
    assert [receipt.state for receipt in deliver(tmp_path, [row(2), row(3)], ledger)] == [State.ARRIVED]
    # what is known now stays known
    lose(ledger, "gone")
    assert ledger.rebuild() == RebuildResult(2, 0, 0)
    assert sorted(batch.state for batch in ledger.submissions()) == [State.ARRIVED, State.REFUSED]


def test_copies_whose_record_is_whole_are_not_recorded_twice(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    mark(ledger, State.REFUSED)
    as_the_first_version_kept_it(ledger)
    assert ledger.rebuild() == RebuildResult(0, 0, 0)


def test_a_damaged_copy_is_told(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    deliver(tmp_path, [row(2)], ledger)
    newest = ledger.submissions()[0].parts[0]
    (kept,) = (ledger.store.path.parent / "sent").rglob(f"{newest.sha256}.csv.gz")
    kept.write_bytes(kept.read_bytes()[:-20])
    lose(ledger, "gone")
    result = ledger.rebuild()
    assert result == RebuildResult(2, 0, 1)
    assert "1 copy is damaged, so its orders are unknown here." in result.message
    assert [batch.state for batch in ledger.submissions()] == [State.ARRIVED, State.ARRIVED]


def test_damaged_facts_leave_the_content(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    (facts,) = (ledger.store.path.parent / "sent").rglob("*.json")
    assert json.loads(facts.read_bytes())["submission"]["destination"] == "Acme"
    if os.name != "nt":
        assert facts.stat().st_mode & 0o077 == 0
    facts.write_bytes(facts.read_bytes()[:50])
    lose(ledger, "gone")
    assert ledger.rebuild() == RebuildResult(1, 1, 0)
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(1)], ledger)


def test_what_was_never_begun_counts_as_nothing(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1)])
    nowhere = replace(folder_at(tmp_path / "inbox"), folder=str(tmp_path / "nowhere"))
    with pytest.raises(DeliveryError, match="nowhere"):
        list(ship(written, origin, nowhere, ledger, SendContext(lambda: NOW)))
    lose(ledger, "gone")
    assert not ledger.lost
    assert [receipt.state for receipt in deliver(tmp_path, [row(1)], ledger)] == [State.ARRIVED]


def test_begun_anew_all_may_go_until_the_new_one_is_lost_too(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    lose(ledger, "damaged")
    ledger.begin_anew()
    assert not ledger.lost
    deliver(tmp_path, [row(2)], ledger)
    lose(ledger, "gone")
    assert ledger.lost
    assert ledger.rebuild().parts == 2


def test_a_record_that_is_not_lost_does_not_begin_anew(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    with pytest.raises(LedgerError, match="is not lost"):
        ledger.begin_anew()
    assert len(ledger.submissions()) == 1


def test_a_colleagues_history_brings_back_what_is_kept_here_too(ledger: Ledger, tmp_path: Path) -> None:
    theirs = Ledger(tmp_path / "colleague")
    deliver(tmp_path, [row(1)], theirs)
    theirs.export(tmp_path / "history.sqlite")
    theirs.close()
    deliver(tmp_path, [row(2)], ledger, folder_at(tmp_path / "other"))
    lose(ledger, "damaged")
    assert ledger.merge(tmp_path / "history.sqlite").parts == 1
    assert not ledger.lost
    counts = draft_of(tmp_path, [row(1), row(2), row(3)], ledger).verdict.counts_by_rule()
    assert counts == {"GRP-SENT-BEFORE": 2}


def test_where_nothing_is_kept_nothing_is_rebuilt(ledger: Ledger, tmp_path: Path) -> None:
    ledger.store.path.parent.mkdir(parents=True)
    ledger.store.path.write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match="No copy of a sent file is kept"):
        ledger.rebuild()
    assert ledger.lost
    ledger.begin_anew()
    assert not ledger.lost


def test_a_ledger_from_which_all_was_deleted_is_not_lost(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    lose(ledger, "damaged")
    ledger.rebuild()
    assert ledger.delete_before(TOMORROW) == 1
    assert [path for path in (ledger.store.path.parent / "sent").rglob("*") if path.is_file()] == []
    assert not ledger.lost


def test_a_ledger_that_vanishes_while_parts_go_stops_the_rest(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2), row(3)], 1)
    context = SendContext(lambda: NOW)
    # one after the other, as folders take them
    shipping = ship(written, replace(origin, template="chained"), folder_at(tmp_path / "inbox"), ledger, context)
    assert next(shipping).state is State.ARRIVED
    lose(ledger, "gone")
    with pytest.raises(LedgerError, match="damaged, gone or empty"):
        list(shipping)
    assert len(arrived(tmp_path)) == 1
    assert ledger.lost
    assert ledger.rebuild() == RebuildResult(3, 0, 0)
    states = [part.state for part in ledger.submissions()[0].parts]
    assert states == [State.ARRIVED, State.PREPARED, State.PREPARED]


PARTS = 30


def begin(*arguments: str | Path) -> "subprocess.Popen[bytes]":
    """The command in a process of its own, to be killed."""
    return subprocess.Popen(
        [sys.executable, "-m", "courier", *map(str, arguments)], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Path]:
    return write(tmp_path / "orders.csv", [row(number) for number in range(PARTS)])


def untrue(parts: tuple[RecordedPart, ...], inbox: Path) -> list[str]:
    """Where the record is not what lies at the destination."""
    there = {path.name: path.stat().st_size for path in inbox.glob("*.csv")}
    wrong = [part.name for part in parts if part.state.delivered and there.get(part.name) != part.size]
    never = (State.PREPARED, State.REFUSED)
    return wrong + [part.name for part in parts if part.state in never and part.name in there]


def test_what_a_killed_process_left_is_rebuilt_true(ledger: Ledger, sheet: Path, inbox: Path) -> None:
    chance = random.Random(3)
    command = ("send", sheet, "--to", inbox, *AT, "--max-rows", "1")
    killed = 0
    for _ in range(3):
        for path in inbox.iterdir():
            path.unlink()
        for path in sorted(ledger.store.path.parent.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        sending, wanted = begin(*command), chance.randrange(2, PARTS)
        while sending.poll() is None and len(list(inbox.glob("*.csv"))) < wanted:
            time.sleep(0.001)
        sending.kill()
        killed += sending.wait(PATIENCE) != 0
        lose(ledger, "gone")
        assert ledger.lost
        assert ledger.rebuild().parts == PARTS
        (submission,) = ledger.submissions()
        assert untrue(submission.parts, inbox) == []
        for part in submission.parts:
            if part.state is State.UNCONFIRMED and not (inbox / part.name).exists():
                ledger.settle_by_hand(part.name, State.REFUSED, TOMORROW, "tester")
        there = {path.name: path.stat().st_mtime_ns for path in inbox.glob("*.csv")}
        ledger.close()
        assert begin(*command).wait(PATIENCE) == 0
        after = {path.name: path.stat().st_mtime_ns for path in inbox.glob("*.csv")}
        assert len(after) == PARTS
        whole = {part.name for part in submission.parts if part.state.delivered}
        assert {name: after[name] for name in whole} == {name: there[name] for name in whole}
    assert killed


def test_a_rebuilding_that_is_killed_leaves_all_or_nothing(ledger: Ledger, sheet: Path, inbox: Path) -> None:
    assert begin("send", sheet, "--to", inbox, *AT, "--max-rows", "1").wait(PATIENCE) == 0
    before = ledger.submissions()
    chance = random.Random(4)
    killed = 0
    for _ in range(4):
        lose(ledger, "gone")
        rebuilding = begin("history", "rebuild")
        while rebuilding.poll() is None and not ledger.store.exists:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        rebuilding.kill()
        killed += rebuilding.wait(PATIENCE) != 0
        assert ledger.lost or ledger.submissions() == before
        if ledger.lost:
            with pytest.raises(LedgerError, match="damaged, gone or empty"):
                ledger.refuse_while_lost()
    assert killed
    if ledger.lost:
        ledger.rebuild()
    assert ledger.submissions() == before


def test_two_people_who_rebuild_at_once_record_all_once(ledger: Ledger, sheet: Path, inbox: Path) -> None:
    assert begin("send", sheet, "--to", inbox, *AT, "--max-rows", "1").wait(PATIENCE) == 0
    before = ledger.submissions()
    lose(ledger, "gone")
    assert [process.wait(PATIENCE) for process in [begin("history", "rebuild") for _ in range(2)]] == [0, 0]
    assert ledger.submissions() == before


def test_damage_that_two_processes_find_at_once_is_kept_once(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    for number in range(1, 4):
        lose(ledger, "gone")
        ledger.store.path.write_bytes(b"no database at all" * 100)
        both = [begin("history", "rebuild") for _ in range(2)]
        assert [process.wait(PATIENCE) for process in both] == [0, 0]
        assert len(list(ledger.store.path.parent.glob("ledger-damaged-*.sqlite"))) == number
        assert [part.state for batch in ledger.submissions() for part in batch.parts] == [State.ARRIVED]


def test_a_receipt_that_cannot_be_kept_beside_the_bytes_is_recorded_all_the_same(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(tmp_path, [row(1)], ledger)
    (part,) = ledger.submissions()[0].parts
    (facts,) = (ledger.store.path.parent / "sent").rglob("*.json")
    facts.unlink()
    facts.mkdir()
    receipt = Receipt(part.name, State.TAKEN, "Acme", "", part.size, NOW, "receipt-taken", {"name": part.name})
    ledger.states.settle(part.uuid, receipt)
    assert ledger.submissions()[0].state is State.TAKEN
