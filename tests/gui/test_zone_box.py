"""A time zone is found by any name that people give it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton

from gui.style.zone_box import ZoneBox
from tests.gui.test_journey import drop, question, wait_open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The list is a window of its own, and the platform of the tests says what it cannot do with windows."""


def ask(qtbot, window, sheet) -> tuple[ZoneBox, QPushButton, QLabel]:
    drop(window, sheet({"EventDate": "2026-11-20 10:00"}))
    wait_open(qtbot, window)
    window.workspace.repairs.ask_zone()
    asked = question(window, "zoneQuestion")
    box = asked.findChild(ZoneBox, "zoneChoice")
    box.lineEdit().selectAll()
    return box, asked.findChild(QPushButton, "zoneOk"), asked.findChild(QLabel, "zoneUnclear")


def found(box: ZoneBox) -> QAbstractItemView:
    return box._completer.popup()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("pacific t", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("asia/tok", "Asia/Tokyo"),
    ],
)
def test_what_is_typed_is_looked_for_and_chosen_by_keys(qtbot, window, sheet, typed: str, zone: str) -> None:
    box, ok, _ = ask(qtbot, window, sheet)
    qtbot.keyClicks(box.lineEdit(), typed)
    shown = found(box)
    assert shown.isVisible()
    places = [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())]
    assert any(place.startswith(f"{zone} ") for place in places), places
    for _ in range(1 + next(row for row, place in enumerate(places) if place.startswith(f"{zone} "))):
        qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert (box.currentText(), box.zone) == (zone, zone)
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    choices = window.workspace.session.draft.choices
    assert (choices.zone, choices.chosen) == (zone, {"zone"})


def test_a_name_with_several_meanings_has_to_be_chosen_from_the_list(qtbot, window, sheet) -> None:
    box, ok, unclear = ask(qtbot, window, sheet)
    assert ok.isEnabled()
    qtbot.keyClicks(box.lineEdit(), "CST")
    assert not ok.isEnabled()
    assert unclear.text() == "“CST” means no time zone, or several. Choose one."
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "Atlantis")
    assert not found(box).isVisible()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "gmt+2")
    assert (ok.isEnabled(), unclear.text()) == (True, "")
    qtbot.mouseClick(ok, Qt.MouseButton.LeftButton)
    assert window.workspace.session.draft.choices.zone == "+02:00"


def test_the_list_shows_well_known_zones_and_keeps_the_name_alone(qtbot, window, sheet) -> None:
    box, _, _ = ask(qtbot, window, sheet)
    at = box.findData("Europe/London")
    assert box.itemText(at).startswith("Europe/London ")
    box.setCurrentIndex(at)
    box.activated.emit(at)
    assert box.currentText() == "Europe/London"
