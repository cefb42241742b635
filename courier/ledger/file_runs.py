"""The runs of a ledger on this machine: each holds a file that the system lets go when its process ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
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
    def alone_at(self, place: str, run: str) -> Iterator[bool]:
        """See `courier.ledger.store.Runs`."""
        with self._holding("place-" + hashlib.sha256(place.encode()).hexdigest()[:16]) as alone:
            if not alone:
                yield False
                return
            with self._holding(run):
                yield True

    def dead_among(self, runs: Iterable[str]) -> list[str]:
        """See `courier.ledger.store.Runs`."""
        return [run for run in runs if self._is_dead(run)]

    def _is_dead(self, run: str) -> bool:
        with self._holding(run) as free:
            return free

    @contextmanager
    def _holding(self, name: str) -> Iterator[bool]:
        lock = self._take(name)
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
