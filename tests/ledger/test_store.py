"""A ledger that is damaged, foreign, newer or older."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger import sqlite_schema as schema
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from tests.commands.running import PATIENCE, ROOT, row
from tests.ledger.batches import deliver

pytestmark = pytest.mark.of_the_file


def test_a_damaged_ledger_is_set_aside_and_nothing_is_sent_until_a_person_chooses(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(tmp_path, [row(1)], ledger)
    ledger.close()
    path = ledger.store.path
    content = path.read_bytes()
    for number, damaged in enumerate((b"no database at all" * 100, content[:100] + b"\xff" * len(content)), start=1):
        path.write_bytes(damaged)
        with pytest.raises(LedgerError, match="damaged, so nothing was sent; it is kept as"):
            deliver(tmp_path, [row(2)], ledger)
        assert path.with_name(f"ledger-damaged-{number}.sqlite").read_bytes() == damaged
        ledger.close()
        assert ledger.submissions() == []
    with pytest.raises(LedgerError, match="damaged, gone or empty"):
        deliver(tmp_path, [row(3)], ledger)
    assert len(list((tmp_path / "inbox").iterdir())) == 1
    ledger.begin_anew()
    (receipt,) = deliver(tmp_path, [row(3)], ledger)
    assert receipt.state is State.ARRIVED


def test_a_damaged_ledger_that_is_in_use_stays_and_no_name_is_made_up(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no file that somebody has open."""
    path = ledger.store.path
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all" * 100)

    def in_use(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", in_use)
        with pytest.raises(LedgerError, match="could not be put aside") as problem:
            deliver(tmp_path, [row(1)], ledger)
    assert "ledger-damaged" not in str(problem.value)
    assert [file.name for file in path.parent.glob("*.sqlite")] == ["ledger.sqlite"]
    assert list((tmp_path / "inbox").iterdir()) == []
    with pytest.raises(LedgerError, match=r"kept as .*ledger-damaged-1"):
        deliver(tmp_path, [row(1)], ledger)
    ledger.begin_anew()
    assert deliver(tmp_path, [row(1)], ledger)[0].state is State.ARRIVED


@pytest.mark.only_on("linux", "darwin", why="Windows renames no file that is open")
def test_a_ledger_that_another_process_set_aside_is_neither_written_to_nor_blamed(
    ledger: Ledger, tmp_path: Path
) -> None:
    deliver(tmp_path, [row(1)], ledger)
    path, other = ledger.store.path, Ledger(ledger.store.path.parent)

    def set_aside(number: int) -> None:
        for ending in ("", "-wal", "-shm"):
            if (beside := path.with_name(path.name + ending)).exists():
                beside.rename(beside.with_name(f"ledger-damaged-{number}.sqlite{ending}"))

    def other_finds_it_damaged() -> None:
        set_aside(1)
        other.begin_anew()
        deliver(tmp_path, [row(2)], other)

    with pytest.raises(LedgerError, match=r"kept as .*ledger-damaged-1"), ledger.store.reading():  # noqa: PT012
        other_finds_it_damaged()
        # and so does this one, a moment later
        raise sqlite3.DatabaseError
    assert not path.with_name("ledger-damaged-2.sqlite").exists()
    deliver(tmp_path, [row(3)], ledger)
    assert [len(opened.submissions()) for opened in (ledger, other)] == [2, 2]
    # a connection that was kept open does not write into what was set aside
    set_aside(2)
    other.begin_anew()
    deliver(tmp_path, [row(4)], other)
    deliver(tmp_path, [row(5)], ledger)
    assert [len(opened.submissions()) for opened in (ledger, other)] == [2, 2]
    other.close()


_BEGIN = """
import sys
from pathlib import Path
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError

for folder in sys.stdin:
    ledger = Ledger(Path(folder.strip()))
    try:
        with ledger.store.writing() as db:
            db.execute("UPDATE submissions SET note = note")
        print("begun", flush=True)
    except LedgerError as problem:
        print(problem, flush=True)
    ledger.close()
"""


def test_processes_that_begin_a_ledger_at_once_wait_for_each_other(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _BEGIN], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    said = []
    for number in range(25):
        for process in processes:
            assert process.stdin
            process.stdin.write(f"{tmp_path / str(number)}\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout
            said.append(process.stdout.readline())
    problems = [process.communicate(timeout=PATIENCE)[1] for process in processes]
    assert problems == [""] * 4
    assert said == ["begun\n"] * 100


def test_a_ledger_that_is_being_made_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"

    class Watched:
        """A connection during whose first look another process makes the ledger."""

        def __init__(self, db: sqlite3.Connection) -> None:
            self._db, self._looks = db, 0

        def execute(self, statement: str) -> sqlite3.Cursor:
            answer = self._db.execute(statement)
            found = answer.fetchall()
            answer.close()
            self._looks += 1
            if self._looks == 1:
                other = sqlite3.connect(path, isolation_level=None)
                schema.bring_up_to_date(other)
                other.close()
            return self._db.execute(f"SELECT {found[0][0]}")

    db = sqlite3.connect(path, isolation_level=None)
    assert not schema.is_foreign(Watched(db))  # type: ignore[arg-type]
    db.close()


def test_somebody_elses_database_is_not_written_to(ledger: Ledger, tmp_path: Path) -> None:
    ledger.store.path.parent.mkdir(parents=True)
    with sqlite3.connect(ledger.store.path) as db:
        db.execute("CREATE TABLE notes (words TEXT)")
    db.close()
    before = ledger.store.path.read_bytes()
    with pytest.raises(LedgerError, match="damaged"):
        deliver(tmp_path, [row(1)], ledger)
    assert ledger.store.path.with_name("ledger-damaged-1.sqlite").read_bytes() == before


def test_a_newer_ledger_is_left_to_the_newer_app(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    ledger.close()
    with sqlite3.connect(ledger.store.path) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    with pytest.raises(LedgerError, match="newer version"):
        deliver(tmp_path, [row(2)], ledger)
    assert [path.name for path in ledger.store.path.parent.glob("*.sqlite")] == ["ledger.sqlite"]
    assert len(list((tmp_path / "inbox").iterdir())) == 1


def test_an_older_ledger_is_brought_up_to_date_and_keeps_what_it_holds(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    ledger.close()
    later = (
        *schema.MIGRATIONS,
        "ALTER TABLE parts ADD COLUMN result TEXT;\nCREATE INDEX parts_by_result ON parts (result)",
    )
    db = sqlite3.connect(ledger.store.path, isolation_level=None)
    for _ in range(2):
        schema.bring_up_to_date(db, later)
        assert schema.version_of(db) == len(later)
        assert db.execute("SELECT state, result FROM parts").fetchall() == [("arrived", None)]
    db.close()


def test_a_ledger_of_the_first_version_is_read_and_written_on(ledger: Ledger, tmp_path: Path) -> None:
    ledger.store.path.parent.mkdir(parents=True)
    db = sqlite3.connect(ledger.store.path, isolation_level=None)
    schema.bring_up_to_date(db, schema.MIGRATIONS[:1])
    db.execute(
        "INSERT INTO submissions (uuid, program, campaign, source, template, made_at, os_user, note, destination, url,"
        " reason) VALUES ('u', 'Acme', '1000', 'old.csv', 'item', '2026-01-01T00:00:00+00:00', 'me', '', 'Acme',"
        " 'file:///inbox', '')"
    )
    db.execute(
        "INSERT INTO parts (uuid, submission, number, name, sha256, size, rows, orders, totals, state, remote_path, at,"
        " message, facts) VALUES ('p', 1, 1, 'old_01of01.csv', 'aa', 1, 1, 1, '{}', 'arrived', '',"
        " '2026-01-01T00:00:00+00:00', '', '{}')"
    )
    db.close()
    (old,) = ledger.submissions()
    assert (old.source, old.draft) == ("old.csv", "")
    deliver(tmp_path, [row(1)], ledger)
    assert [submission.source for submission in ledger.submissions()] == ["orders.csv", "old.csv"]


def test_a_migration_that_fails_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1)], ledger)
    ledger.close()
    broken = (*schema.MIGRATIONS, "ALTER TABLE parts ADD COLUMN result TEXT;\nINSERT INTO nowhere VALUES (1)")
    db = sqlite3.connect(ledger.store.path, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError):
        schema.bring_up_to_date(db, broken)
    db.close()
    assert [submission.state for submission in ledger.submissions()] == [State.ARRIVED]


def test_a_place_where_nothing_can_be_written_is_told_and_nothing_is_sent(tmp_path: Path) -> None:
    (tmp_path / "plain-file").write_text("")
    ledger = Ledger(tmp_path / "plain-file" / "ledger")
    with pytest.raises(LedgerError, match="cannot be used"):
        deliver(tmp_path, [row(1)], ledger)
    assert list((tmp_path / "inbox").iterdir()) == []
