"""``courier watch``: a folder whose new files are checked, sent when clean and held back when not."""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from courier.commands.base import (
    EXIT_ASIDE,
    EXIT_DELIVERY,
    EXIT_ERRORS,
    EXIT_OK,
    EXIT_UNUSABLE,
    Command,
    add_sheet_options,
    say,
    warn,
)
from courier.commands.defects import crash_folder, keep_details
from courier.commands.passwords import password_for, typed_password
from courier.commands.sending import SEND, send_file
from courier.commands.working import CHECK
from courier.credentials import Secret
from courier.delivery.receipt import State
from courier.destinations import Destinations, from_url
from courier.lock import Lock
from courier.messages import PlainError, text
from courier.settings import config_folder

_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_SENT, _HELD = "sent", "held-back"
_LOCK = ".courier-watch"
_Look = dict[Path, tuple[int, int]]
"""Size and time of the last change of each file."""


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--to", required=True, metavar="NAME|URL", help=text("option-send-to"))
    parser.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    parser.add_argument("--once", action="store_true", help=text("option-once"))
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help=text("option-every"))
    parser.add_argument("--elsewhere", action="store_true", help=text("option-elsewhere"))
    parser.add_argument("--set-aside", action="store_true", help=text("option-set-aside"))
    add_sheet_options(parser)


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if not folder.is_dir():
        raise PlainError("watch-no-folder", path=str(folder))
    destination = Destinations(config_folder()).find(options.to) or from_url(options.to)
    if destination.kind == "eml":
        # nobody would be there to press Send
        raise PlainError("watch-draft")
    try:
        lock = Lock.take(folder / _LOCK)
    except OSError:
        raise PlainError("watch-unwritable", path=str(folder)) from None
    if lock is None:
        warn(text("watch-busy", path=str(folder)))
        return EXIT_OK
    try:
        # once: standard input is at its end after the first file
        typed = typed_password() if options.password_stdin else None
        return _watch(folder, options, typed)
    finally:
        lock.release(remove=True)


def _watch(folder: Path, options: argparse.Namespace, typed: Secret | None) -> int:
    worst = EXIT_OK
    before = _look(folder)
    left: _Look = {}
    while True:
        time.sleep(options.every)
        now = _look(folder)
        for path, seen in now.items():
            if before.get(path) != seen or left.get(path) == seen:
                continue
            code = _survived(path, options, typed)
            worst = max(worst, code)
            if code != EXIT_DELIVERY and path.exists():
                # it cannot be put away: told once, and left alone until it changes
                left[path] = seen
        if options.once:
            return worst
        before = now


def _look(folder: Path) -> _Look:
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


def _survived(path: Path, options: argparse.Namespace, typed: Secret | None) -> int:
    """Treat one file; what goes wrong with it keeps nobody from the others."""
    try:
        return _treat(path, options, typed)
    except Exception:  # noqa: BLE001 (a defect of ours, told like any other)
        try:
            details = str(keep_details())
        except OSError:
            details = str(crash_folder())
        warn(text("watch-defect", name=path.name, path=details))
        return EXIT_UNUSABLE


def _treat(path: Path, options: argparse.Namespace, typed: Secret | None) -> int:
    """Check and send one file, and put it where it belongs. ``typed``: the password, if not the keychain's."""
    code, states, said, kept = _send(path, options, typed)
    if code in (EXIT_OK, EXIT_ASIDE) and not kept:
        try:
            _move(path, _SENT)
        except OSError as problem:
            warn(text("watch-sent-not-moved", name=path.name, problem=problem.strerror or ""))
            return EXIT_UNUSABLE
        say(text("watch-sent", name=path.name))
        return code
    if code == EXIT_DELIVERY and State.UNCONFIRMED not in states:
        # nothing of it is there: the next round tries again, and finds what has arrived already
        warn(text("watch-later", name=path.name, problem=said))
        return code
    try:
        held = _move(path, _HELD)
    except OSError as problem:
        warn(text("watch-not-held", name=path.name, problem=problem.strerror or "", said=said))
        return EXIT_UNUSABLE
    report = held.with_name(f"{held.name}.problems.xlsx")
    if code == EXIT_ERRORS and not states and not kept:
        _report(held, report, options)
        warn(text("watch-held", name=path.name, report=str(report)))
    else:
        held.with_name(f"{held.name}.problem.txt").write_text(said + "\n", encoding="utf-8")
        warn(text("watch-held-unread", name=path.name, problem=said))
    return code


def _send(path: Path, options: argparse.Namespace, typed: Secret | None) -> tuple[int, set[str], str, bool]:
    """The exit code of ``courier send``, the states of the parts, the sentence that it said, and whether a batch was
    kept back because nobody knows where it goes."""
    parser = argparse.ArgumentParser()
    SEND.declare(parser)
    known = vars(parser.parse_args([str(path), "--to", options.to]))
    asked = {**known, **{key: value for key, value in vars(options).items() if key in known}}
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = send_file(
                argparse.Namespace(**{**asked, "file": str(path), "json": True}),
                lambda destination: typed or password_for(destination, typed=False),
            )
        except PlainError as problem:
            return 2, set(), str(problem), False
    told = json.loads(out.getvalue()) if out.getvalue() else {"receipts": []}
    kept = any(one["held"] for one in told.get("batches", ()))
    return code, {one["state"] for one in told["receipts"]}, " ".join(err.getvalue().split()), kept


def _report(path: Path, report: Path, options: argparse.Namespace) -> None:
    parser = argparse.ArgumentParser()
    CHECK.declare(parser)
    known = vars(parser.parse_args([str(path)]))
    asked = {**known, **{key: value for key, value in vars(options).items() if key in known}}
    with redirect_stdout(io.StringIO()):
        CHECK.run(argparse.Namespace(**{**asked, "file": [str(path)], "report": report, "json": False}))


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
