"""What a recorded value may be. A colleague's history, or an old row of one's own, may hold anything: a database of
SQLite takes any value in any column.

What comes from elsewhere is refused unless it `fits`; what is stored already is read as well as it can be
(`readable`), so that one bad row takes nothing else along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from courier.delivery.receipt import State
from courier.messages import Fact
from courier.rules.template_choice import TEMPLATES
from courier.whole_files import is_plain_name

AMOUNT = r"^-?[0-9]{1,40}(\.[0-9]{1,40})?$"
"""A recorded amount, which is reckoned with."""

UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a moment that cannot be read."""

_LONGEST = 32_767
"""Characters of a text: what a spreadsheet holds in a cell."""
_LONGEST_JSON = 1_000_000
_LARGEST = 2**62
_AMOUNT = re.compile(AMOUNT, re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{32}")
_BAD = (ValueError, TypeError, OverflowError, RecursionError)


def is_sha256(value: object) -> bool:
    """Whether a value is a SHA-256 as hexadecimal digits, and so nothing but a name where it becomes one."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def is_uuid(value: object) -> bool:
    """Whether a value is the UUID of a submission or part, as `uuid.UUID.hex` gives it."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def is_amount(value: object) -> bool:
    """Whether a value is a plain decimal number."""
    return isinstance(value, str) and _AMOUNT.match(value) is not None and not value.endswith("\n")


def moment_of(value: str) -> datetime:
    """The moment in an ISO text. Raises ValueError for one without a zone, which cannot be compared with others."""
    moment = datetime.fromisoformat(value)
    # years at the ends of the calendar cannot be shown in another zone
    if moment.tzinfo is None or not 1900 <= moment.year <= 9000:
        raise ValueError(value)
    return moment


def totals_of(value: str) -> dict[str, Decimal]:
    """The amount per currency in a JSON text. Raises ValueError."""
    return {code: _amount_of(amount) for code, amount in _object_in(value).items()}


def facts_in(value: str) -> dict[str, Fact | None]:
    """The facts of a message in a JSON text. Raises ValueError."""
    facts = _object_in(value)
    if not all(_is_fact(fact) for fact in facts.values()):
        raise ValueError(value)
    return facts


class Progress(StrEnum):
    """How far impact.com is with a submission. ``UNKNOWN``: only its refused rows are known."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    UNKNOWN = "unknown"


class AnswerSource(StrEnum):
    """The way on which an answer came: read from impact.com, from a table that a person brought, from a result file of
    a Connection, or made up for practice."""

    API = "api"
    TABLE = "table"
    CONNECTION = "connection"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Column:
    """What one column may hold. ``read``: makes of it what the app works with, and raises if it cannot; ``instead``:
    what is shown for a value that cannot be read; ``fits``: whether a readable value may be taken over."""

    read: Callable[[Any], Any]
    instead: Any
    fits: Callable[[Any], bool] = lambda _: True

    def takes(self, value: object) -> bool:
        """Whether a value from elsewhere may be recorded here."""
        try:
            self.read(value)
        except _BAD:
            return False
        return self.fits(value)

    def readable(self, value: object) -> Any:
        """What the app works with, whatever is recorded here."""
        try:
            return self.read(value)
        except _BAD:
            return self.instead


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise ValueError(value)
    return value


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _is_short(value: Any) -> bool:
    return value is None or (len(value) <= _LONGEST and "\0" not in value)


def _state(value: Any) -> State:
    return State(_text(value))


def _progress(value: Any) -> Progress:
    return Progress(_text(value))


def _answer_source(value: Any) -> AnswerSource:
    return AnswerSource(_text(value))


def _keys(value: Any) -> bytes:
    if not isinstance(value, bytes) or len(value) % 8:
        raise ValueError(value)
    return value


def _key(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


_TEXT, _MAYBE = Column(_text, "", _is_short), Column(_or_none(_text), None, _is_short)
_NUMBER, _MOMENT = Column(_number, 0), Column(moment_of, UNKNOWN_MOMENT)
_MAYBE_NUMBER = Column(_or_none(_number), None)
_MAYBE_MOMENT = Column(lambda value: moment_of(value) if value else None, None)

SUBMISSION: Mapping[str, Column] = {
    "id": _NUMBER,
    "uuid": Column(_text, "", is_uuid),
    "program": _TEXT,
    "campaign": _TEXT,
    "source": _TEXT,
    "template": Column(_text, "", lambda value: value in TEMPLATES),
    "made_at": _MOMENT,
    "os_user": _TEXT,
    "machine": _TEXT,
    "note": _TEXT,
    "destination": _TEXT,
    "url": _TEXT,
    "reason": _TEXT,
    "not_before": _MAYBE_MOMENT,
    "draft": _TEXT,
    "rules": _TEXT,
}
PART: Mapping[str, Column] = {
    "id": _NUMBER,
    "submission": _NUMBER,
    "uuid": Column(_text, "", is_uuid),
    "number": _NUMBER,
    "name": Column(_text, "", is_plain_name),
    "sha256": Column(_text, "", is_sha256),
    "size": _NUMBER,
    "rows": _NUMBER,
    "orders": _NUMBER,
    "totals": Column(totals_of, {}),
    "expires": _MAYBE_MOMENT,
    # what cannot be read may have been sent
    "state": Column(_state, State.UNCONFIRMED),
    "remote_path": _TEXT,
    "at": _MOMENT,
    "message": _TEXT,
    "facts": Column(facts_in, {}),
}
KIND: Mapping[str, Column] = {"id": _NUMBER, "campaign": _TEXT, "event": _TEXT, "currency": _TEXT}
ROW: Mapping[str, Column] = {
    "key": Column(_key, 0),
    "part": _NUMBER,
    "number": _NUMBER,
    "kind": _NUMBER,
    "order_id": _MAYBE,
    "action_id": _MAYBE,
    "sku": _MAYBE,
    "amount": Column(_or_none(_text), None, lambda value: value is None or is_amount(value)),
    "status": _MAYBE,
    "event_date": _MAYBE,
}
ANSWER: Mapping[str, Column] = {
    "id": _NUMBER,
    "part": _NUMBER,
    "batch": _TEXT,
    # what cannot be read may be unfinished
    "progress": Column(_progress, Progress.UNKNOWN),
    "records": _MAYBE_NUMBER,
    "errors": _MAYBE_NUMBER,
    "submitted_at": _MAYBE_MOMENT,
    "completed_at": _MAYBE_MOMENT,
    "checked_at": _MOMENT,
    "source": Column(_answer_source, AnswerSource.TABLE),
}
ANSWER_ROW: Mapping[str, Column] = {
    "answer": _NUMBER,
    "row": _MAYBE_NUMBER,
    "line": _MAYBE_NUMBER,
    "campaign": _MAYBE,
    "event": _MAYBE,
    "order_id": _MAYBE,
    "action_id": _MAYBE,
    "sku": _MAYBE,
    "reason": _TEXT,
    "kind": _TEXT,
}
PART_KEYS: Mapping[str, Column] = {"part": _NUMBER, "keys": Column(_keys, b"")}


def _object_in(value: str) -> dict[str, Any]:
    if len(value) > _LONGEST_JSON:
        raise ValueError(len(value))
    found = json.loads(value, parse_constant=_no_number)
    if not isinstance(found, dict):
        raise TypeError(value)
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def _amount_of(value: Any) -> Decimal:
    if not is_amount(value):
        raise ValueError(value)
    return Decimal(value)


def _is_fact(value: Any) -> bool:
    if isinstance(value, str):
        return _is_short(value)
    return value is None or isinstance(value, float) or (isinstance(value, int) and abs(value) <= _LARGEST)
