"""The first minutes: a guide, sheets to practise on, and files that were opened last."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.delivery.destination_form import DestinationForm
from gui.window.main_window import MainWindow
from tests.gui.conftest import EmptyWindow


def press(window: MainWindow, name: str) -> None:
    found = window.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    found.click()


def wait_checked(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open and window.workspace.session.settled, timeout=20_000)


def test_the_guide_is_shown_until_something_was_sent(qtbot: QtBot, window: EmptyWindow) -> None:
    qtbot.waitUntil(window.start.guide.isVisible)
    said = " ".join(label.text() for label in window.start.guide.findChildren(QLabel))
    assert all(words in said for words in ("Open a sheet", "Repair what would be refused", "Send what is ready"))
    window.start.show_recent([], "The history cannot be read.")
    assert not window.start.guide.isVisible()
    window.commands.guide.trigger()
    assert window.start.guide.isVisible()


@pytest.mark.parametrize(
    ("kind", "rows", "rule"),
    [("orders", 60, "ROW-AMOUNT-NUM"), ("workbook", 12, "ROW-DIGITS"), ("returns", 12, "ITEM-QTY")],
)
def test_each_practice_sheet_has_what_it_teaches(
    qtbot: QtBot, window: EmptyWindow, kind: str, rows: int, rule: str
) -> None:
    press(window, f"guide-{kind}")
    wait_checked(qtbot, window)
    session = window.workspace.session
    assert session.practice
    assert session.draft.sheet.row_count == rows
    assert len(session.draft.rows_with(rule))


def test_practice_sheets_are_in_the_help_menu(qtbot: QtBot, window: EmptyWindow) -> None:
    window.commands.practice_returns.trigger()
    wait_checked(qtbot, window)
    assert window.workspace.session.opened.name == "practice-returns.csv"


def test_returns_lead_to_a_sheet_of_changes(qtbot: QtBot, window: EmptyWindow) -> None:
    window.commands.practice_returns.trigger()
    wait_checked(qtbot, window)
    from courier.reversals import reversals_of

    changes = reversals_of(window.workspace.session.draft)
    assert changes.table.height == 4


def test_a_destination_is_set_up_from_the_guide(qtbot: QtBot, window: EmptyWindow) -> None:
    press(window, "guideDestination")
    form = window.findChild(DestinationForm)
    assert isinstance(form, DestinationForm)
    form.close()


def test_a_recent_file_is_opened_from_the_start_page(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    assert not window.start.recent_files.isVisible()
    path = sheet({})
    window.open_file(path)
    wait_checked(qtbot, window)
    window.commands.today.trigger()
    assert window.start.recent_files.isVisible()
    (choose,) = window.start.recent_files.findChildren(QPushButton)
    assert choose.accessibleName() == "Open orders.csv"
    choose.click()
    assert window.others == [path]
