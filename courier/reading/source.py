"""Opens a source: detects by its content what it is, and says in one sentence if it cannot be read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import polars as pl

from courier.disk import shown_name
from courier.messages import Fact, text
from courier.reading.delimited import parse_text, read_text
from courier.reading.read_options import DETECT, OnProgress, ReadOptions
from courier.reading.table import Note, ReadingError, Table
from courier.reading.workbooks.markup import markup_kind
from courier.reading.workbooks.packages import opened, unpacked_part
from courier.reading.workbooks.tables import WorkbookKind, read_workbook, tab_names

LARGEST_TEXT = 750_000_000
"""Bytes of text up to which a file is opened: five million usual rows, which take 4 GB of memory."""
LARGEST_WORKBOOK = 500_000_000
"""Bytes of a packed workbook up to which it is opened."""
LONGEST_LINE = 50_000_000
"""Bytes without a line end that no file has; pages and XML may have all their rows in one line."""
_LONGEST_RECORDS = 5_000_000
"""Bytes without a line end that no delimited text has."""

_PIECE = 1_000_000
ENDINGS = (
    "csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "xml", "html", "htm", "mht", "mhtml",
)  # fmt: skip
"""How the names of sheets end, without the point; what a file is, only its content says."""
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKED = (*_ZIPS, _OLE)
"""How archives and old workbooks begin; their first bytes alone cannot be read as a table."""
_OLD_BIFF = (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00", b"\x09\x08\x08\x00")
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
    b"MZ\x90",
)
_CUT = r"^\s*(?:\d(?:[.,]\d+)?E\+\d{2,}|\d{15,}[0]{2,}|[1-9]\d{14}0)\s*$"
"""A long number of which a spreadsheet has kept 15 digits or fewer."""
_METADATA_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(
    path: Path, tab: str | None = None, options: ReadOptions = DETECT, progress: OnProgress = lambda _: None
) -> Table:
    """The table in a file: delimited text, a workbook or a ZIP with one of them, detected by content and not by name.

    ``tab``: the worksheet to read. ``options``: what a person chose instead of having it detected. Raises ReadingError
    with one plain sentence if there is no table.
    """
    return read_bytes(bytes_of(path), shown_name(path), tab, options, progress)


def bytes_of(path: Path) -> bytes:
    """All bytes of a file. Raises ReadingError if it is missing, locked or, before it is read, too large."""
    name = shown_name(path)
    try:
        if path.is_dir():
            raise ReadingError("reading-folder", name=name)
        with path.open("rb") as source:
            head = source.read(8)
            size = path.stat().st_size
            packed = head.startswith(PACKED)
            if packed and size > LARGEST_WORKBOOK:
                raise ReadingError("reading-too-long", name=name, size=f"{size / 1e9:.1f}")
            for start in range(0, 0 if packed else size - LONGEST_LINE, LONGEST_LINE):
                source.seek(start)
                if not _has_line_end(source):
                    raise ReadingError("reading-one-line", name=name, size=LONGEST_LINE // 1_000_000)
                if size > LARGEST_TEXT:
                    raise ReadingError("reading-too-long", name=name, size=f"{size / 1e9:.1f}")
            source.seek(0)
            return source.read()
    except FileNotFoundError:
        raise ReadingError("reading-missing", name=name) from None
    except OSError as problem:
        raise ReadingError("reading-locked", name=name) from problem


def _has_line_end(source: BinaryIO) -> bool:
    """Whether a line ends in the next `LONGEST_LINE` bytes; stops reading at the first line end."""
    pieces = (source.read(_PIECE) for _ in range(LONGEST_LINE // _PIECE))
    return any(b"\n" in piece or b"\r" in piece for piece in pieces)


def read_bytes(
    data: bytes, name: str, tab: str | None = None, options: ReadOptions = DETECT, progress: OnProgress = lambda _: None
) -> Table:
    """The table in a file's bytes; ``name`` is for error messages; see `read`."""
    with naming_file(name):
        return _read(data, tab, options, progress)


def tabs_of(data: bytes, name: str) -> list[tuple[str, bool, int]]:
    """The tabs of a workbook: name, whether it is hidden, and how many known fields its headers name; none for text.

    Raises ReadingError for a broken workbook.
    """
    with naming_file(name):
        kind = _workbook_kind(data)
        return [(tab.name, tab.hidden, fields) for tab, fields in tab_names(data, kind)] if kind else []


def unpacked(data: bytes, name: str) -> tuple[bytes, WorkbookKind | None]:
    """The bytes that hold the table, of a ZIP those of its only file, and the kind of workbook they are, None for text.

    Raises ReadingError.
    """
    with naming_file(name):
        kind = _workbook_kind(data)
        if kind is None and data.startswith(_ZIPS):
            data, _ = _only_file(data)
            kind = _workbook_kind(data)
        return data, kind


def read_pasted(content: str, options: ReadOptions = DETECT) -> Table:
    """The table in a text from the clipboard: a block copied from a spreadsheet, or CSV."""
    if not content.strip():
        raise ReadingError("reading-clipboard-empty")
    with naming_file(text("reading-clipboard")):
        return _with_cut_numbers(parse_text(content, [Note("note-pasted")], encoding=None, options=options))


def _with_cut_numbers(table: Table) -> Table:
    """The table with numbers marked as damaged that a spreadsheet shortened before they were copied."""
    columns = table.cells.get_columns()
    rows = {column.name: column.str.contains(_CUT).fill_null(value=False).arg_true() for column in columns}
    damaged = {name: hits.cast(pl.UInt32) for name, hits in rows.items() if hits.len()}
    if not damaged:
        return table
    first = min(int(table.rows[int(hits[0])]) for hits in damaged.values())
    facts: dict[str, Fact] = {"cells": sum(hits.len() for hits in damaged.values()), "first": str(first)}
    return replace(table, damaged=damaged, notes=(*table.notes, Note("note-pasted-cut", facts)))


@contextmanager
def naming_file(name: str) -> Iterator[None]:
    """Adds a file's name to the facts of a ReadingError."""
    try:
        yield
    except ReadingError as problem:
        raise ReadingError(problem.key, **{**problem.facts, "name": name}) from problem.__cause__


def _read(data: bytes, tab: str | None, options: ReadOptions, progress: OnProgress) -> Table:
    if not data or data.isspace():
        raise ReadingError("reading-empty")
    kind = _workbook_kind(data)
    if kind:
        return read_workbook(data, kind, tab, options, progress)
    if data.startswith(_ZIPS):
        content, file = _only_file(data)
        table = _read(content, tab, options, progress)
        return replace(table, notes=(Note("note-zipped", {"file": file}), *table.notes))
    if data.startswith(_OTHER_FILES):
        raise ReadingError("reading-not-a-table")
    if tab is not None:
        raise ReadingError("reading-no-tabs", tab=tab)
    for start in range(0, len(data) - _LONGEST_RECORDS, _LONGEST_RECORDS):
        if all(data.find(end, start, start + _LONGEST_RECORDS) < 0 for end in (b"\n", b"\r")):
            raise ReadingError("reading-one-line", size=_LONGEST_RECORDS // 1_000_000)
    return read_text(data, options, progress)


def _workbook_kind(data: bytes) -> WorkbookKind | None:
    """Which kind of workbook the bytes are, None for anything else. Raises ReadingError if encrypted or broken."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ReadingError("reading-password")
    if data.startswith((_OLE, *_OLD_BIFF)):
        return "xls"
    if not data.startswith(_ZIPS):
        return markup_kind(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        if any(part in data for part in (b"xl/", b"[Content_Types].xml", b"content.xml")):
            raise ReadingError("reading-broken-workbook") from None
        raise ReadingError("reading-broken-zip") from None
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if "[content_types].xml" in names or any(name.startswith("xl/") for name in names):
        raise ReadingError("reading-no-workbook")
    return None


def _only_file(data: bytes) -> tuple[bytes, str]:
    """The bytes and the name of the only file in a ZIP."""
    with opened(data) as archive:
        inside = [
            part for part in archive.infolist()
            if not part.is_dir() and not part.filename.startswith("__MACOSX/")
            and PurePosixPath(part.filename).name not in _METADATA_FILES
        ]  # fmt: skip
        if not inside:
            raise ReadingError("reading-zip-empty")
        if len(inside) > 1:
            files = ", ".join(part.filename for part in inside[:5])
            raise ReadingError("reading-zip-several", count=len(inside), files=files)
        try:
            content = unpacked_part(archive, inside[0])
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as problem:
            raise ReadingError("reading-broken-zip") from problem
    if content.startswith(_ZIPS) and _workbook_kind(content) is None:
        raise ReadingError("reading-not-a-table")
    return content, inside[0].filename
