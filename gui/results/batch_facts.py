"""What the page of results shows of a batch, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.ledger.values import AnswerSource
from courier.programs import Program
from courier.results.answered import answered_counts
from courier.results.batch_result import BatchResult, result_of
from courier.results.fix_sheet import FixSheet, fix_sheet
from courier.results.known_locks import LockDates
from courier.results.learning import RefusedShare, refused_shares, usual_wait
from courier.results.looking_again import program_to_ask
from courier.today.locks import first_lock


@dataclass(frozen=True)
class BatchFacts:
    """``fix``: None where the bytes of a part are not kept any more; ``asks``: the program with whose account
    impact.com can be asked, None if there is none; ``usual``: how long impact.com usually takes; ``shares``: what was
    refused of the program's rows; ``locks``: when impact.com locks its first orders, None if nobody knows."""

    result: BatchResult
    fix: FixSheet | None
    asks: Program | None
    usual: timedelta | None
    shares: Sequence[RefusedShare]
    locks: datetime | None

    @property
    def made_up(self) -> bool:
        """Whether nobody answered, because this is practice."""
        answers = (answer for part in self.result.parts for answer in part.answered.answers)
        return any(answer.source is AnswerSource.PRACTICE for answer in answers)

    @property
    def fixable(self) -> bool:
        """Whether a sheet can be made of what was refused."""
        return self.fix is not None and bool(self.fix.again.height or self.fix.changes.height)


def facts_of(
    ledger: Ledger, uuid: str | None, programs: Sequence[Program], dates: LockDates, now: datetime
) -> BatchFacts | None:
    """The facts about a batch; None for the newest that was answered, or else the newest that was delivered. Nothing if
    there is no such batch. Raises LedgerError."""
    chosen = uuid or _newest(ledger)
    if chosen is None:
        return None
    submission = ledger.submission(chosen)
    result = result_of(ledger, submission)
    try:
        fix = fix_sheet(ledger, result)
    except LedgerError:
        fix = None
    name = submission.program
    own = next((program for program in programs if program.name == name), None)
    return BatchFacts(
        result,
        fix,
        program_to_ask(programs, submission),
        usual_wait(ledger, name, without=submission.uuid),
        refused_shares(ledger, name),
        first_lock(ledger, submission.uuid, own, dates.of(own), now) if own else None,
    )


def _newest(ledger: Ledger) -> str | None:
    delivered = [batch for batch in ledger.submissions() if any(part.state.delivered for part in batch.parts)]
    counts = answered_counts(ledger, delivered)
    answered = (batch.uuid for batch in delivered if counts[batch.uuid].parts)
    return next(answered, delivered[0].uuid if delivered else None)
