"""Recognises the markup that spreadsheet programs open as workbooks, whatever its name ends in, and decodes it."""

from __future__ import annotations

import re
from typing import Literal

from courier.reading.encodings import Decoded, decode
from courier.reading.table import ReadingError

MarkupKind = Literal["html", "xml", "mhtml"]

MOST_CELLS = 25_000_000
"""Cells of markup up to which it is opened; each needs 140 bytes while it is read."""
_HEAD = 8_192
"""Bytes at the beginning by which markup is recognised; its own statement about its encoding stands there too."""
_COMMENTS = r"(?:<!--(?:(?!-->)[\s\S])*+-->\s*+)*+"
_PREFIX = rf"[\s\ufeff]*+{_COMMENTS}(?:<\?xml[^>]*+>\s*+)?+{_COMMENTS}"
_SPREADSHEET = re.compile(
    r"<\?mso-application[^>]*Excel\.Sheet|<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"
)
_PAGE = re.compile(
    _PREFIX + r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|thead|tbody|tr)\b", re.IGNORECASE
)
_PART_OF_PAGE = re.compile(
    _PREFIX + r"<(?:div|center|form|font|p|b|h[1-6]|br|span|script|link|caption)\b", re.IGNORECASE
)
_ROW = re.compile(rb"<\0?t\0?[rdh]\0?[\s>]", re.IGNORECASE)
_LINE = r"[^\r\n]*+\r?\n"
_MESSAGE = re.compile(rf"(?:[\w-]++:{_LINE}(?:[ \t]{_LINE})*+)*?mime-version:", re.IGNORECASE)
_OTHER_XML = re.compile(_PREFIX + r"<(?:\?xml|!doctype|rss|feed)\b|[\s\ufeff]*<\?xml\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w:.-]+)|<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w:.-]+)""", re.I
)
_MARKED = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def markup_kind(data: bytes) -> MarkupKind | None:
    """Which markup a spreadsheet program would open the bytes as: a page with tables, SpreadsheetML of Excel 2003, or a
    page saved with its parts in one message. None for anything else.

    Raises ReadingError for XML that is no spreadsheet.
    """
    head = _beginning(data)
    if "<" not in head and ":" not in head:
        return None
    if "<" in head and _SPREADSHEET.search(head):
        return "xml"
    if _PAGE.match(head) or (_PART_OF_PAGE.match(head) and _ROW.search(data)):
        return "html"
    if _MESSAGE.match(head):
        return "mhtml"
    if _OTHER_XML.match(head):
        raise ReadingError("reading-other-xml")
    return None


def _beginning(data: bytes) -> str:
    head = data[:_HEAD]
    wide = head.startswith(_MARKED[1:]) or b"<\0" in head[:64] or b"\0<" in head[:64]
    # both orders of bytes give the same text without the zeros
    return head.replace(b"\0", b"").decode("utf-8" if not wide else "latin-1", "replace").lstrip("\xff\xfe")


def require_few_cells(count: int, data_size: int) -> None:
    """Raises ReadingError if markup of a size in bytes has more cells than fit in memory."""
    if count > MOST_CELLS:
        raise ReadingError("reading-too-long", size=f"{data_size / 1e9:.1f}")


def decode_markup(data: bytes, charset: str | None = None) -> Decoded:
    """The text of markup: by its byte order mark, by the ``charset`` that its surroundings name, by what it says of
    itself, or else by likeness. Raises ReadingError if it is no text."""
    said = _CHARSET.search(data[:_HEAD])
    name = charset or (said and (said[1] or said[2]).decode("ascii", "replace")) or ""
    if name and not data.startswith(_MARKED) and b"\0" not in data[:64]:
        # browsers read ISO-8859-1 as the larger Windows-1252 too
        codec = "cp1252" if name.casefold() in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
        try:
            return Decoded(data.decode(codec), name)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)
