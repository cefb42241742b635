"""One place to deliver to: everything about it but its secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote, urlencode

from courier.messages import UserError

DestinationKind = Literal["sftp", "ftp", "email", "eml", "folder"]
KINDS: tuple[DestinationKind, ...] = get_args(DestinationKind)
PORTS: Mapping[DestinationKind, int] = {"sftp": 22, "ftp": 21, "email": 587, "eml": 0, "folder": 0}
IMPLICIT_PORTS: Mapping[DestinationKind, int] = {"ftp": 990, "email": 465}
"""Where servers wait that speak TLS from the first byte."""
IMPACT_HOST = "batch.impact.com"
IMPORT_HOST = "import.impact.com"
TlsMode = Literal["when-offered", "required", "implicit", "off"]
TLS_MODES: tuple[TlsMode, ...] = get_args(TlsMode)
Route = Literal["direct", "pulled", "connection"]
ROUTES: tuple[Route, ...] = get_args(Route)
PULLED_AFTER_HOURS = 24
"""How long a file usually waits at most on a server that impact.com fetches from."""

ADDRESS = re.compile(r"[^\s@,;<>()\x00-\x20\x7f]+@[^\s@,;<>()\x00-\x20\x7f]+")


class DestinationError(UserError):
    """A destination that cannot be understood, found or saved."""


@dataclass(frozen=True)
class Destination:
    """Where parts go. The password or passphrase is not here but in the keychain, under ``name``.

    ``folder`` "" is the login folder. ``host_keys``: pinned SHA-256 fingerprints of an SFTP server; ``tls_pin``: the
    one certificate that is trusted, by its SHA-256. ``tls``: encrypt when the server offers it, always, from the first
    byte, or never; e-mail is always encrypted. ``key_file``, ``agent``: log in with a private key, or with those of the
    SSH agent. ``rename``: send under a temporary name and rename at the end.

    ``route``: who is at the other end: impact.com (direct), a server of one's own that impact.com fetches from (pulled)
    or a Connection, which takes only names that fit ``pattern`` (* and ?). ``wait_hours``: how long files usually wait
    there.

    E-mail, sent (email) or written to a file for the person to send (eml): ``to`` is the address that impact.com gave
    out, ``cc`` everybody else, ``sender`` the person's own address ("": the user). impact.com gives such an address to
    one event type: ``event_type``, by its ID or code, "" if nobody said.

    ``asks``: the server wanted an answer from a person, such as a one-time code, when somebody logged in last.
    """

    name: str
    kind: DestinationKind = "sftp"
    host: str = IMPACT_HOST
    port: int = 22
    user: str = ""
    folder: str = ""
    key_file: str = ""
    host_keys: tuple[str, ...] = ()
    tls: TlsMode = "when-offered"
    agent: bool = False
    tls_pin: str = ""
    rename: bool = False
    route: Route = "direct"
    wait_hours: int = 0
    pattern: str = ""
    to: str = ""
    cc: tuple[str, ...] = ()
    sender: str = ""
    subject: str = ""
    event_type: str = ""
    asks: bool = False

    @property
    def by_mail(self) -> bool:
        """Whether parts go to an address that belongs to one event type."""
        return self.kind in ("email", "eml")

    @property
    def is_local(self) -> bool:
        """Whether parts are written to a folder of this computer."""
        return self.kind in ("folder", "eml")

    @property
    def wait(self) -> timedelta:
        """How much older a row is when impact.com reads it than when it is sent."""
        return timedelta(hours=self.wait_hours)

    @property
    def takes_password(self) -> bool:
        """Whether it has a secret of its own in the keychain."""
        return self.kind in ("sftp", "ftp", "email")

    @property
    def url(self) -> str:
        """The address without any secret."""
        if self.kind == "folder":
            return _file_uri(self.folder)
        if self.kind == "eml":
            return _file_uri(self.folder).replace("file:", "eml:", 1) + self._mail_query()
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        path = f"/{quote(self.folder)}" if self.folder else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self._scheme}://{user}{host}:{self.port}{path}{self._mail_query()}"

    @property
    def _scheme(self) -> str:
        if self.kind == "email":
            return "smtps" if self.tls == "implicit" else "smtp"
        if self.kind == "ftp":
            return {"implicit": "ftps", "required": "ftpes"}.get(self.tls, "ftp")
        return self.kind

    def _mail_query(self) -> str:
        if not self.by_mail:
            return ""
        facts = [("to", self.to), *(("cc", one) for one in self.cc), ("from", self.sender), ("subject", self.subject)]
        return "?" + urlencode([(key, value) for key, value in facts if value], quote_via=quote, safe="@")


def _file_uri(folder: str) -> str:
    return Path(folder).as_uri() if Path(folder).is_absolute() else folder
