"""``courier export`` and ``send``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from courier.approvals import ApprovalMissing
from courier.batches.batch import WrittenBatch
from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    Command,
    add_sheet_options,
    moment,
    open_checked,
    print_json,
    progress_bar,
    say,
    warn,
)
from courier.commands.only_new import HeldBack, hold_back_sent
from courier.commands.passwords import agree_to_open, declare_open, passwords_for
from courier.commands.receipts import is_done, say_receipt, say_stopped
from courier.commands.rest import send_rest
from courier.commands.terminal import follow_on_terminal
from courier.delivery.receipt import State
from courier.destinations import Destination, from_url
from courier.ledger.store import LedgerError
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet
from courier.rules.file_rules import MOST_ROWS
from courier.services import LocalServices
from courier.shipping.dispatch import (
    BatchOutcome,
    Blocked,
    ChainWaits,
    DispatchResult,
    Passwords,
    SendRequest,
    Services,
    dispatch,
    readiness,
    write_batches,
)
from courier.shipping.sent_before import EarlierUnconfirmed, SentBefore


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help=text("option-export-to"))
    _declare_batch(parser)


def _declare_send(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE")
    parser.add_argument("--to", metavar="NAME|URL", help=text("option-send-to"))
    parser.add_argument("--rest", metavar="ID", help=text("option-rest"))
    parser.add_argument("--only-new", action="store_true", help=text("option-only-new"))
    parser.add_argument("--changes-to", type=Path, metavar="FILE", help=text("option-changes-to"))
    declare_delivery(parser)
    _declare_batch(parser)


def declare_delivery(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how something is delivered to the destination in ``--to``."""
    parser.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    parser.add_argument("--accept-host-key", metavar="SHA256:...", help=text("option-accept-host-key"))
    declare_open(parser)
    parser.add_argument("--without-team", action="store_true", help=text("option-without-team"))
    parser.add_argument("--again", default="", metavar="REASON", help=text("option-again"))
    parser.add_argument("--elsewhere", action="store_true", help=text("option-elsewhere"))
    parser.add_argument("--note", default="", metavar="TEXT", help=text("option-note"))
    parser.add_argument("--transcript", type=Path, metavar="FILE", help=text("option-transcript"))
    parser.add_argument("--at", type=moment, metavar="ISO", help=text("option-at"))


def _declare_batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set-aside", action="store_true", help=text("option-set-aside"))
    parser.add_argument(
        "--max-rows", type=_row_count, default=MOST_ROWS, metavar=str(MOST_ROWS), help=text("option-max-rows")
    )
    add_sheet_options(parser)


def _row_count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(text("option-max-rows-unclear", written=written))
    return int(written)


def _export(options: argparse.Namespace, services: LocalServices) -> int:
    opened = open_checked(options.file, options, services)
    state = readiness(opened.draft, hold_errors=options.set_aside)
    if isinstance(state, Blocked):
        warn(_why_blocked(state, opened.name))
        if state.errors:
            return EXIT_ERRORS
    with progress_bar(text("progress-writing")) as progress:
        result = write_batches(opened.draft, opened.label, options.to, services.programs, options.max_rows, progress)
    for outcome in result.batches:
        for sentence in _large_parts(outcome, options.max_rows):
            warn(sentence)
    _print(result, as_json=options.json)
    return EXIT_ASIDE if state.summary.set_aside else EXIT_OK


def _send(options: argparse.Namespace, services: LocalServices) -> int:
    try:
        return _send_approved(options, services)
    except ApprovalMissing as problem:
        warn(str(problem))
        return EXIT_ERRORS


def _send_approved(options: argparse.Namespace, services: LocalServices) -> int:
    services.refuse_lost_lists()
    if options.rest:
        if options.file or options.to:
            raise UserError("send-rest-alone")
        return send_rest(options, services)
    if not options.file or not options.to:
        raise UserError("send-incomplete")
    try:
        destination, passwords = destination_of(options, services)
    except LedgerError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    opened = open_checked(options.file, options, services)
    held = HeldBack()
    if options.only_new or options.changes_to:
        held = hold_back_sent(opened, options.changes_to, hold_errors=options.set_aside)
    request = replace(
        request_for(opened, destination, hold_errors=options.set_aside, anywhere=options.elsewhere),
        most_rows=options.max_rows,
    )
    return send_opened(opened, request, options, services, passwords, held)


def destination_of(options: argparse.Namespace, services: LocalServices) -> tuple[Destination, Passwords]:
    """The destination in ``--to`` and the passwords for it, once all that will be sent there can be recorded. Raises
    LedgerError if it cannot, else UserError."""
    destination = services.destinations.find(options.to) or from_url(options.to)
    agree_to_open(options, destination)
    if options.without_team:
        services.leave_team()
    services.recovered_ledger()
    for clash in services.clashes:
        warn(clash.words)
    services.ledger.refuse_while_lost()
    return destination, passwords_for(destination, services, typed=options.password_stdin and not options.at)


def send_opened(
    opened: OpenedSheet,
    request: SendRequest,
    options: argparse.Namespace,
    services: LocalServices,
    passwords: Passwords,
    held: HeldBack,
    more: Mapping[str, Any] | None = None,
) -> int:
    """Send a checked sheet as the options of `declare_delivery` say, and print what became of it; the exit code.
    ``more``: what JSON says besides."""
    request = replace(
        request,
        note=options.note,
        reason=options.again,
        when=options.at,
        accept_host_key=options.accept_host_key,
    )
    result, stopped = _dispatch(opened, request, services.sending(passwords), services, options.transcript)
    nothing_new = held.rows and result.blocked and result.blocked.reasons == ("nothing",)
    for sentence in [text("only-new-nothing", name=opened.name)] if nothing_new else sentences(result, request):
        warn(sentence)
    if result.submissions:
        _say_waiting(result, request)
        return EXIT_OK
    if result.problem is None and not (result.blocked and result.blocked.errors):
        _print(result, as_json=options.json, more=more)
    code = exit_code(result, held.settled)
    if stopped and not result.blocked:
        return say_stopped(result.receipts, result.unbegun) or code
    return code


def _dispatch(
    opened: OpenedSheet, request: SendRequest, sending: Services, services: LocalServices, transcript: Path | None
) -> tuple[DispatchResult, bool]:
    """Dispatch a sheet with progress on the terminal, and pin an accepted host key once a login succeeded; also whether
    the user stopped it."""
    key = request.accept_host_key

    def pin(sent: Destination) -> None:
        # with a pinned key the connection did not check the accepted one
        if sent.name == request.destination.name and key and sent.kind == "sftp" and not sent.host_keys:
            services.destinations.pin(sent, key)

    with follow_on_terminal(pin, transcript) as listener:
        return dispatch(opened.draft, request, sending, listener), listener.cancelled()


def request_for(
    opened: OpenedSheet, destination: Destination, *, hold_errors: bool, anywhere: bool = False
) -> SendRequest:
    """A request to send a sheet now, checked for the moment for which it was opened."""
    label, name, now = opened.label, opened.name, opened.draft.now
    return SendRequest(
        destination, label, name, hold_errors=hold_errors, anywhere=anywhere, checked_for=now, aside=True
    )


def exit_code(result: DispatchResult, settled: int = 0) -> int:
    """The exit code for a dispatch. ``settled``: how many of the rows set aside need nothing more."""
    if result.problem:
        return EXIT_DELIVERY
    if result.blocked and result.blocked.errors:
        return EXIT_ERRORS
    if worst := max(map(_batch_code, result.batches), default=EXIT_OK):
        return worst
    if any(outcome.batch.destination is None for outcome in result.batches):
        return EXIT_ASIDE if any(outcome.batch.destination for outcome in result.batches) else EXIT_ERRORS
    if any(isinstance(outcome.problem, ChainWaits) for outcome in result.batches):
        # it follows messages that nobody has sent yet
        return EXIT_DELIVERY
    return EXIT_ASIDE if result.summary.set_aside > settled else EXIT_OK


def _batch_code(outcome: BatchOutcome) -> int:
    match outcome.problem:
        case None:
            return EXIT_OK if all(map(is_done, outcome.receipts)) else EXIT_DELIVERY
        case ChainWaits():
            # a failure of the batch that it waits for decides the code
            return EXIT_OK
        case EarlierUnconfirmed():
            return EXIT_DELIVERY
        case SentBefore():
            # orders sent before are errors of the sheet
            return EXIT_ERRORS
        case _:
            return EXIT_DELIVERY


def sentences(result: DispatchResult, request: SendRequest) -> list[str]:
    """Why a dispatch did not send everything, in words; empty if it did."""
    if result.blocked:
        return [_why_blocked(result.blocked, request.source)]
    if result.problem:
        return [str(result.problem)]
    return [sentence for outcome in result.batches for sentence in _batch_sentences(outcome, request.most_rows)]


def _batch_sentences(outcome: BatchOutcome, most_rows: int) -> Iterator[str]:
    if outcome.batch.held:
        yield outcome.batch.held
    yield from _large_parts(outcome, most_rows)
    if outcome.problem:
        yield str(outcome.problem)
        return
    failed = next((receipt for receipt in outcome.receipts if not receipt.state.delivered), None)
    if failed is not None and failed.state is not State.PREPARED:
        yield failed.message


def _large_parts(outcome: BatchOutcome, most_rows: int) -> Iterator[str]:
    for part in outcome.written.parts if outcome.written else ():
        if part["rows"] > most_rows:
            yield text("part-above-limit", name=part["name"], rows=part["rows"], most=most_rows)


def _why_blocked(blocked: Blocked, name: str) -> str:
    match blocked.reasons[0]:
        case "errors":
            ready = blocked.summary.ready
            return text(
                "errors-remain" if ready else "errors-everywhere", errors=blocked.errors, name=name, ready=ready
            )
        case "nothing-ready":
            return text("nothing-ready", name=name)
        case "nothing":
            return text("nothing-to-send", name=name)


def _say_waiting(result: DispatchResult, request: SendRequest) -> None:
    for submission in result.submissions:
        say(text("queue-waits", id=submission.uuid[:8], at=f"{request.when:%Y-%m-%d %H:%M %Z}"))
    routes = (outcome.batch.destination for outcome in result.batches)
    for name in dict.fromkeys(destination.name for destination in routes if destination and destination.asks):
        warn(text("queue-asks", destination=name))


def _print(result: DispatchResult, *, as_json: bool, more: Mapping[str, Any] | None = None) -> None:
    """Print the written parts and their receipts, as JSON or in lines."""
    if as_json:
        print_json({**_result_json(result), **(more or {})})
        return
    for outcome in result.batches:
        if outcome.written:
            _say_parts(outcome.written)
    for receipt in result.receipts:
        say_receipt(receipt)


def _result_json(result: DispatchResult) -> dict[str, Any]:
    written = [outcome.written for outcome in result.batches if outcome.written]
    record: dict[str, Any] = {
        "parts": [part for files in written for part in files.parts],
        "set_aside": result.summary.set_aside,
        "left_out": result.summary.left_out,
        "manifest": next((str(files.manifest) for files in written if files.manifest), None),
        "receipts": [receipt.as_json() for receipt in result.receipts],
    }
    if len(result.batches) > 1 or any(outcome.batch.held for outcome in result.batches):
        record["batches"] = [_batch_json(outcome) for outcome in result.batches]
    return record


def _batch_json(outcome: BatchOutcome) -> dict[str, Any]:
    """One of several batches; ``held``: why it has no destination."""
    batch, written = outcome.batch, outcome.written
    return {
        "program": batch.program or None,
        "campaign_id": batch.group.campaign or None,
        "event_type": batch.group.event or None,
        "destination": batch.destination.name if batch.destination else None,
        "rows": batch.group.ready.len(),
        "set_aside": batch.group.set_aside.len(),
        "left_out": batch.group.left_out.len(),
        "parts": [part["name"] for part in written.parts] if written else [],
        "manifest": str(written.manifest) if written and written.manifest else None,
        "held": batch.held or None,
    }


def _say_parts(written: WrittenBatch) -> None:
    for part in written.parts:
        amounts = ", ".join(f"{code} {amount}" for code, amount in part["totals"].items())
        say(text("part-line", name=part["name"], rows=part["rows"], orders=part["orders"], totals=amounts or "0"))
    if written.set_aside:
        say(text("set-aside-line", path=str(written.set_aside)))


EXPORT = Command(
    "export",
    _declare_export,
    _export,
    examples=(
        "orders.csv --to outbox",
        "orders.csv --to outbox --set-aside --max-rows 5000",
    ),
)
SEND = Command(
    "send",
    _declare_send,
    _send,
    examples=(
        "orders.csv --to Acme --set-aside",
        "orders.csv --to sftp://user@batch.impact.com:22/ --password-stdin",
        "orders.csv --to Acme --only-new --changes-to changes.csv",
        "orders.csv --to Acme --at 2026-11-24T06:00:00Z",
        "--rest ID",
    ),
)
