"""The first rows of large files, read before the rest."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

import courier.open_sheet
from courier.open_sheet import OpenOptions, open_first_rows
from courier.reading import read_bytes
from courier.reading.workbooks import first_rows
from courier.reading.workbooks.first_rows import cut_to_first_rows

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADERS = ["OrderId", "Amount", "Category", "Sku", "Quantity"]


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier.open_sheet, "_LARGE_TEXT", 0)
    monkeypatch.setattr(courier.open_sheet, "_LARGE_WORKBOOK", 0)


def workbook(folder: Path, rows: int) -> Path:
    book = openpyxl.Workbook()
    tab = book.active
    tab.append(HEADERS)
    for number in range(rows):
        tab.append([f"AC-{number:06}", 5.5, "Hats", "S-1", 0])
    path = folder / "orders.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_cut_behind_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_rows, "_BEGINNING", 20_000)
    path = workbook(tmp_path, 2_000)
    complete = read_bytes(path.read_bytes(), path.name)
    cut = read_bytes(cut_to_first_rows(path.read_bytes()) or b"", path.name)
    assert 20 < cut.cells.height < 200
    assert cut.headers == complete.headers
    assert cut.cells.equals(complete.cells.head(cut.cells.height))
    assert cut.rows.equals(complete.rows.head(cut.cells.height))


def test_a_workbook_of_few_rows_is_there_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path, 5)
    assert read_bytes(cut_to_first_rows(path.read_bytes()) or b"", path.name).cells.height == 5


def test_the_first_rows_are_checked(tmp_path: Path) -> None:
    text = tmp_path / "orders.csv"
    text.write_text("\n".join([",".join(HEADERS), *["AC-1,5.50,Hats,S-1,0"] * 20_000]) + "\n", encoding="utf-8")
    for path in (text, workbook(tmp_path, 5)):
        opened = open_first_rows(path, OpenOptions(), NOW)
        assert opened
        draft = opened.draft
        assert draft.verdict.counts_by_rule()["ITEM-QTY"] == draft.sheet.row_count < 20_000


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no archive", b"\x00\x01\x02" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_cannot_be_read_by_its_beginning_is_left_to_who_reads_all_of_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(content)
    assert open_first_rows(path, OpenOptions(), NOW) is None


def test_a_file_that_is_gone_is_left_to_who_reads_all_of_it(tmp_path: Path) -> None:
    assert open_first_rows(tmp_path / "gone.csv", OpenOptions(), NOW) is None


def test_a_worksheet_without_the_end_of_a_row_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_rows, "_BEGINNING", 50)
    assert cut_to_first_rows(workbook(tmp_path, 50).read_bytes()) is None


def test_an_archive_without_worksheets_is_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("orders.csv", ",".join(HEADERS) + "\nAC-1,5.50,Hats,S-1,0\n")
    assert cut_to_first_rows(path.read_bytes()) is None


def test_a_damaged_part_is_left_to_who_reads_all_of_it(tmp_path: Path) -> None:
    path = workbook(tmp_path, 50)
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    content[place + 60 : place + 200] = b"\xff" * 140
    assert cut_to_first_rows(bytes(content)) is None
