"""``courier programs``."""

from __future__ import annotations

import argparse
from pathlib import Path

from courier.commands.base import EXIT_OK, Command, say
from courier.messages import text
from courier.programs import read_program, write_program
from courier.services import LocalServices


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("import", help=text("programs-import"))
    add.add_argument("file", type=Path, metavar="FILE")
    add.set_defaults(action=_import)
    actions.add_parser("list", help=text("programs-list")).set_defaults(action=_list_programs)
    export = actions.add_parser("export", help=text("programs-export"))
    export.add_argument("name", metavar="NAME")
    export.add_argument("--output", type=Path, required=True, metavar="FILE", help=text("option-programs-output"))
    export.set_defaults(action=_export)
    remove = actions.add_parser("remove", help=text("programs-remove"))
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(action=_remove_program)


def _import(options: argparse.Namespace, services: LocalServices) -> int:
    program = read_program(options.file)
    services.programs.save(program)
    say(text("programs-imported", name=program.name))
    return EXIT_OK


def _export(options: argparse.Namespace, services: LocalServices) -> int:
    program = services.programs.get(options.name)
    write_program(program, options.output)
    say(text("programs-exported", name=program.name, path=str(options.output)))
    return EXIT_OK


def _list_programs(_options: argparse.Namespace, services: LocalServices) -> int:
    for program in services.programs:
        say(f"{program.name}\t{program.campaign_id}")
    return EXIT_OK


def _remove_program(options: argparse.Namespace, services: LocalServices) -> int:
    services.programs.remove(options.name)
    say(text("programs-removed", name=options.name))
    return EXIT_OK


def _run(options: argparse.Namespace, services: LocalServices) -> int:
    code: int = options.action(options, services)
    return code


PROGRAMS = Command("programs", _declare, _run)
