"""``courier destinations``."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from courier.commands.base import EXIT_DELIVERY, EXIT_OK, EXIT_UNUSABLE, Command, print_json, say, warn
from courier.commands.passwords import password_for, typed_password
from courier.commands.terminal import ask_on_terminal
from courier.credentials import CredentialError
from courier.delivery.connecting import Connector
from courier.delivery.trial import run_trial
from courier.destinations import Destination, Destinations, from_url
from courier.destinations.destination import PULLED_AFTER_HOURS
from courier.destinations.presets import PRESETS, preset
from courier.messages import text
from courier.services import LocalServices

_KNOWN_HOSTS = Path("~/.ssh/known_hosts")


def _declare(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help=text("destinations-add"))
    add.add_argument("name", metavar="NAME")
    _declare_add(add)
    add.set_defaults(action=_add)
    actions.add_parser("presets", help=text("destinations-presets")).set_defaults(action=_presets)
    actions.add_parser("list", help=text("destinations-list")).set_defaults(action=_list)
    for name, action in (("show", _show), ("remove", _remove)):
        sub = actions.add_parser(name, help=text(f"destinations-{name}"))
        sub.add_argument("name", metavar="NAME")
        sub.set_defaults(action=action)
    test = actions.add_parser("test", help=text("destinations-test"))
    test.add_argument("name", metavar="NAME")
    test.add_argument("--steps", action="store_true", help=text("option-steps"))
    test.add_argument("--json", action="store_true", help=text("option-json"))
    test.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))
    test.set_defaults(action=_test)
    forget = actions.add_parser("forget-key", help=text("destinations-forget-key"))
    forget.add_argument("name", metavar="NAME")
    forget.add_argument("fingerprint", nargs="?", metavar="SHA256:...", help=text("option-forget-key"))
    forget.set_defaults(action=_forget_key)
    take = actions.add_parser("import-keys", help=text("destinations-import-keys"))
    take.add_argument("name", metavar="NAME")
    take.add_argument("file", nargs="?", type=Path, default=_KNOWN_HOSTS, metavar="KNOWN_HOSTS")
    take.set_defaults(action=_import_keys)


def _declare_add(add: argparse.ArgumentParser) -> None:
    where = add.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", metavar="URL", help=text("option-send-to"))
    where.add_argument("--preset", choices=("impact-sftp", "impact-ftp"), help=text("option-preset"))
    add.add_argument("--user", metavar="USER", help=text("option-user"))
    add.add_argument("--key", type=Path, metavar="FILE", help=text("option-key"))
    add.add_argument("--agent", action="store_true", help=text("option-agent"))
    add.add_argument(
        "--host-key", action="append", default=[], metavar="SHA256:...", help=text("option-accept-host-key")
    )
    add.add_argument("--certificate", metavar="SHA256", default="", help=text("option-certificate"))
    add.add_argument("--pulled", action="store_true", help=text("option-pulled"))
    add.add_argument("--wait-hours", type=int, metavar="HOURS", help=text("option-wait-hours"))
    add.add_argument("--pattern", default="", metavar="PATTERN", help=text("option-pattern"))
    add.add_argument("--event-type", default="", metavar="ID", help=text("option-event-type"))
    add.add_argument("--rename", action="store_true", help=text("option-rename"))
    add.add_argument("--password-stdin", action="store_true", help=text("option-password-stdin"))


def _run(options: argparse.Namespace, services: LocalServices) -> int:
    code: int = options.action(options, services)
    return code


def _add(options: argparse.Namespace, services: LocalServices) -> int:
    destination = _made(options, services.destinations)
    services.destinations.save(destination)
    if options.password_stdin:
        kept = services.credentials.set(destination.name, typed_password())
        if not kept:
            warn(text("no-keychain-command"))
    if destination.kind == "ftp" and destination.tls in ("when-offered", "off"):
        warn(text("destinations-in-the-open"))
    say(text("destinations-added", name=destination.name, url=destination.url))
    return EXIT_OK


def _made(options: argparse.Namespace, saved: Destinations) -> Destination:
    chosen = preset(options.preset) if options.preset else None
    known = replace(chosen.start, name=options.name) if chosen else from_url(options.url, options.name)
    before = saved.find(options.name)
    same = before is not None and (before.kind, before.host, before.port) == (known.kind, known.host, known.port)
    # who the server is goes on counting: only "forget-key" lifts that
    pinned, certificate = (before.host_keys, before.tls_pin) if before and same else ((), "")
    wait = options.wait_hours
    if wait is None:
        wait = PULLED_AFTER_HOURS if options.pulled else 0
    return replace(
        known,
        user=options.user or known.user,
        key_file=str(options.key.absolute()) if options.key else "",
        agent=options.agent,
        host_keys=tuple(dict.fromkeys((*pinned, *options.host_key))),
        tls_pin=options.certificate or certificate,
        route="pulled" if options.pulled else known.route,
        wait_hours=wait,
        pattern=options.pattern,
        event_type=options.event_type,
        rename=options.rename,
    )


def _presets(_options: argparse.Namespace, _services: LocalServices) -> int:
    for one in PRESETS:
        say(f"{one.name}\t{text(f'preset-{one.name}')}\t{text(f'preset-{one.name}.url')}")
    return EXIT_OK


def _list(_options: argparse.Namespace, services: LocalServices) -> int:
    for destination in services.destinations:
        say(f"{destination.name}\t{destination.url}")
    return EXIT_OK


def _show(options: argparse.Namespace, services: LocalServices) -> int:
    destination = services.destinations.get(options.name)
    say(destination.url)
    for key in destination.host_keys:
        say(text("destinations-key", fingerprint=key))
    if destination.tls_pin:
        say(text("destinations-certificate", fingerprint=destination.tls_pin))
    if destination.wait_hours:
        say(text("destinations-wait", hours=destination.wait_hours))
    if destination.pattern:
        say(text("destinations-pattern", pattern=destination.pattern))
    return EXIT_OK


def _test(options: argparse.Namespace, services: LocalServices) -> int:
    destination = services.destinations.get(options.name)
    try:
        secret = password_for(destination, services, typed=options.password_stdin)
    except CredentialError as problem:
        warn(str(problem))
        return EXIT_DELIVERY
    trial = run_trial(Connector(destination, secret, services.clock, ask=ask_on_terminal()))
    if options.json:
        steps = [{"name": one.name, "outcome": str(one.outcome), "sentence": one.sentence} for one in trial.steps]
        print_json({"ok": trial.problem is None, "steps": steps})
    elif options.steps:
        say(trial.transcript(services.clock()).rstrip("\n"))
    elif trial.problem is None:
        say(trial.sentence)
    if trial.problem is not None:
        warn(trial.sentence)
        return EXIT_DELIVERY
    return EXIT_OK


def _remove(options: argparse.Namespace, services: LocalServices) -> int:
    services.places.forget(options.name)
    say(text("destinations-removed", name=options.name))
    return EXIT_OK


def _forget_key(options: argparse.Namespace, services: LocalServices) -> int:
    services.destinations.forget_keys(options.name, options.fingerprint)
    say(text("destinations-key-forgotten", name=options.name))
    return EXIT_OK


def _import_keys(options: argparse.Namespace, services: LocalServices) -> int:
    from courier.delivery.host_keys import known_to_openssh

    destination = services.destinations.get(options.name)
    path = options.file.expanduser()
    found = known_to_openssh(path, destination.host, destination.port)
    if not found:
        warn(text("destinations-no-keys", host=destination.host, port=str(destination.port), path=str(path)))
        return EXIT_UNUSABLE
    services.destinations.pin(destination, *found)
    for fingerprint in found:
        say(text("destinations-key", fingerprint=fingerprint))
    return EXIT_OK


DESTINATIONS = Command("destinations", _declare, _run)
