"""Whether another program has a file open to write to it, as far as the operating system tells."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import _winapi

    _SHARE_READ, _SHARE_DELETE = 1, 4
    _SHARING_VIOLATION = 32

    def has_writer(path: Path) -> bool:
        """Whether another program can write to the file through a handle that it has open. False where that cannot be
        told."""
        try:
            # refused by Windows while anybody has the file open for writing
            handle = _winapi.CreateFile(
                str(path), _winapi.GENERIC_READ, _SHARE_READ | _SHARE_DELETE, 0, _winapi.OPEN_EXISTING, 0, 0
            )
        except OSError as problem:
            return problem.winerror == _SHARING_VIOLATION
        _winapi.CloseHandle(handle)
        return False
else:
    from collections.abc import Iterator
    from contextlib import suppress

    _PROCESSES = Path("/proc")
    _WRITING = os.O_WRONLY | os.O_RDWR

    def has_writer(path: Path) -> bool:
        """Whether another program can write to the file through a handle that it has open. False where that cannot be
        told: on macOS, and for programs of other users."""
        try:
            file = path.lstat()
        except OSError:
            return False
        return any(_writes_to(handle, file) for handle in _handles(path.name))

    def _handles(name: str) -> Iterator[Path]:
        """The open files of that name in all processes, as paths such as /proc/PID/fd/NUMBER."""
        for process in _entries(_PROCESSES):
            for handle in _entries(process / "fd") if process.name.isdecimal() else ():
                # only the names are compared first: asking for the status of any other file may wait for a dead server
                with suppress(OSError):
                    if handle.readlink().name == name:
                        yield handle

    def _entries(folder: Path) -> list[Path]:
        try:
            return list(folder.iterdir())
        except OSError:
            # the process has ended, or belongs to another user
            return []

    def _writes_to(handle: Path, file: os.stat_result) -> bool:
        with suppress(OSError):
            if os.path.samestat(handle.stat(), file):
                facts = (handle.parent.with_name("fdinfo") / handle.name).read_text(encoding="ascii").split()
                return bool(int(facts[facts.index("flags:") + 1], 8) & _WRITING)
        return False
