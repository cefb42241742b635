"""A file that only one holder at a time can have, in this process or another. Killing its holder lets go of it."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _remove(path: Path, handle: int) -> None:
        # an open file cannot be removed here: neither this one, nor one that somebody waits for
        os.close(handle)
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
else:
    import fcntl

    def _take(handle: int) -> None:
        # flock and not lockf: two windows of one process keep each other out too
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove(path: Path, handle: int) -> None:
        # while it is held: nobody else may have taken it yet
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(handle)


_TRIES = 10
_PAUSE = 0.02
"""Seconds between two tries: somebody who only looks holds a lock for far less."""


class Lock:
    """A held lock; `take` gives one."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    @classmethod
    def take(cls, path: Path, tries: int = _TRIES) -> Lock | None:
        """Hold the lock at ``path``; None while somebody else does. Raises OSError when the file cannot be made."""
        for left in reversed(range(tries)):
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _take(handle)
                # whoever held it before may have removed the file meanwhile
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return cls(path, handle)
            except OSError:
                pass
            os.close(handle)
            if left:
                time.sleep(_PAUSE)
        return None

    def release(self, *, remove: bool = False) -> None:
        """Let go. ``remove``: what it guarded is gone, so the file goes too."""
        if remove:
            _remove(self._path, self._handle)
        else:
            os.close(self._handle)
