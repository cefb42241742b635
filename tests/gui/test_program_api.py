"""The account of a program at the API in the form of programs: typed, tested against a stand-in, kept, forgotten."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTabWidget

from courier.programs import Program, Programs
from courier.settings import config_folder
from gui.window.main_window import MainWindow
from tests.gui.test_programs import click, shown, write
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, standing_in

pytestmark = pytest.mark.usefixtures("keychain")


@pytest.fixture
def impact() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def dialog(window: MainWindow) -> QDialog:
    """The programs, one of them saved, at the page of its account."""
    Programs(config_folder()).save(Program("Acme", "1000"))
    window.workspace.programs.show_programs()
    shown = window.findChild(QDialog, "programsDialog")
    shown.findChild(QTabWidget, "programForm").setCurrentIndex(4)
    return shown


def type_account(qtbot, dialog: QDialog, url: str, token: str = TOKEN, sid: str = SID) -> None:
    write(qtbot, dialog, "programSid", sid)
    write(qtbot, dialog, "programToken", token)
    write(qtbot, dialog, "programApiUrl", url)


def said(dialog: QDialog, name: str = "programsAnswer") -> str:
    return dialog.findChild(QLabel, name).text()


def test_an_account_is_kept_and_its_token_is_in_the_keychain_only(
    qtbot, dialog: QDialog, impact: StandIn, keychain: FakeKeychain
) -> None:
    assert dialog.findChild(QLineEdit, "programToken").echoMode() == QLineEdit.EchoMode.Password
    type_account(qtbot, dialog, impact.url)
    click(qtbot, dialog, "programSave")
    qtbot.waitUntil(lambda: said(dialog) == "Saved.", timeout=10_000)
    assert keychain.entries == {f"api:{SID}@{impact.url.removeprefix('http://')}": TOKEN}
    (program,) = Programs(config_folder())
    assert (program.account_sid, program.api_url) == (SID, impact.url)
    assert TOKEN not in (config_folder() / "programs.json").read_text("utf-8")
    # the form shows nothing of the token, and keeps it when something else is saved
    token = dialog.findChild(QLineEdit, "programToken")
    assert (token.text(), token.placeholderText()) == ("", "leave empty to keep the saved one")
    write(qtbot, dialog, "programName", "Acme US")
    click(qtbot, dialog, "programSave")
    assert list(keychain.entries.values()) == [TOKEN]
    assert [saved.account_sid for saved in Programs(config_folder())] == [SID]


def test_the_account_is_tested_before_it_is_saved(qtbot, dialog: QDialog, impact: StandIn) -> None:
    test = dialog.findChild(QPushButton, "programApiTest")
    assert not test.isEnabled()
    type_account(qtbot, dialog, impact.url)
    works = "impact.com answers, and this account may read results."
    for fault, words in (
        (None, works),
        (Fault(403), "The token may not read “Submissions”"),
        (Fault(401), "impact.com knows no such Account SID with this token"),
        (Fault(500), "impact.com failed (500)"),
    ):
        impact.faults = [fault] if fault else []
        qtbot.mouseClick(test, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda words=words: said(dialog, "programApiAnswer").startswith(words), timeout=10_000)
    assert all(one.startswith("GET ") for one in impact.asked)
    # what was said of other words is said no more
    write(qtbot, dialog, "programSid", "IRother")
    assert said(dialog, "programApiAnswer") == ""


def test_without_a_token_nobody_is_asked(qtbot, dialog: QDialog, impact: StandIn) -> None:
    write(qtbot, dialog, "programSid", SID)
    write(qtbot, dialog, "programApiUrl", impact.url)
    click(qtbot, dialog, "programApiTest")
    qtbot.waitUntil(lambda: "No token is kept" in said(dialog, "programApiAnswer"), timeout=10_000)
    assert impact.asked == []


def test_wrong_words_are_said_beside_their_field_and_not_saved(qtbot, dialog: QDialog) -> None:
    type_account(qtbot, dialog, "http://api.impact.com")
    click(qtbot, dialog, "programApiTest")
    assert "is not encrypted" in said(dialog, "programApiAnswer")
    click(qtbot, dialog, "programSave")
    assert "is not encrypted" in shown(dialog, "programApiUrlFault")
    type_account(qtbot, dialog, "", sid="a/b")
    click(qtbot, dialog, "programSave")
    assert "no Account SID" in shown(dialog, "programSidFault")
    assert [saved.account_sid for saved in Programs(config_folder())] == [""]


def test_a_token_goes_with_its_program(qtbot, dialog: QDialog, impact: StandIn, keychain: FakeKeychain) -> None:
    type_account(qtbot, dialog, impact.url)
    click(qtbot, dialog, "programSave")
    qtbot.waitUntil(lambda: bool(keychain.entries), timeout=10_000)
    click(qtbot, dialog, "programRemove")
    click(qtbot, dialog, "programRemoveGo")
    qtbot.waitUntil(lambda: not keychain.entries, timeout=10_000)


def test_another_account_takes_no_token_over(qtbot, dialog: QDialog, impact: StandIn, keychain: FakeKeychain) -> None:
    type_account(qtbot, dialog, impact.url)
    click(qtbot, dialog, "programSave")
    qtbot.waitUntil(lambda: bool(keychain.entries), timeout=10_000)
    write(qtbot, dialog, "programSid", "IRother")
    click(qtbot, dialog, "programSave")
    qtbot.waitUntil(lambda: not keychain.entries, timeout=10_000)


def test_a_keychain_that_refuses_is_said(qtbot, dialog: QDialog, impact: StandIn, keychain: FakeKeychain) -> None:
    keychain.failures["set"] = RuntimeError("no")
    type_account(qtbot, dialog, impact.url)
    click(qtbot, dialog, "programSave")
    qtbot.waitUntil(lambda: "keychain" in said(dialog) and "Saving" not in said(dialog), timeout=10_000)
    assert TOKEN not in said(dialog)


def test_what_to_type_into_impact_com_is_shown_and_copied(qtbot, window: MainWindow, dialog: QDialog) -> None:
    click(qtbot, dialog, "programSetup")
    help_ = window.findChild(QDialog, "setupDialog")
    words = help_.findChild(QPlainTextEdit, "setupWords")
    assert words.isReadOnly()
    assert words.toPlainText().startswith("What to type into impact.com for Acme\n")
    click(qtbot, help_, "setupCopy")
    assert QGuiApplication.clipboard().text() == words.toPlainText()
    assert said(help_, "setupAnswer") == "Copied."
    qtbot.keyClick(help_, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "setupDialog") is None, timeout=5_000)
    assert dialog.isVisible()
