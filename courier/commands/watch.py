"""``courier watch``: a folder whose new files are checked, sent when clean and held back when not."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
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
from courier.commands.crash_report import crash_folder, keep_details
from courier.commands.passwords import KnownPassword, password_for, typed_password
from courier.commands.send import exit_code, sentences
from courier.credentials import CredentialError, Secret
from courier.delivery.receipt import State
from courier.destinations import Destination, from_url
from courier.ledger.store import LedgerError
from courier.lock import Lock
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet
from courier.report import write_report
from courier.services import LocalServices
from courier.shipping.dispatch import DispatchResult, SendRequest, dispatch

_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SENT, _HELD = "sent", "held-back"
_LOCK = ".courier-watch"
_FolderState = dict[Path, tuple[int, int]]
"""Size and time of the last change of each file."""


@dataclass(frozen=True)
class _Watch:
    """What holds for every file. ``typed``: the password from standard input, None for the keychain's."""

    options: argparse.Namespace
    services: LocalServices
    destination: Destination
    typed: Secret | None


@dataclass(frozen=True)
class _Outcome:
    """What became of one file. ``said``: why it did not go as wished, in words; ``opened``, ``result``: None where it
    did not get so far."""

    code: int
    said: str
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
        # nobody would be there to press Send
        raise UserError("watch-draft")
    try:
        lock = Lock.take(folder / _LOCK)
    except OSError:
        raise UserError("watch-unwritable", path=str(folder)) from None
    if lock is None:
        warn(text("watch-busy", path=str(folder)))
        return EXIT_OK
    try:
        # once: standard input is at its end after the first file
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
        for path, seen in now.items():
            if before.get(path) != seen or left.get(path) == seen:
                continue
            code = _survived(path, watch)
            worst = max(worst, code)
            if code != EXIT_DELIVERY and path.exists():
                # it cannot be put away: told once, and left alone until it changes
                left[path] = seen
        if watch.options.once:
            return worst
        before = now


def _folder_state(folder: Path) -> _FolderState:
    return dict(_sheets(folder))


def _sheets(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    for path in sorted(folder.iterdir()):
        # hidden ones, and what spreadsheet programs leave beside an open file, are nobody's sheets
        if path.suffix.lower() not in _SHEETS or path.name.startswith((".", "~$")):
            continue
        try:
            found = path.stat()
        except OSError:
            # taken away meanwhile
            continue
        yield path, (found.st_size, found.st_mtime_ns)


def _survived(path: Path, watch: _Watch) -> int:
    """Treat one file; what goes wrong with it keeps nobody from the others."""
    try:
        return _treat(path, watch)
    except Exception:  # noqa: BLE001 (a defect of ours, told like any other)
        try:
            details = str(keep_details())
        except OSError:
            details = str(crash_folder())
        warn(text("watch-defect", name=path.name, path=details))
        return EXIT_UNUSABLE


def _treat(path: Path, watch: _Watch) -> int:
    """Check and send one file, and put it where it belongs."""
    outcome = _send(path, watch)
    batches = outcome.result.batches if outcome.result else ()
    receipts = outcome.result.receipts if outcome.result else []
    nowhere_to_go = any(one.batch.destination is None for one in batches)
    if outcome.code in (EXIT_OK, EXIT_ASIDE) and not nowhere_to_go:
        try:
            _move(path, _SENT)
        except OSError as problem:
            warn(text("watch-sent-not-moved", name=path.name, problem=problem.strerror or ""))
            return EXIT_UNUSABLE
        say(text("watch-sent", name=path.name))
        return outcome.code
    if outcome.code == EXIT_DELIVERY and all(one.state is not State.UNCONFIRMED for one in receipts):
        # nothing of it is there: the next round tries again, and finds what has arrived already
        warn(text("watch-later", name=path.name, problem=outcome.said))
        return outcome.code
    try:
        held = _move(path, _HELD)
    except OSError as problem:
        warn(text("watch-not-held", name=path.name, problem=problem.strerror or "", said=outcome.said))
        return EXIT_UNUSABLE
    if outcome.code == EXIT_ERRORS and outcome.opened is not None and not batches:
        report = held.with_name(f"{held.name}.problems.xlsx")
        write_report(outcome.opened.draft, outcome.opened.label, report)
        warn(text("watch-held", name=path.name, report=str(report)))
    else:
        held.with_name(f"{held.name}.problem.txt").write_text(outcome.said + "\n", encoding="utf-8")
        warn(text("watch-held-unread", name=path.name, problem=outcome.said))
    return outcome.code


def _send(path: Path, watch: _Watch) -> _Outcome:
    options, services, destination = watch.options, watch.services, watch.destination
    try:
        # nothing may go out that cannot be written down
        services.ledger.recover(services.clock())
        secret = watch.typed or password_for(destination, services, typed=False)
    except (CredentialError, LedgerError) as problem:
        return _Outcome(EXIT_DELIVERY, str(problem))
    try:
        opened = open_checked(path, options, services)
        request = SendRequest(
            destination,
            opened.label,
            opened.name,
            hold_errors=options.set_aside,
            anywhere=options.elsewhere,
            checked_for=opened.draft.now,
        )
        passwords = KnownPassword(destination.name, secret, services.credentials)
        result = dispatch(opened.draft, request, services.sending(passwords))
    except UserError as problem:
        return _Outcome(EXIT_UNUSABLE, str(problem))
    return _Outcome(exit_code(result), " ".join(sentences(result, request)), opened, result)


def _move(path: Path, where: str) -> Path:
    """The file in a folder beside, under a name that nothing else has there."""
    folder = path.parent / where
    folder.mkdir(exist_ok=True)
    number, to = 1, folder / path.name
    while to.exists():
        number += 1
        to = folder / f"{path.stem} {number}{path.suffix}"
    path.rename(to)
    return to


WATCH = Command("watch", _declare, _run)
