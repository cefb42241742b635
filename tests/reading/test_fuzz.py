"""Whatever is changed in a file, it comes to a verdict or is refused in one sentence: no crash, no hang, no flood."""

import io
import random
import sys
import zipfile
from typing import Any

import openpyxl
import pytest

from courier.messages import UserError
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes, write_records
from tests.reading.polluted_files import Style, table
from tests.reading.test_markup import cells, markup, message, page
from tests.reading.test_workbooks import book_of
from tests.reading.time_limit import within
from tests.reading.workbook_files import ods, ods_cell, ods_table, xls, xlsb, zipped
from tests.rules.one_cell import NOW
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
    "html": page("Order|Amount|Note", *(f"A-{n}|{n}.50|née &amp; {n}" for n in range(30))).encode(),
    "spreadsheetml": markup(
        cells("String:Order", "String:Amount"), *(cells(f"String:A-{n}", f"Number:{n}.5") for n in range(30))
    ).encode(),
    "mhtml": message(("Book.htm", page("Order|Amount", *(f"A-{n}|{n}.50" for n in range(30))))),
    "zip": zipped(**{"orders.csv": TEXT.encode()}),
}
MOST_MEMORY = 700_000
"""Kilobytes by which a file may make the process grow."""
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
    b"<table>",
    b'<td rowspan="65534" colspan=1000>',
    b"<!--",
    b"&#x10ffff;",
    b"MIME-Version: 1.0\r\n",
    b"PK\x03\x04",
    b" " * 400,
    b'",\n' * 40,
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


def peak() -> int:
    """The most memory that this process had at once, in kilobytes; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.soak
@pytest.mark.parametrize("kind", SOURCES)
def test_a_changed_file_comes_to_a_verdict_or_is_refused(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    packed, before = kind in ("xlsx", "xlsb", "ods", "zip"), peak()
    for seed in range(tries(8, 600)):
        chance = random.Random(f"{kind} {seed}")
        inside = packed and chance.random() < 0.8
        data = changed_inside(SOURCES[kind], chance) if inside else changed(SOURCES[kind], chance)
        with within(5, seed):
            try:
                result = read_bytes(data, "orders")
                write_records(result, io.StringIO())
                draft = open_table(result, "orders", None, OpenOptions(), NOW).draft
                draft.check()
                assert all(str(note) for note in result.notes), seed
                assert all(problem.rule for problem in draft.problems()), seed
            except UserError as problem:
                assert str(problem).endswith("."), seed  # noqa: PT017 (both ends are good)
    assert peak() - before < MOST_MEMORY


def test_the_fuzzed_files_are_good_before(capfd: pytest.CaptureFixture[str]) -> None:
    for kind, data in SOURCES.items():
        assert read_bytes(data, kind).cells.height >= 29, kind
    assert openpyxl.load_workbook(io.BytesIO(SOURCES["xlsx"])).active.max_row == 31
