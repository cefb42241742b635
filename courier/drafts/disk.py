"""Makes sure that what was written survives a power cut, as far as each system allows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl

    def sync(handle: int) -> None:
        """Wait until a file's content is on the disk. Raises OSError."""
        try:
            # fsync alone leaves it in the drive's own memory
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:
            # network drives do not know it
            os.fsync(handle)
else:

    def sync(handle: int) -> None:
        """Wait until a file's content is on the disk. Raises OSError."""
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until all files of a folder, and their names, are on the disk. Raises OSError."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            sync(file.fileno())
    # Windows opens no folders and keeps names by itself
    if os.name != "nt":
        for place in (folder, folder.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                sync(handle)
            finally:
                os.close(handle)


def appear(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, whatever happens. Raises OSError."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        sync(file.fileno())
    beside.replace(path)
