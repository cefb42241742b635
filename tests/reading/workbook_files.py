"""Builds workbooks of other kinds than xlsx for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlwt

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text", "style"))


def xls(rows: Iterable[Sequence[Any]], formats: dict[tuple[int, int], str] | None = None, **sheets: int) -> bytes:
    """An xls workbook: ``formats`` per (row, column) from 0; ``sheets``: further empty ones with their visibility."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Orders")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            code = (formats or {}).get((row, column), "General")
            if value is not None:
                sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    for name, visibility in sheets.items():
        book.add_sheet(name).visibility = visibility
    return saved(book)


def saved(book: xlwt.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    """An archive of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ods(table: str, *, before: str = "", manifest: str = "") -> bytes:
    """An ods workbook; ``table`` is the content of its spreadsheet, ``before`` its styles."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}>'
        f"<office:automatic-styles>{before}</office:automatic-styles><office:body><office:spreadsheet>{table}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ods_table(rows: Iterable[str], name: str = "Orders", **attributes: str) -> str:
    """A table of rows of cells."""
    written = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}"{written}>{body}</table:table>'


def ods_cell(seen: str, kind: str = "string", value: str | None = None, **attributes: str) -> str:
    """A cell that shows ``seen``."""
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    written = f' office:{name}="{value}"' if value is not None else ""
    written += "".join(f' table:{key.replace("_", "-")}="{text}"' for key, text in attributes.items())
    return f'<table:table-cell office:value-type="{kind}"{written}><text:p>{seen}</text:p></table:table-cell>'


def xlsb(rows: Iterable[Sequence[float | str | None]], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    """An xlsb workbook as small as it may be; ``formats`` per (row, column) from 0."""
    codes = list(dict.fromkeys((formats or {}).values()))
    styles = {place: codes.index(code) + 1 for place, code in (formats or {}).items()}
    rows = list(rows)
    sheet = _part(129) + _part(148, struct.pack("<IIII", 0, len(rows), 0, 9)) + _part(145)
    for number, values in enumerate(rows):
        sheet += _part(0, struct.pack("<IIHBBB", number, 0, 0, 0, 0, 0) + struct.pack("<I", 0))
        for column, value in enumerate(values):
            place = struct.pack("<II", column, styles.get((number, column), 0))
            if isinstance(value, str):
                sheet += _part(6, place + _text(value))
            elif value is not None:
                sheet += _part(5, place + struct.pack("<d", value))
    sheet += _part(146) + _part(130)
    book = (
        _part(131)
        + _part(153, bytes(12))
        + _part(143)
        + _part(156, struct.pack("<II", 0, 1) + _text("rId1") + _text("Orders"))
        + _part(144)
        + _part(132)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">'
            '<Default Extension="bin" ContentType="application/octet-stream"/></Types>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", book)
        named = b"".join(_part(44, struct.pack("<H", 170 + index) + _text(code)) for index, code in enumerate(codes))
        used = b"".join(
            _part(47, struct.pack("<HH", 0, 170 + index if index >= 0 else 0)) for index in range(-1, len(codes))
        )
        archive.writestr("xl/styles.bin", named + _part(617) + used + _part(618))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def _part(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        low, length = length & 0x7F, length >> 7
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + size + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
