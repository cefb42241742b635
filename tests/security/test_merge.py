"""A ledger from elsewhere changes nothing but what it may: all of it is taken over, or nothing."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile
from courier.ledger import foreign
from courier.ledger.ledger import Ledger
from courier.ledger.merger import MergeResult
from courier.ledger.store import LedgerError
from courier.settings import ledger_folder
from courier.whole_files import is_plain_name
from tests.commands.conftest import courier as courier
from tests.commands.running import NOW, Courier, row, write
from tests.ledger.batches import deliver, draft_of
from tests.tries import tries

SHA = "a" * 64


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A colleague's history with two parts."""
    theirs, path = Ledger(tmp_path / "colleague"), tmp_path / "history.sqlite"
    deliver(tmp_path, [row(1), row(2)], theirs, most=1)
    theirs.export(path)
    theirs.close()
    return path


def altered(path: Path, *statements: str, values: tuple[Any, ...] = ()) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            db.execute(statement, values)
    return path


def everything(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as db:
        return list(db.iterdump())


STRANGE: dict[str, tuple[str, Any]] = {
    "a hash that leads elsewhere": ("parts SET sha256", "../../../../victim"),
    "a hash in capitals": ("parts SET sha256", "A" * 64),
    "a hash of bytes": ("parts SET sha256", b"a" * 64),
    "a name that leads elsewhere": ("parts SET name", "../../victim.csv"),
    "a name on another drive": ("parts SET name", "C:victim.csv"),
    "a name of Windows' folders": ("parts SET name", "..\\victim.csv"),
    "a name that ends early": ("parts SET name", "victim\0.csv"),
    "a name that is a folder": ("parts SET name", ".."),
    "an endless name": ("parts SET name", "a" * 300),
    "a UUID that leads elsewhere": ("parts SET uuid", "/../../../victim"),
    "a batch whose UUID leads elsewhere": ("submissions SET uuid", "../victim"),
    "an unknown state": ("parts SET state", "lost"),
    "a date that is none": ("parts SET at", "yesterday"),
    "a date without a zone": ("parts SET expires", "2026-11-23T12:00:00"),
    "a date at the end of time": ("submissions SET made_at", "9999-12-31T23:59:59+00:00"),
    "a date of bytes": ("submissions SET made_at", b"2026"),
    "totals that are no JSON": ("parts SET totals", "{"),
    "totals that are no numbers": ("parts SET totals", '{"USD": "NaN"}'),
    "totals that are huge": ("parts SET totals", '{"USD": "1e999999999"}'),
    "totals in a list": ("parts SET totals", "[]"),
    "facts without end": ("parts SET facts", "[" * 100_000),
    "facts within facts": ("parts SET facts", '{"name": {"name": "x"}}'),
    "facts that are no number": ("parts SET facts", '{"name": NaN}'),
    "a negative size": ("parts SET size", -1),
    "a size in words": ("parts SET size", "large"),
    "more rows than numbers": ("parts SET rows", 2**63 - 1),
    "a template nobody knows": ("submissions SET template", "free"),
    "a program of bytes": ("submissions SET program", b"\xff"),
    "a text that is not UTF-8": ("submissions SET source = CAST(x'ff41' AS TEXT), note", ""),
    "an order that is not UTF-8": ("rows SET order_id = CAST(x'ff41' AS TEXT), sku", "S"),
    "an order of bytes": ("rows SET order_id", b"AC-1"),
    "an amount that is none": ("rows SET amount", "12,00"),
    "an amount to wait for": ("rows SET amount", "1" * 100_000),
    "half a key": ("part_keys SET keys", b"1234"),
    "keys in words": ("part_keys SET keys", "12345678"),
    "a currency of bytes": ("kinds SET currency", b"USD"),
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE)
def test_a_strange_value_is_refused_and_nothing_is_taken_over(
    ledger: Ledger, exported: Path, tmp_path: Path, change: tuple[str, Any]
) -> None:
    deliver(tmp_path, [row(9)], ledger)
    before = everything(ledger)
    altered(exported, f"UPDATE OR IGNORE {change[0]} = ?", values=(change[1],))
    with pytest.raises(LedgerError, match="nothing was taken over"):
        ledger.merge(exported)
    assert everything(ledger) == before


_COLUMNS = "key, part, number, kind, order_id, action_id, sku, amount, status, event_date"
_VIEW = f"CREATE VIEW rows AS SELECT {_COLUMNS} FROM real"
_ENDLESS = (
    "CREATE VIEW rows AS WITH RECURSIVE n(key) AS (SELECT 1 UNION ALL SELECT key + 1 FROM n) SELECT key, 1 part,"
    " key number, 1 kind, 'A' order_id, '' action_id, '' sku, '1' amount, '' status, '' event_date FROM n"
)

OTHER_TABLES: dict[str, tuple[str, ...]] = {
    "a view": (
        "ALTER TABLE rows RENAME TO real",
        _VIEW,
    ),
    "a virtual table": (
        "DROP TABLE rows",
        f"CREATE VIRTUAL TABLE rows USING fts5({_COLUMNS})",
    ),
    "an endless view": (
        "DROP TABLE rows",
        _ENDLESS,
    ),
    "a computed column": (
        "DROP TABLE kinds",
        "CREATE TABLE kinds (id INTEGER PRIMARY KEY, campaign TEXT, event TEXT, currency TEXT AS (hex(zeroblob(9))))",
    ),
    "a missing table": ("DROP TABLE part_keys",),
    "a missing column": ("ALTER TABLE submissions DROP COLUMN note",),
    "the same number twice": (
        "CREATE TABLE twice AS SELECT * FROM parts",
        "DROP TABLE parts",
        "ALTER TABLE twice RENAME TO parts",
        "INSERT INTO parts SELECT * FROM parts",
    ),
}


@pytest.mark.parametrize("statements", OTHER_TABLES.values(), ids=OTHER_TABLES)
def test_only_tables_are_read(ledger: Ledger, exported: Path, tmp_path: Path, statements: tuple[str, ...]) -> None:
    deliver(tmp_path, [row(9)], ledger)
    before = everything(ledger)
    with pytest.raises(LedgerError, match="nothing was taken over"):
        ledger.merge(altered(exported, *statements))
    assert everything(ledger) == before


def test_triggers_and_further_tables_and_columns_change_nothing(ledger: Ledger, exported: Path, tmp_path: Path) -> None:
    deliver(tmp_path, [row(9)], ledger)
    altered(
        exported,
        "CREATE TRIGGER on_parts AFTER UPDATE ON parts BEGIN DELETE FROM rows; END",
        "CREATE TABLE beginnings_too (how TEXT)",
        "ALTER TABLE rows ADD COLUMN more TEXT",
        "CREATE INDEX wrong ON rows (order_id) WHERE order_id > 'B'",
    )
    assert ledger.merge(exported) == MergeResult(1, 2, 0)
    assert len(ledger.rows_of_order("AC-1")) == 1
    with ledger.store.reading() as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema")]
    assert not {"on_parts", "beginnings_too", "wrong"} & set(names)


def test_nobody_changes_what_is_recorded_of_other_bytes(ledger: Ledger, exported: Path, tmp_path: Path) -> None:
    ledger.merge(exported)
    before = everything(ledger)
    altered(exported, "UPDATE parts SET sha256 = ?, state = 'taken'", values=(SHA,))
    altered(exported, "UPDATE rows SET number = number + 7")
    assert ledger.merge(exported) == MergeResult(0, 0, 0)
    assert everything(ledger) == before


def test_more_than_a_file_can_hold_is_not_read(ledger: Ledger, exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that are read again and again give more values than the file has bytes."""
    monkeypatch.setattr(foreign, "_LEAST_ROW", exported.stat().st_size)
    with pytest.raises(LedgerError, match="takes longer to read"):
        ledger.merge(exported)
    monkeypatch.undo()
    monkeypatch.setattr(foreign, "_MOST_SECONDS", -1.0)
    monkeypatch.setattr(foreign, "_STEPS", 1)
    with pytest.raises(LedgerError, match="nothing was taken over"):
        ledger.merge(exported)
    assert ledger.submissions() == []


@pytest.mark.only_on("linux", "darwin", why="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(ledger: Ledger, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "history.sqlite")
    with pytest.raises(LedgerError, match="holds no readable record"):
        ledger.merge(tmp_path / "history.sqlite")


def test_a_file_with_any_bytes_changed_is_taken_over_or_refused(ledger: Ledger, exported: Path, tmp_path: Path) -> None:
    """Whatever a changed file says, what is recorded afterwards can be read, checked and listed."""
    chance, content = Random(14), exported.read_bytes()
    for _ in range(tries(60, 1500)):
        changed = bytearray(content)
        for _ in range(chance.choice((1, 3, 40))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        shutil.rmtree(ledger_folder(), ignore_errors=True)
        ledger.close()
        exported.write_bytes(bytes(changed))
        try:
            ledger.merge(exported)
        except LedgerError:
            assert ledger.submissions() == []
        listed = [submission.as_json() for submission in ledger.submissions()]
        assert all(ledger.submission(entry["id"]) for entry in listed)
        draft_of(tmp_path, [row(1), row(2)], ledger)


BAD: dict[str, tuple[str, Any]] = {name: change for name, change in STRANGE.items() if "more rows" not in name}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_bad_row_that_is_stored_stops_nothing(
    courier: Courier, inbox: Path, tmp_path: Path, change: tuple[str, Any]
) -> None:
    """An earlier version took over anything."""
    victim = tmp_path / "victim"
    victim.write_text("of somebody else")
    sheets = [write(tmp_path / f"{number}.csv", [row(number)]) for number in (1, 2)]
    courier("send", sheets[0], "--to", inbox, *NOW)
    altered(ledger_folder() / "ledger.sqlite", f"UPDATE OR IGNORE {change[0]} = ?", values=(change[1],))
    for arguments in (
        ("history",), ("history", "--json"), ("history", "--order", "AC-1"), ("history", "waiting"),
        ("check", sheets[0], *NOW), ("send", sheets[1], "--to", inbox, *NOW), ("history",),
    ):  # fmt: skip
        run = courier(*arguments)
        assert (run.code, run.err) == (0, ""), arguments
    many = write(tmp_path / "many.csv", [row(number) for number in range(1, 300)])
    assert courier("check", many, *NOW).code == 0
    deleted = courier("history", "delete", "--before", "2999-01-01")
    assert deleted.code == 0, deleted.err
    assert victim.read_text() == "of somebody else"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a.csv", "a/b.csv", "a\\b.csv", "c:a.csv", "a\n.csv", "a\0", "ä" * 200]
)
def test_a_recorded_name_is_only_ever_a_name(name: str, tmp_path: Path, ledger: Ledger) -> None:
    assert not is_plain_name(name)
    with pytest.raises(DeliveryError, match="not that of a file"):
        PartFile(name, tmp_path / "a.csv", 1, SHA)
    with pytest.raises(LedgerError):
        ledger.archive.save(SHA, name, tmp_path)


def attempts(ledger: Ledger) -> list[Callable[[str], object]]:
    archive = ledger.archive
    return [
        lambda path: archive.keep(b"x", path),
        lambda path: archive.bytes_of(path, "a.csv"),
        lambda path: archive.save(path, "a.csv", ledger_folder()),
        lambda path: archive.forget(path),
        lambda path: archive.forget_facts(path, "b" * 32),
        lambda path: archive.forget_facts(SHA, path),
    ]


def test_a_recorded_hash_is_only_ever_a_hash(ledger: Ledger, tmp_path: Path) -> None:
    victim = tmp_path / "victim.csv.gz"
    victim.write_bytes(b"of somebody else")
    (ledger_folder() / "sent").mkdir(parents=True)
    for path in (str(tmp_path / "victim"), os.path.relpath(tmp_path / "victim", ledger_folder() / "sent" / "aa")):
        for attempt in attempts(ledger):
            try:
                attempt(path)
            except LedgerError:
                continue
    assert victim.read_bytes() == b"of somebody else"
    assert sorted(tmp_path.iterdir()) == [victim]
