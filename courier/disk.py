"""Differences between operating systems: syncing files to the disk, and files that another program has open."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

WINDOWS = os.name == "nt"
_TRIES, _PAUSE = 20, 0.05
"""Attempts, and seconds between them, while another program has a file open."""
_Result = TypeVar("_Result")

if sys.platform == "darwin":
    import fcntl

    def sync(handle: int) -> None:
        """Wait until a file's content is on the disk. Raises OSError."""
        try:
            # fsync alone leaves it in the drive's cache
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:
            # network drives do not support it
            os.fsync(handle)
else:

    def sync(handle: int) -> None:
        """Wait until a file's content is on the disk. Raises OSError."""
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until all files of a folder and its directory entries are on the disk. Raises OSError."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            sync(file.fileno())
    # Windows cannot open folders, and syncs directory entries by itself
    if not WINDOWS:
        for place in (folder, folder.parent):
            handle = os.open(place, os.O_RDONLY)
            try:
                sync(handle)
            finally:
                os.close(handle)


def patiently(act: Callable[[], _Result]) -> _Result:
    """The result of ``act``. Windows does not let a file be replaced while another program reads it, such as a virus
    scanner, nor read while it is replaced; there it is retried for a second. Raises what ``act`` raises."""
    for left in reversed(range(_TRIES if WINDOWS else 1)):
        try:
            return act()
        except PermissionError:
            if not left:
                raise
        time.sleep(_PAUSE)
    raise AssertionError


def shown_name(path: Path) -> str:
    """A file's name as a text to show and store. Linux allows names that are not UTF-8; their other bytes become �."""
    return os.fsencode(path.name).decode("utf-8", "replace")
