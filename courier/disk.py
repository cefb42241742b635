"""What the systems do differently with files: reaching the disk for good, and files that somebody else has open."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

WINDOWS = os.name == "nt"
_TRIES, _PAUSE = 20, 0.05
"""How often, and after how many seconds, something is tried again that another program is in the way of."""
_Result = TypeVar("_Result")

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
    if not WINDOWS:
        for place in (folder, folder.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                sync(handle)
            finally:
                os.close(handle)


def patiently(act: Callable[[], _Result]) -> _Result:
    """What ``act`` returns. Windows refuses to replace a file while somebody reads it, such as a virus scanner, and to
    read it while it is replaced: there it is tried again for a second. Raises what ``act`` raises."""
    for left in reversed(range(_TRIES if WINDOWS else 1)):
        try:
            return act()
        except PermissionError:
            if not left:
                raise
        time.sleep(_PAUSE)
    raise AssertionError
