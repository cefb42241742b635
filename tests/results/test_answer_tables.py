"""Tables of answers, as they are copied and downloaded."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from courier.ledger.values import AnswerSource, Progress
from courier.results.answer_tables import AnswerTableError, pasted_answers, read_answers

NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)
BATCH = "F-0f8fad5b-d9cb-469f-a165-70867728950e"
LISTED = (
    "Batch ID,Submission Date,File Name,Type,Status,Total Records,Total Errors,Completion Date",
    f'{BATCH},2026-11-29T10:45:00-05:00,a.csv,Conversion,Complete,"9,998",11,2026-11-29T12:31:00-05:00',
    "F-9b2c1f5e-1d6a-4c7e-8a51-2f5f3b1c9d10,2026-11-29T10:46:00-05:00,b.csv,Conversion,In Progress,2410,2,",
)
ERRORS = (
    "Line,Campaign,Action Tracker,Order ID,SKU,Status,Message",
    "412,1000,18500,AC-100588,SHOE-41,Validation,OID_DUPLICATE",
    "2071,1000,18500,AC-101934,,Contract Error,ACTION_REF_NOT_FOUND",
)


def pasted(*lines: str) -> str:
    """Lines as a spreadsheet or a page puts them on the clipboard."""
    return "\n".join("\t".join(_cells(line)) for line in lines)


def _cells(line: str) -> list[str]:
    return line.replace('"9,998"', "9;998").replace(",", "\t").replace(";", ",").split("\t")


def test_a_list_of_submissions_says_how_far_each_is() -> None:
    first, second = pasted_answers(pasted(*LISTED), "UTC", NOW)
    assert (first.batch, first.file, first.progress) == (BATCH, "a.csv", Progress.COMPLETE)
    assert (first.records, first.errors, first.source) == (9998, 11, AnswerSource.TABLE)
    assert first.submitted_at == datetime(2026, 11, 29, 15, 45, tzinfo=UTC)
    assert first.completed_at == datetime(2026, 11, 29, 17, 31, tzinfo=UTC)
    assert (second.progress, second.errors, second.completed_at) == (Progress.IN_PROGRESS, 2, None)


def test_errors_of_one_submission_are_refused_rows() -> None:
    (found,) = pasted_answers(pasted(*ERRORS), "UTC", NOW)
    assert (found.file, found.progress, found.errors) == ("", Progress.UNKNOWN, None)
    assert found.refused.drop("row").rows() == [
        (412, "1000", "18500", "AC-100588", None, "SHOE-41", "OID_DUPLICATE", "validation"),
        (2071, "1000", "18500", "AC-101934", None, None, "ACTION_REF_NOT_FOUND", "contract"),
    ]


@pytest.mark.parametrize("order", ["OrderId", "order_id", "OID", " Order  ID ", "Order"])
@pytest.mark.parametrize("reason", ["Reason", "message", "Error Code", "Errors"])
def test_columns_may_be_called_so_and_stand_in_any_order(order: str, reason: str) -> None:
    (found,) = pasted_answers(f"{reason}\tSku\t{order}\nNO_CHANGE\tS-1\tA-1", "UTC", NOW)
    assert found.refused.select("order_id", "sku", "reason").row(0) == ("A-1", "S-1", "NO_CHANGE")


def test_columns_of_other_names_are_recognised_by_their_values() -> None:
    lines = "Upload\tName on server\tWhat became of it\tRecords\n" + f"{BATCH}\ta.csv\tin progress\t5"
    (listed,) = pasted_answers(lines, "UTC", NOW)
    assert (listed.batch, listed.file, listed.progress) == (BATCH, "a.csv", Progress.IN_PROGRESS)
    (errors,) = pasted_answers("Why not\tOID\nActionTrackerId:ActionTrackerId value is invalid\tA-1", "UTC", NOW)
    assert errors.refused["reason"].to_list() == ["ActionTrackerId:ActionTrackerId value is invalid"]


def test_a_list_copied_without_its_header_is_read_by_its_values() -> None:
    found = pasted_answers(pasted(*LISTED[1:]), "UTC", NOW)
    assert [(one.batch[:2], one.file, one.progress) for one in found] == [
        ("F-", "a.csv", Progress.COMPLETE),
        ("F-", "b.csv", Progress.IN_PROGRESS),
    ]


def test_errors_copied_without_their_header_are_read_where_only_one_column_can_be_the_orders() -> None:
    (found,) = pasted_answers(pasted(*ERRORS[1:]), "UTC", NOW)
    assert found.refused.select("line", "order_id", "reason", "kind").rows() == [
        (412, "AC-100588", "OID_DUPLICATE", "validation"),
        (2071, "AC-101934", "ACTION_REF_NOT_FOUND", "contract"),
    ]
    (found,) = pasted_answers("OID_DUPLICATE\tA-1\nNO_CHANGE\tA-2", "UTC", NOW)
    assert found.refused.select("order_id", "line").rows() == [("A-1", None), ("A-2", None)]


@pytest.mark.parametrize(
    "lines",
    [
        # the second or the third column may be the orders
        ("OID_DUPLICATE,AC-1,SHOE-41", "NO_CHANGE,AC-2,SHOE-42"),
        ("OID_DUPLICATE,100588,SHOE-41", "NO_CHANGE,101934,SHOE-42"),
        # the same in all rows, only lines, dates, addresses
        ("OID_DUPLICATE,18500", "NO_CHANGE,18500"),
        ("OID_DUPLICATE,412", "NO_CHANGE,2071"),
        ("OID_DUPLICATE,2026-11-20", "NO_CHANGE,2026-11-21"),
        ("OID_DUPLICATE,a1@b.example", "NO_CHANGE,a2@b.example"),
        # codes that nobody knows may be anything
        ("SOME_WORD,AC-1", "OTHER_WORD,AC-2"),
        # not every row has one
        ("OID_DUPLICATE,AC-1", "NO_CHANGE,"),
    ],
)
def test_errors_without_a_header_whose_orders_are_not_certain_are_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(AnswerTableError):
        pasted_answers(pasted(*lines), "UTC", NOW)


def test_errors_of_several_files_are_kept_apart_by_name() -> None:
    lines = [
        "File Name\tLine\tOrderId\tReason",
        "a.csv\t2\tA-1\tNO_ITEM",
        "b.csv\t2\tB-1\tNO_ITEM",
        "a.csv\t3\tA-2\tX_Y",
    ]
    found = pasted_answers("\n".join(lines), "UTC", NOW)
    assert [(one.file, one.refused["order_id"].to_list()) for one in found] == [
        ("a.csv", ["A-1", "A-2"]),
        ("b.csv", ["B-1"]),
    ]


def test_a_moment_without_a_zone_is_read_in_the_given_one_and_an_open_one_is_left_out() -> None:
    lines = ["File Name\tStatus\tDate", "a.csv\tComplete\t29 Nov 2026 10:45", "b.csv\tComplete\t"]
    first, second = pasted_answers("\n".join(lines), "America/New_York", NOW)
    assert first.submitted_at == datetime(2026, 11, 29, 15, 45, tzinfo=UTC)
    assert second.submitted_at is None
    (either,) = pasted_answers("File Name\tStatus\tDate\na.csv\tComplete\t03/04/2026 10:45", "UTC", NOW)
    assert either.submitted_at is None


def test_files_of_every_kind_say_the_same(tmp_path: Path) -> None:
    csv, tsv, page, book = (tmp_path / f"errors.{ending}" for ending in ("csv", "tsv", "html", "xlsx"))
    csv.write_text("\n".join(ERRORS))
    tsv.write_text(pasted(*ERRORS))
    rows = [line.split(",") for line in ERRORS]
    html = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page.write_text(f"<html><body><table>{html}</table></body></html>")
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append([int(cell) if cell.isdecimal() else cell for cell in row])
    workbook.save(book)
    expected = pasted_answers(pasted(*ERRORS), "UTC", NOW)[0].refused
    for path in (csv, tsv, page, book):
        (found,) = read_answers(path, "UTC", NOW)
        assert found.refused.equals(expected), path.suffix
    (copied,) = pasted_answers(page.read_text(), "UTC", NOW)
    assert copied.refused.equals(expected)


def test_a_file_of_a_connection_says_that_it_is_one(tmp_path: Path) -> None:
    path = tmp_path / "result_20261129.csv"
    path.write_text("\n".join(ERRORS))
    assert read_answers(path, "UTC", NOW)[0].source is AnswerSource.CONNECTION


@pytest.mark.parametrize(
    "content", ["Day\tTurnover\n2026-11-01\t5", "OrderId,Amount\nA-1,5.00", "File Name\tOwner\na.csv\tAcme"]
)
def test_another_table_is_refused_in_one_sentence(content: str) -> None:
    with pytest.raises(AnswerTableError, match="neither file submissions nor errors"):
        pasted_answers(content, "UTC", NOW)


def test_a_header_alone_is_said_to_hold_no_rows() -> None:
    with pytest.raises(AnswerTableError, match="holds no rows"):
        pasted_answers(ERRORS[0], "UTC", NOW)
