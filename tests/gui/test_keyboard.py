"""Keys go between the parts of the window, through forms and out of pages; `test_every_page` has all controls."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)

from tests.gui.test_journey import drop, wait_open


def _part_of(widget: QWidget | None, names: tuple[str, ...]) -> str:
    while widget is not None and widget.objectName() not in names:
        widget = widget.parentWidget()
    return widget.objectName() if widget is not None else ""


def test_f6_goes_through_the_parts_and_comes_back_to_where_one_was(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,5"}, {"Sku": ""}))
    wait_open(qtbot, window)
    window.activateWindow()
    window.workspace.grid.setFocus()
    names = ("bar", "gridBar", "grid", "sidePane", "inspector", "statusLine")
    reached = []
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        reached.append(_part_of(QApplication.focusWidget(), names))
        if reached[-1] == "grid":
            break
    assert [name for name in reached if name != "gridBar"] == ["sidePane", "inspector", "statusLine", "bar", "grid"]
    back = []
    for _ in reached:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        back.append(_part_of(QApplication.focusWidget(), names))
    assert back == [*reached[-2::-1], "grid"]
    # the same place again
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    left = QApplication.focusWidget()
    QTest.keyClick(left, Qt.Key.Key_F6)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is left


def test_tab_with_ctrl_leaves_the_grid(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,5"}))
    wait_open(qtbot, window)
    window.activateWindow()
    window.workspace.grid.setFocus()
    QTest.keyClick(window.workspace.grid, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert _part_of(QApplication.focusWidget(), ("sidePane",)) == "sidePane"
    assert window.workspace.grid.currentIndex().column() == 0


def _columns(window) -> QWidget:
    window.workspace.show_columns()
    return window.workspace.mapping


def _history(window) -> QWidget:
    window.commands.history.trigger()
    return window.findChild(QWidget, "historyPane")


def _reversals(window) -> QWidget:
    window.commands.reversals.trigger()
    return window.workspace.reversals


def _dialog(window) -> QWidget:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


def test_tab_follows_what_is_seen_in_the_form_of_a_server(qtbot, window) -> None:
    window.workspace.shipping.ask_for_destination("")
    dialog = _dialog(window)
    kinds = dialog.findChild(QComboBox, "destinationKind")
    kinds.setCurrentIndex(kinds.findData("own-sftp"))
    dialog.findChild(QAbstractButton, "destinationMore").click()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.findChild(QWidget, "destinationPort").isVisible())
    QApplication.processEvents()
    assert isinstance(QApplication.focusWidget(), QLineEdit | QComboBox)
    kinds.setFocus()
    order = _walk(dialog)
    fields = [dialog.findChild(QWidget, name) for name in order[: order.index("testConnection")]]
    heights = [field.mapTo(dialog, field.rect().center()).y() for field in fields]
    assert heights == sorted(heights)
    assert order.index("destinationHost") + 1 == order.index("destinationPort")


def _walk(dialog: QWidget) -> list[str]:
    names: list[str] = []
    while (focus := QApplication.focusWidget()) is not None and focus.objectName() not in names:
        names.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return names


@pytest.mark.parametrize("show", [_columns, _history, _reversals])
def test_esc_leaves_each_page(qtbot, window, sheet, show: Callable[..., QWidget]) -> None:
    drop(window, sheet({"Amount": "1,5"}))
    wait_open(qtbot, window)
    window.activateWindow()
    page = show(window)
    assert page.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.workspace.grid.isVisible()
    assert QApplication.focusWidget() is window.workspace.grid


def test_esc_leaves_the_history_where_no_sheet_is_open(qtbot, window) -> None:
    window.activateWindow()
    page = _history(window)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert window.findChild(QWidget, "startPage").isVisible()
