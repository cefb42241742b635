"""The files that were opened last, for the menu and the start page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from courier.own_files import make_folder
from courier.plain_json import read_json, write_json

MOST = 10


class RecentFiles:
    """The list in a folder. It is convenience only: what cannot be read or written is left."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "recent.json"

    def paths(self) -> list[Path]:
        """The files, the one opened last first; those that are gone too, because a drive may come back."""
        with suppress(OSError, ValueError):
            values = read_json(self._path)
            if isinstance(values, list) and all(isinstance(value, str) for value in values):
                return [Path(value) for value in values[:MOST]]
        return []

    def add(self, path: Path) -> None:
        """Put a file first."""
        self._write([path.absolute(), *(other for other in self.paths() if other != path.absolute())][:MOST])

    def clear(self) -> None:
        """Forget all of them."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _write(self, paths: list[Path]) -> None:
        with suppress(OSError, UnicodeError):
            make_folder(self._path.parent, private=True)
            write_json(self._path, [str(path) for path in paths], private=True)
