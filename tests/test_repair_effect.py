"""What repairs would do to the batch, found out without doing them."""

from courier.draft_edits import type_cells
from courier.repair_effect import batch_figures, effect_of
from courier.sheet.row_edits import insert_rows
from tests.rules.one_cell import draft_of


def test_what_repairs_would_do_leaves_no_trace() -> None:
    draft = draft_of({"Amount": "1,50"}, {"OrderId": "B"}, {"OrderId": "C"})
    amount = draft.checker.frames.column_of("Amount")
    for row in (1, 2):
        draft.do(type_cells(draft, [(row, amount, "7.00")]))
    draft.undo()
    done, undone, frame = draft.undo_stack.done, draft.undo_stack.undone, draft.sheet.frame()
    effect = effect_of(draft, draft.plan(), batch_figures(draft))
    assert (effect.rows, effect.before.ready, effect.after.ready) == (1, 2, 3)
    assert (draft.undo_stack.done, draft.undo_stack.undone) == (done, undone)
    assert draft.sheet.frame().equals(frame)
    draft.redo()
    assert draft.sheet.cell(2, amount) == "7.00"


def test_rows_that_only_a_copy_has_are_not_checked_in_the_original() -> None:
    draft = draft_of({"Amount": "1,50"}, {"OrderId": "B"})
    draft.at(draft.now, check=False)
    check = draft.begin_background_check()
    twin = draft.snapshot()
    twin.do(insert_rows(twin.sheet, 2, 1))
    twin.do(type_cells(twin, [(2, "c3", "C")]))
    assert draft.merge_background_check(check, check.run(lambda _: None))
    assert draft.ready_rows().to_list() == [1]
