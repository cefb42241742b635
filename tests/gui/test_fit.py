"""The window fits: on every screen, with larger and with longer texts nothing is cut and nothing is out of reach."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from courier.draft_edits import change_mapping, set_aside
from courier.messages import PSEUDO_LONG, text, use_language
from courier.sheet.mapping import Constant
from gui.reading.panel import ReadingPanel
from gui.session.questions import Question
from gui.style.elided_choice import ElidedChoice
from gui.style.parts import ElidedLabel
from gui.window.main_window import MainWindow
from gui.window.placement import keep_place, place, screen_mark
from tests.gui.conftest import EmptyWindow
from tests.gui.pages import KINDS, Desk, visit
from tests.gui.test_journey import drop, wait_open

SCREENS = ("smallest", "projector", "laptop", "desk")


def screen(name: str) -> QScreen:
    return next(screen for screen in QGuiApplication.screens() if screen.name() == name)


@pytest.fixture
def texts(qapp: QApplication) -> Iterator[Callable[[int, str], None]]:
    """Gives texts a size, in per cent of the usual one, and a language."""
    usual = qapp.font()

    def give(percent: int, language: str) -> None:
        font = qapp.font()
        font.setPointSizeF(9 * percent / 100)
        qapp.setFont(font)
        use_language(language)

    yield give
    qapp.setFont(usual)
    use_language("en")


@pytest.fixture
def on_screen(qtbot: QtBot) -> Callable[[str], EmptyWindow]:
    """A window on a screen where none was before."""

    def make(name: str) -> EmptyWindow:
        window = EmptyWindow()
        window.setScreen(screen(name))
        place(window, window._services.views)
        qtbot.addWidget(window, before_close_func=lambda closing: setattr(closing.workspace.session, "kept", True))
        window.show()
        assert window.workspace
        return window

    return make


@pytest.mark.parametrize(
    ("name", "percent", "language"),
    [
        *((name, 100, "en") for name in SCREENS),
        ("laptop", 150, "en"),
        ("laptop", 200, "en"),
        ("laptop", 100, PSEUDO_LONG),
        ("projector", 150, PSEUDO_LONG),
    ],
)
def test_nothing_is_cut_and_nothing_leaves_the_screen(
    qtbot, sheet, texts, on_screen, name: str, percent: int, language: str
) -> None:
    texts(percent, language)
    window = on_screen(name)
    cut: list[str] = []
    look(qtbot, window, "start", cut)
    before = window.geometry()
    assert screen(name).availableGeometry().contains(window.frameGeometry())
    drop(window, sheet({"Amount": "1,5", "Category": ""}, {"Sku": ""}, {"Quantity": "many"}, {}))
    wait_open(qtbot, window)
    workspace = window.workspace
    draft = workspace.session.draft
    workspace.session.do(change_mapping(draft, draft.choices.mapping.with_feed("Note", Constant("all & every row"))))
    workspace.session.do(set_aside(workspace.session.draft, [3]))
    workspace.show_sheet()
    workspace.navigation.step(1)
    look(qtbot, window, "sheet", cut)
    workspace.commands.replace.trigger()
    workspace.commands.filter.trigger()
    offer = ("noticeShowFolder", text("notice-show-folder"), lambda: None)
    workspace.notice.tell("Two files are in a folder with a name that is rather long. " * 3, offer=offer)
    look(qtbot, window, "sheet with bars", cut)
    workspace.navigation.find_replace.close()
    workspace.navigation.filter_bar.close_choice()
    workspace.notice.put_away()
    workspace.sheet_page.show_side(True)
    look(qtbot, window, "sheet with its pane", cut)
    workspace.show_columns()
    look(qtbot, window, "columns", cut)
    workspace.history.show()
    look(qtbot, window, "history", cut)
    workspace.reversals.open_at()
    look(qtbot, window, "reversals", cut)
    assert cut == [], "\n".join(cut)
    assert window.geometry() == before


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_room_for_texts_of_twice_the_size_and_longer_ones(
    qtbot, sheet, texts, on_screen, tmp_path: Path, kind: str
) -> None:
    texts(200, PSEUDO_LONG)
    window = on_screen("laptop")
    room, cut = screen("laptop").availableGeometry(), list[str]()
    for name, page in visit(Desk(qtbot, window, sheet, tmp_path), kind):
        qtbot.waitUntil(lambda page=page: room.contains(page.window().frameGeometry()))
        look(qtbot, window, name, cut)
    assert cut == [], "\n".join(cut)


def test_the_ways_of_reading_have_room_once_they_are_known(qtbot, sheet, texts, on_screen) -> None:
    texts(200, PSEUDO_LONG)
    window = on_screen("laptop")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.commands.reading.trigger()
    panel = window.findChild(ReadingPanel)
    qtbot.waitUntil(lambda: panel.choices.isEnabled() and "·" in panel.choices.delimiter.currentText())
    cut: list[str] = []
    look(qtbot, window, "reading", cut)
    assert cut == [], "\n".join(cut)
    assert screen("laptop").availableGeometry().contains(panel.frameGeometry())
    panel.reject()


def test_what_is_chosen_above_a_sheet_is_read_whole(qtbot, sheet, on_screen) -> None:
    window = on_screen("laptop")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    for name in ("programChoice", "templateChoice"):
        choice = window.findChild(ElidedChoice, name)
        for at in range(choice.count()):
            choice.setCurrentIndex(at)
            qtbot.waitUntil(lambda choice=choice: choice.shown_text() == choice.currentText())


def test_what_is_cut_would_be_noticed(qtbot, on_screen) -> None:
    window = on_screen("desk")
    assert list(cut_texts(window)) == []
    qtbot.waitUntil(lambda: any(button.isVisible() for button in window.findChildren(QPushButton)))
    shown = next(button for button in window.findChildren(QPushButton) if button.isVisible() and button.text())
    shown.setFixedWidth(12)
    qtbot.waitUntil(lambda: len(list(cut_texts(window))) == 1)


def test_a_window_comes_back_to_its_place_and_the_next_one_stands_beside_it(qtbot, on_screen) -> None:
    first = on_screen("desk")
    first.setGeometry(7100, 80, 1000, 700)
    second = on_screen("desk")
    assert second.geometry().topLeft() != first.geometry().topLeft()
    second.close()
    keep_place(first, first._services.views)
    first.close()
    third = on_screen("desk")
    assert third.geometry() == QRect(7100, 80, 1000, 700)
    # what was kept for a larger screen does not leave a smaller one
    third._services.views.keep([7900, 700, 1400, 900, 0], "window", screen_mark(screen("desk")))
    place(third, third._services.views)
    assert screen("desk").availableGeometry().contains(third.geometry())


def test_many_windows_stay_on_the_screen(qtbot, on_screen) -> None:
    windows = [on_screen("smallest") for _ in range(4)]
    assert all(screen("smallest").availableGeometry().contains(window.geometry()) for window in windows)


def look(qtbot: QtBot, window: MainWindow, page: str, cut: list[str]) -> None:
    # what is counted beside the window changes words for a while
    qtbot.wait(30)
    for _ in range(100):
        if not (now := list(cut_texts(window))):
            break
        qtbot.wait(50)
    cut += [f"{page}: {words}" for words in now]


def cut_texts(window: MainWindow) -> Iterator[str]:
    """The buttons, labels and choices that are seen only in part, and that cannot be scrolled to."""
    for kind in (QPushButton, QToolButton, QLabel, QCheckBox, QComboBox):
        for widget in window.findChildren(kind):
            if not widget.isVisible() or isinstance(widget, ElidedLabel):
                continue
            words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            if not words:
                continue
            room = _seen_part(widget)
            if room.width() < widget.width() or room.height() < widget.height():
                yield f"{widget.objectName()} {words!r} is seen only in part: {room} of {widget.size()}"
            needed = _needed(widget, words)
            if widget.width() < needed:
                yield f"{widget.objectName()} {words!r} needs {needed} and has {widget.width()}"
            if (
                isinstance(widget, QLabel)
                and widget.wordWrap()
                and widget.height() < widget.heightForWidth(widget.width())
            ):
                yield f"{widget.objectName()} {words!r} is not high enough"


def _needed(widget: QWidget, words: str) -> int:
    if isinstance(widget, ElidedChoice) or (isinstance(widget, QLabel) and widget.wordWrap()):
        return 0
    return max(widget.fontMetrics().horizontalAdvance(line) for line in words.replace("&", "").splitlines() or [""])


def _seen_part(widget: QWidget) -> QRect:
    """What of a widget is inside all that it stands in; what can be scrolled to counts as seen."""
    seen = QRect(QPoint(), widget.size())
    inner, outer = widget, widget.parentWidget()
    while outer is not None and not inner.isWindow():
        if isinstance(outer, QAbstractScrollArea) or isinstance(outer.parentWidget(), QScrollArea):
            return seen
        top = widget.mapTo(outer, QPoint(0, 0))
        seen &= QRect(-top, outer.size())
        inner, outer = outer, outer.parentWidget()
    return seen


def test_a_dialog_with_too_much_keeps_its_buttons_on_the_screen(qtbot, on_screen) -> None:
    window = on_screen("smallest")
    asked = Question("tall", "Title", "Sentence", window)
    tall, taken = QListWidget(), []
    tall.setMinimumSize(480, 4_000)
    asked.body.addWidget(tall)
    go = asked.offer("Go", lambda: taken.append("go"), primary=True)
    asked.ask_or_cancel()
    room = screen("smallest").availableGeometry()
    qtbot.waitUntil(lambda: room.contains(asked.frameGeometry()))
    qtbot.waitUntil(lambda: room.contains(QRect(go.mapToGlobal(QPoint()), go.size())))
    assert go.height() >= go.minimumSizeHint().height()
    box = asked.findChild(QDialogButtonBox)
    assert box.buttonRole(go) == QDialogButtonBox.ButtonRole.AcceptRole
    go.click()
    assert taken == ["go"]
