"""A lock file with one holder at a time, in this process or another. It is released when its holder is killed."""

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
        # Windows cannot remove an open file: neither this handle nor that of a waiting process
        os.close(handle)
        with suppress(PermissionError):
            path.unlink(missing_ok=True)
else:
    import fcntl

    def _take(handle: int) -> None:
        # flock and not lockf, so that two holders in one process exclude each other too
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove(path: Path, handle: int) -> None:
        # removed while it is still held, before another process can take it
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(handle)


_TRIES = 10
_PAUSE = 0.02
"""Seconds between two attempts; a lock taken only to read is held for far less."""


class Lock:
    """A held lock; `take` gives one."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    @classmethod
    def take(cls, path: Path, tries: int = _TRIES) -> Lock | None:
        """Take the lock at ``path``; None if it has another holder. Raises OSError when the file cannot be created."""
        for left in reversed(range(tries)):
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _take(handle)
                # the previous holder may have removed the file meanwhile
                if os.path.samestat(os.fstat(handle), path.stat()):
                    return cls(path, handle)
            except OSError:
                pass
            os.close(handle)
            if left:
                time.sleep(_PAUSE)
        return None

    def in_place(self) -> bool:
        """Whether the locked file is still the one at its path; it is not after its folder was removed or replaced."""
        try:
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        except OSError:
            return False

    def release(self, *, remove: bool = False) -> None:
        """Release the lock. ``remove``: delete the file too, because what it guarded is gone."""
        if remove:
            _remove(self._path, self._handle)
        else:
            os.close(self._handle)
