"""The settings of one destination, except its secret."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import quote, urlencode

from courier.destinations.api_address import ApiAccount
from courier.messages import UserError, text

DestinationKind = Literal["sftp", "ftp", "email", "eml", "folder", "api"]
KINDS: tuple[DestinationKind, ...] = get_args(DestinationKind)
PORTS: Mapping[DestinationKind, int] = {"sftp": 22, "ftp": 21, "email": 587, "eml": 0, "folder": 0, "api": 443}
IMPLICIT_PORTS: Mapping[DestinationKind, int] = {"ftp": 990, "email": 465}
"""The default ports of servers that use implicit TLS."""
CALL_URLS = ("conversions:", "conversions+http:")
"""How the URLs of destinations begin where each order is a call."""
IMPACT_HOST = "batch.impact.com"
IMPORT_HOST = "import.impact.com"
TlsMode = Literal["when-offered", "required", "implicit", "off"]
TLS_MODES: tuple[TlsMode, ...] = get_args(TlsMode)
Route = Literal["direct", "pulled", "connection"]
ROUTES: tuple[Route, ...] = get_args(Route)
PULLED_AFTER_HOURS = 24
"""The longest time that a file usually waits on a server from which impact.com fetches it."""
TIMEOUT_SECONDS = 45.0

ADDRESS = re.compile(r"[^\s@,;<>()\x00-\x20\x7f]+@[^\s@,;<>()\x00-\x20\x7f]+")


_TOLD = ("name", "host", "user", "folder", "pattern", "part_names", "to", "cc", "sender", "subject", "event_type")
"""What is said to a server or stands in a message."""


class DestinationError(UserError):
    """A destination that cannot be understood, found or saved."""


@dataclass(frozen=True)
class Destination:
    """Where parts go. The password or passphrase is in the keychain, under ``account``.

    ``folder`` "" is the login folder. ``host_keys``: pinned SHA-256 fingerprints of an SFTP server; ``tls_pin``: the
    SHA-256 of the only trusted certificate. ``tls``: encrypt when the server offers it, always, from the first byte, or
    never; e-mail is always encrypted. ``key_file``, ``agent``: log in with a private key, or with those of the SSH
    agent. ``rename``: upload under a temporary name and rename at the end.

    ``route``: files go to impact.com (direct), to the person's own server, from which impact.com fetches them (pulled),
    or to a Connection, which accepts only names that match ``pattern`` (* and ?). ``part_names``: what parts are called
    there, with fields such as {date}, "" for the usual names; see `courier.batches.names`. ``wait_hours``: how long
    files usually wait there.

    E-mail, sent (email) or written to a file for the person to send (eml): ``to`` is the upload address from
    impact.com, ``cc`` all other recipients, ``sender`` the person's own address ("": the user). Such an address belongs
    to one event type: ``event_type``, by its ID or code, "" if unknown.

    The Conversions API (api): ``user`` is the Account SID, the secret its token; each part is one call with one order.

    ``asks``: the server required an answer from a person, such as a one-time code, at the last login.
    ``old_methods``: an SFTP server may use methods that are weak but not broken. ``timeout_seconds``: after how long
    without a sign of life from the server the app gives up.
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
    part_names: str = ""
    to: str = ""
    cc: tuple[str, ...] = ()
    sender: str = ""
    subject: str = ""
    event_type: str = ""
    asks: bool = False
    timeout_seconds: float = TIMEOUT_SECONDS
    old_methods: bool = False

    @property
    def by_mail(self) -> bool:
        """Whether parts go to an address that belongs to one event type."""
        return self.kind in ("email", "eml")

    @property
    def by_call(self) -> bool:
        """Whether each order is a call of its own to the Conversions API, and so a part of its own."""
        return self.kind == "api"

    @property
    def is_local(self) -> bool:
        """Whether parts are written to a folder of this computer."""
        return self.kind in ("folder", "eml")

    @property
    def wait(self) -> timedelta:
        """The usual time from sending a row until impact.com reads it."""
        return timedelta(hours=self.wait_hours)

    @property
    def takes_password(self) -> bool:
        """Whether it may have a secret in the keychain."""
        return self.kind in ("sftp", "ftp", "email", "api")

    @property
    def logs_in(self) -> bool:
        """Whether a secret is needed: some mail servers know nobody."""
        return self.takes_password and (self.kind != "email" or bool(self.user))

    @property
    def needs_password(self) -> bool:
        """Whether nobody gets in there without a password."""
        return self.takes_password and bool(self.user) and not self.key_file and not self.agent

    @property
    def login(self) -> str:
        """Kind, user, host and port. What was kept for one login is never used for another."""
        # quoted, so that no two logins are written alike
        return f"{self.kind}://{_quoted(self.user)}@{_quoted(self.host.lower(), ':')}:{self.port}"

    @property
    def account(self) -> str:
        """What its secret is kept under: another login finds none there. A token is kept once for all that use it."""
        if self.by_call:
            return self.api.keychain_name
        return f"{self.name} ({self.login})"

    @property
    def api(self) -> ApiAccount:
        """The account with which the Conversions API is called."""
        scheme, usual = ("http", 80) if self.tls == "off" else ("https", 443)
        host = f"[{self.host}]" if ":" in self.host else self.host.lower()
        return ApiAccount(self.user, f"{scheme}://{host}{'' if self.port == usual else f':{self.port}'}")

    @property
    def url(self) -> str:
        """The URL without any secret."""
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
        if self.by_call:
            return "conversions+http" if self.tls == "off" else "conversions"
        return self.kind

    def _mail_query(self) -> str:
        if not self.by_mail:
            return ""
        facts = [
            ("to", self.to),
            *(("cc", address) for address in self.cc),
            ("from", self.sender),
            ("subject", self.subject),
        ]
        return "?" + urlencode([(key, value) for key, value in facts if value], quote_via=quote, safe="@")


def refuse_line_breaks(destination: Destination) -> None:
    """Raise DestinationError if a text could end a line of a message or a command, and begin another one."""
    for name in _TOLD:
        value = getattr(destination, name)
        for words in value if isinstance(value, tuple) else (value,):
            # more than the two that end a line on the way: also those that some programs take for its end
            if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in words):
                raise DestinationError("destination-line-break", field=text(f"destination-{name.replace('_', '-')}"))


def _file_uri(folder: str) -> str:
    return Path(folder).as_uri() if Path(folder).is_absolute() else folder


def _quoted(word: str, safe: str = "") -> str:
    """As in a URL, also what no URL could hold."""
    return quote(word, safe=safe, errors="surrogatepass")
