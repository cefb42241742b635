"""A keychain in memory, as the tests wish it: locked, broken or slow."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FakeKeychain(KeyringBackend):
    """Keeps passwords by user name.

    ``failures`` holds the error that an action raises: "get", "set" or "delete". An action sets ``asked`` when it
    begins and goes on once ``answers`` is set, as it is unless a test clears it. ``asked_for``: whose passwords were
    asked for, in that order.
    """

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[str, str] = {}
        self.failures: dict[str, Exception] = {}
        self.asked_for: list[str] = []
        self.asked, self.answers = threading.Event(), threading.Event()
        self.answers.set()

    def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
        self.asked_for.append(username)
        self._begin("get")
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
        self._begin("set")
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:  # noqa: ARG002
        self._begin("delete")
        if username not in self.entries:
            raise PasswordDeleteError
        del self.entries[username]

    def _begin(self, action: str) -> None:
        self.asked.set()
        assert self.answers.wait(30)
        if action in self.failures:
            raise self.failures[action]
