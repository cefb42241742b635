"""``courier destinations`` and ``programs``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, Command, say, warn
from courier.credentials import CredentialError, Credentials, Secret
from courier.delivery.parcel import DeliveryError
from courier.delivery.trial import try_destination
from courier.destinations import Destinations, from_url
from courier.messages import text
from courier.programs import Programs, read_program, write_program
from courier.settings import config_folder


def _declare_destinations(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help=text("destinations-add"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--url", required=True, metavar="URL", help=text("option-send-to"))
    add.add_argument("--key", type=Path, metavar="FILE", help=text("option-key"))
    add.add_argument(
        "--host-key", action="append", default=[], metavar="SHA256:...", help=text("option-accept-host-key")
    )
    add.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    add.set_defaults(action=_add)
    actions.add_parser("list", help=text("destinations-list")).set_defaults(action=_list)
    for name, action in (("test", _test), ("remove", _remove)):
        sub = actions.add_parser(name, help=text(f"destinations-{name}"))
        sub.add_argument("name", metavar="NAME")
        sub.set_defaults(action=action)


def _run_action(options: argparse.Namespace) -> int:
    code: int = options.action(options)
    return code


def _add(options: argparse.Namespace) -> int:
    destination = replace(
        from_url(options.url, options.name),
        key_file=str(options.key.absolute()) if options.key else "",
        host_keys=tuple(options.host_key),
    )
    Destinations(config_folder()).save(destination)
    if options.password_stdin:
        kept = Credentials().set(destination.name, Secret(sys.stdin.readline().rstrip("\r\n")))
        if not kept:
            warn(text("no-keychain-command"))
    say(text("destinations-added", name=destination.name, url=destination.url))
    return EXIT_OK


def _list(_options: argparse.Namespace) -> int:
    for destination in Destinations(config_folder()):
        say(f"{destination.name}\t{destination.url}")
    return EXIT_OK


def _test(options: argparse.Namespace) -> int:
    destination = Destinations(config_folder()).get(options.name)
    try:
        say(try_destination(destination, Credentials().get(destination.name)))
    except (CredentialError, DeliveryError) as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    return EXIT_OK


def _remove(options: argparse.Namespace) -> int:
    # the password first: a keychain that refuses must not leave one behind that nobody can name any more
    Destinations(config_folder()).get(options.name)
    Credentials().delete(options.name)
    Destinations(config_folder()).remove(options.name)
    say(text("destinations-removed", name=options.name))
    return EXIT_OK


def _declare_programs(parser: argparse.ArgumentParser) -> None:
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


DESTINATIONS = Command("destinations", _declare_destinations, _run_action)
PROGRAMS = Command("programs", _declare_programs, _run_action)
