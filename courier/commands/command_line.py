"""Parses the arguments of ``courier``, runs the command and reports what stopped it in one sentence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from difflib import get_close_matches
from typing import Any, NoReturn

from courier import version
from courier.commands import COMMANDS
from courier.commands.base import EXIT_OK, EXIT_UNUSABLE, Command, warn
from courier.commands.console import nobody_reads
from courier.commands.licences import PrintLicences
from courier.crash_report import keep_details
from courier.messages import UserError, text
from courier.portable import refuse_unwritable
from courier.services import LocalServices

_ALIKE = 0.6
"""From which likeness on, of 1, something else was meant."""


class _CommandParser(argparse.ArgumentParser):
    """Says in one sentence what is wrong, with the nearest of what would be right. ``default_action``: see
    `Command`."""

    default_action = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """See `argparse.ArgumentParser.parse_known_args`."""
        return super().parse_known_args(self._with_default_action(args) if self.default_action else args, namespace)

    def _with_default_action(self, arguments: Sequence[str]) -> list[str]:
        names = next(action.choices for action in self._actions if isinstance(action.choices, dict))
        place = next((place for place, word in enumerate(arguments) if not word.startswith("-")), None)
        if place is None or arguments[place] in names:
            return list(arguments)
        return [*arguments[:place], self.default_action, *arguments[place:]]

    def error(self, message: str) -> NoReturn:
        problem = message if message.endswith(("?", ".")) else f"{message}."
        warn(text("command-usage", problem=problem, command=self.prog))
        raise SystemExit(EXIT_UNUSABLE)

    def refuse_unknown(self, written: str) -> NoReturn:
        """End for an argument that is no option and not expected."""
        options = [option for action in self._actions for option in action.option_strings if option.startswith("--")]
        self.error(_unknown(written.partition("=")[0], options, "command-unknown"))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = [str(choice) for choice in action.choices]
            raise argparse.ArgumentError(None, _unknown(str(value), choices, "command-choices"))


def _unknown(written: str, right: Sequence[str], key: str) -> str:
    near = get_close_matches(written.lower(), right, 1, _ALIKE)
    if near:
        return text("command-near", written=written, near=near[0])
    return text(key, written=written, choices=", ".join(right))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. Raises KeyboardInterrupt, and SystemExit for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may speak another encoding than the sheet
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options, unknown = command_parser().parse_known_args(arguments)
        if unknown:
            options.parser.refuse_unknown(unknown[0])
        refuse_unwritable()
        with closing(LocalServices()) as services:
            code: int | None = options.run(options, services)
        sys.stdout.flush()
        return code or EXIT_OK
    except UserError as problem:
        warn(str(problem))
        return EXIT_UNUSABLE
    except Exception as problem:  # noqa: BLE001 (a defect is reported in one sentence, its details go to a file)
        if nobody_reads(problem):
            # the reader closed the pipe; nothing more may be written, not even at the end
            sys.stdout = None
            return 0
        path, kept = keep_details()
        key = "command-defect" if kept else "command-defect-unkept"
        warn(text(key, path=str(path)))
        return EXIT_UNUSABLE


def command_parser() -> argparse.ArgumentParser:
    """What ``courier`` takes: its commands with their options."""
    parser = _CommandParser(prog="courier", description=text("command-about"))
    parser.add_argument("--version", action="version", version=f"courier {version()}")
    parser.add_argument("--licences", action=PrintLicences)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        about = text(f"command-{command.name}")
        sub = commands.add_parser(
            command.name, help=about, description=about, epilog=_examples(command),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        command.declare(sub)
        sub.default_action = command.default_action
        sub.set_defaults(run=command.run, parser=sub)
    return parser


def _examples(command: Command) -> str:
    lines = (f"  courier {command.name} {example}".rstrip() for example in command.examples)
    return "\n".join((text("command-examples"), *lines)) if command.examples else ""
