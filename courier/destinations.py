"""Saved places to deliver to. Everything about them but the secrets, readable, in one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from courier.messages import PlainError

KINDS = ("sftp", "ftp", "folder")
PORTS = {"sftp": 22, "ftp": 21, "folder": 0}
IMPACT_HOST = "batch.impact.com"
TLS_MODES = ("when-offered", "required", "off")


class DestinationError(PlainError):
    """A destination that cannot be understood, found or saved."""


@dataclass(frozen=True)
class Destination:
    """Where parts go. ``folder`` "" is the login folder. ``host_keys``: pinned SHA-256 fingerprints of an SFTP server.
    ``tls``: for FTP, encrypt when the server offers it, always, or never. The password is not here but in the
    keychain, under ``name``."""

    name: str
    kind: str = "sftp"
    host: str = IMPACT_HOST
    port: int = 22
    user: str = ""
    folder: str = ""
    key_file: str = ""
    host_keys: tuple[str, ...] = ()
    tls: str = "when-offered"

    @property
    def url(self) -> str:
        """The address without any secret."""
        if self.kind == "folder":
            return Path(self.folder).as_uri() if Path(self.folder).is_absolute() else self.folder
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        path = f"/{quote(self.folder)}" if self.folder else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind}://{user}{host}:{self.port}{path}"


def from_url(url: str, name: str = "") -> Destination:
    """The destination a URL names: ``sftp://user@host:port/path``, ``ftp://...``, ``file:///folder``, or a folder.

    A path is taken from the login folder; begin it with two slashes for one from the server's root.
    Raises DestinationError for a URL it does not understand, or that carries a password.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "file") or len(parts.scheme) == 1:
        folder = unquote(parts.path) if parts.scheme == "file" else url
        if not folder:
            raise DestinationError("destination-url", url=url)
        return Destination(name or url, "folder", "", 0, folder=str(Path(folder).absolute()))
    if parts.password is not None:
        raise DestinationError("destination-password-in-url")
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in KINDS or not parts.hostname:
        raise DestinationError("destination-url", url=url)
    folder = unquote(parts.path).removeprefix("/")
    return Destination(
        name or url, parts.scheme, parts.hostname, port or PORTS[parts.scheme], unquote(parts.username or ""), folder
    )


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

    def save(self, destination: Destination) -> None:
        """Add a destination, or replace the one of its name."""
        known = self._load()
        known[destination.name] = destination
        self._store(known)

    def remove(self, name: str) -> Destination:
        """Forget a destination. Raises DestinationError when there is none of that name."""
        found = self.get(name)
        known = self._load()
        del known[name]
        self._store(known)
        return found

    def pin(self, destination: Destination, fingerprint: str) -> Destination:
        """The destination with a host key pinned, saved if it is a saved one."""
        pinned = replace(destination, host_keys=(*destination.host_keys, fingerprint))
        if self.find(destination.name):
            self.save(pinned)
        return pinned

    def _load(self) -> dict[str, Destination]:
        try:
            records: list[dict[str, Any]] = json.loads(self._path.read_text(encoding="utf-8"))
            return {one["name"]: Destination(**{**one, "host_keys": tuple(one["host_keys"])}) for one in records}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError) as problem:
            raise DestinationError("destinations-unreadable", path=str(self._path)) from problem

    def _store(self, known: dict[str, Destination]) -> None:
        content = json.dumps([asdict(one) for one in known.values()], indent=2, ensure_ascii=False) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".tmp")
            beside.write_text(content, encoding="utf-8")
            beside.replace(self._path)
        except OSError as problem:
            raise DestinationError("destinations-unwritable", path=str(self._path)) from problem
