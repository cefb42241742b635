"""Files made to harm are refused quickly, cheaply and in one sentence; the app lives on."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from courier.reading import ReadingError, read, read_bytes
from tests.commands.running import ROOT
from tests.reading.test_workbooks import HEAD, by_hand
from tests.reading.time_limit import within
from tests.reading.workbook_files import ods, ods_cell, ods_table

pytestmark = pytest.mark.slow

ROW = '<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>5</v></c></row>'
GOOD = by_hand(f"<sheetData>{HEAD}{ROW}</sheetData>")
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12))
    + "]>"
).encode()
_ONE_MB = bytes([32]) * 1_000_000


def with_part(name: str, content: bytes, times: int = 1) -> bytes:
    """The good workbook with a part replaced or added: ``content``, written ``times`` times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            if part != name:
                archive.writestr(part, source.read(part))
        with archive.open(name, "w") as part:
            for _ in range(times):
                part.write(content)
    return out.getvalue()


def laughing(name: str, declaration: bytes, instead_of: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        head, _, rest = source.read(name).partition(b"?>")
    return with_part(name, head + b"?>" + declaration + LAUGHS + rest.replace(instead_of, b"&a11;"))


def laughing_widely() -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        rest = source.read("xl/workbook.xml").decode().partition("?>")[2]
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS.decode() + rest.replace("Orders", "&a11;")
    return with_part("xl/workbook.xml", xml.encode("utf-16"))


def lying() -> bytes:
    """Shared texts of 300 MB that say they have 100 bytes."""
    data = bytearray(with_part("xl/sharedStrings.xml", _ONE_MB, 300))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/sharedStrings.xml"))
    struct.pack_into("<I", data, place + 24, 100)
    return bytes(data)


def zipped(name: str, content: bytes, times: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(times):
            part.write(content)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a sheet of 500 MB": (lambda: with_part("xl/worksheets/a.xml", _ONE_MB, 500), "reading-too-large"),
    "shared texts of 500 MB": (lambda: with_part("xl/sharedStrings.xml", _ONE_MB, 500), "reading-too-large"),
    "a picture of 500 MB": (lambda: with_part("xl/media/x.bin", _ONE_MB, 500), "reading-too-large"),
    "a part that lies": (lying, "reading-broken-workbook"),
    "entities in the book": (lambda: laughing("xl/workbook.xml", b"", b"Orders"), "reading-broken-workbook"),
    "entities in the sheet": (lambda: laughing("xl/worksheets/a.xml", b"", b"Amount"), "reading-broken-workbook"),
    "entities far down": (
        lambda: laughing("xl/worksheets/a.xml", b"<!--" + bytes([120]) * 3_000_000 + b"-->", b"Amount"),
        "reading-broken-workbook",
    ),
    "elements without end": (
        lambda: ods("<text:span>" * 1_000_000 + ods_table([ods_cell("x")])),
        "reading-broken-workbook",
    ),
    "entities in wide letters": (laughing_widely, "reading-broken-workbook"),
    "a zip of 500 MB": (lambda: zipped("orders.csv", b"1,2,3,4\n" * 125_000, 500), "reading-too-large"),
    "a zip in a zip": (lambda: zipped("in.zip", zipped("in.zip", b"a,b\n")), "reading-not-a-table"),
    "far cells of an ods": (
        lambda: ods(
            ods_table([ods_cell("x", number_columns_repeated="16384")]).replace(
                "<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'
            )
        ),
        "reading-too-wide",
    ),
    "five million columns": (lambda: bytes([44]) * 5_000_000, "reading-too-wide"),
    "one long row among many": (
        lambda: b"a,b\n" + b"1,2,3\n" * 20_000 + b"," * 200_000 + b"\n1,2\n",
        "reading-too-wide",
    ),
    "NUL alone": (lambda: bytes(5_000_000), "reading-not-a-table"),
    "noise": (lambda: os.urandom(2_000_000), "reading-not-a-table"),
    "line ends alone": (lambda: b"\n" * 5_000_000, "reading-empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_quickly(name: str) -> None:
    make, key = HOSTILE[name]
    data = make()
    with within(2), pytest.raises(ReadingError) as caught:
        read_bytes(data, "orders")
    assert caught.value.key == key
    assert str(caught.value).endswith(".")
    # and the next file is read as if nothing had been
    assert read_bytes(GOOD, "orders.xlsx").cells.row(0) == ("7", "5")


@pytest.mark.parametrize(
    "content",
    [
        b"a,b,c\n" + b'"x,' * 3_900 + b"\n",
        b"a,b,c\n" + b'1,"open,2\n' * 20_000,
        b"a,b,c\n" + b'"' * 200_001,
        b"a,b,c\n" + (b'""' * 500 + b"x\n") * 300,
        b"a,b\r" * 50_000,
        b'a,b\n1,"' + b"x\n" * 50_000,
        b"\\" * 100_000 + b'"\n,',
        b"a,b,c\n" + b'1,"x,3\n' * 300_000,
        b"order\n" + b"A-1\n" * 5_000_000,
    ],
    ids=[
        "open cells",
        "open rows",
        "marks alone",
        "doubled marks",
        "returns",
        "an endless cell",
        "backslashes",
        "stray rows",
        "one column",
    ],
)
def test_what_stands_in_quotes_is_taken_apart_in_time(content: bytes) -> None:
    with within(8):
        assert read_bytes(content, "orders.csv").headers


@pytest.mark.parametrize(("row", "count"), [("", 1_048_576), ('<c r="A{0}" s="0"/>', 300_000)])
def test_a_million_empty_rows_are_none(row: str, count: int) -> None:
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(3, count + 1))
    data = by_hand(f"<sheetData>{HEAD}{ROW}{rows}</sheetData>")
    with within(8):
        table = read_bytes(data, "orders.xlsx")
    assert table.cells.rows() == [("7", "5")]


def test_a_gigabyte_without_line_end_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    with path.open("wb") as out:
        out.write(b"Order,Amount" * 9)
        # a hole, which takes no room on the disk
        out.truncate(1_000_000_000)
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert caught.value.key == "reading-one-line"


def test_more_than_is_opened_is_said_before_trying(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    with path.open("wb") as out:
        out.write(b"Order,Amount\n1,2\n")
        out.truncate(3_000_000_000)
    with pytest.raises(ReadingError, match=r"3\.0 GB") as caught:
        read(path)
    assert caught.value.key == "reading-too-long"


@pytest.mark.only_on("linux", why="the peak of memory is read from /proc")
@pytest.mark.parametrize("name", ["a sheet of 500 MB", "a part that lies", "entities in the sheet"])
def test_a_refusal_takes_less_than_500_mb(tmp_path: Path, name: str) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(HOSTILE[name][0]())
    code = (
        "import sys; from courier.cli import main; code = main(['read', sys.argv[1]]);"
        "print(code, open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )
    code, kilobytes = done.stdout.split()
    assert (code, int(kilobytes) < 500_000) == ("2", True)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "cell",
    [
        '<c  r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c s="0" r="XFD1048576"><v>1</v></c>',
        '<c r="XFD1048576"><v>1</v></c>',
        '<c r="XFD999999"><v>1</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_a_far_cell_in_any_spelling_takes_no_memory(cell: str) -> None:
    with within(2):
        try:
            table = read_bytes(by_hand(f'<sheetData>{HEAD}<row r="2">{cell}</row></sheetData>'), "orders.xlsx")
            assert table.cells.height < 10
        except ReadingError as problem:
            assert problem.key == "reading-too-wide"  # noqa: PT017 (both ends are good)
