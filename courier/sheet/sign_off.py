"""Who prepared a sheet, and who approved what would be sent of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Approval:
    """Somebody's word for exact content. ``content``: SHA-256 in hex of all that would be sent, see
    `courier.approvals.content_digest`."""

    by: str
    at: datetime
    content: str


@dataclass(frozen=True)
class SignOff:
    """``prepared_by``: who handed the sheet over, "" while nobody did. Names are those that people gave themselves."""

    prepared_by: str = ""
    approvals: tuple[Approval, ...] = ()


def to_json(sign_off: SignOff) -> dict[str, Any]:
    """A sign-off as plain values."""
    approvals = [{"by": one.by, "at": one.at.isoformat(), "content": one.content} for one in sign_off.approvals]
    return {"prepared_by": sign_off.prepared_by, "approvals": approvals}


def from_json(values: dict[str, Any]) -> SignOff:
    """The sign-off that `to_json` wrote. Raises TypeError, ValueError or KeyError for anything else."""
    approvals = []
    for value in values["approvals"]:
        at = datetime.fromisoformat(value["at"])
        if at.tzinfo is None:
            raise ValueError
        approvals.append(Approval(_text(value["by"]), at, _text(value["content"])))
    return SignOff(_text(values["prepared_by"]), tuple(approvals))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
