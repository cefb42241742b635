"""What the answers so far teach: how long impact.com takes, and which share of the rows it refuses, by code."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
from courier.results.answered import AnsweredCounts, AnsweredPart, answered_counts, answered_part
from courier.results.codes import ResultCode, code_of
from courier.whole_files import whole_file

_ENOUGH = 3
"""Answered parts from which on a time is usual."""
_COLUMNS = ("program", "month", "code", "refused_rows", "answered_rows", "share")


@dataclass(frozen=True)
class RefusedShare:
    """How many ``rows`` of all that were ``answered`` were refused with a code. ``month``: as ``2026-11``, in UTC, of
    the moment when they were sent."""

    program: str
    month: str
    code: ResultCode
    rows: int
    answered: int

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return self.rows / self.answered


def wait_of(part: AnsweredPart) -> timedelta | None:
    """How long impact.com took for a part, None where it does not say when it was done."""
    done = part.completed_at if part.complete else None
    return max(done - part.part.at, timedelta(0)) if done else None


def usual_wait(ledger: Ledger, program: str, without: str = "") -> timedelta | None:
    """How long impact.com usually takes for the parts of a program, None while too few were answered. ``without``: the
    UUID of a batch that does not count. Raises LedgerError."""
    waits = [wait_of(part) for _, part in _parts(ledger, program, without)]
    seconds = [wait.total_seconds() for wait in waits if wait is not None]
    return timedelta(seconds=median(seconds)) if len(seconds) >= _ENOUGH else None


@dataclass(frozen=True)
class Standing:
    """How a batch stands: its ``counts``, and whether such a batch is usually answered ``by_now`` and this is not."""

    counts: AnsweredCounts
    by_now: bool


def standings(ledger: Ledger, submissions: Sequence[Submission], now: datetime) -> dict[str, Standing]:
    """Per UUID of a batch how it stands. Raises LedgerError."""
    counts = answered_counts(ledger, submissions)
    usual = {name: usual_wait(ledger, name) for name in {submission.program for submission in submissions}}
    return {
        submission.uuid: Standing(counts[submission.uuid], _overdue(submission, counts[submission.uuid].parts,
                                                                    usual[submission.program], now))
        for submission in submissions
    }  # fmt: skip


def _overdue(submission: Submission, answered: int, usual: timedelta | None, now: datetime) -> bool:
    sent = [part.at for part in submission.parts if part.state.delivered]
    return usual is not None and not answered and bool(sent) and now - max(sent) > usual


def refused_shares(ledger: Ledger, program: str | None = None) -> list[RefusedShare]:
    """The shares of a program, None for all, by program, month and code, the newest month and the largest share first.
    Raises LedgerError."""
    answered: Counter[tuple[str, str]] = Counter()
    refused: Counter[tuple[str, str, ResultCode]] = Counter()
    for submission, part in _parts(ledger, program):
        rows = part.part.rows - part.unanswered
        if not rows:
            continue
        month = f"{part.part.at:%Y-%m}"
        answered[submission.program, month] += rows
        # each row counts once for each of its codes
        places = {
            (row["row"] or row["line"], row["order_id"], row["sku"], code_of(row["reason"]))
            for row in part.refused.iter_rows(named=True)
        }
        refused.update((submission.program, month, code) for *_, code in places)
    shares = [
        RefusedShare(name, month, code, rows, answered[name, month]) for (name, month, code), rows in refused.items()
    ]
    shares.sort(key=lambda share: (-share.share, share.code.code))
    shares.sort(key=lambda share: share.month, reverse=True)
    return sorted(shares, key=lambda share: share.program)


def write_shares(shares: Sequence[RefusedShare], path: Path) -> None:
    """Write shares as a CSV file. Raises UserError."""
    with whole_file(path) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for one in shares:
            rows.writerow((one.program, one.month, one.code.code, one.rows, one.answered, f"{one.share:.6f}"))


def _parts(ledger: Ledger, program: str | None, without: str = "") -> list[tuple[Submission, AnsweredPart]]:
    """The parts of a program, None for all, that have an answer, with their batches."""
    sent = ledger.submissions() if program is None else ledger.submissions(program=program)
    answers = ledger.answers.of_parts([part.uuid for submission in sent for part in submission.parts])
    return [
        (submission, answered_part(part, answers[part.uuid]))
        for submission in sent
        if submission.uuid != without
        for part in submission.parts
        if part.uuid in answers
    ]
