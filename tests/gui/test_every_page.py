"""Everybody can use every page and every dialog: assistive tools find each control, and keys reach it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)

from tests.gui.pages import KINDS, Desk, visit

_Role = QAccessible.Role
_CONTROLS = {
    _Role.Button, _Role.ButtonDropDown, _Role.ButtonMenu, _Role.CheckBox, _Role.RadioButton, _Role.ComboBox,
    _Role.EditableText, _Role.SpinBox, _Role.PageTab, _Role.Table, _Role.List, _Role.Tree, _Role.ProgressBar,
    _Role.MenuItem, _Role.Dialog, _Role.Chart, _Role.Graphic, _Role.Link,
}  # fmt: skip
_WHOLE = {_Role.Table, _Role.List, _Role.Tree, _Role.ComboBox, _Role.SpinBox}
"""What is inside of these is spoken of as a part of them."""
_MOST_PARTS = 6
"""A field for a day and a time has so many, and Tab goes through them."""
_NOTHING = {_Role.NoRole, _Role.Client, _Role.Pane, _Role.LayeredPane, _Role.Grouping}


@pytest.fixture
def desk(qtbot, window, sheet, tmp_path: Path) -> Desk:
    return Desk(qtbot, window, sheet, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_controls_have_names_tab_reaches_them_letters_too_and_esc_closes(desk: Desk, kind: str) -> None:
    # in one visit, because the way to all pages takes longer than looking at them
    wrong = []
    for name, page in visit(desk, kind):
        first = QApplication.focusWidget() or page
        wrong += [f"{name}: {words}" for look in (_lacking, _wrong_on_the_way, _wrong_letters) for words in look(page)]
        if page.isWindow():
            first.setFocus()
            QTest.keyClick(first, Qt.Key.Key_Escape)
            wrong += [f"{name}: Esc does not close it"] if page.isVisible() else []
    assert not wrong, "\n".join(wrong)


# ---------------------------------------------------------------------- assistive tools


def _lacking(page: QWidget) -> Iterator[str]:
    """The controls without a name, and what takes the focus without being a control."""
    top = QAccessible.queryAccessibleInterface(page)
    assert top is not None
    seen = [top, *_described(top)]
    assert len(seen) > 1
    for node in seen:
        about = f"{node.text(QAccessible.Text.Identifier)} ({node.role().name})"
        if node.role() in _CONTROLS and not node.text(QAccessible.Text.Name).strip():
            yield f"{about} has no name"
    for widget in _stops(page):
        node = QAccessible.queryAccessibleInterface(widget)
        assert node is not None
        if node.role() in _NOTHING:
            yield f"{_name(widget)} takes the focus and is nothing"


def _described(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """All inside of a part that can be seen, from above."""
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None and not child.state().invisible:
            yield child
            if child.role() not in _WHOLE:
                yield from _described(child)


# ---------------------------------------------------------------------- keys


def _wrong_on_the_way(page: QWidget) -> Iterator[str]:
    wanted = _stops(page)
    if not wanted:
        return
    if page.isWindow():
        if not page.isAncestorOf(QApplication.focusWidget() or page):
            yield "nothing has the focus"
    else:
        wanted[0].setFocus()
    there = [one for one in _walk(page, Qt.Key.Key_Tab) if one in wanted]
    for missed in (one for one in wanted if one not in there):
        yield f"Tab does not reach {_name(missed)}"
    back = [one for one in _walk(page, Qt.Key.Key_Backtab) if one in wanted]
    for missed in (one for one in there if one not in back):
        yield f"Shift+Tab does not reach {_name(missed)}"
    order = list(dict.fromkeys(there))
    back_up = [
        f"{_name(after)} comes after {_name(before)}"
        for before, after in pairwise([*order, order[0]])
        if _stands_before(_place(after, page), _place(before, page))
    ]
    # once, from the last to the first
    if len(back_up) > 1:
        yield from back_up


def _walk(page: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where the focus goes until it comes to a place a second time."""
    reached: list[QWidget] = []
    for _ in range(400):
        focus = QApplication.focusWidget()
        if focus is None or (focus in reached and focus is not reached[-1]):
            break
        reached.append(focus)
        if reached.count(focus) > _MOST_PARTS:
            break
        if focus.objectName() == "grid":
            # Tab moves within the sheet, as in every spreadsheet, and F6 leaves it
            focus.parentWidget().focusNextPrevChild(key == Qt.Key.Key_Tab)
        else:
            QTest.keyClick(focus, key)
    return reached


def _stops(page: QWidget) -> list[QWidget]:
    """The controls of a page that Tab has to reach, from above."""
    found = [
        one
        for one in page.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisible()
        and one.isEnabled()
        and one.focusProxy() is None
        and not isinstance(one, QScrollArea | QTabWidget)
        and not _is_beside_the_chosen(one)
        and not (isinstance(one, QTabBar) and one.count() < 2)
        and one.window() is page.window()
    ]
    return sorted(found, key=lambda one: (_place(one, page).top(), _place(one, page).left()))


def _is_beside_the_chosen(widget: QWidget) -> bool:
    """Whether arrows go to it, from the one of its group that is chosen."""
    exclusive = isinstance(widget, QAbstractButton) and (
        widget.autoExclusive() or ((group := widget.group()) is not None and group.exclusive())
    )
    return exclusive and not widget.isChecked()


def _place(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page.window(), QPoint()), widget.size())


def _stands_before(one: QRect, other: QRect) -> bool:
    """Whether a part is read before another one: above and not to the right of it, or beside it in its line."""
    beside = min(one.bottom(), other.bottom()) - max(one.top(), other.top()) > min(one.height(), other.height()) / 2
    if beside:
        return one.right() <= other.left()
    return one.bottom() < other.top() and one.left() <= other.left()


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


def _wrong_letters(page: QWidget) -> Iterator[str]:
    """The fields of a form without a letter of their own, and letters that go elsewhere."""
    taken: dict[str, str] = {}
    for part in (*page.findChildren(QLabel), *page.findChildren(QAbstractButton)):
        field = part.buddy() if isinstance(part, QLabel) else part
        if not part.isVisible() or field is None or part.window() is not page.window():
            continue
        letter = QKeySequence.mnemonic(part.text()).toString()
        if not letter and isinstance(part, QLabel):
            yield f"{part.text()!r} has no letter"
        if letter in taken:
            yield f"{letter} is for {taken[letter]!r} and for {part.text()!r}"
        if letter:
            taken[letter] = part.text()
        # a certificate that is not there yet has no button
        if letter and isinstance(part, QLabel) and field.isEnabled() and (_stops(field) or field.focusPolicy()):
            QTest.keyClick(page.window(), Qt.Key(ord(letter[-1])), Qt.KeyboardModifier.AltModifier)
            if not _has_focus(field):
                yield f"{letter} does not go to {part.text()!r}"


def _has_focus(field: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (focus is field or field.isAncestorOf(focus))
