"""A submission as impact.com tells of it, on whatever way it came, before it is matched with what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.values import AnswerSource, Progress

_PROGRESS = {
    "queued": Progress.QUEUED, "pending": Progress.QUEUED,
    "inprogress": Progress.IN_PROGRESS, "processing": Progress.IN_PROGRESS,
    "complete": Progress.COMPLETE, "completed": Progress.COMPLETE,
}  # fmt: skip
_KINDS = ("validation", "contract")


def progress_of(status: str) -> Progress:
    """How far a submission is, by the *Status* that impact.com gives it; words that are not known say nothing."""
    return _PROGRESS.get(_letters(status), Progress.UNKNOWN)


def kind_of(status: str) -> str:
    """The kind of an error, see `REFUSED_SCHEMA`, by the *Status* that impact.com gives it."""
    written = _letters(status)
    return next((kind for kind in _KINDS if kind in written), "")


def _letters(status: str) -> str:
    return "".join(filter(str.isalpha, status.lower()))


@dataclass(frozen=True)
class FoundSubmission:
    """One entry of *File Submissions*, or the errors of one. ``batch``, ``file``: its ID and the name of its file, ""
    where that is not said; ``records``, ``errors``: as impact.com counts them, None where it does not say; ``refused``:
    rows as in `REFUSED_SCHEMA`, with no ``row`` yet."""

    source: AnswerSource
    batch: str = ""
    file: str = ""
    progress: Progress = Progress.UNKNOWN
    records: int | None = None
    errors: int | None = None
    submitted_at: datetime | None = None
    completed_at: datetime | None = None
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED_SCHEMA))
