"""The report as a workbook: a summary with counts, file problems and legend, and all rows with coloured cells."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from courier.batch_words import division_words
from courier.draft import Draft
from courier.messages import text
from courier.report.rows import ReportRows, without_emails
from courier.report.rows_xml import rows_xml
from courier.rules.phrases import origin, title
from courier.rules.ranking import rank
from courier.rules.rule import Severity
from courier.workbook_cells import comment, put

_COLOURS = {Severity.ERROR: "FFF4B6B6", Severity.WARNING: "FFFFE699", Severity.NOTE: "FFC9D6E5"}
_FILLS = {severity: PatternFill("solid", start_color=code, end_color=code) for severity, code in _COLOURS.items()}
_BOLD = Font(bold=True)
_ADDED = 3
"""Columns before those of the sheet: row number, problems, fate."""
_ROWS_PART = "xl/worksheets/sheet2.xml"


def write_workbook(draft: Draft, rows: ReportRows, label: str, path: Path) -> None:
    """Write the workbook to ``path``. Raises OSError."""
    book = Workbook()
    summary, sheet = book.worksheets[0], book.create_sheet(text("report-tab-rows"))
    summary.title = text("report-tab-summary")
    _summarise(summary, draft, rows, label)
    _prepare(sheet, rows)
    styles = {severity: _style(sheet, severity) for severity in (None, *Severity)}
    buffer = io.BytesIO()
    book.save(buffer)
    # openpyxl would take ten times as long for so many cells, so the rows are inserted into its file afterwards
    with zipfile.ZipFile(buffer) as book_without_rows, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in book_without_rows.infolist():
            content = book_without_rows.read(part)
            if part.filename != _ROWS_PART:
                out.writestr(part, content, zipfile.ZIP_DEFLATED)
                continue
            before, opening, rest = content.partition(b"<sheetData>")
            head, row_end, rest = rest.partition(b"</row>")
            with out.open(_ROWS_PART, "w") as stream:
                stream.write(before + opening + head + row_end)
                stream.writelines(rows_xml(rows, styles))
                stream.write(b"</sheetData>" + rest.partition(b"</sheetData>")[2])


def _summarise(sheet: Worksheet, draft: Draft, rows: ReportRows, label: str) -> None:
    for letter, width in zip("ABCDE", (22, 44, 12, 12, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    summary = draft.summary()
    page = _Page(sheet)
    page.line(_Styled(text("report-title", label=_without_email(label)), Font(bold=True, size=16)))
    page.line(division_words(summary))
    if summary.sent:
        page.line(text("report-sent-rows", rows=summary.sent))
    page.heading(text("report-rules"))
    counts = _counts(draft)
    if counts:
        names = ("report-rule", "report-what", "report-severity", "report-count", "report-help")
        page.line(*(_Styled(text(name), _BOLD) for name in names))
    else:
        page.line(text("report-no-problems"))
    for rule, severity, count in counts:
        page.line(rule, title(rule), _named(severity), count, origin(rule))
    if rows.of_file:
        page.heading(text("report-file"))
        for problem, sentence in rows.of_file:
            page.line(_named(problem.severity), sentence)
    page.heading(text("report-legend"))
    for severity in Severity:
        page.line(_named(severity), text(f"report-legend-{severity}"))
    for fate in ("ready", "repair", "hold", "out", *(("sent",) if summary.sent else ())):
        page.line(text(f"report-{fate}"), text(f"report-legend-{fate}"))
    page.line("", text("report-legend-emails"))


@dataclass(frozen=True)
class _Styled:
    """Text with its font and fill."""

    text: str
    font: Font | None = None
    fill: PatternFill | None = None


def _named(severity: Severity) -> _Styled:
    return _Styled(text("severity", severity=str(severity)), fill=_FILLS[severity])


class _Page:
    """Writes one line below the other."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0

    def line(self, *cells: _Styled | str | int) -> None:
        self._row += 1
        for column, content in enumerate(cells, start=1):
            if isinstance(content, int):
                self._sheet.cell(self._row, column).value = content
                continue
            styled = content if isinstance(content, _Styled) else _Styled(content)
            cell = put(self._sheet, self._row, column, styled.text)
            if styled.font is not None:
                cell.font = styled.font
            if styled.fill is not None:
                cell.fill = styled.fill

    def heading(self, caption: str) -> None:
        self._row += 1
        self.line(_Styled(caption, Font(bold=True, size=13)))


def _without_email(label: str) -> str:
    return str(without_emails(pl.Series([label]))[0])


def _counts(draft: Draft) -> list[tuple[str, Severity, int]]:
    """Rule, severity and number of problems, those first that are shown first, then the most frequent."""
    verdict = draft.verdict
    counts = [(rule, verdict.severity(rule), count) for rule, count in verdict.counts_by_rule().items()]
    return sorted(counts, key=lambda item: (rank(item[0], item[1]), -item[2], item[0]))


def _prepare(sheet: Worksheet, rows: ReportRows) -> None:
    """The tab of rows without the rows: header, widths, comments."""
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABC", (8, 80, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    added = (text("report-row"), text("report-problems"), text("report-fate"))
    for column, name in enumerate((*added, *rows.headers), start=1):
        put(sheet, 1, column, name).font = _BOLD
        if column > _ADDED:
            sheet.column_dimensions[get_column_letter(column)].width = min(40, max(14, len(name) + 2))
    last, width = len(rows.ids) + 1, len(rows.headers) + _ADDED
    # creates the last cell, so that the sheet's dimensions include the rows inserted later
    sheet.cell(last, width)
    sheet.auto_filter.ref = f"A1:{get_column_letter(width)}{last}"
    places = {column: number for number, column in enumerate(rows.columns, start=_ADDED + 1)}
    for cell_comment in rows.comments:
        # a field that is joined or calculated has no column in the sheet
        if cell_comment.column in places:
            sheet.cell(cell_comment.place + 2, places[cell_comment.column]).comment = comment(cell_comment.words)


def _style(sheet: Worksheet, severity: Severity | None) -> int:
    """The number of a cell style. All have the text format, or a cell could become a formula when it is edited."""
    cell = Cell(sheet, 1, 1)
    cell.number_format = "@"
    if severity is not None:
        cell.fill = _FILLS[severity]
    number: int = cell.style_id
    return number
