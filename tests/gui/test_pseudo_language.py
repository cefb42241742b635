"""Every sentence comes from the catalogue: in a made-up language none is left in plain English."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTabWidget, QToolButton

from courier.destinations import Destination
from courier.messages import PSEUDO, use_language
from courier.programs import Program
from gui.history.today_list import TodayList
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.gui.test_journey import drop, wait_open

# what is no sentence: field and zone names, figures, currency amounts, signs, a file's or part's name
_BARE = re.compile(
    r"[\W\d_]*|[A-Z][A-Za-z0-9_]*(?:[/+-][\w/+-]*)?|(?:[A-Z]{3} )?[\d.,  ]+|.*\.csv.*|batch\.impact\.com|https://api\.impact\.com"
)


@pytest.fixture
def pseudo() -> Iterator[None]:
    use_language(PSEUDO)
    yield
    use_language("en")


def test_nothing_is_left_out(qtbot, pseudo: None, sheet) -> None:
    window = MainWindow(AppServices(), lambda *_: None)
    qtbot.addWidget(window, before_close_func=lambda closing: setattr(closing.workspace.session, "kept", True))
    window.show()
    _look(window)
    drop(window, sheet({"Amount": "1,5"}, {"Sku": ""}, {"EventDate": "03/04/2026 10:00"}))
    wait_open(qtbot, window)
    window.workspace.repairs.fix_all()
    _look(window)
    window.workspace.show_columns()
    _look(window)
    window.workspace.commands.upload.trigger()
    _look(window)
    window.workspace.shipping.ask_for_destination("")
    _look(window)
    window.workspace.programs.show_programs()
    dialog = window.findChild(QDialog, "programsDialog")
    form = dialog.findChild(QTabWidget, "programForm")
    dialog.findChild(QPushButton, "eventAdd").click()
    assert form.count()
    for page in range(form.count()):
        assert "⟦" in form.tabText(page)
        form.setCurrentIndex(page)
        _look(window)


def _look(window: MainWindow) -> None:
    shown: list[str] = [window.windowTitle()]
    for kind in (QLabel, QPushButton, QToolButton):
        shown += [widget.text() for widget in window.findChildren(kind) if widget.isVisible()]
    shown += [field.placeholderText() for field in window.findChildren(QLineEdit) if field.isVisible()]
    shown += [action.text() for action in window.findChildren(QAction) if action.objectName() and action.text()]
    shown += [dialog.windowTitle() for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    for box in window.findChildren(QComboBox):
        shown += [box.itemText(place) for place in range(box.count())]
    plain = [words for words in shown if words and "⟦" not in words and not _BARE.fullmatch(words)]
    samples = {"USD", "orders.csv"}
    assert not [words for words in plain if not any(sample in words for sample in samples) and not _is_cell(words)], (
        plain
    )


def _is_cell(words: str) -> bool:
    """Values of the sheet's own columns, as the mapping shows them for example."""
    return bool(re.fullmatch(r"(?:[\w.:,/+ -]*\d[\w.:,/+ -]*|Tennis)", words))


def test_nothing_is_left_out_of_what_agencies_see(qtbot, pseudo: None, sheet, tmp_path: Path) -> None:
    services = AppServices()
    for name, campaign in (("Acme", "1000"), ("Bolt", "2000")):
        (tmp_path / name).mkdir()
        services.destinations.save(Destination(name, "folder", "", 0, folder=str(tmp_path / name)))
        services.programs.save(Program(name, campaign, destination=name))
    window = MainWindow(services, lambda *_: None)
    qtbot.addWidget(window, before_close_func=lambda closing: setattr(closing.workspace.session, "kept", True))
    window.show()
    workspace = window.workspace
    drop(window, sheet({"OrderId": "1"}, {"OrderId": "2", "CampaignId": "2000"}))
    wait_open(qtbot, window)
    workspace.programs.choose("Acme")
    workspace.session.type_cell(0, "c8", "Tennis 2")
    workspace.shipping.choose("Acme")
    workspace.commands.upload.trigger()
    _look(window)
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        _press(window, "severalGo")
    _look(window)
    workspace.session.kept = True
    workspace.loader.file(sheet({"OrderId": "1", "Amount": "12.00"}, {"OrderId": "3"}))
    qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.settled, timeout=20_000)
    workspace.programs.choose("Acme")
    workspace.session.type_cell(0, "c8", "Tennis 3")
    _look(window)
    workspace.repairs.changes_sheet.ask()
    _look(window)
    _press(window, "changesCancel")
    workspace.session.close_journal()
    workspace.history.take_up()
    today = window.findChild(TodayList)
    qtbot.waitUntil(lambda: bool(today.findChildren(QPushButton, "todaySendClean")), timeout=10_000)
    _look(window)
    workspace.history.today.clean_asked.emit()
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "cleanQuestion")), timeout=10_000)
    _look(window)


def _press(window: MainWindow, name: str) -> None:
    (shown,) = [button for button in window.findChildren(QPushButton, name) if button.isVisible()]
    shown.click()
