"""``courier programs``."""

from __future__ import annotations

import argparse
from pathlib import Path

from courier.commands.base import EXIT_OK, Command, say
from courier.messages import text
from courier.programs import Programs, read_program, write_program
from courier.settings import config_folder


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


def _import(options: argparse.Namespace) -> int:
    program = read_program(options.file)
    Programs(config_folder()).save(program)
    say(text("programs-imported", name=program.name))
    return EXIT_OK


def _export(options: argparse.Namespace) -> int:
    program = Programs(config_folder()).get(options.name)
    write_program(program, options.output)
    say(text("programs-exported", name=program.name, path=str(options.output)))
    return EXIT_OK


def _list_programs(_options: argparse.Namespace) -> int:
    for program in Programs(config_folder()):
        say(f"{program.name}\t{program.campaign_id}")
    return EXIT_OK


def _remove_program(options: argparse.Namespace) -> int:
    Programs(config_folder()).remove(options.name)
    say(text("programs-removed", name=options.name))
    return EXIT_OK


def _run(options: argparse.Namespace) -> int:
    code: int = options.action(options)
    return code


PROGRAMS = Command("programs", _declare, _run)
