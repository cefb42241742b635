"""A row of widgets that never needs more width than it has: step by step, what matters least gets shorter or goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenu, QToolButton, QWidget

from gui.style.layouts import Margins, hbox
from gui.style.parts import named
from gui.style.plain import literal, set_tip

Step = Callable[[bool], object]
"""Makes something shorter (True) or as it was (False)."""


class FoldingRow(QWidget):
    """Widgets from left to right. Steps are taken in the order in which they were added, until the rest has room."""

    def __init__(self, parent: QWidget, *, margins: Margins, spacing: int) -> None:
        super().__init__(parent)
        self._line = hbox(self, margins=margins, spacing=spacing)
        self._steps: list[Step] = []
        self._taken = 0
        self._fitting = False
        self._unwanted: set[QWidget] = set()
        self._folded: list[QWidget] = []
        self._overflow: QToolButton | None = None

    def add(self, *widgets: QWidget, stretch: int = 0) -> None:
        """Put widgets at the end of the row."""
        for widget in widgets:
            self._line.addWidget(widget, stretch)

    def add_stretch(self) -> None:
        """What comes after stands at the other end."""
        self._line.addStretch(1)

    def add_step(self, step: Step) -> None:
        """The next step where there is no room."""
        self._steps.append(step)

    def add_hiding(self, *widgets: QWidget) -> None:
        """The next step where there is no room: hide widgets of the row."""

        def step(fold: bool) -> None:
            for widget in widgets:
                (self._folded.append if fold else self._folded.remove)(widget)
                self._show(widget)
            self._show_overflow()

        self.add_step(step)

    def show_part(self, widget: QWidget, shown: bool) -> None:
        """Show a widget of the row while there is room for it, or hide it."""
        (self._unwanted.discard if shown else self._unwanted.add)(widget)
        self._show(widget)
        self._show_overflow()

    def add_overflow(self, name: str, spoken: str) -> QToolButton:
        """Put a button at the end of the row whose menu holds the buttons and choices that are folded away."""
        button = self._overflow = named(QToolButton(self), name, spoken)
        button.setText("⋯")
        button.setProperty("plain", True)
        set_tip(button, spoken)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        self.add(button)
        button.hide()
        return button

    def is_folded(self, widget: QWidget) -> bool:
        """Whether a widget that is to be shown is hidden because there is no room for it."""
        return widget in self._folded and widget not in self._unwanted

    def refit(self) -> None:
        """Look anew which steps have to be taken, after what the row says has changed."""
        self._fit(anew=True)

    def _show_overflow(self) -> None:
        if self._overflow is not None:
            self._overflow.setVisible(
                any(self.is_folded(widget) and _can_be_pressed(widget) for widget in self._folded)
            )

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for widget in self._folded:
            if self.is_folded(widget):
                _add_to(menu, widget)

    def _show(self, widget: QWidget) -> None:
        widget.setVisible(widget not in self._unwanted and widget not in self._folded)

    def _fit(self, *, anew: bool) -> None:
        # what a step shows or hides can make Qt ask for this again before the step is done
        if self._fitting:
            return
        self._fitting = True
        try:
            while anew and self._taken:
                self._taken -= 1
                self._steps[self._taken](False)
            while self._taken < len(self._steps) and self._needed() > self.width():
                self._steps[self._taken](True)
                self._taken += 1
        finally:
            self._fitting = False

    def _needed(self) -> int:
        # no invalidating here: that would ask for another layout, which asks this again, without end
        return self._line.minimumSize().width()

    # ------------------------------------------------------------------ Qt's questions

    def minimumSizeHint(self) -> QSize:
        # the row folds instead of widening what it stands in
        return QSize(0, self._line.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(anew=event.size().width() > event.oldSize().width())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit(anew=False)
        return super().event(event)


def _can_be_pressed(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton | QComboBox)


def _add_to(menu: QMenu, widget: QWidget) -> None:
    """What a button or choice does, as an entry of a menu."""
    if isinstance(widget, QComboBox):
        choices = menu.addMenu(literal(widget.accessibleName()))
        for place in range(widget.count()):
            if not widget.itemText(place):
                choices.addSeparator()
                continue
            entry = choices.addAction(literal(widget.itemText(place)))
            entry.setCheckable(True)
            entry.setChecked(place == widget.currentIndex())
            entry.triggered.connect(lambda _=False, place=place: _choose(widget, place))
    elif isinstance(widget, QToolButton) and widget.defaultAction() is not None:
        menu.addAction(widget.defaultAction())
    elif isinstance(widget, QAbstractButton):
        entry = menu.addAction(widget.text() or literal(widget.accessibleName()), widget.click)
        entry.setEnabled(widget.isEnabled())


def _choose(widget: QComboBox, place: int) -> None:
    widget.setCurrentIndex(place)
    widget.activated.emit(place)
