"""The first rows of a large file are there while the rest is being read."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

import courier.open_sheet
from courier.reading import ReadingError
from gui.grid.view import Grid
from gui.window.start_page import StartPage
from tests.gui.test_journey import drop, place_of, wait_open


@pytest.fixture
def held_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """All files are large, and are not read until this is called."""
    go = threading.Event()
    plain = courier.open_sheet.open_source

    def wait(path, options, now, step):
        assert go.wait(20)
        return plain(path, options, now, step)

    monkeypatch.setattr("courier.open_sheet._LARGE_TEXT", 0)
    monkeypatch.setattr("gui.reading.sheet_loader.open_any", wait)
    yield go.set
    go.set()


def looked_at(qtbot, window) -> Grid:
    qtbot.waitUntil(lambda: window.findChild(Grid, "firstLook") is not None, timeout=20_000)
    return window.findChild(Grid, "firstLook")


def gone(qtbot, window) -> None:
    qtbot.waitUntil(lambda: window.findChild(Grid, "firstLook") is None)


def test_the_first_rows_are_shown_with_their_verdict_and_give_way_to_the_sheet(
    qtbot, window, sheet, held_reading
) -> None:
    drop(window, sheet(*[{}] * 200, {"Quantity": "0"}))
    look = looked_at(qtbot, window)
    assert look.isVisible()
    assert look.model().rowCount() == 201
    assert look.model().index(200, look.sheet_model.columnCount() - 1).data(Qt.ItemDataRole.UserRole + 1) == "error"
    look.move_to(look.model().index(120, 3))
    held_reading()
    wait_open(qtbot, window)
    gone(qtbot, window)
    assert window.workspace.grid.isVisible()
    at = window.workspace.grid.currentIndex()
    assert (at.row(), at.column()) == (120, 3)
    assert window.workspace.grid.rowAt(0) > 50


def test_nothing_can_be_changed_in_the_first_rows_and_that_is_said(qtbot, window, sheet, held_reading) -> None:
    drop(window, sheet({"Quantity": "7"}))
    look = looked_at(qtbot, window)
    look.move_to(look.model().index(0, place_of_head(look, "Quantity")))
    QTest.keyClick(look, Qt.Key.Key_Delete)
    assert look.currentIndex().data() == "7"
    assert "These are the first rows" in window.findChild(QLabel, "statusSaid").words
    held_reading()
    wait_open(qtbot, window)
    assert window.workspace.model.index(0, place_of(window, "Quantity")).data() == "7"


def test_stopping_leads_back_to_the_start(qtbot, window, sheet, held_reading) -> None:
    drop(window, sheet({}))
    looked_at(qtbot, window)
    window.workspace._stop_opening()
    gone(qtbot, window)
    assert window.findChild(StartPage).isVisible()
    held_reading()


def test_a_file_that_cannot_be_read_to_its_end_leads_back_to_the_start(
    qtbot, window, sheet, held_reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_):
        raise ReadingError("reading-empty", name="orders.csv")

    monkeypatch.setattr("courier.open_sheet.read", broken)
    drop(window, sheet({}))
    looked_at(qtbot, window)
    held_reading()
    gone(qtbot, window)
    assert window.findChild(StartPage).isVisible()
    assert not window.workspace.session.sheet_open


def test_a_small_file_is_shown_once_it_is_read(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    window.workspace.loader.looked.connect(looks.append)
    drop(window, sheet({}))
    wait_open(qtbot, window)
    assert looks == []


def place_of_head(grid: Grid, title: str) -> int:
    model = grid.sheet_model
    return next(place for place in range(model.columnCount()) if model.column_at(place).title == title)
