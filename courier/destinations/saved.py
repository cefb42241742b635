"""The saved destinations, in one readable file, without their secrets."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from courier.destinations.destination import (
    KINDS,
    ROUTES,
    TLS_MODES,
    Destination,
    DestinationError,
    refuse_line_breaks,
)
from courier.json_store import NamedStore

_TYPES = {field.name: type(field.default) for field in fields(Destination) if field.name != "name"} | {"name": str}

_LAST_PORT = 65_535
_LONGEST_WAIT = 100_000
"""Hours; more would lead beyond the calendar."""


class Destinations(NamedStore[Destination]):
    """The saved destinations, kept in ``destinations.json`` of the configuration folder. Every method may raise
    DestinationError."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "destinations.json", "destinations", DestinationError, destination_from_json, asdict)

    def save(self, entry: Destination, instead_of: str = "") -> None:
        refuse_line_breaks(entry)
        super().save(entry, instead_of)

    def pin(self, destination: Destination, *fingerprints: str) -> Destination:
        """The destination with more host keys pinned, and saved if it was saved before."""
        keys = tuple(dict.fromkeys((*destination.host_keys, *fingerprints)))
        changed = replace(destination, host_keys=keys)
        if self.find(changed.name):
            self.save(changed)
        return changed

    def forget_keys(self, name: str, fingerprint: str | None = None) -> Destination:
        """The saved destination without one of its host keys, or without all of them and its certificate.

        Raises DestinationError when there is no such destination or key."""

        def without(saved: Destination) -> Destination:
            if fingerprint is None:
                return replace(saved, host_keys=(), tls_pin="")
            if fingerprint not in saved.host_keys:
                raise DestinationError("destination-no-such-key", name=name, fingerprint=fingerprint)
            return replace(saved, host_keys=tuple(key for key in saved.host_keys if key != fingerprint))

        return self.change(name, without)


def destination_from_json(record: dict[str, Any]) -> Destination:
    """The destination of an entry in the file, or of one that is shared.

    Raises TypeError, ValueError or KeyError for a damaged entry.
    """
    if "host_keys" not in record:
        # every version writes this field
        raise KeyError
    facts = {key: _as(_TYPES[key], value) for key, value in record.items()}
    # version 0.1 called this kind "draft"
    destination = Destination(**facts | ({"kind": "eml"} if facts.get("kind") == "draft" else {}))
    if destination.kind not in KINDS or destination.tls not in TLS_MODES or destination.route not in ROUTES:
        raise ValueError
    if not (0 <= destination.port <= _LAST_PORT and 0 <= destination.wait_hours <= _LONGEST_WAIT):
        raise ValueError
    if not 0 < destination.timeout_seconds <= threading.TIMEOUT_MAX:
        raise ValueError
    return destination


def _as(wanted: type, value: object) -> Any:
    if wanted is tuple:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise TypeError
        return tuple(value)
    if type(value) is not wanted:
        raise TypeError
    return value


def saved_at(saved: Iterable[Destination], name: str, url: str) -> Destination | None:
    """The saved destination with this address, preferably the one with this name: it may have been renamed."""
    same_url = [destination for destination in saved if destination.url == url]
    return next((destination for destination in same_url if destination.name == name), next(iter(same_url), None))
