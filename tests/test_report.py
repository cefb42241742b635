"""The report: every row with its problems, coloured, harmless in a spreadsheet, and without e-mail addresses."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from courier.draft import Draft
from courier.draft_edits import change_mapping
from courier.messages import UserError
from courier.open_sheet import OpenOptions, open_table
from courier.reading import Table
from courier.report import write_report
from courier.report.rows import MOST_COMMENTS
from courier.rules.emails import CONTAINS_EMAIL
from courier.sheet.exclusions import exclude_where
from courier.sheet.row_edits import delete_rows, insert_rows
from tests.tries import tries

NOW = datetime(2026, 11, 23, tzinfo=UTC)
RIGHT = {
    "CampaignId": "1000",
    "ActionTrackerId": "18500",
    "EventDate": "2026-11-20T10:00:00Z",
    "OrderId": "AC-1",
    "ClickId": "QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i1VHrWM0",
    "CurrencyCode": "USD",
    "Amount": "10.00",
}
RED, YELLOW, GREY = "FFF4B6B6", "FFFFE699", "FFC9D6E5"


def draft_of(headers: Sequence[str], records: Sequence[Sequence[str | None]], **wishes: object) -> Draft:
    columns = [
        pl.Series(f"c{place}", [record[place] for record in records], dtype=pl.String) for place in range(len(headers))
    ]
    numbers = pl.Series(range(2, len(records) + 2), dtype=pl.Int64)
    table = Table(tuple(headers), pl.DataFrame(columns), numbers, "csv", "UTF-8", ",", 1, len(headers))
    draft = open_table(table, "orders.csv", None, OpenOptions(**{"template": "order", **wishes}), NOW).draft  # type: ignore[arg-type]
    draft.check()
    return draft


def orders(*changes: dict[str, str | None], more: Sequence[str] = ()) -> Draft:
    """A draft of valid orders with these changes."""
    headers = [*RIGHT, *more]
    right = {**dict.fromkeys(more, ""), **RIGHT}
    records = [
        [{**right, "OrderId": f"AC-{number}", **change}[name] for name in headers]
        for number, change in enumerate(changes, start=1)
    ]
    return draft_of(headers, records)


def one_of_each() -> Draft:
    """A valid row, a row with two errors, one with a warning, one left out."""
    draft = orders(
        {},
        {"Amount": "ten", "EventDate": "yesterday", "ClickId": " x"},
        {"CurrencyCode": "USD", "Note": "paid", "EventDate": "2026-11-19T10:00:00"},
        {"OrderId": "TEST"},
        more=["Note"],
    )
    draft.do(change_mapping(draft, replace(draft.choices.mapping, left_out=(exclude_where("c3", "is", "TEST"),))))
    return draft


def rows_of(draft: Draft, path: Path) -> list[list[str]]:
    write_report(draft, "Acme", path)
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.reader(source))


def tabs(draft: Draft, path: Path) -> tuple[Worksheet, Worksheet]:
    write_report(draft, "Acme", path)
    summary, rows = openpyxl.load_workbook(path).worksheets
    return summary, rows


def colours(sheet: Worksheet) -> dict[str, str]:
    """The coloured cells below the header."""
    return {
        cell.coordinate: cell.fill.start_color.rgb
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def table(sheet: Worksheet) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


# ---------------------------------------------------------------------- rows


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_all_rows_in_sheet_order_with_their_problems(ending: str, tmp_path: Path) -> None:
    draft = one_of_each()
    path = tmp_path / f"report{ending}"
    header, *rows = rows_of(draft, path) if ending == ".csv" else table(tabs(draft, path)[1])
    assert header == ["row", "problems", "what becomes of it", *RIGHT, "Note"]
    assert [row[0] for row in rows] == ["2", "3", "4", "5"]
    assert [row[2] for row in rows] == ["ready", "needs repair", "ready", "excluded"]
    assert [row[3:6] for row in rows] == [
        ["1000", "18500", "2026-11-20T10:00:00Z"],
        ["1000", "18500", "yesterday"],
        ["1000", "18500", "2026-11-19T10:00:00"],
        ["1000", "18500", "2026-11-20T10:00:00Z"],
    ]
    assert [row[7] for row in rows] == [RIGHT["ClickId"], " x", RIGHT["ClickId"], RIGHT["ClickId"]]
    assert (rows[0][1], rows[3][1]) == ("", "")
    errors = [rows[1][1].index("“ten”"), rows[1][1].index("“yesterday”")]
    assert max(errors) < rows[1][1].index("stray blanks")
    assert "does not say its time zone" in rows[2][1]


def test_moved_and_new_rows_stand_where_they_stand_in_the_sheet(tmp_path: Path) -> None:
    draft = orders({}, {}, {})
    draft.do(insert_rows(draft.sheet, 1, 1))
    draft.do(delete_rows(draft.sheet, [2]))
    header, *rows = rows_of(draft, tmp_path / "report.csv")
    assert [row[header.index("row")] for row in rows] == ["2", "", "4"]
    assert [row[header.index("OrderId")] for row in rows] == ["AC-1", "", "AC-3"]
    assert table(tabs(draft, tmp_path / "report.xlsx")[1])[2][0] == ""


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_sheet_without_rows(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"report{ending}"
    draft = orders()
    assert len(rows_of(draft, path) if ending == ".csv" else table(tabs(draft, path)[1])) == 1


# ---------------------------------------------------------------------- the workbook


def test_marked_cells_are_coloured_and_say_why(tmp_path: Path) -> None:
    draft = one_of_each()
    _, sheet = tabs(draft, tmp_path / "report.xlsx")
    header = {cell.value: cell.column_letter for cell in sheet[1]}
    assert colours(sheet)[f"{header['Amount']}3"] == RED
    assert colours(sheet)[f"{header['EventDate']}3"] == RED
    assert colours(sheet)[f"{header['EventDate']}4"] == YELLOW
    assert not [place for place in colours(sheet) if place.endswith(("2", "5"))]
    comment = sheet[f"{header['Amount']}3"].comment
    assert comment is not None
    assert "“ten” is no amount" in comment.text
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == set(colours(sheet))


def test_what_concerns_a_whole_row_colours_its_words(tmp_path: Path) -> None:
    draft = orders({"ClickId": ""}, {})
    _, sheet = tabs(draft, tmp_path / "report.xlsx")
    assert colours(sheet) == {"B2": RED}


def test_notes_have_a_colour_of_their_own(tmp_path: Path) -> None:
    _, sheet = tabs(orders({"MediaId": "10000"}, more=["MediaId"]), tmp_path / "report.xlsx")
    assert GREY in colours(sheet).values()


def test_only_the_first_marked_cells_have_comments(tmp_path: Path) -> None:
    draft = orders(*[{"Amount": "ten"}] * (MOST_COMMENTS + 5))
    _, sheet = tabs(draft, tmp_path / "report.xlsx")
    assert len(colours(sheet)) == MOST_COMMENTS + 5
    commented = [cell.row for row in sheet.iter_rows() for cell in row if cell.comment]
    assert commented == list(range(2, MOST_COMMENTS + 2))


def test_the_first_page_counts_and_explains(tmp_path: Path) -> None:
    draft = orders({"Amount": "ten"}, {"Amount": "x"}, {"EventDate": "2026-11-19T10:00:00"}, more=["Warehouse"])
    summary, _ = tabs(draft, tmp_path / "report.xlsx")
    lines = table(summary)
    assert lines[0][0] == "Report on Acme"
    assert lines[1][0] == "1 of 3 rows ready, 2 need repair, 0 on hold, 0 excluded."
    counts = {line[0]: line[1:4] for line in lines if line[0].startswith(("ROW-", "HDR-"))}
    assert counts["ROW-AMOUNT-NUM"] == ["Not a plain amount", "Error", "2"]
    assert counts["ROW-DATE-TZ"][1:] == ["Warning", "1"]
    assert {rule: int(line[2]) for rule, line in counts.items()} == draft.verdict.counts_by_rule()
    ranks = [["Error", "Warning", "Note"].index(line[1]) for line in counts.values()]
    assert ranks == sorted(ranks)
    assert all(line[4] for line in lines if line[0] in counts)
    assert any("“Warehouse”" in line[1] for line in lines)
    legend = {cell.value: cell.fill.start_color.rgb for (cell,) in summary.iter_rows(max_col=1) if cell.value}
    assert (legend["Error"], legend["Warning"], legend["Note"]) == (RED, YELLOW, GREY)


def test_a_right_sheet_has_nothing_to_count(tmp_path: Path) -> None:
    summary, sheet = tabs(orders({}), tmp_path / "report.xlsx")
    assert [line[0] for line in table(summary) if "found" in line[0]] == ["Nothing was found."]
    assert colours(sheet) == {}


# ---------------------------------------------------------------------- harmless

_CELLS = st.one_of(
    st.text(max_size=12),
    st.builds("{}{}".format, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "#", "'", "…"]), st.text(max_size=6)),
    st.sampled_from(
        [
            "=1+1",
            "#N/A",
            "jane@example.com",
            "a@b.example@c.example x@y.example",
            "@SUM(1)",
            "<b>&amp;",
            "-5",
            "=a@b.example",
        ]
    ),
)


@settings(max_examples=tries(15, 300))
@given(cells=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=5), header=_CELLS, label=_CELLS)
def test_no_cell_is_a_formula_and_none_holds_an_address(
    cells: list[tuple[str, str, str]], header: str, label: str
) -> None:
    draft = draft_of(["OrderId", "Amount", header], cells)
    with TemporaryDirectory() as folder:
        flat = rows_of(draft, Path(folder) / "report.csv")
        path = Path(folder) / "report.xlsx"
        write_report(draft, label, path)
        summary, sheet = openpyxl.load_workbook(path).worksheets
    assert not [cell for row in flat for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    workbook = [cell for tab in (summary, sheet) for row in tab.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in workbook} <= {"s", "n"}
    assert all(cell.column in (1, 4) for cell in workbook if cell.data_type == "n")
    contents = [cell for row in flat for cell in row] + [str(cell.value) for cell in workbook]
    contents += [cell.comment.text for cell in workbook if cell.comment]
    assert not pl.Series(contents, dtype=pl.String).str.contains(CONTAINS_EMAIL).any()
    assert len(flat) == sheet.max_row == len(cells) + 1
    for shown, given_cells in zip(flat[1:], cells, strict=True):
        for here, cell in zip(shown[3:], given_cells, strict=True):
            assert here.removeprefix("'") == cell.removeprefix("'") or "@" in cell


def test_what_stood_before_the_at_sign_is_nowhere(tmp_path: Path) -> None:
    address = "a-very-long-and-telling-name.of-somebody-who-bought-something@shop.example.com"
    draft = orders(
        # the sentence about the blank quotes what the repair would write
        {"ClickId": f" {address}", "Note": f"write to {address} or jane@example.org", "CustomerEmail": address},
        {"Sku": " jane@example.org"},
        more=["Note", "CustomerEmail", "jim@example.net"],
    )
    write_report(draft, "kim@example.net", tmp_path / "report.xlsx")
    flat = rows_of(draft, tmp_path / "report.csv")
    summary, sheet = openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets
    contents = [cell for tab in (summary, sheet) for row in table(tab) for cell in row] + [
        cell for row in flat for cell in row
    ]
    contents += [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    for secret in ("a-very", "jane", "jim", "kim"):
        assert not [content for content in contents if secret in content]
    assert "write to …@shop.example.com or …@example.org" in contents


def test_text_comes_through_as_it_is(tmp_path: Path) -> None:
    texts = ["=1+1", "#N/A", "<b>&amp;</b>", " two  blanks ", "line\nbreak", "日本 🎾", "\x01\ufffe", "007", "TRUE"]
    draft = orders(*[{"Note": note} for note in texts], more=["Note"])
    _, sheet = tabs(draft, tmp_path / "report.xlsx")
    cells = list(sheet.iter_rows(min_row=2, min_col=sheet.max_column))
    assert [cell.value for (cell,) in cells] == [*texts[:6], "\ufffd\ufffd", *texts[7:]]
    assert {(cell.data_type, cell.number_format) for (cell,) in cells} == {("s", "@")}


# ---------------------------------------------------------------------- files


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"neither in \.xlsx nor in \.csv"):
        write_report(orders({}), "Acme", tmp_path / "report.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".csv", ".XLSX"])
def test_a_place_that_cannot_be_written(ending: str, tmp_path: Path) -> None:
    (tmp_path / "plain-file").write_text("")
    with pytest.raises(UserError, match="cannot be written"):
        write_report(orders({}), "Acme", tmp_path / "plain-file" / f"report{ending}")


def test_a_report_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("old")
    write_report(orders({}), "Acme", path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.csv"]
    assert "old" not in path.read_text(encoding="utf-8-sig")
