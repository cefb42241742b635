"""``courier watch``: checks the new files of a folder, sends those without errors and holds back the others."""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from courier.batches.errors import BatchError, BatchNotWritten
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
from courier.commands.passwords import RememberedPasswords, agree_to_open, declare_open, passwords_for
from courier.commands.receipts import say_stopped
from courier.commands.send import exit_code, request_for, sentences
from courier.crash_report import keep_details
from courier.delivery.errors import LoginRefused
from courier.delivery.receipt import ORDER_REFUSED, Receipt, State
from courier.destinations import Destination, from_url
from courier.disk import shown_name
from courier.messages import UserError, text
from courier.open_files import has_writer
from courier.open_sheet import OpenedSheet
from courier.reading import ReadingError
from courier.report import write_report
from courier.services import LocalServices
from courier.sheet.errors import MappingError
from courier.shipping.dispatch import DispatchResult, dispatch
from courier.shipping.events import Listener
from courier.shipping.routing import OtherProgramsDestination
from courier.stop_signals import EXIT_INTERRUPTED, stop_on_signal
from courier.visible import in_one_line
from courier.watched_folder import (
    HELD,
    SENT,
    FileChanged,
    FileContent,
    Look,
    WatchedFolder,
    content_of,
    free_path,
    is_still,
)


@dataclass(frozen=True)
class _Outcome:
    """What became of one file. ``why``: why it was not sent, in words; ``opened``, ``result``: None if it was not
    opened, or nothing was tried."""

    code: int
    why: str
    opened: OpenedSheet | None = None
    result: DispatchResult | None = None

    @property
    def receipts(self) -> Sequence[Receipt]:
        return self.result.receipts if self.result else []

    @property
    def sent(self) -> bool:
        """Whether nothing of it is left to send, but for orders that were set aside."""
        batches = self.result.batches if self.result else ()
        return self.code in (EXIT_OK, EXIT_ASIDE) and all(batch.batch.destination for batch in batches)

    @property
    def can_be_tried_again(self) -> bool:
        """Whether the next try finds out what has arrived, and sends the rest."""
        unconfirmed = any(receipt.state is State.UNCONFIRMED for receipt in self.receipts)
        # the same order would be refused again and again
        refused = any(receipt.key == ORDER_REFUSED for receipt in self.receipts)
        return self.code == EXIT_DELIVERY and not unconfirmed and not refused


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--to", required=True, metavar="NAME|URL", help=text("option-send-to"))
    declare_open(parser)
    parser.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    parser.add_argument("--once", action="store_true", help=text("option-once"))
    parser.add_argument("--every", type=_seconds, default=5.0, metavar="SECONDS", help=text("option-every"))
    parser.add_argument("--quiet-for", type=_seconds, default=10.0, metavar="SECONDS", help=text("option-quiet-for"))
    parser.add_argument("--elsewhere", action="store_true", help=text("option-elsewhere"))
    parser.add_argument("--set-aside", action="store_true", help=text("option-set-aside"))
    add_sheet_options(parser)


def _seconds(written: str) -> float:
    with suppress(ValueError):
        seconds = float(written)
        if 0 <= seconds <= threading.TIMEOUT_MAX:
            return seconds
    raise argparse.ArgumentTypeError(text("option-seconds-unclear", written=written))


def _run(options: argparse.Namespace, services: LocalServices) -> int:
    folder = WatchedFolder(options.folder, options.quiet_for)
    if not options.folder.is_dir():
        raise UserError("watch-no-folder", path=str(options.folder))
    destination = services.destinations.find(options.to) or from_url(options.to)
    agree_to_open(options, destination)
    if destination.kind == "eml":
        # no person is present to press Send
        raise UserError("watch-draft")
    if options.program:
        # a name that does not exist is no fault of the files
        services.programs.get(options.program)
    try:
        alone = folder.hold()
    except OSError:
        raise UserError("watch-unwritable", path=str(options.folder)) from None
    if not alone:
        warn(text("watch-busy", path=str(options.folder)))
        return EXIT_OK
    try:
        # standard input is at its end after the first file, and a keychain is not asked for each
        passwords = RememberedPasswords(passwords_for(destination, services, typed=options.password_stdin))
        with stop_on_signal() as stop:
            watcher = _Watcher(options, services, destination, passwords, folder, stop)
            return watcher.look_once() if options.once else watcher.watch()
    finally:
        folder.release()


@dataclass
class _Watcher:
    """Treats the files of one folder. ``stop``: set when the user wants to stop."""

    options: argparse.Namespace
    services: LocalServices
    destination: Destination
    passwords: RememberedPasswords
    folder: WatchedFolder
    stop: threading.Event
    _said: dict[Path, str] = field(default_factory=dict)
    """The last sentence about each file, which is not repeated at every look."""
    _stopped_code: int = EXIT_INTERRUPTED

    def look_once(self) -> int:
        """Treat the files that are whole; the exit code of the worst."""
        try:
            look = self.folder.look(time.monotonic())
            if look.resting:
                self.stop.wait(self.options.quiet_for)
                look = self.folder.look(time.monotonic())
        except OSError:
            raise UserError("watch-no-folder", path=str(self.folder.path)) from None
        worst = self._treat_all(look)
        return self._stopped_code if self.stop.is_set() else worst

    def watch(self) -> int:
        """Treat what appears until the user stops it; the exit code."""
        missing = False
        while True:
            try:
                if not self.folder.hold():
                    # another run took the folder while it was missing
                    warn(text("watch-busy", path=str(self.folder.path)))
                    return EXIT_OK
                look = self.folder.look(time.monotonic())
            except OSError as problem:
                if not missing:
                    warn(text("watch-folder-gone", path=str(self.folder.path), problem=problem.strerror or ""))
                missing = True
            else:
                if missing:
                    say(text("watch-folder-back", path=str(self.folder.path)))
                missing = False
                self._treat_all(look)
            if self.stop.wait(self.options.every):
                return self._stopped_code

    def _treat_all(self, look: Look) -> int:
        for path, obstacle in look.obstacles.items():
            self._say_once(path, text(f"watch-not-opened-{obstacle}", name=shown_name(path)))
        worst = EXIT_OK
        for path in look.whole:
            if self.stop.is_set():
                break
            worst = max(worst, self._treat_safely(path))
        return worst

    def _say_once(self, path: Path, sentence: str) -> None:
        if self._said.get(path) != sentence:
            self._said[path] = sentence
            warn(sentence)

    def _treat_safely(self, path: Path) -> int:
        """Treat one file; an exception is reported and does not stop the others."""
        try:
            return self._treat(path)
        except Exception:  # noqa: BLE001 (a defect is reported like any other problem)
            details, kept = keep_details()
            key = "watch-defect" if kept else "watch-defect-unkept"
            warn(text(key, name=shown_name(path), path=str(details)))
            self.folder.ignore(path)
            return EXIT_UNUSABLE

    def _treat(self, path: Path) -> int:
        """Check and send one file, and move it to the folder of sent or of held files, unless it changed meanwhile: it
        may hold rows that were never looked at."""
        name = shown_name(path)
        if has_writer(path):
            self._say_once(path, text("watch-written", name=name))
            return EXIT_OK
        try:
            content = content_of(path)
        except OSError as problem:
            self._say_once(path, text("watch-unreadable", name=name, problem=problem.strerror or ""))
            return EXIT_UNUSABLE
        outcome = self._send(path, content)
        if not is_still(path, content):
            return self._leave_changed(path, outcome)
        try:
            return self._put_away(path, content, outcome)
        except FileChanged:
            return self._leave_changed(path, outcome)

    def _send(self, path: Path, content: FileContent) -> _Outcome:
        options, services, destination = self.options, self.services, self.destination
        try:
            services.refuse_lost_lists()
            # nothing may be sent that cannot be recorded
            services.recovered_ledger()
            if destination.logs_in:
                # a keychain that is locked is no fault of the file
                self.passwords.get(destination.account)
            opened = open_checked(path, options, services)
            if self.stop.is_set() or not is_still(path, content):
                return _Outcome(EXIT_DELIVERY, text("watch-untried"))
            request = request_for(opened, destination, hold_errors=options.set_aside, anywhere=options.elsewhere)
            listener = Listener(cancelled=self.stop.is_set)
            result = dispatch(opened.draft, request, services.sending(self.passwords), listener)
            self._forget_refused(result)
        except BatchNotWritten as problem:
            return _Outcome(EXIT_DELIVERY, str(problem))
        except (ReadingError, MappingError, BatchError, OtherProgramsDestination) as problem:
            return _Outcome(EXIT_UNUSABLE, str(problem))
        except UserError as problem:
            # no fault of the file: it stays
            return _Outcome(EXIT_DELIVERY, str(problem))
        except OSError as problem:
            return _Outcome(EXIT_DELIVERY, text("watch-own-disk", problem=problem.strerror or ""))
        if self.stop.is_set() and result.receipts:
            self._stopped_code = say_stopped(result.receipts, result.unbegun) or EXIT_INTERRUPTED
        return _Outcome(exit_code(result), " ".join(sentences(result, request)), opened, result)

    def _forget_refused(self, result: DispatchResult) -> None:
        """Forget the passwords with which a server let nobody in: they may be changed in the keychain meanwhile."""
        for outcome in result.batches:
            if isinstance(outcome.problem, LoginRefused) and outcome.batch.destination:
                self.passwords.forget(outcome.batch.destination.account)

    def _leave_changed(self, path: Path, outcome: _Outcome) -> int:
        """Say that a file changed; what is in it now is for a later look."""
        is_gone = not path.exists()
        why = text("watch-was-sent") if outcome.sent else outcome.why
        warn(text("watch-gone" if is_gone else "watch-changed", name=shown_name(path), why=why))
        if outcome.result is None:
            return EXIT_OK
        return EXIT_ASIDE if outcome.sent and not is_gone else outcome.code

    def _put_away(self, path: Path, content: FileContent, outcome: _Outcome) -> int:
        """Raises FileChanged."""
        name = shown_name(path)
        if outcome.can_be_tried_again:
            self._say_once(path, text("watch-later", name=name, problem=outcome.why))
            return outcome.code
        self._said.pop(path, None)
        try:
            put = self.folder.put(path, SENT if outcome.sent else HELD, content)
        except OSError as problem:
            key = "watch-sent-not-moved" if outcome.sent else "watch-not-held"
            warn(text(key, name=name, problem=problem.strerror or "", said=outcome.why))
            # told once, and left alone until it changes
            self.folder.ignore(path)
            return EXIT_UNUSABLE
        if outcome.sent:
            say(text("watch-sent", name=name))
        else:
            warn(_write_report(put, name, outcome))
        return outcome.code


def _write_report(held: Path, name: str, outcome: _Outcome) -> str:
    """Write beside a held file why it is held; what to say about that."""
    blocked = outcome.result.blocked if outcome.result else None
    has_errors = outcome.code == EXIT_ERRORS and blocked is not None
    report = None
    try:
        report = free_path(held.parent, held.name, ".problems.xlsx" if has_errors else ".problem.txt")
        if has_errors and outcome.opened is not None:
            write_report(outcome.opened.draft, outcome.opened.label, report)
            return text("watch-held", name=name, report=str(report))
        report.write_text(in_one_line(outcome.why) + "\n", encoding="utf-8")
    except (OSError, UserError) as problem:
        if report is not None:
            with suppress(OSError):
                report.unlink()
        why = str(problem) if isinstance(problem, UserError) else problem.strerror
        return text("watch-held-unreported", name=name, problem=outcome.why, why=why)
    return text("watch-held-unread", name=name, problem=outcome.why)


WATCH = Command(
    "watch",
    _declare,
    _run,
    examples=(
        "outbox --to Acme --set-aside",
        "outbox --to Acme --once",
    ),
)
