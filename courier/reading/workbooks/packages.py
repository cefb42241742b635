"""The ZIP files that workbooks are: refused before they can fill the memory, read part by part."""

from __future__ import annotations

import zipfile
from io import BytesIO

from courier.reading.table import ReadingError

LARGEST_UNPACKED = 2_000_000_000
"""Bytes a workbook may unpack to; more is taken for an attack on the machine's memory."""
_LARGE = 50_000_000
_MOST_PACKED = 150
"""How many times smaller a large part may be packed; tables reach 30, bombs 1,000."""
_MOST_PARTS = 20_000
_PIECE = 1_000_000
_DEEPEST = 10_000
"""Elements within each other, some miscounted ones among them."""


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive in some bytes. Raises ReadingError if it would unpack to too much, or asks for a password, and
    zipfile.BadZipFile if it is damaged."""
    archive = zipfile.ZipFile(BytesIO(data))
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ReadingError("reading-too-large")
    for part in parts:
        if part.file_size > _LARGE and part.file_size > _MOST_PACKED * max(1, part.compress_size):
            raise ReadingError("reading-too-large")
        if part.flag_bits & 1:
            raise ReadingError("reading-password")
    return archive


def raw_part(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part as it is. Raises KeyError if there is no such part."""
    return archive.read(_named(archive, path))


def part(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part that is XML in UTF-8, as all are. Raises ReadingError if it declares entities or nests without end,
    KeyError if there is no such part."""
    content = raw_part(archive, path)
    # in letters of two bytes nothing would be found of what is looked for
    wide = b"\0" in content[:4]
    if wide or b"<!DOCTYPE" in content or b"<!ENTITY" in content or _is_deep(content):
        raise ReadingError("reading-broken-workbook")
    return content


def _is_deep(content: bytes) -> bool:
    """Whether far more elements are open somewhere than in any workbook; a parser would hold all of them."""
    depth = 0
    for start in range(0, len(content), _PIECE):
        tags, ends, empty = (content.count(sign, start, start + _PIECE) for sign in (b"<", b"</", b"/>"))
        depth += tags - 2 * ends - empty
        if depth > _DEEPEST:
            return True
    return False


def _named(archive: zipfile.ZipFile, path: str) -> str:
    """The part's name as the archive spells it; some programs change capitals or use backslashes."""
    if path in archive.NameToInfo:
        return path
    plain = path.replace("\\", "/").casefold()
    for name in archive.namelist():
        if name.replace("\\", "/").casefold() == plain:
            return name
    raise KeyError(path)
