"""Workbooks: the text a person saw, or the exact value where the shown form loses something."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, WorksheetNotFound

from courier.reading.layout import Grid, header_place, table_of
from courier.reading.delimited import cells_of
from courier.reading.table import Note, ReadingError, Table
import polars as pl
from courier.reading.worksheet_xml import error_cells, formulas_without_value, styled_cells, with_places

LARGEST_UNPACKED = 2_000_000_000
"""Bytes a workbook may unpack to; more is taken for an attack on the machine's memory."""

_EXACT = 10**15
"""From here on a workbook's number no longer holds all its digits."""

_MADE_FOR = re.compile(r"(?<![\w-])conversion-courier:([a-z]+)")
"""How the keywords of a workbook name the template it was made for."""


@dataclass(frozen=True)
class _Part:
    name: str
    path: str


def read_workbook(data: bytes, tab: str | None) -> Table:
    """The table of a tab of an xlsx workbook: ``tab``, or the first visible one with a table in it.

    Raises ReadingError for a broken workbook, a missing tab, an empty one, or one that unpacks to too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST_UNPACKED:
                raise ReadingError("reading-too-large")
            return _read(archive, data, tab)
    except (
        zipfile.BadZipFile,
        CalamineError,
        ElementTree.ParseError,
        KeyError,
        EOFError,
        OSError,
        ValueError,
    ) as problem:
        raise ReadingError("reading-broken-workbook") from problem


def _read(archive: zipfile.ZipFile, data: bytes, tab: str | None) -> Table:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    visible = [one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    names = workbook.sheet_names
    if tab is not None and tab not in names:
        raise ReadingError("reading-no-such-tab", tab=tab, tabs=", ".join(names))
    notes: list[Note] = []
    chosen, rows = _choose(workbook, [tab] if tab is not None else visible or names)
    others = [name for name in names if name != chosen]
    if others and tab is None:
        notes.append(Note("note-other-tabs", {"tab": chosen, "others": ", ".join(others)}))
    paths = {part.name: part.path for part in _parts(archive)}
    xml = with_places(_xml(archive, paths[chosen]))
    cells = [[_text(value) for value in row] for row in rows]
    damaged = list(_damaged(rows))
    if damaged:
        notes.append(Note("note-damaged", {"cells": len(damaged)}))
    _show_errors(xml, cells, notes)
    _apply_formats(archive, xml, rows, cells)
    unknown = formulas_without_value(xml)
    if unknown:
        notes.append(Note("note-no-value", {"cells": unknown}))
    trimmed = [_without_end(record) for record in cells]
    # rows that were only formatted are no rows
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    # a workbook has no short records: all rows reach as far as the widest
    width = max(map(len, trimmed), default=0)
    grid = Grid(cells_of([record + [""] * (width - len(record)) for record in trimmed]), pl.int_range(1, len(trimmed)+1, eager=True, dtype=pl.Int64), always_full=True)
    lost = {}
    for number, column in damaged:
        lost.setdefault(f"c{column}", []).append(number - 1)
    table = table_of(grid, notes, format="xlsx", tab=chosen, damaged={k: pl.Series(v, dtype=pl.UInt32) for k, v in lost.items()})
    return replace(table, made_for=_made_for(archive))


def _made_for(archive: zipfile.ZipFile) -> str | None:
    """The template that a blank workbook of ours names in its document properties, which nothing else depends on."""
    try:
        properties = ElementTree.fromstring(_xml(archive, "docProps/core.xml"))  # noqa: S314 (DTDs are refused)
    except (KeyError, ElementTree.ParseError, ReadingError):
        return None
    found = _MADE_FOR.search(properties.findtext("{*}keywords") or "")
    return found[1] if found else None


def _choose(workbook: CalamineWorkbook, names: list[str]) -> tuple[str, list[list[object]]]:
    for name in names:
        try:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except WorksheetNotFound:
            continue
        if header_place([[_text(value) for value in row] for row in rows[:50]]) is not None:
            return name, rows  # type: ignore[return-value]
    raise ReadingError("reading-empty")


def _parts(archive: zipfile.ZipFile) -> Iterator[_Part]:
    relations = ElementTree.fromstring(_xml(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 (DTDs are refused)
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    book = ElementTree.fromstring(_xml(archive, "xl/workbook.xml"))  # noqa: S314 (DTDs are refused)
    for sheet in book.findall(".//{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        yield _Part(sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _xml(archive: zipfile.ZipFile, path: str) -> bytes:
    content = archive.read(path)
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise ReadingError("reading-broken-workbook")
    return content


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value)
        case datetime():
            return value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="seconds")
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return ""


def _number(value: float) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    shown = f"{value:.15g}"
    return f"{Decimal(shown):f}" if "e" in shown else shown


def _damaged(rows: list[list[object]]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if type(value) in (int, float) and abs(value) >= _EXACT:  # type: ignore[arg-type]
                yield number, column


def _show_errors(xml: bytes, cells: list[list[str]], notes: list[Note]) -> None:
    found = 0
    for row, column, shown in error_cells(xml):
        _put(cells, row, column, shown)
        found += 1
    if found:
        notes.append(Note("note-error-cells", {"cells": found}))


def _apply_formats(archive: zipfile.ZipFile, xml: bytes, rows: list[list[object]], cells: list[list[str]]) -> None:
    """Zeros that a number format shows: ``000042`` stays so, and ``12.50`` where two decimals lose nothing."""
    formats = _formats(archive)
    wanted = [style for style, code in enumerate(formats) if re.fullmatch(r"0{2,}|[#,0]*0\.0+", code)]
    for row, column, style in styled_cells(xml, wanted):
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if type(value) in (int, float) and abs(value) < _EXACT:  # type: ignore[arg-type]
            _put(cells, row, column, _shown(float(value), formats[style]))  # type: ignore[arg-type]


def _shown(value: float, code: str) -> str:
    exact = _number(value)
    if "." not in code:
        return exact.zfill(len(code)) if exact.isdigit() else exact
    fixed = f"{value:.{len(code.rpartition('.')[2])}f}"
    return fixed if float(fixed) == value else exact


def _formats(archive: zipfile.ZipFile) -> list[str]:
    """The number format code of each cell style, "" for the built-in ones that change no zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = ElementTree.fromstring(_xml(archive, "xl/styles.xml"))  # noqa: S314 (DTDs are refused)
    codes = {"2": "0.00", "4": "#,##0.00"}
    for one in styles.findall(".//{*}numFmt"):
        codes[one.get("numFmtId", "")] = one.get("formatCode", "")
    uses = styles.find("{*}cellXfs")
    return [codes.get(one.get("numFmtId", ""), "") for one in uses] if uses is not None else []


def _put(cells: list[list[str]], row: int, column: int, shown: str) -> None:
    while len(cells) <= row:
        cells.append([])
    cells[row] += [""] * (column + 1 - len(cells[row]))
    cells[row][column] = shown


def _without_end(record: list[str]) -> list[str]:
    end = len(record)
    while end and not record[end - 1]:
        end -= 1
    return record[:end]
