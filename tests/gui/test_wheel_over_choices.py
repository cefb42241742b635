"""The wheel over choices in a real window: the page moves, the choice stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from gui.application import make_app
from gui.style.wheel_over_choices import WheelOverChoices


@pytest.fixture
def guard(qapp: QApplication) -> Iterator[WheelOverChoices]:
    watching = WheelOverChoices(qapp)
    yield watching
    watching.deleteLater()


@pytest.fixture
def page(qtbot, guard: WheelOverChoices) -> QScrollArea:
    """A long page with one choice of each kind at its top."""
    inside = QWidget()
    lines = QVBoxLayout(inside)
    number, choice, typed = QSpinBox(), QComboBox(), QComboBox()
    number.setValue(5)
    typed.setEditable(True)
    for each in (choice, typed):
        each.addItems(["a", "b", "c"])
        each.setCurrentIndex(1)
    for part in (choice, typed, number, QDateEdit()):
        lines.addWidget(part)
    lines.addStretch(1)
    inside.setMinimumHeight(2000)
    area = QScrollArea(widgetResizable=True)
    area.setWidget(inside)
    area.resize(300, 300)
    qtbot.addWidget(area)
    with qtbot.waitActive(area):
        area.show()
    return area


def turn(over: QWidget, *, up: bool = False) -> None:
    """Turn the wheel as the system tells it: to the window, at the place of a widget."""
    place = over.mapToGlobal(over.rect().center())
    within = QPointF(over.window().mapFromGlobal(place))
    event = QWheelEvent(
        within, QPointF(place), QPoint(0, 0), QPoint(0, 120 if up else -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    (window,) = [shown for shown in QGuiApplication.topLevelWindows() if shown.winId() == over.window().winId()]
    QApplication.sendEvent(window, event)


@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("kind", [QComboBox, QSpinBox, QDateEdit])
def test_the_page_scrolls_and_the_choice_stays(page: QScrollArea, kind: type[QWidget], focused: bool) -> None:
    parts = page.findChildren(kind)
    assert parts
    for part in parts:
        if focused:
            part.setFocus()
        page.verticalScrollBar().setValue(0)
        words = part.lineEdit().text() if part.lineEdit() else part.currentText()
        turn(part)
        assert (part.lineEdit().text() if part.lineEdit() else part.currentText()) == words
        assert page.verticalScrollBar().value() > 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_open_list_scrolls_itself(qtbot, page: QScrollArea) -> None:
    choice = page.findChildren(QComboBox)[0]
    choice.addItems([str(number) for number in range(200)])
    choice.showPopup()
    view = choice.view()
    qtbot.waitUntil(view.isVisible)
    turn(view.viewport())
    assert view.verticalScrollBar().value() > 0
    assert page.verticalScrollBar().value() == 0
    choice.hidePopup()


def test_a_choice_that_stands_in_no_page_stays_too(qtbot, guard: WheelOverChoices) -> None:
    box = QWidget()
    choice = QComboBox(box)
    choice.addItems(["a", "b"])
    qtbot.addWidget(box)
    with qtbot.waitActive(box):
        box.show()
    turn(choice)
    assert choice.currentIndex() == 0


def test_the_app_watches_its_windows(qapp: QApplication) -> None:
    before = len(qapp.findChildren(WheelOverChoices))
    app = make_app()
    made = app.findChildren(WheelOverChoices)
    assert len(made) == before + 1
    made[-1].deleteLater()
