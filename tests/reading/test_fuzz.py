"""Whatever is changed in a file, it is read or refused in one sentence: no crash, no hang."""

import contextlib
import io
import random
import zipfile
from typing import Any

import openpyxl
import pytest

from courier.reading import ReadingError, read_bytes, write_records
from tests.reading.polluted_files import Style, table
from tests.reading.test_workbooks import book_of
from tests.reading.time_limit import within
from tests.reading.workbook_files import ods, ods_cell, ods_table, xls, xlsb
from tests.tries import tries

ROWS: list[list[Any]] = [["Order", "Amount", "Note"], *[[f"A-{n}", n * 1.5, "née" * n] for n in range(30)]]
TEXT = Style().text(table(30))
SOURCES = {
    "csv": TEXT.encode(),
    "utf-16": TEXT.encode("utf-16"),
    "shift-jis": ("住所;備考\n" + "東京都渋谷区;午前中に\n" * 30).encode("shift-jis"),
    "xlsx": book_of(ROWS, {"A3": "000", "B4": "0.00", "B5": "yyyy-mm-dd"}),
    "xls": xls(ROWS, {(3, 1): "000", (4, 1): "0.00", (5, 1): "yyyy-mm-dd"}),
    "xlsb": xlsb(ROWS),
    "ods": ods(
        ods_table(ods_cell(str(a)) + ods_cell(f"{b:.2f}", "float", str(b)) + ods_cell(c) for a, b, c in ROWS[1:])
    ),
}
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\0",
    b"\\",
    b"<",
    b"99999999999",
    b"-1",
    b"'",
    b";\t",
    b"\xff\xfe",
    b"</row>",
    b"<!DOCTYPE x>",
]


def changed(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        if not out:
            break
        place, other = chance.randrange(len(out)), chance.randrange(len(out))
        match chance.randrange(7):
            case 0:
                out[place] ^= 1 << chance.randrange(8)
            case 1:
                del out[place : place + chance.randrange(1, 40)]
            case 2:
                out[place:place] = chance.randbytes(chance.randrange(1, 8))
            case 3:
                del out[place:]
            case 4:
                out[place:place] = out[place : place + chance.randrange(1, 60)]
            case 5:
                out[place:place] = chance.choice(PIECES)
            case 6:
                out[place], out[other] = out[other], out[place]
    return bytes(out)


def changed_inside(data: bytes, chance: random.Random) -> bytes:
    """A ZIP with one of its parts changed, the checksums right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as archive:
        chosen = chance.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, changed(content, chance) if name == chosen else content)
    return out.getvalue()


@pytest.mark.soak
@pytest.mark.parametrize("kind", SOURCES)
def test_a_changed_file_is_read_or_refused(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    packed = kind in ("xlsx", "xlsb", "ods")
    for seed in range(tries(20, 600)):
        chance = random.Random(f"{kind} {seed}")
        inside = packed and chance.random() < 0.8
        data = changed_inside(SOURCES[kind], chance) if inside else changed(SOURCES[kind], chance)
        with within(5, seed), contextlib.suppress(ReadingError):
            result = read_bytes(data, "orders")
            write_records(result, io.StringIO())
            assert all(str(note) for note in result.notes), seed


def test_the_fuzzed_files_are_good_before(capfd: pytest.CaptureFixture[str]) -> None:
    for kind, data in SOURCES.items():
        assert read_bytes(data, kind).cells.height >= 29, kind
    assert openpyxl.load_workbook(io.BytesIO(SOURCES["xlsx"])).active.max_row == 31
