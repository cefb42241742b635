"""The saved destinations, readable, in one file, without their secrets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from courier.destinations.destination import KINDS, ROUTES, TLS_MODES, Destination, DestinationError
from courier.json_store import NamedStore

_TYPES = {one.name: type(one.default) for one in fields(Destination) if one.name != "name"} | {"name": str}


class Destinations(NamedStore[Destination]):
    """The saved destinations, kept in ``destinations.json`` of the configuration folder. Everything may raise
    DestinationError."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "destinations.json", "destinations", DestinationError, _from_record, asdict)

    def pin(self, destination: Destination, *fingerprints: str) -> Destination:
        """The destination with host keys pinned besides those it has, saved if it is a saved one."""
        keys = tuple(dict.fromkeys((*destination.host_keys, *fingerprints)))
        changed = replace(destination, host_keys=keys)
        if self.find(changed.name):
            self.save(changed)
        return changed

    def forget_keys(self, name: str, fingerprint: str | None = None) -> Destination:
        """The saved destination without one of its host keys, or without all of them and its certificate.

        Raises DestinationError when there is no such destination or key."""

        def without(known: Destination) -> Destination:
            if fingerprint is None:
                return replace(known, host_keys=(), tls_pin="")
            if fingerprint not in known.host_keys:
                raise DestinationError("destination-no-such-key", name=name, fingerprint=fingerprint)
            return replace(known, host_keys=tuple(one for one in known.host_keys if one != fingerprint))

        return self.change(name, without)


def _from_record(record: dict[str, Any]) -> Destination:
    """One entry of the file. Raises TypeError, ValueError or KeyError when somebody has damaged it."""
    if "host_keys" not in record:
        # every version has written them
        raise KeyError
    facts = {key: _as(_TYPES[key], value) for key, value in record.items()}
    # version 0.1 called this kind "draft"
    destination = Destination(**facts | ({"kind": "eml"} if facts.get("kind") == "draft" else {}))
    if destination.kind not in KINDS or destination.tls not in TLS_MODES or destination.route not in ROUTES:
        raise ValueError
    return destination


def _as(wanted: type, value: object) -> Any:
    if wanted is tuple:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise TypeError
        return tuple(value)
    if type(value) is not wanted:
        raise TypeError
    return value


def saved_at(saved: Iterable[Destination], name: str, url: str) -> Destination | None:
    """The destination of that name if it is at that address, or else one that is: it may have another name now."""
    there = [one for one in saved if one.url == url]
    return next((one for one in there if one.name == name), there[0] if there else None)
