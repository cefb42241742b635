"""The first rows of a large workbook, for a look at them while all of it is read."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from courier.reading.table import ReadingError
from courier.reading.workbooks.packages import opened

_WORKSHEET = re.compile(r"xl[/\\]worksheets[/\\][^/\\]+\.xml", re.IGNORECASE)
_BEGINNING = 400_000
"""Bytes of each worksheet's XML by which it is looked at."""
_LARGEST_REST = 200_000_000
"""Bytes of all other parts up to which they are copied: more takes longer than a look may."""
_ROW_ENDS = b"</row>"


def cut_to_first_rows(data: bytes) -> bytes | None:
    """An xlsx workbook whose worksheets end after their first rows, made from the bytes of another; None for other
    kinds and for what cannot be cut so. Merged areas and whatever else stands below the rows are gone."""
    try:
        with opened(data) as archive:
            parts = archive.infolist()
            rest = [part.file_size for part in parts if not _WORKSHEET.fullmatch(part.filename)]
            if len(rest) == len(parts) or sum(rest) > _LARGEST_REST:
                return None
            made = BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as cut:
                for part in parts:
                    if _WORKSHEET.fullmatch(part.filename):
                        with archive.open(part) as source:
                            rows = _first_rows(source.read(_BEGINNING), whole=part.file_size <= _BEGINNING)
                        if rows is None:
                            return None
                        cut.writestr(part.filename, rows)
                    else:
                        cut.writestr(part.filename, archive.read(part))
            return made.getvalue()
    except (ReadingError, zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError):
        return None


def _first_rows(xml: bytes, *, whole: bool) -> bytes | None:
    if whole:
        return xml
    end = xml.rfind(_ROW_ENDS)
    return None if end < 0 else xml[: end + len(_ROW_ENDS)] + b"</sheetData></worksheet>"
