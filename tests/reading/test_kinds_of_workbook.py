"""xls, xlsb and ods beside xlsx: the tab that fits, what is hidden, merged, missing, and the rows that there are."""

import datetime as dt
import struct
from typing import Any

import openpyxl
import pytest
import xlwt

from courier.reading import ReadingError, Table, read_bytes
from courier.reading.source import tabs_of
from tests.reading.test_workbooks import by_hand, text_cell
from tests.reading.test_workbooks import saved as saved_xlsx
from tests.reading.workbook_files import ods, ods_cell, ods_table, saved, xls, xlsb

RECORDS = [("007", "5.5", "née\nSmith"), ("12345678901234567", "-3", " x ")]


def rows(table: Table) -> list[tuple[Any, ...]]:
    return list(table.cells.iter_rows())


def notes(table: Table) -> dict[str, dict[str, Any]]:
    assert all(str(note).endswith(".") for note in table.notes)
    return {note.key: dict(note.facts) for note in table.notes}


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_cells_are_text_as_it_stood(kind: str) -> None:
    values: list[list[Any]] = [
        ["Order", "Amount", "Note"],
        ["007", 5.5, "née\nSmith"],
        ["12345678901234567", -3, " x "],
    ]
    if kind == "ods":
        head = "".join(map(ods_cell, values[0]))
        lines = "née</text:p><text:p>Smith"
        body = [
            ods_cell("007") + ods_cell("5,5", "float", "5.5") + ods_cell(lines),
            ods_cell("12345678901234567") + ods_cell("-3", "float", "-3") + ods_cell("<text:s/>x<text:s/>"),
        ]
        data = ods(ods_table([head, *body]))
    else:
        data = xls(values) if kind == "xls" else xlsb(values)
    table = read_bytes(data, f"orders.{kind}")
    assert (table.format, table.tab, table.encoding, table.delimiter) == (kind, "Orders", None, None)
    assert table.headers == ("Order", "Amount", "Note")
    assert rows(table) == RECORDS
    assert table.rows.to_list() == [2, 3]
    assert notes(table) == {}


def test_the_tab_whose_headers_fit_is_preferred_and_said() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    book.active.append(["Month", "Visitors"])
    book.active.append(["March", 5])
    orders = book.create_sheet("Export")
    orders.append(["OrderId", "EventDate", "Amount", "CurrencyCode", "Sku"])
    orders.append(["1", "2026-03-01", 5, "EUR", "S"])
    data = saved_xlsx(book)
    table = read_bytes(data, "orders.xlsx")
    assert (table.tab, len(rows(table))) == ("Export", 1)
    assert notes(table) == {
        "note-other-tabs": {"tab": "Export", "others": "Summary"},
        "note-tab-fits": {"tab": "Export", "fields": 5},
    }
    assert tabs_of(data, "orders.xlsx") == [("Summary", False, 0), ("Export", False, 5)]
    assert tabs_of(b"a,b\n", "orders.csv") == []


def test_what_is_hidden_or_merged_is_read_and_said() -> None:
    book = openpyxl.Workbook()
    for record in [["Order", "Amount", "Note"], ["1", 5, "x"], ["2", 6, "y"], ["3", 7, None]]:
        book.active.append(record)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active.merge_cells("C3:C4")
    table = read_bytes(saved_xlsx(book), "orders.xlsx")
    assert rows(table) == [("1", "5", "x"), ("2", "6", "y"), ("3", "7", "")]
    assert notes(table) == {
        "note-hidden-rows": {"rows": 1},
        "note-hidden-columns": {"columns": "B", "count": 1},
        "note-merged": {"cells": 1},
    }


def test_what_is_hidden_or_merged_in_an_old_workbook_is_read_and_said() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Orders")
    for row, record in enumerate([["Order", "Amount"], ["1", 5], ["2", 6], ["3", 7]]):
        for column, value in enumerate(record):
            sheet.write(row, column, value)
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    sheet.merge(5, 6, 0, 1)
    book.add_sheet("Old").visibility = 1
    table = read_bytes(saved(book), "orders.xls")
    assert rows(table) == [("1", "5"), ("2", "6"), ("3", "7")]
    assert set(notes(table)) == {
        "note-other-tabs",
        "note-hidden-tabs",
        "note-hidden-rows",
        "note-hidden-columns",
        "note-merged",
    }


def test_an_old_workbook_of_the_other_calendar() -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Orders")
    sheet.write(0, 0, "Order")
    sheet.write(0, 1, "Date")
    sheet.write(1, 0, "1")
    sheet.write(1, 1, dt.datetime.fromisoformat("2026-03-04T15:07"), xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm"))
    assert rows(read_bytes(saved(book), "orders.xls")) == [("1", "2026-03-04T15:07:00")]


def test_errors_and_what_is_hidden_in_an_ods_workbook() -> None:
    hidden = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    head = ods_cell("Order") + ods_cell("Amount")
    error = ods_cell("#DIV/0!", formula="of:=1/0")
    bare = '<table:table-cell table:formula="of:=1"/>'
    row = f'<table:table-row table:visibility="collapse">{ods_cell("2")}{ods_cell("6", "float", "6")}</table:table-row>'
    spanned = ods_cell("3", number_columns_spanned="2") + "<table:covered-table-cell/>"
    body = ods_table([head, ods_cell("1") + error, ods_cell("4") + bare, spanned]).replace(
        "</table:table>", row + "</table:table>"
    )
    data = ods(ods_table([ods_cell("Old")], "Old", style_name="h") + body, before=hidden)
    table = read_bytes(data, "orders.ods")
    assert rows(table) == [("1", "#DIV/0!"), ("4", ""), ("3", ""), ("2", "6")]
    assert notes(table) == {
        "note-other-tabs": {"tab": "Orders", "others": "Old"},
        "note-hidden-tabs": {"tabs": "Old", "count": 1},
        "note-error-cells": {"cells": 1},
        "note-no-value": {"cells": 1},
        "note-merged": {"cells": 1},
        "note-hidden-rows": {"rows": 1},
    }


def test_repeated_rows_and_cells_of_an_ods_workbook_are_all_there() -> None:
    cell = ods_cell("x", number_columns_repeated="2")
    body = ods_table([ods_cell("Order") + ods_cell("Amount"), cell])
    twice = f'<table:table-row table:number-rows-repeated="3">{cell}</table:table-row>'
    nothing = '<table:table-cell table:number-columns-repeated="16384"/>'
    far = f'<table:table-row table:number-rows-repeated="1048000">{nothing}</table:table-row>'
    table = read_bytes(ods(body.replace("</table:table>", twice + far + "</table:table>")), "orders.ods")
    assert rows(table) == [("x", "x")] * 4


@pytest.mark.parametrize("dimension", ["A1", "A1:B2", "A1:ZZ9"])
def test_the_number_of_rows_is_counted_twice(dimension: str) -> None:
    body = "".join(
        f'<row r="{row}">{text_cell(f"A{row}", f"A-{row}")}<c r="B{row}"><v>5</v></c></row>' for row in range(2, 4001)
    )
    head = f'<row r="1">{text_cell("A1", "Order")}{text_cell("B1", "Amount")}</row>'
    table = read_bytes(by_hand(f'<dimension ref="{dimension}"/><sheetData>{head}{body}</sheetData>'), "orders.xlsx")
    assert (table.cells.height, len(table.headers), table.rows[-1]) == (3999, 2, 4000)
    assert notes(table) == {}


def test_a_row_that_cannot_be_is_said_to_be_missing() -> None:
    head = f'<row r="1">{text_cell("A1", "Order")}</row><row r="2">{text_cell("A2", "1")}</row>'
    far = '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'
    table = read_bytes(by_hand(f"<sheetData>{head}{far}</sheetData>"), "orders.xlsx")
    assert "note-rows-missing" in notes(table)


@pytest.mark.parametrize(("claimed", "notes"), [(4, []), (3, []), (12, ["note-rows-missing"]), (65_536, [])])
def test_rows_that_an_old_workbook_claims_and_does_not_have_are_said_to_be_missing(
    claimed: int, notes: list[str]
) -> None:
    content = xls([["OrderId", "Amount"], ["AC-1", 5], ["AC-2", 6], ["AC-3", 7]])
    dimensions = content.index(struct.pack("<HHII", 0x200, 14, 0, 4))
    claiming = bytearray(content)
    struct.pack_into("<I", claiming, dimensions + 8, claimed)
    table = read_bytes(bytes(claiming), "orders.xls")
    assert table.cells.height == 3
    assert [note.key for note in table.notes if note.key == "note-rows-missing"] == notes


def test_many_far_cells_are_refused_and_few_are_read() -> None:
    head = f'<row r="1">{text_cell("A1", "Order")}{text_cell("B1", "Amount")}</row>'
    row = '<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>5</v></c></row>'
    formatted = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows(read_bytes(by_hand(f"<sheetData>{head}{row}{formatted}</sheetData>"), "o.xlsx")) == [("7", "5")]
    filled = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(ReadingError) as caught:
        read_bytes(by_hand(f"<sheetData>{head}{row}{filled}</sheetData>"), "o.xlsx")
    assert caught.value.key == "reading-too-wide"


def test_a_workbook_that_calamine_cannot_read_is_read_from_its_xml() -> None:
    head = f'<row r="1">{text_cell("A1", "Order")}{text_cell("B1", "Date")}{text_cell("C1", "Paid")}</row>'
    row = '<row r="2"><c r="A2"><v>7</v></c><c r="B2" s="1"><v>45000.5</v></c><c r="C2" t="b"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    table = read_bytes(by_hand(f"<sheetData>{head}{row}{far}</sheetData>", styles=styles), "orders.xlsx")
    assert rows(table) == [("7", "2023-03-15T12:00:00", "TRUE")]


def test_a_workbook_is_told_by_its_content_whatever_its_name() -> None:
    assert read_bytes(xls([["Order"], ["1"]]), "orders.csv").format == "xls"
    assert read_bytes(b"Order,Amount\n1,5\n", "orders.xlsx").format == "csv"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsb"])
def test_a_workbook_that_was_cut_off(kind: str, part: float) -> None:
    values = [["Order", "Amount"], *[[f"Order {number}", number * 1.5] for number in range(500)]]
    body = [ods_cell(str(a)) + ods_cell(str(b)) for a, b in values]
    data = {"xls": lambda: xls(values), "xlsb": lambda: xlsb(values), "ods": lambda: ods(ods_table(body))}[kind]()
    with pytest.raises(ReadingError) as caught:
        read_bytes(data[: int(len(data) * part)], f"orders.{kind}")
    assert caught.value.key in ("reading-broken-workbook", "reading-broken-zip")


def test_an_ods_workbook_with_a_password() -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(ods("<x/>", manifest="<m><manifest:encryption-data/></m>"), "orders.ods")
    assert caught.value.key == "reading-password"
