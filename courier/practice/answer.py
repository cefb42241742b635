"""A made-up answer of impact.com to the practice batch, so that a person sees how answers look."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA
from courier.ledger.ledger import Ledger
from courier.ledger.values import AnswerSource, Progress
from courier.results.batch_result import BatchResult, result_of
from courier.results.matching import match
from courier.results.part_content import rows_in
from courier.results.submissions import FoundSubmission

_REASONS = (
    ("ACTION_REF_NOT_FOUND", "contract"),
    ("CONV_DUPLICATE", "validation"),
    ("OUTSIDE_ASSOCIATION_WINDOW", "contract"),
)
"""One that is repaired by another click ID, one that becomes a change, and one that nothing helps."""


def made_up_answer(ledger: Ledger, now: datetime) -> BatchResult | None:
    """Record an answer to the newest batch in a practice ledger: complete, with an error in three of its rows. None if
    no part of it was kept. Raises LedgerError."""
    submission = ledger.submissions(last=1)[0]
    part = submission.parts[0]
    rows = rows_in(ledger, part, submission.campaign)
    if rows is None:
        return None
    # the first, the last and one between
    chosen = [0, rows.height // 2, rows.height - 1]
    refused = pl.DataFrame(
        [
            {
                **rows.select("campaign", "event", "order_id", "action_id", "sku").row(place, named=True),
                "line": place + 2,
                "reason": reason,
                "kind": kind,
            }
            for place, (reason, kind) in zip(chosen, _REASONS, strict=True)
        ],
        REFUSED_SCHEMA,
    )
    found = FoundSubmission(
        AnswerSource.PRACTICE, "practice", part.name, Progress.COMPLETE, part.rows, len(_REASONS), now, now, refused
    )
    ledger.answers.record(match(ledger, [found], now).answers)
    return result_of(ledger, submission)
