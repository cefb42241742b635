"""Delimited text: whatever a shop's system wrote, every cell arrives as it stood."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courier.reading import ReadingError, Table, read, read_bytes, read_pasted, write_records
from tests.tries import tries

HEADER = ("Order #", "Größe", "Note")
RECORDS = [("00123", "1.10", "née"), ("12345678901234567", "2026-03-04", "café"), ("1E5", " 7 ", "TRUE")]


def records(table: Table) -> list[tuple[str | None, ...]]:
    return list(table.cells.iter_rows())


def written(delimiter: str, end: str = "\r\n") -> str:
    return end.join(delimiter.join(record) for record in (HEADER, *RECORDS)) + end


def notes(table: Table) -> list[str]:
    return [note.key for note in table.notes]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("mark", "encoding", "said"),
    [
        (b"", "utf-8", "UTF-8"),
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
        (b"", "utf-16-le", "UTF-16-LE"),
        (b"", "utf-16-be", "UTF-16-BE"),
        (b"", "cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_delimiter_and_line_end_gives_the_same_cells(
    tmp_path: Path, mark: bytes, encoding: str, said: str, delimiter: str, end: str
) -> None:
    path = tmp_path / "orders.txt"
    path.write_bytes(mark + written(delimiter, end).encode(encoding))
    table = read(path)
    assert table.headers == HEADER
    assert records(table) == RECORDS
    assert table.rows.to_list() == [2, 3, 4]
    assert (table.format, table.delimiter, table.encoding) == ("csv", delimiter, said)
    assert (table.header_row, table.header_width) == (1, 3)
    # what is plain needs no assumption, what is not is said
    assert ("note-delimiter" in notes(table)) == (delimiter != ",")
    assert ("note-encoding" in notes(table)) == (not mark and encoding != "utf-8")
    assert all(str(note) for note in table.notes)


def test_bytes_outside_windows_1252_are_read_all_the_same() -> None:
    table = read_bytes(b"Order,Name\n1,caf\xe9 \x81\n", "orders.csv")
    assert table.encoding
    name = table.cells["c1"][0]
    assert name.encode(table.encoding) == b"caf\xe9 \x81"
    assert notes(table) == ["note-encoding"]


def test_line_breaks_and_doubled_quotes_inside_quotes_belong_to_the_cell() -> None:
    table = read_bytes(b'id,note,x\r\n1,"two\r\nlines, ""so""",a\r\n2,"",b\r\n3,"""",c\r\n', "orders.csv")
    assert records(table) == [("1", 'two\r\nlines, "so"', "a"), ("2", "", "b"), ("3", '"', "c")]
    assert table.rows.to_list() == [2, 3, 4]


def test_quotes_in_the_middle_of_a_cell_are_text() -> None:
    table = read_bytes(b'id,size,x\n1,5" pipe,a\n2,3" x 4",b\n', "orders.csv")
    assert records(table) == [("1", '5" pipe', "a"), ("2", '3" x 4"', "b")]


def test_blank_lines_and_a_preamble_keep_the_numbers_of_the_spreadsheet() -> None:
    table = read_bytes(
        b"Orders of March\n\nOrder,Date,Amount,Currency\n1,2026-03-04,5,EUR\n\n , ,,\n2,2026-03-05,6,EUR\n",
        "orders.csv",
    )
    assert table.headers == ("Order", "Date", "Amount", "Currency")
    assert table.header_row == 3
    assert table.rows.to_list() == [4, 7]
    assert [(note.key, dict(note.facts)) for note in table.notes] == [
        ("note-preamble", {"rows": 2, "header": "3", "line": "Orders of March"}),
        ("note-blank-rows", {"rows": 2}),
    ]


@pytest.mark.parametrize(
    ("body", "expected", "row"),
    [
        (b'1,"open\n2,b\n3,c\n', [("1", '"open'), ("2", "b"), ("3", "c")], "2"),
        (b'1,"a"\n2,"b\n3,c', [("1", "a"), ("2", '"b'), ("3", "c")], "3"),
    ],
)
def test_a_quote_that_is_never_closed_swallows_no_rows(body: bytes, expected: list[tuple[str, str]], row: str) -> None:
    table = read_bytes(b"id,note\n" + body, "orders.csv")
    assert records(table) == expected
    assert [(note.key, dict(note.facts)) for note in table.notes] == [("note-stray-quotes", {"rows": 1, "first": row})]


def test_nul_characters_are_kept_and_said() -> None:
    table = read_bytes(b"a,b\n1,x\0y\n2,3\n", "orders.csv")
    assert records(table) == [("1", "x\0y"), ("2", "3")]
    assert notes(table) == ["note-nul"]


def test_a_blank_record_of_a_regular_file_is_left_out_and_counted() -> None:
    table = read_bytes(b"a,b\n1,2\n,\n3,4\n", "orders.csv")
    assert records(table) == [("1", "2"), ("3", "4")]
    assert table.rows.to_list() == [2, 4]
    assert notes(table) == ["note-blank-rows"]


def test_ragged_rows_lose_nothing() -> None:
    table = read_bytes(b"a,b,c\n1,2\n3,4,5,6,7\n8,9,10\n11,12,13, ,\n", "orders.csv")
    assert table.headers == ("a", "b", "c", "", "")
    assert records(table) == [
        ("1", "2", None, None, None),
        ("3", "4", "5", "6", "7"),
        ("8", "9", "10", None, None),
        ("11", "12", "13", " ", ""),
    ]
    assert table.header_width == 3
    assert [(note.key, dict(note.facts)) for note in table.notes] == [
        ("note-short-rows", {"rows": 1, "first": "2"}),
        ("note-surplus", {"rows": 1, "first": "3"}),
        ("note-surplus-empty", {"rows": 1, "first": "5"}),
    ]


def test_the_sep_line_of_excel_is_obeyed() -> None:
    table = read_bytes(b"sep=;\r\na;b\r\n1,5;2,5\r\n", "orders.csv")
    assert (table.headers, records(table), table.rows.to_list()) == (("a", "b"), [("1,5", "2,5")], [3])
    assert notes(table) == ["note-sep-line"]


def test_commas_in_amounts_do_not_win_over_the_semicolon() -> None:
    content = "Order;Amount;Date\n" + "".join(f"{number};{number},50;04.03.2026\n" for number in range(9))
    table = read_bytes(content.encode(), "orders.csv")
    assert table.delimiter == ";"
    assert records(table)[3] == ("3", "3,50", "04.03.2026")


def test_a_last_line_without_line_end_counts() -> None:
    assert records(read_bytes(b"a,b\n1,2\n3,4", "orders.csv")) == [("1", "2"), ("3", "4")]


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = read_bytes(b"Order,Amount\n", "orders.csv")
    assert (table.headers, table.cells.height, table.rows.to_list()) == (("Order", "Amount"), 0, [])


def test_one_column_is_a_table() -> None:
    table = read_bytes(b"Order\n1\n2\n", "orders.csv")
    assert (table.headers, records(table)) == (("Order",), [("1",), ("2",)])


def test_a_very_long_cell_is_kept_whole() -> None:
    long = "x" * 300_000
    table = read_bytes(f'a,b\n1,"{long}\n"\n'.encode(), "orders.csv")
    assert records(table) == [("1", long + "\n")]


def test_pasted_rows_are_read_and_said() -> None:
    table = read_pasted('Order\tNote\n007\t"a\nb"\n')
    assert (table.headers, records(table)) == (("Order", "Note"), [("007", "a\nb")])
    assert table.encoding is None
    assert notes(table)[0] == "note-pasted"


def test_an_empty_clipboard_is_told() -> None:
    with pytest.raises(ReadingError) as caught:
        read_pasted(" \n ")
    assert caught.value.key == "reading-clipboard-empty"


def test_write_records_gives_each_record_its_own_cells_back() -> None:
    table = read_bytes(b'a,b,c\n1,2\n3,"4\n",5,6\n', "orders.csv")
    out = io.StringIO(newline="")
    write_records(table, out)
    assert out.getvalue() == 'a,b,c\n1,2\n3,"4\n",5,6\n'


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
nasty = st.text(st.sampled_from(',;\t|"\r\n \u2028\x0b\x0c\x1c\x85\ufeffé0a'), max_size=6)
tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(anything | nasty, min_size=width, max_size=width).filter(lambda record: any(map(str.strip, record))),
        min_size=1,
        max_size=6,
    )
)


def joined(content: list[list[str]], delimiter: str, end: str, every: bool) -> str:
    def cell(value: str) -> str:
        quoted = every or any(mark in value for mark in (delimiter, '"', "\r", "\n"))
        return '"' + value.replace('"', '""') + '"' if quoted else value

    return "".join(delimiter.join(map(cell, record)) + end for record in content)


@pytest.mark.slow
@settings(max_examples=tries(20, 600))
@given(
    body=tables,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    every=st.booleans(),
    end=st.sampled_from(["\r\n", "\n"]),
)
def test_any_text_in_any_cell_survives(
    body: list[list[str]], delimiter: str, encoding: str, every: bool, end: str
) -> None:
    header = [f"Column {index}" for index in range(len(body[0]))]
    # some plain records, so that there is evidence which delimiter it is
    content = joined([header, *[["x"] * len(header)] * 8, *body], delimiter, end, every)
    table = read_bytes(content.encode(encoding), "orders.csv")
    assert table.delimiter == delimiter
    assert table.headers == tuple(header)
    assert [list(record) for record in records(table)[8:]] == body
    assert table.rows.to_list() == list(range(2, len(body) + 10))
    out = io.StringIO(newline="")
    write_records(table, out)
    again = read_bytes(out.getvalue().encode(), "orders.csv")
    assert records(again) == records(table)


@settings(max_examples=tries(15, 400))
@given(body=tables)
def test_any_text_survives_windows_1252_or_says_so(body: list[list[str]]) -> None:
    header = [f"Größe {index}" for index in range(len(body[0]))]
    kept = [[cell.encode("cp1252", "ignore").decode("cp1252") or "-" for cell in record] for record in body]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([header, *[["é"] * len(header)] * 8, *kept])
    table = read_bytes(out.getvalue().encode("cp1252"), "orders.csv")
    assert notes(table)[0] == "note-encoding"
    # single letters without a word around them may be taken for others, and the bytes are the same all the same
    assert table.encoding
    encoding = table.encoding
    assert [header.encode(encoding) for header in table.headers] == [one.encode("cp1252") for one in header]
    filled = [[cell.encode("cp1252") for cell in record] for record in kept if any(map(str.strip, record))]
    found = [[cell.encode(encoding) for cell in record] for record in records(table)[8:]]
    assert found == filled
