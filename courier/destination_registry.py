"""Saved destinations together with what hangs on them: their secrets, and the programs whose files go there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from courier.credentials import CredentialError, Credentials, Secret
from courier.destinations import Destination, Destinations
from courier.programs import Programs


@dataclass(frozen=True)
class DestinationRegistry:
    """Calls may wait for the keychain: not for the window's thread."""

    destinations: Destinations
    credentials: Credentials
    programs: Programs

    def keep(
        self, destination: Destination, password: Secret | None, before: str, is_wanted: Callable[[], None]
    ) -> None:
        """Save a destination, all or nothing. ``password``: None for the one it has; ``before``: the name it had, ""
        for a new one: its password and the programs that send there follow. ``is_wanted``: called once the keychain
        has answered, raises when nobody waits any more.

        Raises CredentialError, DestinationError or ProgramError.
        """
        renamed = before not in ("", destination.name)
        followed = renamed and any(one.destination == before for one in self.programs)
        touched = {destination.name, before} - {""} if password or renamed else set()
        were = {name: self.credentials.get(name) for name in touched}
        secret = password or were.get(before)
        try:
            if touched and secret:
                self.credentials.set(destination.name, secret)
            if renamed:
                self.credentials.delete(before)
            is_wanted()
            self.destinations.save(destination, instead_of=before)
        except BaseException:
            for name, was in were.items():
                self._put_back(name, was)
            raise
        if followed:
            with self.programs.changing() as known:
                known[:] = [replace(one, destination=destination.name) if one.destination == before else one
                            for one in known]  # fmt: skip

    def forget(self, name: str) -> None:
        """Forget a destination and its secret. Raises DestinationError when there is none of that name, and
        CredentialError; it is still there then."""
        self.destinations.get(name)
        # the password first: a keychain that refuses must not leave one behind that nobody can name any more
        self.credentials.delete(name)
        self.destinations.remove(name)

    def _put_back(self, name: str, secret: Secret | None) -> None:
        with suppress(CredentialError):
            if secret is None:
                self.credentials.delete(name)
            else:
                self.credentials.set(name, secret)
