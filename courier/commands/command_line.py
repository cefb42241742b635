"""Parses the arguments of ``courier``, runs the command and reports what stopped it in one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from courier import version
from courier.commands import COMMANDS
from courier.commands.base import EXIT_OK, EXIT_UNUSABLE, warn
from courier.crash_report import keep_details
from courier.messages import UserError, text
from courier.services import LocalServices


class _CommandParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        warn(text("command-usage", problem=message, command=self.prog))
        raise SystemExit(EXIT_UNUSABLE)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Raises KeyboardInterrupt, and SystemExit for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may speak another encoding than the sheet
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        code: int | None = options.run(options, LocalServices())
        sys.stdout.flush()
        return code or EXIT_OK
    except UserError as problem:
        warn(str(problem))
        return EXIT_UNUSABLE
    except BrokenPipeError:
        # the reader closed the pipe; nothing more may be written, not even at the end
        sys.stdout = None
        return 0
    except Exception:  # noqa: BLE001 (a defect is reported in one sentence, its details go to a file)
        path, kept = keep_details()
        key = "command-defect" if kept else "command-defect-unkept"
        warn(text(key, path=str(path)))
        return EXIT_UNUSABLE


def _parser() -> _CommandParser:
    parser = _CommandParser(prog="courier", description=text("command-about"))
    parser.add_argument("--version", action="version", version=f"courier {version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=text(f"command-{command.name}"))
        command.declare(sub)
        sub.set_defaults(run=command.run)
    return parser
