"""The recorded facts about a submission and its parts."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from courier.delivery.receipt import State
from courier.delivery.transcript import quoting
from courier.destinations import Destination
from courier.destinations.destination import CALL_URLS
from courier.ledger.store import Connection
from courier.ledger.values import PART, SUBMISSION, Column
from courier.messages import Fact, text

WORST_FIRST = (
    State.UNCONFIRMED, State.REFUSED, State.SENDING, State.PREPARED, State.TAKEN, State.ARRIVED,
)  # fmt: skip
DRAFTED = "receipt-drafted"
"""Message key of a part that a person has to send with a mail program: only that person knows whether it was sent."""


@dataclass(frozen=True)
class BatchOrigin:
    """What a batch was made of. ``program``: the saved program's name, "" without one; ``campaign``: its campaign ID,
    for rows that name none; ``source``: the name of the sheet's file; ``zone``: of dates without one; ``note``: for
    readers of the history; ``draft``: the mark of the kept draft, "" for none; ``rules``: the version of the rules that
    it was checked with, "" if nobody knows it; ``content``: the digest of all that is sent of its sheet if somebody
    approved it, "" if nobody did."""

    program: str
    campaign: str
    source: str
    template: str
    zone: str | None
    note: str = ""
    draft: str = ""
    rules: str = ""
    content: str = ""


@dataclass(frozen=True)
class Heading:
    """What is recorded of a submission as a whole. ``os_user``: the system account that sends it; ``reason``: why its
    orders are sent again, "" if they are not; ``not_before``: when a queued batch may be sent, None for now;
    ``machine``: the name of the one that sends it."""

    origin: BatchOrigin
    os_user: str
    destination: Destination
    reason: str = ""
    not_before: datetime | None = None
    machine: str = field(default_factory=lambda: platform.node())


@dataclass(frozen=True)
class RecordedPart:
    """One part. ``at``: when its state became known; ``expires``: when impact.com would drop the first of its rows."""

    uuid: str
    number: int
    name: str
    sha256: str
    size: int
    rows: int
    orders: int
    totals: Mapping[str, Decimal]
    expires: datetime | None
    state: State
    remote_path: str
    at: datetime
    key: str
    facts: Mapping[str, Fact | None]

    @property
    def message(self) -> str:
        """What happened, in words; "" while nothing has."""
        try:
            return quoting(self.key, self.facts) if self.key else ""
        except (KeyError, ValueError):
            # of another version of the app, or of a ledger that was merged
            return text("history-message-unknown")

    @property
    def waits(self) -> bool:
        """Whether it was certainly not sent."""
        return self.state in (State.PREPARED, State.REFUSED) and self.key != DRAFTED

    @property
    def open(self) -> bool:
        """Whether only a person can find out what became of it."""
        return self.state is State.UNCONFIRMED or self.key == DRAFTED

    def as_json(self) -> dict[str, Any]:
        """The part as ``courier history`` shows it."""
        return {
            "name": self.name,
            "rows": self.rows,
            "orders": self.orders,
            "totals": {code: f"{amount:f}" for code, amount in self.totals.items()},
            "size": self.size,
            "sha256": self.sha256,
            "state": str(self.state),
            "remote_path": self.remote_path,
            "at": self.at.isoformat(),
            "message": self.message,
        }


@dataclass(frozen=True)
class Submission:
    """One batch that was sent or is queued, with its parts in order."""

    uuid: str
    program: str
    campaign: str
    source: str
    template: str
    made_at: datetime
    os_user: str
    machine: str
    note: str
    destination: str
    url: str
    reason: str
    not_before: datetime | None
    draft: str
    rules: str
    parts: tuple[RecordedPart, ...] = field(default=())

    @property
    def rows(self) -> int:
        """Rows of all parts."""
        return sum(part.rows for part in self.parts)

    @property
    def orders(self) -> int:
        """Orders of all parts."""
        return sum(part.orders for part in self.parts)

    @property
    def totals(self) -> dict[str, Decimal]:
        """The sum of amounts per currency."""
        return added([part.totals for part in self.parts])

    @property
    def by_call(self) -> bool:
        """Whether it went to the Conversions API, each order by a call of its own."""
        return self.url.startswith(CALL_URLS)

    @property
    def unsent(self) -> bool:
        """Whether certainly nothing of it was sent."""
        return all(part.waits for part in self.parts)

    @property
    def state(self) -> State:
        """The worst state of its parts."""
        states = {part.state for part in self.parts}
        return next((state for state in WORST_FIRST if state in states), State.PREPARED)

    @property
    def partly(self) -> bool:
        """Whether some of its parts were delivered and others were not."""
        return len({part.state.delivered for part in self.parts}) > 1

    @property
    def incomplete(self) -> bool:
        """Whether a part did not arrive as far as is known, messages that a person sends left aside."""
        return any(not part.state.delivered and part.key != DRAFTED for part in self.parts)

    @property
    def state_words(self) -> str:
        """What became of it, in words."""
        if not self.partly:
            return text(f"state-{self.state}")
        arrived = sum(part.state.delivered for part in self.parts)
        unconfirmed = sum(part.open for part in self.parts)
        what = "calls" if self.by_call else "files"
        return text("state-partly", arrived=arrived, parts=len(self.parts), unconfirmed=unconfirmed, what=what)

    def as_json(self) -> dict[str, Any]:
        """The submission as ``courier history`` shows it."""
        return {
            "id": self.uuid,
            "made_at": self.made_at.isoformat(),
            "state": str(self.state),
            "program": self.program or None,
            "campaign_id": self.campaign or None,
            "source": self.source,
            "template": self.template,
            "rows": self.rows,
            "orders": self.orders,
            "totals": {code: f"{amount:f}" for code, amount in self.totals.items()},
            "destination": self.destination,
            "url": self.url,
            "os_user": self.os_user,
            "machine": self.machine,
            "note": self.note,
            "reason": self.reason or None,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "parts": [part.as_json() for part in self.parts],
        }


PART_COLUMNS = "uuid, number, name, sha256, size, rows, orders, totals, expires, state, remote_path, at, message, facts"
SUBMISSION_COLUMNS = (
    "uuid, program, campaign, source, template, made_at, os_user, machine, note, destination, url, reason, not_before,"
    " draft, rules"
)

_KEPT = f"id, {SUBMISSION_COLUMNS}"
"""The number is kept because it tells which of several submissions of one moment came first."""


def part_of(row: tuple[Any, ...]) -> RecordedPart:
    """The part in a row of `PART_COLUMNS`."""
    values = _readable(PART_COLUMNS, PART, row)
    return RecordedPart(key=values.pop("message"), **values)


def submission_of(row: tuple[Any, ...], parts: tuple[RecordedPart, ...]) -> Submission:
    """The submission in a row of `SUBMISSION_COLUMNS`."""
    return Submission(**_readable(SUBMISSION_COLUMNS, SUBMISSION, row), parts=parts)


def _readable(names: str, columns: Mapping[str, Column], row: tuple[Any, ...]) -> dict[str, Any]:
    return {name: columns[name].readable(value) for name, value in zip(names.split(", "), row, strict=True)}


def parts_of(db: Connection, submissions: Sequence[int]) -> dict[int, list[RecordedPart]]:
    """The parts of the submissions with these numbers, in their order: one question for all of them."""
    columns = ", ".join(f"p.{name}" for name in PART_COLUMNS.split(", "))
    rows = db.execute(
        f"SELECT p.submission, {columns} FROM {db.numbers()} {db.then_join} parts p ON p.submission = j.value"
        " ORDER BY p.submission, p.number",
        (db.listed(submissions),),
    )
    parts: dict[int, list[RecordedPart]] = {}
    for submission, *row in rows:
        parts.setdefault(submission, []).append(part_of(tuple(row)))
    return parts


def part_numbered(db: Connection, number: int) -> RecordedPart:
    """The part that has this number in the ledger. Raises LookupError where there is none."""
    row = db.execute(f"SELECT {PART_COLUMNS} FROM parts WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    return part_of(row)


def batch_of_part(db: Connection, number: int) -> str:
    """The UUID of the submission of the part that has this number in the ledger. Raises LookupError where there is
    none."""
    query = "SELECT submissions.uuid FROM parts JOIN submissions ON submissions.id = submission WHERE parts.id = ?"
    row = db.execute(query, (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    return str(SUBMISSION["uuid"].readable(row[0]))


def added(sums: list[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Totals per currency, added up."""
    totals: dict[str, Decimal] = {}
    for amounts in sums:
        for code, amount in amounts.items():
            totals[code] = totals.get(code, Decimal(0)) + amount
    return totals


def facts_of(db: Connection, parts: Iterable[str]) -> list[dict[str, dict[str, Any]]]:
    """What is recorded of the parts with these UUIDs, as it is kept beside their bytes: the columns of each and, with
    its number, those of its submission. What is not recorded (any more) is left out."""
    columns = [f"p.{name}" for name in PART_COLUMNS.split(", ")] + [f"s.{name}" for name in _KEPT.split(", ")]
    rows = db.execute(
        f"SELECT {', '.join(columns)} FROM {db.texts()} JOIN parts p ON p.uuid = j.value"
        " JOIN submissions s ON s.id = p.submission",
        (db.listed(parts),),
    )
    count = len(PART_COLUMNS.split(", "))
    return [
        {
            "part": dict(zip(PART_COLUMNS.split(", "), row[:count], strict=True)),
            "submission": dict(zip(_KEPT.split(", "), row[count:], strict=True)),
        }
        for row in rows
    ]
