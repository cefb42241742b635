"""``courier destinations``."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from courier.batches.names import PartNameError, example_name
from courier.commands.base import (
    EXIT_DELIVERY,
    EXIT_OK,
    EXIT_UNUSABLE,
    Actions,
    Command,
    print_json,
    say,
    waiting_line,
    warn,
)
from courier.commands.passwords import agree_to_open, declare_open, password_for, typed_password
from courier.commands.terminal import ask_on_terminal
from courier.commands.terminal_text import write_list
from courier.credentials import CredentialError
from courier.delivery.connecting import Connector
from courier.delivery.trial import run_trial
from courier.destinations import Destination, DestinationError, Destinations, from_url
from courier.destinations.destination import PULLED_AFTER_HOURS, TIMEOUT_SECONDS
from courier.destinations.encryption import encryption_memory
from courier.destinations.presets import PRESETS, preset
from courier.messages import text
from courier.services import LocalServices

_KNOWN_HOSTS = Path("~/.ssh/known_hosts")


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = Actions(parser, lambda name: text(f"destinations-{name}"))
    _declare_add(actions.add("add", _add, "NAME"))
    actions.add("presets", _presets)
    actions.add("list", _list)
    actions.add("show", _show, "NAME")
    actions.add("remove", _remove, "NAME")
    test = actions.add("test", _test, "NAME")
    test.add_argument("--steps", action="store_true", help=text("option-steps"))
    test.add_argument("--json", action="store_true", help=text("option-json"))
    declare_open(test)
    test.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    forget = actions.add("forget-key", _forget_key, "NAME")
    forget.add_argument("fingerprint", nargs="?", metavar="SHA256:...", help=text("option-forget-key"))
    import_keys = actions.add("import-keys", _import_keys, "NAME")
    import_keys.add_argument("file", nargs="?", type=Path, default=_KNOWN_HOSTS, metavar="KNOWN_HOSTS")


def _declare_add(add: argparse.ArgumentParser) -> None:
    add.add_argument("--url", metavar="URL", help=text("option-send-to"))
    names = tuple(shipped.name for shipped in PRESETS)
    add.add_argument("--preset", choices=names, help=text("option-preset"))
    add.add_argument("--user", metavar="USER", help=text("option-user"))
    add.add_argument("--key", type=Path, metavar="FILE", help=text("option-key"))
    add.add_argument("--agent", action="store_true", help=text("option-agent"))
    add.add_argument(
        "--host-key", action="append", default=[], metavar="SHA256:...", help=text("option-accept-host-key")
    )
    add.add_argument("--certificate", metavar="SHA256", default="", help=text("option-certificate"))
    add.add_argument("--pulled", action="store_true", help=text("option-pulled"))
    add.add_argument("--wait-hours", type=int, metavar="HOURS", help=text("option-wait-hours"))
    add.add_argument("--timeout", type=float, default=TIMEOUT_SECONDS, metavar="SECONDS", help=text("option-timeout"))
    add.add_argument("--pattern", default="", metavar="PATTERN", help=text("option-pattern"))
    add.add_argument("--part-names", default="", metavar="NAMES", help=text("option-part-names"))
    add.add_argument("--event-type", default="", metavar="ID", help=text("option-event-type"))
    add.add_argument("--old-methods", action="store_true", help=text("option-old-methods"))
    add.add_argument("--rename", action="store_true", help=text("option-rename"))
    declare_open(add)
    add.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))


def _add(options: argparse.Namespace, services: LocalServices) -> None:
    destination = _destination_from(options, services.destinations)
    try:
        example_name(destination.part_names, destination.pattern, services.clock())
    except PartNameError as problem:
        if destination.part_names:
            raise
        # the usual names hold that of a program, which may be taken where the example is not
        warn(str(problem))
    before = destination.name if services.destinations.find(destination.name) else ""
    password = typed_password() if options.password_stdin else None
    if not services.places.keep(destination, password, before, lambda: None):
        warn(text("no-keychain-command"))
    agree_to_open(options, destination)
    if destination.kind == "ftp" and destination.tls in ("when-offered", "off"):
        warn(text("destinations-in-the-open"))
    if destination.old_methods:
        warn(text("destinations-old-methods"))
    say(text("destinations-added", name=destination.name, url=destination.url))


def _destination_from(options: argparse.Namespace, saved: Destinations) -> Destination:
    """The destination that the options of ``add`` describe. Raises DestinationError."""
    base = _start_of(options)
    before = saved.find(options.name)
    pinned, certificate = options.host_key, options.certificate
    if before is not None and (before.kind, before.host, before.port) == (base.kind, base.host, base.port):
        # the identity of the same server stays pinned: only "forget-key" removes it
        pinned, certificate = [*before.host_keys, *pinned], certificate or before.tls_pin
    if options.timeout <= 0:
        raise DestinationError("destination-no-timeout")
    wait = options.wait_hours
    if wait is None:
        wait = PULLED_AFTER_HOURS if options.pulled else base.wait_hours
    return replace(
        base,
        user=options.user or base.user,
        key_file=str(options.key.absolute()) if options.key else "",
        agent=options.agent,
        host_keys=tuple(dict.fromkeys(pinned)),
        tls_pin=certificate,
        route="pulled" if options.pulled else base.route,
        wait_hours=wait,
        timeout_seconds=options.timeout,
        old_methods=options.old_methods,
        pattern=options.pattern,
        part_names=options.part_names,
        event_type=options.event_type,
        rename=options.rename,
    )


def _start_of(options: argparse.Namespace) -> Destination:
    """What preset and URL say of a new destination. Raises DestinationError when they contradict each other or do not
    say where it is."""
    chosen = preset(options.preset) if options.preset else None
    if options.url is None:
        if chosen is None:
            raise DestinationError("destinations-no-url")
        if not chosen.start.host:
            how = text(f"preset-{chosen.name}.url")
            raise DestinationError("destinations-preset-no-url", preset=chosen.name, url=how)
        return replace(chosen.start, name=options.name)
    written = from_url(options.url, options.name)
    if chosen is None:
        return written
    start = chosen.start
    may_differ = "tls" in (*chosen.asks, *chosen.more)
    if written.kind != start.kind or (written.tls != start.tls and not may_differ):
        how = text(f"preset-{chosen.name}.url")
        raise DestinationError("destinations-preset-other-url", preset=chosen.name, url=how)
    return replace(written, route=start.route, wait_hours=start.wait_hours)


def _presets(_options: argparse.Namespace, _services: LocalServices) -> None:
    write_list([(kind.name, text(f"preset-{kind.name}"), text(f"preset-{kind.name}.url")) for kind in PRESETS])


def _list(_options: argparse.Namespace, services: LocalServices) -> None:
    destinations = list(services.destinations)
    write_list([(destination.name, destination.url) for destination in destinations])
    if not destinations:
        warn(text("destinations-none"))


def _show(options: argparse.Namespace, services: LocalServices) -> None:
    destination = services.destinations.get(options.name)
    say(destination.url)
    for key in destination.host_keys:
        say(text("destinations-key", fingerprint=key))
    if destination.tls_pin:
        say(text("destinations-certificate", fingerprint=destination.tls_pin))
    if destination.old_methods:
        say(text("destinations-old-methods"))
    if destination.timeout_seconds != TIMEOUT_SECONDS:
        say(text("destinations-timeout", seconds=destination.timeout_seconds))
    if destination.wait_hours:
        say(text("destinations-wait", hours=destination.wait_hours))
    if destination.pattern:
        say(text("destinations-pattern", pattern=destination.pattern))
    if destination.part_names:
        name = example_name(destination.part_names, destination.pattern, services.clock())
        say(text("destinations-part-names", names=destination.part_names, name=name))


def _test(options: argparse.Namespace, services: LocalServices) -> int:
    destination = services.destinations.get(options.name)
    agree_to_open(options, destination)
    try:
        secret = password_for(destination, services, typed=options.password_stdin)
    except CredentialError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    with ExitStack() as shown:
        shown.enter_context(waiting_line(text("progress-connecting")))
        # a question would stand in the same line
        ask = ask_on_terminal(before=shown.close)
        trial = run_trial(Connector(destination, secret, services.clock, ask=ask))
    if options.json:
        steps = [{"name": step.name, "outcome": str(step.outcome), "sentence": step.sentence} for step in trial.steps]
        print_json({"ok": trial.problem is None, "steps": steps})
    elif options.steps:
        for line in trial.transcript(services.clock()).splitlines():
            say(line)
    elif trial.problem is None:
        say(trial.sentence)
    if trial.problem is not None:
        warn(trial.sentence)
        return EXIT_DELIVERY
    return EXIT_OK


def _remove(options: argparse.Namespace, services: LocalServices) -> None:
    services.places.forget(options.name)
    say(text("destinations-removed", name=options.name))


def _forget_key(options: argparse.Namespace, services: LocalServices) -> None:
    destination = services.destinations.forget_keys(options.name, options.fingerprint)
    if options.fingerprint is None:
        encryption_memory().forget(destination)
    say(text("destinations-key-forgotten", name=options.name))


def _import_keys(options: argparse.Namespace, services: LocalServices) -> int:
    from courier.delivery.host_keys import known_to_openssh

    destination = services.destinations.get(options.name)
    path = options.file.expanduser()
    fingerprints = known_to_openssh(path, destination.host, destination.port)
    if not fingerprints:
        warn(text("destinations-no-keys", host=destination.host, port=str(destination.port), path=str(path)))
        return EXIT_UNUSABLE
    services.destinations.pin(destination, *fingerprints)
    for fingerprint in fingerprints:
        say(text("destinations-key", fingerprint=fingerprint))
    return EXIT_OK


DESTINATIONS = Command(
    "destinations",
    _declare,
    examples=(
        "presets",
        "add Acme --preset impact-sftp --user USER --password-stdin",
        "test Acme --steps",
        "list",
    ),
)
