"""Forgotten means forgotten: no byte of an order or an address is left in what the app keeps."""

import gzip
import io
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from courier.draft_edits import type_cells
from courier.drafts.journal import Journal
from courier.drafts.records import scan
from courier.drafts.store import DraftStore
from courier.ledger.ledger import Ledger
from courier.privacy import kept_things
from courier.settings import config_folder, data_folder, ledger_folder
from courier.shipping.written_files import remove_settled, written_files
from tests.commands.conftest import courier as courier
from tests.commands.running import HEADER, NOW, Courier, row, write
from tests.drafts.working import opened_file
from tests.ledger.batches import deliver, folder_at, nobody_there

ORDER, ADDRESS = "MARKED-ORDER-4711", "marked.address@example.org"
ALL = ("--before", "2999-01-01")
BATCHES = "batches"


def contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they hold once they are unpacked."""
    content = path.read_bytes()
    yield content
    with suppress(OSError, EOFError, zlib.error):
        yield gzip.decompress(content)
    with suppress(zlib.error):
        yield zlib.decompress(content)
    if path.suffix == ".arrow":
        yield pl.read_ipc(io.BytesIO(content)).write_csv().encode()
    if path.suffix == ".journal":
        for record in scan(content).records:
            yield record.payload
            with suppress(zlib.error):
                yield zlib.decompress(record.payload)
    if content.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as db:
            yield "\n".join(db.iterdump()).encode()
        db.close()


def marked(folder: Path) -> set[str]:
    """The files that hold the order or the address, by their first folder and ending."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(mark.encode() in content for content in contents(path) for mark in (ORDER, ADDRESS)):
            found.add(f"{path.relative_to(folder).parts[0]}/{path.suffix.lstrip('.')}")
    return found


def a_sheet(folder: Path) -> Path:
    """Two orders, both marked, of which one has an error."""
    header = f"{HEADER},Notes"
    rows = [row(1, OrderId=ORDER, Notes=ADDRESS), row(2, OrderId=f"{ORDER}-2", Amount="ten", Notes=ADDRESS)]
    return write(folder / "orders.csv", rows, header)


def a_draft(path: Path) -> Journal:
    """An open draft of a sheet with one edit."""
    opened = opened_file(path)
    journal = DraftStore(data_folder() / "drafts").begin(opened)
    edit = type_cells(opened.draft, [(0, "c7", "12.00")])
    assert opened.draft.do(edit)
    journal.did(edit)
    return journal


def test_no_byte_is_left_of_what_is_deleted(courier: Courier, tmp_path: Path, inbox: Path, courier_home: Path) -> None:
    sheet = a_sheet(tmp_path)
    a_draft(sheet).close()
    assert courier("send", sheet, "--to", inbox, *NOW, "--set-aside").code == 4
    (data_folder() / "ledger" / "ledger-damaged-1.sqlite").write_text(ORDER)
    (data_folder() / "ledger" / "ledger-damaged-1.sqlite-wal").write_text(ADDRESS)
    (data_folder() / "practice-inbox").mkdir()
    (data_folder() / "practice-inbox" / "received.csv").write_text(ORDER)
    # of a record that was lost
    copy = ledger_folder() / "sent" / "aa" / f"{'a' * 64}.csv.gz"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(gzip.compress(ORDER.encode()))
    before = marked(data_folder())
    assert before >= {"ledger/gz", "ledger/sqlite", "drafts/arrow", "drafts/z", "batches/csv", "practice-inbox/csv"}
    run = courier("history", "delete", *ALL)
    assert run.out.startswith("1 submission was forgotten.\n1 draft was deleted with it.")
    assert marked(courier_home) == set()
    assert courier("history", "--json").json == []
    assert courier("check", sheet, *NOW, "--json").json["counts_by_rule"].get("GRP-SENT-BEFORE") is None


def test_rows_that_are_deleted_leave_no_free_pages_and_no_log(tmp_path: Path) -> None:
    ledger = Ledger(ledger_folder())
    at = datetime(2026, 11, 20, tzinfo=UTC)
    deliver(tmp_path, [row(number, OrderId=f"{ORDER}-{number}") for number in range(400)], ledger, at=at)
    deliver(tmp_path, [row(1)], ledger, at=at + timedelta(days=9))
    # another process reads at the same time and keeps the log
    other = Ledger(ledger_folder())
    assert len(other.submissions()) == 2
    assert ledger.delete_before(at + timedelta(days=1)) == 1
    files = [path for path in ledger_folder().iterdir() if path.is_file()]
    assert {path.suffix for path in files} >= {".sqlite", ".sqlite-wal"}
    assert [path for path in files if ORDER.encode() in path.read_bytes()] == []
    assert len(other.submissions()) == 1
    for open_ledger in (ledger, other):
        open_ledger.close()


def test_what_is_newer_waits_or_is_open_stays(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    sheet = a_sheet(tmp_path)
    journal = a_draft(sheet)
    other = write(tmp_path / "other.csv", [row(7)])
    a_draft(other).close()
    assert courier("send", sheet, "--to", inbox, *NOW, "--set-aside").code == 4
    assert courier("history", "delete", "--before", "2020-01-01").out == "0 submissions were forgotten.\n"
    assert "batches/csv" in marked(data_folder())
    assert "1 draft stays, because it is open in a window." in courier("history", "delete", *ALL).out
    drafts = DraftStore(data_folder() / "drafts")
    assert {draft.name for draft in drafts.kept()} == {"orders.csv", "other.csv"}
    journal.close()


def test_nothing_is_deleted_while_what_was_sent_is_not_known(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    courier("send", a_sheet(tmp_path), "--to", inbox, *NOW, "--set-aside")
    for path in ledger_folder().glob("ledger.sqlite*"):
        path.unlink()
    before = sorted(data_folder().rglob("*"))
    assert courier("history", "delete", *ALL).code == 2
    assert {path for path in before if path.is_file()} <= set(data_folder().rglob("*"))


def test_parts_go_once_they_are_settled(tmp_path: Path, courier: Courier, inbox: Path) -> None:
    sheet = write(tmp_path / "orders.csv", [row(number) for number in range(1, 4)])
    assert courier("destinations", "add", "Acme", "--url", inbox).code == 0
    with nobody_there(folder_at(inbox)):
        assert courier("send", sheet, "--to", "Acme", *NOW, "--max-rows", "1").code == 3
    assert len(parts()) == 3
    assert courier("send", sheet, "--to", "Acme", *NOW, "--max-rows", "1").code == 0
    assert parts() == []
    assert len(list(inbox.iterdir())) == 3


def parts() -> list[Path]:
    return [path for path in written_files(data_folder() / BATCHES) if path.suffix == ".csv"]


def test_a_batch_that_waits_leaves_no_parts_once_it_is_sent(tmp_path: Path, courier: Courier, inbox: Path) -> None:
    courier("destinations", "add", "Acme", "--url", inbox)
    sheet = write(tmp_path / "orders.csv", [row(1, EventDate="NOW")])
    courier("send", sheet, "--to", "Acme", *NOW, "--at", "2020-01-01T06:00:00Z")
    assert courier("history", "send-due").code == 0
    assert parts() == []


def test_only_the_app_s_own_files_are_removed_and_old_ones_too(tmp_path: Path) -> None:
    ledger = Ledger(ledger_folder())
    now = datetime.now(UTC)
    deliver(tmp_path, [row(1)], ledger)
    (sent,) = (tmp_path / "inbox").iterdir()
    own = data_folder() / BATCHES / "set-aside"
    own.mkdir(parents=True)
    files = {sent.name: 0, "new.csv": 0, "of-last-week.csv": 7, "manifest.json": 7, "old.csv": 91}
    for folder in (own, own.parent, tmp_path / "batches"):
        for name, days in files.items():
            (folder / name).write_text("x")
            at = (now - timedelta(days=days)).timestamp()
            os.utime(folder / name, (at, at))
    exported = sorted((tmp_path / "batches").iterdir())
    for folder in (own.parent, tmp_path / "batches"):
        remove_settled(folder, ledger, now, 90)
    assert sorted((tmp_path / "batches").iterdir()) == exported
    left = [path.relative_to(own.parent).as_posix() for path in written_files(own.parent)]
    of_set_aside = ["set-aside/manifest.json", "set-aside/new.csv", "set-aside/of-last-week.csv"]
    assert left == ["manifest.json", "new.csv", *of_set_aside]
    ledger.close()


def test_privacy_lists_every_file_that_is_kept(
    courier: Courier, tmp_path: Path, inbox: Path, courier_home: Path
) -> None:
    assert all(kept.files == 0 for kept in kept_things(90))
    courier("destinations", "add", "Acme", "--url", inbox)
    sheet = a_sheet(tmp_path)
    a_draft(sheet).close()
    courier("send", sheet, "--to", "Acme", *NOW, "--set-aside")
    listed = courier("privacy", "--json").json
    assert {entry["kind"] for entry in listed if entry["files"]} >= {"copies", "history", "drafts", "files", "settings"}
    files = [path for path in (*data_folder().rglob("*"), *config_folder().rglob("*")) if path.is_file()]
    assert sum(entry["files"] for entry in listed) == len(files)
    assert sum(entry["bytes"] for entry in listed) == sum(path.stat().st_size for path in files)
    shown = courier("privacy").out
    assert str(data_folder() / "drafts") in shown
    assert "kept for 90 days" in shown
    assert courier("privacy", "delete", *ALL).out.startswith("1 submission was forgotten.")
    assert marked(courier_home) == set()
