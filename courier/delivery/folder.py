"""Delivery into a folder of this computer or of a network drive."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from courier.delivery.carrier import open_part
from courier.delivery.parcel import DeliveryError, Outgoing
from courier.destinations import Destination

_BLOCK = 1 << 18


class FolderCarrier:
    """Copies parts; each appears whole or not at all."""

    in_the_open = False

    def __init__(self, destination: Destination) -> None:
        self._folder = Path(destination.folder)
        if not self._folder.is_dir():
            raise DeliveryError("delivery-no-folder", folder=str(self._folder))

    def remote_path(self, name: str) -> str:
        return str(self._folder / name)

    def size(self, name: str) -> int | None:
        path = self._folder / name
        return path.stat().st_size if path.exists() else None

    def put(self, part: Outgoing, report: Callable[[int], None]) -> bool:
        beside = self._folder / f".{part.name}.tmp"
        with open_part(part) as source:
            self._copy(source, beside, part.name, report)
        return True

    def _copy(self, source: BinaryIO, beside: Path, name: str, report: Callable[[int], None]) -> None:
        try:
            with beside.open("wb") as out:
                sent = 0
                while block := source.read(_BLOCK):
                    out.write(block)
                    sent += len(block)
                    report(sent)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self._folder / name)
        except OSError as problem:
            raise DeliveryError(
                "delivery-folder-failed", folder=str(self._folder), problem=problem.strerror or ""
            ) from problem
        finally:
            beside.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is open."""
