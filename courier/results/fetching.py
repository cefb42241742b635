"""Brings what impact.com answered into the ledger: one list a round, and the errors of what is not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from courier.ledger.answers import AwaitedPart, PartAnswer
from courier.ledger.ledger import Ledger
from courier.results.api_answers import ListedSubmission, listed_submissions, with_errors
from courier.results.api_client import ApiClient, ApiMissing
from courier.results.matching import Matched, match
from courier.results.submissions import FoundSubmission

_SLACK = timedelta(hours=1)
"""How far back more is listed than was sent: clocks differ."""


@dataclass(frozen=True)
class Fetched:
    """What one round brought. ``answers``: as they are in the ledger now; ``matched``: also what fits nothing."""

    answers: tuple[PartAnswer, ...]
    matched: Matched


def fetch(client: ApiClient, ledger: Ledger, parts: Sequence[AwaitedPart], now: datetime) -> Fetched:
    """Read what impact.com says of the submissions since the oldest of ``parts``, and record what belongs to anything
    that was sent from here. Raises ApiError, after which nothing of this round is recorded, and LedgerError."""
    listed = listed_submissions(client, min(awaited.part.at for awaited in parts) - _SLACK)
    first = match(ledger, [one.found for one in listed], now)
    known = {
        (answer.part, answer.batch): answer
        for answers in ledger.answers.of_parts({answer.part for answer in first.answers}).values()
        for answer in answers
    }
    stale = {one.batch for one in first.answers if one.batch and _lacks_rows(one, known.get((one.part, one.batch)))}
    detailed = [_completed(client, one, stale) for one in listed if one.found.batch in _batches(first)]
    matched = match(ledger, detailed, now)
    answers = tuple(_with_known(answer, stale, known.get((answer.part, answer.batch))) for answer in matched.answers)
    ledger.answers.record(answers)
    strangers = first.unmatched_submissions
    return Fetched(answers, Matched(answers, matched.unmatched_rows, strangers))


def _batches(matched: Matched) -> set[str]:
    return {answer.batch for answer in matched.answers}


def _completed(client: ApiClient, listed: ListedSubmission, stale: set[str]) -> FoundSubmission:
    """A submission with its refused rows, where more of them are to be known and impact.com still has them."""
    if listed.found.batch in stale:
        with suppress(ApiMissing):
            return with_errors(client, listed)
    return listed.found


def _lacks_rows(answer: PartAnswer, known: PartAnswer | None) -> bool:
    """Whether impact.com refused more rows than are known."""
    return (answer.errors or 0) > (known.refused.height if known else 0)


def _with_known(answer: PartAnswer, stale: set[str], known: PartAnswer | None) -> PartAnswer:
    """An answer whose refused rows were not read again, with those that are known."""
    return answer if known is None or answer.batch in stale else replace(answer, refused=known.refused)
