"""``courier ledger``: where what was sent is recorded, on this machine or for a whole team."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from courier.commands.base import Actions, Command, print_json, say, waiting_line, warn
from courier.commands.passwords import typed_password
from courier.commands.sharing import add_sharing_actions
from courier.commands.team import add_team_actions
from courier.commands.terminal import asked_secret
from courier.credentials import Secret
from courier.ledger.location import FILE
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.services import LocalServices
from courier.settings import ledger_folder

if TYPE_CHECKING:
    from courier.ledger.team_address import TeamAddress


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = Actions(parser, lambda name: text(f"ledger-{name}"))
    actions.add("show", _show).add_argument("--json", action="store_true", help=text("option-json"))
    use = actions.add("use", _use)
    which = use.add_mutually_exclusive_group(required=True)
    which.add_argument("address", nargs="?", metavar="ADDRESS", help=text("option-team-address"))
    which.add_argument("--local", action="store_true", help=text("option-ledger-local"))
    setup = actions.add("setup", _set_up)
    setup.add_argument("address", nargs="?", metavar="ADDRESS", help=text("option-team-administrator"))
    setup.add_argument("--by-program", action="store_true", help=text("option-by-program"))
    setup.add_argument("--down", type=int, metavar="VERSION", help=text("option-setup-down"))
    setup.add_argument("--print", action="store_true", help=text("option-setup-print"))
    move = actions.add("move", _move)
    move.add_argument("--back", action="store_true", help=text("option-move-back"))
    add_team_actions(actions)
    add_sharing_actions(actions)
    for action in (use, setup):
        action.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))


def _show(options: argparse.Namespace, services: LocalServices) -> None:
    team = services.ledger_location.team
    sent = services.ledger.submissions()
    people = sorted({(submission.os_user, submission.machine) for submission in sent})
    if options.json:
        found = [{"os_user": user, "machine": machine} for user, machine in people]
        print_json({"team": str(team) if team else None, "submissions": len(sent), "people": found})
        return
    if team is None:
        say(text("ledger-is-local", path=str(ledger_folder() / FILE)))
    else:
        say(text("ledger-is-team", place=str(team)))
    say(text("ledger-holds", submissions=len(sent), people=len(people)))


def _use(options: argparse.Namespace, services: LocalServices) -> None:
    if options.local:
        services.ledger_location.choose(None)
        say(text("ledger-is-local", path=str(ledger_folder() / FILE)))
        return
    from courier.ledger.team_setup import try_team

    team, secret = _address_and_secret(options)
    with waiting_line(text("ledger-connecting", place=str(team))):
        try_team(team, secret)
    if not services.credentials.set(team.account, secret):
        warn(text("ledger-password-not-kept"))
    services.ledger_location.choose(team)
    say(text("ledger-is-team", place=str(team)))
    if (ledger_folder() / FILE).exists():
        say(text("ledger-move-hint"))


def _set_up(options: argparse.Namespace, _services: LocalServices) -> None:
    from courier.ledger.postgres_migrations import SETUP, VERSION, take_back
    from courier.ledger.postgres_programs import BY_PROGRAM

    script = f"{SETUP}\n{BY_PROGRAM}" if options.by_program else SETUP
    if options.down is not None:
        if not 1 <= options.down <= VERSION:
            raise LedgerError("ledger-setup-no-version", version=options.down, newest=VERSION)
        script = take_back(options.down)
    if options.print:
        sys.stdout.write(script)
        return
    if options.address is None:
        raise LedgerError("ledger-setup-where")
    from courier.ledger.team_setup import set_up

    team, secret = _address_and_secret(options)
    with waiting_line(text("ledger-connecting", place=str(team))):
        set_up(team, secret, script)
    if options.down is None:
        say(text("ledger-set-up", place=str(team)))
    else:
        say(text("ledger-taken-back", place=str(team), version=options.down))


def _move(options: argparse.Namespace, services: LocalServices) -> None:
    from courier.ledger.mover import move_from_team, move_to_team

    team, file = services.team_store, ledger_folder() / FILE
    with waiting_line(text("ledger-moving")):
        if options.back:
            result = move_from_team(team, file)
            services.ledger_location.choose(None)
        else:
            if not file.exists():
                raise LedgerError("ledger-move-nothing", path=str(file))
            result = move_to_team(file, team)
    say(result.words(str(file) if options.back else team.place))


def _address_and_secret(options: argparse.Namespace) -> tuple[TeamAddress, Secret]:
    from courier.ledger.team_address import team_address

    team = team_address(options.address)
    if options.password_stdin or not sys.stdin.isatty():
        return team, typed_password()
    return team, asked_secret(text("ledger-password-of", user=team.user, host=team.host))


LEDGER = Command(
    "ledger",
    _declare,
    examples=(
        "show",
        "setup postgresql://postgres@db.example.com/courier",
        "use postgresql://ann@db.example.com/courier",
        "move",
    ),
)
