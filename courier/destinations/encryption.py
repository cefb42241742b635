"""Which servers were encrypted once, and where a person agreed to log in without encryption."""

from __future__ import annotations

from pathlib import Path

from courier.destinations.destination import Destination, DestinationError
from courier.json_store import JsonStore
from courier.settings import config_folder


class EncryptionMemory(JsonStore[str]):
    """Kept in ``encryption.json``, apart from the destinations: it also holds for a server that is named by a URL, and
    a destination that is changed does not change it. Every method may raise DestinationError."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "encryption.json", "servers", DestinationError, _text, str)

    def was_encrypted(self, destination: Destination) -> bool:
        """Whether a login to this server was encrypted before."""
        return _encrypted(destination) in self.load()

    def may_be_open(self, destination: Destination) -> bool:
        """Whether a person agreed to this login without encryption."""
        return _open(destination) in self.load()

    def saw_encryption(self, destination: Destination) -> None:
        """From now on the server has to encrypt. What was agreed to before it did is void."""
        entry = _encrypted(destination)
        if not self.was_encrypted(destination):
            with self.changing() as entries:
                at_this_server = f"@{_server(destination)}"
                entries[:] = [*(kept for kept in entries if not kept.endswith(at_this_server)), entry]

    def allow_open(self, destination: Destination) -> None:
        """A person agrees to this login without encryption."""
        if not self.may_be_open(destination):
            with self.changing() as entries:
                entries.append(_open(destination))

    def forget(self, destination: Destination) -> None:
        """Judge the server anew."""
        with self.changing() as entries:
            entries[:] = [kept for kept in entries if kept not in (_encrypted(destination), _open(destination))]


def encryption_memory() -> EncryptionMemory:
    """That of this computer."""
    return EncryptionMemory(config_folder())


def _server(destination: Destination) -> str:
    return destination.login.rpartition("@")[2]


def _encrypted(destination: Destination) -> str:
    return f"encrypted {_server(destination)}"


def _open(destination: Destination) -> str:
    return f"open {destination.login}"


def _text(entry: object) -> str:
    if not isinstance(entry, str):
        raise TypeError
    return entry
