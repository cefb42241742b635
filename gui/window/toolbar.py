"""The bar on top: open, undo, template, program, find, export, and the upload with what it would send."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from courier.destinations import Destination
from courier.messages import text
from courier.programs import Program
from courier.rules.template_choice import TEMPLATES
from gui.delivery.batch_comparison import BatchComparison
from gui.session.session import Session
from gui.style.elided_choice import ElidedChoice
from gui.style.folding_row import FoldingRow
from gui.style.measures import BAR_MARGINS, scaled
from gui.style.parts import named, styled
from gui.style.plain import literal, set_tip
from gui.window.action_states import ActionStates
from gui.window.actions import WindowActions
from gui.window.next_step import NextStep


class Toolbar(FoldingRow):
    """Shows some of the window's actions, and the choices of template, program and destination.
    ``destinations``: the menu to list those in."""

    template_chosen = Signal(str)
    program_chosen = Signal(str)
    destination_chosen = Signal(str)
    destination_asked = Signal(str)

    def __init__(
        self,
        actions: WindowActions,
        states: ActionStates,
        session: Session,
        comparison: BatchComparison,
        destinations: QMenu,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, margins=BAR_MARGINS, spacing=8)
        self.setObjectName("bar")
        styled(self)
        self._session, self._actions, self._menu = session, actions, destinations
        self._open = self._tool(actions.open)
        about_source = QMenu(self)
        about_source.addAction(actions.reading)
        self._open.setMenu(about_source)
        undo, redo = self._step_tool(actions.undo, "↶"), self._step_tool(actions.redo, "↷")
        self.program = named(ElidedChoice(), "programChoice", text("label-program"))
        self.program.activated.connect(self._take_program)
        self.template = named(ElidedChoice(), "templateChoice", text("label-template"))
        for name in TEMPLATES:
            self.template.addItem(text("template-name", template=name), name)
        self.template.activated.connect(lambda _: self.template_chosen.emit(self.template.currentData()))
        for choice in (self.program, self.template):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumContentsLength(8)
            set_tip(choice, choice.accessibleName())
        actions.find_text.setIconText(text("find-open"))
        find = self._tool(actions.find_text)
        self._sheet_parts: tuple[QWidget, ...] = (undo, redo, self.program, self.template, find)
        self.add(self._open, *self._sheet_parts)
        self.add_overflow("barMore", text("notice-more"))
        self.add_stretch()
        self._history = named(self._tool(actions.history), "historyButton")
        self._programs = named(self._tool(actions.programs), "programsButton")
        self._places = named(QToolButton(), "destinationsButton")
        self._places.setText(text("menu-destinations"))
        self._places.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._places.setMenu(destinations)
        self.add(self._history, self._programs, self._places)
        self.next_step = NextStep(self, actions, states, session, comparison, destinations)
        self._narrow_choices(False)
        self.add_step(self._narrow_choices)
        self.add_step(self.next_step.show_brief)
        folding: tuple[tuple[QWidget, ...], ...]
        folding = ((self.template,), (find,), (undo, redo), (self.program,), (self.next_step.summary,))
        for parts in folding:
            self.add_hiding(*parts)
        for signal in (session.changed, session.counted, comparison.changed):
            signal.connect(self.refresh)
        self.show_sheet(False)

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(action)
        tool.setCursor(Qt.CursorShape.PointingHandCursor)
        return tool

    def _step_tool(self, action: QAction, sign: str) -> QToolButton:
        action.setIconText(sign)
        tool = self._tool(action)
        tool.setProperty("plain", True)
        tool.setAccessibleName(action.text())
        return tool

    def _narrow_choices(self, narrow: bool) -> None:
        for choice in (self.program, self.template):
            choice.setMaximumWidth(scaled(120 if narrow else 240))

    def show_sheet(self, shown: bool) -> None:
        """Show what belongs to a sheet, or hide it."""
        for button in (self._history, self._programs, self._places):
            self.show_part(button, not shown)
        for part in self._sheet_parts:
            self.show_part(part, shown)
        self.next_step.show_for_sheet(shown)
        popup = QToolButton.ToolButtonPopupMode
        self._open.setPopupMode(popup.MenuButtonPopup if shown else popup.DelayedPopup)
        self.refit()

    def _take_program(self, place: int) -> None:
        if place < self.program.count() - 1:
            self.program_chosen.emit(self.program.itemData(place))
            return
        self._mark_program()
        self._actions.programs.trigger()

    def _mark_program(self) -> None:
        chosen = self._session.draft.choices.program if self._session.sheet_open else None
        with QSignalBlocker(self.program):
            self.program.setCurrentIndex(max(0, self.program.findData(chosen or "")))

    def show_programs(self, programs: list[Program], chosen: str | None) -> None:
        """The saved programs to choose from, and the way to change them."""
        with QSignalBlocker(self.program):
            self.program.clear()
            self.program.addItem(text("no-program"), "")
            for program in programs:
                self.program.addItem(program.name, program.name)
            self.program.insertSeparator(self.program.count())
            self.program.addItem(text("menu-programs-open"))
            self.program.setCurrentIndex(max(0, self.program.findData(chosen or "")))

    def show_destinations(self, saved: list[Destination], chosen: Destination | None) -> None:
        """The destinations in the Upload button's menu."""
        self._menu.clear()
        for destination in saved:
            entry = self._menu.addAction(literal(destination.name))
            entry.setCheckable(True)
            entry.setChecked(chosen is not None and destination.name == chosen.name)
            entry.triggered.connect(lambda _=False, name=destination.name: self.destination_chosen.emit(name))
        if saved:
            self._menu.addSeparator()
        if chosen is not None and chosen in saved:
            change = self._menu.addAction(literal(text("upload-edit-destination", destination=chosen.name)))
            change.triggered.connect(lambda: self.destination_asked.emit(chosen.name))
        fresh = self._menu.addAction(text("upload-new-destination"))
        fresh.setObjectName("newDestination")
        fresh.triggered.connect(lambda: self.destination_asked.emit(""))
        self.refresh()

    def refresh(self) -> None:
        """Show the session's choices and what to do next."""
        if self._session.sheet_open:
            template = self._session.draft.choices.template
            with QSignalBlocker(self.template):
                self.template.setCurrentIndex(self.template.findData(template))
            self._mark_program()
        self.next_step.refresh()
        self.refit()
