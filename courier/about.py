"""What the app is made of, and what is new in it."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from courier.resources import resource

_HEADING = re.compile(r"^## (?:\[?)([^\s\]]+)", re.MULTILINE)
_MARKS = re.compile(r"\*(?=\S)([^*\n]+)\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Part:
    """A library: its name, version ("" if this build does not say it) and licence."""

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """Every library that the app is shipped with."""
    # takes longer than the window's first picture
    from importlib import metadata

    found = []
    for name, licence in json.loads(resource("licences.json").read_text(encoding="utf-8")).items():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        found.append(Part(name, version, licence))
    return found


def own_licence() -> str:
    """The text of the app's own licence, "" if this installation has none."""
    return _shipped("LICENSE")


def news() -> str:
    """What changed for the people who use the app, newest first, without marks of its form; "" if this installation
    has none."""
    written = _shipped("CHANGELOG.md")
    first = _HEADING.search(written)
    lines = written[first.start() :] if first else ""
    plain = _MARKS.sub(lambda found: next(filter(None, found.groups())), lines)
    # lines were broken for those who write them
    joined = re.sub(r"\n  (?=\S)", " ", plain)
    return re.sub(r"^\* ", "• ", re.sub(r"^#+ ", "", joined, flags=re.MULTILINE), flags=re.MULTILINE)


def _shipped(name: str) -> str:
    root = Path(getattr(sys, "_MEIPASS", "") or Path(__file__).resolve().parent.parent)
    path = root / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
