"""The open sheet of a window and every change to it. Widgets listen to it and ask it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from PySide6.QtCore import QObject, QTimer, Signal

from courier.batch_summary import BatchSummary
from courier.blocking import Blocked
from courier.draft import Draft
from courier.draft_edits import leave_out, set_aside_rule, type_cells
from courier.drafts.journal import Journal
from courier.formats import listing
from courier.messages import text
from courier.open_sheet import OpenedSheet
from courier.opened_edits import choose_program, forget_memory
from courier.programs import Program
from courier.results.row_answers import RowAnswers
from courier.rules.explanation import preview
from courier.rules.history import History
from courier.rules.ranking import rank
from courier.rules.repairs import Plan
from courier.rules.rule import Problem
from courier.rules.verdict import Verdict
from courier.sheet.edit import Edit
from courier.sheet.exclusions import Exclusion
from courier.sheet.sent_rows import DeliveredRows, SentRows
from gui.session.amounts import amounts
from gui.session.figures import Figures, Possible, figures_of
from gui.session.repaired_cells import RepairedCells
from gui.session.safe_repairs import SafeRepairs
from gui.work import Job, quick

_LOOK_AFTER = 500
"""Milliseconds between two checks whether the newest edits are on the disk."""

_LOOK_AT_CLOCK = 60_000
"""Milliseconds between two checks for a new day."""


class Session(QObject):
    """Holds the open sheet. ``opened_sheet``: another sheet was opened; ``changed``: cells, rows or verdict changed;
    ``counted``: what the safe repairs would change is known; ``answered``: other answers of impact.com to its rows
    are known; ``checking``: the progress of a background check, None when it is over; ``rerouted``: ``by_call`` is
    another. ``compared``: what is to be said of the comparison with impact.com, "" without one; ``by_call``: whether
    each order would go to the chosen destination by a call of its own."""

    opened_sheet = Signal()
    answered = Signal()
    changed = Signal()
    counted = Signal()
    rerouted = Signal()
    checking = Signal(object)
    told = Signal(str)
    saved = Signal()

    def __init__(self, parent: QObject, *, look_only: bool = False) -> None:
        """``look_only``: nothing can be changed, and nothing is counted."""
        super().__init__(parent)
        self._look_only = look_only
        self._opened: OpenedSheet | None = None
        self.practice = self.by_call = False
        self.answers = RowAnswers()
        self.compared = ""
        self.safe_counts: dict[str, int] = {}
        self.safe = SafeRepairs(self)
        self.safe.counted.connect(self.counted)
        self.blocked = Blocked()
        self.standing: BatchSummary | None = None
        self.ages: dict[int, int] = {}
        self.called_off = 0
        self.possible: frozenset[Possible] = frozenset()
        self.repaired = RepairedCells()
        self.kept = True
        self._generation = 0
        self.parts = 0
        self.journal: Journal | None = None
        # polled from here, so that the journal's thread never touches widgets
        self._look = QTimer(self, interval=_LOOK_AFTER)
        self._look.timeout.connect(self._look_at_journal)
        self._check: Job | None = None
        self._checked_round = 0
        self._counting: Job | None = None
        self._clock = QTimer(self, interval=_LOOK_AT_CLOCK)
        self._clock.timeout.connect(self.follow_the_clock)
        self._clock.start()
        self._programs: dict[str, Program] = {}

    def take(self, opened: OpenedSheet, *, practice: bool = False, journal: Journal | None = None) -> None:
        """Begin to work on a checked sheet. ``journal``: keeps each edit before it is shown."""
        self.close_journal()
        if self._check is not None:
            # of the sheet before
            self._check.cancel()
            self._check = None
        self._opened = opened
        self.practice = practice
        self.answers = RowAnswers()
        self.compared = ""
        self.kept = True
        self._generation += 1
        self.write_to(journal)
        self.repaired = RepairedCells()
        self.repaired.follow(opened.draft.undo_stack.done)
        self._stop_counting()
        self.safe.begin_anew(opened.recalled.left_repairs if opened.recalled else ())
        self.standing, self.safe_counts, self.parts, self.called_off = None, {}, 0, 0
        self.possible, self.blocked = frozenset(), Blocked()
        if not self._look_only:
            self._check_if_stale()
            self._refresh()
        self.opened_sheet.emit()
        self.changed.emit()

    def take_answers(self, answers: RowAnswers) -> None:
        """Know what impact.com answered to the rows of this sheet."""
        self.answers = answers
        self.answered.emit()

    @property
    def sheet_open(self) -> bool:
        """Whether there is a sheet. Only then can anything be asked of it or done to it."""
        return self._opened is not None

    @property
    def opened(self) -> OpenedSheet:
        """The sheet that is open, with its source. Raises LookupError where there is none."""
        if self._opened is None:
            raise LookupError("no sheet is open")
        return self._opened

    @property
    def draft(self) -> Draft:
        """The draft of the open sheet. Raises LookupError where there is none."""
        return self.opened.draft

    def header(self, column: str) -> str:
        """The header of a sheet column."""
        sheet = self.draft.sheet
        return sheet.header(column) if column in sheet.columns else ""

    # ------------------------------------------------------------------ edits

    def do(self, edit: Edit, known: Verdict | None = None) -> bool:
        """Apply an edit as one undo step. ``known``: the verdict after it, where that is known."""
        if self._look_only:
            self.told.emit(text("first-look-only"))
            return False
        done = self.draft.do(edit, check=self._small(), known=known)
        if done:
            if self.journal is not None:
                self.journal.did(edit)
                self._look.start()
            self._after_edit()
        return done

    def undo(self) -> None:
        """Take the newest step back."""
        if self.sheet_open and self.draft.undo(check=self._small()):
            if self.journal is not None:
                self.journal.undid()
                self._look.start()
            self._after_edit()

    def redo(self) -> None:
        """Do the newest step taken back again."""
        if self.sheet_open and self.draft.redo(check=self._small()):
            if self.journal is not None:
                self.journal.redid()
                self._look.start()
            self._after_edit()

    # ------------------------------------------------------------------ journal

    def write_to(self, journal: Journal | None) -> None:
        """Keep edits in this journal from here on."""
        self.journal = journal
        if journal is not None:
            self._look.start()

    def _look_at_journal(self) -> None:
        if self.journal is None or self.journal.state.word == "saved":
            self._look.stop()
        self.saved.emit()

    @property
    def safe_to_close(self) -> bool:
        """Whether nothing is lost when the window closes now."""
        return self.kept or (self.journal is not None and self.journal.state.word != "failed")

    @property
    def saving(self) -> str:
        """How safe the edits are, in words; "" where there are none."""
        if self.kept and self.journal is None:
            return ""
        return text("status-edits-kept") if self.journal is None else self.journal.state.sentence

    def close_journal(self) -> None:
        """Write the last edits and release the draft; no edits are kept after that."""
        if self.journal is not None:
            self._look.stop()
            self.journal.close()
            self.journal = None

    def mark_sent(self, delivered: DeliveredRows, sent: SentRows) -> None:
        """Note that rows were delivered; what is left of the sheet is kept with that. ``sent``: all sent rows then."""
        self.draft.mark_sent(delivered, sent, check=self._small())
        if self.journal is not None and delivered.delivery.left:
            self.journal.delivered(delivered)
            self._look.start()
        self._generation += 1
        self._check_if_stale()
        self._refresh()
        self.changed.emit()

    def say_compared(self, words: str) -> None:
        """Say how far the comparison with impact.com is."""
        if words != self.compared:
            self.compared = words
            self.changed.emit()

    def look_up_in(self, history: History | None) -> None:
        """Ask another history about earlier deliveries from here on."""
        self.draft.look_up_in(history)
        if self._small():
            self.draft.check()
        self._generation += 1
        self._check_if_stale()
        self._refresh()
        self.changed.emit()

    def _small(self) -> bool:
        return quick(self.draft.sheet.row_count)

    def _after_edit(self) -> None:
        self.kept = False
        self._generation += 1
        self.repaired.follow(self.draft.undo_stack.done)
        self._follow_program()
        self._check_if_stale()
        self._refresh()
        self.changed.emit()

    def _check_if_stale(self) -> None:
        """Start a background check if rows are unchecked."""
        draft = self.draft
        if not draft.stale or (self._check is not None and self._checked_round == draft.round):
            return
        if self._check is not None:
            self._check.cancel()
        check = draft.begin_background_check()

        def settle(verdict: object) -> None:
            self._check = None
            if self.sheet_open and self.draft is draft and isinstance(verdict, Verdict):
                draft.merge_background_check(check, verdict)
                self._generation += 1
                self._refresh()
                self.checking.emit(None)
                self.changed.emit()

        self._check, self._checked_round = Job(lambda job: check.run(job.report), self), check.round
        self._check.progressed.connect(self.checking)
        self._check.done.connect(settle)
        self.checking.emit(0.0)
        self._check.start()

    def _refresh(self) -> None:
        """Update the figures: at once for small sheets, else in the background after the check."""
        self._stop_counting()
        self.safe.forget(pending=bool(self.safe_counts))
        draft, generation = self.draft, self._generation
        if self._small():
            self._take_figures(figures_of(draft))
            return
        if draft.stale:
            return
        twin = draft.snapshot()

        def settle(figures: object) -> None:
            self._counting = None
            if generation == self._generation and isinstance(figures, Figures):
                self._take_figures(figures)
                self.changed.emit()

        self._counting = Job(lambda _: figures_of(twin), self)
        self._counting.done.connect(settle)
        self._counting.start()

    def _stop_counting(self) -> None:
        """Stop what counts for the sheet as it was."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    def _take_figures(self, figures: Figures) -> None:
        self.standing, self.parts, self.ages = figures.standing, figures.parts, figures.ages
        self.safe_counts, self.called_off, self.possible = figures.safe, figures.called_off, figures.possible
        self.blocked = figures.blocked
        if self.safe_counts:
            self.safe.count(self.draft)
        else:
            self.safe.forget()

    @property
    def safe_changes(self) -> int | None:
        """See `SafeRepairs.changes`."""
        return self.safe.changes

    @property
    def fix_words(self) -> str:
        """See `SafeRepairs.words`."""
        return self.safe.words

    @property
    def settled(self) -> bool:
        """Whether verdict and figures are those of the sheet as it is now."""
        return self.sheet_open and not self.draft.stale and self._counting is None

    def follow_the_clock(self) -> None:
        """Check again when the day has changed since the last check: orders have grown older."""
        now = datetime.now(UTC)
        if self.sheet_open and self.draft.now.date() != now.date():
            self.draft.at(now, check=self._small())
            self._generation += 1
            self._check_if_stale()
            self._refresh()
            self.changed.emit()

    def type_cell(self, row: int, column: str, typed: str) -> bool:
        """Write one cell."""
        return self.do(type_cells(self.draft, [(row, column, typed)]))

    def carry_out(self, plan: Plan) -> str:
        """Carry out repairs as one step, and say how many changes there were and what they do to the totals."""
        before = self.standing
        self.do(plan.edit, plan.verdict)
        words = text("fix-safely-done", cells=plan.total)
        after = self.standing
        if before is None or after is None or before.totals == after.totals:
            return words
        totals = [listing(amounts(standing.totals)) or "0" for standing in (before, after)]
        return " ".join((words, text("fix-totals", before=totals[0], after=totals[1])))

    def set_aside_rule(self, rule: str) -> None:
        """Set the orders aside in which a rule marks a row."""
        self.do(set_aside_rule(self.draft, rule))

    def forget_memory(self) -> None:
        """Decide as if no such sheet had been seen before, but keep the program and what was chosen in this sheet."""
        edit = forget_memory(self.opened)
        self._opened = replace(self.opened, recalled=None)
        self.do(edit)
        self.changed.emit()

    def leave_out(self, *exclusions: Exclusion) -> None:
        """Leave out the rows that some exclusions name too; the template is the one that fits the others."""
        self.do(leave_out(self.draft, *exclusions))

    def choose_program(self, program: Program | None) -> None:
        """Work with the facts of a program from here on, as one step; None for no program."""
        before = self.opened.options.program
        self._programs |= {chosen.name: chosen for chosen in (before, program) if chosen is not None}
        edit = choose_program(self.opened, program)
        # first, because those who hear of the change ask for the program
        self._opened = replace(self.opened, options=replace(self.opened.options, program=program))
        if not self.do(edit):
            self.changed.emit()

    def _follow_program(self) -> None:
        """Keep the options' program equal to the chosen one, after undo and redo too."""
        name, options = self.draft.choices.program, self.opened.options
        if name != (options.program.name if options.program else None):
            program = self._programs.get(name) if name else None
            self._opened = replace(self.opened, options=replace(options, program=program))

    # ------------------------------------------------------------------ answers

    def preview(self, row: int, column: str, typed: str) -> list[Problem]:
        """The problems of a cell if ``typed`` stood there, before anything is changed."""
        draft = self.draft
        problems = preview(draft.checker, draft.verdict, row, column, typed)
        return [problem for problem in problems if problem.column == column]

    def problems_of(self, row: int, column: str | None = None) -> list[Problem]:
        """The problems of a row, or of one of its cells and of the row as a whole."""
        problems = [
            problem
            for problem in self.draft.problems(pl.Series([row], dtype=pl.UInt32))
            if column is None or problem.column == column or problem.field is None
        ]
        return sorted(problems, key=lambda problem: (problem.column != column, rank(problem.rule, problem.severity)))

    def suggested_folder(self) -> Path:
        """The folder that an export dialog begins in."""
        return self.opened.path.parent if self.opened.path else Path.home()
