"""Finding and replacing by keys, in a real window."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableWidget, QToolButton, QWidget

from tests.gui.test_journey import cell, drop, place_of, question, wait_open

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def look_for(qtbot, window, words: str, kind: str = "plain") -> None:
    window.workspace.commands.find_text.trigger()
    choice = window.findChild(QComboBox, "findKind")
    choice.setCurrentIndex(choice.findData(kind))
    field = window.findChild(QLineEdit, "findText")
    field.setText(words)
    find_replace = window.workspace.navigation.find_replace
    qtbot.waitUntil(lambda: not find_replace._soon.isActive())
    qtbot.waitUntil(lambda: not words or find_replace._found is not None or field.property("severity") == "error")


def press(qtbot, window, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> tuple[int, str]:
    qtbot.keyClick(window.findChild(QLineEdit, "findText"), key, modifier)
    return window.workspace.grid.current_cell()


def click(qtbot, window, name: str) -> None:
    qtbot.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)


def said(window) -> str:
    return window.findChild(QLabel, "findCount").text()


def take_scope(window, scope: str) -> None:
    where = window.findChild(QComboBox, "findWhere")
    where.setCurrentIndex(where.findData(scope))
    where.activated.emit(where.currentIndex())


def column(window, name: str) -> str:
    return window.workspace.model.column_at(place_of(window, name)).column


def test_keys_open_step_count_and_close(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "blue"}, {}, {"Sku": "BLUE-2"}, {"Sku": "x blue"}))
    wait_open(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    bar = window.findChild(QWidget, "findBar")
    assert bar.isVisible()
    look_for(qtbot, window, "blue")
    assert said(window) == "3 cells"
    sku = column(window, "Sku")
    assert [press(qtbot, window, Qt.Key.Key_Return) for _ in range(4)] == [(0, sku), (2, sku), (3, sku), (0, sku)]
    assert said(window) == "1 of 3"
    assert press(qtbot, window, Qt.Key.Key_Return, SHIFT) == (3, sku)
    assert "row 5" in window.workspace.status._said.words
    click(qtbot, window, "findCase")
    qtbot.waitUntil(lambda: said(window) == "2 of 2")
    look_for(qtbot, window, "nowhere")
    assert said(window) == "Not found"
    press(qtbot, window, Qt.Key.Key_Return)
    assert "is not in the sheet" in window.workspace.status._said.words
    qtbot.keyClick(window.findChild(QLineEdit, "findText"), Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_an_expression_that_is_none_is_said_and_finds_nothing(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}))
    wait_open(qtbot, window)
    look_for(qtbot, window, "a(?=b)", "regex")
    assert "look ahead" in said(window)
    look_for(qtbot, window, "SKU-.", "regex")
    assert said(window) == "2 cells"
    assert window.findChild(QLineEdit, "findText").property("severity") == ""


def test_replace_one_after_the_other(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "a"}, {"Sku": "aa"}, {"Sku": "b"}))
    wait_open(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    look_for(qtbot, window, "a", "regex")
    window.workspace.commands.replace.trigger()
    take_scope(window, "column")
    window.workspace.grid.move_to(window.workspace.model.index(0, place_of(window, "Sku")))
    take_scope(window, "column")
    qtbot.waitUntil(lambda: said(window) == "1 of 2")
    window.findChild(QLineEdit, "replaceText").setText("[$0]")
    click(qtbot, window, "replaceOne")
    assert cell(window, 0, "Sku") == "[a]"
    assert window.workspace.grid.current_cell()[0] == 1
    click(qtbot, window, "replaceOne")
    assert cell(window, 1, "Sku") == "[a][a]"
    for _ in range(2):
        window.workspace.commands.undo.trigger()
    assert [cell(window, row, "Sku") for row in range(3)] == ["a", "aa", "b"]


def test_replace_all_is_shown_first_and_is_one_step(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "SKU-1"}, {"Sku": "sku-2"}, {"Sku": ""}))
    wait_open(qtbot, window)
    look_for(qtbot, window, "sku-")
    window.workspace.commands.replace.trigger()
    window.findChild(QLineEdit, "replaceText").setText("ACME-")
    click(qtbot, window, "replaceAll")
    asked = question(window, "replacePreview")
    table = asked.findChild(QTableWidget, "replacePreviewTable")
    rows = [tuple(table.item(row, at).text() for at in range(4)) for row in range(table.rowCount())]
    assert rows == [("2", "Sku", "SKU-1", "ACME-1"), ("3", "Sku", "sku-2", "ACME-2")]
    assert cell(window, 0, "Sku") == "SKU-1"
    qtbot.mouseClick(asked.findChild(QPushButton, "replaceGo"), Qt.MouseButton.LeftButton)
    assert [cell(window, row, "Sku") for row in range(3)] == ["ACME-1", "ACME-2", ""]
    assert "2 cells changed" in window.workspace.status._said.words
    window.workspace.commands.undo.trigger()
    assert [cell(window, row, "Sku") for row in range(3)] == ["SKU-1", "sku-2", ""]
    assert not window.workspace.commands.undo.isEnabled()


def test_values_for_all_rows_are_found_and_left_as_they_are(qtbot, window, sheet) -> None:
    header = "ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"
    drop(window, sheet({}, {}, header=header))
    wait_open(qtbot, window)
    qtbot.keyClicks(window.findChild(QLineEdit, "valueForCampaignId"), "4711")
    click(qtbot, window, "mappingDone")
    look_for(qtbot, window, "4711", "whole")
    assert said(window) == "2 cells"
    assert press(qtbot, window, Qt.Key.Key_Return) == (0, "f:CampaignId")
    window.workspace.commands.replace.trigger()
    click(qtbot, window, "replaceOne")
    assert "the same for all rows" in window.workspace.status._said.words
    click(qtbot, window, "replaceAll")
    assert window.workspace.status._said.words == "Nothing would change."
    assert cell(window, 0, "CampaignId") == "4711"


def test_where_is_looked(qtbot, window, sheet) -> None:
    drop(window, sheet({"Quantity": "x1"}, {"Sku": "x"}, {"Sku": "x"}, {"Sku": "x"}))
    wait_open(qtbot, window)
    sku = place_of(window, "Sku")
    window.workspace.grid.selection.take_area(QRect(sku, 1, 1, 2))
    look_for(qtbot, window, "x", "plain")
    assert window.findChild(QComboBox, "findWhere").currentData() == "selection"
    assert said(window) == "1 of 2"
    # click and customer IDs hold an x as well
    for scope, words in (("failing", "1 cell"), ("column", "3 of 3"), ("all", "12 of 12")):
        window.workspace.grid.move_to(window.workspace.model.index(3, sku))
        take_scope(window, scope)
        qtbot.waitUntil(lambda words=words: said(window) == words)


def test_rows_shown_come_first_and_others_can_be_left_away(qtbot, window, sheet) -> None:
    drop(window, sheet({"Sku": "blue"}, {"Sku": "blue", "Quantity": "0"}, {"Sku": "blue"}))
    wait_open(qtbot, window)
    window.workspace.navigation.filters.show_failing()
    assert window.workspace.model.rowCount() == 1
    look_for(qtbot, window, "blue")
    assert window.findChild(QComboBox, "findWhere").currentData() == "shown"
    assert said(window) == "1 cell"
    press(qtbot, window, Qt.Key.Key_Return)
    assert said(window) == "1 of 1"
    look_for(qtbot, window, "nowhere")
    press(qtbot, window, Qt.Key.Key_Return)
    assert "is not in the rows shown" in window.workspace.status._said.words
    look_for(qtbot, window, "blue")
    take_scope(window, "all")
    qtbot.waitUntil(lambda: said(window) == "1 of 3")
    assert press(qtbot, window, Qt.Key.Key_Return)[0] == 0
    assert not window.workspace.model.filtered
    qtbot.waitUntil(lambda: window.findChild(QComboBox, "findWhere").findData("shown") < 0)


def test_a_large_sheet_is_searched_beside_the_window_and_stale_answers_are_dropped(
    qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.work.AT_ONCE", 0)
    drop(window, sheet({"Sku": "blue"}, {"Sku": "red"}, {"Sku": "red"}))
    wait_open(qtbot, window)
    window.workspace.commands.find_text.trigger()
    field = window.findChild(QLineEdit, "findText")
    for words in ("b", "bl", "blu", "red"):
        field.setText(words)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(window) == "1 of 2")
    assert window.workspace.grid.current_cell()[0] == 1
    window.workspace.session.type_cell(2, column(window, "Sku"), "green")
    qtbot.waitUntil(lambda: said(window) == "1 of 1")
    field.setText("green")
    window.workspace.navigation.find_replace._look()
    window.findChild(QPushButton, "findStop").click()
    assert said(window) == "Stopped"


def test_every_part_of_the_bar_can_be_spoken(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.commands.replace.trigger()
    bar = window.findChild(QWidget, "findBar")
    for kind in (QLineEdit, QComboBox, QToolButton):
        parts = bar.findChildren(kind)
        assert parts
        for part in parts:
            if not part.objectName().startswith("qt_") and part.isVisible() and part.parent().parent() is not None:
                assert part.accessibleName() or part.text() or isinstance(part.parent(), QLineEdit), part.objectName()
