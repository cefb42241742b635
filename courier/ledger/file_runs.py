"""The runs of a ledger on this machine: each holds a file that the system lets go when its process ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courier.ledger.store import LedgerError
from courier.lock import Lock
from courier.own_files import make_folder


class FileRuns:
    """The locks of runs as files in one folder. See `courier.ledger.store.Runs`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def holding(self, run: str) -> Iterator[None]:
        """Hold the lock of this run."""
        lock = self._take(run)
        if lock is None:
            raise AssertionError("a run's name is unique")
        try:
            yield
        finally:
            lock.release(remove=True)

    def is_alive(self, run: str) -> bool:
        """Whether the process of this run still exists."""
        lock = self._take(run)
        if lock is None:
            return True
        lock.release(remove=True)
        return False

    @contextmanager
    def alone_at(self, place: str) -> Iterator[bool]:
        """Be the only run that sends to a destination; False while another run does."""
        lock = self._take("place-" + hashlib.sha256(place.encode()).hexdigest()[:16])
        try:
            yield lock is not None
        finally:
            if lock is not None:
                lock.release(remove=True)

    def _take(self, name: str) -> Lock | None:
        try:
            make_folder(self._folder, private=True)
            return Lock.take(self._folder / f"{name}.lock")
        except OSError as problem:
            raise LedgerError("ledger-unusable", path=str(self._folder), problem=problem.strerror or "") from problem
