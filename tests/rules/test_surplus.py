"""Records with more cells than the header: held back with their whole order, until a person says what is meant."""

from datetime import UTC, datetime

import pytest

from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount"


def line(order: str, tail: str, sku: str = "") -> str:
    return f"1000,2000,2026-11-20T10:00:00+01:00,{order},{'Qii' + order + 'xyz'},custaaa1,EUR,{tail}{sku}"


def opened(*lines: str, head: str = HEAD) -> Draft:
    table = read_bytes("\n".join([head, *lines, ""]).encode(), "orders.csv")
    draft = open_table(table, "orders.csv", None, OpenOptions(template="order"), NOW).draft
    draft.check()
    return draft


def marked(draft: Draft) -> list[int | None]:
    return draft.sheet.numbers(draft.rows_with("READ-RAGGED").to_list())


def test_a_row_with_surplus_cells_is_an_error_with_its_number_and_without_a_column() -> None:
    draft = opened(line("O-1", "29,90"), line("O-2", "14"), line("O-3", "12,x,y"))
    first, second = draft.problems(rules=["READ-RAGGED"])
    assert [draft.sheet.number(problem.row or 0) for problem in (first, second)] == [2, 4]
    assert (first.field, first.column, first.severity) == (None, None, "error")
    assert (first.facts["cells"], second.facts["cells"]) == ("90", "x | y")
    assert draft.ready_rows().to_list() == [1]


def test_its_whole_order_stays_behind() -> None:
    draft = opened(line("O-1", "29,90"), line("O-1", "14"), line("O-2", "15"))
    assert draft.ready_rows().to_list() == [2]


@pytest.mark.parametrize("tail", ["29", "29,", "29, ,", "29,,,"])
def test_blank_surplus_is_no_problem(tail: str) -> None:
    draft = opened(line("O-1", tail), line("O-2", "14"))
    assert marked(draft) == []
    assert draft.ready_rows().len() == 2


def test_a_short_row_is_no_problem_of_this_kind() -> None:
    draft = opened(line("O-1", "29,note"), line("O-2", "14"), head=f"{HEAD},Note")
    assert marked(draft) == []


def test_an_edit_of_a_surplus_cell_counts_at_once_and_can_be_undone() -> None:
    draft = opened(line("O-1", "29,90"), line("O-2", "14"))
    (column,) = draft.sheet.surplus
    draft.do(type_cells(draft, [(0, column, "")]))
    assert marked(draft) == []
    draft.undo()
    assert marked(draft) == [2]
    draft.do(type_cells(draft, [(1, column, "5")]))
    assert marked(draft) == [2, 3]
