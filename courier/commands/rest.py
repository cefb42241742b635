"""``courier send --rest``: sends what is missing of an earlier batch."""

from __future__ import annotations

import argparse
from typing import Any

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, print_json, say, warn
from courier.commands.passwords import agree_to_open, passwords_for
from courier.commands.receipts import is_done, say_receipt, say_stopped
from courier.commands.terminal import follow_on_terminal
from courier.credentials import CredentialError
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt
from courier.ledger.records import RecordedPart, Submission
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.services import LocalServices
from courier.shipping.dispatch import dispatch_recorded
from courier.shipping.queue import destination_of


def send_rest(options: argparse.Namespace, services: LocalServices) -> int:
    """Send what is missing of the batch that ``options.rest`` names. Raises LedgerError if there is no such batch."""
    try:
        services.recovered_ledger()
        services.ledger.refuse_while_lost()
    except LedgerError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    submission = services.ledger.submission(options.rest)
    if all(part.state.delivered for part in submission.parts):
        say(text("rest-nothing", id=submission.uuid[:8]))
        return EXIT_OK
    try:
        receipts, stopped = _receipts(submission, options, services)
    except (DeliveryError, LedgerError, CredentialError) as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    failed = next((receipt for receipt in receipts if not is_done(receipt)), None)
    if failed is not None:
        warn(failed.message)
    _print(submission, receipts, as_json=options.json)
    code = EXIT_OK if failed is None else EXIT_DELIVERY
    return (say_stopped(receipts) or code) if stopped else code


def _receipts(
    submission: Submission, options: argparse.Namespace, services: LocalServices
) -> tuple[list[Receipt], bool]:
    """Receipts of the parts that were missing, and whether the user stopped it."""
    destination = destination_of(submission, services.destinations)
    agree_to_open(options, destination)
    passwords = passwords_for(destination, services, typed=options.password_stdin)
    with follow_on_terminal(transcript=options.transcript) as listener:
        receipts = dispatch_recorded(submission, services.sending(passwords), listener, options.accept_host_key)
    # without a connection no server has shown the key
    connected = any(receipt.key != "receipt-sent-before" for receipt in receipts)
    if connected and options.accept_host_key and destination.kind == "sftp" and not destination.host_keys:
        services.destinations.pin(destination, options.accept_host_key)
    return receipts, listener.cancelled()


def _print(submission: Submission, receipts: list[Receipt], *, as_json: bool) -> None:
    if not as_json:
        for receipt in receipts:
            say_receipt(receipt)
        return
    names = {receipt.part for receipt in receipts}
    print_json(
        {
            "parts": [_part_json(part) for part in submission.parts if part.name in names],
            "set_aside": 0,
            "left_out": 0,
            "manifest": None,
            "receipts": [receipt.as_json() for receipt in receipts],
        }
    )


def _part_json(part: RecordedPart) -> dict[str, Any]:
    """A part as ``courier send`` prints it; its state is in the receipt."""
    record = part.as_json()
    return {key: record[key] for key in ("name", "rows", "orders", "totals", "size", "sha256")}
