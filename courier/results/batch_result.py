"""What became of a batch at impact.com: how much was accepted and refused, and for each refused row what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

import polars as pl

from courier.ledger.ledger import Ledger
from courier.ledger.records import RecordedPart, Submission, added
from courier.ledger.values import is_amount
from courier.results.answered import AnsweredCounts, AnsweredPart, answered_part, counted
from courier.results.codes import REPAIRS, Repair, ResultCode, code_of
from courier.results.known_here import NEVER, KnownRow, known_rows
from courier.results.part_content import rows_in


@dataclass(frozen=True)
class RefusedRow:
    """One refused row and one reason. ``number``: of the row in the part, None if it fits none; ``line``, ``reason``:
    as impact.com says them; ``order``, ``sku``, ``action``: as they were sent, or where the row fits none as impact.com
    says them. ``amount``: None where it is not known; ``known``: what this computer knows, None for a row that fits
    none; ``repair``: what may become of the row, with all its reasons and what is known."""

    part: RecordedPart
    number: int | None
    line: int | None
    order: str
    action: str
    sku: str
    amount: Decimal | None
    currency: str
    reason: str
    kind: str
    code: ResultCode
    known: KnownRow | None
    repair: Repair


@dataclass(frozen=True)
class CodeGroup:
    """The refused rows of one code."""

    code: ResultCode
    rows: tuple[RefusedRow, ...]

    @property
    def count(self) -> int:
        """Rows, each once."""
        return len({_place(row) for row in self.rows})

    def count_of(self, repair: Repair) -> int:
        """Rows, each once, of which this may become."""
        return _count(self.rows, repair)


@dataclass(frozen=True)
class PartResult:
    """``counts_header``: whether the lines that impact.com names count the header; None where no row says so.
    ``totals``: the recorded amounts of the refused rows by currency; None if the part's bytes are not kept here."""

    answered: AnsweredPart
    rows: tuple[RefusedRow, ...]
    refused_totals: Mapping[str, Decimal] | None
    refused_orders: int
    counts_header: bool | None

    @property
    def accepted_totals(self) -> Mapping[str, Decimal] | None:
        """The amounts of the accepted rows by currency; None where nobody can tell which rows these are."""
        if not self.answered.accepted:
            return {}
        if self.answered.unnamed or self.refused_totals is None or any(row.number is None for row in self.rows):
            return None
        minus = {code: -amount for code, amount in self.refused_totals.items()}
        return added([self.answered.part.totals, minus])


@dataclass(frozen=True)
class BatchResult:
    """The result of a whole batch."""

    submission: Submission
    parts: tuple[PartResult, ...]

    @cached_property
    def counts(self) -> AnsweredCounts:
        """Rows accepted, refused and not answered, which add up to what was sent."""
        return counted([part.answered for part in self.parts])

    @cached_property
    def rows(self) -> tuple[RefusedRow, ...]:
        """All refused rows in the order of the file, once for each reason."""
        return tuple(row for part in self.parts for row in part.rows)

    @cached_property
    def groups(self) -> tuple[CodeGroup, ...]:
        """The refused rows by code, the most frequent first."""
        of_code: dict[str, list[RefusedRow]] = {}
        for row in self.rows:
            of_code.setdefault(row.code.code, []).append(row)
        groups = (CodeGroup(rows[0].code, tuple(rows)) for rows in of_code.values())
        return tuple(sorted(groups, key=lambda group: -group.count))

    @property
    def complete(self) -> bool:
        """Whether impact.com is done with every part."""
        return all(part.answered.complete for part in self.parts)

    @property
    def checked_at(self) -> datetime | None:
        """When the newest answer came, None without one."""
        return max((part.answered.checked_at for part in self.parts if part.answered.checked_at), default=None)

    @property
    def accepted_totals(self) -> Mapping[str, Decimal] | None:
        """Amounts of the accepted rows by currency; None where nobody can tell."""
        return _together([part.accepted_totals for part in self.parts])

    @property
    def refused_totals(self) -> Mapping[str, Decimal] | None:
        """Amounts of the refused rows by currency; None where nobody can tell."""
        return _together([part.refused_totals for part in self.parts])

    @property
    def refused_orders(self) -> int:
        """Orders of which a row was refused."""
        return sum(part.refused_orders for part in self.parts)

    def count(self, repair: Repair) -> int:
        """Rows, each once, of which this may become."""
        return _count(self.rows, repair)

    def only(self, code: str) -> BatchResult:
        """The same result with the refused rows of one code only, so that a sheet can be made of these."""
        parts = [replace(part, rows=tuple(row for row in part.rows if row.code.code == code)) for part in self.parts]
        return BatchResult(self.submission, tuple(parts))


def result_of(ledger: Ledger, submission: Submission) -> BatchResult:
    """What is known of a recorded batch. Raises LedgerError."""
    answers = ledger.answers.of_parts([part.uuid for part in submission.parts])
    parts = [answered_part(part, answers.get(part.uuid, ())) for part in submission.parts]
    return BatchResult(submission, tuple(_part_result(ledger, submission, part) for part in parts))


def _part_result(ledger: Ledger, submission: Submission, answered: AnsweredPart) -> PartResult:
    part, refused = answered.part, answered.refused
    if not refused.height:
        return PartResult(answered, (), {}, 0, None)
    content = rows_in(ledger, part, submission.campaign)
    sent = content.filter(pl.col("number").is_in(refused["row"].implode())) if content is not None else None
    known = known_rows(ledger, part, sent) if sent is not None else {}
    by_number = {row["number"]: row for row in sent.iter_rows(named=True)} if sent is not None else {}
    codes = {reason: code_of(reason) for reason in refused["reason"].unique().to_list()}
    rows = [
        _row(part, row, by_number.get(row["row"]), codes[row["reason"]], known.get(row["row"], NEVER))
        for row in refused.sort("row", "line", nulls_last=True).iter_rows(named=True)
    ]
    totals = None if sent is None else _totals(sent)
    orders = {row.order or row.action for row in rows} - {""}
    offsets = refused.select((pl.col("line") - pl.col("row")).drop_nulls().alias("offset"))["offset"]
    counted_header, uncounted = int((offsets == 1).sum()), int((offsets == 0).sum())
    header = None if counted_header == uncounted else counted_header > uncounted
    return PartResult(answered, _with_one_repair(rows), totals, len(orders), header)


def _row(
    part: RecordedPart,
    said: Mapping[str, str | int | None],
    sent: Mapping[str, object] | None,
    code: ResultCode,
    known: KnownRow,
) -> RefusedRow:
    facts: Mapping[str, object] = sent or {**dict.fromkeys(("amount", "currency")), **said}
    number, line = said["row"], said["line"]
    amount = str(facts["amount"]) if facts["amount"] is not None else ""
    worth = Decimal(amount) if is_amount(amount) else None
    own = known if number is not None else None
    return RefusedRow(
        part,
        int(number) if number is not None else None,
        int(line) if line is not None else None,
        str(facts["order_id"] or ""),
        str(facts["action_id"] or ""),
        str(facts["sku"] or ""),
        worth,
        str(facts["currency"] or ""),
        str(said["reason"]),
        str(said["kind"]),
        code,
        own,
        _repair(code, own, worth),
    )


def _repair(code: ResultCode, known: KnownRow | None, amount: Decimal | None) -> Repair:
    """What may become of a row. What went again needs no second repair; what is to become a change has to differ from
    what is known."""
    if known is None:
        return "none"
    if known.kind == "again":
        return "drop"
    if code.repair != "change":
        return code.repair
    if known.kind == "same":
        return "drop"
    return "change" if known.kind == "other" and amount is not None else "none"


def _with_one_repair(rows: Sequence[RefusedRow]) -> tuple[RefusedRow, ...]:
    """The same rows, each with the repair that all its reasons allow."""
    worst: dict[tuple[str, object], Repair] = {}
    for row in rows:
        place = _place(row)
        worst[place] = max(worst.get(place, "again"), row.repair, key=REPAIRS.index)
    return tuple(replace(row, repair=worst[_place(row)]) for row in rows)


def _place(row: RefusedRow) -> tuple[str, object]:
    return row.part.uuid, row.number if row.number is not None else (row.line, row.order, row.sku, row.action)


def _count(rows: Sequence[RefusedRow], repair: Repair) -> int:
    return len({_place(row) for row in rows if row.repair == repair})


def _totals(sent: pl.DataFrame) -> dict[str, Decimal]:
    pairs = sent.select("currency", "amount").iter_rows()
    return added([{currency or "": Decimal(amount)} for currency, amount in pairs if amount and is_amount(amount)])


def _together(totals: Sequence[Mapping[str, Decimal] | None]) -> Mapping[str, Decimal] | None:
    return None if any(each is None for each in totals) else added([each for each in totals if each is not None])
