"""The ``courier`` command: the same work as the window, for schedules and scripts."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NoReturn

from courier import version
from courier.commands import COMMANDS, EXIT_UNUSABLE
from courier.messages import PlainError, text
from courier.settings import data_folder


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        print(text("command-usage", problem=message, command=self.prog), file=sys.stderr)  # noqa: T201
        raise SystemExit(EXIT_UNUSABLE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code of the contract; never shows a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may speak another encoding than the sheet
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except PlainError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return EXIT_UNUSABLE
    except BrokenPipeError:
        # whoever read the output has seen enough; nothing more may be written, not even at the end
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001 (a defect of ours is told in one sentence, its details go to a file)
        print(_keep_details(), file=sys.stderr)  # noqa: T201
        return EXIT_UNUSABLE


def _keep_details() -> str:
    """Keeps what is known of a defect; the sentence that says where."""
    path = data_folder() / "crashes" / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}.txt"
    # frames and lines only: values could hold customers' data
    lines = traceback.format_tb(sys.exc_info()[2])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{sys.exc_info()[0]}\n{''.join(lines)}", encoding="utf-8")
    except OSError:
        return text("command-defect-unkept", path=str(path.parent))
    return text("command-defect", path=str(path))


def _parser() -> _Parser:
    parser = _Parser(prog="courier", description=text("command-about"))
    parser.add_argument("--version", action="version", version=f"courier {version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=text(f"command-{command.name}"))
        command.declare(sub)
        sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
