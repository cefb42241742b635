"""``courier programs``."""

from __future__ import annotations

import argparse
from pathlib import Path

from courier.commands.base import Actions, Command, say, warn
from courier.commands.terminal_text import write_list
from courier.messages import text
from courier.programs import read_program, write_program
from courier.services import LocalServices


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = Actions(parser, lambda name: text(f"programs-{name}"))
    actions.add("import", _import, "FILE")
    actions.add("list", _list)
    export = actions.add("export", _export, "NAME")
    export.add_argument("--output", type=Path, required=True, metavar="FILE", help=text("option-programs-output"))
    actions.add("remove", _remove, "NAME")


def _import(options: argparse.Namespace, services: LocalServices) -> None:
    program = read_program(Path(options.file))
    services.programs.save(program)
    say(text("programs-imported", name=program.name))


def _export(options: argparse.Namespace, services: LocalServices) -> None:
    program = services.programs.get(options.name)
    write_program(program, options.output)
    say(text("programs-exported", name=program.name, path=str(options.output)))


def _list(_options: argparse.Namespace, services: LocalServices) -> None:
    programs = list(services.programs)
    write_list([(program.name, program.campaign_id) for program in programs])
    if not programs:
        warn(text("programs-none"))


def _remove(options: argparse.Namespace, services: LocalServices) -> None:
    services.programs.remove(options.name)
    say(text("programs-removed", name=options.name))


PROGRAMS = Command(
    "programs",
    _declare,
    examples=(
        "import acme.json",
        "list",
        "export Acme --output acme.json",
    ),
)
