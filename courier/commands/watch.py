"""``courier watch``: checks the new files of a folder, sends those without errors and holds back the others."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    EXIT_UNUSABLE,
    Command,
    add_sheet_options,
    open_checked,
    say,
    warn,
)
from courier.commands.crash_report import keep_details
from courier.commands.passwords import KnownPassword, password_for, typed_password
from courier.commands.send import exit_code, request_for, sentences
from courier.credentials import Secret
from courier.delivery.receipt import State
from courier.destinations import Destination, from_url
from courier.lock import Lock
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet
from courier.report import write_report
from courier.services import LocalServices
from courier.shipping.dispatch import DispatchResult, dispatch

_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SENT, _HELD = "sent", "held-back"
_LOCK = ".courier-watch"
_FolderState = dict[Path, tuple[int, int]]
"""Size in bytes and time of the last change in nanoseconds of each file."""


@dataclass(frozen=True)
class _Watch:
    """What applies to every file. ``typed``: the password from standard input, None for the keychain's."""

    options: argparse.Namespace
    services: LocalServices
    destination: Destination
    typed: Secret | None


@dataclass(frozen=True)
class _Outcome:
    """What became of one file. ``why``: why it was not sent, in words; ``opened``, ``result``: None if it was not
    opened, or nothing was tried."""

    code: int
    why: str
    opened: OpenedSheet | None = None
    result: DispatchResult | None = None


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--to", required=True, metavar="NAME|URL", help=text("option-send-to"))
    parser.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    parser.add_argument("--once", action="store_true", help=text("option-once"))
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help=text("option-every"))
    parser.add_argument("--elsewhere", action="store_true", help=text("option-elsewhere"))
    parser.add_argument("--set-aside", action="store_true", help=text("option-set-aside"))
    add_sheet_options(parser)


def _run(options: argparse.Namespace, services: LocalServices) -> int:
    folder: Path = options.folder
    if not folder.is_dir():
        raise UserError("watch-no-folder", path=str(folder))
    destination = services.destinations.find(options.to) or from_url(options.to)
    if destination.kind == "eml":
        # no person is present to press Send
        raise UserError("watch-draft")
    try:
        lock = Lock.take(folder / _LOCK)
    except OSError:
        raise UserError("watch-unwritable", path=str(folder)) from None
    if lock is None:
        warn(text("watch-busy", path=str(folder)))
        return EXIT_OK
    try:
        # read only once: standard input is at its end after the first file
        typed = typed_password() if options.password_stdin else None
        return _watch(folder, _Watch(options, services, destination, typed))
    finally:
        lock.release(remove=True)


def _watch(folder: Path, watch: _Watch) -> int:
    worst = EXIT_OK
    before = _folder_state(folder)
    left: _FolderState = {}
    while True:
        time.sleep(watch.options.every)
        now = _folder_state(folder)
        for path, state in now.items():
            if before.get(path) != state or left.get(path) == state:
                continue
            code = _treat_safely(path, watch)
            worst = max(worst, code)
            if code != EXIT_DELIVERY and path.exists():
                # it cannot be moved away: reported once, and ignored until it changes
                left[path] = state
        if watch.options.once:
            return worst
        before = now


def _folder_state(folder: Path) -> _FolderState:
    states = {}
    for path in sorted(folder.iterdir()):
        # hidden files, and what spreadsheet programs leave beside an open file, are no sheets
        if path.suffix.lower() in _SHEETS and not path.name.startswith((".", "~$")):
            # a file may be removed meanwhile
            with suppress(OSError):
                stat = path.stat()
                states[path] = (stat.st_size, stat.st_mtime_ns)
    return states


def _treat_safely(path: Path, watch: _Watch) -> int:
    """Treat one file; an exception is reported and does not stop the others."""
    try:
        return _treat(path, watch)
    except Exception:  # noqa: BLE001 (a defect is reported like any other problem)
        details, _ = keep_details()
        warn(text("watch-defect", name=path.name, path=str(details)))
        return EXIT_UNUSABLE


def _treat(path: Path, watch: _Watch) -> int:
    """Check and send one file, and move it to the folder of sent or of held files."""
    outcome = _send(path, watch)
    batches = outcome.result.batches if outcome.result else ()
    receipts = outcome.result.receipts if outcome.result else []
    if outcome.code in (EXIT_OK, EXIT_ASIDE) and all(batch.batch.destination for batch in batches):
        try:
            _move(path, _SENT)
        except OSError as problem:
            warn(text("watch-sent-not-moved", name=path.name, problem=problem.strerror or ""))
            return EXIT_UNUSABLE
        say(text("watch-sent", name=path.name))
        return outcome.code
    if outcome.code == EXIT_DELIVERY and all(receipt.state is not State.UNCONFIRMED for receipt in receipts):
        # nothing was delivered: the next round tries again, and finds what has arrived already
        warn(text("watch-later", name=path.name, problem=outcome.why))
        return outcome.code
    try:
        held = _move(path, _HELD)
    except OSError as problem:
        warn(text("watch-not-held", name=path.name, problem=problem.strerror or "", said=outcome.why))
        return EXIT_UNUSABLE
    if outcome.code == EXIT_ERRORS and outcome.opened is not None and not batches:
        report = held.with_name(f"{held.name}.problems.xlsx")
        write_report(outcome.opened.draft, outcome.opened.label, report)
        warn(text("watch-held", name=path.name, report=str(report)))
    else:
        held.with_name(f"{held.name}.problem.txt").write_text(outcome.why + "\n", encoding="utf-8")
        warn(text("watch-held-unread", name=path.name, problem=outcome.why))
    return outcome.code


def _send(path: Path, watch: _Watch) -> _Outcome:
    options, services, destination = watch.options, watch.services, watch.destination
    try:
        services.refuse_lost_lists()
        # nothing may be sent that cannot be recorded
        services.ledger.recover(services.clock())
        secret = watch.typed or password_for(destination, services, typed=False)
    except UserError as problem:
        # no fault of the file: it stays
        return _Outcome(EXIT_DELIVERY, str(problem))
    try:
        opened = open_checked(path, options, services)
        request = request_for(opened, destination, hold_errors=options.set_aside, anywhere=options.elsewhere)
        passwords = KnownPassword(destination.name, secret, services.credentials)
        result = dispatch(opened.draft, request, services.sending(passwords))
    except UserError as problem:
        return _Outcome(EXIT_UNUSABLE, str(problem))
    return _Outcome(exit_code(result), " ".join(sentences(result, request)), opened, result)


def _move(path: Path, where: str) -> Path:
    """Move a file to a folder beside it, under a name that is free there; its new path."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    number, target = 1, folder / path.name
    while target.exists():
        number += 1
        target = folder / f"{path.stem} {number}{path.suffix}"
    path.rename(target)
    return target


WATCH = Command("watch", _declare, _run)
