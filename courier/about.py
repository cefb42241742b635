"""The app's own licence, and what is new in it."""

from __future__ import annotations

import re

from courier.resources import shipped_root

_HEADING = re.compile(r"^## (?:\[?)([^\s\]]+)", re.MULTILINE)
_MARKS = re.compile(r"\*(?=\S)([^*\n]+)\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)")


def own_licence() -> str:
    """The text of the app's own licence, "" if this installation has none."""
    return _shipped("LICENSE")


def news() -> str:
    """What changed for the people who use the app, newest first, without marks of its form; "" if this installation
    has none."""
    written = _shipped("CHANGELOG.md")
    first = _HEADING.search(written)
    return without_marks(written[first.start() :] if first else "")


def without_marks(lines: str) -> str:
    """A part of the changelog without the marks of its form."""
    plain = _MARKS.sub(lambda found: next(filter(None, found.groups())), lines)
    # lines were broken for those who write them
    joined = re.sub(r"\n  (?=\S)", " ", plain)
    return re.sub(r"^\* ", "• ", re.sub(r"^#+ ", "", joined, flags=re.MULTILINE), flags=re.MULTILINE)


def _shipped(name: str) -> str:
    path = shipped_root() / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
