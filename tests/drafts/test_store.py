"""Drafts are resumed as they were, whatever happened to them or to their source."""

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courier.draft_edits import change_mapping, type_cells
from courier.drafts.records import scan
from courier.drafts.store import DraftError, DraftStore
from courier.open_sheet import OpenedSheet
from courier.programs import EventType, Program
from courier.reading import ReadingError
from courier.reading.read_options import ReadOptions
from courier.sheet.edit import Choice, Edit
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping import Column, Typed
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping_recipe import make_recipe
from courier.sheet.memory import Memories
from courier.sheet.row_edits import delete_rows, insert_rows
from courier.sheet.sent_rows import DeliveredRows, Delivery
from tests.drafts.working import CONTENT, NOW, come_back, look, looks_back, opened_file, opened_paste, source, work_on
from tests.rules.known_before import KnownBefore
from tests.tries import tries

LATER = NOW + timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


def do(opened: OpenedSheet, journal: object, *cells: tuple[int, str, str]) -> None:
    edit = type_cells(opened.draft, cells)
    assert opened.draft.do(edit)
    journal.did(edit)


def edited(store: DraftStore, path: Path, edits: int = 3) -> tuple[OpenedSheet, str]:
    """A draft with some edits, closed as a window closes it."""
    opened = opened_file(path)
    journal = store.begin(opened)
    for number in range(edits):
        do(opened, journal, (number % 5, "c2", f"{number}.00"))
    journal.close()
    return opened, journal.id


def journal_of(tmp_path: Path, draft_id: str) -> Path:
    return tmp_path / "drafts" / draft_id / "edits.journal"


def keys(notes: object) -> list[str]:
    return [note.key for note in notes]


# ---------------------------------------------------------------------- resuming


def test_rows_with_surplus_cells_are_held_back_when_the_draft_goes_on(store: DraftStore, tmp_path: Path) -> None:
    content = "OrderId,Amount\nA-1,34,50\nA-2,14\nA-3,12,left over\n"
    opened = opened_file(source(tmp_path, content))
    journal = store.begin(opened)
    edit = opened.draft.plan(["READ-RAGGED"]).edit
    assert opened.draft.do(edit)
    journal.did(edit)
    journal.close()
    resumed = store.resume(journal.id, LATER)
    resumed.journal.close()
    draft = resumed.opened.draft
    draft.check()
    assert draft.sheet.cells([0, 1, 2], "c1") == ["34,50", "14", "12"]
    assert draft.sheet.numbers(draft.rows_with("READ-RAGGED").to_list()) == [4]
    draft.undo()
    assert draft.sheet.numbers(draft.rows_with("READ-RAGGED").to_list()) == [2, 4]


@pytest.mark.soak
@settings(max_examples=tries(3, 120))
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 30), before=st.integers(0, 6))
def test_a_draft_comes_back_as_it_was_with_all_its_past(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int, before: int
) -> None:
    folder = tmp_path_factory.mktemp("work")
    store, chance = DraftStore(folder / "drafts"), random.Random(seed)
    opened = opened_file(source(folder)) if chance.random() < 0.7 else opened_paste()
    unheard = store.begin(opened)
    unheard.close()
    for _ in range(before):
        work_on(opened.draft, _Nobody(), chance)
    journal = store.begin(opened, CONTENT.encode())
    done = 0
    for _ in range(steps):
        done += work_on(opened.draft, journal, chance)
        if chance.random() < 0.1 and done:
            journal.close()
            resumed = store.resume(journal.id, NOW)
            assert look(resumed.opened.draft) == look(opened.draft)
            opened, journal = resumed.opened, resumed.journal
    journal.close()
    kept = store.kept()
    assert len(kept) == (1 if done else 0)
    if done:
        draft = opened.draft
        assert (kept[0].rows, kept[0].edits) == (draft.sheet.row_count, len(draft.undo_stack.done))
        resumed = store.resume(kept[0].id, NOW)
        assert resumed.notes == ()
        again = resumed.opened.draft
        again.check()
        draft.check()
        assert again.verdict.counts_by_rule() == draft.verdict.counts_by_rule()
        assert looks_back(again) == looks_back(draft)
        resumed.journal.close()
    shutil.rmtree(folder)


class _Nobody:
    """A journal that records nothing."""

    def did(self, edit: Edit) -> None: ...

    def undid(self) -> None: ...

    def redid(self) -> None: ...


def test_what_is_known_of_the_opening_comes_back(tmp_path: Path, store: DraftStore) -> None:
    memories = Memories(tmp_path)
    path = source(tmp_path)
    first = opened_file(path)
    memories.remember(
        first.table.headers, first.draft.choices.mapping, zone="Europe/Paris", day_first={"EventDate": True}
    )
    program = Program("Acme", "1000", (EventType("18500"),), "EUR", "Europe/Berlin", promo_codes=("X",))
    other = Program("Other", "2000")
    wishes = {
        "template": "item",
        "program": program,
        "columns": (("SKU", "Category"),),
        "constants": {"Note": "Ü"},
        "left_out": (exclude_where("c3", "is", "usd"),),
        "reading": ReadOptions(encoding="UTF-8", delimiter=";", header_row=1),
        "memories": memories,
    }
    opened = opened_file(path, **wishes)
    journal = store.begin(opened)
    do(opened, journal, (0, "c0", "A-9"))
    journal.close()
    history = KnownBefore([])
    resumed = store.resume(journal.id, LATER, history=history, programs={"Acme": program}.get)
    back = resumed.opened
    assert (back.name, back.path, back.label) == ("orders.csv", path, "Acme")
    assert (back.notes, back.matches, back.recalled) == (opened.notes, opened.matches, opened.recalled)
    assert (back.made_for, back.draft.now, back.draft.sent_history) == (None, LATER, history)
    assert back.draft.choices == opened.draft.choices
    assert back.draft.detected == opened.draft.detected
    for name in ("template", "program", "zone", "columns", "constants", "left_out", "reading"):
        assert getattr(back.options, name) == getattr(opened.options, name), name
    assert back.table.cells.equals(opened.table.cells, null_equal=True)
    assert back.table.rows.equals(opened.table.rows)
    change = Edit("edit-program", (Choice("program", "Acme", "Other"),))
    back.draft.do(change)
    resumed.journal.did(change)
    resumed.journal.close()
    again = store.resume(journal.id, LATER, programs={"Other": other}.get)
    assert again.opened.options.program == other
    again.journal.close()


def test_a_damaged_copy_is_made_again_in_the_way_that_a_person_chose(tmp_path: Path, store: DraftStore) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes("Bestellungen;;\nOrderId;SKU;Note\nA-1;a;Čapek, Brno\n".encode("cp1250"))
    opened = opened_file(path, reading=ReadOptions(encoding="Windows-1250", delimiter=";", header_row=2))
    journal = store.begin(opened)
    do(opened, journal, (0, "c1", "b"))
    journal.close()
    (tmp_path / "drafts" / journal.id / "table.arrow").write_bytes(b"damaged")
    resumed = store.resume(journal.id, LATER)
    back = resumed.opened
    assert (back.table.headers, back.table.cells.row(0)) == (("OrderId", "SKU", "Note"), ("A-1", "a", "Čapek, Brno"))
    assert back.options.reading == opened.options.reading
    assert back.draft.sheet.cell(0, "c1") == "b"
    resumed.journal.close()


def test_a_workbook_comes_back_with_its_tab_and_damaged_cells(tmp_path: Path, store: DraftStore) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing"])
    sheet = book.create_sheet("Orders")
    sheet.append(["Order ID", "Amount"])
    sheet.append([12345678901234567890, 5])
    path = tmp_path / "orders.xlsx"
    book.save(path)
    opened = opened_file(path, tab="Orders")
    assert opened.table.damaged
    journal = store.begin(opened)
    do(opened, journal, (0, "c1", "6"))
    journal.close()
    for source_exists in (True, False):
        if not source_exists:
            (tmp_path / "drafts" / journal.id / "table.arrow").unlink()
        resumed = store.resume(journal.id, NOW)
        assert look(resumed.opened.draft) == look(opened.draft)
        assert {name: rows.to_list() for name, rows in resumed.opened.table.damaged.items()} == {"c0": [0]}
        assert resumed.opened.table.tab == "Orders"
        resumed.journal.close()


def test_a_list_of_drafts_tells_whose_they_are(tmp_path: Path, store: DraftStore) -> None:
    acme = Program("Acme", "1000")
    opened = opened_file(source(tmp_path), program=acme)
    journal = store.begin(opened)

    def choose(before: str | None, after: str | None) -> None:
        edit = Edit("edit-program", (Choice("zone", None, None), Choice("program", before, after)))
        opened.draft.do(edit)
        journal.did(edit)

    def program() -> str:
        (kept,) = store.kept()
        return kept.program

    do(opened, journal, (0, "c0", "A-9"))
    assert program() == "Acme"
    choose("Acme", "Other")
    assert program() == "Other"
    do(opened, journal, (0, "c0", "A-8"))
    assert program() == "Other"
    for _ in range(2):
        opened.draft.undo()
        journal.undid()
    assert program() == "Acme"
    choose("Acme", None)
    assert program() == ""
    journal.close()


def test_a_draft_can_be_looked_at_while_a_window_works_on_it(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    opened = opened_file(path)
    journal = store.begin(opened)
    do(opened, journal, (0, "c0", "A-9"))
    path.unlink()
    seen, notes = DraftStore(tmp_path / "drafts").look(journal.id, LATER)
    assert look(seen.draft) == look(opened.draft)
    assert (seen.draft.now, keys(notes)) == (LATER, ["drafts-note-source-gone"])
    do(opened, journal, (1, "c0", "A-8"))
    journal.close()
    with journal_of(tmp_path, journal.id).open("ab") as file:
        file.write(b"torn")
    before = journal_of(tmp_path, journal.id).read_bytes()
    seen, notes = store.look(journal.id, LATER)
    assert look(seen.draft) == look(opened.draft)
    assert "drafts-note-damaged" in keys(notes)
    # looking at a draft repairs nothing
    assert journal_of(tmp_path, journal.id).read_bytes() == before
    store.discard(journal.id)
    with pytest.raises(DraftError, match="deleted or discarded"):
        store.look(journal.id, LATER)


def test_a_delivered_draft_goes_unless_it_was_changed_since(tmp_path: Path, store: DraftStore) -> None:
    opened = opened_file(source(tmp_path))
    journal = store.begin(opened)
    assert journal.mark == ""
    do(opened, journal, (0, "c0", "A-9"))
    mark = journal.mark
    assert mark == store.kept()[0].mark
    # it is still open in a window
    assert not DraftStore(tmp_path / "drafts").finish_as(mark)
    opened.draft.undo()
    journal.undid()
    changed = journal.mark
    assert changed == store.kept()[0].mark != mark
    journal.close()
    assert not store.finish_as(mark)
    assert not store.finish_as("")
    assert len(store.kept()) == 1
    assert store.finish_as(changed)
    assert store.kept() == []
    assert not store.finish_as(changed)


# ---------------------------------------------------------------------- damage


def test_the_tabs_of_a_workbook_come_back(tmp_path: Path, store: DraftStore) -> None:
    book = openpyxl.Workbook()
    for name in ("May", "June"):
        book.create_sheet(name).append(["OrderId", "SKU"])
        book[name].append(["A-1", "x"])
    book["June"].sheet_state = "hidden"
    del book["Sheet"]
    path = tmp_path / "orders.xlsx"
    book.save(path)
    opened = opened_file(path)
    assert opened.table.tabs == (("May", False), ("June", True))
    journal = store.begin(opened)
    do(opened, journal, (0, "c0", "A-9"))
    journal.close()
    resumed = store.resume(journal.id, LATER)
    assert (resumed.opened.table.tab, resumed.opened.table.tabs) == ("May", opened.table.tabs)
    resumed.journal.close()


def test_a_journal_cut_anywhere_in_its_last_record_gives_back_all_before_it(tmp_path: Path, store: DraftStore) -> None:
    opened, draft_id = edited(store, source(tmp_path))
    content = journal_of(tmp_path, draft_id).read_bytes()
    opened.draft.undo()
    before = look(opened.draft)["cells"]
    start = scan(content).records[-1].start
    for end in range(start + 1, len(content)):
        journal_of(tmp_path, draft_id).write_bytes(content[:end])
        assert [(kept.edits, kept.damaged) for kept in store.kept()] == [(2, True)]
        resumed = store.resume(draft_id, NOW)
        assert keys(resumed.notes) == ["drafts-note-damaged"]
        assert look(resumed.opened.draft)["cells"] == before
        resumed.journal.close()
    assert [(kept.edits, kept.damaged) for kept in store.kept()] == [(2, False)]


def test_a_flipped_bit_gives_back_all_before_it_and_editing_goes_on(tmp_path: Path, store: DraftStore) -> None:
    _, draft_id = edited(store, source(tmp_path), edits=8)
    path = journal_of(tmp_path, draft_id)
    content = path.read_bytes()
    records = scan(content).records
    chance = random.Random(7)
    for _ in range(25):
        place = chance.randrange(records[1].start, len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        left = sum(record.start <= place for record in records) - 2
        resumed = store.resume(draft_id, NOW)
        assert keys(resumed.notes) == ["drafts-note-damaged"]
        assert len(resumed.opened.draft.undo_stack.done) == left
        assert (path.with_name("damaged.journal")).read_bytes() == damaged
        do(resumed.opened, resumed.journal, (0, "c0", "again"))
        resumed.journal.close()
        resumed = store.resume(draft_id, NOW)
        assert resumed.notes == ()
        assert len(resumed.opened.draft.undo_stack.done) == left + 1
        resumed.journal.close()


def test_a_journal_damaged_from_its_beginning_is_listed_and_refused_plainly(tmp_path: Path, store: DraftStore) -> None:
    _, draft_id = edited(store, source(tmp_path))
    path = journal_of(tmp_path, draft_id)
    for content in (b"", b"nonsense", path.read_bytes()[:40]):
        path.write_bytes(content)
        assert [(kept.name, kept.edits, kept.damaged) for kept in store.kept()] == [("", 0, True)]
        with pytest.raises(DraftError, match="kept edits are damaged"):
            store.resume(draft_id, NOW)
    store.discard(draft_id)
    assert store.kept() == []


def test_damaged_copies_stand_in_for_each_other(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    opened, draft_id = edited(store, path)
    folder = journal_of(tmp_path, draft_id).parent

    def back() -> bool:
        resumed = store.resume(draft_id, NOW)
        resumed.journal.close()
        return look(resumed.opened.draft)["cells"] == look(opened.draft)["cells"]

    cells = bytearray((folder / "table.arrow").read_bytes())
    cells[len(cells) // 2] ^= 1
    (folder / "table.arrow").write_bytes(cells)
    assert back()
    (folder / "source.z").write_bytes(b"nonsense")
    assert back()
    path.write_text(CONTENT.replace("A-1", "B-1"), encoding="utf-8")
    with pytest.raises(DraftError, match=r"orders\.csv .* damaged"):
        store.resume(draft_id, NOW)
    path.write_bytes(CONTENT.encode())
    assert back()


def test_a_newer_app_that_reads_a_source_otherwise_keeps_the_rows(
    tmp_path: Path, store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, draft_id = edited(store, source(tmp_path))

    def refused(*_: object) -> None:
        raise ReadingError("reading-empty")

    monkeypatch.setattr("courier.drafts.source_copies.read_bytes", refused)
    come_back(store, draft_id, opened)


# ---------------------------------------------------------------------- the source


def test_a_changed_or_vanished_source_is_noticed_and_said(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    opened, draft_id = edited(store, path)

    def notes() -> list[str]:
        resumed = come_back(store, draft_id, opened)
        assert all(str(note) for note in resumed.notes)
        return keys(resumed.notes)

    assert notes() == []
    path.write_text(CONTENT.replace("A-1", "B-1"), encoding="utf-8")
    assert notes() == ["drafts-note-source-changed"]
    path.write_text(CONTENT + "more", encoding="utf-8")
    assert notes() == ["drafts-note-source-changed"]
    path.unlink()
    assert notes() == ["drafts-note-source-gone"]
    path.write_bytes(CONTENT.encode())
    assert notes() == []


def test_the_bytes_given_count_and_not_what_the_file_has_become(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    opened, content = opened_file(path), path.read_bytes()
    path.unlink()
    journal = store.begin(opened, content)
    do(opened, journal, (0, "c0", "x"))
    journal.close()
    (tmp_path / "drafts" / journal.id / "table.arrow").unlink()
    assert keys(come_back(store, journal.id, opened).notes) == ["drafts-note-source-gone"]


def test_a_source_gone_before_it_was_copied_is_no_hindrance(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    opened = opened_file(path)
    path.unlink()
    journal = store.begin(opened)
    do(opened, journal, (0, "c0", "x"))
    journal.close()
    come_back(store, journal.id, opened)


# ---------------------------------------------------------------------- a single writer


def test_two_windows_never_write_one_journal(tmp_path: Path, store: DraftStore) -> None:
    _, draft_id = edited(store, source(tmp_path))
    resumed = store.resume(draft_id, NOW)
    other = DraftStore(tmp_path / "drafts")
    assert [kept.in_use for kept in other.kept()] == [True]
    for refused in (lambda: other.resume(draft_id, NOW), lambda: other.discard(draft_id)):
        with pytest.raises(DraftError, match="another window"):
            refused()
    assert other.clean(NOW + timedelta(days=9999), 90) == 0
    do(resumed.opened, resumed.journal, (0, "c0", "still mine"))
    resumed.journal.close()
    assert [kept.in_use for kept in other.kept()] == [False]
    again = other.resume(draft_id, NOW)
    assert again.opened.draft.sheet.cell(0, "c0") == "still mine"
    again.journal.close()


def test_another_process_keeps_others_out_until_it_is_killed(tmp_path: Path, store: DraftStore) -> None:
    _, draft_id = edited(store, source(tmp_path))
    hold = (
        "import sys; from pathlib import Path; from courier.lock import Lock\n"
        "lock = Lock.take(Path(sys.argv[1])); print(lock is not None, flush=True); sys.stdin.read()"
    )
    path = tmp_path / "drafts" / f"{draft_id}.lock"
    root = Path(__file__).parent.parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with pytest.raises(DraftError, match="another window"):
            store.resume(draft_id, NOW)
        holder.kill()
    store.resume(draft_id, NOW).journal.close()


def test_two_drafts_of_one_source_are_two(tmp_path: Path, store: DraftStore) -> None:
    path = source(tmp_path)
    first, second = edited(store, path, 1), edited(store, path, 2)
    assert {kept.id: kept.edits for kept in store.kept()} == {first[1]: 1, second[1]: 2}


# ---------------------------------------------------------------------- removing drafts


def test_kept_drafts_say_what_a_list_shows(tmp_path: Path, store: DraftStore) -> None:
    assert store.kept() == []
    opened = opened_file(source(tmp_path))
    journal = store.begin(opened)
    for edit in (insert_rows(opened.draft.sheet, 0, 4), delete_rows(opened.draft.sheet, [1])):
        opened.draft.do(edit)
        journal.did(edit)
    opened.draft.undo()
    journal.undid()
    journal.close()
    kept = store.kept()[0]
    assert (kept.id, kept.name, kept.path) == (journal.id, "orders.csv", tmp_path / "orders.csv")
    assert (kept.rows, kept.edits, kept.damaged, kept.in_use) == (9, 1, False, False)
    assert abs(datetime.now(UTC) - kept.edited) < timedelta(minutes=1)


def test_nothing_stays_of_a_batch_that_was_delivered(tmp_path: Path, store: DraftStore) -> None:
    opened = opened_file(source(tmp_path))
    journal = store.begin(opened)
    do(opened, journal, (0, "c5", "kim@example.org"))
    journal.sync()
    store.finish(journal.id)
    assert list((tmp_path / "drafts").iterdir()) == []
    store.finish(journal.id)
    with pytest.raises(DraftError, match="deleted or discarded"):
        store.resume(journal.id, NOW)
    # further edits of the sheet store all of it again
    further = store.begin(opened)
    do(opened, further, (1, "c5", "lou@example.org"))
    further.close()
    resumed = store.resume(further.id, NOW)
    assert looks_back(resumed.opened.draft) == looks_back(opened.draft)
    resumed.journal.close()


def test_rows_that_were_delivered_come_back_as_sent(tmp_path: Path, store: DraftStore) -> None:
    opened = opened_file(source(tmp_path))
    draft, journal = opened.draft, store.begin(opened)
    do(opened, journal, (2, "c2", "7.00"))
    rows = pl.Series([0, 1, 2], dtype=pl.UInt32)
    delivery = Delivery("Acme", NOW, 2)
    delivered = DeliveredRows(rows, pl.Series([1, 1, 2], dtype=pl.UInt32), delivery)
    draft.mark_sent(delivered)
    journal.delivered(delivered)
    # an edit of one row of an order, and one that is taken back
    do(opened, journal, (1, "c2", "4.00"))
    do(opened, journal, (2, "c2", "8.00"))
    draft.undo()
    journal.undid()
    assert draft.sent_rows().to_list() == [2]
    journal.close()
    kept = store.kept()[0]
    assert (kept.rows, kept.edits, kept.delivery) == (5, 2, delivery)
    resumed = store.resume(journal.id, LATER)
    again = resumed.opened.draft
    again.check()
    assert again.sent_rows().to_list() == [2]
    assert again.summary().sent == 1
    again.undo()
    assert again.sent_rows().to_list() == [0, 1, 2]
    resumed.journal.close()
    # a sheet that goes on after its draft is done with keeps what still counts as sent with its next edit
    store.finish(journal.id)
    further = store.begin(opened)
    do(opened, further, (4, "c2", "5.00"))
    further.close()
    resumed = store.resume(further.id, NOW)
    resumed.opened.draft.check()
    assert resumed.opened.draft.sent_rows().to_list() == [2]
    resumed.journal.close()


def test_old_drafts_are_removed_and_others_are_not(tmp_path: Path, store: DraftStore) -> None:
    assert store.clean(NOW, 90) == 0
    path = source(tmp_path)
    old, fresh, used = (edited(store, path)[1] for _ in range(3))
    journal = store.resume(used, NOW).journal
    last = NOW.timestamp()
    for draft_id in (old, used):
        os.utime(journal_of(tmp_path, draft_id), (last, last))
    os.utime(journal_of(tmp_path, fresh), (last + 60, last + 60))
    assert store.clean(NOW + timedelta(days=90), 90) == 0
    assert store.clean(NOW + timedelta(days=90, seconds=1), 90) == 1
    assert {kept.id for kept in store.kept()} == {fresh, used}
    assert not (tmp_path / "drafts" / f"{old}.lock").exists()
    journal.close()
    assert store.clean(NOW + timedelta(days=9999), 0) == 0
    assert store.clean(NOW + timedelta(days=90, seconds=1), 90) == 1


def test_what_a_kill_left_of_a_beginning_or_an_end_is_removed(tmp_path: Path, store: DraftStore) -> None:
    _, draft_id = edited(store, source(tmp_path))
    half = tmp_path / "drafts" / "0123"
    half.mkdir()
    (half / "source.z").write_bytes(b"x")
    (tmp_path / "drafts" / "4567.lock").touch()
    assert [kept.id for kept in store.kept()] == [draft_id]
    assert store.clean(NOW, 90) == 1
    assert {path.name for path in (tmp_path / "drafts").iterdir()} == {draft_id, f"{draft_id}.lock"}


def test_ten_thousand_edits_come_back_at_once(tmp_path: Path, store: DraftStore) -> None:
    count = 100_000
    numbers = pl.int_range(0, count, eager=True).cast(pl.String)
    frame = pl.DataFrame(
        {"Order ID": "A-" + numbers, "Amount": numbers + ".00", "Currency": ["USD"] * count, "SKU": "S" + numbers}
    )
    path = tmp_path / "many.csv"
    frame.write_csv(path)
    opened = opened_file(path)
    journal = store.begin(opened)
    sheet, chance = opened.draft.sheet, random.Random(1)
    for number in range(10_000):
        edit = type_cells(opened.draft, [(chance.randrange(count), f"c{number % 4}", str(number))])
        sheet.apply(edit.changes[0])
        journal.did(edit)
    journal.close()
    began = time.process_time()
    kept = store.kept()
    listed = time.process_time() - began
    resumed = store.resume(kept[0].id, NOW)
    took = time.process_time() - began - listed
    assert resumed.opened.draft.sheet.frame().equals(sheet.frame())
    assert len(resumed.opened.draft.undo_stack.done) == 10_000
    resumed.journal.close()
    assert listed < 1, f"{listed:.2f} s"
    assert took < 5, f"{took:.2f} s"


def test_a_draft_follows_the_lock_that_its_program_got_since(store: DraftStore, tmp_path: Path) -> None:
    opened = opened_file(source(tmp_path), program=Program("Acme"))
    journal = store.begin(opened)
    refunds = exclude_where("c3", "is", "usd")
    mapping = replace(opened.draft.choices.mapping, left_out=(refunds,)).with_feed("Reason", Typed())
    edit = change_mapping(opened.draft, mapping)
    opened.draft.do(edit)
    journal.did(edit)
    journal.close()
    headers = opened.table.named_headers
    feeds = FieldMapping((("OrderId", Column("c0")), ("Note", Column("c4"))), words=(("Note", (("s1", "S"),)),))
    recipe = make_recipe("Shop", headers, feeds, None, "Europe/Paris")
    programs = {"Acme": Program("Acme", recipe=recipe)}.get
    # the same for those who only look, and for those who go on
    seen, notes = store.look(journal.id, NOW, programs=programs)
    resumed = store.resume(journal.id, NOW, programs=programs)
    resumed.journal.close()
    assert [note.key for note in notes] == [note.key for note in resumed.notes] == ["drafts-note-locked"]
    assert "Acme" in str(notes[0])
    assert look(seen.draft) == look(resumed.opened.draft)
    choices = seen.draft.choices
    assert dict(choices.mapping.feeds) == {"OrderId": Column("c0"), "Note": Column("c4"), "Reason": Typed()}
    assert (choices.mapping.left_out, choices.zone) == ((refunds,), "Europe/Paris")
    assert choices.mapping.words_of("Note") == (("s1", "S"),)
    # it is one step more, which is kept, and made once
    again = store.resume(journal.id, NOW, programs=programs)
    again.journal.close()
    assert again.notes == ()
    assert look(again.opened.draft) == look(seen.draft)
    assert again.opened.draft.undo(check=False)
    assert again.opened.draft.choices.mapping.feed("Note") is None
    # nothing locks where the program is not saved any more
    assert store.look(journal.id, NOW)[1] == ()
