"""The bar on top: open, undo, template, program, find, export, and the upload with what it would send."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
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


class Toolbar(QWidget):
    """Holds the actions, which work by key and by button; what they do is connected by the window."""

    template_chosen = Signal(str)
    program_chosen = Signal(str)
    programs_asked = Signal()
    destination_chosen = Signal(str)
    destination_asked = Signal(str)

    def __init__(self, session: Session, comparison: BatchComparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        styled(self)
        self._session, self._comparison = session, comparison
        self.open = self._action("open", text("menu-open"), QKeySequence.StandardKey.Open)
        self.reading = self._action("reading", text("menu-reading"), QKeySequence("Ctrl+I"))
        self.undo = self._action("undo", text("menu-undo"), QKeySequence.StandardKey.Undo)
        self.redo = self._action("redo", text("menu-redo"), QKeySequence.StandardKey.Redo)
        self.redo.setShortcuts([QKeySequence(QKeySequence.StandardKey.Redo), QKeySequence("Ctrl+Y")])
        self.find_text = self._action("find", text("menu-find"), QKeySequence.StandardKey.Find)
        self.replace = self._action("replace", text("menu-replace"), QKeySequence("Ctrl+H"))
        self.filter = self._action("filter", text("menu-filter"), QKeySequence("Ctrl+Shift+L"))
        self.export = self._action("export", text("menu-export"), QKeySequence("Ctrl+E"))
        self.report = self._action("report", text("menu-report"), QKeySequence("Ctrl+Shift+E"))
        self.upload = self._action("upload", text("menu-upload"), QKeySequence("Ctrl+U"))
        self.send_later = self._action("sendLater", text("menu-send-later"), QKeySequence("Ctrl+Shift+U"))
        self.history = self._action("history", text("menu-history"), QKeySequence("Ctrl+Shift+H"))
        self.fix_safely = self._action("fixSafely", text("fix-safely", count=0), QKeySequence("Ctrl+Shift+F"))
        self.next_problem = self._action("nextProblem", text("inspector-next"), QKeySequence("F8"))
        self.previous_problem = self._action("previousProblem", text("inspector-previous"), QKeySequence("Shift+F8"))
        self.columns = self._action("columns", text("menu-columns"), QKeySequence("Ctrl+M"))
        line = hbox(self, margins=BAR_MARGINS, spacing=8)
        self._open = self._tool(self.open)
        about_source = QMenu(self)
        about_source.addAction(self.reading)
        self._open.setMenu(about_source)
        line.addWidget(self._open)
        self._sheet_parts: list[QWidget] = []
        for action, sign in ((self.undo, "↶"), (self.redo, "↷")):
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
        columns = self._tool(self.columns)
        self._sheet_parts.append(columns)
        line.addWidget(columns)
        self._gap = QWidget()
        line.addWidget(self._gap, 1)
        self._programs = named(QToolButton(), "programsButton")
        self._programs.setText(text("menu-programs"))
        self._programs.setCursor(Qt.CursorShape.PointingHandCursor)
        self._programs.clicked.connect(self.programs_asked)
        self._history = self._tool(self.history)
        self._history.setObjectName("historyButton")
        line.addWidget(self._history)
        line.addWidget(self._programs)
        self._places = named(QToolButton(), "destinationsButton")
        self._places.setText(text("menu-destinations"))
        self._places.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line.addWidget(self._places)
        for action, words in ((self.find_text, "find-open"), (self.filter, "filter-open")):
            action.setIconText(text(words))
            tool = self._tool(action)
            self._sheet_parts.append(tool)
            line.addWidget(tool)
        export = self._tool(self.export)
        export.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        others = QMenu(self)
        others.addAction(self.report)
        export.setMenu(others)
        line.addWidget(export)
        self._line, self._figures = line, self._summary()
        line.addLayout(self._figures)
        self._upload = self._tool(self.upload)
        self._upload.setObjectName("uploadButton")
        self._upload.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._menu = QMenu(self)
        self._upload.setMenu(self._menu)
        self._places.setMenu(self._menu)
        line.addWidget(self._upload)
        self._sheet_parts += [export, self._upload, self._upper, self._lower]
        session.changed.connect(self.refresh)
        session.counted.connect(self._show_fix)
        comparison.changed.connect(self.refresh)
        self._destination: Destination | None = None
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

    def _action(self, name: str, words: str, keys: QKeySequence | QKeySequence.StandardKey) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(keys))
        set_tip(action, f"{words} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        self.window().addAction(action)
        return action

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
        for action in (self.find_text, self.replace, self.filter, self.export, self.report, self.upload,
                       self.send_later, self.fix_safely, self.next_problem, self.previous_problem, self.columns,
                       self.reading):  # fmt: skip
            action.setEnabled(shown)

    def _take_program(self, place: int) -> None:
        if place < self.program.count() - 1:
            self.program_chosen.emit(self.program.itemData(place))
            return
        self._mark_program()
        self.programs_asked.emit()

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
        self._destination = chosen
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
            self._menu.addActions([self.send_later, self.history])
        self.refresh()

    def refresh(self) -> None:
        """Show the session: what can be undone, and what an upload would send."""
        standing = self._session.standing
        if not self._session.sheet_open:
            self.undo.setEnabled(False)
            self.redo.setEnabled(False)
            return
        draft = self._session.draft
        history = draft.undo_stack
        for action, edit, key, what in (
            (self.undo, history.next_undo, "menu-undo", "menu-undo-what"),
            (self.redo, history.next_redo, "menu-redo", "menu-redo-what"),
        ):
            action.setEnabled(edit is not None)
            set_tip(action, text(what, what=text(edit.what)) if edit else text(key))
        with QSignalBlocker(self.template):
            self.template.setCurrentIndex(self.template.findData(draft.choices.template))
        self._mark_program()
        if standing is None:
            self._show_unchecked()
            return
        clean = draft.verdict.counts()[Severity.ERROR] == 0
        where = self.where()
        if not standing.ready:
            words = text("upload-nothing-left" if standing.sent and not standing.set_aside else "upload-nothing")
        elif standing.sent:
            words = text("upload-rest", rows=standing.ready)
        elif clean and where:
            words = text("upload-to", destination=where)
        else:
            words = text("upload-ready", rows=standing.ready)
        self.upload.setText(words)
        self.upload.setEnabled(standing.ready > 0)
        self._show_fix()
        self._summarise(standing, where or text("upload-where-none"))
        self.send_later.setEnabled(standing.ready > 0)
        tip = (self._upper.words, self._lower.words, self._comparison.words)
        set_tip(self.upload, "\n".join(word for word in tip if word))

    def _show_fix(self) -> None:
        """Show the safe repairs, and make the upload the next thing to do once there are none."""
        fixes, standing = self._session.safe_changes, self._session.standing
        self.fix_safely.setText(self._session.fix_words)
        self.fix_safely.setEnabled(fixes != 0)
        clean = self._session.sheet_open and self._session.draft.verdict.counts()[Severity.ERROR] == 0
        make_primary(self._upload, clean and standing is not None and standing.ready > 0 and fixes == 0)

    def _show_unchecked(self) -> None:
        """Show that an upload cannot be described yet."""
        self.send_later.setEnabled(False)
        for action, words in ((self.upload, text("status-checking")), (self.fix_safely, text("fix-safely", count=0))):
            action.setText(words)
            action.setEnabled(False)
        make_primary(self._upload, False)
        self._upper.say("")
        self._lower.say("")

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

    def where(self) -> str:
        """The name of where an upload would go, "" if nowhere yet."""
        if self._session.practice:
            return text("practice-destination")
        return self._destination.name if self._destination else ""


def _days(first: object, last: object) -> str:
    if first is None or last is None:
        return ""
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
