"""A small file cannot take much time or memory, whatever it claims: it is read, or refused with a sentence."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from courier.reading import ReadingError, read_bytes
from courier.reading.table import MOST_COLUMNS
from courier.reading.workbooks import worksheet_xml
from courier.reading.workbooks.book import MOST_COLUMNS as MOST_OF_A_WORKSHEET
from courier.reading.workbooks.book import Room, column_name
from courier.reading.workbooks.packages import unpacked_part
from tests.reading.test_workbooks import HEAD, by_hand
from tests.reading.time_limit import within
from tests.reading.workbook_files import ods, ods_cell, ods_table

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED = '<c r="{ref}" t="s"><v>0</v></c>'


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with another part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            if part != name:
                archive.writestr(part, source.read(part))
        archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: int, columns: int, cell: str) -> bytes:
    """A worksheet of cells that are all alike."""
    body = "".join(
        f'<row r="{row}">{"".join(cell.format(ref=f"{column_name(column)}{row}") for column in range(columns))}</row>'
        for row in range(2, rows + 2)
    )
    return by_hand(f"<sheetData>{HEAD}{body}</sheetData>")


def sharing(rows: int, length: int, cell: str = _SHARED) -> bytes:
    """A workbook whose cells share one long text."""
    strings = f'<sst xmlns="{_NAMESPACE}"><si><t>{"a" * length}</t></si></sst>'
    return replaced(sheet(rows, 2, cell), "xl/sharedStrings.xml", strings.encode())


def repeated(columns: int, rows: int, text: str = "x", tables: int = 1) -> bytes:
    table = ods_table([ods_cell(text, number_columns_repeated=str(columns))])
    table = table.replace("<table:table-row>", f'<table:table-row table:number-rows-repeated="{rows}">')
    return ods("".join(table.replace('table:name="', f'table:name="{number}') for number in range(tables)))


def many_formats() -> bytes:
    formats = "".join(f'<numFmt numFmtId="{200 + number}" formatCode="0.{number}"/>' for number in range(6_000))
    styles = f'<styleSheet xmlns="{_NAMESPACE}"><numFmts>{formats}</numFmts></styleSheet>'
    return replaced(sheet(1, 1, '<c r="{ref}"><v>1</v></c>'), "xl/styles.xml", styles.encode())


def packed(content: bytes, said: int | None = None) -> bytes:
    """A ZIP of one file, which says another size in its list of contents."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", content)
    data = bytearray(out.getvalue())
    if said is not None:
        struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, said)
    return bytes(data)


def wide(columns: int) -> bytes:
    return ",".join(f"c{column}" for column in range(columns)).encode() + b"\n" + b"1," * (columns - 1) + b"1\n"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "one long text in many cells": (lambda: sharing(4_000, 1_000_000), "reading-too-much-text"),
    "a text of some length in more cells": (lambda: sharing(20_000, 10_000), "reading-too-much-text"),
    "a shared text in an unusual spelling": (
        lambda: sharing(4_000, 1_000_000, "<c r=\"{ref}\" t = 's'><!-- --><v>0</v></c>"),
        "reading-too-much-text",
    ),
    "repeated cells": (lambda: repeated(50, 1_000_000), "reading-too-wide"),
    "repeated texts": (lambda: repeated(50, 1_000, "x" * 100_000), "reading-too-much-text"),
    "repeated cells on many tabs": (lambda: repeated(1_000, 1_500, tables=20), "reading-too-wide"),
    "blanks that an element stands for": (
        lambda: ods(ods_table([ods_cell("x" + '<text:s text:c="10000"/>' * 10_000)])),
        "reading-too-much-text",
    ),
    "a far cell": (
        lambda: by_hand(f'<sheetData>{HEAD}<row r="9999"><c r="XFD9999"><v>1</v></c></row></sheetData>'),
        "reading-too-wide",
    ),
    "formats without end": (many_formats, "reading-broken-workbook"),
    "more columns than orders have": (lambda: wide(MOST_COLUMNS + 1), "reading-too-wide"),
    "a worksheet as wide as it can be": (
        lambda: by_hand("<sheetData>" + "".join(
            f'<row r="{row}">'
            + "".join(f'<c r="{column_name(column)}{row}"><v>1</v></c>' for column in range(MOST_OF_A_WORKSHEET))
            + "</row>" for row in (1, 2)
        ) + "</sheetData>"),
        "reading-too-wide",
    ),
    "cells that reach far down": (
        lambda: b"<html><table>" + b"<tr><td rowspan=9999>1<td>2</tr>" * 30_000 + b"</table>",
        "reading-too-wide",
    ),
    "one line": (lambda: b"a" * 5_500_000, "reading-one-line"),
    "one line in an archive": (lambda: packed(b"a" * 5_500_000), "reading-one-line"),
    "an archive of next to nothing": (lambda: packed(b"1,2,3,4\n" * 5_000_000), "reading-too-large"),
    "an archive that lies": (lambda: packed(b"1,2,3,4\n" * 5_000_000, 100), "reading-broken-zip"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_small_file_claims_is_refused_in_a_sentence(name: str) -> None:
    make, key = REFUSED[name]
    data = make()
    with within(5, name), pytest.raises(ReadingError) as caught:
        read_bytes(data, "orders")
    assert caught.value.key == key
    assert str(caught.value).endswith(".")


def test_a_part_is_unpacked_no_further_than_it_says() -> None:
    data = packed(b"1,2,3,4\n" * 5_000_000, 100)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        read, part = list[int](), archive.infolist()[0]
        opened = archive.open
        archive.open = lambda *wanted: _Counting(opened(*wanted), read)  # type: ignore[method-assign, assignment]
        with pytest.raises(zipfile.BadZipFile):
            unpacked_part(archive, part)
    assert read
    assert max(read) <= 1_000_000


class _Counting:
    """A part of an archive that notes how much of it was asked for at once."""

    def __init__(self, part: object, read: list[int]) -> None:
        self._part, self._read = part, read

    def __enter__(self) -> "_Counting":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, size: int) -> bytes:
        self._read.append(size)
        return self._part.read(size)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    "tags",
    [
        "<c " * 300_000, '<c r="A2" t="e"' * 60_000, "<row " * 200_000, "<c><f " * 100_000, "<mergeCell " * 100_000,
        "<cols>" + '<col hidden="1" ' * 100_000, '<c t="s" ' * 100_000, '<c r="' + "A" * 1_000_000 + '2"/>',
        '<row r="' + "1" * 1_000_000 + '"/>', '<c r="A2" ' + 't="s" ' * 100_000 + "/>", '<c s="1" ' * 100_000,
    ],
)  # fmt: skip
def test_tags_that_never_end_are_looked_through_once(tags: str) -> None:
    with within(5), pytest.raises(ReadingError):
        read_bytes(by_hand(f"<sheetData>{tags}</sheetData>"), "orders.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        "<html><table><tr><td>a<td>b" + "</script " * 100_000,
        "<html><table><tr><td a=1 " + "a" * 900_000 + ">a<td>b<tr><td>1<td>2",
        "<html>" + "<script></script " * 60_000,
        "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>"
        + "<x:Name></x:Name><x:WorksheetSource " * 25_000,
        '"' + "," * 90_000 + "\n" + '"' + "," * 900_000,
        "Order" + " " * 500_000 + "x,b\n1,2\n",
        "Order ID,Amount\n" + (" " * 400 + "x,") * 2_000 + "\n",
        "Order ID,Amount\n1," + " " * 900_000 + "x\n",
        "Order ID,Amount\n1," + "1 " * 450_000 + "x\n",
        'a,"b\n' * 200_000,
        ('a,"b\n' * 5 + 'x",y\n' + "a,b\n") * 28_000,
        "a,b,c\n" * 2_000 + ('"x,' * 1_900 + "\n") * 170,
    ],
)  # fmt: skip
def test_a_megabyte_of_text_is_read_or_refused_in_time(text: str) -> None:
    with within(5):
        try:
            assert read_bytes(text.encode(), "orders").headers
        except ReadingError as problem:
            assert str(problem).endswith(".")  # noqa: PT017 (both ends are good)


def test_a_column_that_is_none_gets_no_room() -> None:
    far = "A" * 1_000_000
    with within(5):
        table = read_bytes(
            by_hand(f'<sheetData>{HEAD}<row r="2"><c r="A2"><v>7</v></c><c r="{far}2"><v>1</v></c></row></sheetData>'),
            "orders.xlsx",
        )
    assert table.cells.row(0)[0] == "7"


def test_shared_texts_are_counted_for_each_cell() -> None:
    strings = b"<sst><si><t>" + b"a" * 30_000_000 + b"</t></si><si><t>b</t></si></sst>"
    cells = b'<c r="A2" t="s"><v>1</v></c>' * 1_000
    assert worksheet_xml.shared_characters(cells, strings) < 100_000
    assert worksheet_xml.shared_characters(cells + b'<c r="B2" t="s"><v>0</v></c>', strings) > 30_000_000


def test_room_grows_with_the_file() -> None:
    assert Room(100_000_000).holds(1_000_000, 50)
    assert not Room(1_000).holds(1_000_000, 50)
    room = Room(1_000)
    room.spend(1_000_000, 2)
    assert not room.holds(100_000, 2)
