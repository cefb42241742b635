"""``courier programs``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from courier.api_account import forget_token, keep_token, keychain_name
from courier.commands.base import Actions, Command, say, warn
from courier.commands.passwords import typed_password
from courier.commands.terminal_text import write_list
from courier.destinations.api_address import ApiAccountError, api_account
from courier.messages import text
from courier.programs import read_program, write_program
from courier.results.setup_help import setup_help
from courier.services import LocalServices


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = Actions(parser, lambda name: text(f"programs-{name}"))
    actions.add("import", _import, "FILE")
    actions.add("list", _list)
    export = actions.add("export", _export, "NAME")
    export.add_argument("--output", type=Path, required=True, metavar="FILE", help=text("option-programs-output"))
    actions.add("remove", _remove, "NAME")
    actions.add("setup", _setup, "NAME")
    api = actions.add("api", _api, "NAME")
    api.add_argument("--account-sid", metavar="SID", help=text("option-account-sid"))
    api.add_argument("--token-stdin", action="store_true", help=text("option-token-stdin"))
    api.add_argument("--api-url", metavar="URL", default="", help=text("option-api-url"))
    api.add_argument("--checks", action="store_true", help=text("option-api-checks"))
    api.add_argument("--remove", action="store_true", help=text("option-api-remove"))


def _import(options: argparse.Namespace, services: LocalServices) -> None:
    program = read_program(Path(options.file))
    before = services.programs.find(program.name)
    services.programs.save(program)
    if before is not None and keychain_name(before) != keychain_name(program):
        forget_token(before, services)
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
    # the token first: if the keychain refuses, the program still names it
    forget_token(services.programs.get(options.name), services)
    services.programs.remove(options.name)
    say(text("programs-removed", name=options.name))


def _api(options: argparse.Namespace, services: LocalServices) -> None:
    before = services.programs.get(options.name)
    if options.remove:
        forget_token(before, services)
        services.programs.save(replace(before, account_sid="", api_url="", api_checks=False))
        say(text("programs-api-removed", name=before.name))
        return
    if not options.account_sid or not options.token_stdin:
        raise ApiAccountError("programs-api-needs")
    account = api_account(options.account_sid, options.api_url)
    url = account.url if options.api_url else ""
    program = replace(before, account_sid=account.sid, api_url=url, api_checks=options.checks)
    if not keep_token(program, before, typed_password(), services):
        warn(text("programs-api-no-keychain"))
    services.programs.save(program)
    say(text("programs-api-kept", name=program.name, sid=account.sid))


def _setup(options: argparse.Namespace, services: LocalServices) -> None:
    program = services.programs.get(options.name)
    destination = services.destinations.find(program.destination) if program.destination else None
    for line in setup_help(program, destination).splitlines():
        say(line)


PROGRAMS = Command(
    "programs",
    _declare,
    examples=(
        "import acme.json",
        "list",
        "export Acme --output acme.json",
        "setup Acme",
        "api Acme --account-sid IRabc123 --token-stdin",
    ),
)
