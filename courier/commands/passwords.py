"""The sources of a destination's password: standard input or the keychain."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from courier.credentials import Secret
from courier.destinations import Destination
from courier.services import LocalServices
from courier.shipping.dispatch import Passwords


@dataclass(frozen=True)
class KnownPassword:
    """The password of one destination, by name, which was read already; ``others``: the source of all others."""

    destination: str
    secret: Secret | None
    others: Passwords

    def get(self, destination: str, /) -> Secret | None:
        """See `courier.shipping.dispatch.Passwords`."""
        return self.secret if destination == self.destination else self.others.get(destination)


def typed_password() -> Secret:
    """The first line of standard input."""
    return Secret(sys.stdin.readline().rstrip("\r\n"))


def password_for(destination: Destination, services: LocalServices, *, typed: bool) -> Secret | None:
    """From standard input (``typed``) or the keychain; None if there is none. Raises CredentialError."""
    if typed:
        return typed_password()
    return services.credentials.get(destination.name) if destination.takes_password else None
