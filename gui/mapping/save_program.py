"""Saves what a sheet answers as a program, in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from courier.draft import Draft
from courier.formats import listing
from courier.messages import text
from courier.program_answers import program_of
from courier.programs import Program, ProgramError, faults
from gui.session.questions import Question
from gui.session.services import AppServices
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.parts import ElidedLabel, label, label_of, named


class SaveProgram(QObject):
    """``saved`` with the program's name. ``destination``: the name of the chosen one, or ""."""

    saved = Signal(str)

    def __init__(self, session: Session, services: AppServices, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._services, self._page = session, services, page
        self.destination: Callable[[], str] = lambda: ""
        self._queries = SheetQueries(session, self)

    def ask(self) -> None:
        """Gather the answers, and ask for the program's name."""
        opened = self._session.opened
        before, destination = opened.options.program, self.destination()
        name = before.name if before else Path(opened.name).stem

        def gather(draft: Draft, _: object) -> Program:
            return program_of(draft, name, before, destination)

        self._queries.ask("program", gather, lambda program: self._show(program, before))

    def _show(self, program: Program, before: Program | None) -> None:
        question = Question("saveProgramQuestion", text("save-program-title"), text("save-program-about"), self._page)
        written = named(QLineEdit(program.name), "saveProgramName", text("program-name"))
        problem = named(label(wrap=True), "saveProgramProblem")
        problem.setProperty("tag", "error")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(label_of(written, "program-name"), 0, 0)
        grid.addWidget(written, 0, 1)
        for row, (key, value) in enumerate(_facts(program), start=1):
            grid.addWidget(label(text(key), muted=True), row, 0)
            grid.addWidget(ElidedLabel(value, muted=False), row, 1)
        grid.setColumnStretch(1, 1)
        question.body.addLayout(grid)
        question.body.addWidget(problem)

        def named_program() -> Program:
            return replace(program, name=written.text().strip())

        save = question.offer(
            text("save-program-go"), lambda: self._save(named_program()), primary=True, name="saveProgramGo"
        )

        def judge() -> None:
            wrong = dict(faults(named_program()))
            taken = {saved.name for saved in self._services.known_programs()} - {before.name if before else ""}
            if named_program().name in taken:
                wrong["name"] = ProgramError("program-fault-name-taken", name=named_program().name)
            problem.setText(" ".join(str(fault) for fault in wrong.values()))
            problem.setVisible(bool(wrong))
            save.setEnabled(not wrong)

        written.textChanged.connect(judge)
        judge()
        question.ask_or_cancel()
        written.selectAll()
        written.setFocus()

    def _save(self, program: Program) -> None:
        before = self._session.opened.options.program
        try:
            self._services.programs.save(program, instead_of=before.name if before else "")
        except ProgramError as problem:
            Question("saveProgramFailed", text("save-program-title"), str(problem), self._page).tell()
            return
        self.saved.emit(program.name)


def _facts(program: Program) -> list[tuple[str, str]]:
    """The message keys of what is saved, with the values."""
    events = listing(event.id for event in program.event_types)
    facts = [
        ("program-campaign", program.campaign_id),
        ("program-tab-events", events),
        ("program-currency", program.currency),
        ("program-zone", program.zone),
        ("program-destination", program.destination),
    ]
    return [(key, value) for key, value in facts if value]
