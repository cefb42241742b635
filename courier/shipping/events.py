"""What a dispatch tells whoever follows it, and what it asks."""

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
    """It is known which batches there are and where each goes. The first event."""

    batches: Sequence[RoutedBatch]


@dataclass(frozen=True)
class BatchBegan:
    """The turn of a batch has come."""

    batch: RoutedBatch


@dataclass(frozen=True)
class BatchHeld:
    """A batch stays here, because it has no destination or what it follows is not there."""

    batch: RoutedBatch


@dataclass(frozen=True)
class WriteProgress:
    """How much of a batch is written, from 0 to 1."""

    fraction: float


@dataclass(frozen=True)
class BatchWritten:
    """The files of a batch are on the disk."""

    batch: RoutedBatch
    written: WrittenBatch


@dataclass(frozen=True)
class ReceiptKnown:
    """It is known and recorded what became of a part."""

    receipt: Receipt


@dataclass(frozen=True)
class BatchSent:
    """A destination's server let somebody in and all parts of a batch have their receipts."""

    destination: Destination


Event = Routed | BatchBegan | BatchHeld | WriteProgress | BatchWritten | Progress | ReceiptKnown | BatchSent
"""What happens on the way, in this order for each batch; `Progress` says how far the transfer is."""


@dataclass(frozen=True)
class Question:
    """What a server wants to know while it lets somebody in; ``echo``: the answer may be seen while it is typed."""

    destination: Destination
    prompt: str
    echo: bool


@dataclass(frozen=True)
class Listener:
    """Who follows a dispatch, called from threads of the transfer. ``answer``: waits for a person's answer, None where
    nobody can be asked; ``cancelled``: whether the person wants to stop."""

    tell: Callable[[Event], None] = lambda _: None
    answer: Callable[[Question], Secret | None] | None = None
    cancelled: Callable[[], bool] = lambda: False


NOBODY = Listener()
"""Nobody follows, nobody can be asked, nobody cancels."""
