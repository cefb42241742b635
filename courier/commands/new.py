"""``courier new``."""

from __future__ import annotations

import argparse
from pathlib import Path

from courier.blank_sheets import write_blank_csv, write_blank_workbook
from courier.commands.base import Command, say
from courier.messages import UserError, text
from courier.services import LocalServices


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", metavar="TEMPLATE", help=text("option-new-template"))
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help=text("option-new-output"))
    parser.add_argument("--program", metavar="P", help=text("option-new-program"))


def _new(options: argparse.Namespace, services: LocalServices) -> None:
    path: Path = options.output
    program = services.programs.get(options.program) if options.program else None
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UserError("blank-ending", path=str(path))
    if path.exists():
        raise UserError("blank-exists", path=str(path))
    if suffix == ".xlsx":
        write_blank_workbook(path, options.template, program)
    else:
        write_blank_csv(path, options.template)
    say(text("new-written", path=str(path)))


NEW = Command(
    "new",
    _declare,
    _new,
    examples=(
        "item --output orders.xlsx",
        "modification --output changes.csv --program Acme",
    ),
)
