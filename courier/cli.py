"""The ``courier`` command, for schedules and scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from courier.stop_signals import EXIT_INTERRUPTED, termination_interrupts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code of the contract; never shows a traceback."""
    try:
        with termination_interrupts():
            # loaded here, so that an interrupted start shows no traceback either
            from courier.commands.command_line import run

            return run(arguments)
    except KeyboardInterrupt:
        from courier.messages import text

        print(text("command-interrupted"), file=sys.stderr)  # noqa: T201
        return EXIT_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
