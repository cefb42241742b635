"""``courier history``: what was sent from this machine, and what became of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Command, moment, print_json, say, warn
from courier.commands.passwords import KnownPassword, typed_password
from courier.commands.send import say_receipt
from courier.credentials import CredentialError, Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import State
from courier.drafts.store import DraftError
from courier.ledger.records import Submission
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.services import LocalServices
from courier.shipping.dispatch import Passwords, dispatch_recorded
from courier.shipping.outgoing_parts import os_user
from courier.shipping.queue import destination_of
from courier.today.drafts import forget_delivered

_Action = Callable[[LocalServices, argparse.Namespace], int]


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--order", metavar="ID", help=text("option-history-order"))
    parser.add_argument("--save", metavar="PART", help=text("option-history-save"))
    parser.add_argument("--to", type=Path, default=Path(), metavar="DIR", help=text("option-history-to"))
    parser.add_argument("--program", metavar="P", help=text("option-history-program"))
    parser.add_argument("--last", type=int, metavar="N", help=text("option-history-last"))
    parser.add_argument("--json", action="store_true", help=text("option-json"))
    parser.set_defaults(action=_list)
    actions = parser.add_subparsers(metavar="ACTION")

    # said before or after the action, it counts
    again: dict[str, Any] = {"action": "store_true", "default": argparse.SUPPRESS, "help": text("option-json")}

    def action(name: str, act: _Action, *values: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text(f"history-{name}"))
        for value in values:
            sub.add_argument(value.lower(), metavar=value)
        sub.set_defaults(action=act)
        return sub

    action("show", _show, "ID").add_argument("--json", **again)
    action("note", _note, "ID", "TEXT")
    action("export", _export, "FILE")
    action("merge", _merge, "FILE")
    action("delete", _delete).add_argument(
        "--before", type=moment, required=True, metavar="DATE", help=text("option-history-before")
    )
    action("settle", _settle, "PART").add_argument("state", choices=("arrived", "refused"))
    action("waiting", _waiting).add_argument("--json", **again)
    typed: dict[str, Any] = {"action": "store_true", "help": text("option-password-stdin")}
    action("send-due", _send_due).add_argument("--password-stdin", **typed)
    action("send-now", _send_now, "ID").add_argument("--password-stdin", **typed)
    action("drop", _drop, "ID")


def _run(options: argparse.Namespace, services: LocalServices) -> int:
    services.ledger.recover(services.clock())
    act: _Action = options.action
    return act(services, options)


def _list(services: LocalServices, options: argparse.Namespace) -> int:
    if options.save:
        part = services.ledger.part(options.save)
        say(text("history-saved", path=str(services.ledger.archive.save(part.sha256, part.name, options.to))))
        return EXIT_OK
    if options.order:
        return _with_order(services, options)
    found = services.ledger.submissions(options.last, options.program)
    if options.json:
        print_json([one.as_json() for one in found])
    else:
        _say_all(found, text("history-empty"))
    return EXIT_OK


def _with_order(services: LocalServices, options: argparse.Namespace) -> int:
    found = services.ledger.rows_of_order(options.order)
    if options.json:
        print_json(found)
        return EXIT_OK
    for row in found:
        what = (row["order"] or row["action"], row["sku"], row["amount"], row["currency"])
        state = text(f"state-{row['state']}")
        said = (row["at"][:10], state, " ".join(one for one in what if one), row["destination"], row["part"])
        say("  ".join(said))
    if not found:
        say(text("history-no-order", order=options.order))
    return EXIT_OK


def _show(services: LocalServices, options: argparse.Namespace) -> int:
    found = services.ledger.submission(options.id)
    if options.json:
        print_json(found.as_json())
        return EXIT_OK
    _say_all([found], "")
    for key, value in (("history-by", found.os_user), ("history-noted", found.note), ("history-reason", found.reason)):
        if value:
            say(text(key, value=value))
    for part in found.parts:
        say(f"  {part.name}: {text(f'state-{part.state}')}. {part.message}".rstrip())
    return EXIT_OK


def _note(services: LocalServices, options: argparse.Namespace) -> int:
    kept = services.ledger.write_note(options.id, options.text.strip())
    say(text("history-note-kept" if kept.note else "history-note-gone"))
    return EXIT_OK


def _say_all(found: list[Submission], nothing: str) -> None:
    for one in found:
        totals = ", ".join(f"{code} {amount}" for code, amount in one.totals.items()) or "0"
        line = text(
            "history-line", id=one.uuid[:8], day=f"{one.made_at:%Y-%m-%d %H:%M}", state=text(f"state-{one.state}"),
            source=one.source, rows=one.rows, totals=totals, destination=one.destination,
        )  # fmt: skip
        say(line)
    if not found and nothing:
        say(nothing)


def _export(services: LocalServices, options: argparse.Namespace) -> int:
    services.ledger.export(Path(options.file))
    say(text("history-exported", path=options.file))
    return EXIT_OK


def _merge(services: LocalServices, options: argparse.Namespace) -> int:
    merged = services.ledger.merge(Path(options.file))
    say(text("history-merged", submissions=merged.submissions, parts=merged.parts, settled=merged.settled))
    return EXIT_OK


def _delete(services: LocalServices, options: argparse.Namespace) -> int:
    say(text("history-deleted", submissions=services.ledger.delete_before(options.before)))
    return EXIT_OK


def _settle(services: LocalServices, options: argparse.Namespace) -> int:
    part = services.ledger.settle_by_hand(options.part, State(options.state), services.clock(), os_user())
    say(f"{part.name}: {text(f'state-{part.state}')}. {part.message}")
    return EXIT_OK


def _waiting(services: LocalServices, options: argparse.Namespace) -> int:
    found = services.ledger.waiting()
    if options.json:
        print_json([one.as_json() for one in found])
        return EXIT_OK
    for one in found:
        assert one.not_before
        say(text("queue-line", id=one.uuid[:8], at=f"{one.not_before:%Y-%m-%d %H:%M %Z}", source=one.source,
                 rows=one.rows, destination=one.destination))  # fmt: skip
    if not found:
        say(text("queue-empty"))
    return EXIT_OK


def _send_due(services: LocalServices, options: argparse.Namespace) -> int:
    due = services.ledger.due(services.clock())
    if not due:
        say(text("queue-nothing-due"))
        return EXIT_OK
    return _send_all(services, due, options)


def _send_now(services: LocalServices, options: argparse.Namespace) -> int:
    submission = services.ledger.submission(options.id)
    if submission.uuid not in {one.uuid for one in services.ledger.waiting()}:
        raise LedgerError("queue-not-waiting", id=submission.uuid[:8])
    return _send_all(services, [submission], options)


def _send_all(services: LocalServices, batches: list[Submission], options: argparse.Namespace) -> int:
    """Send what waits; what fails stays in the queue."""
    if options.password_stdin and len({one.url for one in batches}) > 1:
        # a password is for one place, and another must not hear it
        raise DeliveryError("queue-several-places")
    typed = typed_password() if options.password_stdin else None
    code = EXIT_OK
    for one in batches:
        try:
            for receipt in dispatch_recorded(one, services.sending(_passwords(services, one, typed))):
                say_receipt(receipt)
                code = code if receipt.state.delivered else EXIT_DELIVERY
        except (DeliveryError, CredentialError) as problem:
            warn(str(problem))
            code = EXIT_DELIVERY
    with suppress(DraftError):
        # those that cannot be removed now are removed by the app
        forget_delivered(services.all_drafts, services.ledger)
    return code


def _passwords(services: LocalServices, batch: Submission, typed: Secret | None) -> Passwords:
    """The typed password for the destination of a batch, if one was typed. Raises DeliveryError."""
    if typed is None:
        return services.credentials
    return KnownPassword(destination_of(batch, services.destinations).name, typed, services.credentials)


def _drop(services: LocalServices, options: argparse.Namespace) -> int:
    say(text("queue-dropped", id=services.ledger.drop(options.id).uuid[:8]))
    return EXIT_OK


HISTORY = Command("history", _declare, _run)
