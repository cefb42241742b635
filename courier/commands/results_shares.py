"""``courier results shares``: which share of the rows impact.com refuses, by program, month and code."""

from __future__ import annotations

import argparse
from pathlib import Path

from courier.commands.base import EXIT_OK, Actions, say
from courier.formats import number_text
from courier.messages import text
from courier.results.learning import refused_shares, write_shares
from courier.services import LocalServices
from courier.visible import in_lines


def add_shares(actions: Actions) -> None:
    """Declare ``shares`` among the actions of ``courier results``."""
    parser = actions.add("shares", _shares)
    parser.add_argument("--program", metavar="P", help=text("option-shares-program"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=text("option-shares-csv"))


def _shares(options: argparse.Namespace, services: LocalServices) -> int:
    shares = refused_shares(services.recovered_ledger(), options.program)
    if options.csv is not None:
        write_shares(shares, options.csv)
        say(text("resultpage-saved", path=str(options.csv)))
        return EXIT_OK
    for one in shares:
        say(
            text(
                "shares-line",
                month=one.month,
                program=in_lines(one.program or "–"),
                code=in_lines(one.code.code),
                refused=number_text(one.rows),
                rows=number_text(one.answered),
            )
        )
    if not shares:
        say(text("shares-none"))
    return EXIT_OK
