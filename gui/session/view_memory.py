"""How a person arranged windows and columns, kept on this machine for the next time.

It is convenience only: what cannot be read counts as never arranged, and what cannot be written is not kept. Headers
stand in it as marks that do not tell them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from courier.own_files import make_folder
from courier.plain_json import read_json, write_json

_MOST = 400
"""Arrangements that are kept; the oldest go first."""
_VERSION = 2
"""Of the file. Those of the first version have headers in clear, and are not taken up."""

Value = bool | int | list[int] | dict[str, int]


class ViewMemory:
    """Plain values by a kind, such as ``window``, and what they belong to, such as a screen."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "views.json"
        self._values: dict[str, object] | None = None

    def numbers(self, kind: str, *of: str) -> list[int]:
        """A list of whole numbers; empty if none is kept."""
        value = self._all().get(_key(kind, of))
        if isinstance(value, list) and all(isinstance(part, int) for part in value):
            return value
        return []

    def widths(self, kind: str, *of: str) -> dict[str, int]:
        """Whole numbers by name; empty if none are kept."""
        value = self._all().get(_key(kind, of))
        if isinstance(value, dict) and all(isinstance(part, int) for part in value.values()):
            return value
        return {}

    def flag(self, kind: str, *of: str) -> bool | None:
        """A yes or no; None if neither is kept."""
        value = self._all().get(_key(kind, of))
        return value if isinstance(value, bool) else None

    def keep(self, value: Value, kind: str, *of: str) -> None:
        """Keep a value instead of the one before; an empty one is forgotten."""
        values, key = self._all(), _key(kind, of)
        if values.get(key) == value:
            return
        values.pop(key, None)
        if value != [] and value != {}:
            values[key] = value
        while len(values) > _MOST:
            del values[next(iter(values))]
        with suppress(OSError):
            make_folder(self._path.parent, private=True)
            write_json(self._path, {"version": _VERSION, "views": values}, private=True)

    def _all(self) -> dict[str, object]:
        if self._values is None:
            self._values = {}
            with suppress(OSError, ValueError):
                content = read_json(self._path)
                known = isinstance(content, dict) and content.get("version") == _VERSION
                views = content.get("views") if known else None
                self._values = dict(views) if isinstance(views, dict) else {}
        return self._values


def headers_mark(headers: Sequence[str]) -> str:
    """A short name for a set of headers, whatever their order, that does not tell them."""
    # with OpenSSL, for which the first picture does not wait
    from hashlib import blake2b

    spelled = sorted(header.strip().casefold() for header in headers)
    return blake2b("\x1f".join(spelled).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _key(kind: str, of: Sequence[str]) -> str:
    return " | ".join((kind, *of))
