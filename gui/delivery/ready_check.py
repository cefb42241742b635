"""Decides whether the batch of the open sheet can leave, before it is exported, sent or queued."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.rules.rule import Severity
from gui.session.questions import Question
from gui.session.session import Session


def check_ready(parent: QWidget, session: Session, go: Callable[[], None], *, exporting: bool = False) -> None:
    """Call ``go`` if rows are ready and the person agrees to leave out orders with errors; else say why not.
    ``exporting``: the rows left out are written too, to a file of their own."""
    standing = session.standing
    if not session.settled:
        session.told.emit(text("upload-blocked-checking"))
    elif standing is None:
        return
    elif not standing.ready:
        of_file = any(problem.severity == Severity.ERROR for problem in session.draft.verdict.file)
        key = "upload-blocked-file" if of_file else "upload-blocked-errors"
        if standing.rows == standing.left_out + standing.sent:
            key = "upload-blocked-sent" if standing.sent else "upload-blocked-empty"
        session.told.emit(text(key))
    elif not standing.needs_repair:
        go()
    else:
        rest = "exported" if exporting else "kept"
        words = text("set-aside-question", rows=standing.needs_repair, ready=standing.ready, rest=rest)
        question = Question("setAsideQuestion", text("set-aside-title"), words, parent)
        question.offer(text("set-aside-go", ready=standing.ready), go, primary=True, name="setAsideGo")
        question.ask_or_cancel(name="setAsideCancel")
