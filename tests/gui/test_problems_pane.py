"""The problems beside the grid: states, cards that stay, and the cells behind each of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QToolButton, QWidget
from pytestqt.modeltest import ModelTester

from courier.sheet.row_edits import insert_rows
from gui.problems import pane
from tests.gui.test_journey import cell, drop, place_of, wait_open


def heading(window) -> str:
    return window.findChild(QLabel, "problemsHeading").text()


def expand(qtbot, window, rule: str) -> QListView:
    more = window.findChild(QToolButton, f"more{rule}")
    assert more is not None, window.workspace.problems._cards
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QListView, f"cells{rule}").model().rowCount() > 0)
    return window.findChild(QListView, f"cells{rule}")


def lines(view: QListView) -> list[str]:
    return [view.model().index(row).data() for row in range(view.model().rowCount())]


def card(window, rule: str) -> QWidget:
    cards = [
        widget for widget in window.workspace.problems.findChildren(QWidget, f"card{rule}") if not widget.isHidden()
    ]
    assert len(cards) == 1
    return cards[0]


def test_cells_of_a_rule_lead_to_the_grid(qtbot, window, sheet, qtmodeltester: ModelTester) -> None:
    drop(window, sheet({"Amount": "1,50"}, {}, {"Amount": "n/a"}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    view = expand(qtbot, window, "ROW-AMOUNT-NUM")
    assert lines(view)[1] == "Row 4 · n/a"
    qtbot.waitUntil(lambda: lines(view)[0] == "Row 2 · 1,50 → 1.50")
    assert "The safe fix writes" in view.model().index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Row 4 · n/a" in view.model().index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1)).center())
    assert window.workspace.grid.current_cell() == (
        2,
        window.workspace.model.column_at(place_of(window, "Amount")).column,
    )
    qtmodeltester.check(view.model(), force_py=True)


def test_a_rule_of_several_fields_names_them(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": ""}, {"Category": ""}, {}, {}))
    wait_open(qtbot, window)
    view = expand(qtbot, window, "ITEM-REQ")
    assert lines(view) == ["Row 2 · Sku · (empty)", "Row 3 · Category · (empty)"]


def test_cards_stay_where_there_is_nothing_new_to_say(qtbot, window, sheet) -> None:
    drop(window, sheet({"Quantity": "0"}, {"Quantity": "0", "Amount": "x"}, {"Sku": ""}))
    wait_open(qtbot, window)
    quantity, amount = card(window, "ITEM-QTY"), card(window, "ROW-AMOUNT-NUM")
    buttons = quantity.findChildren(QPushButton)
    view = expand(qtbot, window, "ITEM-QTY")
    window.workspace.session.type_cell(1, window.workspace.model.column_at(place_of(window, "Amount")).column, "5.00")
    assert card(window, "ITEM-QTY") is quantity
    assert quantity.findChildren(QPushButton) == buttons
    assert amount.isHidden()
    window.workspace.session.type_cell(0, window.workspace.model.column_at(place_of(window, "Quantity")).column, "1")
    assert card(window, "ITEM-QTY") is quantity
    qtbot.waitUntil(lambda: len(lines(view)) == 1)
    assert lines(view)[0].startswith("Row 3")
    window.workspace.commands.undo.trigger()
    qtbot.waitUntil(lambda: len(lines(view)) == 2)


def test_an_example_follows_a_change_that_leaves_the_count(
    qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pane, "_PAUSE", 0)
    drop(window, sheet({"Amount": "n/a"}, {}))
    wait_open(qtbot, window)
    column = window.workspace.model.column_at(place_of(window, "Amount")).column
    window.workspace.session.type_cell(0, column, "none")
    said = card(window, "ROW-AMOUNT-NUM")
    qtbot.waitUntil(lambda: any("“none”" in label.text() for label in said.findChildren(QLabel)))


def test_a_card_filters_and_sets_aside(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "A"}, {"OrderId": "A", "Quantity": "0", "Sku": "B"}, {"OrderId": "C"}))
    wait_open(qtbot, window)
    qtbot.mouseClick(window.findChild(QPushButton, "showITEM-QTY"), Qt.MouseButton.LeftButton)
    assert window.workspace.model.rows.to_list() == [1]
    qtbot.mouseClick(window.findChild(QPushButton, "asideITEM-QTY"), Qt.MouseButton.LeftButton)
    assert window.workspace.session.opened.draft.choices.set_aside == {0, 1}


def test_states_checking_problems_nothing_wrong(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(window, sheet({"Quantity": "0"}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    assert heading(window) == "2 errors"
    column = window.workspace.model.column_at(place_of(window, "Quantity")).column
    monkeypatch.setattr("gui.work.AT_ONCE", 0)
    draft = window.workspace.session.opened.draft
    window.workspace.session.do(insert_rows(draft.sheet, 0, 1))
    assert heading(window) == "Checking…"
    qtbot.waitUntil(lambda: "error" in heading(window))
    window.workspace.commands.undo.trigger()
    qtbot.waitUntil(lambda: heading(window) == "2 errors")
    for row in (0, 1):
        window.workspace.session.type_cell(row, column, "1")
    qtbot.waitUntil(lambda: heading(window) == "Nothing wrong")
    qtbot.waitUntil(lambda: window.findChild(QLabel, "problemsDetail").text() == "All 2 rows are ready.")
    assert not window.workspace.problems._cards


def test_a_long_list_is_filled_as_it_is_scrolled(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.work.AT_ONCE", 0)
    drop(window, sheet(*[{"Quantity": "0"} for _ in range(1200)]))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.workspace.problems._examples))
    view = expand(qtbot, window, "ITEM-QTY")
    assert view.model().rowCount() == 500
    assert len(view.model()._blocks) < 3
    while view.model().canFetchMore(view.rootIndex()):
        view.scrollToBottom()
        qtbot.wait(1)
    assert view.model().rowCount() == 1200
    assert view.model().index(1199).data() == "Row 1201 · 0"
    view.setCurrentIndex(view.model().index(1199))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.workspace.grid.current_cell()[0] == 1199
    assert cell(window, 1199, "Quantity") == "0"
