"""Questions of the history before changes that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QWidget

from courier.delivery.receipt import State
from courier.ledger.records import RecordedPart, Submission
from courier.messages import text
from courier.privacy import KeptThings
from gui.session.kept_list import kept_list
from gui.session.questions import Question
from gui.style.layouts import scrolling
from gui.style.measures import scaled
from gui.style.parts import button, named


def ask_outcome(parent: QWidget, part: RecordedPart, answer: Callable[[State], None]) -> None:
    """Ask what the person found out about a part."""
    words = text("settle-question", name=part.name)
    question = Question("settleQuestion", text("settle-title"), words, parent)
    question.offer(text("settle-arrived"), lambda: answer(State.ARRIVED), name="settleArrived")
    question.offer(text("settle-refused"), lambda: answer(State.REFUSED), name="settleRefused")
    question.ask_or_cancel(name="settleCancel", primary=True)


def ask_drop(parent: QWidget, batch: Submission, answer: Callable[[], None]) -> None:
    """Ask whether to remove a batch from the queue."""
    words = text("drop-question", source=batch.source, rows=batch.rows)
    question = Question("dropQuestion", text("drop-title"), words, parent)
    question.offer(text("history-drop-it"), answer, name="dropGo")
    question.ask_or_cancel(name="dropCancel", primary=True)


def ask_age(parent: QWidget, answer: Callable[[datetime], None]) -> None:
    """Ask for the day before which everything is deleted; a year ago is offered."""
    question = Question("deleteQuestion", text("delete-title"), text("delete-question"), parent)
    day = named(QDateEdit(QDate.currentDate().addYears(-1)), "deleteBefore", text("delete-before"))
    day.setDisplayFormat("yyyy-MM-dd")
    day.setCalendarPopup(True)
    day.setMaximumDate(QDate.currentDate())
    question.body.addWidget(day)

    def go() -> None:
        answer(datetime(day.date().year(), day.date().month(), day.date().day()).astimezone(UTC))

    question.offer(text("delete-go"), go, name="deleteGo")
    question.ask_or_cancel(name="deleteCancel", primary=True)


def show_kept(parent: QWidget, things: Sequence[KeptThings], delete: Callable[[], None]) -> None:
    """Show what is kept on this machine, and offer to delete what is old."""
    question = Question("keptThings", text("history-kept-title"), text("privacy-keychain"), parent)
    listed = scrolling(kept_list(things), sideways=False, frame=False, keys=True)
    listed.setMinimumSize(scaled(520), scaled(280))
    question.body.addWidget(listed, 1)
    go = button(text("history-delete-it"), name="keptDelete", clicked=question.accept)
    go.clicked.connect(delete)
    # beside the area, which takes the focus, Tab would go past the first button of the others
    question.add_aside(go)
    question.offer(text("button-ok"), None, primary=True, name="keptClose")
    question.ask()


def ask_anew(parent: QWidget, answer: Callable[[], None]) -> None:
    """Ask whether to go on without the record of what was sent."""
    question = Question("anewQuestion", text("anew-title"), text("anew-question"), parent)
    question.offer(text("history-lost-anew"), answer, name="anewGo")
    question.ask_or_cancel(name="anewCancel", primary=True)
