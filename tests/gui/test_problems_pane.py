"""The problems beside the grid: states, cards that stay, and the cells behind each of them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QPushButton, QToolButton, QWidget
from pytestqt.modeltest import ModelTester
from shiboken6 import delete

from courier.sheet.row_edits import insert_rows
from gui.problems import rule_cards
from gui.work import Job
from tests.gui.test_journey import cell, drop, place_of, wait_open


def shown_cards(window) -> list:
    """The cards of rules that stand in the pane, from above."""
    cards = [card for card in window.workspace.problems.cards.cards.values() if card.isVisible()]
    return sorted(cards, key=lambda card: card.y())


def heading(window) -> str:
    return window.findChild(QLabel, "problemsHeading").text()


def expand(qtbot, window, rule: str) -> QListView:
    # a card that goes is there for a while, hidden
    shown = card(window, rule)
    qtbot.mouseClick(shown.findChild(QAbstractButton, f"head{rule}"), Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    view = shown.findChild(QListView, f"cells{rule}")
    qtbot.waitUntil(lambda: view.model().rowCount() > 0)
    return view


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


def test_an_answer_for_a_card_that_went_meanwhile_is_dropped(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {}, {"Amount": "n/a"}))
    wait_open(qtbot, window)
    view = expand(qtbot, window, "ROW-AMOUNT-NUM")
    qtbot.waitUntil(lambda: lines(view)[0] == "Row 2 · 1,50 → 1.50")
    view.refresh()
    assert lines(view)[0] == "Row 2 · 1,50"
    delete(view)
    qtbot.waitUntil(lambda: not window.findChildren(Job))


def test_a_rule_of_several_fields_names_them(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": ""}, {"Category": ""}, {}, {}))
    wait_open(qtbot, window)
    view = expand(qtbot, window, "ITEM-REQ")
    assert lines(view) == ["Row 2 · Sku · (empty)", "Row 3 · Category · (empty)"]


def test_cards_stay_where_there_is_nothing_new_to_say(qtbot, window, sheet) -> None:
    drop(window, sheet({"Quantity": "0"}, {"Quantity": "0", "Amount": "x"}, {"Sku": ""}))
    wait_open(qtbot, window)
    quantity, amount = card(window, "ITEM-QTY"), card(window, "ROW-AMOUNT-NUM")
    view = expand(qtbot, window, "ITEM-QTY")
    buttons = quantity.findChildren(QPushButton)
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
    monkeypatch.setattr(rule_cards, "PAUSE", 0)
    drop(window, sheet({"Amount": "n/a"}, {}))
    wait_open(qtbot, window)
    column = window.workspace.model.column_at(place_of(window, "Amount")).column
    window.workspace.session.type_cell(0, column, "none")
    said = window.workspace.problems.cards.cards["ROW-AMOUNT-NUM"]
    qtbot.waitUntil(lambda: said.head.example.words == "none")


def test_a_card_filters_and_sets_aside(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "A"}, {"OrderId": "A", "Quantity": "0", "Sku": "B"}, {"OrderId": "C"}))
    wait_open(qtbot, window)
    qtbot.mouseClick(window.findChild(QPushButton, "showITEM-QTY"), Qt.MouseButton.LeftButton)
    assert window.workspace.model.rows.to_list() == [1]
    assert not window.findChild(QPushButton, "asideITEM-QTY")
    expand(qtbot, window, "ITEM-QTY")
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
    assert not window.workspace.problems.cards.cards


def test_a_long_list_is_filled_as_it_is_scrolled(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.work.AT_ONCE", 0)
    drop(window, sheet(*[{"Quantity": "0"} for _ in range(1200)]))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.workspace.problems.cards.examples))
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


def test_cards_stand_in_the_order_of_what_they_hold_back(qtbot, window, sheet) -> None:
    rows = [{"OrderId": f"B-{number}", "Sku": "" if number == 0 else "X"} for number in range(2)]
    drop(window, sheet({"Quantity": "0", "OrderId": "A"}, *[{"OrderId": "A", "Sku": f"S{n}"} for n in range(4)], *rows))
    wait_open(qtbot, window)
    titles = [widget.rule for widget in shown_cards(window)]
    # an order of five rows comes before one of a single row
    assert titles.index("ITEM-QTY") < titles.index("ITEM-REQ")
    head = window.findChild(QAbstractButton, "headITEM-QTY")
    assert head.accessibleName() == "Error. Quantity is no whole number. 1 cell, 5 rows held back."
    assert "Errors hold back 6 rows worth USD\u00a060.00." in window.findChild(QLabel, "problemsDetail").text()


def test_one_card_is_open_at_a_time_and_follows_the_grid(qtbot, window, sheet) -> None:
    drop(window, sheet({"Quantity": "0"}, {"Quantity": "0"}, {"Amount": "n/a"}, *[{"Quantity": "0"}] * 4))
    wait_open(qtbot, window)
    view = expand(qtbot, window, "ITEM-QTY")
    held = window.workspace.problems.cards.cards["ITEM-QTY"]
    assert any(
        label.text() == "6 rows held back, USD\u00a060.00." for label in held.findChildren(QLabel) if label.isVisible()
    )
    area = window.workspace.problems._area
    qtbot.waitUntil(lambda: held.mapTo(area, held.rect().bottomLeft()).y() <= area.height())
    more = window.findChild(QToolButton, "moreITEM-QTY")
    assert more.text() == "3 more"
    quantity = place_of(window, "Quantity")
    window.workspace.grid.move_to(window.workspace.model.index(1, quantity))
    assert view.currentIndex().row() == 1
    window.workspace.grid.move_to(window.workspace.model.index(2, quantity))
    assert not view.currentIndex().isValid()
    # and the grid follows the list, without taking the keyboard
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert window.workspace.grid.current_cell() == (1, window.workspace.model.column_at(quantity).column)
    assert view.hasFocus()
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not more.isVisible()
    expand(qtbot, window, "ROW-AMOUNT-NUM")
    assert not view.isVisible()
    assert not held.head.is_open


def test_the_keyboard_opens_a_card_and_repairs(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2,50"}))
    wait_open(qtbot, window)
    head = window.findChild(QAbstractButton, "headROW-AMOUNT-NUM")
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Return)
    assert head.is_open
    assert head.accessibleDescription() == "Open"
    assert head.example.words == "1,50  →  1.50"
    window.grab()
    qtbot.keyClick(head, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert [cell(window, row, "Amount") for row in range(2)] == ["1.50", "2.50"]


def test_a_repaired_card_stays_for_a_while_with_the_way_back(
    qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2,50", "Sku": ""}))
    wait_open(qtbot, window)
    qtbot.mouseClick(window.findChild(QPushButton, "fixROW-AMOUNT-NUM"), Qt.MouseButton.LeftButton)
    said = window.findChild(QWidget, "repairedROW-AMOUNT-NUM")
    assert said.accessibleName() == "2 repairs made: Not a plain amount"
    qtbot.mouseClick(window.findChild(QPushButton, "undoROW-AMOUNT-NUM"), Qt.MouseButton.LeftButton)
    assert [cell(window, row, "Amount") for row in range(2)] == ["1,50", "2,50"]
    assert said.isHidden()
    # another edit ends it, because one step back would take back something else
    window.workspace.problems.fix_rule.emit("ROW-AMOUNT-NUM")
    assert window.workspace.problems.cards._repaired is not None
    window.workspace.session.type_cell(1, window.workspace.model.column_at(place_of(window, "Sku")).column, "A")
    assert window.workspace.problems.cards._repaired is None
    # and so does time
    monkeypatch.setattr("gui.problems.repaired_card.STAYS", 1)
    window.workspace.session.undo()
    window.workspace.session.undo()
    window.workspace.problems.fix_rule.emit("ROW-AMOUNT-NUM")
    qtbot.waitUntil(lambda: window.workspace.problems.cards._repaired is None)


def test_a_repaired_card_keeps_the_others_where_they_are(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2,50", "Sku": ""}, {"CurrencyCode": "US$"}))
    wait_open(qtbot, window)
    cards, area = window.workspace.problems.cards, window.workspace.problems._area
    first = next(rule for rule in cards._order if window.findChild(QPushButton, f"fix{rule}"))
    expand(qtbot, window, first)
    window.grab()

    def places() -> dict[str, int]:
        cards.column.activate()
        return {rule: card.mapTo(area, QPoint()).y() for rule, card in cards.cards.items() if rule != first}

    before = places()
    assert before
    monkeypatch.setattr("gui.problems.repaired_card.STAYS", 200)
    qtbot.mouseClick(window.findChild(QPushButton, f"fix{first}"), Qt.MouseButton.LeftButton)
    assert first not in cards.cards
    qtbot.waitUntil(lambda: places() == before)
    assert cards._repaired is not None
    qtbot.waitUntil(lambda: cards._repaired is None)
    assert places() != before


def test_rows_shown_of_a_card_are_filled_down_while_they_are_repaired(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Sku": ""}, {}, {"Sku": ""}, {"Sku": ""}))
    wait_open(qtbot, window)
    grid, model = window.workspace.grid, window.workspace.model
    qtbot.mouseClick(window.findChild(QPushButton, "showITEM-REQ"), Qt.MouseButton.LeftButton)
    column = model.column_at(place_of(window, "Sku")).column
    assert grid.current_cell() == (1, column)
    qtbot.keyClick(grid, Qt.Key.Key_F2)
    editor = grid.findChild(QLineEdit, "cellEditor")
    editor.setText("HAT")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [cell(window, row, "Sku") for row in range(3)] == ["HAT"] * 3
    assert window.workspace.session.standing.ready == 5


def test_at_least_six_cards_are_seen_on_a_laptop(qtbot, window, sheet) -> None:
    drop(window, sheet(*[dict.fromkeys(("Sku", "Category"), "")], {"Quantity": "0"}, {"Amount": "x"},
                       {"CurrencyCode": "??"}, {"EventDate": "soon"}, {"ClickId": "", "CustomerId": ""},
                       {"OrderId": ""}, {"Sku": " A"}))  # fmt: skip
    wait_open(qtbot, window)
    window.resize(1366, 728)
    cards = window.workspace.problems.cards
    qtbot.waitUntil(lambda: all(widget.height() > 20 for widget in shown_cards(window)))
    assert len(shown_cards(window)) > 6
    area = cards.parentWidget()
    bottoms = [widget.mapTo(area, widget.rect().bottomLeft()).y() for widget in shown_cards(window)]
    assert sum(bottom <= area.height() for bottom in bottoms) >= 6
    assert all(widget.height() <= 64 for widget in shown_cards(window))
