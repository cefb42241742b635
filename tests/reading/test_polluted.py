"""A table soiled in every way in which exports go wrong still gives its records, without any hint."""

import io
from statistics import mean

import pytest

from courier.reading import Table, read_bytes, write_records
from courier.reading.read_options import ReadOptions
from tests.reading.polluted_files import PollutedFile, records_of, scores, single_places, whole_files
from tests.tries import tries

WHOLE = {file.name: file for file in whole_files()}
ASSUMED = {
    "no header": "note-no-header",
    "header lines": "note-header-lines",
    "lines above": "note-preamble",
    "lines below": "note-footnotes",
    "table below": "note-other-table",
    "the header again": "note-header-again",
    "delimiter": "note-delimiter",
    "quote '": "note-quote",
    "escape \\": "note-escape",
    "no escape": "note-stray-quotes",
    "sep= line": "note-sep-line",
}


def written(table: Table) -> list[list[str]]:
    """What ``courier read`` would print."""
    out = io.StringIO(newline="")
    write_records(table, out)
    return records_of(out.getvalue())


def score(file: PollutedFile) -> tuple[float, float]:
    return scores(file.records, written(read_bytes(file.content, "orders.csv")), file.header)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_written_otherwise_has_the_same_records(name: str) -> None:
    file = WHOLE[name]
    table = read_bytes(file.content, "orders.csv")
    assert written(table) == file.records
    # nothing is taken for something in silence
    keys = [note.key for note in table.notes]
    for part, key in ASSUMED.items():
        if part in name:
            assert key in keys
    assert all(str(note).endswith(".") for note in table.notes)


@pytest.mark.soak
def test_what_is_spoilt_in_one_place_spoils_nothing_else() -> None:
    results = [score(file) for file in single_places(step=tries(93, 3))]
    assert mean(records for records, _ in results) > 0.995
    assert mean(cells for _, cells in results) > 0.998
    # at the worst the record in question is lost
    assert min(records for records, _ in results) > 0.985


def test_a_stray_quote_stays_where_it_is() -> None:
    content = b'id,name,note\n1,"a,x\n2,b,"y""\n3,""c"",z\n4,d,"two\nlines, "so" they say"\n5,e,"fine, ""really"""\n'
    table = read_bytes(content, "orders.csv")
    assert [list(record) for record in table.cells.iter_rows()] == [
        ["1", '"a', "x"],
        ["2", "b", 'y"'],
        ["3", '"c"', "z"],
        ["4", "d", 'two\nlines, "so" they say'],
        ["5", "e", 'fine, "really"'],
    ]
    assert table.rows.to_list() == [2, 3, 4, 5, 6]


def test_a_row_by_another_delimiter_is_read_by_it_and_said() -> None:
    content = b"id,name,amount,currency\n1,a,5,EUR\n2;b;6;EUR\n3\tc\t7\tEUR\n4,d,8,EUR\n"
    table = read_bytes(content, "orders.csv")
    assert [list(record) for record in table.cells.iter_rows()] == [
        [str(number), name, str(number + 4), "EUR"] for number, name in enumerate("abcd", start=1)
    ]
    assert [(note.key, dict(note.facts)) for note in table.notes] == [("note-row-delimiter", {"rows": 2, "first": "3"})]


def lines(*records: str) -> bytes:
    return "".join(record + "\n" for record in records).encode()


NARROW = [f"key {number},{number * 7}" for number in range(12)]
SPARSE = [f"{number:04},,,{'late' if number % 5 == 0 else ''}" for number in range(12)]
CAMPAIGNS = ["Campaign,Clicks,Views,Cost,Since", *(f"C{n},{n},9,1.5,2026-01-0{n + 1}" for n in range(9))]
FINDING: dict[str, tuple[bytes, list[list[str]], list[str]]] = {
    "a column that is always empty": (lines("a,b,c", *["1,,x"] * 9), [["a", "b", "c"], *[["1", "", "x"]] * 9], []),
    "every other column empty": (
        lines("a\tb\tc\td\te", *["1\t\tx\t\ty"] * 9),
        [list("abcde"), *[["1", "", "x", "", "y"]] * 9],
        ["note-delimiter"],
    ),
    "two signs that content has once": (
        lines("Stop::From::To", *(f"S{n}::0{n}:15::1{n}:45" for n in range(9))),
        [["Stop", "From", "To"], *[[f"S{n}", f"0{n}:15", f"1{n}:45"] for n in range(9)]],
        ["note-delimiter"],
    ),
    "a delimiter nobody lists": (
        lines("a%%b%%c", *(f"{n}%%5%%x" for n in range(9))),
        [["a", "b", "c"], *[[str(n), "5", "x"] for n in range(9)]],
        ["note-delimiter"],
    ),
    "blanks between numbers with a comma": (
        lines("Datum Betrag Menge", *(f"0{n}.03.2026 77{n},81 {n}" for n in range(1, 9))),
        [["Datum", "Betrag", "Menge"], *[[f"0{n}.03.2026", f"77{n},81", str(n)] for n in range(1, 9)]],
        ["note-delimiter"],
    ),
    "a title above two columns": (
        lines("Export of March", "", "Key,Value", *NARROW),
        [["Key", "Value"], *[row.split(",") for row in NARROW]],
        ["note-preamble"],
    ),
    "a bare title above two columns": (
        lines("Export", "Key,Value", *NARROW),
        [["Key", "Value"], *[row.split(",") for row in NARROW]],
        ["note-preamble"],
    ),
    "facts above a table with few cells": (
        lines("Report,March", "Made,2026-03-31", "", "code,x,y,remark", *SPARSE),
        [["code", "x", "y", "remark"], *[row.split(",") for row in SPARSE]],
        ["note-preamble"],
    ),
    "a narrow table above a wide one": (
        lines("Key,Value", *NARROW, "", *CAMPAIGNS),
        [["Key", "Value"], *[row.split(",") for row in NARROW]],
        ["note-other-table", "note-blank-rows"],
    ),
    "an empty line below the header and between rows": (
        lines("Title,Author,Genre", "", *[f"Book {word},Somebody,Novel\n" for word in ("one", "two", "three")]),
        [["Title", "Author", "Genre"], *[[f"Book {word}", "Somebody", "Novel"] for word in ("one", "two", "three")]],
        ["note-blank-rows"],
    ),
    "room that was kept for the file": (
        lines("a,b", "1,2", "3,4") + bytes(500),
        [["a", "b"], ["1", "2"], ["3", "4"]],
        ["note-end-marks"],
    ),
    "the mark that ended files once": (
        lines("a,b", "1,2", "3,4") + b"\x1a",
        [["a", "b"], ["1", "2"], ["3", "4"]],
        ["note-end-marks"],
    ),
    "a row with a blank behind each comma": (
        lines("a,b,c", "1,2,x", '2, 3, "y, z"', "3, 4, v", "4,5,w"),
        [["a", "b", "c"], ["1", "2", "x"], ["2", "3", "y, z"], ["3", "4", "v"], ["4", "5", "w"]],
        ["note-row-delimiter"],
    ),
    "a regular row with a blank behind each comma": (
        lines("a,b,c", "1,2,x", "2, 3, y", "3,4,z"),
        [["a", "b", "c"], ["1", "2", "x"], ["2", "3", "y"], ["3", "4", "z"]],
        ["note-row-blanks"],
    ),
    "a row in apostrophes": (
        lines("a,b,c", "1,2,it's", "'2','3','y'", "4,5,z"),
        [["a", "b", "c"], ["1", "2", "it's"], ["2", "3", "y"], ["4", "5", "z"]],
        ["note-row-apostrophes"],
    ),
    "a row with a comma in apostrophes": (
        lines("a,b,c", "1,2,it's", "'3','4','y, z'", "4,5,z"),
        [["a", "b", "c"], ["1", "2", "it's"], ["3", "4", "y, z"], ["4", "5", "z"]],
        ["note-row-delimiter"],
    ),
    "a row of two cells by another sign": (
        lines("Key,Value", *NARROW[:6], "key 6;42", *NARROW[7:]),
        [["Key", "Value"], *[row.split(",") for row in NARROW]],
        ["note-row-delimiter"],
    ),
    "backslashes in one row": (
        lines("id,note,sum", '1,"""a"", b",5', r'2,"\"c\", d",6', '3,"e",7'),
        [["id", "note", "sum"], ["1", '"a", b', "5"], ["2", '"c", d', "6"], ["3", "e", "7"]],
        ["note-escape"],
    ),
    "an early stray mark and times": (
        lines("Stop,Lat,Time,Temp", 'S0,"32.4,13:12:42,31.4', *(f"S{n},7.1,1{n}:46:29,33.9" for n in range(1, 9))),
        [
            ["Stop", "Lat", "Time", "Temp"],
            ["S0", '"32.4', "13:12:42", "31.4"],
            *[[f"S{n}", "7.1", f"1{n}:46:29", "33.9"] for n in range(1, 9)],
        ],
        ["note-stray-quotes"],
    ),
    "JSON in cells between other signs": (
        lines("id#payload#at", *(f'{n}a#"{{""k"": 1, ""v"": {n}}}"#2026-01-0{n}T14:35:00Z' for n in range(1, 9))),
        [["id", "payload", "at"]]
        + [[f"{n}a", f'{{"k": 1, "v": {n}}}', f"2026-01-0{n}T14:35:00Z"] for n in range(1, 9)],
        ["note-delimiter"],
    ),
}


@pytest.mark.parametrize("name", FINDING)
def test_what_a_table_is_written_like_is_found_by_evidence(name: str) -> None:
    content, expected, notes = FINDING[name]
    table = read_bytes(content, "orders.csv")
    assert written(table) == expected
    assert [note.key for note in table.notes] == notes
    assert all(str(note).endswith(".") for note in table.notes)


def test_a_person_who_says_that_nothing_quotes_keeps_apostrophes() -> None:
    table = read_bytes(b"a,b\n1,2\n'2','3'\n", "orders.csv", options=ReadOptions(quote=""))
    assert table.cells.rows() == [("1", "2"), ("'2'", "'3'")]
