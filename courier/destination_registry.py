"""Saved destinations together with their secrets and the programs that send files there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from courier.credentials import CredentialError, Credentials, Secret
from courier.destinations import Destination, Destinations
from courier.programs import Programs


@dataclass(frozen=True)
class DestinationRegistry:
    """Calls may block while the keychain waits; do not call from the window's thread."""

    destinations: Destinations
    credentials: Credentials
    programs: Programs

    def keep(
        self, destination: Destination, password: Secret | None, before: str, is_wanted: Callable[[], None]
    ) -> None:
        """Save a destination, all or nothing. ``password``: None to keep the current one; ``before``: the previous
        name, "" for a new destination; its password and the programs that send there move to the new name.
        ``is_wanted``: called once the keychain has answered; raises to cancel.

        Raises CredentialError, DestinationError or ProgramError.
        """
        renamed = before not in ("", destination.name)
        has_programs = renamed and any(program.destination == before for program in self.programs)
        touched = {destination.name, before} - {""} if password or renamed else set()
        previous = {name: self.credentials.get(name) for name in touched}
        secret = password or previous.get(before)
        try:
            if touched and secret:
                self.credentials.set(destination.name, secret)
            if renamed:
                self.credentials.delete(before)
            is_wanted()
            self.destinations.save(destination, instead_of=before)
        except BaseException:
            for name, earlier in previous.items():
                self._restore(name, earlier)
            raise
        if has_programs:
            with self.programs.changing() as programs:
                for index, program in enumerate(programs):
                    if program.destination == before:
                        programs[index] = replace(program, destination=destination.name)

    def forget(self, name: str) -> None:
        """Delete a destination and its secret. Raises DestinationError when there is none of that name, and
        CredentialError; the destination stays then."""
        self.destinations.get(name)
        # the password first: if the keychain refuses, the destination still names it
        self.credentials.delete(name)
        self.destinations.remove(name)

    def _restore(self, name: str, secret: Secret | None) -> None:
        with suppress(CredentialError):
            if secret is None:
                self.credentials.delete(name)
            else:
                self.credentials.set(name, secret)
