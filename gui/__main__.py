"""The program that a double-click starts: ``conversion-courier [FILE ...]`` or ``--self-test [--log FILE]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from courier.messages import text


def main() -> int:
    """Parse what was asked and run it."""
    parser = argparse.ArgumentParser(prog="conversion-courier", description=text("command-about"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--self-test", action="store_true", help=text("option-self-test"))
    parser.add_argument("--log", type=Path, metavar="FILE", help=text("option-log"))
    options = parser.parse_args()
    if options.self_test:
        from gui.selftest import self_test

        return self_test(options.log)
    from gui.app import run

    return run(options.files)


if __name__ == "__main__":
    sys.exit(main())
