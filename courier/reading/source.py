"""Opens a source: decides by its content what it is, and tells plainly why it cannot be read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from courier.messages import text
from courier.reading.delimited import parse_text, read_text
from courier.reading.table import Note, ReadingError, Table
from courier.reading.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_FILES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\x7fELF",
    b"MZ",
)


def read(path: Path, tab: str | None = None) -> Table:
    """The table in a file: delimited text or an xlsx workbook, told by content and not by name.

    ``tab``: the worksheet wanted. Raises ReadingError with one plain sentence for everything that is no table.
    """
    name = path.name
    try:
        if path.is_dir():
            raise ReadingError("reading-folder", name=name)
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError("reading-missing", name=name) from None
    except OSError as problem:
        raise ReadingError("reading-locked", name=name) from problem
    return read_bytes(data, name, tab)


def read_bytes(data: bytes, name: str, tab: str | None = None) -> Table:
    """The table in a file's bytes; ``name`` is for the words."""
    with _naming(name):
        return _read(data, tab)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Let sentences about what cannot be read say which file it is."""
    try:
        yield
    except ReadingError as problem:
        raise ReadingError(problem.key, **{**problem.facts, "name": name}) from problem.__cause__


def _read(data: bytes, tab: str | None) -> Table:
    if not data.strip():
        raise ReadingError("reading-empty")
    if data.startswith(_OLE):
        raise ReadingError("reading-password" if _ENCRYPTED in data else "reading-old-workbook")
    if data.startswith(_ZIP):
        if not _is_workbook(data):
            raise ReadingError("reading-not-a-table")
        return read_workbook(data, tab)
    if data.startswith(_OTHER_FILES):
        raise ReadingError("reading-not-a-table")
    if tab is not None:
        raise ReadingError("reading-no-tabs", tab=tab)
    return read_text(data)


def read_pasted(content: str) -> Table:
    """The table in a text from the clipboard: a block copied from a spreadsheet, or CSV."""
    if not content.strip():
        raise ReadingError("reading-clipboard-empty")
    with _naming(text("reading-clipboard")):
        return parse_text(content, [Note("note-pasted")], encoding=None)


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return b"xl/" in data or b"[Content_Types].xml" in data[:4096]
    return "xl/workbook.xml" in names
