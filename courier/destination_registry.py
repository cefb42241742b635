"""Saved destinations together with their secrets and the programs that send files there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from courier.api_account import keychain_name
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
    ) -> bool:
        """Save a destination, all or nothing. ``password``: None to keep the current one, which is deleted instead if
        the login is another; ``before``: the previous name, "" for a new destination; the programs that send there
        move to the new name. ``is_wanted``: called once the keychain has answered; raises to cancel. False if there
        was a password and no keychain to keep it.

        Raises CredentialError, DestinationError or ProgramError.
        """
        saved = self.destinations.find(before) if before else None
        old, new = _account(saved), _account(destination)
        renamed = before not in ("", destination.name)
        has_programs = renamed and any(program.destination == before for program in self.programs)
        touched = {old, new} - {""} if password or (old and old != new) else set()
        previous = {account: self.credentials.get(account) for account in touched}
        same_login = saved is not None and saved.login == destination.login
        secret = password or (previous.get(old) if same_login else None)
        kept = True
        try:
            if new and touched and secret:
                kept = self.credentials.set(new, secret)
            if old and old != new and not self._is_shared(old, before):
                self.credentials.delete(old)
            is_wanted()
            self.destinations.save(destination, instead_of=before)
        except BaseException:
            for account, earlier in previous.items():
                self._restore(account, earlier)
            raise
        if has_programs:
            with self.programs.changing() as programs:
                for index, program in enumerate(programs):
                    if program.destination == before:
                        programs[index] = replace(program, destination=destination.name)
        if touched:
            with suppress(CredentialError):
                self._delete_earlier(before, destination.name)
        return kept

    def forget(self, name: str) -> None:
        """Delete a destination and its secret. Raises DestinationError when there is none of that name, and
        CredentialError; the destination stays then."""
        # the password first: if the keychain refuses, the destination still names it
        if account := _account(self.destinations.get(name)):
            if not self._is_shared(account, name):
                self.credentials.delete(account)
            self._delete_earlier(name)
        self.destinations.remove(name)

    def _is_shared(self, account: str, name: str) -> bool:
        """Whether a program, or another destination than that of this name, uses the same secret. Raises
        DestinationError and ProgramError."""
        others = (place.account for place in self.destinations if place.name != name)
        return account in others or account in map(keychain_name, self.programs)

    def _delete_earlier(self, *names: str) -> None:
        """Delete what earlier versions kept under the names of destinations alone, whatever their login: it is never
        used again. Raises CredentialError."""
        for name in {*names} - {"", *map(_account, self.destinations)}:
            self.credentials.delete(name)

    def _restore(self, account: str, secret: Secret | None) -> None:
        with suppress(CredentialError):
            if secret is None:
                self.credentials.delete(account)
            else:
                self.credentials.set(account, secret)


def _account(destination: Destination | None) -> str:
    """What the secret of a destination is kept under, "" where there is none."""
    return destination.account if destination is not None and destination.takes_password else ""
