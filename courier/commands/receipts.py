"""What the command says of receipts."""

from __future__ import annotations

from collections.abc import Sequence

from courier.commands.base import EXIT_DELIVERY, say, warn
from courier.delivery.receipt import Receipt, State
from courier.ledger.records import DRAFTED
from courier.messages import text
from courier.stop_signals import EXIT_INTERRUPTED


def is_done(receipt: Receipt) -> bool:
    """Whether a part became what was asked for: it was delivered, or written as a message to be sent by hand."""
    return receipt.state.delivered or receipt.key == DRAFTED


def say_receipt(receipt: Receipt) -> None:
    """Print a receipt in a line."""
    say(f"{receipt.part}: {text(f'state-{receipt.state}')}. {receipt.message}")


def say_stopped(receipts: Sequence[Receipt], unbegun: int = 0) -> int | None:
    """Say what became of the parts that were to be sent when the user stopped; the exit code, None if all of them were
    delivered. ``unbegun``: batches that were not begun."""
    delivered = sum(receipt.state.delivered for receipt in receipts)
    unknown = sum(receipt.state is State.UNCONFIRMED for receipt in receipts)
    unsent = len(receipts) - delivered - unknown
    warn(text("stop-done", delivered=delivered, unsent=unsent, unknown=unknown))
    if unbegun:
        warn(text("stop-unbegun", batches=unbegun))
    if all(receipt.state is State.PREPARED for receipt in receipts):
        return EXIT_INTERRUPTED
    return EXIT_DELIVERY if unsent or unknown or unbegun else None
