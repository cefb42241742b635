"""The files that were opened last, for the menu and the start page."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from courier.own_files import make_folder
from courier.plain_json import parse
from courier.whole_files import atomic_file

MOST = 10


class RecentFiles:
    """The list in a folder. It is convenience only: what cannot be read or written is left."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "recent.json"

    def paths(self) -> list[Path]:
        """The files, the one opened last first; those that are gone too, because a drive may come back."""
        with suppress(OSError, ValueError):
            values = parse(self._path.read_bytes())
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
            with atomic_file(self._path, private=True) as beside:
                beside.write_text(json.dumps([str(path) for path in paths]), encoding="utf-8")
