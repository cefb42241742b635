"""What is sent, and what is known of it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from courier.messages import Fact, PlainError, text


class State(StrEnum):
    """What is true of a part. Refused: it certainly is not there. Unconfirmed: nobody knows."""

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


class DeliveryError(PlainError):
    """Nothing of the part at hand is at the destination; the batch stays ready."""


class Unreached(DeliveryError):
    """Nobody answered, or nobody was let in: nothing was said yet, so trying again is safe."""


class BrokenBefore(DeliveryError):
    """The connection was gone before any data of the part went out: trying again is safe."""

    def __init__(self, host: str) -> None:
        super().__init__("delivery-broken-before", host=host)


class CertificateUnknown(DeliveryError):
    """A server whose certificate is not trusted; ``fingerprint`` is for a person to compare and pin."""

    def __init__(self, host: str, fingerprint: str) -> None:
        super().__init__("delivery-certificate", host=host, fingerprint=fingerprint)
        self.fingerprint = fingerprint


class CertificateChanged(DeliveryError):
    """A server that shows another certificate than the pinned one."""

    def __init__(self, host: str, fingerprint: str) -> None:
        super().__init__("delivery-certificate-changed", host=host, fingerprint=fingerprint)


class HostKeyUnknown(DeliveryError):
    """A server that was never seen before; ``fingerprint`` is for a person to compare."""

    def __init__(self, host: str, fingerprint: str) -> None:
        super().__init__("delivery-host-key-unknown", host=host, fingerprint=fingerprint)
        self.fingerprint = fingerprint


class HostKeyChanged(DeliveryError):
    """A server that shows another key than the pinned one."""

    def __init__(self, host: str, fingerprint: str) -> None:
        super().__init__("delivery-host-key-changed", host=host, fingerprint=fingerprint)


class Cancelled(Exception):
    """The person cancelled the transfer."""


class Broken(Exception):
    """The connection broke after data of a part went out: its fate is unknown."""


class CutShort(Exception):
    """The server stopped taking a part half way; ``problem`` says why. A piece of it may be there."""

    def __init__(self, problem: DeliveryError) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Outgoing:
    """A part ready to be sent: a local file under its final name."""

    name: str
    path: Path
    size: int
    sha256: str


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
        return text(self.key, **self.facts)

    def as_json(self) -> dict[str, Any]:
        """The receipt as the command shows it."""
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
