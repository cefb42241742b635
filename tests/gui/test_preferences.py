"""What a person prefers: it counts at once, and for the next start."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from courier import version
from courier.cli import main
from courier.preferences import Preferences, PreferenceStore
from courier.settings import config_folder, data_folder
from gui.app import Windows
from gui.settings.preferences_dialog import PreferencesDialog
from gui.style import theme
from gui.style.zone_box import ZoneBox
from gui.window.about_dialog import AboutDialog
from gui.window.main_window import MainWindow
from tests.gui.conftest import EmptyWindow


@pytest.fixture
def dialog(qapp: QApplication, window: EmptyWindow) -> Iterator[PreferencesDialog]:
    window.commands.preferences.trigger()
    shown = window.findChild(PreferencesDialog)
    assert isinstance(shown, PreferencesDialog)
    yield shown
    shown.close()
    theme.prefer(qapp, "system")


def child(dialog: PreferencesDialog, kind: type, name: str) -> QRadioButton:
    found = dialog.findChild(kind, name)
    assert found is not None
    return found


def kept() -> Preferences:
    """As the next start finds them."""
    return PreferenceStore(config_folder()).now


def test_the_appearance_changes_at_once_and_stays(dialog: PreferencesDialog) -> None:
    child(dialog, QRadioButton, "appearance-dark").click()
    assert theme.current() == theme.DARK
    assert kept().appearance == "dark"
    child(dialog, QPushButton, "preferencesRestore").click()
    assert theme.current() == theme.LIGHT
    assert child(dialog, QRadioButton, "appearance-system").isChecked()
    assert kept().appearance == "system"


def test_dates_of_the_next_sheet_have_the_preferred_zone(
    qtbot: QtBot, window: EmptyWindow, dialog: PreferencesDialog, sheet: Callable[..., Path]
) -> None:
    zone = dialog.findChild(ZoneBox)
    assert isinstance(zone, ZoneBox)
    zone.setEditText("nowhere")
    assert "nowhere" in child(dialog, QLabel, "preferencesSaid").text()
    assert kept().zone == ""
    zone.setEditText("Berlin")
    assert kept().zone == "Europe/Berlin"
    window.open_file(sheet({"EventDate": "2026-11-28 10:00:00"}))
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open, timeout=20_000)
    draft = window.workspace.session.draft
    assert draft.choices.zone == "Europe/Berlin"
    assert "zone" not in draft.choices.chosen


def test_exports_begin_in_the_preferred_folder(window: EmptyWindow, dialog: PreferencesDialog, tmp_path: Path) -> None:
    child(dialog, QPushButton, "preferredFolderChoose").click()
    chooser = dialog.findChild(QFileDialog, "preferredFolderDialog")
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()
    assert child(dialog, QLineEdit, "preferredFolder").text() == str(tmp_path)
    assert window._services.export_folder(Path("/usual")) == tmp_path
    child(dialog, QPushButton, "preferredFolderBeside").click()
    assert window._services.export_folder(Path("/usual")) == Path("/usual")


def test_the_offer_of_drafts_can_be_turned_off(dialog: PreferencesDialog) -> None:
    child(dialog, QCheckBox, "preferredDrafts").click()
    assert not kept().offer_drafts


def test_what_is_kept_on_this_computer_is_listed_and_can_be_deleted(
    qtbot: QtBot, window: EmptyWindow, dialog: PreferencesDialog
) -> None:
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.findChild(QLabel, "kept-drafts") is not None)
    assert "kept for 90 days" in child(dialog, QLabel, "kept-drafts").text()
    child(dialog, QPushButton, "preferencesDelete").click()
    question = window.findChild(QPushButton, "deleteCancel")
    assert isinstance(question, QPushButton)
    question.click()


def test_a_choice_that_cannot_be_written_counts_until_the_end(dialog: PreferencesDialog) -> None:
    path = config_folder() / "preferences.json"
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    child(dialog, QRadioButton, "appearance-dark").click()
    assert theme.current() == theme.DARK
    assert "until the app ends" in child(dialog, QLabel, "preferencesSaid").text()


@pytest.mark.parametrize(
    "content",
    ["no json", "[]", '{"appearance": 5}', '{"appearance": "pink", "zone": "Nowhere/Land", "more": 1}', "{"],
)
def test_a_file_that_says_nothing_usable_is_as_none(content: str) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "preferences.json").write_text(content)
    assert kept() == Preferences()


def test_the_command_reads_dates_as_the_window_does(
    sheet: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = sheet({"EventDate": "2026-11-20T10:00:00"})

    def said() -> str:
        main(["check", str(path), "--now", "2026-11-28T12:00:00Z"])
        return capsys.readouterr().out

    assert "safe to fix" not in said()
    PreferenceStore(config_folder()).change(zone="Europe/Berlin")
    assert "writes “2026-11-20T10:00:00+01:00”" in said()


# ---------------------------------------------------------------------- recent files


def recent(window: MainWindow) -> list[QAction]:
    window.menu.recent.aboutToShow.emit()
    return [action for action in window.menu.recent.actions() if not action.isSeparator()]


def test_files_that_were_opened_are_in_the_menu(qtbot: QtBot, sheet: Callable[..., Path], tmp_path: Path) -> None:
    windows = Windows()
    window = windows.open()
    qtbot.addWidget(window)
    assert [action.text() for action in recent(window)] == ["Nothing was opened yet"]
    second = tmp_path / "a & b.csv"
    second.write_bytes(sheet({}).read_bytes())
    for path in (tmp_path / "orders.csv", second):
        windows.take([path])
        qtbot.waitUntil(lambda: not windows.all[-1].workspace.loader.under_way, timeout=20_000)
    entries = recent(window)
    assert [action.text() for action in entries] == ["a && b.csv", "orders.csv", "Clear this list"]
    assert entries[0].toolTip().endswith("a &amp; b.csv</span>")
    entries[1].trigger()
    qtbot.waitUntil(lambda: len(windows.all) == 3 and windows.all[-1].workspace.session.sheet_open, timeout=20_000)
    assert [action.text() for action in recent(window)][:2] == ["orders.csv", "a && b.csv"]
    recent(window)[-1].trigger()
    assert len(recent(window)) == 1
    for other in windows.all:
        qtbot.addWidget(other)
        other.workspace.session.kept = True


# ---------------------------------------------------------------------- about, and what is new


@pytest.mark.parametrize(
    ("action", "page", "said"),
    [
        ("about", "about-about", "did not make it"),
        ("news", "about-news", "Added"),
        ("licences", "about-libraries", "paramiko"),
    ],
)
def test_about_has_version_news_and_licences(
    qtbot: QtBot, window: EmptyWindow, action: str, page: str, said: str
) -> None:
    getattr(window.commands, action).trigger()
    dialog = window.findChild(AboutDialog)
    assert isinstance(dialog, AboutDialog)
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    shown = tabs.currentWidget()
    assert isinstance(shown, QPlainTextEdit)
    assert shown.objectName() == page
    qtbot.waitUntil(lambda: said in shown.toPlainText())
    assert version() in child(dialog, QLabel, "aboutVersion").text()
    dialog.close()


def test_an_update_offers_what_is_new_once(qtbot: QtBot) -> None:
    def start() -> MainWindow:
        window = EmptyWindow()
        qtbot.addWidget(window)
        window.show()
        assert window.workspace
        return window

    assert not start().start.updated.isVisible()
    PreferenceStore(config_folder()).change(seen_version="0.0.1")
    updated = start()
    qtbot.waitUntil(updated.start.updated.isVisible)
    news = updated.start.updated.findChild(QPushButton, "updateNoticeUse")
    assert isinstance(news, QPushButton)
    news.click()
    dialog = updated.findChild(AboutDialog)
    assert isinstance(dialog, AboutDialog)
    dialog.close()
    assert not updated.start.updated.isVisible()
    assert not start().start.updated.isVisible()


def test_how_long_things_are_kept_is_chosen_and_what_would_go_is_said_first(
    dialog: PreferencesDialog, window: EmptyWindow, qtbot: QtBot
) -> None:
    folder = data_folder() / "batches"
    folder.mkdir(parents=True)
    for name, days in (("of-last-month.csv", 40), ("new.csv", 1)):
        (folder / name).write_text("x")
        moment = time.time() - days * 86_400
        os.utime(folder / name, (moment, moment))
    days = child(dialog, QComboBox, "preferredKeptDays")
    going = child(dialog, QLabel, "preferencesGoing")
    dialog.findChild(QTabWidget).setCurrentIndex(1)
    assert days.currentData() == 90
    assert not going.isVisible()
    days.setCurrentIndex(days.findData(30))
    days.activated.emit(days.currentIndex())
    qtbot.waitUntil(going.isVisible)
    assert "30 days" in going.text()
    assert "1 file" in going.text()
    assert kept().kept_days == 30
    assert (folder / "of-last-month.csv").exists()
    days.setCurrentIndex(days.findData(0))
    days.activated.emit(days.currentIndex())
    qtbot.waitUntil(lambda: not going.isVisible())
    assert kept().kept_days == 0
