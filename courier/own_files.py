"""Everything the app keeps is for its owner alone, whatever the umask. What a person exports follows the umask.

On Windows nothing has to be done: what lies in a profile is closed to other users, and a mode means nothing there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISLNK, S_ISVTX

from courier.disk import WINDOWS
from courier.settings import home_folder, own_folders

_FOLDER, _FILE = 0o700, 0o600
_OTHERS = 0o077


def is_own(path: Path) -> bool:
    """Whether a file or folder is one of those that the app keeps."""
    plain = path.absolute()
    return plain == home_folder() or any(plain.is_relative_to(folder) for folder in own_folders())


def for_owner(path: str, flags: int) -> int:
    """An ``opener`` for `open`: a new file is for the owner alone."""
    return os.open(path, flags, _FILE)


def make_folder(folder: Path, *, private: bool = False) -> None:
    """Make a folder and those above it that are missing. ``private``: for the owner alone, like all of the app's own;
    those above it are so if they are the app's own. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        # another process may make it at the same moment
        folder.mkdir(mode=_FOLDER if private or is_own(folder) else 0o777, exist_ok=True)


def close_to_others() -> None:
    """Close what earlier versions of the app left open to other users. What belongs to somebody else stays as it is.

    Only what lies in an open folder is looked at: nobody else gets at what is in a closed one. A folder is closed after
    what is in it, so that the next start goes on where this one was stopped.
    """
    if WINDOWS:
        return
    for folder in own_folders():
        if not _is_open(folder.resolve()):
            continue
        # a link to another drive is the person's own choice, one further below is not followed
        for place, _, names in os.walk(folder.resolve(), topdown=False):
            if _is_open(Path(place)):
                for name in names:
                    _close(Path(place, name), _FILE)
                _close(Path(place), _FOLDER)
    home = home_folder()
    if home is not None:
        _close(home.resolve(), _FOLDER)


def _is_open(path: Path) -> bool:
    with suppress(OSError):
        return bool(path.lstat().st_mode & _OTHERS)
    return False


def _close(path: Path, mode: int) -> None:
    with suppress(OSError):
        status = path.lstat().st_mode
        # a sticky folder, like /tmp, is shared on purpose
        if status & _OTHERS and not S_ISLNK(status) and not status & S_ISVTX:
            path.chmod(mode)
