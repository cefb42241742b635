"""How many rows of a part were accepted, refused or not answered yet, put together from all answers to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart, Submission
from courier.messages import text

_SAME_ROW = ("row", "line", "order_id", "action_id", "sku")


@dataclass(frozen=True)
class AnsweredPart:
    """``refused``: the refused rows as in `REFUSED_SCHEMA`, each once per reason, without those that another submission
    of the same file took; ``named``: how many rows these are; ``unnamed``: errors that impact.com counts beyond them;
    ``accepted`` is claimed only where impact.com said that it is done; ``complete``: it did, and its errors are counted
    or named; ``unread``: it is done and counted no record at all, so that it could not read the file."""

    part: RecordedPart
    answers: tuple[PartAnswer, ...]
    refused: pl.DataFrame
    named: int
    unnamed: int
    complete: bool
    unread: bool

    @property
    def refused_count(self) -> int:
        """Rows that were refused, named or only counted."""
        return min(self.named + self.unnamed, self.part.rows)

    @property
    def accepted(self) -> int:
        """Rows that impact.com took."""
        return self.part.rows - self.refused_count if self.complete and not self.unread else 0

    @property
    def unanswered(self) -> int:
        """Rows of which nothing is known."""
        return self.part.rows - self.refused_count - self.accepted

    @property
    def checked_at(self) -> datetime | None:
        """When it was last looked at, None without an answer."""
        return max((answer.checked_at for answer in self.answers), default=None)

    @property
    def completed_at(self) -> datetime | None:
        """When impact.com was done with it, as it says."""
        return max((answer.completed_at for answer in self.answers if answer.completed_at), default=None)


def answered_part(part: RecordedPart, answers: Sequence[PartAnswer]) -> AnsweredPart:
    """What all answers to a part say together."""
    done = [answer for answer in answers if answer.complete]
    open_answers = [answer for answer in answers if not answer.complete]
    refused = _once(answers)
    for answer in done:
        if not answer.unnamed:
            # a finished submission that names all its errors took every other row
            own = answer.refused["row"].drop_nulls()
            refused = refused.filter(pl.col("row").is_null() | pl.col("row").is_in(own.implode()))
    # of several submissions of a file the one with the fewest errors took most
    unnamed = min((_unnamed([answer, *open_answers]) for answer in done), default=_unnamed(open_answers))
    placed = refused["row"].drop_nulls().n_unique()
    astray = refused.filter(pl.col("row").is_null()).select(_SAME_ROW).n_unique() if refused.height else 0
    unread = bool(done) and part.rows > 0 and all(answer.records == 0 for answer in done) and not refused.height
    # a table may say that a file is done, and nothing of its errors
    known = refused.height > 0 or any(answer.errors is not None for answer in done)
    return AnsweredPart(part, tuple(answers), refused, placed + astray, unnamed, bool(done) and known, unread)


def _once(answers: Sequence[PartAnswer]) -> pl.DataFrame:
    """All refused rows, each once for each reason, in whatever words the answers name it."""
    rows = pl.concat([pl.DataFrame(schema=REFUSED_SCHEMA), *(answer.refused for answer in answers)])
    placed = rows.filter(pl.col("row").is_not_null()).unique(["row", "reason"], keep="first", maintain_order=True)
    astray = rows.filter(pl.col("row").is_null()).unique([*_SAME_ROW, "reason"], keep="first", maintain_order=True)
    return pl.concat([placed, astray])


def _unnamed(answers: Sequence[PartAnswer]) -> int:
    """Errors that are counted beyond the refused rows of these answers to one submission."""
    errors = max((answer.errors or 0 for answer in answers), default=0)
    return max(errors - _once(answers).height, 0)


@dataclass(frozen=True)
class AnsweredCounts:
    """Rows of a batch. ``parts``: how many of its parts were answered."""

    accepted: int
    refused: int
    unanswered: int
    parts: int

    @property
    def words(self) -> str:
        """*answered: 12,395 accepted, 13 refused*; "" while nothing is."""
        if not self.parts:
            return ""
        key = "results-answered-partly" if self.unanswered else "results-answered"
        return text(key, accepted=self.accepted, refused=self.refused, unanswered=self.unanswered)

    def as_json(self) -> dict[str, int]:
        """The figures as scripts read them."""
        return {"accepted": self.accepted, "refused": self.refused, "not_answered": self.unanswered}


def counted(parts: Sequence[AnsweredPart]) -> AnsweredCounts:
    """The rows of all these parts."""
    return AnsweredCounts(
        sum(part.accepted for part in parts),
        sum(part.refused_count for part in parts),
        sum(part.unanswered for part in parts),
        sum(bool(part.answers) for part in parts),
    )


def answered_counts(ledger: Ledger, submissions: Sequence[Submission]) -> Mapping[str, AnsweredCounts]:
    """Per UUID of a batch how its rows were answered. Raises LedgerError."""
    answers = ledger.answers.of_parts([part.uuid for submission in submissions for part in submission.parts])
    return {
        submission.uuid: counted([answered_part(part, answers.get(part.uuid, ())) for part in submission.parts])
        for submission in submissions
    }
