"""A submission as impact.com tells of it, on whatever way it came, before it is matched with what was sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.values import AnswerSource, Progress


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
