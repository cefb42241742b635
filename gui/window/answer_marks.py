"""Puts on the rows of the open sheet what impact.com answered to them, once that is known."""

from __future__ import annotations

from PySide6.QtCore import QObject

from courier.draft import Draft
from courier.formats import listing
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.results.batch_result import BatchResult
from courier.results.row_answers import RowAnswers, answers_on
from courier.sheet.choices import Choices
from gui.delivery.shipping import Shipping
from gui.find.filters import Filters
from gui.history.history_page import HistoryPage
from gui.problems.pane import ProblemsPane
from gui.session.services import AppServices
from gui.session.session import Session
from gui.session.sheet_queries import Progress, SheetQueries
from gui.window.notice import NoticeBar
from gui.work import quick


class AnswerMarks(QObject):
    """Looks beside the window after a sheet was opened and checked, after a decision about it, and when the ledger has
    other answers. The notice says how many rows were refused, and shows them. A row that was edited into another order
    loses its mark, and has it again once that is undone. What was practised with is answered too, and that answer is
    said to be made up."""

    def __init__(
        self,
        session: Session,
        services: AppServices,
        filters: Filters,
        notice: NoticeBar,
        problems: ProblemsPane,
        history: HistoryPage,
        shipping: Shipping,
    ) -> None:
        super().__init__(notice)
        self._session, self._services, self._filters, self._notice = session, services, filters, notice
        self._history, self._practice = history, shipping.practice
        self._queries = SheetQueries(session, self)
        self._choices: Choices | None = None
        self._found = RowAnswers()
        """What was answered to the rows as they were when it was looked for."""
        problems.answers.sheet_asked.connect(self._make_sheets)
        session.opened_sheet.connect(self._begin_anew)
        session.changed.connect(self._follow)
        history.changed.connect(self.look)
        self._practice.answered.connect(self._tell_practice)
        self._practice.left.connect(self._leave_practice)

    def look(self) -> None:
        """Find out what was answered to the rows, if anything was sent from this computer."""
        ledger = self._ledger
        if self._session.sheet_open and ledger is not None and ledger.store.exists:
            self._queries.ask(
                "answers", lambda draft, go_on: _answers(draft, ledger, go_on), self._take,
                at_once=False, again=True, checked=True, waits=True,
            )  # fmt: skip

    @property
    def _ledger(self) -> Ledger | None:
        return self._practice.ledger if self._session.practice else self._services.ledger

    def _begin_anew(self) -> None:
        self._found = RowAnswers()
        self._begin()

    def _begin(self) -> None:
        self._choices = self._session.draft.choices
        self.look()

    def _follow(self) -> None:
        # what feeds a field or which program it is decides which rows are meant
        if not self._session.sheet_open:
            return
        if self._session.draft.choices != self._choices:
            self._begin()
        elif found := self._found.refused:
            self._queries.ask("still", lambda draft, _: self._found.still(draft), self._put, at_once=quick(len(found)))

    def _put(self, found: RowAnswers) -> None:
        if found.refused.keys() != self._session.answers.refused.keys():
            self._session.take_answers(found)

    def _take(self, found: RowAnswers) -> None:
        before, self._found, self._choices = self._found, found, self._session.draft.choices
        refused, accepted = len(found.refused), found.accepted.len()
        if (refused, accepted) == (0, 0) == (len(before.refused), before.accepted.len()):
            return
        self._session.take_answers(found.still(self._session.draft))
        self._filters.follow_answers()
        if refused and refused != len(before.refused) and not self._session.practice:
            show = ("noticeRefused", text("notice-show-refused"), lambda: self._filters.show_division("refused"))
            words = text("notice-refused", refused=refused, accepted=accepted)
            self._notice.tell(words, mark="refused", offer=show)

    def _tell_practice(self, result: BatchResult) -> None:
        ledger = self._practice.ledger
        if ledger is None:
            return
        self._history.know_practice(ledger, result)
        codes, counts = listing(group.code.code for group in result.groups), result.counts
        words = text("practice-answered", accepted=counts.accepted, refused=counts.refused, codes=codes)
        see = ("noticePractice", text("today-results"), self._history.show_practice)
        self._notice.tell(words, mark="note", offer=see)
        self.look()

    def _make_sheets(self, batch: str, code: str) -> None:
        practice = self._ledger if self._session.practice else None
        self._history.results.make_sheets(batch, code, practice)

    def _leave_practice(self) -> None:
        self._history.forget_practice()
        self._notice.put_away()


def _answers(draft: Draft, ledger: Ledger, progress: Progress) -> RowAnswers:
    try:
        return answers_on(draft, ledger, progress)
    except LedgerError:
        # reported where the history is opened
        return RowAnswers()
