"""What is written down of a batch, when, and what never is."""

import gzip
import hashlib
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from courier.batches.batch import WrittenBatch
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.recorder import record
from courier.ledger.records import BatchOrigin, Heading
from courier.ledger.store import LedgerError
from courier.shipping.outgoing_parts import read_parts
from courier.shipping.ship import SendContext, ship
from tests.commands.running import HEADER, PATIENCE, ROOT, order, row
from tests.ledger.batches import NOW, batch_of, deliver, draft_of, folder_at


def test_a_submission_says_whose_it_is_what_it_held_and_what_became_of_it(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [*order(1, 2), row(2, CurrencyCode="EUR", Amount="2.50")], most=2)
    inbox = folder_at(tmp_path / "inbox")
    receipts = list(ship(written, replace(origin, note="by hand"), inbox, ledger, SendContext(lambda: NOW)))
    assert [receipt.state for receipt in receipts] == [State.ARRIVED, State.ARRIVED]
    (sent,) = ledger.submissions()
    assert (sent.source, sent.template, sent.made_at, sent.note, sent.reason) == (
        "orders.csv", "item", NOW, "by hand", "",
    )  # fmt: skip
    assert (sent.destination, sent.url, sent.state) == ("Acme", inbox.url, State.ARRIVED)
    assert (sent.rows, sent.orders, sent.totals) == (3, 2, {"USD": Decimal("20.00"), "EUR": Decimal("2.50")})
    for part, manifest, receipt in zip(sent.parts, written.parts, receipts, strict=True):
        assert (part.name, part.sha256, part.size, part.rows) == tuple(
            manifest[key] for key in ("name", "sha256", "size", "rows")
        )
        assert (part.state, part.remote_path, part.at) == (receipt.state, receipt.remote_path, receipt.at)
        assert part.message == receipt.message
        # 88 days after the conversion
        assert part.expires == NOW.replace(day=20, hour=10) + timedelta(days=88)


@pytest.mark.of_the_file
def test_the_exact_bytes_can_be_had_again(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    (arrived,) = (tmp_path / "inbox").iterdir()
    (part,) = ledger.submissions()[0].parts
    saved = ledger.archive.save(part.sha256, part.name, tmp_path / "again")
    assert saved.name == arrived.name
    assert saved.read_bytes() == arrived.read_bytes()
    (kept,) = (ledger.store.path.parent / "sent").rglob("*.gz")
    kept.write_bytes(gzip.compress(b"something else"))
    with pytest.raises(LedgerError, match="gone or damaged"):
        ledger.archive.bytes_of(part.sha256, part.name)


@pytest.mark.of_the_file
def test_no_address_and_no_free_text_of_a_sheet_is_recorded(ledger: Ledger, tmp_path: Path) -> None:
    digest = hashlib.sha1(b"jane@example.com").hexdigest()
    private = {"CustomerEmail": digest, "CustomerCity": "Wanne-Eickel", "Text1": "gift for Aunt Polly"}
    deliver(tmp_path, [row(1, **private)], ledger, header=f"{HEADER},{','.join(private)}")
    ledger.close()
    whole = b"".join(path.read_bytes() for path in ledger.store.path.parent.glob("ledger.sqlite*"))
    assert b"AC-1" in whole
    for text in (*private.values(), "CUST00001XYZ", "Tennis"):
        assert text.encode() not in whole


@pytest.mark.of_the_file
@pytest.mark.only_on("linux", "darwin", why="Windows keeps a user's folders to the user, and has no such bits")
def test_nobody_else_may_read_what_is_recorded(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    assert ledger.store.path.stat().st_mode & 0o077 == 0


def record_of(ledger: Ledger, written: WrittenBatch, origin: BatchOrigin, tmp_path: Path, run: str) -> dict[str, str]:
    """Record a batch that this run will send; the UUID of each part by name."""
    heading = Heading(origin, "", folder_at(tmp_path / "inbox"))
    with ledger.store.writing() as db:
        return record(db, heading, read_parts(written, origin, ledger.archive), NOW, run)


@pytest.mark.of_the_file
def test_everything_is_written_down_before_it_can_be_there(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2)], most=1)
    seen: list[list[str]] = []

    def look(_: object) -> None:
        (sent,) = ledger.submissions()
        there = len(list((tmp_path / "inbox").glob("*.csv")))
        seen.append([*(str(part.state) for part in sent.parts), str(there)])

    list(ship(written, origin, folder_at(tmp_path / "inbox"), ledger, SendContext(lambda: NOW, progress=look)))
    # a file appears in a folder all at once, so until then nothing is on its way
    assert seen == [["prepared", "prepared", "0"], ["arrived", "prepared", "1"]]


def test_whoever_stops_listening_leaves_nothing_on_its_way(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2)], most=1)
    receipts = ship(written, origin, folder_at(tmp_path / "inbox"), ledger, SendContext(lambda: NOW))
    next(receipts)
    receipts.close()  # type: ignore[attr-defined]
    assert [str(part.state) for part in ledger.submissions()[0].parts] == ["arrived", "prepared"]


def test_something_unforeseen_leaves_a_part_ready_of_which_nothing_went_out(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1), row(2)], most=1)

    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ship(written, origin, folder_at(tmp_path / "inbox"), ledger, SendContext(lambda: NOW, progress=fail)))
    first, second = ledger.submissions()[0].parts
    assert (first.state, second.state) == (State.PREPARED, State.PREPARED)
    assert list((tmp_path / "inbox").iterdir()) == []


@pytest.mark.of_the_file
def test_something_unforeseen_leaves_a_part_unconfirmed_that_was_on_its_way(ledger: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1)])
    (uuid,) = record_of(ledger, written, origin, tmp_path, "lost").values()
    ledger.states.mark_sending(uuid, "lost", NOW)
    ledger.recover(NOW)
    (part,) = ledger.submissions()[0].parts
    assert part.state is State.UNCONFIRMED
    assert "was on its way" in part.message


@pytest.mark.of_the_file
def test_a_dead_run_is_settled_and_a_living_one_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    for number, run in enumerate(("dead", "alive"), start=1):
        written, origin = batch_of(tmp_path, [row(number)])
        (uuid,) = record_of(ledger, written, origin, tmp_path, run).values()
        ledger.states.mark_sending(uuid, run, NOW)
    with ledger.runs.alone_at("elsewhere", "alive"):
        Ledger(ledger.store.path.parent).recover(NOW)
        assert {submission.parts[0].state for submission in ledger.submissions()} == {State.UNCONFIRMED, State.SENDING}
    ledger.recover(NOW)
    assert {submission.parts[0].state for submission in ledger.submissions()} == {State.UNCONFIRMED}


@pytest.mark.of_the_file
def test_attempts_that_never_began_do_not_pile_up(ledger: Ledger, tmp_path: Path) -> None:
    away = folder_at(tmp_path / "inbox")
    (tmp_path / "inbox").rmdir()
    written, origin = batch_of(tmp_path, [row(1)])
    for _ in range(3):
        with pytest.raises(DeliveryError):
            list(ship(written, origin, away, ledger, SendContext(lambda: NOW)))
    (tmp_path / "inbox").mkdir()
    list(ship(written, origin, away, ledger, SendContext(lambda: NOW)))
    (sent,) = ledger.submissions()
    assert [part.state for part in sent.parts] == [State.ARRIVED]
    with sqlite3.connect(ledger.store.path) as db:
        assert db.execute("SELECT count(*) FROM rows").fetchone() == (1,)
    db.close()


_SENDER = """
import sys
from pathlib import Path
from courier.ledger.ledger import Ledger
from courier.settings import ledger_folder
from tests.commands.running import row
from tests.ledger.batches import deliver
folder, which = Path(sys.argv[1]), int(sys.argv[2])
for number in range(5):
    deliver(folder, [row(1000 * which + number)], Ledger(ledger_folder()))
"""


@pytest.mark.of_the_file
def test_several_processes_record_at_once(ledger: Ledger, tmp_path: Path) -> None:
    senders = []
    for which in range(3):
        folder = tmp_path / str(which)
        folder.mkdir()
        command = [sys.executable, "-c", _SENDER, folder, str(which)]
        senders.append(subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}))
    assert [process.wait(PATIENCE) for process in senders] == [0, 0, 0]
    found = ledger.submissions()
    assert len(found) == 15
    assert {one.state for one in found} == {State.ARRIVED}
    draft = draft_of(tmp_path, [row(1000 * which + number) for which in range(3) for number in range(5)], ledger)
    assert draft.verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 15}
