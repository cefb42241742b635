"""What to type into impact.com so that it takes the files of a program.

Sources: Submit Conversion Data via FTP or Email; Create a Data Upload Connection; Submit Batch Modifications &
Reversals.
"""

from __future__ import annotations

from collections.abc import Iterator

from courier.destinations import Destination
from courier.messages import text
from courier.programs import Program


def setup_help(program: Program, destination: Destination | None) -> str:
    """Lines that a person can follow or hand on, without secrets. ``destination``: where the program's files go, None
    if that is not known yet."""
    lines = [text("setup-title", program=program.name), ""]
    if destination is None:
        lines.append(text("setup-no-destination"))
    elif destination.route == "connection":
        lines += _connection(destination)
    elif destination.by_call:
        lines.append(text("setup-call"))
    elif destination.is_local and not destination.by_mail:
        lines.append(text("setup-folder", folder=destination.folder))
    else:
        lines += [*_way_to_methods(program), *_method(destination)]
    lines += ["", text("setup-answers"), text("setup-test")]
    return "\n".join(lines) + "\n"


def _way_to_methods(program: Program) -> Iterator[str]:
    yield text("setup-way")
    for event in program.event_types:
        yield text("setup-event", event=f"{event.name} ({event.id})" if event.name else event.id)
    if not program.event_types:
        yield text("setup-each-event")
    yield text("setup-returns")


def _method(destination: Destination) -> Iterator[str]:
    if destination.by_mail:
        yield text("setup-mail")
        yield _value("setup-to", destination.to)
        yield text("setup-mail-alone")
    elif destination.route == "pulled":
        yield text("setup-pull", method=_method_name(destination))
        yield _value("setup-host", destination.host)
        yield _value("setup-port", str(destination.port))
        yield _value("setup-directory", destination.folder or "/")
        yield _value("setup-user", destination.user)
        yield text("setup-pull-password")
        yield text("setup-pull-wait")
    else:
        yield text("setup-push", method=_method_name(destination))
        yield text("setup-push-mail")
        yield text("setup-push-never")
        yield text("setup-push-here")
        yield _value("setup-host", destination.host)
        yield _value("setup-port", str(destination.port))
        yield text("setup-push-folder")


def _connection(destination: Destination) -> Iterator[str]:
    yield text("setup-connection")
    yield _value("setup-method", _method_name(destination))
    yield text("setup-connection-push")
    yield _value("setup-pattern", destination.pattern or "*.csv")
    yield text("setup-connection-one")
    yield text("setup-connection-once")
    yield _value("setup-host", destination.host)
    yield _value("setup-directory", destination.folder or "/")
    yield text("setup-connection-never")


def _method_name(destination: Destination) -> str:
    return "SFTP" if destination.kind == "sftp" else "FTP" if destination.kind == "ftp" else text("setup-email")


def _value(key: str, value: str) -> str:
    return f"    {text(key)}: {value or text('setup-missing')}"
