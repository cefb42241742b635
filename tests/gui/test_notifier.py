"""What is said of an upload to a person who works elsewhere."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from courier.destinations import Destination
from gui.session.services import AppServices
from gui.window.notifier import Notifier
from tests.gui.conftest import EmptyWindow

BATCH = SimpleNamespace(uuid="batch")


class Heard(list[str]):
    """What the system was asked to show."""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    heard = Heard()
    monkeypatch.setattr(QApplication, "alert", lambda *_: heard.append("alert"))
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: heard.append("icon"))
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _, _title, words, sign: heard.append(f"{sign.name}: {words}")
    )
    return heard


def test_an_outcome_is_told_where_the_app_is_not_in_front(
    window: EmptyWindow, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    window.workspace.shipping.pane.told_outcome.emit("All of it arrived.", True)
    assert heard == ["alert", "icon", "Information: All of it arrived."]
    window.workspace.history.queue.settled.emit(BATCH, False, "Nothing of <img src=//host/x> arrived.")
    assert heard[-1] == "Warning: Nothing of ‹img src=//host/x> arrived."
    heard.clear()
    window.workspace.history.queue.settled.emit(BATCH, True, "")
    assert heard == []


def test_only_the_window_asks_for_a_look_where_there_are_no_notifications(
    window: EmptyWindow, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    Notifier(window).tell("Nothing arrived.", wrong=True)
    assert heard == ["alert"]


def test_a_person_who_looks_at_the_app_is_told_nothing_else(
    window: EmptyWindow, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: window)
    Notifier(window).tell("All of it arrived.")
    assert heard == []


def test_a_click_on_the_notification_brings_the_window(
    window: EmptyWindow, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    Notifier(window).tell("All of it arrived.")
    window.showMinimized()
    (icon,) = window.findChildren(QSystemTrayIcon)
    icon.messageClicked.emit()
    assert window.isVisible()
    assert not window.isMinimized()


def test_the_title_says_how_far_an_upload_is(
    qtbot: QtBot, window: EmptyWindow, open_edited: Callable[..., None], tmp_path: Path
) -> None:
    AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(tmp_path)))
    open_edited({}, {})
    titles: list[str] = []
    window.windowTitleChanged.connect(titles.append)
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.commands.upload.trigger()
    assert "100 % – orders.csv – Conversion Courier" in titles
    assert window.windowTitle() == "orders.csv – Conversion Courier"
