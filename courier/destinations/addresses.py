"""Destinations as URLs, as the command accepts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from courier.destinations.api_address import ApiAccountError, api_account
from courier.destinations.destination import (
    ADDRESS,
    IMPLICIT_PORTS,
    IMPORT_HOST,
    PORTS,
    Destination,
    DestinationError,
    DestinationKind,
    Route,
    TlsMode,
    refuse_line_breaks,
)
from courier.disk import WINDOWS

_SCHEMES: Mapping[str, tuple[DestinationKind, TlsMode]] = {
    "sftp": ("sftp", "when-offered"),
    "ftp": ("ftp", "when-offered"),
    "ftpes": ("ftp", "required"),
    "ftps": ("ftp", "implicit"),
    "smtp": ("email", "required"),
    "smtps": ("email", "implicit"),
    "conversions": ("api", "required"),
    "conversions+http": ("api", "off"),
}
"""The kind and the encryption for each scheme."""
# a single letter is a Windows drive
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_DRIVE = re.compile(r"/[a-z]:", re.IGNORECASE)
_PASSWORD = re.compile(r"(?:[a-z][a-z0-9+.-]+:/+)?+[^@:]*:[^@]*@", re.IGNORECASE)
_MESSAGE = re.compile(r"\?(?:to|cc|from|subject)=.*", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def from_url(url: str, name: str = "") -> Destination:
    """The destination that a URL names: ``sftp://user@host:port/path``, ``ftp://``, ``ftpes://`` (explicit TLS),
    ``ftps://`` (implicit TLS), ``smtp://user@host?to=address&cc=address&from=address``, ``smtps://``,
    ``eml:/folder?to=address``, ``conversions://SID@host``, ``file:///folder``, or a folder.

    A path is relative to the login folder; two slashes begin a path from the server's root. Raises DestinationError for
    a URL that is invalid or contains a password.
    """
    try:
        if not _SCHEME.match(url):
            return _folder(url, name or url)
        if url.lower().startswith("file:"):
            return _folder(_file_path(url[len("file:") :]), name or url)
        named = _eml(url[len("eml:") :], name or url) if url.lower().startswith("eml:") else _server(url, name or url)
        refuse_line_breaks(named)
        return named
    except ValueError:
        # without the addresses of a message, whose @ would look like that of a login
        if _PASSWORD.match(_MESSAGE.sub("", url)):
            raise DestinationError("destination-password-in-url") from None
        raise DestinationError("destination-url", url=url) from None


def _folder(path: str, name: str) -> Destination:
    before, at, _ = path.partition("@")
    if not path or (at and _PASSWORD.match(path) and not re.search(r"[/\\]", before)):
        raise ValueError
    return Destination(name, "folder", "", 0, folder=str(Path(path).absolute()))


def _eml(rest: str, name: str) -> Destination:
    path, _, query = rest.rpartition("?")
    folder = _file_path(path)
    if not folder or _CONTROL.search(folder):
        raise ValueError
    return _with_mail(Destination(name, "eml", "", 0, folder=str(Path(folder).absolute())), query)


def _file_path(rest: str) -> str:
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if "@" in host:
            raise ValueError
        path = unquote(slash + path)
        if host not in ("", "localhost"):
            return f"//{host}{path}"
    else:
        path = unquote(rest)
    return path[1:] if WINDOWS and _DRIVE.match(path) else path


def _server(url: str, name: str) -> Destination:
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES:
        raise ValueError
    kind, tls = _SCHEMES[parts.scheme]
    default_port = IMPLICIT_PORTS[kind] if tls == "implicit" else PORTS[kind]
    # port 0 is invalid and does not mean the default
    port = default_port if parts.port is None else parts.port
    host, user = parts.hostname or "", unquote(parts.username or "")
    # a line break would start a second command to an FTP server
    if not host or not port or parts.password is not None or parts.fragment or _CONTROL.search(unquote(url)):
        raise ValueError
    folder = unquote(parts.path).removeprefix("/")
    if kind == "email":
        if folder:
            raise ValueError
        return _with_mail(Destination(name, kind, host, port, user, tls=tls), parts.query)
    if parts.query:
        raise ValueError
    if kind == "api":
        return _api(Destination(name, kind, host, port, user, folder, tls=tls))
    route: Route = "connection" if host == IMPORT_HOST else "direct"
    return Destination(name, kind, host, port, user, folder, tls=tls, route=route)


def _api(destination: Destination) -> Destination:
    if destination.folder:
        raise ValueError
    try:
        api_account(destination.user, destination.api.url)
    except ApiAccountError as problem:
        raise DestinationError(problem.key, **problem.facts) from None
    return destination


def _with_mail(destination: Destination, query: str) -> Destination:
    """The destination with the message fields of a query. Raises ValueError for an invalid address."""
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    facts = {key: value for key, value in pairs if key != "cc"}
    copies = tuple(value for key, value in pairs if key == "cc")
    if len(facts) + len(copies) < len(pairs) or not facts.keys() <= {"to", "from", "subject"}:
        raise ValueError
    to, sender = facts.get("to", ""), facts.get("from", "")
    if not all(ADDRESS.fullmatch(address) for address in (to, *copies, *([sender] if "from" in facts else []))):
        raise ValueError
    return replace(destination, to=to, cc=copies, sender=sender, subject=facts.get("subject", ""))
