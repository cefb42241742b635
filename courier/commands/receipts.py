"""What the command says of receipts."""

from __future__ import annotations

from courier.commands.base import say
from courier.delivery.receipt import Receipt
from courier.ledger.records import DRAFTED
from courier.messages import text


def is_done(receipt: Receipt) -> bool:
    """Whether a part became what was asked for: it was delivered, or written as a message to be sent by hand."""
    return receipt.state.delivered or receipt.key == DRAFTED


def say_receipt(receipt: Receipt) -> None:
    """Print a receipt in a line."""
    say(f"{receipt.part}: {text(f'state-{receipt.state}')}. {receipt.message}")
