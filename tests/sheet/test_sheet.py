"""The sheet shows after any edits the same as a plain list of rows."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courier.sheet import sheet as sheet_module
from courier.sheet.edit import Cells, Edit, Rows
from courier.sheet.sheet import OVERRIDE, Sheet
from courier.sheet.undo import UndoHistory
from tests.tries import tries

HEADERS = ("Order", "Amount", "Order")
BODY = [["00123", "1.10", "a"], ["00124", "", "b"], ["00125", None, "c"], ["00126", "4", "d"]]
TYPED = f"{OVERRIDE}Amount"


def new_sheet(body: Sequence[Sequence[str | None]] = BODY) -> Sheet:
    columns = {f"c{index}": [record[index] for record in body] for index in range(3)}
    return Sheet(HEADERS, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))


def ids(*rows: int) -> pl.Series:
    return pl.Series(rows, dtype=pl.UInt32)


def shown(sheet: Sheet) -> list[tuple[str | None, ...]]:
    return list(sheet.frame(sheet.row_order).select(sheet.columns).iter_rows())


def typing(sheet: Sheet, column: str, row: int, text: str | None) -> Cells:
    return Cells(column, [row], [sheet.cell(row, column)], [text])


def test_a_new_sheet_is_what_was_read() -> None:
    sheet = new_sheet()
    assert shown(sheet) == [tuple(record) for record in BODY]
    assert (sheet.row_count, sheet.id_count, sheet.columns) == (4, 4, ("c0", "c1", "c2"))
    assert sheet.numbers([0, 3]) == [2, 5]
    assert sheet.header("c2") == "Order"
    assert sheet.overrides == ()
    assert sheet.cells([], "c0") == []


def test_an_edited_cell_leaves_its_source_and_its_copy_alone() -> None:
    sheet = new_sheet()
    sheet.apply(typing(sheet, "c1", 1, "9"))
    twin = sheet.copy()
    sheet.apply(typing(sheet, "c1", 1, "10"))
    twin.apply(typing(twin, "c0", 0, "x"))
    assert sheet.cells([2, 1, 0], "c1") == [None, "10", "1.10"]
    assert (twin.cell(1, "c1"), twin.cell(0, "c0"), sheet.cell(0, "c0")) == ("9", "x", "00123")
    assert sheet.source_cell(1, "c1") == ""


def test_a_typed_value_of_a_computed_field_has_a_column_of_its_own() -> None:
    sheet = new_sheet()
    sheet.apply(Cells(TYPED, [2, 0], [None, None], ["5", "6"]))
    assert sheet.overrides == (TYPED,)
    assert sheet.cells([0, 1, 2], TYPED) == ["6", None, "5"]
    assert sheet.frame([2, 1])[TYPED].to_list() == ["5", None]
    assert sheet.source_cell(2, TYPED) is None
    # the whole frame includes the overlay and shows the same
    assert sheet.frame()[TYPED].to_list() == ["6", None, "5", None]
    assert sheet.overrides == (TYPED,)
    assert sheet.cells([0, 1, 2], TYPED) == ["6", None, "5"]


def test_inserted_rows_are_empty_and_have_no_number() -> None:
    sheet = new_sheet()
    fresh = sheet.new_rows(2)
    insert = Rows(1, ids(), fresh)
    sheet.apply(insert)
    assert sheet.row_count == 6
    assert shown(sheet)[1:3] == [(None, None, None)] * 2
    assert sheet.number(fresh[0]) is None
    assert sheet.positions.gather(fresh).to_list() == [1, 2]
    sheet.apply(typing(sheet, "c0", fresh[1], "new"))
    assert sheet.cells([0, fresh[1]], "c0") == ["00123", "new"]
    sheet.apply(insert.inverse())
    assert shown(sheet) == [tuple(record) for record in BODY]
    assert sheet.positions.gather(fresh).to_list() == [None, None]
    # a row id is never reused
    assert set(sheet.new_rows(2).to_list()).isdisjoint(fresh.to_list())


def test_rows_move_and_go_and_come_back() -> None:
    sheet = new_sheet()
    sheet.apply(Rows(0, ids(0, 1, 2), ids(2, 0, 1)))
    assert [record[0] for record in shown(sheet)] == ["00125", "00123", "00124", "00126"]
    assert sheet.positions.to_list() == [1, 2, 0, 3]
    gone = Rows(1, ids(0, 1), ids())
    sheet.apply(gone)
    assert [record[0] for record in shown(sheet)] == ["00125", "00126"]
    assert sheet.positions.to_list() == [None, None, 0, 1]
    sheet.apply(gone.inverse())
    assert sheet.row_order.to_list() == [2, 0, 1, 3]


def test_a_sheet_can_lose_all_rows() -> None:
    sheet = new_sheet()
    sheet.apply(Rows(0, sheet.row_order, ids()))
    assert (sheet.row_count, shown(sheet)) == (0, [])
    assert sheet.positions.to_list() == [None] * 4


texts = st.none() | st.text(max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.sampled_from(["c0", "c1", "c2", TYPED]), st.integers(0, 50), texts),
        st.tuples(st.just("insert"), st.integers(0, 50), st.integers(1, 3)),
        st.tuples(st.just("delete"), st.integers(0, 50), st.integers(1, 3)),
        st.tuples(st.just("turn"), st.integers(0, 50), st.integers(2, 4)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=25,
)


def change_of(sheet: Sheet, step: tuple[Any, ...]) -> Cells | Rows | None:
    match step:
        case ("type", column, place, text) if sheet.row_count:
            return typing(sheet, column, sheet.row_order[place % sheet.row_count], text)
        case ("insert", place, count):
            return Rows(place % (sheet.row_count + 1), ids(), sheet.new_rows(count))
        case ("delete" | "turn" as what, place, count) if sheet.row_count:
            place %= sheet.row_count
            stretch = sheet.row_order.slice(place, count)
            return Rows(place, stretch, ids() if what == "delete" else stretch.reverse())
    return None


class Plain:
    """The same edits on a plain list of rows, each with a dictionary of cells."""

    def __init__(self) -> None:
        self.rows = {row: {f"c{column}": text for column, text in enumerate(record)} for row, record in enumerate(BODY)}
        self.order = list(self.rows)

    def apply(self, change: Cells | Rows) -> None:
        if isinstance(change, Cells):
            for row, text in zip(change.rows, change.after, strict=True):
                self.rows[row][change.column] = text
            return
        for row in change.after.to_list():
            self.rows.setdefault(row, {})
        self.order[change.position : change.position + len(change.before)] = change.after.to_list()

    def shown(self, columns: Sequence[str]) -> list[tuple[str | None, ...]]:
        return [tuple(self.rows[row].get(column) for column in columns) for row in self.order]


@pytest.mark.parametrize("fold_at", [0, 2, 4_000])
@settings(max_examples=tries(20, 600))
@given(steps=steps)
def test_any_edits_show_what_a_plain_list_shows(fold_at: int, steps: list[tuple[Any, ...]]) -> None:
    """``fold_at``: with and without an overlay the cells are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_module, "_COMPACT_AT", fold_at)
        sheet, plain, history = new_sheet(), Plain(), UndoHistory()
        for step in steps:
            if step[0] in ("undo", "redo"):
                edit = history.undo() if step[0] == "undo" else history.redo()
                changes = edit.changes if edit else ()
            else:
                change = change_of(sheet, step)
                changes = (change,) if change else ()
                if changes:
                    history.add(Edit("edit-type", changes))
            for change in changes:
                sheet.apply(change)
                plain.apply(change)
            assert sheet.row_order.to_list() == plain.order
            assert shown(sheet) == plain.shown(sheet.columns)
            assert sheet.cells(plain.order, TYPED) == [text for (text,) in plain.shown([TYPED])]
        folded = sheet.copy().frame()
        assert folded.height == sheet.id_count
        for row in plain.order:
            assert [folded[column][row] for column in sheet.columns] == [plain.rows[row].get(c) for c in sheet.columns]
        while edit := history.undo():
            for change in edit.changes:
                sheet.apply(change)
        assert shown(sheet) == [tuple(record) for record in BODY]
        while edit := history.redo():
            for change in edit.changes:
                sheet.apply(change)


def test_history_goes_back_and_forth_without_limit() -> None:
    history = UndoHistory()
    assert (history.undo(), history.redo(), history.next_undo, history.next_redo) == (None, None, None, None)
    edits = [Edit(f"edit-{number}", (Cells("c0", [0], [str(number)], [str(number + 1)]),)) for number in range(2_000)]
    for edit in edits:
        history.add(edit)
    assert history.done == tuple(edits)
    for edit in reversed(edits):
        assert history.next_undo is edit
        back = history.undo()
        assert back is not None
        (change,) = back.changes
        assert isinstance(change, Cells)
        assert (change.before, change.after) == (edit.changes[0].after, edit.changes[0].before)  # type: ignore[union-attr]
    assert history.next_redo is edits[0]
    assert [history.redo() for _ in edits] == edits
    history.undo()
    history.add(edits[0])
    # a new edit clears the redo stack
    assert history.next_redo is None
    assert history.done == (*edits[:-1], edits[0])


def test_an_edit_of_several_changes_is_taken_back_from_its_end() -> None:
    sheet = new_sheet()
    fresh = sheet.new_rows(1)
    edit = Edit("edit-paste", (Rows(4, ids(), fresh), Cells("c0", [4], [None], ["x"]), Cells("c0", [4], ["x"], ["y"])))
    for change in edit.changes:
        sheet.apply(change)
    assert shown(sheet)[4] == ("y", None, None)
    for change in edit.inverse().changes:
        sheet.apply(change)
    assert shown(sheet) == [tuple(record) for record in BODY]
    assert sheet.cell(4, "c0") is None


def test_an_edit_that_changes_nothing_is_empty() -> None:
    assert Edit("edit-type", (Cells("c0", [0], ["a"], ["a"]),)).empty
    assert Edit("edit-sort", (Rows(0, ids(0, 1), ids(0, 1)),)).empty
    assert not Edit("edit-sort", (Rows(0, ids(0, 1), ids(1, 0)),)).empty
    assert not Edit("edit-type", (Cells("c0", [0], [None], [""]),)).empty
