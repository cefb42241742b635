"""Where a command takes the password of a destination from."""

from __future__ import annotations

import sys

from courier.credentials import Credentials, Secret
from courier.destinations import Destination


def typed_password() -> Secret:
    """The first line of standard input."""
    return Secret(sys.stdin.readline().rstrip("\r\n"))


def password_for(destination: Destination, typed: bool) -> Secret | None:
    """What was ``typed`` into standard input, if it was; else what the keychain has. Raises CredentialError."""
    if typed:
        return typed_password()
    return Credentials().get(destination.name) if destination.takes_password else None
