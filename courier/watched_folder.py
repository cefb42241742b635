"""A folder that is watched for sheets: which of its files are whole, and where they are put when they are done."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path
from stat import S_ISLNK, S_ISREG

from courier.disk import patiently
from courier.lock import Lock
from courier.open_files import has_writer
from courier.reading.source import ENDINGS

SENT, HELD = "sent", "held-back"
"""The folders for files that are done."""
_LOCK = ".courier-watch"
_LONGEST_NAME = 255
"""Bytes of a file's name at most on usual file systems."""
_Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


class FileChanged(Exception):
    """A file changed while it was being moved; it is in the watched folder again."""


class Obstacle(StrEnum):
    """Why what has the name of a sheet is not opened: it is a link, or no regular file."""

    LINK = "link"
    SPECIAL = "special"


@dataclass(frozen=True)
class FileContent:
    """What a file was at one moment. ``stamp``: its size in bytes and the time of its last change in nanoseconds;
    ``sha256`` in hex."""

    stamp: _Stamp
    sha256: str


@dataclass(frozen=True)
class Look:
    """The sheets in the folder at one moment. ``whole``: those that rested, by name; ``resting``: whether others
    will be whole if they do not change; ``obstacles``: what is not opened, and why."""

    whole: tuple[Path, ...] = ()
    resting: bool = False
    obstacles: dict[Path, Obstacle] = field(default_factory=dict)


class WatchedFolder:
    """One folder. ``quiet_for``: seconds for which a file has to keep its size and time before it counts as whole."""

    def __init__(self, path: Path, quiet_for: float) -> None:
        self.path = path
        self._quiet_for = quiet_for
        self._lock: Lock | None = None
        self._seen: dict[Path, tuple[_Stamp, float]] = {}
        """Since when each file is as it is, in the seconds that `look` is given."""
        self._ignored: dict[Path, _Stamp] = {}

    def hold(self) -> bool:
        """Become or stay the only run that watches this folder, also after the folder was gone; False while another run
        does. Raises OSError when nothing can be written there."""
        if self._lock is not None and self._lock.in_place():
            return True
        self.release()
        self._lock = Lock.take(self.path / _LOCK)
        return self._lock is not None

    def release(self) -> None:
        """Let other runs watch this folder."""
        if self._lock is not None:
            # a folder that is gone has taken the file along
            with suppress(OSError):
                self._lock.release(remove=self._lock.in_place())
        self._lock = None

    def look(self, now: float) -> Look:
        """The sheets in the folder. ``now``: seconds of a clock that only goes forward. Raises OSError when the folder
        cannot be read; then all files begin to rest anew."""
        before, self._seen = self._seen, {}
        whole, resting, obstacles = [], False, {}
        for path in sorted(filter(_is_sheet, self.path.iterdir())):
            try:
                status = path.lstat()
            except OSError:
                # removed meanwhile
                continue
            if not S_ISREG(status.st_mode):
                obstacles[path] = Obstacle.LINK if S_ISLNK(status.st_mode) else Obstacle.SPECIAL
                continue
            stamp = _stamp(status)
            earlier, since = before.get(path, (stamp, now))
            self._seen[path] = (stamp, since if earlier == stamp else now)
            if self._ignored.get(path) == stamp:
                continue
            if now - self._seen[path][1] < self._quiet_for:
                resting = True
            else:
                whole.append(path)
        return Look(tuple(whole), resting, obstacles)

    def ignore(self, path: Path) -> None:
        """Leave a file of the last look out of the next ones until it changes."""
        self._ignored[path] = self._seen[path][0]

    def put(self, path: Path, where: str, content: FileContent) -> Path:
        """Move a file to a folder beside it, under a name that is free there; its new path. ``content``: what it is
        expected to be. Raises OSError, and FileChanged if it was written to at the last moment."""
        target = free_path(self.path / where, path.stem, path.suffix)
        try:
            patiently(lambda: path.replace(target))
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise
        if _stamp(target.lstat()) != content.stamp:
            target.replace(free_path(self.path, path.stem, path.suffix))
            raise FileChanged
        return target


def content_of(path: Path) -> FileContent:
    """What a file is now. Raises OSError, also for links and for what is no regular file."""
    with open(path, "rb", opener=_open_file) as file:
        status = os.fstat(file.fileno())
        if not S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return FileContent(_stamp(status), hashlib.file_digest(file, "sha256").hexdigest())


def _open_file(path: str, flags: int) -> int:
    # a FIFO that took the place of a file is not waited for, and a link is not followed
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))


def is_still(path: Path, content: FileContent) -> bool:
    """Whether a file is what it was, and no other program is writing to it."""
    try:
        return content_of(path) == content and not has_writer(path)
    except OSError:
        return False


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """Create an empty file in a folder, under a name that nothing there has yet: stem and suffix, with a number between
    them if need be. A stem that is too long is cut. Raises OSError."""
    folder.mkdir(exist_ok=True)
    for number in count(1):
        ending = f" {number}{suffix}" if number > 1 else suffix
        path = folder / _fitting(stem, ending)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            return path
    raise AssertionError


def _fitting(stem: str, ending: str) -> str:
    while len(os.fsencode(stem + ending)) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + ending


def _is_sheet(path: Path) -> bool:
    # hidden files, and what spreadsheet programs leave beside an open file, are no sheets
    return path.suffix.lower().removeprefix(".") in ENDINGS and not path.name.startswith((".", "~$"))


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_size, status.st_mtime_ns
