"""Saved places to deliver to. Everything about them but the secrets, readable, in one file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from courier.messages import PlainError
from courier.whole_files import whole_file

KINDS = ("sftp", "ftp", "folder")
PORTS = {"sftp": 22, "ftp": 21, "folder": 0}
IMPACT_HOST = "batch.impact.com"
TLS_MODES = ("when-offered", "required", "off")
WINDOWS = os.name == "nt"

_SERVERS = ("sftp", "ftp")
# one letter is a drive
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_PASSWORD = re.compile(r"(?:[a-z][a-z0-9+.-]+:/+)?+[^@]*:[^@]*@", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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
    try:
        if not _SCHEME.match(url):
            return _folder(url, name or url)
        if url.lower().startswith("file:"):
            return _folder(_file_path(url[len("file:") :]), name or url)
        return _server(url, name or url)
    except ValueError:
        if _PASSWORD.match(url):
            raise DestinationError("destination-password-in-url") from None
        raise DestinationError("destination-url", url=url) from None


def _folder(path: str, name: str) -> Destination:
    before, at, _ = path.partition("@")
    if not path or (at and _PASSWORD.match(path) and not re.search(r"[/\\]", before)):
        raise ValueError
    return Destination(name, "folder", "", 0, folder=str(Path(path).absolute()))


def _file_path(rest: str) -> str:
    if not rest.startswith("//"):
        return unquote(rest)
    host, slash, path = rest[2:].partition("/")
    if "@" in host:
        raise ValueError
    path = unquote(slash + path)
    if host not in ("", "localhost"):
        return f"//{host}{path}"
    return path[1:] if WINDOWS and path[2:3] == ":" else path


def _server(url: str, name: str) -> Destination:
    parts = urlsplit(url)
    # without a number there the port is the usual one, but a wrong number must not become the usual one
    port = PORTS[parts.scheme] if parts.port is None and parts.scheme in _SERVERS else parts.port
    known = parts.scheme in _SERVERS and parts.hostname and port
    # a line break would be a second command to an FTP server
    if not known or parts.password is not None or parts.query or parts.fragment or _CONTROL.search(unquote(url)):
        raise ValueError
    folder = unquote(parts.path).removeprefix("/")
    return Destination(name, parts.scheme, parts.hostname or "", port or 0, unquote(parts.username or ""), folder)


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
    if not isinstance(record["host_keys"], list):
        raise TypeError
    found = Destination(**{**record, "host_keys": tuple(record["host_keys"])})
    texts = (found.name, found.host, found.user, found.folder, found.key_file, *found.host_keys)
    if type(found.port) is not int or not all(isinstance(one, str) for one in texts):
        raise TypeError
    if found.kind not in KINDS or found.tls not in TLS_MODES:
        raise ValueError
    return found
