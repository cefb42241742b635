"""Cuts a large workbook to its first rows, for a preview while all of it is read."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from courier.reading.table import ReadingError
from courier.reading.workbooks.packages import opened, unpacked_part

_WORKSHEET = re.compile(r"xl[/\\]worksheets[/\\][^/\\]+\.xml", re.IGNORECASE)
_BEGINNING = 400_000
"""Bytes of each worksheet's XML that are kept."""
_LARGEST_REST = 200_000_000
"""Bytes of all other parts up to which they are copied: more would take too long for a preview."""
_ROW_ENDS = b"</row>"


def cut_to_first_rows(data: bytes) -> bytes | None:
    """An xlsx workbook cut after the first rows of each worksheet; None for other kinds and if it cannot be cut. Merged
    areas and everything else that follows the rows are lost."""
    try:
        with opened(data) as archive:
            parts = archive.infolist()
            rest = [part.file_size for part in parts if not _WORKSHEET.fullmatch(part.filename)]
            if len(rest) == len(parts) or sum(rest) > _LARGEST_REST:
                return None
            result = BytesIO()
            with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as cut:
                for part in parts:
                    if _WORKSHEET.fullmatch(part.filename):
                        with archive.open(part) as source:
                            rows = _first_rows(source.read(_BEGINNING), complete=part.file_size <= _BEGINNING)
                        if rows is None:
                            return None
                        cut.writestr(part.filename, rows)
                    else:
                        cut.writestr(part.filename, unpacked_part(archive, part))
            return result.getvalue()
    except (ReadingError, zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError):
        return None


def _first_rows(xml: bytes, *, complete: bool) -> bytes | None:
    if complete:
        return xml
    end = xml.rfind(_ROW_ENDS)
    return None if end < 0 else xml[: end + len(_ROW_ENDS)] + b"</sheetData></worksheet>"
