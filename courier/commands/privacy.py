"""``courier privacy``: what is kept on this machine, where, how much and how long."""

from __future__ import annotations

import argparse

from courier.commands.base import Actions, Command, moment, print_json, say
from courier.messages import text
from courier.portable import portable_words
from courier.privacy import KeptThings, forget_before, kept_things
from courier.services import LocalServices


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=text("option-json"))
    declare_delete(Actions(parser, lambda name: text(f"privacy-{name}"), required=False))


def declare_delete(actions: Actions) -> None:
    """Add the action that deletes what was sent before a day, and all that was made for it."""
    actions.add("delete", _delete).add_argument(
        "--before", type=moment, required=True, metavar="DATE", help=text("option-history-before")
    )


def _list(options: argparse.Namespace, services: LocalServices) -> None:
    things = kept_things(services.preferences.now.kept_days)
    if options.json:
        print_json([_as_json(kept) for kept in things])
        return
    for kept in things:
        say(kept.words)
        say(f"    {kept.place}")
    say(text("privacy-keychain"))
    if words := portable_words():
        say(words)
    say(text("privacy-how"))


def _as_json(kept: KeptThings) -> dict[str, object]:
    return {
        "kind": kept.name,
        "folder": str(kept.place),
        "files": kept.files,
        "bytes": kept.size,
        "days": kept.days,
    }


def _delete(options: argparse.Namespace, services: LocalServices) -> None:
    ledger = services.recovered_ledger()
    for sentence in forget_before(ledger, services.all_drafts, services.batches_folder, options.before).sentences:
        say(sentence)


PRIVACY = Command(
    "privacy",
    _declare,
    _list,
    examples=(
        "",
        "delete --before 2026-01-01",
    ),
)
