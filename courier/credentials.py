"""Passwords in the keychain of the operating system; without a keychain, in memory until the app ends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from functools import cached_property
from threading import Thread
from typing import TypeVar

import keyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from courier.messages import UserError

_SERVICE = "conversion-courier"
_PATIENCE = 120.0
"""Seconds to wait for the keychain: a person may have to unlock it first."""
_Answer = TypeVar("_Answer")
_LOCKED = "keychain-locked"
_NO_REAL_STORE = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class CredentialError(UserError):
    """The keychain is locked, refuses or fails. Never contains a secret."""


class Keychain(StrEnum):
    """Whether this machine has a keychain, and whether it is unlocked."""

    READY = "ready"
    LOCKED = "locked"
    NONE = "none"


class Secret:
    """A password or passphrase that does not show in prints, logs and tracebacks."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The secret as plain text. Call it only at the moment of use."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


class Credentials:
    """Secrets by `Destination.account`. Calls may block while the keychain waits; do not call from the window's
    thread."""

    def __init__(self) -> None:
        self._session: dict[str, Secret] = {}

    @cached_property
    def _real(self) -> bool:
        return _real_store()

    def state(self) -> Keychain:
        """Whether there is a keychain that answers."""
        if not self._real:
            return Keychain.NONE
        try:
            _ask_keychain(lambda: keyring.get_password(_SERVICE, ""))
        except CredentialError as problem:
            return Keychain.LOCKED if problem.key == _LOCKED else Keychain.NONE
        return Keychain.READY

    def get(self, account: str) -> Secret | None:
        """The secret of an account, or None. Raises CredentialError."""
        if account in self._session:
            return self._session[account]
        if not self._real:
            return None
        password = _ask_keychain(lambda: keyring.get_password(_SERVICE, account))
        return None if password is None else Secret(password)

    def set(self, account: str, secret: Secret) -> bool:
        """Store a secret. True if the keychain has it now, False if it is kept for this session only.

        Raises CredentialError when there is a keychain but it refuses; the secret is then kept for the session.
        """
        self._session[account] = secret
        if not self._real:
            return False
        _ask_keychain(lambda: keyring.set_password(_SERVICE, account, secret.reveal()), "keychain-refused")
        del self._session[account]
        return True

    def delete(self, account: str) -> None:
        """Delete a secret, if there is one. Raises CredentialError."""
        self._session.pop(account, None)
        if not self._real:
            return
        try:
            _ask_keychain(lambda: keyring.delete_password(_SERVICE, account), "keychain-undeleted")
        except PasswordDeleteError:
            # some keychains raise the same for a missing entry and for one that they refuse to delete
            if self.get(account) is not None:
                raise CredentialError("keychain-undeleted") from None


def _ask_keychain(ask: Callable[[], _Answer], otherwise: str = "keychain-unread") -> _Answer:
    """The keychain's answer. Raises PasswordDeleteError, and CredentialError for every other failure: ``otherwise`` is
    its key where the keychain is neither locked nor silent.

    The time is limited because neither a scheduled run nor a window that is closing may wait forever.
    """
    answer: Future[_Answer] = Future()

    def wait() -> None:
        try:
            answer.set_result(ask())
        except Exception as problem:  # noqa: BLE001 (see below)
            answer.set_exception(problem)

    Thread(target=wait, name="keychain", daemon=True).start()
    try:
        return answer.result(_PATIENCE)
    except PasswordDeleteError:
        raise
    except Exception as problem:  # noqa: BLE001 (keychains also raise errors of D-Bus, sockets and the Windows API)
        keys = {KeyringLocked: _LOCKED, TimeoutError: "keychain-silent"}
        raise CredentialError(keys.get(type(problem), otherwise)) from None


def _real_store() -> bool:
    try:
        store = _ask_keychain(keyring.get_keyring)
    except CredentialError:
        # a configured backend is not installed
        return False
    chained = type(store).__module__ == "keyring.backends.chainer"
    backends = getattr(store, "backends", ()) if chained else (store,)
    return any(not type(backend).__module__.startswith(_NO_REAL_STORE) for backend in backends)
