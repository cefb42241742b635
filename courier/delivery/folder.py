"""Delivery into a folder of this computer or of a network drive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import PartFile
from courier.delivery.transport import Ack, open_part
from courier.destinations import Destination
from courier.whole_files import atomic_file

_BLOCK = 1 << 18


class FolderTransport:
    """Copies parts into a folder; each file appears complete or not at all."""

    is_plaintext = False

    def __init__(self, destination: Destination) -> None:
        """Raises DeliveryError when the folder does not exist."""
        self._folder = Path(destination.folder)
        if not self._folder.is_dir():
            raise DeliveryError("delivery-no-folder", folder=str(self._folder))

    def remote_path(self, name: str) -> str:
        return str(self._folder / name)

    def size(self, name: str) -> int | None:
        try:
            status = (self._folder / name).stat()
        except PermissionError:
            raise
        except OSError:
            # no such file, or an impossible name or drive: writing reports what is wrong
            return None
        return status.st_size if S_ISREG(status.st_mode) else None

    def names(self) -> list[str]:
        try:
            return [path.name for path in self._folder.iterdir()]
        except PermissionError:
            raise
        except OSError:
            return []

    def put(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> Ack:
        with open_part(part) as source:
            try:
                self._copy(source, part.name, begin, progress)
            except OSError as problem:
                raise self._failed(problem) from problem
        return Ack.ALL_BYTES_STORED

    def _copy(self, source: BinaryIO, name: str, begin: Callable[[], None], progress: Callable[[int], None]) -> None:
        with atomic_file(self._folder / name, temporary=f".{name}.tmp") as beside, beside.open("wb") as out:
            sent = 0
            while block := source.read(_BLOCK):
                out.write(block)
                sent += len(block)
                progress(sent)
            begin()

    def _failed(self, problem: OSError) -> DeliveryError:
        return DeliveryError("delivery-folder-failed", folder=str(self._folder), problem=problem.strerror or "")

    def digest(self, name: str) -> str | None:
        try:
            with (self._folder / name).open("rb") as stored:
                return hashlib.file_digest(stored, "sha256").hexdigest()
        except OSError:
            return None

    def rename(self, name: str, final: str) -> None:
        try:
            (self._folder / name).replace(self._folder / final)
        except OSError as problem:
            raise self._failed(problem) from problem

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def open_parallel(self) -> None:
        """One disk is not faster with two parts at a time."""

    def close(self) -> None:
        """Nothing is open."""
