"""The actions of ``courier ledger`` that share programs and destinations with a team."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from courier.commands.base import Actions, say, warn
from courier.destinations.saved import destination_from_json
from courier.messages import UserError, text
from courier.plain_json import parse, read_json, write_json
from courier.programs import program_from_json, program_to_json
from courier.services import LocalServices
from courier.settings import config_folder

if TYPE_CHECKING:
    from courier.ledger.shared_setup import SharedEntry, SharedSetup

_KINDS = ("program", "destination")


def add_sharing_actions(actions: Actions) -> None:
    """Add the actions to those of ``courier ledger``."""
    share = actions.add("share", _share)
    _declare_which(share)
    lock = share.add_mutually_exclusive_group()
    lock.add_argument("--lock", action="store_const", const=True, default=None, help=text("option-share-lock"))
    lock.add_argument("--unlock", action="store_const", const=False, dest="lock", help=text("option-share-unlock"))
    actions.add("pull", _pull).add_argument("--replace", action="append", default=[], metavar="NAME",
                                            help=text("option-pull-replace"))  # fmt: skip
    actions.add("proposals", _proposals)
    _declare_which(actions.add("take", _take))


def _declare_which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=_KINDS, help=text("option-share-kind"))
    parser.add_argument("name", metavar="NAME", help=text("option-share-name"))


def _share(options: argparse.Namespace, services: LocalServices) -> None:
    content = _local(options.kind, options.name, services)
    if content is None:
        raise UserError("sharing-unknown", kind=options.kind, name=options.name)
    entry = _setup(services).share(options.kind, options.name, content, options.lock)
    if entry.proposal:
        say(text("sharing-proposed", name=entry.name, owner=entry.owner))
        return
    _remember(entry)
    say(text("sharing-shared", name=entry.name, version=entry.version))


def _pull(options: argparse.Namespace, services: LocalServices) -> None:
    changed = 0
    for entry in _setup(services).newest():
        own, known = _local(entry.kind, entry.name, services), _pulled().get(_mark(entry))
        if own is not None and _digest(own) == _digest(entry.content):
            _remember(entry)
        elif own is not None and known != _digest(own) and entry.name not in options.replace:
            # what a person changed here is theirs
            warn(text("sharing-kept", name=entry.name, kind=entry.kind))
        else:
            _keep(entry, services)
            _remember(entry)
            changed += 1
            say(text("sharing-pulled", name=entry.name, version=entry.version, by=entry.by))
    if not changed:
        say(text("sharing-nothing-new"))


def _proposals(_options: argparse.Namespace, services: LocalServices) -> None:
    setup = _setup(services)
    found = setup.proposals()
    counts = {(entry.kind, entry.name): entry for entry in setup.newest()}
    for entry in found:
        say(text("sharing-proposal", name=entry.name, kind=entry.kind, by=entry.by))
        for key, before, after in _differences(counts[entry.kind, entry.name].content, entry.content):
            say(f"  {key}: {before} → {after}")
    if not found:
        say(text("sharing-no-proposals"))


def _take(options: argparse.Namespace, services: LocalServices) -> None:
    setup = _setup(services)
    wanted = [entry for entry in setup.proposals() if (entry.kind, entry.name) == (options.kind, options.name)]
    if not wanted:
        raise UserError("sharing-no-proposal", kind=options.kind, name=options.name)
    entry = setup.share(options.kind, options.name, wanted[-1].content)
    if entry.proposal:
        raise UserError("sharing-not-yours", name=entry.name, owner=entry.owner)
    say(text("sharing-taken", name=entry.name, by=wanted[-1].by, version=entry.version))


def _setup(services: LocalServices) -> SharedSetup:
    from courier.ledger.shared_setup import SharedSetup

    return SharedSetup(services.team_store)


def _local(kind: str, name: str, services: LocalServices) -> str | None:
    """What is saved here under a name, as it is shared."""
    if kind == "program":
        program = services.programs.find(name)
        return None if program is None else _json(program_to_json(program))
    destination = services.destinations.find(name)
    return None if destination is None else _json(asdict(destination))


def _keep(entry: SharedEntry, services: LocalServices) -> None:
    """Save a shared version here. Raises UserError where it is none that this app could have shared."""
    try:
        record = parse(entry.content.encode())
        if entry.kind == "program":
            program = program_from_json(record)
            services.programs.save(program, program.name if services.programs.find(program.name) else "")
        else:
            destination = destination_from_json(record)
            known = services.destinations.find(destination.name)
            services.destinations.save(destination, destination.name if known else "")
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise UserError("sharing-strange", name=entry.name, by=entry.by) from problem


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _digest(content: str) -> str:
    return sha256(_json(json.loads(content)).encode()).hexdigest()


def _differences(before: str, after: str) -> Iterator[tuple[str, str, str]]:
    old, new = json.loads(before), json.loads(after)
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield key, _json(old.get(key)), _json(new.get(key))


def _mark(entry: SharedEntry) -> str:
    return f"{entry.kind}/{entry.name}"


def _pulled() -> dict[str, str]:
    """The digests of what was pulled or shared last, by kind and name; empty where that cannot be read."""
    try:
        return dict(read_json(config_folder() / "shared.json")["pulled"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(entry: SharedEntry) -> None:
    pulled = {**_pulled(), _mark(entry): _digest(entry.content)}
    try:
        write_json(config_folder() / "shared.json", {"version": 1, "pulled": pulled})
    except OSError as problem:
        facts = {"path": str(config_folder()), "problem": problem.strerror or ""}
        raise UserError("output-not-written", **facts) from problem
