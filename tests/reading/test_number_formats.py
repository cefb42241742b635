"""Cells show what a person saw in Excel where that loses nothing, and the exact value where it does."""

import datetime as dt
from typing import Any

import pytest

from courier.reading import read_bytes
from courier.reading.workbooks.number_formats import is_dated, shown
from tests.reading.test_workbooks import book_of, by_hand, text_cell
from tests.reading.time_limit import within
from tests.reading.workbook_files import ods, ods_cell, ods_table, xls, xlsb

# value, format code, what Excel shows, what is read
SHOWN: list[tuple[float, str, str]] = [
    # zeros and text that only a format has
    (42, "000000", "000042"),
    (1234567, "000000", "1234567"),
    (7, "00", "07"),
    (-3, "000", "-003"),
    (42, '"SKU-"0000', "SKU-0042"),
    (5, '0" pcs"', "5 pcs"),
    (3, '0 "kg"', "3 kg"),
    (5551234567, "(000) 000-0000", "(555) 123-4567"),
    (123456789, r"000\-00\-0000", "123-45-6789"),
    (20260304, "0000-00-00", "2026-03-04"),
    (42, "00000-0000", "00000-0042"),
    (123.4, r'0.00\ "°C"', "123.40 °C"),
    (5, 'General" pcs"', "5 pcs"),
    (-1.5, '"x"General', "-x1.5"),
    (123456789012, 'General" pcs"', "123456789012"),
    # decimals that only a format has
    (12.5, "0.00", "12.50"),
    (0, "0.00", "0.00"),
    (5.5, "0.0#", "5.5"),
    (5.25, "0.0#", "5.25"),
    (0.5, "#.00", ".50"),
    (-3, "0;[Red]-0", "-3"),
    (5, "[Red]0.00", "5.00"),
    (7, "0_ ", "7"),
    (12, "?0.00", "12.00"),
    (5, "0.00;-0.00;0.00;@", "5.00"),
    # what the format rounds, hides or turns into something else
    (1.005, "0.00", "1.005"),
    (5.4, "0", "5.4"),
    (5, ";;;", "5"),
    (-5, "0;0", "-5"),
    (0, '0;-0;"zero"', "0"),
    (1, '"Yes";"Yes";"No"', "1"),
    (0, "#", "0"),
    (5, "#.##", "5"),
    (12000, '[>=1000]0.0,"K";0', "12000"),
    (500, '[>=1000]0.0,"K";0', "500"),
    (1234000, "#,##0,", "1234000"),
    (1.5, "# ?/?", "1.5"),
    (123000, "0.00E+00", "123000"),
    (1234567890123, "0.00E+00", "1234567890123"),
    (123456789012, "General", "123456789012"),
    # percentages, currencies and thousands by value
    (0.25, "0%", "0.25"),
    (0.256, "0.0%", "0.256"),
    (1234.5, "#,##0.00", "1234.50"),
    (1234, "#,##0", "1234"),
    (1234567.5, "# ##0.00", "1234567.50"),
    (1234.5, "#'##0.00", "1234.50"),
    (1234.5, '"$"#,##0.00', "1234.50"),
    (-1234.5, '"$"#,##0.00_);("$"#,##0.00)', "-1234.50"),
    (-5, "0.00;(0.00)", "-5.00"),
    (1234.5, "[$€-407] #,##0.00", "1234.50"),
    (1234, r'_-* #,##0.00\ "kr"_-', "1234.00"),
    (12.5, '0.00" EUR"', "12.50"),
    (0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_)', "0"),
    # numbers with more digits than a workbook holds are never printed in full
    (12345678901234567, "0", "1.23456789012346E+16"),
    (1e20, "General", "1E+20"),
    (1e15, "0", "1E+15"),
    (999999999999999, "0", "999999999999999"),
    (0.1 + 0.2, "General", "0.3"),
    (1e-7, "General", "0.0000001"),
    (1 / 3, "General", "0.333333333333333"),
]
DATED: list[tuple[float, str, str]] = [
    (45000, "m/d/yyyy", "2023-03-15"),
    (45000.75, "m/d/yyyy h:mm", "2023-03-15T18:00:00"),
    (45000, "mmm-yy", "2023-03-15"),
    (45000.5, "d-mmm-yy", "2023-03-15T12:00:00"),
    (0.5, "h:mm AM/PM", "12:00:00"),
    (0.395833333333333, "h:mm:ss", "09:30:00"),
    (0.5000057870370371, "mm:ss.0", "12:00:00.500"),
    (1.25, "[h]:mm:ss", "30:00:00"),
    (-0.5, "[h]:mm", "-12:00:00"),
    (45000, "[$-409]d-mmm-yy;@", "2023-03-15"),
    (45000, 'yyyy"年"m"月"d"日"', "2023-03-15"),
    (1, "m/d/yyyy", "1900-01-01"),
    (59, "m/d/yyyy", "1900-02-28"),
    (60, "m/d/yyyy", "1900-02-29"),
    (61, "m/d/yyyy", "1900-03-01"),
    (2958465, "yyyy-mm-dd", "9999-12-31"),
    (-1.5, "yyyy-mm-dd", "-1.5"),
    (45000, "gge", "2023-03-15"),
    (45000, "aaaa", "2023-03-15"),
    # what Excel shows as ####
    (123456789012, "yyyy-mm-dd", "123456789012"),
    (100000000000, "[h]:mm", "100000000000"),
]


def cell(data: bytes) -> Any:
    return read_bytes(data, "orders").cells["c1"][0]


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN + DATED)
def test_an_xlsx_cell(value: float, code: str, expected: str) -> None:
    assert cell(book_of([["Order", "Value"], ["x", value]], {"B2": code})) == expected


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN + DATED)
def test_an_xls_cell(value: float, code: str, expected: str) -> None:
    assert cell(xls([["Order", "Value"], ["x", value]], {(1, 1): code})) == expected


@pytest.mark.parametrize(("value", "code", "expected"), SHOWN + DATED)
def test_an_xlsb_cell(value: float, code: str, expected: str) -> None:
    assert cell(xlsb([["Order", "Value"], ["x", value]], {(1, 1): code})) == expected


@pytest.mark.parametrize(
    ("number", "value", "expected"),
    [
        (14, "45000", "2023-03-15"),
        (31, "45000", "2023-03-15"),
        (57, "45000", "2023-03-15"),
        (45, "0.5", "12:00:00"),
        (46, "1.5", "36:00:00"),
        (4, "1234.5", "1234.50"),
        (9, "0.5", "0.5"),
        (1, "5", "5"),
        (49, "5", "5"),
    ],
)
def test_a_format_that_a_workbook_only_numbers(number: int, value: str, expected: str) -> None:
    styles = f'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    head = f'<row r="1">{text_cell("A1", "Order")}{text_cell("B1", "Value")}</row>'
    row = f'<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="B2" s="1"><v>{value}</v></c></row>'
    assert cell(by_hand(f"<sheetData>{head}{row}</sheetData>", styles=styles)) == expected


@pytest.mark.parametrize(
    ("seen", "kind", "value", "expected"),
    [
        ("000042", "float", "42", "000042"),
        ("12.50", "float", "12.5", "12.50"),
        ("1,234.50", "float", "1234.5", "1234.50"),
        ("1.234,50", "float", "1234.5", "1234.50"),
        ("1.23E+05", "float", "123000", "123000"),
        ("12.5", "float", "12.456", "12.456"),
        ("25%", "percentage", "0.25", "0.25"),
        ("5,50 €", "currency", "5.5", "5.50"),
        ("5,50 €", "float", "5.5", "5.50"),
        ("0.00", "float", "0", "0.00"),
        ("000-00-0042", "float", "42", "000-00-0042"),
        ("-000042", "float", "-42", "-000042"),
        ("(5.00)", "float", "-5", "-5.00"),
        ("12 345.00", "float", "12345", "12345.00"),
        ("42 ", "float", "42", "42"),
        ("5 1/2", "float", "5.5", "5.5"),
        ("5 pcs", "float", "5", "5 pcs"),
        ("03/04/26", "date", "2026-03-04", "2026-03-04"),
        ("x", "date", "2026-03-04T05:06:07", "2026-03-04T05:06:07"),
        ("x", "date", "2026-03-04T00:00:00", "2026-03-04"),
        ("9:30", "time", "PT09H30M00S", "09:30:00"),
        ("36:00", "time", "PT36H00M00.5S", "36:00:00.5"),
        ("WAHR", "boolean", "true", "TRUE"),
        ("#N/A", "float", "0", "#N/A"),
        ("1.23E+16", "float", "12345678901234567", "1.23456789012346E+16"),
    ],
)
def test_an_ods_cell(seen: str, kind: str, value: str, expected: str) -> None:
    head = ods_cell("Order") + ods_cell("Value")
    assert cell(ods(ods_table([head, ods_cell("x") + ods_cell(seen, kind, value)]))) == expected


def test_texts_and_truth_are_as_they_stand_whatever_the_format() -> None:
    data = book_of(
        [["Order", "Value"], ["x", "007"], ["y", True], ["z", " a "]], {"B2": "0.00", "B3": "0.00", "B4": '"<"@">"'}
    )
    assert read_bytes(data, "orders").cells["c1"].to_list() == ["007", "TRUE", " a "]


def test_times_keep_their_thousandths() -> None:
    moment = dt.datetime.fromisoformat("2026-03-04T05:06:07.089")
    assert cell(book_of([["Order", "Value"], ["x", moment]])) == "2026-03-04T05:06:07.089"


@pytest.mark.parametrize("piece", ["[", '"', "[$", "_", "0", ";", "[h]", "\\"])
def test_a_format_without_end_costs_nothing(piece: str) -> None:
    code = piece * 40_000
    with within(2):
        assert shown(12.5, code) == "12.5"
        assert not is_dated(code)
