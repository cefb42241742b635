"""What cannot be read is told in one plain sentence that says which trouble it is."""

import io
import struct
import zlib
from pathlib import Path

import openpyxl
import pytest

from courier.reading import ReadingError, read, read_bytes
from tests.reading.workbook_files import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for number in range(200):
        book.active.append([f"Order {number}", number, "some text to make it longer"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data: bytes, name: str = "orders.csv", tab: str | None = None) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read_bytes(data, name, tab)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return caught.value


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"no file called gone\.csv") as caught:
        read(tmp_path / "gone.csv")
    assert caught.value.key == "reading-missing"


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "exports.csv"
    folder.mkdir()
    with pytest.raises(ReadingError, match=r"exports\.csv is a folder") as caught:
        read(folder)
    assert caught.value.key == "reading-folder"


def test_a_path_through_a_file_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ReadingError):
        read(tmp_path / "orders.csv" / "more.csv")


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe \0\n\0", b",,,\n,,\n", b'""\n""\n'])
def test_nothing_in_it(data: bytes) -> None:
    assert refusal(data).key == "reading-empty"


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(20)


@pytest.mark.parametrize(
    "data",
    [
        PNG,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
        b"\xff\xd8\xff\xe0 JFIF",
        b"\x1f\x8b\x08\0" + zlib.compress(b"a,b\n1,2"),
        (b"a,b\n1,2\n" + bytes(200)) * 2,
        bytes(range(1, 32)) * 40 + b"\xff",
        zipped(**{"picture.png": PNG}),
    ],
    ids=["png", "pdf", "jpeg", "gzip", "nul", "control", "zip"],
)
def test_no_table_at_all(data: bytes) -> None:
    assert refusal(data).key == "reading-not-a-table"


def test_a_workbook_with_a_password() -> None:
    data = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert refusal(data, "orders.xlsx").key == "reading-password"
    assert "orders.xlsx" in str(refusal(data, "orders.xlsx"))


def test_a_workbook_of_the_old_kind_that_is_none() -> None:
    data = OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600)
    assert refusal(data, "orders.xls").key == "reading-broken-workbook"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_that_was_cut_off(part: float) -> None:
    whole = workbook()
    assert refusal(whole[: int(len(whole) * part)], "orders.xlsx").key == "reading-broken-workbook"


def test_a_workbook_with_a_damaged_part() -> None:
    whole = bytearray(workbook())
    start = whole.index(b"xl/worksheets/sheet1.xml") + 60
    for place in range(start, start + 200):
        whole[place] ^= 0x5A
    assert refusal(bytes(whole), "orders.xlsx").key == "reading-broken-workbook"


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": b""},
        {"xl/workbook.xml": b"<workbook/>"},
        {"xl/workbook.xml": b"no xml <<<"},
        {"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"<Relationships/>"},
    ],
)
def test_a_workbook_with_nothing_behind_its_name(parts: dict[str, bytes]) -> None:
    assert refusal(zipped(**parts), "orders.xlsx").key in ("reading-broken-workbook", "reading-empty")


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"},
        {"[Content_Types].xml": b"<Types/>"},
        {"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": b"<worksheet/>", "xl/styles.xml": b"<a/>"},
    ],
)
def test_an_office_file_without_a_workbook_in_it(parts: dict[str, bytes]) -> None:
    problem = refusal(zipped(**parts), "orders.xlsx")
    assert problem.key == "reading-no-workbook"
    assert "without a workbook" in str(problem)


def test_a_workbook_locked_as_a_zip() -> None:
    whole = bytearray(workbook())
    # the flag that says a part is encrypted, in every directory entry and local head
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(signature)
        while place >= 0:
            whole[place + offset] |= 1
            place = whole.find(signature, place + 4)
    assert refusal(bytes(whole), "orders.xlsx").key in ("reading-broken-workbook", "reading-password")


def test_a_workbook_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courier.reading.workbooks.packages.LARGEST_UNPACKED", 1_000)
    assert refusal(workbook(), "orders.xlsx").key == "reading-too-large"


def test_a_workbook_with_nothing_in_it() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert refusal(out.getvalue(), "orders.xlsx").key == "reading-empty"


def test_an_unknown_tab_names_those_there_are() -> None:
    problem = refusal(workbook(), "orders.xlsx", "March")
    assert problem.key == "reading-no-such-tab"
    assert "“March”" in str(problem)
    assert "Sheet" in str(problem)


def test_text_that_is_not_what_its_mark_says() -> None:
    problem = refusal(b"\xef\xbb\xbfOrder,Name\n1,caf\xe9\n")
    assert problem.key == "reading-undecodable"
    assert "UTF-8" in str(problem)
