"""Several files as one sheet, a ZIP with one table, the beginning, other readings, progress and cancelling."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from courier.reading import ReadingError, Table, read, read_bytes, read_pasted
from courier.reading.join import can_join, join
from courier.reading.preview import beginning_of, differing_cells, preview_of, read_choices_of
from courier.reading.read_options import ReadOptions
from tests.reading.test_workbooks import book_of
from tests.reading.workbook_files import zipped


def opened(content: str) -> Table:
    return read_bytes(content.encode(), "orders.csv")


def notes(table: Table) -> list[tuple[str, dict[str, Any]]]:
    assert all(str(note).endswith(".") for note in table.notes)
    return [(note.key, dict(note.facts)) for note in table.notes]


def test_files_with_the_same_headers_become_one_sheet_with_a_source_column() -> None:
    march = opened("Order,Amount\n1,5\n2,6\n")
    april = opened("amount ;ORDER\n7;3;surplus\n")
    may = read_bytes(book_of([["Order", "Amount"], [12345678901234567, 8]]), "may.xlsx")
    assert can_join([march, april, may])
    table = join([("march.csv", march), ("april.csv", april), ("may.xlsx", may)])
    assert table.headers == ("Order", "Amount", "Source file", "")
    assert list(table.cells.iter_rows()) == [
        ("1", "5", "march.csv", None),
        ("2", "6", "march.csv", None),
        ("3", "7", "april.csv", "surplus"),
        ("1.23456789012346E+16", "8", "may.xlsx", None),
    ]
    assert (table.rows.to_list(), table.header_width) == ([2, 3, 2, 2], 3)
    assert {column: rows.to_list() for column, rows in table.damaged.items()} == {"c0": [3]}
    assert notes(table)[0] == ("note-joined", {"files": 3, "names": "march.csv, april.csv, may.xlsx"})


def test_files_with_other_headers_do_not() -> None:
    one, other = opened("Order,Amount\n1,5\n"), opened("Order,Price\n1,5\n")
    assert not can_join([one, other])
    assert not can_join([])
    with pytest.raises(ValueError, match="headers"):
        join([("a", one), ("b", other)])


@pytest.mark.parametrize("content", [b"Order,Amount\n1,5\n", book_of([["Order", "Amount"], ["1", 5]])])
def test_the_only_table_of_a_zip_is_read(content: bytes) -> None:
    data = zipped(**{"export/orders.dat": content, "__MACOSX/export/._orders.dat": b"x", "export/.DS_Store": b"x"})
    table = read_bytes(data, "orders.zip")
    assert table.cells.row(0) == ("1", "5")
    assert notes(table) == [("note-zipped", {"file": "export/orders.dat"})]


def test_a_zip_with_several_files_names_them() -> None:
    with pytest.raises(ReadingError, match=r"a\.csv, b\.csv") as caught:
        read_bytes(zipped(**{"a.csv": b"a,b\n", "b.csv": b"a,b\n"}), "orders.zip")
    assert caught.value.key == "reading-zip-several"


def test_a_zip_with_nothing_in_it() -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(zipped(), "orders.zip")
    assert caught.value.key == "reading-zip-empty"


def test_a_zip_that_is_damaged() -> None:
    data = zipped(**{"orders.csv": b"Order,Amount\n" * 50})
    with pytest.raises(ReadingError) as caught:
        read_bytes(data[:-30], "orders.zip")
    assert caught.value.key == "reading-broken-zip"


def test_the_beginning_of_a_long_text_is_there_at_once() -> None:
    data = b"Order;Amount\n" + b"".join(b"%d;5,00\n" % number for number in range(100_000))
    table = beginning_of(data)
    assert table.headers == ("Order", "Amount")
    assert 10_000 < table.cells.height < 50_000
    assert table.cells.row(0) == ("0", "5,00")


def test_other_readings_are_offered_with_their_reasons() -> None:
    readings = read_choices_of("Größe;Preis\n1;2,50\n2;3,50\n3;4,50\n".encode("cp1252"))
    assert readings.encodings[0] == "Windows-1252"
    assert "UTF-8" in readings.encodings
    best = readings.dialects[0]
    assert (best.dialect.delimiter, best.records, best.alike, best.width) == (";", 4, 4, 2)
    assert "," in [one.dialect.delimiter for one in readings.dialects]


def test_a_preview_points_at_the_cells_that_would_differ() -> None:
    data = "Größe;Preis\n1;é\n2;b\n".encode("cp1252")
    found, other = beginning_of(data), beginning_of(data, ReadOptions(encoding="cp437"))
    assert differing_cells(found, other) == [(0, 1)]
    assert differing_cells(found, found) == []
    assert (0, 0) in differing_cells(found, beginning_of(data, ReadOptions(delimiter=",")))


def test_long_numbers_that_the_clipboard_has_cut_are_pointed_out() -> None:
    table = read_pasted("Order\tAmount\n1.23457E+15\t5\n12345678901234500\t6\nAC-1\t7\n")
    assert dict(notes(table))["note-pasted-cut"] == {"cells": 2, "first": "2"}
    assert {column: rows.to_list() for column, rows in table.damaged.items()} == {"c0": [0, 1]}


def test_pasted_rows_without_long_numbers_are_not() -> None:
    assert "note-pasted-cut" not in dict(notes(read_pasted("Order\tAmount\nAC-1\t7\n123456789012345\t5\n")))


class Cancelled(Exception):
    """What a job raises when the person has pressed Cancel."""


@pytest.mark.parametrize("name", ["regular.csv", "stray.csv", "ragged.csv", "orders.xlsx"])
def test_reading_tells_how_far_it_is_and_can_be_cancelled(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    body = {"regular.csv": "1,2\n", "stray.csv": '1,5" x\n', "ragged.csv": "1,2,3\n4,5\n"}.get(name)
    path.write_bytes(b"a,b\n" + (body * 60_000).encode() if body else book_of([["a", "b"]] + [["1", "2"]] * 5))
    told: list[float] = []
    read(path, progress=told.append)
    assert told == sorted(told)
    assert len(told) > 1
    assert 0 <= told[0] <= told[-1] <= 1

    def cancel(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(path, progress=cancel)


def test_a_preview_shows_all_records_and_the_table_that_comes_of_them() -> None:
    data = b"Orders of May\n\nOrderId;Amount;Sku\nA-1;2,50;S-1\nA-2;3,50;S-2\nA-3;4,50;S-3\n"
    preview = preview_of(data, "orders.csv")
    look = preview.look(None, ReadOptions())
    assert look.records.cells["c0"].to_list() == ["Orders of May", None, "OrderId", "A-1", "A-2", "A-3"]
    assert (look.table.header_row, look.table.headers) == (3, ("OrderId", "Amount", "Sku"))
    other = preview.look(None, ReadOptions(header_row=4))
    assert other.table.headers == ("A-1", "2,50", "S-1")
    assert differing_cells(look.records, other.records) == []
    assert differing_cells(look.records, preview.look(None, ReadOptions(delimiter="|")).records) != []


def test_a_preview_looks_into_a_zip_and_into_each_tab() -> None:
    book = Workbook()
    book.active.append(["Nobody knows"])
    book.active.append(["nothing"])
    orders = book.create_sheet("Orders")
    orders.append(["OrderId", "Amount"])
    orders.append(["A-1", "2.50"])
    written, packed = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("orders.xlsx", written.getvalue())
    preview = preview_of(packed.getvalue(), "orders.zip")
    assert preview.tabs == (("Sheet", False, 0), ("Orders", False, 2))
    assert preview.readings is None
    assert preview.look("Orders", ReadOptions()).table.headers == ("OrderId", "Amount")
    assert preview.look("Sheet", ReadOptions()).records.cells["c0"].to_list() == ["Nobody knows", "nothing"]
