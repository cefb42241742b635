"""The files that are written before they are sent. They go when they are settled: their bytes are kept with the record.

Only the app's own folder is looked at; what a person had written elsewhere stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from courier.batches.batch import SET_ASIDE
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.own_files import is_own

_UNRECORDED = timedelta(days=1)
"""How long a part is kept that is not recorded: its batch did not leave, or was taken out of the queue."""


def written_files(folder: Path) -> Iterator[Path]:
    """All files in the app's own folder: parts, manifests and rows that were set aside."""
    if is_own(folder):
        for place in (folder, folder / SET_ASIDE):
            with suppress(OSError):
                yield from sorted(path for path in place.iterdir() if path.is_file())


def remove_settled(folder: Path, ledger: Ledger, now: datetime, days: int) -> None:
    """Remove the parts of which the ledger knows that nothing more will be done with them, or knows nothing, and all
    files older than ``days`` (0: none), which hold rows that stayed behind. What cannot be removed now is removed the
    next time."""

    def is_settled(path: Path) -> bool:
        if path.name in settled:
            return True
        is_unrecorded = path.parent == folder and path.suffix == ".csv" and path.name not in recorded
        if is_unrecorded:
            return _written_at(path) < now - _UNRECORDED
        return days > 0 and _written_at(path) < now - timedelta(days=days)

    with suppress(LedgerError):
        settled, recorded = ledger.settled_names(), ledger.recorded_names()
        under_way = ledger.names_under_way()
        _remove(folder, lambda path: path.name not in under_way and is_settled(path))


def remove_before(folder: Path, ledger: Ledger, moment: datetime) -> None:
    """Remove all files that were written before a moment, but those that are being sent now. Raises LedgerError."""
    under_way = ledger.names_under_way()
    _remove(folder, lambda path: path.name not in under_way and _written_at(path) < moment)


def _remove(folder: Path, doomed: Callable[[Path], bool]) -> None:
    for path in written_files(folder):
        with suppress(OSError):
            if doomed(path):
                path.unlink()


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
