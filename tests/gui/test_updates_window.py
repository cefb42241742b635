"""Updates in the window: looked for by hand, or weekly where a person wants it, and nothing without an address."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from build.announce import signed, source
from courier.preferences import PreferenceStore
from courier.settings import config_folder
from gui.settings.preferences_dialog import PreferencesDialog
from gui.window.preferences import WindowPreferences
from gui.window.update_dialog import UpdateDialog
from tests.gui.conftest import EmptyWindow
from tests.test_updates import Server, key, running, server

__all__ = ["key", "running", "server"]

Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def named(server: Server, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server that this build names, with a newer version."""
    path = tmp_path / "updates.json"
    path.write_text(json.dumps(source(server.address)), encoding="utf-8")
    monkeypatch.setattr("courier.updates.resource", lambda _: path)
    page = server.address.replace("updates.json", "download")
    server.body = json.dumps(signed("9.1.0", "• <b>News</b>", page, datetime.now(UTC))).encode()
    return server


def shown(dialog: QWidget, kind: type[Kind], name: str) -> Kind:
    found = dialog.findChild(kind, name)
    assert found is not None
    return found


def test_without_an_address_there_is_no_such_action(window: EmptyWindow) -> None:
    assert not window.commands.updates.isVisible()
    assert "updates" not in {action.objectName() for _, action in window.menu.listed()}


def test_by_hand_what_is_newer_is_shown_as_plain_text(
    qtbot: QtBot, named: Server, window: EmptyWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    assert named.asked == []
    window.commands.updates.trigger()
    dialog = window.findChild(UpdateDialog)
    assert dialog is not None
    said = shown(dialog, QLabel, "updateSaid")
    qtbot.waitUntil(lambda: said.text().startswith("Version 9.1.0 of "))
    assert shown(dialog, QPlainTextEdit, "updateNews").toPlainText() == "• <b>News</b>"
    assert opened == []
    shown(dialog, QPushButton, "updatePage").click()
    assert opened == [named.address.replace("updates.json", "download")]
    assert len(named.asked) == 1
    dialog.close()
    named.body = b"odd"
    window.commands.updates.trigger()
    (dialog,) = [one for one in window.findChildren(UpdateDialog) if one.isVisible()]
    said = shown(dialog, QLabel, "updateSaid")
    qtbot.waitUntil(lambda: said.text() == "What 127.0.0.1 announces cannot be read.")
    assert not shown(dialog, QPushButton, "updatePage").isVisible()
    dialog.close()


def test_weekly_only_where_a_person_wants_it(qtbot: QtBot, named: Server, window: EmptyWindow) -> None:
    window.commands.preferences.trigger()
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    weekly = shown(dialog, QCheckBox, "weeklyUpdates")
    assert not weekly.isChecked()
    assert named.asked == []
    weekly.click()
    dialog.close()
    starting = window.workspace.findChild(WindowPreferences)
    assert starting is not None
    # as at the next two starts
    for _ in range(2):
        starting.tell_update()
        qtbot.waitUntil(window.start.newer.isVisible)
    assert len(named.asked) == 1
    assert PreferenceStore(config_folder()).now.looked_for_updates
    words = window.start.newer.findChild(QLabel, "updateThereWords")
    assert words is not None
    assert words.text().startswith("Version 9.1.0 is there; you have ")
