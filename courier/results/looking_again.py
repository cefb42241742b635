"""Looks at once what became of one batch, because a person asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from courier.ledger.answers import AwaitedPart
from courier.ledger.records import Submission
from courier.programs import Program
from courier.results.answer_looks import AnswerSources, NewAnswer, ask_round
from courier.results.polling import Round


def program_to_ask(programs: Iterable[Program], submission: Submission) -> Program | None:
    """The program with whose account it can be asked about a batch, None if there is none."""
    return next((one for one in programs if one.name == submission.program and one.account_sid), None)


def look_again(
    sources: AnswerSources,
    program: Program,
    submission: Submission,
    now: datetime,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[NewAnswer]:
    """Ask about all delivered parts of a batch, and record what is answered. Raises UserError."""
    parts = [part for part in submission.parts if part.state.delivered or part.open]
    if not parts:
        return []
    awaited = tuple(AwaitedPart(submission.program, submission.campaign, part, None) for part in parts)
    return ask_round(Round(program, awaited), sources, now, cancelled)
