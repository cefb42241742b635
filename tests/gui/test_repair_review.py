"""The review of repairs: ticks per kind, one number everywhere, the effect on the batch, and the list as a file."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QTreeView, QWidget

from gui.problems import fix_preview
from gui.session.services import AppServices
from tests.gui.test_journey import cell, drop, question, wait_open
from tests.gui.test_repair_actions import again

ROWS = ({"Amount": "1,50"}, {"Amount": "2,50"}, {"Sku": " A"}, {"CurrencyCode": "US$"}, {})


def press(qtbot, asked: QWidget, name: str) -> None:
    qtbot.mouseClick(asked.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def review(qtbot, window) -> QDialog:
    """Opens the review with the keys for all safe repairs."""
    qtbot.waitUntil(lambda: window.workspace.session.safe_changes is not None)
    window.workspace.commands.fix_safely.trigger()
    return question(window, "fixPreview")


def tick(asked: QDialog, words: str, *, on: bool) -> None:
    model = asked.findChild(QTreeView, "fixPreviewTable").model()
    group = next(model.index(at, 0) for at in range(model.rowCount()) if words in model.index(at, 0).data())
    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
    assert model.flags(group) & Qt.ItemFlag.ItemIsUserCheckable
    assert model.setData(group, state.value, Qt.ItemDataRole.CheckStateRole)


def go_words(asked: QDialog) -> str:
    return asked.findChild(QPushButton, "fixPreviewGo").text()


def effect(qtbot, asked: QDialog, name: str) -> str:
    """What the foot says, once it is known."""
    foot = asked.findChild(QWidget, "repairEffect")
    qtbot.waitUntil(lambda: name in foot.accessibleDescription(), timeout=20_000)
    return next(part for part in foot.accessibleDescription().split(". ") if part.startswith(name))


def test_kinds_that_are_not_ticked_are_not_repaired_and_stay_so(qtbot, window, sheet) -> None:
    path = sheet(*ROWS)
    drop(window, path)
    wait_open(qtbot, window)
    session, asked = window.workspace.session, review(qtbot, window)
    assert go_words(asked) == "Make 4 repairs"
    assert effect(qtbot, asked, "Files") == "Files 1 no change"
    assert effect(qtbot, asked, "Ready rows") == "Ready rows 2 → 5 3 more"
    assert effect(qtbot, asked, "USD") == "USD 20.00 → 34.00"
    tick(asked, "Not a plain amount", on=False)
    assert go_words(asked) == "Make 2 repairs"
    assert "2 repairs of 2 kinds" in asked.sentence.text()
    qtbot.waitUntil(lambda: effect(qtbot, asked, "Ready rows") == "Ready rows 2 → 3 1 more")
    tick(asked, "Currency", on=False)
    tick(asked, "Currency", on=True)
    press(qtbot, asked, "fixPreviewGo")
    assert [cell(window, row, "Amount") for row in range(2)] == ["1,50", "2,50"]
    assert (cell(window, 2, "Sku"), cell(window, 3, "CurrencyCode")) == ("A", "USD")
    # nothing that is wanted is left, but what is not can be ticked again
    qtbot.waitUntil(lambda: session.safe.plan is not None)
    assert not window.findChild(QPushButton, "fixSafelyButton").isVisible()
    press(qtbot, window, "fixPreviewButton")
    asked = question(window, "fixPreview")
    table = asked.findChild(QTreeView, "fixPreviewTable")
    assert "not ticked last time" in table.model().index(0, 0).data()
    assert not asked.findChild(QPushButton, "fixPreviewGo").isEnabled()
    tick(asked, "Not a plain amount", on=True)
    press(qtbot, asked, "fixPreviewGo")
    assert [cell(window, row, "Amount") for row in range(2)] == ["1.50", "2.50"]


def test_what_was_not_ticked_is_remembered_for_the_next_such_sheet(qtbot, window, sheet) -> None:
    path = sheet(*ROWS)
    drop(window, path)
    wait_open(qtbot, window)
    asked = review(qtbot, window)
    tick(asked, "Not a plain amount", on=False)
    press(qtbot, asked, "fixPreviewCancel")
    # nothing was done, and it is remembered all the same
    assert cell(window, 0, "Amount") == "1,50"
    asked = review(qtbot, again(qtbot, window, path))
    assert go_words(asked) == "Make 2 repairs"
    press(qtbot, asked, "fixPreviewCancel")


def test_kinds_that_are_not_ticked_are_left_out_of_chosen_rows_and_when_repairs_are_repeated(
    qtbot, window, sheet
) -> None:
    drop(window, sheet({"Sku": " A"}))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.session.safe.plan is not None)
    window.workspace.repairs.fix_all()
    window = again(qtbot, window, sheet(*ROWS))
    asked = review(qtbot, window)
    tick(asked, "Not a plain amount", on=False)
    press(qtbot, asked, "fixPreviewCancel")
    window.workspace.repairs.fix_rows([0, 2])
    qtbot.waitUntil(lambda: cell(window, 2, "Sku") == "A")
    assert cell(window, 0, "Amount") == "1,50"
    window.workspace.session.undo()
    bar = window.findChild(QWidget, "recipeSuggestion")
    assert bar.isVisible()
    press(qtbot, bar, "recipeSuggestionUse")
    qtbot.waitUntil(lambda: cell(window, 3, "CurrencyCode") == "USD")
    assert [cell(window, row, "Amount") for row in range(2)] == ["1,50", "2,50"]


def test_after_the_review_the_keys_repair_at_once(qtbot, window, sheet) -> None:
    drop(window, sheet(*ROWS))
    wait_open(qtbot, window)
    assert window.findChild(QPushButton, "fixSafelyButton").text().startswith("Review")
    qtbot.waitUntil(lambda: window.workspace.session.safe.plan is not None)
    assert window.findChild(QPushButton, "fixSafelyButton").text() == "Review 4 repairs…"
    press(qtbot, review(qtbot, window), "fixPreviewCancel")
    assert cell(window, 0, "Amount") == "1,50"
    assert window.findChild(QPushButton, "fixSafelyButton").text() == "Fix 4 safely"
    assert window.workspace.commands.fix_safely.text() == "Fix 4 safely"
    planned = window.workspace.session.safe.plan
    made = []
    window.workspace.session.draft.plan = lambda *_, **__: made.append("again")
    window.workspace.commands.fix_safely.trigger()
    assert cell(window, 0, "Amount") == "1.50"
    # the plan that was counted is the one that is carried out
    assert window.workspace.session.draft.undo_stack.done[-1].changes == planned.changes
    assert not made


def test_the_review_stands_once_in_the_menu_until_it_was_seen(qtbot, window, sheet) -> None:
    drop(window, sheet(*ROWS))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.session.safe_changes is not None)

    def entries() -> list[str]:
        return [action.objectName() for _, action in window.menu.listed() if action.objectName() in both]

    both = ["fixSafely", "review"]
    assert entries() == both[:1]
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, question(window, "fixPreview"), "fixPreviewCancel")
    assert entries() == both


def test_a_kind_that_was_not_seen_yet_is_shown_first(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {}))
    wait_open(qtbot, window)
    press(qtbot, review(qtbot, window), "fixPreviewCancel")
    session = window.workspace.session
    sku = next(column.column for column in window.workspace.model.columns if column.title == "Sku")
    session.type_cell(1, sku, " B")
    qtbot.waitUntil(lambda: session.safe.plan is not None and not session.safe.pending)
    assert window.findChild(QPushButton, "fixSafelyButton").text() == "Review 2 repairs…"


def test_the_list_is_saved_as_a_file(qtbot, window, sheet, tmp_path: Path) -> None:
    path = sheet({"Amount": "1,50", "OrderId": "A"}, {"OrderId": "B", "Sku": " =1+1"}, {"OrderId": "A", "Sku": "C"})
    drop(window, path)
    wait_open(qtbot, window)
    asked = review(qtbot, window)
    press(qtbot, asked, "fixPreviewSave")
    dialog = asked.findChild(QFileDialog, "savePreviewDialog")
    dialog.fileSelected.emit(str(path))
    said = asked.findChild(QLabel, "fixPreviewSaved")
    assert "your own file" in said.text()
    out = tmp_path / "list.csv"
    dialog.fileSelected.emit(str(out))
    dialog.close()
    qtbot.waitUntil(lambda: str(out) in said.text())
    lines = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert lines[0] == ["Row", "Order", "Field", "Before", "After", "What was wrong"]
    assert ["2", "A", "Amount", "1,50", "1.50", "Not a plain amount"] in lines
    assert ["3", "B", "Sku", " =1+1", "'=1+1", "Stray blanks or invisible characters"] in lines
    assert ["4", "A", "OrderId", "", "moves to the rest of its order", "Order split by other rows"] in lines
    asked.save(tmp_path / "no" / "such" / "folder" / "list.csv")
    qtbot.waitUntil(lambda: str(out) not in said.text())
    press(qtbot, asked, "fixPreviewCancel")


def test_lines_and_kinds_are_painted_with_their_changes(qtbot, window, sheet) -> None:
    drop(window, sheet(*ROWS, {"Sku": "ش ش "}, {"Sku": "x" * 300 + " "}))
    wait_open(qtbot, window)
    asked = review(qtbot, window)
    table = asked.findChild(QTreeView, "fixPreviewTable")
    assert table.isExpanded(table.model().index(0, 0, QModelIndex()))
    shown = table.grab().toImage()
    colours = {shown.pixelColor(x, y).name() for x in range(0, shown.width(), 2) for y in range(shown.height())}
    assert {"#ffd3d7", "#c9efd9"} <= colours
    press(qtbot, asked, "fixPreviewCancel")


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_example_of_a_kind_stands_behind_its_words(
    qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch, direction: Qt.LayoutDirection
) -> None:
    drop(window, sheet(*ROWS))
    wait_open(qtbot, window)
    asked = review(qtbot, window)
    asked.setLayoutDirection(direction)
    table = asked.findChild(QTreeView, "fixPreviewTable")
    line = table.visualRect(table.model().index(0, 0))
    whole = table.viewport().grab(line).toImage()
    monkeypatch.setattr(fix_preview, "draw_change", lambda *_: None)
    words = table.viewport().grab(line).toImage()
    empty = words.pixel(words.width() // 2, 1)
    places = [(x, y) for x in range(words.width()) for y in range(words.height())]
    of_words = {x for x, y in places if words.pixel(x, y) != empty}
    of_example = {x for x, y in places if whole.pixel(x, y) != words.pixel(x, y)}
    between = (min(of_words) - max(of_example), min(of_example) - max(of_words))
    gap = between[0] if direction == Qt.LayoutDirection.RightToLeft else between[1]
    assert gap >= 8
    press(qtbot, asked, "fixPreviewCancel")


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("12,50", "12.50", [("12", False), (",", True), ("50", False)], [("12", False), (".", True), ("50", False)]),
        (" A", "A", [("·", True), ("A", False)], [("A", False)]),
        ("", "USD", [], [("USD", True)]),
        ("someone@example.org", "2f2cf2c9f2", [("someone@example.org", True)], [("2f2cf2c9f2", True)]),
        ("a b\t", "a b", [("a b", False), ("⇥", True)], [("a b", False)]),
        ("x" * 200 + "1", "x" * 200 + "2", [("x" * 200, False), ("1", True)], [("x" * 200, False), ("2", True)]),
    ],
)
def test_changed_characters(before: str, after: str, old: object, new: object) -> None:
    from gui.style.changed_text import changed_spans

    assert changed_spans(before, after) == (old, new)


def test_a_look_at_the_repairs_is_no_step_that_can_be_undone(qtbot, window, sheet) -> None:
    drop(window, sheet(*ROWS))
    wait_open(qtbot, window)
    session = window.workspace.session
    session.type_cell(4, "c6", "EUR")
    asked = review(qtbot, window)
    assert effect(qtbot, asked, "Files") == "Files 1 no change"
    tick(asked, "Currency", on=False)
    qtbot.waitUntil(lambda: effect(qtbot, asked, "Ready rows") == "Ready rows 2 → 4 2 more")
    press(qtbot, asked, "fixPreviewCancel")
    assert [edit.what for edit in session.draft.undo_stack.done] == ["edit-type"]
    session.undo()
    assert cell(window, 4, "CurrencyCode") == "USD"
    # what is kept on the disk says the same
    session.close_journal()
    store = AppServices().drafts
    (kept,) = store.kept()
    resumed, _ = store.look(kept.id, session.draft.now)
    assert resumed.draft.sheet.frame().equals(session.draft.sheet.frame())
    assert [edit.what for edit in resumed.draft.undo_stack.undone] == ["edit-type"]
    assert resumed.draft.undo_stack.done == ()
