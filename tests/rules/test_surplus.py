"""Records with more cells than the header: held back with their whole order, until a person says what is meant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.rules.phrases import phrase
from courier.sheet.memory import Memories

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEAD = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount"


def line(order: str, tail: str, sku: str = "") -> str:
    return f"1000,18500,2026-11-20T10:00:00+01:00,{order},{'Qii' + order + 'xyz'},CH49D4H39H53,EUR,{tail}{sku}"


def opened(*lines: str, head: str = HEAD) -> Draft:
    table = read_bytes("\n".join([head, *lines, ""]).encode(), "orders.csv")
    draft = open_table(table, "orders.csv", None, OpenOptions(template="order"), NOW).draft
    draft.check()
    return draft


def marked(draft: Draft) -> list[int | None]:
    return draft.sheet.numbers(draft.rows_with("READ-RAGGED").to_list())


def test_a_row_with_surplus_cells_is_an_error_with_its_number_and_without_a_column() -> None:
    draft = opened(line("O-1", "34,50"), line("O-2", "14"), line("O-3", "12,x,y"))
    first, second = draft.problems(rules=["READ-RAGGED"])
    assert [draft.sheet.number(problem.row or 0) for problem in (first, second)] == [2, 4]
    assert (first.field, first.column, first.severity) == (None, None, "error")
    assert (first.facts["cells"], second.facts["cells"]) == ("50", "x | y")
    assert draft.ready_rows().to_list() == [1]


def test_its_whole_order_stays_behind() -> None:
    draft = opened(line("O-1", "34,50"), line("O-1", "14"), line("O-2", "15"))
    assert draft.ready_rows().to_list() == [2]


def test_its_order_stays_behind_even_if_the_id_moved_to_the_right() -> None:
    head = "Amount,OrderId,CurrencyCode,EventDate,CampaignId,ActionTrackerId,ClickId"
    rest = "EUR,2026-11-20T10:00:00+01:00,1000,18500,QiiWXOVnrQ3"
    draft = opened(f"34,50,O-1,{rest}", f"14,O-1,{rest}", f"15,O-2,{rest}", head=head)
    assert draft.sheet.numbers(draft.ready_rows().to_list()) == [4]
    draft.do(type_cells(draft, [(1, "c1", "O-3")]))
    assert draft.sheet.numbers(draft.ready_rows().to_list()) == [3, 4]
    draft.undo()
    assert draft.sheet.numbers(draft.ready_rows().to_list()) == [4]
    draft.do(draft.plan(["READ-RAGGED"]).edit)
    draft.do(draft.plan().edit)
    draft.do(type_cells(draft, [(1, "c1", "O-3")]))
    assert draft.ready_rows().len() == 3


@pytest.mark.parametrize("tail", ["29", "29,", "29, ,", "29,,,"])
def test_blank_surplus_is_no_problem(tail: str) -> None:
    draft = opened(line("O-1", tail), line("O-2", "14"))
    assert marked(draft) == []
    assert draft.ready_rows().len() == 2


def test_a_short_row_is_no_problem_of_this_kind() -> None:
    draft = opened(line("O-1", "29,note"), line("O-2", "14"), head=f"{HEAD},Note")
    assert marked(draft) == []


def test_an_edit_of_a_surplus_cell_counts_at_once_and_can_be_undone() -> None:
    draft = opened(line("O-1", "34,50"), line("O-2", "14"))
    (column,) = draft.sheet.surplus
    draft.do(type_cells(draft, [(0, column, "")]))
    assert marked(draft) == []
    draft.undo()
    assert marked(draft) == [2]
    draft.do(type_cells(draft, [(1, column, "5")]))
    assert marked(draft) == [2, 3]


def test_a_sheet_is_the_same_as_last_time_though_one_of_its_rows_has_surplus_cells(tmp_path: Path) -> None:
    memories = Memories(tmp_path)
    before = opened(line("O-1", "14"))
    memories.remember(HEAD.split(","), before.choices.mapping, template="order")
    table = read_bytes("\n".join([HEAD, line("O-2", "34,50"), ""]).encode(), "orders.csv")
    recalled = open_table(table, "orders.csv", None, OpenOptions(memories=memories), NOW).recalled
    assert recalled is not None
    assert (recalled.new, recalled.gone, recalled.template) == ((), (), "order")


# ---------------------------------------------------------------------- amounts that a decimal comma split


def repaired(draft: Draft) -> list[list[str | None]]:
    """The records after the repair, with the cells that they then have."""
    draft.do(draft.plan(["READ-RAGGED"]).edit)
    records = draft.sheet.frame(draft.sheet.row_order).select(draft.sheet.columns).rows()
    return [[cell for cell in record if cell is not None] for record in records]


def test_a_decimal_comma_in_the_last_column_is_joined() -> None:
    draft = opened(line("O-1", "34,50"), line("O-2", "14"), line("O-3", "118,00"))
    proposals = [problem.fix for problem in draft.problems(rules=["READ-RAGGED"])]
    assert [(fix.safe, fix.value) for fix in proposals if fix] == [(False, "34,50"), (False, "118,00")]
    first = phrase(draft.problems(rules=["READ-RAGGED"])[0], draft.sheet.header)
    assert "decimal comma seems to have split 34,50 into two cells" in first
    assert [record[7:] for record in repaired(draft)] == [["34,50"], ["14"], ["118,00"]]
    assert marked(draft) == []
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["Amount"].to_list() == ["34.50", "14", "118.00"]
    assert draft.summary().ready == 3


def test_it_is_no_safe_repair() -> None:
    draft = opened(line("O-1", "34,50"), line("O-2", "14"))
    assert "READ-RAGGED" not in draft.plan().cells


MIDDLE = "OrderId,Amount,CurrencyCode,EventDate,CampaignId,ActionTrackerId,ClickId,Discount,Note"
REST = "EUR,2026-11-20T10:00:00+01:00,1000,18500,QiiWXOVnrQ3"


def test_a_decimal_comma_in_the_middle_moves_what_stands_behind_it() -> None:
    draft = opened(f"O-1,34,50,{REST},0,a", f"O-2,14,{REST},0,b", head=MIDDLE)
    first, second = repaired(draft)
    assert first == ["O-1", "34,50", *REST.split(","), "0", "a"]
    assert second == ["O-2", "14", *REST.split(","), "0", "b"]
    draft.undo()
    assert marked(draft) == [2]


def test_several_amounts_of_a_record_are_joined_if_there_is_one_way() -> None:
    draft = opened(f"O-1,34,50,{REST},5,00,a", f"O-2,€2 048,5,{REST},0,b", head=MIDDLE)
    first, second = repaired(draft)
    assert (first[1], first[7], first[8]) == ("34,50", "5,00", "a")
    assert (second[1], second[7], second[8]) == ("€2 048,5", "0", "b")


@pytest.mark.parametrize(
    ("head", "record"),
    [
        # either amount may have been split
        ("OrderId,Amount,Discount,CurrencyCode", "O-1,34,50,5,EUR"),
        # too many digits for cents
        ("OrderId,Amount,CurrencyCode", "O-1,34,500,EUR"),
        # no amount stands before the surplus
        ("OrderId,Amount,CurrencyCode,Note", "O-1,34.50,EUR,nice,90"),
        ("OrderId,CurrencyCode,Note,Sku", "O-1,EUR,34,50,S-1"),
        # what is behind would fit worse than now
        ("OrderId,Amount,Quantity,CurrencyCode", "O-1,34,50,EUR,gift"),
        # more cells than one comma explains
        ("OrderId,Amount,CurrencyCode", "O-1,34,50,12,EUR"),
    ],
)
def test_where_more_or_less_than_one_place_is_possible_nothing_is_offered(head: str, record: str) -> None:
    draft = opened(record, "O-2" + "," * head.count(","), head=head)
    (problem,) = draft.problems(rules=["READ-RAGGED"])
    assert problem.fix is None
    assert draft.plan(["READ-RAGGED"]).total == 0


def test_where_no_comma_separates_cells_no_decimal_comma_is_offered() -> None:
    head, record = (text.replace(",", ";") for text in (HEAD, line("O-1", "34,50")))
    (problem,) = opened(record, line("O-2", "14").replace(",", ";"), head=head).problems(rules=["READ-RAGGED"])
    assert problem.fix is None


# ---------------------------------------------------------------------- a last column that is blank


COUPON = f"{HEAD},OrderPromoCode"


def test_an_amount_that_was_split_before_a_blank_last_column_is_known_by_the_other_rows() -> None:
    draft = opened(
        line("O-1", "34,50,SAVE"), line("O-2", "29,90,"), line("O-3", "14,SAVE"), line("O-4", "8,"), head=COUPON
    )
    assert marked(draft) == [2, 3]
    assert draft.sheet.numbers(draft.ready_rows().to_list()) == [4, 5]
    second = draft.problems(rules=["READ-RAGGED"])[1]
    assert "decimal comma seems to have split 29,90 into two cells" in phrase(second, draft.sheet.header)
    assert [record[7:] for record in repaired(draft)] == [["34,50", "SAVE"], ["29,90", ""], ["14", "SAVE"], ["8", ""]]
    assert marked(draft) == []
    draft.undo()
    assert marked(draft) == [2, 3]


def test_what_is_typed_into_such_a_row_counts_at_once() -> None:
    draft = opened(line("O-1", "34,50,SAVE"), line("O-2", "29,90,"), line("O-3", "14,SAVE"), head=COUPON)
    draft.do(type_cells(draft, [(1, "c8", "XMAS")]))
    assert marked(draft) == [2]
    draft.do(type_cells(draft, [(1, "c8", "90"), (2, "c8", "15")]))
    assert marked(draft) == [2, 3]


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        # no row proves that anything was split
        (COUPON, [line("O-1", "29,90,"), line("O-2", "14,SAVE")]),
        # a whole row has such a number there too
        (COUPON, [line("O-1", "34,50,SAVE"), line("O-2", "29,90,"), line("O-3", "14,15")]),
        # so has one whose amount was put together again
        (COUPON, [line("O-1", "34,50,15"), line("O-2", "29,90,"), line("O-3", "14,SAVE")]),
        # no cents
        (COUPON, [line("O-1", "34,50,SAVE"), line("O-2", "29,9,"), line("O-3", "29,SAVE,"), line("O-4", "29,,")]),
        # no cell beyond the header
        (COUPON, [line("O-1", "34,50,SAVE"), line("O-2", "29,90")]),
        # more blank cells than one comma explains
        (COUPON, [line("O-1", "34,50,SAVE"), line("O-2", "29,90,,")]),
    ],
)
def test_blank_cells_beyond_the_header_prove_nothing_by_themselves(head: str, lines: list[str]) -> None:
    marks = marked(opened(*lines, head=head))
    assert marks == ([2] if any(",34,50," in each for each in lines) else [])
