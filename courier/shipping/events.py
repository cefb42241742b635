"""The events of a dispatch, its questions, and the listener that receives them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courier.batches.batch import WrittenBatch
from courier.credentials import Secret
from courier.delivery.receipt import Progress, Receipt
from courier.destinations import Destination
from courier.shipping.routing import RoutedBatch


@dataclass(frozen=True)
class Routed:
    """The batches and their destinations are decided. The first event."""

    batches: Sequence[RoutedBatch]


@dataclass(frozen=True)
class BatchBegan:
    """A batch is written and sent next."""

    batch: RoutedBatch


@dataclass(frozen=True)
class BatchHeld:
    """A batch is not sent, because it has no destination."""

    batch: RoutedBatch


@dataclass(frozen=True)
class WriteProgress:
    """How much of a batch is written, from 0 to 1."""

    fraction: float


@dataclass(frozen=True)
class BatchWritten:
    """The files of a batch are written."""

    batch: RoutedBatch
    written: WrittenBatch


@dataclass(frozen=True)
class ReceiptKnown:
    """The receipt of a part is recorded."""

    receipt: Receipt


@dataclass(frozen=True)
class BatchSent:
    """All parts of a batch have receipts from its destination: the login there succeeded."""

    destination: Destination


@dataclass(frozen=True)
class TranscriptKnown:
    """What was said to a destination's server and by it, line by line, without secrets; also after a failure."""

    destination: Destination
    lines: tuple[str, ...]


Event = (
    Routed
    | BatchBegan
    | BatchHeld
    | WriteProgress
    | BatchWritten
    | Progress
    | ReceiptKnown
    | BatchSent
    | TranscriptKnown
)
"""The events in their order for each batch; `Progress` is the progress of the transfer."""


@dataclass(frozen=True)
class ServerQuestion:
    """What a server asks at login; ``echo``: the answer may be shown while it is typed."""

    destination: Destination
    prompt: str
    echo: bool


@dataclass(frozen=True)
class Listener:
    """The callbacks of a dispatch, called from threads of the transfer. ``answer``: waits for the user's answer, None
    if no user is present; ``cancelled``: whether the user wants to stop; ``finishing``: whether the parts under way are
    to be the last."""

    tell: Callable[[Event], None] = lambda _: None
    answer: Callable[[ServerQuestion], Secret | None] | None = None
    cancelled: Callable[[], bool] = lambda: False
    finishing: Callable[[], bool] = lambda: False


NOBODY = Listener()
"""Ignores all events, answers no question and never cancels."""
