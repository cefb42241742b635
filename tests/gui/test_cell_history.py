"""What became of a cell since the source, and the way back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.test_journey import cell, drop, place_of, wait_open
from tests.gui.waiting import wait_for_events


def line(window) -> QLabel:
    return window.workspace.inspector._origin


def revert(window) -> QPushButton:
    return window.findChild(QPushButton, "inspectorRevert")


def at(qtbot: QtBot, window, row: int, header: str) -> None:
    window.workspace.grid.move_to(window.workspace.model.index(row, place_of(window, header)))
    wait_for_events(qtbot, window)


def test_a_repaired_cell_tells_what_the_source_had_and_which_repair_it_was(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "$5.00"}, {}))
    wait_open(qtbot, window)
    at(qtbot, window, 0, "Amount")
    assert not revert(window).isVisible()
    window.workspace.repairs.fix_all()
    at(qtbot, window, 1, "Amount")
    assert "source" not in line(window).words
    at(qtbot, window, 0, "Amount")
    assert "The source has “$5.00”; changed by the repair of “Not a plain amount”" in line(window).words
    assert "“$5.00” → “5.00”" in line(window).toolTip()
    qtbot.mouseClick(revert(window), Qt.MouseButton.LeftButton)
    assert cell(window, 0, "Amount") == "$5.00"
    wait_for_events(qtbot, window)
    assert not revert(window).isVisible()
    assert "changed by restoring the original" in line(window).words
    window.workspace.commands.undo.trigger()
    assert cell(window, 0, "Amount") == "5.00"


def test_typing_and_pasting_are_told_apart(qtbot, window, sheet) -> None:
    drop(window, sheet({"Category": ""}, {}))
    wait_open(qtbot, window)
    at(qtbot, window, 0, "Category")
    qtbot.keyClick(window.workspace.grid, Qt.Key.Key_F2)
    qtbot.keyClicks(window.findChild(QLineEdit, "cellEditor"), "Hats")
    qtbot.keyClick(window.findChild(QLineEdit, "cellEditor"), Qt.Key.Key_Return)
    at(qtbot, window, 0, "Category")
    assert "Empty in the source; changed by typing." in line(window).words
    QGuiApplication.clipboard().setText("Shoes")
    window.workspace.grid.paste()
    wait_for_events(qtbot, window)
    assert "changed by pasting" in line(window).words
    assert line(window).toolTip().splitlines() == ["pasting: “Hats” → “Shoes”", "typing: “” → “Hats”"]


def test_a_selection_goes_back_in_one_step(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}, {}))
    wait_open(qtbot, window)
    window.workspace.grid.selection.take_rows(0, 2)
    window.workspace.grid.clear_cells()
    assert cell(window, 1, "Sku") == ""
    at(qtbot, window, 0, "Sku")
    window.workspace.grid.selection.take_rows(0, 1)
    window.workspace.grid.cells.revert()
    assert [cell(window, row, "Sku") for row in range(3)] == ["SKU-1", "SKU-1", ""]
    window.workspace.commands.undo.trigger()
    assert [cell(window, row, "Sku") for row in range(3)] == ["", "", ""]
    told: list[str] = []
    window.workspace.session.told.connect(told.append)
    window.workspace.commands.undo.trigger()
    window.workspace.grid.cells.revert()
    assert told == ["These cells are as they were in the source."]


def test_only_the_selected_cells_of_several_blocks_go_back(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}, {}))
    wait_open(qtbot, window)
    selection = window.workspace.grid.selection
    selection.take_rows(0, 2)
    window.workspace.grid.clear_cells()
    sku, amount = place_of(window, "Sku"), place_of(window, "Amount")
    selection.at(0, sku)
    selection.add(1, amount)
    selection.reach(2, amount)
    # blocks may overlap
    selection.add(2, amount)
    selection.reach(1, amount)
    window.workspace.grid.cells.revert()
    assert [cell(window, row, "Sku") for row in range(3)] == ["SKU-1", "", ""]
    assert [cell(window, row, "Amount") for row in range(3)] == ["", "10.00", "10.00"]
    assert window.workspace.session.draft.undo_stack.next_undo.facts == {"cells": 3}
