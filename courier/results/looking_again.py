"""Looks at once what became of one batch, because a person asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from courier.ledger.answers import AwaitedPart
from courier.ledger.records import Submission
from courier.programs import Program
from courier.results.answer_looks import AnswerSources, NewAnswer, ask_queue, ask_round
from courier.results.polling import Round
from courier.results.queued_calls import queued_accounts


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
    url = submission.url
    awaited = tuple(AwaitedPart(submission.program, submission.campaign, part, None, url) for part in parts)
    if awaited[0].by_call:
        queues = queued_accounts(awaited).items()
        return [new for account, own in queues for new in ask_queue(account, own, sources, now, cancelled)]
    return ask_round(Round(program, awaited), sources, now, cancelled)
