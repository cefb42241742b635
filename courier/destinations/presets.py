"""What a new destination begins with, and what a person must fill in for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from courier.destinations.destination import IMPORT_HOST, PULLED_AFTER_HOURS, Destination


@dataclass(frozen=True)
class Preset:
    """``start``: a destination with everything that is known beforehand. ``asks``: the fields of a Destination that the
    person fills in, in the order of a form, "password" among them; ``more``: those that few people need."""

    name: str
    start: Destination
    asks: tuple[str, ...]
    more: tuple[str, ...] = ()


_LOGIN = ("user", "password")
_SERVER = ("host", "port", "user", "password", "folder")
_KEYS = ("key_file", "agent", "host_keys", "rename")
_TLS = ("tls_pin", "rename")

PRESETS = (
    Preset("impact-sftp", Destination(""), _LOGIN, ("host", "port", "key_file", "agent", "host_keys")),
    Preset("impact-ftp", Destination("", "ftp", port=21), _LOGIN, ("host", "port", "tls", "tls_pin")),
    Preset(
        "own-sftp",
        Destination("", host="", route="pulled", wait_hours=PULLED_AFTER_HOURS),
        _SERVER,
        (*_KEYS, "wait_hours"),
    ),
    Preset(
        "own-ftps",
        Destination("", "ftp", "", 990, tls="implicit", route="pulled", wait_hours=PULLED_AFTER_HOURS),
        _SERVER,
        (*_TLS, "wait_hours"),
    ),
    Preset(
        "own-ftp",
        Destination("", "ftp", "", 21, route="pulled", wait_hours=PULLED_AFTER_HOURS),
        _SERVER,
        ("tls", *_TLS, "wait_hours"),
    ),
    Preset(
        "connection-sftp",
        Destination("", host=IMPORT_HOST, route="connection"),
        (*_LOGIN, "folder", "pattern"),
        ("host", "port", *_KEYS),
    ),
    Preset(
        "connection-ftp",
        Destination("", "ftp", IMPORT_HOST, 21, tls="required", route="connection"),
        (*_LOGIN, "folder", "pattern"),
        ("host", "port", "tls", *_TLS),
    ),
    Preset(
        "email",
        Destination("", "email", "", 587, tls="required"),
        ("to", "event_type", "host", "port", "tls", "user", "password"),
        ("sender", "cc", "subject", "pattern", "tls_pin"),
    ),
    Preset(
        "draft", Destination("", "eml", "", 0), ("to", "event_type", "folder"), ("sender", "cc", "subject", "pattern")
    ),
    Preset("folder", Destination("", "folder", "", 0), ("folder",)),
)


def preset(name: str) -> Preset | None:
    """The preset of that name."""
    return next((one for one in PRESETS if one.name == name), None)


def preset_of(destination: Destination) -> Preset:
    """The preset whose form shows a destination best."""

    def likeness(one: Preset) -> tuple[bool, bool, bool]:
        return (
            one.start.route == destination.route,
            one.start.tls == destination.tls,
            one.start.port == destination.port,
        )

    return max((one for one in PRESETS if one.start.kind == destination.kind), key=likeness)


def carried_over(stood: Destination, before: Preset, after: Preset) -> Destination:
    """What a person has filled in for one preset, as far as it can be meant for another one."""
    start = after.start
    mail = (before.start.kind == "email", start.kind == "email")
    alike = before.start.route == start.route and before.start.takes_password and mail[0] == mail[1]
    own_host = alike and stood.host != before.start.host
    return replace(
        stood,
        kind=start.kind,
        host=stood.host if own_host and start.takes_password else start.host,
        port=start.port,
        tls=start.tls,
        route=start.route,
        wait_hours=start.wait_hours,
        folder=stood.folder if before.start.takes_password == start.takes_password else "",
    )
