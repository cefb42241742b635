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
    """The password of one account, which was read already; ``others``: the source of all others."""

    account: str
    secret: Secret | None
    others: Passwords

    def get(self, account: str, /) -> Secret | None:
        """See `courier.shipping.dispatch.Passwords`."""
        return self.secret if account == self.account else self.others.get(account)


def typed_password() -> Secret:
    """The first line of standard input."""
    return Secret(sys.stdin.readline().rstrip("\r\n"))


def password_for(destination: Destination, services: LocalServices, *, typed: bool) -> Secret | None:
    """From standard input (``typed``) or the keychain; None if there is none. Raises CredentialError."""
    if typed:
        return typed_password()
    return services.credentials.get(destination.account) if destination.takes_password else None
