"""A destination's password, from standard input or the keychain, and whether it may be said in the open."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field

from courier.credentials import Secret
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory
from courier.messages import text
from courier.services import LocalServices
from courier.shipping.dispatch import Passwords


@dataclass(frozen=True)
class KnownPassword:
    """The password of one account, which was read already; ``others``: the source of all others."""

    account: str
    secret: Secret | None
    others: Passwords

    def get(self, account: str, /) -> Secret | None:
        """See `courier.shipping.dispatch.Passwords`."""
        return self.secret if account == self.account else self.others.get(account)


@dataclass(frozen=True)
class RememberedPasswords:
    """Asks ``source`` for each password once, until it is forgotten: a keychain may have a person unlock it."""

    source: Passwords
    _known: dict[str, Secret | None] = field(default_factory=dict)

    def get(self, account: str, /) -> Secret | None:
        """See `courier.shipping.dispatch.Passwords`."""
        if account not in self._known:
            self._known[account] = self.source.get(account)
        return self._known[account]

    def forget(self, account: str) -> None:
        """Ask for it again the next time, because the server did not accept it."""
        self._known.pop(account, None)


def declare_open(parser: argparse.ArgumentParser) -> None:
    """Declare ``--allow-open``."""
    parser.add_argument("--allow-open", action="store_true", help=text("option-allow-open"))


def agree_to_open(options: argparse.Namespace, destination: Destination) -> None:
    """Remember that the user allows an open login there, if they do. Raises DestinationError."""
    if options.allow_open and destination.kind == "ftp":
        encryption_memory().allow_open(destination)


def typed_password() -> Secret:
    """The first line of standard input."""
    return Secret(sys.stdin.readline().rstrip("\r\n"))


def passwords_for(destination: Destination, services: LocalServices, *, typed: bool) -> Passwords:
    """The keychain, which is asked only once something is sent; ``typed``: for this destination standard input."""
    keychain = services.credentials
    return KnownPassword(destination.account, typed_password(), keychain) if typed else keychain


def password_for(destination: Destination, services: LocalServices, *, typed: bool) -> Secret | None:
    """From standard input (``typed``) or the keychain; None if there is none. Raises CredentialError."""
    if typed:
        return typed_password()
    return services.credentials.get(destination.account) if destination.logs_in else None
