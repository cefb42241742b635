"""``courier history``: what was sent from this machine, with its receipts."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Actions, Command, print_json, say, warn
from courier.commands.passwords import KnownPassword, typed_password
from courier.commands.privacy import declare_delete
from courier.commands.receipts import is_done, say_part, say_receipt, say_stopped
from courier.commands.terminal import follow_on_terminal
from courier.commands.terminal_text import write_line
from courier.credentials import CredentialError
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.drafts.store import DraftError
from courier.ledger.ledger import Ledger
from courier.ledger.records import Submission
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.people import is_from_here, is_mine, sender
from courier.results.answered import AnsweredCounts, answered_counts
from courier.services import LocalServices
from courier.shipping.dispatch import Passwords, dispatch_recorded
from courier.shipping.outgoing_parts import os_user
from courier.shipping.queue import destination_of
from courier.shipping.written_files import remove_settled
from courier.today.drafts import forget_delivered


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--order", metavar="ID", help=text("option-history-order"))
    parser.add_argument("--save", metavar="PART", help=text("option-history-save"))
    parser.add_argument("--to", type=Path, default=Path(), metavar="DIR", help=text("option-history-to"))
    parser.add_argument("--program", metavar="P", help=text("option-history-program"))
    parser.add_argument("--mine", action="store_true", help=text("option-history-mine"))
    parser.add_argument("--last", type=int, metavar="N", help=text("option-history-last"))
    parser.add_argument("--json", action="store_true", help=text("option-json"))
    actions = Actions(parser, lambda name: text(f"history-{name}"), required=False)
    # counts before or after the action
    again: dict[str, Any] = {"action": "store_true", "default": argparse.SUPPRESS, "help": text("option-json")}
    actions.add("show", _show, "ID").add_argument("--json", **again)
    actions.add("note", _note, "ID", "TEXT")
    actions.add("export", _export, "FILE")
    actions.add("merge", _merge, "FILE")
    declare_delete(actions)
    actions.add("rebuild", _rebuild)
    actions.add("begin-anew", _begin_anew).add_argument(
        "--forget-what-was-sent", action="store_true", help=text("option-forget-what-was-sent")
    )
    actions.add("settle", _settle, "PART").add_argument("state", choices=("arrived", "refused"))
    actions.add("waiting", _waiting).add_argument("--json", **again)
    typed: dict[str, Any] = {"action": "store_true", "help": text("option-password-stdin")}
    for send in (actions.add("send-due", _send_due), actions.add("send-now", _send_now, "ID")):
        send.add_argument("--password-stdin", **typed)
        send.add_argument("--transcript", type=Path, metavar="FILE", help=text("option-transcript"))
    actions.add("drop", _drop, "ID")


def _list(options: argparse.Namespace, services: LocalServices) -> None:
    ledger = services.recovered_ledger()
    for clash in services.clashes:
        warn(clash.words)
    lost = ledger.lost
    if lost:
        warn(text("ledger-lost", path=ledger.store.place))
    if options.save:
        part = ledger.part(options.save)
        say(text("history-saved", path=str(ledger.archive.save(part.sha256, part.name, options.to))))
    elif options.order:
        _list_rows(ledger.rows_of_order(options.order), options)
    else:
        submissions = _submissions(options, ledger)
        answered = answered_counts(ledger, submissions)
        if options.json:
            print_json([_as_json(submission, answered[submission.uuid]) for submission in submissions])
        elif not submissions and not lost:
            say(text("history-empty"))
        else:
            for submission in submissions:
                _say_submission(submission, answered[submission.uuid])
                if ledger.of_team:
                    write_line(text("history-by", value=sender(submission)), indent=10)


def _submissions(options: argparse.Namespace, ledger: Ledger) -> list[Submission]:
    if not options.mine:
        return ledger.submissions(options.last, options.program)
    mine = [submission for submission in ledger.submissions(program=options.program) if is_mine(submission)]
    return mine[: options.last]


def _as_json(submission: Submission, answered: AnsweredCounts) -> dict[str, Any]:
    return {**submission.as_json(), "answered": answered.as_json() if answered.parts else None}


def _list_rows(rows: list[dict[str, Any]], options: argparse.Namespace) -> None:
    if options.json:
        print_json(rows)
        return
    for row in rows:
        what = (row["order"] or row["action"], row["sku"], row["amount"], row["currency"])
        order = " ".join(value for value in what if value)
        say("  ".join((row["at"][:10], text(f"state-{row['state']}"), order, row["destination"], row["part"])))
    if not rows:
        say(text("history-no-order", order=options.order))


def _show(options: argparse.Namespace, services: LocalServices) -> None:
    ledger = services.recovered_ledger()
    sent = ledger.submission(options.id)
    answered = answered_counts(ledger, [sent])[sent.uuid]
    if options.json:
        print_json(_as_json(sent, answered))
        return
    _say_submission(sent, answered)
    for key, value in (
        ("history-by", sender(sent) if ledger.of_team else sent.os_user),
        ("history-noted", sent.note),
        ("history-reason", sent.reason),
    ):
        if value:
            say(text(key, value=value))
    for part in sent.parts:
        say_part(part.name, part.state, part.message, indent=2)


def _note(options: argparse.Namespace, services: LocalServices) -> None:
    submission = services.recovered_ledger().write_note(options.id, options.text.strip())
    say(text("history-note-kept" if submission.note else "history-note-gone"))


def _say_submission(submission: Submission, answered: AnsweredCounts) -> None:
    totals = ", ".join(f"{code} {amount}" for code, amount in submission.totals.items()) or "0"
    line = text(
        "history-line", id=submission.uuid[:8], day=f"{submission.made_at:%Y-%m-%d %H:%M}",
        state=submission.state_words, source=submission.source, rows=submission.rows, totals=totals,
        destination=submission.destination,
    )  # fmt: skip
    write_line(line, hang=10)
    if answered.parts:
        write_line(answered.words, indent=10)


def _export(options: argparse.Namespace, services: LocalServices) -> None:
    services.recovered_ledger().export(Path(options.file))
    say(text("history-exported", path=options.file))


def _merge(options: argparse.Namespace, services: LocalServices) -> None:
    merged = services.recovered_ledger().merge(Path(options.file))
    say(text("history-merged", submissions=merged.submissions, parts=merged.parts, settled=merged.settled))


def _rebuild(_options: argparse.Namespace, services: LocalServices) -> None:
    say(services.ledger.rebuild().message)


def _begin_anew(options: argparse.Namespace, services: LocalServices) -> None:
    if not options.forget_what_was_sent:
        raise LedgerError("ledger-anew-unsure")
    services.ledger.begin_anew()
    say(text("history-begun-anew"))


def _settle(options: argparse.Namespace, services: LocalServices) -> None:
    part = services.recovered_ledger().settle_by_hand(options.part, State(options.state), services.clock(), os_user())
    kept_days = services.preferences.now.kept_days
    remove_settled(services.batches_folder, services.ledger, services.clock(), kept_days)
    say_part(part.name, part.state, part.message)


def _waiting(options: argparse.Namespace, services: LocalServices) -> None:
    queued = services.recovered_ledger().waiting()
    if options.json:
        print_json([submission.as_json() for submission in queued])
        return
    for submission in queued:
        assert submission.not_before
        at = f"{submission.not_before:%Y-%m-%d %H:%M %Z}"
        say(text("queue-line", id=submission.uuid[:8], at=at, source=submission.source, rows=submission.rows,
                 destination=submission.destination))  # fmt: skip
    if not queued:
        say(text("queue-empty"))


def _send_due(options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    ledger.refuse_while_lost()
    now = services.clock()
    unconfirmed = (batch for batch in ledger.queued_unconfirmed() if batch.not_before and batch.not_before <= now)
    due = {batch.uuid: batch for batch in (*ledger.due(now), *unconfirmed)}
    if ledger.of_team:
        # the bytes of the others' batches are on their machines
        due = {uuid: batch for uuid, batch in due.items() if is_from_here(batch)}
    if not due:
        say(text("queue-nothing-due"))
        return EXIT_OK
    return _send_all(list(due.values()), options, services)


def _send_now(options: argparse.Namespace, services: LocalServices) -> int:
    ledger = services.recovered_ledger()
    submission = ledger.submission(options.id)
    if submission.uuid not in {queued.uuid for queued in ledger.waiting()}:
        raise LedgerError("queue-not-waiting", id=submission.uuid[:8])
    return _send_all([submission], options, services)


def _send_all(batches: list[Submission], options: argparse.Namespace, services: LocalServices) -> int:
    """Send waiting batches; those that fail stay in the queue."""
    services.refuse_lost_lists()
    if options.password_stdin and len({batch.url for batch in batches}) > 1:
        # a password is for one destination and must not be sent to another
        raise DeliveryError("queue-several-places")
    typed = typed_password() if options.password_stdin else None
    code, receipts, left = EXIT_OK, list[Receipt](), len(batches)
    with follow_on_terminal(transcript=options.transcript) as listener:
        for batch in batches:
            if listener.cancelled():
                break
            left -= 1
            try:
                passwords: Passwords = services.credentials
                if typed is not None:
                    passwords = KnownPassword(destination_of(batch, services.destinations).account, typed, passwords)
                for receipt in dispatch_recorded(batch, services.sending(passwords), listener):
                    say_receipt(receipt)
                    receipts.append(receipt)
                    code = code if is_done(receipt) else EXIT_DELIVERY
            except (DeliveryError, CredentialError) as problem:
                warn(str(problem))
                code = EXIT_DELIVERY
    with suppress(DraftError):
        # drafts that cannot be removed now are removed by the app
        forget_delivered(services.all_drafts, services.ledger)
    stopped = say_stopped(receipts, left) if listener.cancelled() else None
    return stopped or code


def _drop(options: argparse.Namespace, services: LocalServices) -> None:
    dropped = services.recovered_ledger().drop(options.id)
    batch = dropped.uuid[:8]
    say(text("queue-dropped", id=batch) if dropped.unsent else text("queue-dropped-rest", batch=batch))


HISTORY = Command(
    "history",
    _declare,
    _list,
    examples=(
        "--last 10",
        "--order AC-1001",
        "show ID",
        "--save PART --to folder",
        "settle PART arrived",
        "send-due",
    ),
)
