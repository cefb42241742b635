"""A file that only one holder at a time can have, in this process or another. Killing its holder lets go of it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        # flock and not lockf: two windows of one process keep each other out too
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
        os.close(self._handle)
        if remove:
            self._path.unlink(missing_ok=True)
