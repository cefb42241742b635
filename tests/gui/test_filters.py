"""Which rows are shown, how one gets there and how back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QToolButton, QWidget

from courier.draft_edits import change_mapping
from gui.work import AT_ONCE
from tests.gui.test_journey import cell, drop, place_of, wait_open
from tests.gui.waiting import wait_for_events, wait_for_jobs


def shown(window) -> list[int]:
    return window.workspace.model.rows.to_list()


def words(window) -> str:
    return window.findChild(QLabel, "filterWords").text()


def click(qtbot, window, name: str) -> None:
    qtbot.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)


def test_a_repaired_row_stays_until_the_person_moves_on(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Quantity": "0"}, {}, {"Quantity": "0"}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    window.findChild(QCheckBox, "onlyFailing").click()
    assert shown(window) == [1, 3, 4]
    assert "rows with errors" in words(window)
    quantity = place_of(window, "Quantity")
    window.workspace.grid.move_to(window.workspace.model.index(0, quantity))
    column = window.workspace.model.column_at(quantity).column
    window.workspace.session.type_cell(1, column, "1")
    assert shown(window) == [1, 3, 4]
    assert window.findChild(QPushButton, "filterAgain").isVisible()
    window.workspace.grid.move_to(window.workspace.model.index(0, quantity - 1))
    wait_for_events(qtbot, window)
    assert shown(window) == [1, 3, 4]
    window.workspace.grid.move_to(window.workspace.model.index(1, quantity))
    wait_for_events(qtbot, window)
    assert shown(window) == [1, 3, 4]
    window.workspace.commands.next_problem.trigger()
    qtbot.waitUntil(lambda: shown(window) == [3, 4])
    assert window.workspace.grid.current_cell()[0] == 4
    window.workspace.session.type_cell(0, column, "0")
    click(qtbot, window, "filterAgain")
    assert shown(window) == [0, 3, 4]
    window.findChild(QCheckBox, "onlyFailing").click()
    assert shown(window) == [0, 1, 2, 3, 4]
    assert not window.findChild(QWidget, "filterBar").isVisible()


def test_the_last_row_is_repaired(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    window.workspace.navigation.filters.show_failing()
    window.workspace.session.type_cell(1, window.workspace.model.column_at(place_of(window, "Quantity")).column, "1")
    window.workspace.navigation.filters.look_again()
    assert shown(window) == []
    assert "No row is left" in words(window)
    click(qtbot, window, "showAll")
    assert shown(window) == [0, 1]


def test_by_a_value_of_the_current_column(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "Blue"}, {"Sku": "red"}, {"Sku": " blue "}, {"Sku": ""}, {"Sku": "light blue"}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(0, place_of(window, "Sku")))
    window.workspace.commands.filter.trigger()
    column, test, value = (window.findChild(QComboBox, f"filter{name}") for name in ("Column", "Test", "Value"))
    assert column.currentText() == "Sku"
    assert "red (1)" in [value.itemText(at) for at in range(value.count())]
    value.setCurrentIndex(value.findText("red (1)"))
    value.activated.emit(value.currentIndex())
    assert value.currentText() == "red"
    click(qtbot, window, "filterGo")
    assert shown(window) == [1]
    value.setEditText("BLUE")
    click(qtbot, window, "filterGo")
    assert shown(window) == [0, 2]
    assert "Sku is BLUE" in words(window)
    for how, rows in (("contains", [0, 2, 4]), ("not_contains", [1, 3]), ("empty", [3]), ("not_empty", [0, 1, 2, 4])):
        test.setCurrentIndex(test.findData(how))
        click(qtbot, window, "filterGo")
        assert shown(window) == rows, how
    assert not value.isEnabled()
    click(qtbot, window, "filterClose")
    assert window.findChild(QWidget, "filterBar").isVisible()
    click(qtbot, window, "showAll")
    assert not window.findChild(QWidget, "filterBar").isVisible()


def test_a_value_for_all_rows_can_be_filtered_by(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "a"}, {"Sku": "b"}))
    wait_open(qtbot, window)
    draft = window.workspace.session.opened.draft
    from courier.sheet.mapping import Constant

    window.workspace.session.do(change_mapping(draft, draft.choices.mapping.with_feed("CampaignId", Constant("77"))))
    column = next(column for column in window.workspace.model.all_columns if column.title == "CampaignId")
    window.workspace.navigation.filters.show_value(column, "is", "77")
    assert shown(window) == [0, 1]
    window.workspace.navigation.filters.show_value(column, "is", "78")
    assert shown(window) == []


def test_sorting_keeps_what_is_filtered_and_the_source_order_returns(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "10"}, {"Amount": "9.5"}, {"Amount": "100"}, {"Amount": "x"}, {"Amount": "y"}))
    wait_open(qtbot, window)
    filters = window.workspace.navigation.filters
    filters.show_failing()
    assert shown(window) == [3, 4]
    amount = window.workspace.model.column_at(place_of(window, "Amount"))
    filters.sort(amount, descending=True)
    assert shown(window) == [4, 3]
    assert "rows with errors, sorted by Amount" in words(window)
    filters.show_all()
    assert shown(window) == [0, 1, 2, 3, 4]
    filters.sort(amount, descending=False)
    assert shown(window) == [1, 0, 2, 3, 4]
    assert window.workspace.model.headerData(0, Qt.Orientation.Vertical) == "3"
    assert window.workspace.session.opened.draft.sheet.row_order.to_list() == [0, 1, 2, 3, 4]
    assert window.workspace.session.kept


def test_somebody_elses_choice_of_rows_ends_a_filter(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Quantity": "0"}, {}))
    wait_open(qtbot, window)
    window.workspace.navigation.filters.show_failing()
    window.workspace.model.show_rows(window.workspace.session.opened.draft.sheet.row_order.reverse(), "from the end")
    assert window.workspace.navigation.filters.kind == ""
    window.workspace.navigation.filters.look_again()
    assert shown(window) == [2, 1, 0]


def test_problem_by_problem_within_the_rows_shown(qtbot, window, sheet) -> None:
    drop(window, sheet({"Quantity": "0"}, {"Sku": "", "Quantity": "0"}, {}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(0, 0))
    seen = []
    for _ in range(5):
        window.workspace.commands.next_problem.trigger()
        seen.append(
            (
                window.workspace.grid.current_cell()[0],
                window.workspace.model.column_at(window.workspace.grid.currentIndex().column()).name,
            )
        )
    assert seen == [(0, "Quantity"), (1, "Sku"), (1, "Quantity"), (3, "Quantity"), (0, "Quantity")]
    back = []
    for _ in range(4):
        window.workspace.commands.previous_problem.trigger()
        back.append(window.workspace.grid.current_cell()[0])
    assert back == [3, 1, 1, 0]
    filters = window.workspace.navigation.filters
    filters.show_rule("ITEM-REQ")
    for _ in range(3):
        window.workspace.commands.next_problem.trigger()
        assert window.workspace.grid.current_cell()[0] == 1
    assert shown(window) == [1]
    window.workspace.navigation.filters.show_value(
        window.workspace.model.column_at(place_of(window, "OrderId")), "is", "AC-3"
    )
    window.workspace.commands.next_problem.trigger()
    assert "No problem in the rows shown" in window.workspace.status._said.words
    assert shown(window) == [2]


def test_a_large_sheet_is_filtered_beside_the_window(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.work.AT_ONCE", 0)
    drop(window, sheet({}, {"Quantity": "0"}, {}))
    wait_open(qtbot, window)
    click(qtbot, window, "statusReady")
    window.workspace.navigation.filters.show_failing()
    qtbot.waitUntil(lambda: shown(window) == [1])
    qtbot.mouseClick(window.findChild(QToolButton, "statusReady"), Qt.MouseButton.LeftButton)
    window.workspace.navigation.filters.stop()
    wait_for_jobs(qtbot, window)
    assert shown(window) == [1]
    window.workspace.session.type_cell(0, window.workspace.model.column_at(place_of(window, "Quantity")).column, "0")
    assert cell(window, 0, "Sku") == "SKU-1"


def test_a_sort_wished_for_while_figures_are_still_counted_is_done(qtbot, window, sheet) -> None:
    rows = AT_ONCE + 1
    drop(window, sheet(*({"Quantity": str(9 - row % 9)} for row in range(rows))))
    wait_open(qtbot, window)
    column = window.workspace.model.column_at(place_of(window, "Quantity"))
    window.workspace.navigation.filters.sort(column, descending=False)
    # what the count of the rows answers with meanwhile
    window.workspace.session.changed.emit()
    qtbot.waitUntil(lambda: window.workspace.model.filtered, timeout=20_000)
    assert cell(window, 0, "Quantity") == "1"
