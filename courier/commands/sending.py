"""``courier export`` and ``send``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from courier.batches.batch import Written, write_batch
from courier.commands.asking import ask_on_terminal
from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    Command,
    add_sheet_options,
    has_errors,
    moment,
    open_checked,
    open_ledger,
    print_json,
    progress_bar,
    say,
    warn,
)
from courier.commands.passwords import password_for
from courier.credentials import CredentialError, Secret
from courier.delivery.parcel import DeliveryError, Outgoing, Progress, Receipt, State
from courier.destinations import Destination, Destinations, from_url
from courier.destinations.belonging import others_at
from courier.draft import Draft
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.messages import PlainError, text
from courier.opening import Opened
from courier.programs import Programs
from courier.rules.file_rules import MOST_ROWS
from courier.settings import config_folder, data_folder
from courier.shipping.before import SentBefore, StillOpen
from courier.shipping.consigning import Consignment, any_sent, by_program, consign_now
from courier.shipping.freight import About
from courier.shipping.queue import send_all_later
from courier.shipping.ship import Hands, ship


def _declare_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help=text("option-export-to"))
    _declare_batch(parser)


def _declare_send(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--to", required=True, metavar="NAME|URL", help=text("option-send-to"))
    parser.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    parser.add_argument("--accept-host-key", metavar="SHA256:...", help=text("option-accept-host-key"))
    parser.add_argument("--again", default="", metavar="REASON", help=text("option-again"))
    parser.add_argument("--elsewhere", action="store_true", help=text("option-elsewhere"))
    parser.add_argument("--note", default="", metavar="TEXT", help=text("option-note"))
    parser.add_argument("--at", type=moment, metavar="ISO", help=text("option-at"))
    _declare_batch(parser)


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


def _export(options: argparse.Namespace) -> int:
    opened = open_checked(options.file, options)
    if not _may_leave(opened, options):
        return EXIT_ERRORS
    found = by_program(opened.draft, opened.label, Programs(config_folder()))
    batches = [Batch(one, _write(opened, one, options.to, options.max_rows)) for one in found]
    if options.json:
        print_json(_batch_json(opened, batches, ()))
    else:
        for batch in batches:
            _say_parts(batch.written)
    return _exit(opened)


def _send(options: argparse.Namespace) -> int:
    return send_file(options, lambda destination: password_for(destination, options.password_stdin))


def send_file(options: argparse.Namespace, password_of: Callable[[Destination], Secret | None]) -> int:
    """``courier send`` with these options; the exit code. ``password_of``: may raise CredentialError."""
    destination = Destinations(config_folder()).find(options.to) or from_url(options.to)
    ledger = open_ledger()
    try:
        # nothing may go out that cannot be written down
        ledger.recover(datetime.now(UTC))
        secret = None if options.at else password_of(destination)
    except (CredentialError, LedgerError) as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    opened = open_checked(options.file, options)
    draft, programs, places = opened.draft, Programs(config_folder()), Destinations(config_folder())
    found = consign_now(draft, opened.label, destination, programs, places, draft.now)
    if not _may_leave(opened, options):
        return EXIT_ERRORS
    if not options.elsewhere:
        _refuse_anothers_place(draft.choices.program or "", destination)
    held = [one for one in found if one.destination is None]
    for one in held:
        warn(one.held)
    whole = About.of(draft, opened.name, options.note)
    if options.at and draft.standing().ready and any_sent(found):
        return _wait(draft, found, whole, ledger, options)
    trip = Trip(ledger, whole, destination, secret, options)
    batches = [_send_one(opened, one, trip) for one in found]
    if options.json:
        print_json(_batch_json(opened, batches, trip.receipts))
    else:
        for batch in batches:
            _say_parts(batch.written)
        for receipt in trip.receipts:
            say(f"{receipt.part}: {text(f'state-{receipt.state}')}. {receipt.message}")
    if trip.code == EXIT_OK and held:
        return EXIT_ASIDE if any_sent(found) else EXIT_ERRORS
    return trip.code or _exit(opened)


def _refuse_anothers_place(program: str, destination: Destination) -> None:
    """Raises DeliveryError when a program's file would go where others go: nobody is there to be asked."""
    if not program:
        return
    homes = {one.name: one.destination for one in Programs(config_folder()) if one.destination}
    # an address may be written out though it is a saved one's
    known = Destinations(config_folder()).at(destination.name, destination.url) or destination
    if owners := others_at(program, known.name, homes):
        raise DeliveryError("belongs-refused", destination=known.name, owner=", ".join(owners), program=program)


@dataclass(frozen=True)
class Batch:
    """One batch of a sheet, and what was written of it: nothing if it is held back."""

    one: Consignment
    written: Written


@dataclass
class Trip:
    """What all batches of a sheet have in common on their way, and what became of those that went. ``secret``: of the
    destination that was ``chosen``; ``code``: the exit code so far."""

    ledger: Ledger
    whole: About
    chosen: Destination
    secret: Secret | None
    options: argparse.Namespace
    receipts: list[Receipt] = field(default_factory=list)
    code: int = EXIT_OK

    @property
    def lost(self) -> bool:
        """Whether what follows in a chain must not go, because what comes first is not there."""
        return self.whole.template == "chained" and self.code != EXIT_OK


def _send_one(opened: Opened, one: Consignment, trip: Trip) -> Batch:
    if one.destination is None:
        return Batch(one, Written((), (), None, None))
    written = _write(opened, one, data_folder() / "batches", trip.options.max_rows)
    if not written.parts:
        return Batch(one, written)
    if trip.lost:
        waits = DeliveryError("consign-chain-waits")
        trip.receipts += _not_sent(written, one.destination, waits)
        warn(str(waits))
        return Batch(one, written)
    receipts, broken_off = _deliver(written, one, one.destination, trip)
    trip.receipts += receipts
    failed = next((receipt for receipt in receipts if not receipt.state.delivered), None)
    if broken_off is not None:
        trip.code = max(trip.code, broken_off)
    elif failed is not None:
        if failed.state is not State.PREPARED:
            warn(failed.message)
        trip.code = EXIT_DELIVERY
    return Batch(one, written)


def _deliver(
    written: Written, one: Consignment, destination: Destination, trip: Trip
) -> tuple[list[Receipt], int | None]:
    """A receipt per part, and the exit code if the work was broken off, which was told then. Remembers an accepted key
    once the server has shown it."""
    receipts: list[Receipt] = []
    chosen = destination.name == trip.chosen.name
    accept_host_key = trip.options.accept_host_key if chosen else None
    try:
        with progress_bar(text("progress-sending")) as step:
            hands = Hands(
                lambda: datetime.now(UTC),
                trip.secret if chosen else password_for(destination, typed=False),
                accept_host_key,
                ask_on_terminal(),
                report=lambda progress: step(_fraction(progress)),
            )
            # taken one by one: what is known stays in the list when something breaks off
            receipts.extend(ship(written, one.about(trip.whole), destination, trip.ledger, hands, trip.options.again))
    except (DeliveryError, LedgerError, CredentialError) as problem:
        warn(str(problem))
        rest = _not_sent(written, destination, problem)[len(receipts) :]
        # orders sent before are errors of the sheet
        of_sheet = isinstance(problem, SentBefore) and not isinstance(problem, StillOpen)
        return receipts + rest, EXIT_ERRORS if of_sheet else EXIT_DELIVERY
    # a server whose key is pinned already has not shown the accepted one
    if accept_host_key and destination.kind == "sftp" and not destination.host_keys:
        Destinations(config_folder()).pin(destination, accept_host_key)
    return receipts, None


def _wait(draft: Draft, found: Sequence[Consignment], whole: About, ledger: Ledger, options: argparse.Namespace) -> int:
    folder, now = data_folder() / "batches", datetime.now(UTC)
    try:
        waiting = send_all_later(draft, found, whole, folder, ledger, now, options.at, options.again, options.max_rows)
    except (DeliveryError, LedgerError) as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    for submission in waiting:
        say(text("queue-waits", id=submission.uuid[:8], at=f"{options.at:%Y-%m-%d %H:%M %Z}"))
    for name in dict.fromkeys(one.destination.name for one in found if one.destination and one.destination.asks):
        warn(text("queue-asks", destination=name))
    return EXIT_OK


def _may_leave(opened: Opened, options: argparse.Namespace) -> bool:
    """Whether something may be written or sent; says why not."""
    standing = opened.draft.standing()
    if not has_errors(opened):
        if not standing.ready:
            warn(text("nothing-to-send", name=opened.name))
        return True
    errors = opened.draft.verdict.counts()
    if not options.set_aside:
        warn(text("errors-remain", errors=errors["error"], name=opened.name, ready=standing.ready))  # type: ignore[index]
        return False
    if not standing.ready:
        warn(text("nothing-ready", name=opened.name))
        return False
    return True


def _write(opened: Opened, one: Consignment, folder: Path, most: int) -> Written:
    with progress_bar(text("progress-writing")) as step:
        written = write_batch(opened.draft, folder, one.label, most, step, one.lot)
    for part in written.parts:
        if part["rows"] > most:
            warn(text("part-above-limit", name=part["name"], rows=part["rows"], most=most))
    return written


def outgoing(written: Written) -> list[Outgoing]:
    """The parts on disk as they go out."""
    return [
        Outgoing(part["name"], path, part["size"], part["sha256"])
        for part, path in zip(written.parts, written.paths, strict=True)
    ]


def _not_sent(written: Written, destination: Destination, problem: PlainError) -> list[Receipt]:
    now = datetime.now(UTC)
    state = State.UNCONFIRMED if isinstance(problem, StillOpen) else State.PREPARED
    return [
        Receipt(part["name"], state, destination.name, "", part["size"], now, problem.key, problem.facts)
        for part in written.parts
    ]


def _batch_json(opened: Opened, batches: Sequence[Batch], receipts: Iterable[Receipt]) -> dict[str, Any]:
    standing = opened.draft.standing()
    manifests = [str(one.written.manifest) for one in batches if one.written.manifest]
    found: dict[str, Any] = {
        "parts": [part for one in batches for part in one.written.parts],
        "set_aside": standing.set_aside,
        "left_out": standing.left_out,
        "manifest": manifests[0] if manifests else None,
        "receipts": [receipt.as_json() for receipt in receipts],
    }
    if len(batches) > 1 or any(one.one.held for one in batches):
        found["batches"] = [_one_json(one) for one in batches]
    return found


def _one_json(batch: Batch) -> dict[str, Any]:
    """One of several batches; ``held``: why it was not sent."""
    lot = batch.one.lot
    return {
        "program": batch.one.program or None,
        "campaign_id": lot.campaign or None,
        "event_type": lot.event or None,
        "destination": batch.one.destination.name if batch.one.destination else None,
        "rows": lot.ready.len(),
        "set_aside": lot.aside.len(),
        "left_out": lot.left_out.len(),
        "parts": [part["name"] for part in batch.written.parts],
        "manifest": str(batch.written.manifest) if batch.written.manifest else None,
        "held": batch.one.held or None,
    }


def _say_parts(written: Written) -> None:
    for part in written.parts:
        amounts = ", ".join(f"{code} {amount}" for code, amount in part["totals"].items())
        say(text("part-line", name=part["name"], rows=part["rows"], orders=part["orders"], totals=amounts or "0"))
    if written.set_aside:
        say(text("set-aside-line", path=str(written.set_aside)))


def _fraction(progress: Progress) -> float:
    return progress.sent_in_all / progress.size_in_all if progress.size_in_all else 1.0


def _exit(opened: Opened) -> int:
    return EXIT_ASIDE if opened.draft.standing().set_aside else EXIT_OK


EXPORT = Command("export", _declare_export, _export)
SEND = Command("send", _declare_send, _send)
