"""The saved destinations, readable, in one file, without their secrets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from courier.destinations.destination import KINDS, ROUTES, TLS_MODES, Destination, DestinationError
from courier.messages import PlainError
from courier.whole_files import whole_file

_TYPES = {one.name: type(one.default) for one in fields(Destination) if one.name != "name"} | {"name": str}


class Destinations:
    """The saved destinations, kept in ``destinations.json`` of the configuration folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "destinations.json"

    def __iter__(self) -> Iterator[Destination]:
        return iter(self._load().values())

    def get(self, name: str) -> Destination:
        """The destination of that name. Raises DestinationError when there is none."""
        found = self._load().get(name)
        if found is None:
            raise DestinationError("destination-unknown", name=name)
        return found

    def find(self, name: str) -> Destination | None:
        """The destination of that name, or None."""
        return self._load().get(name)

    def save(self, destination: Destination, instead_of: str = "") -> None:
        """Add a destination, or replace the one of its name. ``instead_of``: the name it had before; it keeps its
        place."""
        known = self._load()
        place = instead_of if instead_of in known else destination.name
        names = [name for name in known if name == place or name != destination.name]
        kept = {destination.name if name == place else name: known[name] for name in names}
        self._store({**kept, destination.name: destination})

    def remove(self, name: str) -> Destination:
        """Forget a destination. Raises DestinationError when there is none of that name."""
        found = self.get(name)
        known = self._load()
        del known[name]
        self._store(known)
        return found

    def pin(self, destination: Destination, *fingerprints: str) -> Destination:
        """The destination with host keys pinned besides those it has, saved if it is a saved one."""
        keys = tuple(dict.fromkeys((*destination.host_keys, *fingerprints)))
        return self._keep(replace(destination, host_keys=keys))

    def forget_keys(self, name: str, fingerprint: str | None = None) -> Destination:
        """The saved destination without one of its host keys, or without all of them and its certificate.

        Raises DestinationError when there is no such destination or key."""
        known = self.get(name)
        if fingerprint is None:
            return self._keep(replace(known, host_keys=(), tls_pin=""))
        if fingerprint not in known.host_keys:
            raise DestinationError("destination-no-such-key", name=name, fingerprint=fingerprint)
        return self._keep(replace(known, host_keys=tuple(one for one in known.host_keys if one != fingerprint)))

    def _keep(self, changed: Destination) -> Destination:
        if self.find(changed.name):
            self.save(changed)
        return changed

    def _load(self) -> dict[str, Destination]:
        try:
            records = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(records, list):
                raise TypeError
            return {one.name: one for one in map(_from_record, records)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as problem:
            raise DestinationError("destinations-unreadable", path=str(self._path)) from problem

    def _store(self, known: dict[str, Destination]) -> None:
        content = json.dumps([asdict(one) for one in known.values()], indent=2, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(self._path, private=True) as beside:
                beside.write_text(content, encoding="utf-8")
        except (OSError, PlainError) as problem:
            raise DestinationError("destinations-unwritable", path=str(self._path)) from problem


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
