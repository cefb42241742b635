"""The ``courier`` command, for schedules and scripts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from courier.stop_signals import say_interrupted, termination_interrupts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code of the contract; never shows a traceback."""
    try:
        with termination_interrupts():
            # loaded here, so that an interrupted start shows no traceback either
            from courier.commands.command_line import run

            return run(arguments)
    except KeyboardInterrupt:
        return say_interrupted()


if __name__ == "__main__":
    sys.exit(main())
