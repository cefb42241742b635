"""Workbooks of Excel and of other programs: what a person saw in a cell, never less."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from courier.reading import ReadingError, Table, read_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(rows: Iterable[Iterable[Any]], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    return saved(book)


def by_hand(
    sheet: str,
    *,
    styles: str = "",
    book: str = "",
    main: str = MAIN,
    office: str = OFFICE,
    target: str = "worksheets/a.xml",
) -> bytes:
    """A workbook as other programs write it: ``sheet`` is what stands inside <worksheet>."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{book}'
        '<sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="{target}"/></Relationships>',
        "xl/worksheets/a.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return out.getvalue()


def text_cell(place: str, content: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'


HEAD = f'<row r="1">{text_cell("A1", "Order")}{text_cell("B1", "Amount")}</row>'


def opened(data: bytes, tab: str | None = None) -> Table:
    return read_bytes(data, "orders.xlsx", tab)


def records(table: Table) -> list[tuple[str | None, ...]]:
    return list(table.cells.iter_rows())


def notes(table: Table) -> dict[str, dict[str, Any]]:
    assert all(str(note) for note in table.notes)
    return {note.key: dict(note.facts) for note in table.notes}


def test_cells_are_text_as_it_stood() -> None:
    table = opened(
        book_of(
            [
                ["Order", "Quantity", "Amount", "Paid", "Note"],
                ["00123", 2, 19.99, True, "née\nSmith"],
                ["12345678901234567", 1200, 0.1 + 0.2, False, None],
                ["2026-03-04", -3, 1e-7, None, " x "],
            ]
        )
    )
    assert table.headers == ("Order", "Quantity", "Amount", "Paid", "Note")
    assert records(table) == [
        ("00123", "2", "19.99", "TRUE", "née\nSmith"),
        ("12345678901234567", "1200", "0.3", "FALSE", ""),
        ("2026-03-04", "-3", "0.0000001", "", " x "),
    ]
    assert (table.format, table.tab, table.encoding, table.delimiter) == ("xlsx", "Sheet", None, None)
    assert table.rows.to_list() == [2, 3, 4]


def test_numbers_too_small_to_see_are_numbers_still() -> None:
    assert records(opened(book_of([["Order", "Amount"], ["1", 1e-20]]))) == [("1", "0.00000000000000000001")]


def test_zeros_of_a_number_format_are_kept() -> None:
    table = opened(
        book_of(
            [["Order", "Amount", "Sum", "Rate"], [42, 12.5, 1234.5, 1.005], [1234567, 12, 12, 3]],
            {
                "A2": "000000",
                "A3": "000000",
                "B2": "0.00",
                "B3": "0.00",
                "C2": "#,##0.00",
                "C3": "#,##0.00",
                "D2": "0.00",
            },
        )
    )
    # 1.005 is not rounded to what the format shows, because the rest would be lost
    assert records(table) == [("000042", "12.50", "1234.50", "1.005"), ("1234567", "12.00", "12.00", "3")]


def test_a_format_reaches_cells_that_do_not_say_where_they_stand() -> None:
    styles = (
        '<numFmts count="1"><numFmt numFmtId="170" formatCode="000000"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    head = '<row><c t="inlineStr"><is><t>Order</t></is></c><c t="inlineStr"><is><t>Amount</t></is></c></row>'
    data = by_hand(f'<sheetData>{head}<row><c s="1"><v>42</v></c><c><v>5</v></c></row></sheetData>', styles=styles)
    assert records(opened(data)) == [("000042", "5")]


@pytest.mark.parametrize("mac", [False, True])
def test_dates_of_both_calendars_are_written_the_iso_way(mac: bool) -> None:
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["Order", "Date", "Moment", "Time"])
    for second in (0, 1, 29, 59):
        sheet.append(
            [
                "1",
                dt.date(2026, 3, 4),
                dt.datetime.fromisoformat(f"2026-03-04T15:07:{second:02}"),
                dt.time(9, 30, second),
            ]
        )
    table = opened(saved(book))
    assert records(table) == [
        ("1", "2026-03-04", f"2026-03-04T15:07:{second:02}", f"09:30:{second:02}") for second in (0, 1, 29, 59)
    ]


def test_error_cells_are_text_and_said() -> None:
    cells = (
        '<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3"><v>8</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4" t="e"/><c r="B4"><v>5</v></c></row>'
    )
    table = opened(by_hand(f"<sheetData>{HEAD}{cells}</sheetData>"))
    assert records(table) == [("7", "#N/A"), ("8", "#DIV/0!"), ("", "5")]
    assert notes(table) == {"note-error-cells": {"cells": 2}}


def test_numbers_that_lost_digits_look_damaged() -> None:
    table = opened(book_of([["Order", "Amount"], [12345678901234567, 1], [999999999999999, 2]]))
    assert records(table) == [("1.23456789012346E+16", "1"), ("999999999999999", "2")]
    assert {column: rows.to_list() for column, rows in table.damaged.items()} == {"c0": [0]}
    assert notes(table) == {"note-damaged": {"cells": 1}}


def test_damaged_cells_are_counted_by_row_below_a_preamble() -> None:
    rows = [
        ["Export"],
        [],
        ["Order", "Amount", "Date", "Currency"],
        ["1", 2, "x", "EUR"],
        [],
        [12345678901234567, 2, "x", "EUR"],
    ]
    table = opened(book_of(rows))
    assert table.rows.to_list() == [4, 6]
    assert {column: places.to_list() for column, places in table.damaged.items()} == {"c0": [1]}
    assert set(notes(table)) == {"note-damaged", "note-preamble", "note-blank-rows"}


def test_formulas_saved_without_a_value_are_said() -> None:
    table = opened(book_of([["Order", "Amount"], ["1", "=2*3"], ["2", 5]]))
    assert records(table) == [("1", ""), ("2", "5")]
    assert notes(table) == {"note-no-value": {"cells": 1}}


def test_formulas_with_a_value_are_that_value() -> None:
    cells = (
        '<row r="2"><c r="A2" t="str"><f>IF(1&lt;0,"a","")</f><v></v></c><c r="B2"><f>2*3</f><v>6</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>"x"</f><v>x</v></c><c r="B3"><f t="shared" si="0"/><v>7</v></c></row>'
    )
    table = opened(by_hand(f"<sheetData>{HEAD}{cells}</sheetData>"))
    assert records(table) == [("", "6"), ("x", "7")]
    # an empty text is a value too
    assert notes(table) == {}


@pytest.mark.parametrize("dimension", ["A1", "A1:A2", "A1:B2", "C1:D9", "A1:ZZ9", ""])
def test_a_wrong_dimension_loses_no_row(dimension: str) -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>{number}</v></c><c r="B{number}"><v>5</v></c></row>'
        for number in range(2, 30)
    )
    said = f'<dimension ref="{dimension}"/>' if dimension else ""
    table = opened(by_hand(f"{said}<sheetData>{HEAD}{rows}</sheetData>"))
    assert records(table) == [(str(number), "5") for number in range(2, 30)]


def test_a_table_that_begins_lower_and_further_right_keeps_its_row_numbers() -> None:
    book = openpyxl.Workbook()
    for row, record in enumerate([("Order", "Amount", "Date"), ("007", 5, "x"), ("008", 6, "y")], start=4):
        for column, value in enumerate(record, start=3):
            book.active.cell(row, column, value)
    table = opened(saved(book))
    assert table.header_row == 4
    assert table.rows.to_list() == [5, 6]
    assert table.headers == ("", "", "Order", "Amount", "Date")
    assert records(table) == [("", "", "007", "5", "x"), ("", "", "008", "6", "y")]


def test_the_first_visible_tab_with_a_table_is_chosen() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    hidden = book.create_sheet("Hidden")
    hidden.append(["Old", "Rows"])
    hidden.sheet_state = "hidden"
    book.create_sheet("March & April").append(["Order", "Amount"])
    book["March & April"].append(["7", 5])
    book.create_sheet("May").append(["Order", "Amount"])
    table = opened(saved(book))
    assert table.tab == "March & April"
    assert records(table) == [("7", "5")]
    assert notes(table) == {
        "note-other-tabs": {"tab": "March & April", "others": "Empty, Hidden, May"},
        "note-hidden-tabs": {"tabs": "Hidden", "count": 1},
    }


def test_a_tab_asked_for_is_read_even_if_hidden() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Order", "Amount"])
    book.create_sheet("Hidden").append(["Id", "Sum"])
    book["Hidden"].append([1, 2])
    book["Hidden"].sheet_state = "hidden"
    table = opened(saved(book), "Hidden")
    assert (table.tab, table.headers, records(table)) == ("Hidden", ("Id", "Sum"), [("1", "2")])
    assert notes(table) == {"note-hidden-tab": {"tab": "Hidden"}}


def test_charts_among_the_tabs_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Order", "Amount"])
    book.active.append(["1", 2])
    book.create_chartsheet("Chart", 0)
    table = opened(saved(book))
    assert (table.tab, records(table)) == ("Sheet", [("1", "2")])


@pytest.mark.parametrize("target", ["worksheets/a.xml", "/xl/worksheets/a.xml"])
def test_both_ways_to_name_a_part_are_followed(target: str) -> None:
    row = '<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>5</v></c></row>'
    assert records(opened(by_hand(f"<sheetData>{HEAD}{row}</sheetData>", target=target))) == [("7", "5")]


def test_the_strict_form_of_the_format_is_read() -> None:
    styles = (
        '<numFmts count="1"><numFmt numFmtId="170" formatCode="000000"/></numFmts>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    )
    row = '<row r="2"><c r="A2" s="1"><v>7</v></c><c r="B2"><v>5</v></c></row>'
    data = by_hand(f"<sheetData>{HEAD}{row}</sheetData>", styles=styles, main=STRICT, office=STRICT_OFFICE)
    assert records(opened(data)) == [("000007", "5")]


def test_rich_text_is_read_whole() -> None:
    row = (
        '<row r="2"><c r="A2" t="inlineStr"><is><r><t>AB</t></r><r><t xml:space="preserve"> 12</t></r></is></c>'
        '<c r="B2"><v>5</v></c></row>'
    )
    assert records(opened(by_hand(f"<sheetData>{HEAD}{row}</sheetData>"))) == [("AB 12", "5")]


def test_a_workbook_is_told_by_its_content() -> None:
    data = book_of([["Order", "Amount"], ["007", 5]])
    assert records(read_bytes(data, "orders.csv")) == [("007", "5")]


def with_part(data: bytes, part: str, content: bytes | None) -> bytes:
    """A workbook with another part in the place of one, or without it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            if name != part:
                archive.writestr(name, whole.read(name))
        if content is not None:
            archive.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "texts", [None, b"", b"<sst/>", b"<sst><si><t>Order</t></si></sst>", b'<sst uniqueCount="3"/>']
)
def test_texts_that_are_missing_are_no_empty_cells(texts: bytes | None) -> None:
    names = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    data = by_hand(f'<sheetData>{names}<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>5</v></c></row></sheetData>')
    with pytest.raises(ReadingError) as caught:
        read_bytes(with_part(data, "xl/sharedStrings.xml", texts), "orders.xlsx")
    assert caught.value.key == "reading-broken-workbook"


@pytest.mark.parametrize("instead", [None, b"", b"<styleSheet><cellXfs>"])
def test_formats_that_are_missing_make_no_bare_numbers(instead: bytes | None) -> None:
    data = book_of([["Order", "Amount"], [42, 5]], {"A2": "000000"})
    assert read_bytes(data, "orders.xlsx").cells.row(0) == ("000042", "5")
    with pytest.raises(ReadingError) as caught:
        read_bytes(with_part(data, "xl/styles.xml", instead), "orders.xlsx")
    assert caught.value.key == "reading-broken-workbook"


def test_a_date_too_large_for_one_spoils_nothing_else() -> None:
    data = book_of([["Order", "When"], ["A-1", 45000], ["A-2", 1e15], ["A-3", 123456789012]], {
        "B2": "yyyy-mm-dd", "B3": "yyyy-mm-dd", "B4": "[h]:mm",
    })  # fmt: skip
    table = read_bytes(data, "orders.xlsx")
    assert table.cells["c1"].to_list() == ["2023-03-15", "1E+15", "123456789012"]
