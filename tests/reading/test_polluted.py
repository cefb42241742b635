"""A table soiled in every way in which exports go wrong still gives its records, without any hint."""

import io
import os
from statistics import mean

import pytest

from courier.reading import Table, read_bytes, write_records
from tests.reading.polluting import Soiled, records_of, scores, single_places, whole_files

TIMES = int(os.environ.get("COURIER_SOAK", "1"))
WHOLE = {one.name: one for one in whole_files()}
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


def score(one: Soiled) -> tuple[float, float]:
    return scores(one.records, written(read_bytes(one.content, "orders.csv")), one.header)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_written_otherwise_has_the_same_records(name: str) -> None:
    one = WHOLE[name]
    table = read_bytes(one.content, "orders.csv")
    assert written(table) == one.records
    # nothing is taken for something in silence
    said = [note.key for note in table.notes]
    for part, key in ASSUMED.items():
        if part in name:
            assert key in said
    assert all(str(note).endswith(".") for note in table.notes)


@pytest.mark.soak
def test_what_is_spoilt_in_one_place_spoils_nothing_else() -> None:
    found = [score(one) for one in single_places(step=max(1, 31 // TIMES))]
    assert mean(records for records, _ in found) > 0.995
    assert mean(cells for _, cells in found) > 0.998
    # at the worst the record in question is lost
    assert min(records for records, _ in found) > 0.985


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
