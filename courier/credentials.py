"""Passwords in the keychain of the operating system; without a keychain, in memory until the app ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from enum import StrEnum
from functools import cached_property
from threading import Thread
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from courier.messages import UserError

_SERVICE = "conversion-courier"
_PATIENCE = 120.0
"""Seconds to wait for the keychain: a person may have to unlock it first."""
_Answer = TypeVar("_Answer")
_LOCKED = "keychain-locked"
SYSTEM_KEYCHAINS = (
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
)
"""What is trusted with a password. Others may keep it in a plain file."""


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
    def _keychain(self) -> KeyringBackend | None:
        # found when the first secret is needed: looking for it may start it
        return _system_store()

    def state(self) -> Keychain:
        """Whether there is a keychain that answers."""
        keychain = self._keychain
        if keychain is None:
            return Keychain.NONE
        try:
            _ask_keychain(lambda: keychain.get_password(_SERVICE, ""))
        except CredentialError as problem:
            return Keychain.LOCKED if problem.key == _LOCKED else Keychain.NONE
        return Keychain.READY

    def get(self, account: str) -> Secret | None:
        """The secret of an account, or None. Raises CredentialError."""
        if account in self._session:
            return self._session[account]
        keychain = self._keychain
        if keychain is None:
            return None
        password = _ask_keychain(lambda: keychain.get_password(_SERVICE, account))
        return None if password is None else Secret(password)

    def set(self, account: str, secret: Secret) -> bool:
        """Store a secret. True if the keychain has it now, False if there is none and it is kept for this session only.
        Raises CredentialError when there is a keychain but it refuses; the secret is kept nowhere then."""
        keychain = self._keychain
        if keychain is None:
            self._session[account] = secret
            return False
        _ask_keychain(lambda: keychain.set_password(_SERVICE, account, secret.reveal()), "keychain-refused")
        return True

    def delete(self, account: str) -> None:
        """Delete a secret, if there is one. Raises CredentialError."""
        self._session.pop(account, None)
        keychain = self._keychain
        if keychain is None:
            return
        try:
            _ask_keychain(lambda: keychain.delete_password(_SERVICE, account), "keychain-undeleted")
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


def _system_store() -> KeyringBackend | None:
    """The keychain that is configured or found, if it is one of the system's own. Of several the first such one is
    asked itself: a chain would ask, and write to, others too."""
    try:
        return _ask_keychain(lambda: next(filter(_is_known, _found_stores()), None))
    except CredentialError:
        # a configured keychain is not installed
        return None


def _found_stores() -> Iterable[KeyringBackend]:
    store = keyring.get_keyring()
    return store.backends if isinstance(store, ChainerBackend) else (store,)


def _is_known(store: KeyringBackend) -> bool:
    return f"{type(store).__module__}.{type(store).__qualname__}" in SYSTEM_KEYCHAINS
