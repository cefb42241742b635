"""What can be opened from a drop: files, or content without a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

_CONTENTS = (
    "text/csv",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/zip",
    "application/octet-stream",
)
"""Kinds of content that may be a table, the surest first."""


@dataclass(frozen=True)
class DropContent:
    """``paths``: files; else the ``content`` of one, None where there is neither."""

    paths: tuple[Path, ...]
    content: bytes | None = None


def drop_content(data: QMimeData) -> DropContent:
    """What was dropped."""
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return DropContent(paths)
    for kind in _CONTENTS:
        content = bytes(data.data(kind).data())
        if content:
            return DropContent((), content)
    return DropContent(())
