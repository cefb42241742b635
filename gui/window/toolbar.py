"""The bar on top: open, undo, template, program, find, export, and the upload with what it would send."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QVBoxLayout, QWidget

from courier.batch_summary import BatchSummary
from courier.destinations import Destination
from courier.messages import text
from courier.programs import Program
from courier.rules.rule import Severity
from courier.rules.template_choice import TEMPLATES
from gui.delivery.batch_comparison import BatchComparison
from gui.session.amounts import amounts
from gui.session.session import Session
from gui.style.layouts import hbox, vbox
from gui.style.measures import BAR_MARGINS
from gui.style.parts import ElidedLabel, label, make_primary, named, set_style, styled
from gui.style.plain import set_tip
from gui.window.action_states import ActionStates
from gui.window.actions import WindowActions


class Toolbar(QWidget):
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
        super().__init__(parent)
        self.setObjectName("bar")
        styled(self)
        self._session, self._comparison = session, comparison
        self._states, self._actions = states, actions
        line = hbox(self, margins=BAR_MARGINS, spacing=8)
        self._open = self._tool(actions.open)
        about_source = QMenu(self)
        about_source.addAction(actions.reading)
        self._open.setMenu(about_source)
        line.addWidget(self._open)
        self._sheet_parts: list[QWidget] = []
        for action, sign in ((actions.undo, "↶"), (actions.redo, "↷")):
            action.setIconText(sign)
            tool = self._tool(action)
            tool.setProperty("plain", True)
            tool.setAccessibleName(action.text())
            self._sheet_parts.append(tool)
            line.addWidget(tool)
        self.template = named(QComboBox(), "templateChoice", text("label-template"))
        for name in TEMPLATES:
            self.template.addItem(text("template-name", template=name), name)
        self.template.activated.connect(lambda _: self.template_chosen.emit(self.template.currentData()))
        self.program = named(QComboBox(), "programChoice", text("label-program"))
        for choice in (self.template, self.program):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumContentsLength(10)
        self.program.setMaximumWidth(240)
        self.program.activated.connect(self._take_program)
        for key, part in (("label-template", self.template), ("label-program", self.program)):
            about = label(text(key), muted=True)
            about.setBuddy(part)
            self._sheet_parts += [about, part]
            line.addWidget(about)
            line.addWidget(part)
        columns = self._tool(actions.columns)
        self._sheet_parts.append(columns)
        line.addWidget(columns)
        self._gap = QWidget()
        line.addWidget(self._gap, 1)
        self._programs = named(self._tool(actions.programs), "programsButton")
        self._history = self._tool(actions.history)
        self._history.setObjectName("historyButton")
        line.addWidget(self._history)
        line.addWidget(self._programs)
        self._places = named(QToolButton(), "destinationsButton")
        self._places.setText(text("menu-destinations"))
        self._places.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line.addWidget(self._places)
        for action, words in ((actions.find_text, "find-open"), (actions.filter, "filter-open")):
            action.setIconText(text(words))
            tool = self._tool(action)
            self._sheet_parts.append(tool)
            line.addWidget(tool)
        export = self._tool(actions.export)
        export.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        others = QMenu(self)
        others.addAction(actions.report)
        export.setMenu(others)
        line.addWidget(export)
        self._line, self._figures = line, self._summary()
        line.addLayout(self._figures)
        self._upload = self._tool(actions.upload)
        self._upload.setObjectName("uploadButton")
        self._upload.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._menu = destinations
        self._upload.setMenu(self._menu)
        self._places.setMenu(self._menu)
        line.addWidget(self._upload)
        self._sheet_parts += [export, self._upload, self._upper, self._lower]
        session.changed.connect(self.refresh)
        session.counted.connect(self._show_primary)
        comparison.changed.connect(self.refresh)
        self.show_sheet(False)

    def _summary(self) -> QVBoxLayout:
        words = vbox(spacing=0)
        self._upper = named(ElidedLabel("", muted=False), "uploadSummary")
        self._upper.setProperty("title", True)
        self._lower = named(ElidedLabel(""), "uploadUsual")
        for part in (self._upper, self._lower):
            part.setMinimumWidth(150)
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words.addWidget(part)
        return words

    def _tool(self, action: QAction) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(action)
        tool.setCursor(Qt.CursorShape.PointingHandCursor)
        return tool

    def show_sheet(self, shown: bool) -> None:
        """Show what belongs to a sheet, or hide it."""
        # hidden figures would still take up space
        self._line.setStretchFactor(self._figures, 3 if shown else 0)
        for part in (self._history, self._programs, self._places, self._gap):
            part.setVisible(not shown)
        for part in self._sheet_parts:
            part.setVisible(shown)
        popup = QToolButton.ToolButtonPopupMode
        self._open.setPopupMode(popup.MenuButtonPopup if shown else popup.DelayedPopup)

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
            entry = self._menu.addAction(destination.name)
            entry.setCheckable(True)
            entry.setChecked(chosen is not None and destination.name == chosen.name)
            entry.triggered.connect(lambda _=False, name=destination.name: self.destination_chosen.emit(name))
        if saved:
            self._menu.addSeparator()
        if chosen is not None and chosen in saved:
            change = self._menu.addAction(text("upload-edit-destination", destination=chosen.name))
            change.triggered.connect(lambda: self.destination_asked.emit(chosen.name))
        fresh = self._menu.addAction(text("upload-new-destination"))
        fresh.setObjectName("newDestination")
        fresh.triggered.connect(lambda: self.destination_asked.emit(""))
        if self._session.sheet_open:
            self._menu.addSeparator()
            self._menu.addActions([self._actions.send_later, self._actions.history])
        self.refresh()

    def refresh(self) -> None:
        """Show the session's choices and what an upload would send."""
        session = self._session
        if not session.sheet_open:
            return
        with QSignalBlocker(self.template):
            self.template.setCurrentIndex(self.template.findData(session.draft.choices.template))
        self._mark_program()
        self._show_primary()
        if session.standing is None:
            self._upper.say("")
            self._lower.say("")
            return
        self._summarise(session.standing, self._states.where() or text("upload-where-none"))
        if self._actions.upload.isEnabled():
            tip = (self._upper.words, self._lower.words, self._comparison.words)
            set_tip(self._actions.upload, "\n".join(word for word in tip if word))

    def _show_primary(self) -> None:
        """Make the upload the next thing to do once nothing is wrong and no safe repair is left."""
        session = self._session
        ready = session.sheet_open and session.standing is not None and session.standing.ready > 0
        clean = session.sheet_open and session.draft.verdict.counts()[Severity.ERROR] == 0
        make_primary(self._upload, clean and ready and session.safe_changes == 0)

    def _summarise(self, standing: BatchSummary, place: str) -> None:
        """Say what an upload would send and where to; empty figures are left out."""
        if not standing.ready:
            sent = text("upload-summary-sent", sent=standing.sent, left=standing.set_aside)
            self._upper.say(sent if standing.sent else text("upload-summary-none"))
            self._lower.say(place)
            return
        what = text("upload-summary", rows=standing.ready, orders=standing.orders)
        total = ", ".join(amounts(standing.totals))
        self._upper.say(" · ".join(word for word in (what, total) if word))
        days = _days(standing.first_event, standing.last_event)
        files = text("upload-summary-where", parts=self._session.parts, where=place)
        self._lower.say(" · ".join(word for word in (self._comparison.brief, days, files) if word))
        set_style(self._lower, "striking", self._comparison.striking)


def _days(first: object, last: object) -> str:
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
