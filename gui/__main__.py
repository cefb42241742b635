"""The program that a double-click starts: ``conversion-courier [--practice] [FILE ...]``, or with ``--self-test``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from courier.messages import text


def program_parser() -> argparse.ArgumentParser:
    """What the program takes."""
    parser = argparse.ArgumentParser(prog="conversion-courier", description=text("command-about"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--practice", action="store_true", help=text("command-practice"))
    parser.add_argument("--self-test", action="store_true", help=text("option-self-test"))
    parser.add_argument("--log", type=Path, metavar="FILE", help=text("option-log"))
    return parser


def main() -> int:
    """Parse what was asked and run it."""
    options = program_parser().parse_args()
    if options.self_test:
        from gui.selftest import self_test

        return self_test(options.log)
    from courier.practice.sheet_file import practice_file
    from gui.app import run

    return run([*options.files, *([practice_file()] if options.practice else [])])


if __name__ == "__main__":
    sys.exit(main())
