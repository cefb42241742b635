"""The ZIP archives that workbooks are: refused before they can exhaust the memory, read part by part."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

from courier.reading.table import ReadingError

LARGEST_UNPACKED = 2_000_000_000
"""Bytes a workbook may unpack to; more is treated as a ZIP bomb."""
_LARGE = 20_000_000
_HIGHEST_RATIO = 60
"""The compression ratio up to which a large part is read; tables reach 30, ZIP bombs 1,000."""
_MOST_PARTS = 20_000
_PIECE = 1_000_000
_DEEPEST = 10_000
"""Nested elements; comments and the like may add a few to the count."""


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive in some bytes. Raises ReadingError if it would unpack to too much or is encrypted, and
    zipfile.BadZipFile if it is damaged."""
    archive = zipfile.ZipFile(BytesIO(data))
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise ReadingError("reading-too-large")
    for part in parts:
        if part.file_size > _LARGE and part.file_size > _HIGHEST_RATIO * max(1, part.compress_size):
            raise ReadingError("reading-too-large")
        if part.flag_bits & 1:
            raise ReadingError("reading-password")
    return archive


def raw_part(archive: zipfile.ZipFile, path: str, default: bytes | None = None) -> bytes:
    """The bytes of a part, ``default`` if there is no such part. Raises KeyError if there is no default either."""
    name = path if path in archive.NameToInfo else _name_in_archive(archive, path)
    if name is not None:
        return unpacked_part(archive, archive.NameToInfo[name])
    if default is None:
        raise KeyError(path)
    return default


def unpacked_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of a part, unpacked piece by piece: in one piece a part that unpacks to more than it declares would
    fill the memory before it is found out. Raises zipfile.BadZipFile if the part is damaged."""
    with archive.open(part) as packed:
        return b"".join(iter(lambda: packed.read(_PIECE), b""))


def xml_bytes(archive: zipfile.ZipFile, path: str, default: bytes | None = None) -> bytes:
    """A part that is XML in UTF-8, as all are; see `raw_part`. Raises ReadingError if it declares entities or nests too
    deeply."""
    content = raw_part(archive, path, default)
    # the checks below would find nothing in UTF-16
    is_utf_16 = b"\0" in content[:4]
    if is_utf_16 or b"<!DOCTYPE" in content or b"<!ENTITY" in content or is_deep(content):
        raise ReadingError("reading-broken-workbook")
    return content


def xml_root(archive: zipfile.ZipFile, path: str, default: bytes | None = None) -> ElementTree.Element:
    """The root element of a part that is XML; see `xml_bytes`. Raises ElementTree.ParseError if the XML is broken."""
    return ElementTree.fromstring(xml_bytes(archive, path, default))  # noqa: S314 (DTDs are refused)


def worksheet_paths(archive: zipfile.ZipFile, path: str) -> dict[str | None, str]:
    """The path of each worksheet by the id of its relationship; ``path``: the part that lists the relationships."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in xml_root(archive, path)
        if relation.get("Type", "").endswith("/worksheet")
    }
    return {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in targets.items()}


def is_deep(content: bytes) -> bool:
    """Whether elements nest far deeper than in any workbook; a parser would hold all of them."""
    depth = 0
    for start in range(0, len(content), _PIECE):
        tags, ends, empty = (content.count(sign, start, start + _PIECE) for sign in (b"<", b"</", b"/>"))
        depth += tags - 2 * ends - empty
        if depth > _DEEPEST:
            return True
    return False


def _name_in_archive(archive: zipfile.ZipFile, path: str) -> str | None:
    """A part's name as the archive spells it; some programs change capitals or use backslashes."""
    plain = path.replace("\\", "/").casefold()
    return next((name for name in archive.namelist() if name.replace("\\", "/").casefold() == plain), None)
