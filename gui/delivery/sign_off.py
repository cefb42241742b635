"""Hand a checked batch to a colleague as a file, and approve what a colleague prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from courier.approvals import approve, content_digest
from courier.formats import listing
from courier.handover import SUFFIX, write_handover
from courier.messages import text
from courier.rules.totals import totals
from courier.shipping.outgoing_parts import os_user
from gui.session.amounts import amounts
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.pieces import pieces_of
from gui.session.questions import Question
from gui.session.session import Session
from gui.style.parts import label, label_of, named
from gui.work import Job

if TYPE_CHECKING:
    from courier.ledger.team_approvals import TeamApprovals


class SignOffActions(QObject):
    """``told``: a sentence for the status line. ``of_team``: gives the approvals of the team, None without one."""

    told = Signal(str)

    def __init__(self, session: Session, of_team: Callable[[], TeamApprovals | None], window: QWidget) -> None:
        super().__init__(window)
        self._session, self._of_team, self._window = session, of_team, window

    def ask_to_hand_over(self) -> None:
        """Ask who prepared the batch and what to say about it, then where the file goes."""
        question = Question("handOverQuestion", text("hand-over-title"), text("hand-over-question"), self._window)
        signed = self._session.draft.choices.sign_off
        name = named(QLineEdit(signed.prepared_by or os_user()), "handOverName", text("hand-over-name"))
        note = named(QLineEdit(), "handOverNote", text("hand-over-note"))
        note.setMaxLength(1000)
        form = QFormLayout()
        for field, key in ((name, "hand-over-name"), (note, "hand-over-note")):
            form.addRow(label_of(field, key), field)
        question.body.addLayout(form)

        def ask_where() -> None:
            by, said = name.text(), note.text()
            ask_where_to_save(
                self._window,
                "handOverDialog",
                text("hand-over-where"),
                lambda path: self.hand_over(path, by, said),
                suffix=SUFFIX.removeprefix("."),
                filters=[f"{text('hand-over-kind')} (*{SUFFIX})"],
                start=str(self._session.suggested_folder()),
                suggested=f"{Path(self._session.opened.name).stem}{SUFFIX}",
            )

        go = question.offer(text("hand-over-go"), ask_where, primary=True, name="handOverGo")
        _only_with_name(name, go.setEnabled)
        question.ask_or_cancel(name="handOverCancel")

    def hand_over(self, path: Path, by: str, note: str) -> None:
        """Write the file for a colleague."""
        opened = replace(self._session.opened, draft=self._session.draft.snapshot())
        now = datetime.now(UTC)

        def work(job: Job) -> None:
            if opened.draft.stale:
                opened.draft.check(job.report)
            write_handover(opened, path, by, now, note)

        Job(work, self).start(
            lambda _: self.told.emit(text("hand-over-done", path=str(path))),
            lambda problem: self.told.emit(error_text(problem, "hand-over-defect")),
        )

    def ask_to_approve(self) -> None:
        """Ask for the name of whoever approves what would be sent now."""
        standing = self._session.standing
        if standing is None:
            return
        signed = self._session.draft.choices.sign_off
        facts = text("approve-facts", rows=standing.ready, orders=standing.orders, pieces=pieces_of(self._session))
        question = Question("approveQuestion", text("approve-title"), text("approve-question"), self._window)
        question.body.addWidget(named(label(facts, title=True, wrap=True), "approveFacts"))
        question.body.addWidget(named(label(listing(amounts(standing.totals)), wrap=True), "approveAmounts"))
        if signed.prepared_by:
            question.body.addWidget(label(text("approve-prepared", by=signed.prepared_by), muted=True, wrap=True))
        name = named(QLineEdit(os_user()), "approveName", text("approve-name"))
        form = QFormLayout()
        form.addRow(label_of(name, "approve-name"), name)
        question.body.addLayout(form)
        go = question.offer(text("approve-go"), lambda: self.approve(name.text()), primary=True, name="approveGo")
        _only_with_name(name, go.setEnabled)
        question.ask_or_cancel(name="approveCancel")

    def approve(self, by: str) -> None:
        """Record the approval of what would be sent now."""
        session, twin, now = self._session, self._session.draft.snapshot(), datetime.now(UTC)
        draft = session.draft

        def done(edit: object) -> None:
            if session.sheet_open and session.draft is draft:
                session.do(edit)  # type: ignore[arg-type]
                self.told.emit(text("approve-done", by=" ".join(by.split())))

        def work(job: Job) -> object:
            if twin.stale:
                twin.check(job.report)
            edit, approvals = approve(twin, by, now), self._of_team()
            if approvals is not None:
                # the database believes whoever logged in, and no file
                approvals.approve_content(content_digest(twin), totals(twin.fields(twin.ready_rows())))
            return edit

        Job(work, self).start(done, lambda problem: self.told.emit(error_text(problem, "approve-defect")))


def _only_with_name(field: QLineEdit, allow: Callable[[bool], object]) -> None:
    field.textChanged.connect(lambda typed: allow(bool(typed.strip())))
    allow(bool(field.text().strip()))
    field.setFocus()
