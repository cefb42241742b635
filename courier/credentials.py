"""Passwords, in the keychain of the operating system; where there is none, in memory until the app ends."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar, cast

import keyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from courier.messages import UserError

_SERVICE = "conversion-courier"
_PATIENCE = 120.0
"""Seconds that a keychain may take: a person may have to unlock it first."""
_Answer = TypeVar("_Answer")
_NO_REAL_STORE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class CredentialError(UserError):
    """The keychain is locked, refuses or fails. Never holds a secret."""


class Keychain(StrEnum):
    """What keychain this machine has."""

    READY = "ready"
    LOCKED = "locked"
    NONE = "none"


class Secret:
    """A password or passphrase that does not show in prints, logs and tracebacks."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret itself, for the moment it is handed over."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


class Credentials:
    """Secrets by destination name. Calls may wait for the keychain: not for the window's thread."""

    def __init__(self) -> None:
        self._session: dict[str, Secret] = {}

    @cached_property
    def _real(self) -> bool:
        return _real_store()

    def state(self) -> Keychain:
        """Whether there is a keychain and it answers."""
        if not self._real:
            return Keychain.NONE
        try:
            _patiently(lambda: keyring.get_password(_SERVICE, ""))
        except KeyringLocked:
            return Keychain.LOCKED
        except Exception:  # noqa: BLE001 (see _plain)
            return Keychain.NONE
        return Keychain.READY

    def get(self, destination: str) -> Secret | None:
        """The secret of a destination, or None. Raises CredentialError."""
        if destination in self._session:
            return self._session[destination]
        if not self._real:
            return None
        try:
            found = _patiently(lambda: keyring.get_password(_SERVICE, destination))
        except Exception as problem:  # noqa: BLE001 (see _plain)
            raise _plain(problem, "keychain-unread") from None
        return None if found is None else Secret(found)

    def set(self, destination: str, secret: Secret) -> bool:
        """Keep a secret. True if the keychain has it now, False if it is kept for this session only.

        Raises CredentialError when there is a keychain and it refuses; the secret is kept for the session then.
        """
        self._session[destination] = secret
        if not self._real:
            return False
        try:
            _patiently(lambda: keyring.set_password(_SERVICE, destination, secret.reveal()))
        except Exception as problem:  # noqa: BLE001 (see _plain)
            raise _plain(problem, "keychain-refused") from None
        del self._session[destination]
        return True

    def delete(self, destination: str) -> None:
        """Forget a secret; that there is none is fine. Raises CredentialError."""
        self._session.pop(destination, None)
        if not self._real:
            return
        try:
            _patiently(lambda: keyring.delete_password(_SERVICE, destination))
        except PasswordDeleteError:
            # some stores say the same for an entry that is not there and for one that stays
            if self.get(destination) is not None:
                raise CredentialError("keychain-undeleted") from None
        except Exception as problem:  # noqa: BLE001 (see _plain)
            raise _plain(problem, "keychain-undeleted") from None


def _patiently(ask: Callable[[], _Answer]) -> _Answer:
    """The answer of a keychain. Raises what it raises, and TimeoutError when it does not answer at all: a schedule, or
    a window that is closed, must not wait for ever."""
    answers: SimpleQueue[tuple[_Answer | None, Exception | None]] = SimpleQueue()

    def wait() -> None:
        try:
            answers.put((ask(), None))
        except Exception as problem:  # noqa: BLE001 (see _plain)
            answers.put((None, problem))

    Thread(target=wait, name="keychain", daemon=True).start()
    try:
        answer, problem = answers.get(timeout=_PATIENCE)
    except Empty:
        raise TimeoutError from None
    if problem is not None:
        raise problem
    return cast("_Answer", answer)


def _real_store() -> bool:
    try:
        store = _patiently(keyring.get_keyring)
    except Exception:  # noqa: BLE001 (a store that somebody has configured but that is not here; see _plain)
        return False
    if type(store).__module__ == "keyring.backends.chainer":
        return any(not type(one).__module__.startswith(_NO_REAL_STORE) for one in getattr(store, "backends", ()))
    return not type(store).__module__.startswith(_NO_REAL_STORE)


def _plain(problem: Exception, key: str) -> CredentialError:
    """One error of ours. Stores also raise errors of their own libraries: D-Bus, sockets, the Windows API."""
    known = {KeyringLocked: "keychain-locked", TimeoutError: "keychain-silent"}
    return CredentialError(known.get(type(problem), key))
