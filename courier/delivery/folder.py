"""Delivery into a folder of this computer or of a network drive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from courier.delivery.carrier import Word, open_part
from courier.delivery.parcel import DeliveryError, Outgoing
from courier.destinations import Destination
from courier.whole_files import atomic_file

_BLOCK = 1 << 18


class FolderCarrier:
    """Copies parts; each appears whole or not at all."""

    in_the_open = False
    handed_over = None

    def __init__(self, destination: Destination) -> None:
        self._folder = Path(destination.folder)
        if not self._folder.is_dir():
            raise DeliveryError("delivery-no-folder", folder=str(self._folder))

    def remote_path(self, name: str) -> str:
        return str(self._folder / name)

    def size(self, name: str) -> int | None:
        try:
            found = (self._folder / name).stat()
        except PermissionError:
            raise
        except OSError:
            # not there, or a name or a drive on which nothing can be: writing says what is wrong
            return None
        return found.st_size if S_ISREG(found.st_mode) else None

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
        with open_part(part) as source:
            self._copy(source, part.name, report)
        return Word.HOLDS_ALL

    def _copy(self, source: BinaryIO, name: str, report: Callable[[int], None]) -> None:
        try:
            with atomic_file(self._folder / name, temporary=f".{name}.tmp") as beside, beside.open("wb") as out:
                sent = 0
                while block := source.read(_BLOCK):
                    out.write(block)
                    sent += len(block)
                    report(sent)
        except OSError as problem:
            raise DeliveryError(
                "delivery-folder-failed", folder=str(self._folder), problem=problem.strerror or ""
            ) from problem

    def names(self) -> list[str]:
        try:
            return [path.name for path in self._folder.iterdir()]
        except PermissionError:
            raise
        except OSError:
            return []

    def rename(self, name: str, final: str) -> None:
        # no part is ever seen here before it is whole
        raise NotImplementedError

    def beside(self) -> None:
        """One disk is not faster with two parts at a time."""

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is open."""
