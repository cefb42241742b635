"""The address of a team's ledger: ``postgresql://user@host:port/database``."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from courier.credentials import Secret
from courier.ledger.store import LedgerError

_PORT = 5432
_PATIENCE = 10
"""Seconds to wait for a connection."""
_AUTHORITY = "sslrootcert"


@dataclass(frozen=True)
class TeamAddress:
    """Where a team's ledger is. ``authority``: the file of the authority that signed the server's certificate, "" for
    those that the web trusts."""

    user: str
    host: str
    port: int
    database: str
    authority: str = ""

    @property
    def account(self) -> str:
        """Under which its password is kept in the keychain."""
        return f"postgresql://{self.user}@{self.host}:{self.port}/{self.database}"

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine, so that nobody else hears what is said to it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORT else f":{self.port}"
        authority = f"?{_AUTHORITY}={quote(self.authority)}" if self.authority else ""
        return f"postgresql://{quote(self.user, safe='')}@{host}{port}/{quote(self.database, safe='')}{authority}"

    def connection_string(self, secret: Secret | None) -> str:
        """What the driver is told. The certificate and the name in it are verified, always, but for this machine.
        Without a ``secret`` it takes the password in ``PGPASSWORD``."""
        import certifi
        from psycopg.conninfo import make_conninfo

        encrypted = "disable" if self.is_loopback and not self.authority else "verify-full"
        return make_conninfo(
            host=self.host, port=self.port, user=self.user, dbname=self.database,
            password=secret.reveal() if secret else None, sslmode=encrypted,
            sslrootcert=self.authority or certifi.where(), gssencmode="disable", client_encoding="UTF8",
            application_name="Conversion Courier", target_session_attrs="read-write", connect_timeout=_PATIENCE,
            # a network that swallows everything is noticed within a minute
            keepalives_idle=20, keepalives_interval=5, keepalives_count=4, tcp_user_timeout=40_000,
            # no password of another program: a file of passwords that cannot be there
            passfile=f"{os.devnull}/none",
        )  # fmt: skip


def team_address(text: str) -> TeamAddress:
    """The address in a text. Raises LedgerError, also for one with a password, which belongs in the keychain."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port or _PORT
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise LedgerError("ledger-team-address", address=text) from None
    if parts.password is not None:
        raise LedgerError("ledger-team-password-in-address")
    database = unquote(parts.path.removeprefix("/"))
    whole = parts.scheme in ("postgresql", "postgres") and parts.hostname and parts.username and database
    if not whole or parts.fragment or "/" in database or options.keys() - {_AUTHORITY}:
        raise LedgerError("ledger-team-address", address=text)
    assert parts.hostname is not None
    assert parts.username is not None
    return TeamAddress(unquote(parts.username), parts.hostname, port, database, options.get(_AUTHORITY, ""))
