"""Presets: the initial values of a new destination, and the fields that a person must fill in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from courier.destinations.api_address import API_HOST
from courier.destinations.destination import IMPORT_HOST, PULLED_AFTER_HOURS, Destination


@dataclass(frozen=True)
class Preset:
    """``start``: a destination with all values that are known in advance. ``asks``: the fields of a Destination that
    the person fills in, in the order of a form, "password" among them; ``more``: fields that are rarely needed."""

    name: str
    start: Destination
    asks: tuple[str, ...]
    more: tuple[str, ...] = ()


_LOGIN = ("user", "password")
_SERVER = ("host", "port", "user", "password", "folder")
_KEYS = ("key_file", "agent", "host_keys", "old_methods", "rename", "timeout_seconds")
_TLS = ("tls_pin", "rename", "timeout_seconds")
_NAMED_FILES = (*_LOGIN, "folder", "pattern", "part_names")
_PULLED = Destination("", host="", route="pulled", wait_hours=PULLED_AFTER_HOURS)
_CONNECTION = Destination("", host=IMPORT_HOST, route="connection")

PRESETS = (
    Preset(
        "impact-sftp",
        Destination(""),
        _LOGIN,
        ("host", "port", "key_file", "agent", "host_keys", "timeout_seconds"),
    ),
    Preset(
        "impact-ftp", Destination("", "ftp", port=21), _LOGIN, ("host", "port", "tls", "tls_pin", "timeout_seconds")
    ),
    Preset("own-sftp", _PULLED, _SERVER, (*_KEYS, "wait_hours")),
    Preset("own-ftps", replace(_PULLED, kind="ftp", port=990, tls="implicit"), _SERVER, (*_TLS, "wait_hours")),
    Preset("own-ftp", replace(_PULLED, kind="ftp", port=21), _SERVER, ("tls", *_TLS, "wait_hours")),
    Preset("connection-sftp", _CONNECTION, _NAMED_FILES, ("host", "port", *_KEYS)),
    Preset(
        "connection-ftp",
        replace(_CONNECTION, kind="ftp", port=21, tls="required"),
        _NAMED_FILES,
        ("host", "port", "tls", *_TLS),
    ),
    Preset(
        "email",
        Destination("", "email", "", 587, tls="required"),
        ("to", "event_type", "host", "port", "tls", "user", "password"),
        ("sender", "cc", "subject", "pattern", "part_names", "tls_pin", "timeout_seconds"),
    ),
    Preset(
        "draft",
        Destination("", "eml", "", 0),
        ("to", "event_type", "folder"),
        ("sender", "cc", "subject", "pattern", "part_names"),
    ),
    Preset("folder", Destination("", "folder", "", 0), ("folder",)),
    Preset(
        "conversions",
        Destination("", "api", API_HOST, 443, tls="required"),
        _LOGIN,
        ("host", "port", "timeout_seconds"),
    ),
)


def preset(name: str) -> Preset | None:
    """The preset of that name."""
    return next((candidate for candidate in PRESETS if candidate.name == name), None)


def preset_of(destination: Destination) -> Preset:
    """The preset whose form fits a destination best."""

    def likeness(candidate: Preset) -> tuple[bool, bool, bool]:
        start = candidate.start
        return start.route == destination.route, start.tls == destination.tls, start.port == destination.port

    return max((candidate for candidate in PRESETS if candidate.start.kind == destination.kind), key=likeness)


def carried_over(filled_in: Destination, before: Preset, after: Preset) -> Destination:
    """The values that a person filled in for one preset, as far as they make sense for another one."""
    start = after.start
    mail = (before.start.kind == "email", start.kind == "email")
    alike = before.start.route == start.route and before.start.takes_password and mail[0] == mail[1]
    own_host = alike and filled_in.host != before.start.host
    return replace(
        filled_in,
        kind=start.kind,
        host=filled_in.host if own_host and start.takes_password else start.host,
        port=start.port,
        tls=start.tls,
        route=start.route,
        wait_hours=start.wait_hours,
        folder=filled_in.folder if before.start.takes_password == start.takes_password else "",
    )
