"""``courier read``: what the app sees of a file."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.commands.running import PATIENCE, ROOT, Courier, in_its_own_process, records

SEMICOLONS = 'Größe;Preis;Note\r\n1;2,50;\r\n2;3,50;a"b\r\n'


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "bestellungen.csv"
    path.write_bytes(SEMICOLONS.encode("cp1252"))
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "March"
    book.active.append(["Order", "Amount"])
    book.active.append(["00123", 5])
    april = book.create_sheet("April")
    april.append(["Order", "Amount"])
    april.append(["00999", 7])
    book.save(tmp_path / "orders.xlsx")
    return tmp_path / "orders.xlsx"


def test_plain_csv_goes_to_the_output_and_notes_beside_it(courier: Courier, german: Path) -> None:
    run = courier("read", german)
    assert run.code == 0
    assert run.out == 'Größe,Preis,Note\n1,"2,50",\n2,"3,50","a""b"\n'
    assert len(run.err.splitlines()) == 2
    assert all(line.endswith(".") for line in run.err.splitlines())


def test_in_its_own_process_the_output_is_utf_8_whatever_the_console_speaks(german: Path) -> None:
    run = in_its_own_process("read", german)
    assert (run.code, run.out.splitlines()[0]) == (0, "Größe,Preis,Note")


def test_output_is_a_file_without_byte_order_mark(courier: Courier, german: Path, tmp_path: Path) -> None:
    run = courier("read", german, "--output", tmp_path / "plain.csv")
    assert (run.code, run.out) == (0, "")
    content = (tmp_path / "plain.csv").read_bytes()
    assert content.startswith("Größe,".encode())
    assert records(tmp_path / "plain.csv") == [["Größe", "Preis", "Note"], ["1", "2,50", ""], ["2", "3,50", 'a"b']]


def test_json_says_what_was_assumed(courier: Courier, german: Path) -> None:
    run = courier("read", german, "--json")
    assert (run.code, run.err) == (0, "")
    assert list(run.json) == ["file", "sheet", "rows", "columns", "headers", "reading"]
    assert run.json["file"] == str(german)
    assert (run.json["sheet"], run.json["rows"], run.json["columns"]) == (None, 2, 3)
    assert run.json["headers"] == ["Größe", "Preis", "Note"]
    reading = run.json["reading"]
    assert list(reading) == ["format", "encoding", "delimiter", "header_row", "notes"]
    assert (reading["format"], reading["delimiter"], reading["header_row"]) == ("csv", ";", 1)
    assert reading["encoding"] == "Windows-1252"
    assert len(reading["notes"]) == 2


def test_each_record_has_the_cells_it_had(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_bytes(b'a,b,c\n1,2\n3,"4\nx",5,6\n')
    run = courier("read", path)
    assert (run.code, run.out) == (0, 'a,b,c\n1,2\n3,"4\nx",5,6\n')


def test_a_tab_of_a_workbook(courier: Courier, workbook: Path) -> None:
    first = courier("read", workbook)
    assert (first.code, first.out) == (0, "Order,Amount\n00123,5\n")
    assert "April" in first.err
    assert courier("read", workbook, "--sheet", "April").out == "Order,Amount\n00999,7\n"
    facts = courier("read", workbook, "--sheet", "April", "--json").json
    assert facts["sheet"] == "April"
    assert (facts["reading"]["format"], facts["reading"]["encoding"], facts["reading"]["delimiter"]) == (
        "xlsx",
        None,
        None,
    )


def test_an_unknown_tab_names_those_there_are(courier: Courier, workbook: Path) -> None:
    run = courier("read", workbook, "--sheet", "May")
    assert (run.code, run.out) == (2, "")
    assert "“May”" in run.sentence
    assert "March" in run.sentence


@pytest.mark.parametrize("command", ["read", "check"])
@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\n" + bytes(40), b"PK\x03\x04 cut off"])
def test_what_cannot_be_read_is_told_in_one_sentence(
    courier: Courier, tmp_path: Path, content: bytes | None, command: str
) -> None:
    path = tmp_path / "orders.csv"
    if content is not None:
        path.write_bytes(content)
    run = courier(command, path, "--json")
    assert (run.code, run.out) == (2, "")
    assert "nothing" in run.sentence


def test_a_table_in_a_page_is_read_whatever_its_name_says(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    path.write_text("<html><table><tr><th>Order<th>Total<tr><td>007<td>5,50</table></html>", encoding="utf-8")
    run = courier("read", path)
    assert (run.code, run.out) == (0, 'Order,Total\n007,"5,50"\n')
    assert courier("read", path, "--json").json["reading"]["format"] == "html"


@pytest.mark.parametrize("command", ["read", "check"])
def test_a_login_page_saved_as_a_workbook_is_told_in_one_sentence(
    courier: Courier, tmp_path: Path, command: str
) -> None:
    path = tmp_path / "orders.xls"
    path.write_text("<!DOCTYPE html><html><form>Password <input type=password></form></html>", encoding="utf-8")
    run = courier(command, path)
    assert (run.code, run.out) == (2, "")
    assert "orders.xls is a web page without orders" in run.sentence


def test_a_missing_file_in_its_own_process(tmp_path: Path) -> None:
    run = in_its_own_process("read", tmp_path / "gone.csv")
    assert (run.code, run.out) == (2, "")
    assert "gone.csv" in run.sentence


A_LINK = pytest.mark.only_on("linux", "darwin", why="Windows lets only some users make links")


@pytest.mark.parametrize("command", ["read", "fix"])
@pytest.mark.parametrize("spelling", ["itself", "a dot", pytest.param("a link", marks=A_LINK)])
def test_the_source_is_never_written_to(
    courier: Courier, german: Path, tmp_path: Path, command: str, spelling: str
) -> None:
    link = tmp_path / "link.csv"
    if spelling == "a link":
        link.symlink_to(german)
    # a path object would leave the dot away
    output = {"itself": german, "a dot": f"{tmp_path}/./{german.name}", "a link": link}[spelling]
    run = courier(command, german, "--output", output)
    assert (run.code, run.out) == (2, "")
    assert "is never changed" in run.sentence
    assert german.read_bytes() == SEMICOLONS.encode("cp1252")


@pytest.mark.parametrize("command", ["read", "fix"])
def test_an_output_that_cannot_be_written(courier: Courier, german: Path, unwritable: Path, command: str) -> None:
    full_disks = [path for path in [Path("/dev/full")] if path.exists()]
    for place in [unwritable / "out.csv", german.parent, *full_disks]:
        run = courier(command, german, "--output", place)
        assert run.code == 2
        assert str(place) in run.err.splitlines()[-1]


def test_how_a_file_is_read_can_be_said(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "orders.txt"
    path.write_bytes("made by hand;x\nOrder;'Name'\n1;'Čapek;\n".encode("cp1250"))
    run = courier("read", path, "--encoding", "cp1250", "--delimiter", ";", "--quote", "", "--header-row", "2")
    assert (run.code, run.out) == (0, "Order,'Name'\n1,'Čapek,\n")
    tabs = tmp_path / "tabs.txt"
    tabs.write_bytes(b"a\tb,c\n1\t2,3\n")
    assert courier("read", tabs, "--delimiter", "tab", "--header-row", "0").out == 'a,"b,c"\n1,"2,3"\n'
    wrong = courier("read", path, "--encoding", "klingon")
    assert (wrong.code, wrong.out) == (2, "")
    assert "klingon" in wrong.sentence


def test_what_is_said_about_reading_counts_for_checking_too(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("x;y\nOrderId;Amount\n1;2\n")
    reading = courier("check", path, "--header-row", "2", "--delimiter", ";", "--json").json["reading"]
    assert (reading["header_row"], reading["delimiter"]) == (2, ";")


def test_only_the_first_table_and_no_header_that_is_not_there(courier: Courier, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("1001,2026-03-01,5.00\n1002,2026-03-02,6.00\n\nShop,Since,Name,Land\n7,2026-01-01,Ann,IT\n")
    run = courier("read", path)
    assert (run.code, run.out) == (0, "1001,2026-03-01,5.00\n1002,2026-03-02,6.00\n")
    assert len(run.err.splitlines()) == 3
    assert "row 4" in run.err
    assert courier("read", path, "--json").json["reading"]["header_row"] is None


def test_whoever_stops_listening_is_not_shown_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("Order,Note\n" + "".join(f"{number},{'x' * 100}\n" for number in range(5_000)), encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "courier", "read", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as reader:
        assert reader.stdout
        assert reader.stderr
        assert reader.stdout.readline() == f"Order,Note{os.linesep}".encode()
        reader.stdout.close()
        assert reader.stderr.read() == b""
        assert reader.wait(PATIENCE) == 0
