"""A colleague's ledger into ours."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.merger import MergeResult
from courier.ledger.sqlite_store import SqliteConnection
from courier.ledger.store import LedgerError
from courier.shipping.queue import send_later
from courier.shipping.sent_before import SentBefore
from tests.commands.running import row
from tests.ledger.batches import NOW, batch_of, deliver, draft_of, folder_at, mark


@pytest.fixture
def theirs(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "colleague")


def exported(ledger: Ledger, folder: Path) -> Path:
    path = folder / "history.sqlite"
    ledger.export(path)
    ledger.close()
    return path


def test_what_a_colleague_sent_counts_as_sent_and_twice_adds_nothing(
    ledger: Ledger, theirs: Ledger, tmp_path: Path
) -> None:
    deliver(tmp_path, [row(1)], ledger)
    deliver(tmp_path, [row(2), row(3)], theirs, most=1)
    path = exported(theirs, tmp_path)
    before = path.read_bytes()
    assert ledger.merge(path) == MergeResult(1, 2, 0)
    assert ledger.merge(path) == MergeResult(0, 0, 0)
    assert path.read_bytes() == before
    assert sorted(submission.rows for submission in ledger.submissions()) == [1, 2]
    draft = draft_of(tmp_path, [row(number) for number in (1, 2, 3, 4)], ledger)
    assert draft.verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 3}
    with pytest.raises(SentBefore):
        deliver(tmp_path, [row(3), row(5)], ledger)


def test_where_two_disagree_the_one_who_knows_more_is_right(ledger: Ledger, theirs: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2), row(3)], theirs, most=1)
    for which in (0, 2):
        mark(theirs, State.UNCONFIRMED, which)
    ledger.merge(exported(theirs, tmp_path))
    mark(theirs, State.ARRIVED, 0)
    mark(theirs, State.UNCONFIRMED, 1)
    mark(theirs, State.REFUSED, 2)
    assert ledger.merge(exported(theirs, tmp_path)) == MergeResult(0, 0, 2)
    assert [part.state for part in ledger.submissions()[0].parts] == [State.ARRIVED, State.ARRIVED, State.REFUSED]


def test_what_waits_with_a_colleague_is_not_ours_to_send(ledger: Ledger, theirs: Ledger, tmp_path: Path) -> None:
    written, origin = batch_of(tmp_path, [row(1)])
    send_later(written, origin, folder_at(tmp_path / "inbox"), theirs, NOW, NOW + timedelta(days=1))
    assert ledger.merge(exported(theirs, tmp_path)) == MergeResult(0, 0, 0)
    assert (ledger.waiting(), ledger.submissions()) == ([], [])


class Watched(SqliteConnection):
    """A connection that knows whether it was closed."""

    made: ClassVar[list["Watched"]] = []

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.open = True
        self.made.append(self)

    def close(self) -> None:
        super().close()
        self.open = False


def test_no_file_is_left_open(ledger: Ledger, theirs: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows could not remove the copy, nor anybody the file that was taken over."""
    deliver(tmp_path, [row(1)], theirs)
    path = exported(theirs, tmp_path)
    (tmp_path / "text.txt").write_text("no database")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "factory": Watched}))
    monkeypatch.setattr(Watched, "made", [])
    assert ledger.merge(path).submissions == 1
    with pytest.raises(LedgerError):
        ledger.merge(tmp_path / "text.txt")
    ledger.close()
    assert len(Watched.made) > 3
    assert [connection for connection in Watched.made if connection.open] == []


def test_what_is_no_ledger_is_refused_and_left_as_it_is(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE notes (words TEXT)")
    db.close()
    (tmp_path / "text.txt").write_text("no database")
    for path in (other, tmp_path / "text.txt", tmp_path / "gone.sqlite"):
        before = path.read_bytes() if path.exists() else None
        with pytest.raises(LedgerError, match="holds no readable record"):
            ledger.merge(path)
        assert (path.read_bytes() if path.exists() else None) == before
    assert len(ledger.submissions()) == 1
