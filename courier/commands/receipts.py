"""What the command says of receipts."""

from __future__ import annotations

from collections.abc import Sequence

from courier.commands.base import EXIT_DELIVERY, warn
from courier.commands.terminal_text import Span, Style, write_line
from courier.delivery.receipt import Receipt, State
from courier.ledger.records import DRAFTED
from courier.messages import text
from courier.stop_signals import EXIT_INTERRUPTED

_STYLES: dict[State, Style] = {State.UNCONFIRMED: "warning", State.REFUSED: "error"}


def is_done(receipt: Receipt) -> bool:
    """Whether a part became what was asked for: it was delivered, or written as a message to be sent by hand."""
    return receipt.state.delivered or receipt.key == DRAFTED


def say_receipt(receipt: Receipt) -> None:
    """Print a receipt in a line."""
    say_part(receipt.part, receipt.state, receipt.message)


def say_part(name: str, state: State, message: str, *, indent: int = 0) -> None:
    """Print what became of a part in a line, in which the state is not said twice."""
    words = text(f"state-{state}")
    rest = message.removeprefix(words) if message.startswith(words) else f". {message}"
    style: Style = "good" if state.delivered else _STYLES.get(state, "plain")
    write_line(f"{name}: ", Span(words, style), rest, indent=indent, hang=indent + 4)


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
