"""All that can be done in a window, through its menus."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from gui.__main__ import main
from gui.app import Windows
from gui.window.main_window import MainWindow
from tests.gui.conftest import EmptyWindow


def open_sheet(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """Open a file and wait until all of it is checked."""
    window.open_file(path)
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open and window.workspace.session.settled, timeout=20_000)


def action(window: MainWindow, name: str) -> QAction:
    """An action that a menu of the menu bar shows."""
    return next(shown for _, shown in window.menu.listed() if shown.objectName() == name)


def test_the_menu_bar_is_there_before_anything_is_open(window: EmptyWindow) -> None:
    titles = [shown.text().replace("&", "") for shown in window.menuBar().actions()]
    assert titles == ["File", "Edit", "View", "Sheet", "Send", "Help"]
    listed = [shown for _, shown in window.menu.listed()]
    assert len(listed) == len(set(listed)) == len({shown.objectName() for shown in listed})


def test_every_action_of_the_window_is_in_a_menu(window: EmptyWindow) -> None:
    shown = {listed for _, listed in window.menu.listed()}
    elsewhere = {one.objectName() for one in window.commands.findChildren(QAction) if one not in shown}
    # a build that names no address for updates has nobody to ask, and without a team nobody else records anything
    assert elsewhere == {"updates", "refresh"}


def test_no_two_actions_have_the_same_keys(window: EmptyWindow) -> None:
    keys = [key.toString() for _, shown in window.menu.listed() for key in set(shown.shortcuts()) if key.toString()]
    assert sorted(keys) == sorted(set(keys))


def test_what_cannot_be_done_is_grey_and_says_why(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    upload, undo = action(window, "upload"), action(window, "undo")
    assert not upload.isEnabled()
    assert upload.toolTip() == "Upload: open a sheet first."
    assert all(menu.toolTipsVisible() for menu in window.menu.findChildren(QMenu, "editMenu"))
    open_sheet(qtbot, window, sheet({"Amount": "ten"}))
    assert not upload.isEnabled()
    assert upload.toolTip() == "Nothing to upload: no row is ready."
    assert undo.toolTip() == "Undo: nothing was changed yet."
    window.workspace.session.type_cell(0, "c7", "10.00")
    qtbot.waitUntil(upload.isEnabled)
    assert undo.isEnabled()
    assert undo.text() == "Undo: typing"
    undo.trigger()
    assert action(window, "redo").text() == "Redo: typing"


def test_rows_are_changed_from_the_menus(qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]) -> None:
    open_sheet(qtbot, window, sheet({}, {}))
    action(window, "insertRow").trigger()
    assert window.workspace.model.rowCount() == 3
    action(window, "undo").trigger()
    action(window, "hold").trigger()
    assert len(window.workspace.session.draft.choices.set_aside) == 1
    action(window, "hold").trigger()
    assert not window.workspace.session.draft.choices.set_aside
    action(window, "selectAll").trigger()
    action(window, "copy").trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().count("AC-") == 2)


def test_the_keys_of_the_grid_do_their_work_once(qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]) -> None:
    open_sheet(qtbot, window, sheet({}, {}))
    qtbot.keyClick(window.workspace.grid, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.model.rowCount() == 3


def test_a_field_to_type_in_is_what_is_copied_from(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    open_sheet(qtbot, window, sheet({}))
    action(window, "find").trigger()
    field = window.workspace.navigation.find_replace.bar.text
    field.setText("Tennis")
    with qtbot.waitActive(window):
        window.activateWindow()
    field.setFocus()
    action(window, "selectAll").trigger()
    action(window, "cut").trigger()
    assert field.text() == ""
    assert QGuiApplication.clipboard().text() == "Tennis"
    action(window, "paste").trigger()
    assert field.text() == "Tennis"


def test_a_row_that_nobody_sees_is_not_changed(qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]) -> None:
    open_sheet(qtbot, window, sheet({}))
    action(window, "columns").trigger()
    action(window, "deleteRows").trigger()
    assert window.workspace.model.rowCount() == 1
    assert window.workspace.grid.isVisible()


def test_today_is_reached_from_a_sheet_and_the_sheet_from_there(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    open_sheet(qtbot, window, sheet({}))
    action(window, "today").trigger()
    assert window.start.isVisible()
    back = window.findChild(QPushButton, "startBack")
    assert isinstance(back, QPushButton)
    assert back.text() == "← Back to orders.csv"
    back.click()
    assert window.workspace.grid.isVisible()
    action(window, "today").trigger()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.workspace.grid.isVisible()


def test_what_needs_an_empty_window_gets_one(qtbot: QtBot, sheet: Callable[..., Path]) -> None:
    windows = Windows()
    first = windows.open()
    qtbot.addWidget(first)
    open_sheet(qtbot, first, sheet({}))
    action(first, "practice").trigger()
    second = windows.all[-1]
    assert second is not first
    qtbot.addWidget(second)
    qtbot.waitUntil(lambda: second.workspace.session.sheet_open, timeout=10_000)
    assert second.workspace.session.practice
    assert first.workspace.session.opened.name == "orders.csv"
    action(first, "newWindow").trigger()
    assert len(windows.all) == 3
    qtbot.addWidget(windows.all[-1])
    for window in windows.all:
        window.workspace.session.kept = True


def test_a_start_with_the_practice_sheet_practises(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[Path]] = []
    monkeypatch.setattr("gui.app.run", lambda paths: asked.append(paths) or 0)
    monkeypatch.setattr("sys.argv", ["conversion-courier", "--practice"])
    assert main() == 0
    windows = Windows()
    windows.take(asked[0])
    window = windows.all[0]
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open, timeout=10_000)
    assert window.workspace.session.practice
    window.workspace.session.kept = True


@pytest.mark.parametrize("there", [True, False])
def test_the_source_of_a_sheet_is_shown_in_its_folder(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(
        "gui.session.show_in_folder.QDesktopServices.openUrl", lambda url: shown.append(url.toLocalFile()) or True
    )
    path = sheet({})
    open_sheet(qtbot, window, path)
    if not there:
        path.unlink()
    action(window, "showSource").trigger()
    assert shown == ([str(path.parent)] if there else [])


def test_a_cell_is_repaired_and_the_repairs_are_reviewed_by_key(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    open_sheet(qtbot, window, sheet({"Amount": "12,50"}, {"Amount": "9,00"}))
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.session.safe_changes == 2)
    assert workspace.grid.go_to(0, "c7")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    workspace.grid.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(workspace.grid, Qt.Key.Key_Period, control)
    assert workspace.session.draft.sheet.frame()["c7"].to_list() == ["12.50", "9,00"]
    qtbot.waitUntil(lambda: workspace.session.safe_changes == 1)
    qtbot.keyClick(workspace.grid, Qt.Key.Key_R, control | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)), timeout=10_000)
    for dialog in window.findChildren(QDialog):
        dialog.close()
