"""Everything is reached by keys: the parts of the window, and every control of every page and dialog."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QWidget,
)

from tests.gui.test_journey import drop, wait_open

_CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView)


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


def _destination(window) -> QWidget:
    window.workspace.shipping.ask_for_destination("")
    return _dialog(window)


def _server(window) -> QWidget:
    dialog = _destination(window)
    kinds = dialog.findChild(QComboBox, "destinationKind")
    for place in range(kinds.count()):
        kinds.setCurrentIndex(place)
        kinds.activated.emit(place)
        if dialog.findChild(QWidget, "destinationPort").isVisible():
            break
    return dialog


def _programs(window) -> QWidget:
    window.workspace.programs.show_programs()
    return _dialog(window)


def _reading(window) -> QWidget:
    window.commands.reading.trigger()
    return _dialog(window)


def _exclude(window) -> QWidget:
    window.commands.exclude.trigger()
    return _dialog(window)


def _find(window) -> QWidget:
    window.commands.replace.trigger()
    return window.findChild(QWidget, "findBar")


def _row(window) -> QWidget:
    window.commands.go_to_row.trigger()
    return _dialog(window)


def _dialog(window) -> QWidget:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


@pytest.mark.parametrize(
    "show", [_columns, _history, _destination, _server, _programs, _reading, _exclude, _find, _row]
)
def test_tab_reaches_every_control(qtbot, window, sheet, show: Callable[..., QWidget]) -> None:
    drop(window, sheet({"Amount": "1,5"}, {"Sku": ""}))
    wait_open(qtbot, window)
    page = show(window)
    _reaches_all(page)


def test_tab_reaches_every_control_of_the_start_page(qtbot, window) -> None:
    _reaches_all(window.findChild(QWidget, "startPage"))


def _reaches_all(page: QWidget) -> None:
    top = page.window()
    top.activateWindow()
    QApplication.processEvents()
    wanted = {control for kind in _CONTROLS for control in page.findChildren(kind) if _is_reached(control)}
    assert wanted
    begun = next((one for one in sorted(wanted, key=id)), page) if top is not page else None
    if begun is not None:
        begun.setFocus()
    reached, order = set(), []
    for _ in range(400):
        focus = QApplication.focusWidget()
        if focus is None or (order and focus is order[0]):
            break
        order.append(focus)
        reached.add(focus)
        held = Qt.KeyboardModifier.ControlModifier if isinstance(focus, QAbstractItemView) else None
        top.focusNextChild() if held else QTest.keyClick(focus, Qt.Key.Key_Tab)
    missed = [(type(one).__name__, one.objectName()) for one in wanted - reached]
    assert not missed


def _is_reached(control: QWidget) -> bool:
    inner = isinstance(control.parentWidget(), QComboBox | QLineEdit) or control.objectName().startswith("qt_")
    corner = "CornerButton" in control.metaObject().className() or isinstance(control, QHeaderView)
    return control.isVisible() and control.isEnabled() and not inner and not corner


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


@pytest.mark.parametrize("show", [_columns, _history])
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
