"""Writes blank sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from courier.blank_sheets.columns import HEADERS, choices, columns, known_template, need
from courier.catalogue.field_words import example, label, note
from courier.catalogue.fields import FIELDS, Template
from courier.messages import text
from courier.programs import Program
from courier.whole_files import whole_file
from courier.workbook_cells import comment, put

MARKER = "conversion-courier:{template}"
"""The keyword by which `courier.reading` recognises the workbook."""

_ROWS = 2_000
"""Data rows whose cells get the text format one by one; below them it is set for the whole column."""
_LAST_ROW = 1_048_576
_TEXT = "@"
_NEW_LINES = Alignment(wrap_text=True, vertical="top")
_STEPS = (
    "blank-step-rows", "blank-step-headers", "blank-step-notes", "blank-step-text", "blank-step-dates",
    "blank-step-amounts", "blank-step-lists",
)  # fmt: skip
_USES = ("blank-step-save", "blank-step-open", "blank-step-send")


def write_blank_csv(path: Path, template: str) -> None:
    """Write the documented header of a template and nothing else: UTF-8, line end CR LF. Raises UserError."""
    header = ",".join(HEADERS[known_template(template)])
    with whole_file(path) as beside:
        beside.write_bytes(f"{header}\r\n".encode())


def write_blank_workbook(path: Path, template: str, program: Program | None = None) -> None:
    """Write a blank workbook for a template: one column per field, notes, lists, and a page of explanations.

    The facts of ``program`` are shown in the notes and on that page, but not filled in. Raises UserError.
    """
    checked = known_template(template)
    book = Workbook()
    book.properties.keywords = MARKER.format(template=checked)
    book.properties.creator = text("app-name")
    book.properties.title = text("template-name", template=template)
    book.remove(book.worksheets[0])
    rows, page = book.create_sheet(text("blank-tab-rows")), book.create_sheet(text("blank-tab-help"))
    own = _own_values(program)
    _fill_header(rows, checked, program, own)
    _add_lists(rows, book.create_sheet(text("blank-tab-lists")), checked, program)
    _explain(page, checked, program, own)
    with whole_file(path) as beside:
        book.save(beside)


def _own_values(program: Program | None) -> Mapping[str, str]:
    """The values of a program per field, as text."""
    if program is None:
        return {}
    events = ", ".join(f"{event.id} ({event.name})" if event.name else event.id for event in program.event_types)
    values = {"CampaignId": program.campaign_id, "ActionTrackerId": events, "CurrencyCode": program.currency}
    return {name: value for name, value in values.items() if value}


def _fill_header(sheet: Worksheet, template: Template, program: Program | None, own: Mapping[str, str]) -> None:
    for column, name in enumerate(columns(template), start=1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = max(14, len(name) + 4, len(example(name)) + 2)
        dimension.number_format = _TEXT
        for row in range(1, _ROWS + 2):
            sheet.cell(row, column).number_format = _TEXT
        header = put(sheet, 1, column, name)
        header.font = Font(bold=True)
        header.comment = comment(_header_note(template, name, program, own))
    sheet.freeze_panes = "A2"


def _header_note(template: Template, name: str, program: Program | None, own: Mapping[str, str]) -> str:
    lines = [note(name), text(need(template, name))]
    if example(name):
        lines.append(text("blank-example", example=example(name)))
    if program and name in own:
        lines.append(text("blank-program-value", program=program.name, value=own[name]))
    return "\n".join(lines)


def _add_lists(rows: Worksheet, lists: Worksheet, template: Template, program: Program | None) -> None:
    """The lists are on a hidden tab of their own, because a list within a validation has at most 255 characters."""
    lists.sheet_state = "hidden"
    of_program = {
        "Reason": program.reasons if program else (),
        "CustomerStatus": program.statuses if program else (),
        "CurrencyCode": (program.currency,) if program and program.currency else (),
    }
    used = 0
    for column, name in enumerate(columns(template), start=1):
        values = choices(name, of_program.get(name, ()))
        if not values:
            continue
        used += 1
        for row, value in enumerate((name, *values), start=1):
            put(lists, row, used, value).number_format = _TEXT
        letter, source = get_column_letter(column), get_column_letter(used)
        closed = FIELDS[name].type == "boolean"
        allowed = DataValidation(
            type="list",
            formula1=f"{quote_sheetname(lists.title)}!${source}$2:${source}${len(values) + 1}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if closed else "warning",
            errorTitle=text("blank-list-title"),
            error=text("blank-list-closed" if closed else "blank-list-open"),
        )
        allowed.add(f"{letter}2:{letter}{_LAST_ROW}")
        rows.add_data_validation(allowed)


def _explain(page: Worksheet, template: Template, program: Program | None, own: Mapping[str, str]) -> None:
    for letter, width in zip("ABCD", (26, 70, 46, 46), strict=True):
        page.column_dimensions[letter].width = width
    page.sheet_view.showGridLines = False
    for number, (kind, line) in enumerate(_lines(template, program, own), start=1):
        for column, content in enumerate(line, start=1):
            cell = put(page, number, column, content)
            cell.font = Font(bold=kind != "plain", size={"title": 16, "heading": 13}.get(kind, 11))
            # text in the only cell of a line runs across the page
            cell.alignment = _NEW_LINES if len(line) > 1 or kind == "plain" else Alignment(vertical="top")
        if len(line) == 1 and kind == "plain":
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=3)
            page.row_dimensions[number].height = 16 * (1 + len(line[0]) // 130)


def _lines(
    template: Template, program: Program | None, own: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The page's lines: the kind of each, and its cells."""
    yield "title", (text("blank-title", template=text("template-name", template=template)),)
    fill = [step for step in _STEPS if step != "blank-step-dates" or template != "modification"]
    for heading, steps in ((text("blank-fill"), fill), (text("blank-use"), list(_USES))):
        yield "plain", ()
        yield "heading", (heading,)
        for number, step in enumerate(steps, start=1):
            yield "plain", (f"{number}. {text(step, template=template)}",)
    if program:
        yield "plain", ()
        yield "heading", (text("blank-program", name=program.name),)
        for name, value in own.items():
            yield "plain", (label(name), value)
        yield "plain", (text("blank-program-hint"),)
    yield "plain", ()
    yield "heading", (text("blank-columns"),)
    yield "head", (text("blank-column"), text("blank-belongs"), text("blank-needed"), text("blank-like"))
    for name in columns(template):
        yield "plain", (name, note(name), text(need(template, name)), example(name))
