"""The parts to deliver, and what is known about each afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from courier.delivery.errors import DeliveryError
from courier.delivery.transcript import quoting
from courier.messages import Fact
from courier.whole_files import is_plain_name

QUEUED = "receipt-queued"
"""Message key of an order that the Conversions API took; its remote path is where impact.com will answer."""
ORDER_REFUSED = "conversions-refused"
"""Message key of an order that the Conversions API refused."""


class State(StrEnum):
    """The state of a part. Refused: it is certainly not at the destination. Unconfirmed: it may or may not be there."""

    PREPARED = "prepared"
    SENDING = "sending"
    ARRIVED = "arrived"
    TAKEN = "taken"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"

    @property
    def delivered(self) -> bool:
        """Whether the part reached its destination."""
        return self in (State.ARRIVED, State.TAKEN)


@dataclass(frozen=True)
class PartFile:
    """A part ready to be sent: a local file under its final name. ``size`` in bytes."""

    name: str
    path: Path
    size: int
    sha256: str

    def __post_init__(self) -> None:
        # a name may come from a ledger that was merged, and it becomes a path at the destination
        if not is_plain_name(self.name):
            raise DeliveryError("delivery-part-name", name=self.name)


@dataclass(frozen=True)
class Receipt:
    """What is known about one part at a destination. ``at``: when it became known."""

    part: str
    state: State
    destination: str
    remote_path: str
    size: int
    at: datetime
    key: str
    facts: Mapping[str, Fact | None] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What happened, in words."""
        return quoting(self.key, self.facts)

    def as_json(self) -> dict[str, Any]:
        """The receipt as the command prints it."""
        return {
            "part": self.part,
            "state": str(self.state),
            "destination": self.destination,
            "remote_path": self.remote_path,
            "size": self.size,
            "at": self.at.isoformat(),
            "message": self.message,
        }


@dataclass(frozen=True)
class Progress:
    """How far a batch is: part number (from 1) of ``parts``, its name and bytes, and the bytes of all parts."""

    part: int
    parts: int
    name: str
    sent: int
    size: int
    sent_in_all: int
    size_in_all: int
