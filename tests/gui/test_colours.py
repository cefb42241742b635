"""What can be told apart, in every theme, and where the focus is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.style import theme
from gui.style.colours import DARK, LIGHT, Theme, of_system
from gui.style.contrast import DISTINCT, READABLE, contrast, mixed
from gui.style.focus_ring import FocusRing
from gui.style.layouts import scrolling
from gui.style.parts import button
from tests.gui.test_journey import drop, wait_open

_GROUNDS = ("window", "surface", "header", "hover", "selection")
_INKS = ("text", "muted", "accent_text", "error", "warning", "note", "good")
_FILLS = {"error": "error_fill", "warning": "warning_fill", "note": "note_fill", "good": "good_fill"}
_VEIL = 120 / 255


def _palette(ground: str, text: str, accent: str, on_accent: str) -> QPalette:
    made, role = QPalette(), QPalette.ColorRole
    for which, colour in (
        (role.Window, ground), (role.WindowText, text), (role.Highlight, accent), (role.HighlightedText, on_accent),
        (role.Link, accent),
    ):  # fmt: skip
        made.setColor(which, QColor(colour))
    return made


# those that Windows comes with
_HIGH = {
    "aquatic": of_system(_palette("#202020", "#ffffff", "#8ee3f0", "#263b50")),
    "desert": of_system(_palette("#fffaef", "#3d3d3d", "#903909", "#fff5e3")),
    "dusk": of_system(_palette("#2d3236", "#ffffff", "#a1bfde", "#212d3b")),
    "night sky": of_system(_palette("#000000", "#ffffff", "#d6b4fd", "#2b2b2b")),
}
_THEMES = {"light": LIGHT, "dark": DARK, **_HIGH}


@pytest.fixture(params=_THEMES.values(), ids=_THEMES)
def colours(request: pytest.FixtureRequest) -> Theme:
    return request.param


def test_every_text_can_be_read_on_every_ground(colours: Theme) -> None:
    pairs = list(product(_INKS, _GROUNDS))
    pairs += [(ink, fill) for fill, ink in product(_FILLS.values(), ("text", "muted", "accent_text"))]
    pairs += _FILLS.items()
    pairs += [("on_accent", "accent"), ("text", "mark_del"), ("text", "mark_ins")]
    assert _too_close(colours, pairs, READABLE) == {}


def test_marked_cells_can_be_read_under_the_selection(colours: Theme) -> None:
    for ink, fill in _FILLS.items():
        veiled = mixed(colours.selection, getattr(colours, fill), _VEIL)
        assert contrast(getattr(colours, ink), veiled) >= READABLE, ink


def test_every_boundary_and_the_ring_can_be_seen_on_every_ground(colours: Theme) -> None:
    grounds = (*_GROUNDS, *_FILLS.values())
    assert _too_close(colours, list(product(("field", "ring"), grounds)), DISTINCT) == {}
    # a filled button and a ticked box are seen by their fill
    assert _too_close(colours, list(product(("accent",), grounds)), DISTINCT) == {}


def test_the_system_decides_about_high_contrast(qapp: QApplication) -> None:
    high, normal = Qt.ContrastPreference.HighContrast, Qt.ContrastPreference.NoPreference
    assert theme._wanted(qapp, Qt.ColorScheme.Dark, normal) == DARK
    assert theme._wanted(qapp, Qt.ColorScheme.Light, normal) == LIGHT
    theme.show(qapp, replace(LIGHT, window="#123456"))
    try:
        chosen = theme._wanted(qapp, Qt.ColorScheme.Light, high)
        # ours is gone: what is there now is the system's
        assert chosen.window == qapp.palette().color(QPalette.ColorRole.Window).name() != "#123456"
        assert chosen.error == chosen.muted == chosen.text
    finally:
        theme.show(qapp, LIGHT)


def _too_close(colours: Theme, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    found = {f"{one} on {other}": contrast(getattr(colours, one), getattr(colours, other)) for one, other in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


# ---------------------------------------------------------------------- the ring


@pytest.fixture
def ring(qapp: QApplication) -> Iterator[FocusRing]:
    theme.show(qapp, LIGHT)
    # a test that made the whole app before has left its ring
    of_the_app = qapp.findChild(FocusRing)
    made = of_the_app or FocusRing(qapp, lambda: theme.current().ring)
    yield made
    if of_the_app is None:
        made.deleteLater()


@pytest.fixture
def form(qtbot, ring: FocusRing) -> QDialog:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    inside = QWidget()
    lines = QVBoxLayout(inside)
    for number in range(12):
        lines.addWidget(QCheckBox(f"Box {number}"))
    column = QVBoxLayout(dialog)
    area = scrolling(inside)
    area.setFixedHeight(120)
    column.addWidget(area)
    column.addWidget(button("Save", primary=True, name="save"))
    column.addWidget(button("Cancel", name="cancel"))
    column.addWidget(QLineEdit())
    tabs = QTabWidget()
    tabs.addTab(QWidget(), "One")
    tabs.addTab(QWidget(), "Two")
    column.addWidget(tabs)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def _frame(window: QWidget) -> QRect | None:
    frames = [one for one in window.findChildren(QWidget, "focusFrame") if one.isVisible()]
    assert len(frames) <= 1
    return frames[0].geometry() if frames else None


def test_the_ring_is_around_each_control_and_apart_from_it(form: QDialog) -> None:
    for control in (
        form.findChild(QPushButton, "save"),
        form.findChild(QPushButton, "cancel"),
        form.findChild(QLineEdit),
    ):
        control.setFocus()
        frame = _frame(form)
        assert frame == control.geometry().adjusted(-4, -4, 4, 4)
        picture = form.grab().toImage()
        middle = frame.center().x()
        seen = [picture.pixelColor(middle, frame.top() + step).name() for step in range(4)]
        assert seen == [LIGHT.ring, LIGHT.ring, LIGHT.window, LIGHT.window]


def test_the_menu_bar_shows_by_itself_where_the_focus_is(qtbot, form: QDialog) -> None:
    bar = QMenuBar()
    bar.addMenu("File")
    form.layout().setMenuBar(bar)
    bar.show()
    form.findChild(QPushButton, "save").setFocus()
    assert _frame(form) is not None
    bar.setFocus()
    assert bar.hasFocus()
    assert _frame(form) is None


@pytest.mark.parametrize("shown", [LIGHT, DARK])
def test_a_choice_that_is_not_taken_can_be_seen(qtbot, qapp: QApplication, shown: Theme) -> None:
    theme.show(qapp, shown)
    try:
        choice = QRadioButton("One")
        qtbot.addWidget(choice)
        choice.show()
        picture = choice.grab().toImage()
        middle = picture.height() // 2
        assert shown.field in {picture.pixelColor(x, middle).name() for x in range(16)}
        choice.setChecked(True)
        picture = choice.grab().toImage()
        assert shown.accent in {picture.pixelColor(x, middle).name() for x in range(16)}
    finally:
        theme.show(qapp, LIGHT)


def test_the_ring_goes_with_what_scrolls_and_what_grows(qtbot, form: QDialog) -> None:
    box = form.findChildren(QCheckBox)[0]
    box.setFocus()
    before = _frame(form)
    assert before.contains(QRect(box.mapTo(form, QPoint()), box.size()))
    form.move(form.x() + 10, form.y())
    form.resize(form.width() + 60, form.height())
    assert _frame(form).width() == before.width() + 60
    area = form.findChildren(QWidget, "qt_scrollarea_viewport")[0].parentWidget()
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert _frame(form) is None
    area.verticalScrollBar().setValue(0)
    assert _frame(form) is not None


def test_the_ring_is_around_the_tab_that_arrows_leave(form: QDialog) -> None:
    tabs = form.findChild(QTabWidget)
    tabs.tabBar().setFocus()
    first = _frame(form)
    tabs.setCurrentIndex(1)
    assert _frame(form).left() > first.left()


def test_the_ring_goes_with_its_control_and_to_other_windows(qtbot, form: QDialog) -> None:
    gone = form.findChild(QPushButton, "cancel")
    gone.setFocus()
    gone.hide()
    assert form.focusWidget() is not gone
    assert _frame(form) == form.focusWidget().geometry().adjusted(-4, -4, 4, 4)
    gone.show()
    gone.setFocus()
    gone.setParent(None)
    gone.deleteLater()
    other = QDialog(form)
    field = QLineEdit(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    field.setFocus()
    assert _frame(other) is not None
    other.close()
    form.findChild(QPushButton, "save").setFocus()


# ---------------------------------------------------------------------- targets

_LEAST = 24


def test_whatever_is_clicked_is_large_enough(qtbot, window, sheet) -> None:
    _all_large_enough(window)
    drop(window, sheet({"Amount": "1,5"}, {"Sku": ""}))
    wait_open(qtbot, window)
    window.commands.find_text.trigger()
    _all_large_enough(window)
    window.workspace.show_columns()
    _all_large_enough(window)
    window.workspace.shipping.ask_for_destination("")
    qtbot.waitUntil(lambda: window.findChild(QLineEdit, "destinationUser").height() > 1)
    _all_large_enough(window)


def _all_large_enough(window: QWidget) -> None:
    small = [
        (control.objectName(), control.width(), control.height())
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for control in window.findChildren(kind)
        if control.isVisible() and not _inner(control) and min(control.width(), control.height()) < _LEAST
    ]
    assert not small


def _inner(control: QWidget) -> bool:
    """Part of a larger control, or Qt's own corner of a table."""
    return (
        isinstance(control.parentWidget(), QLineEdit | QComboBox) or "CornerButton" in control.metaObject().className()
    )
