"""The lines of an order add up to its subtotal, under any reading that shops use."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from courier.draft import Draft
from courier.draft_edits import change_mapping
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.rules.phrases import phrase
from courier.rules.totals import totals
from courier.sheet.mapping import Column

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
HEAD = (
    "OrderId,Sku,Category,Quantity,ItemPrice,OrderSubtotal,OrderDiscount,OrderTax,ItemTotalDiscount,ItemDiscount,"
    "CurrencyCode"
)


def opened(*lines: str, head: str = HEAD) -> Draft:
    content = "\n".join([head, *lines]) + "\n"
    draft = open_table(read_bytes(content.encode(), "o.csv"), "o.csv", None, OpenOptions(template="item"), NOW).draft
    draft.check()
    return draft


def wrong(draft: Draft) -> list[tuple[int | None, str]]:
    return [(problem.row, str(problem.facts["reading"])) for problem in draft.problems(rules=["GRP-SUM"])]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2,10.00,25.00,,,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,25.01,,,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,22.00,3.00,,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,28.00,3.00,,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,21.00,,4.00,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,18.00,3.00,4.00,,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,19.00,,,6.00,,EUR", "1,5.00,,,,,,"),
        ("2,10.00,23.00,,,,1.00,EUR", "1,5.00,,,,,,"),
        ('"2","10,00","25,00",,,,,EUR', '1,"5,00",,,,,,'),
        ("2,10.00,,,,,,EUR", "1,5.00,,,,,,"),
        ("2,ten,99.00,,,,,EUR", "1,5.00,,,,,,"),
        ("2,1000,2501,,,,,JPY", "1,500,,,,,,JPY"),
    ],
)
def test_no_warning_where_the_lines_add_up_under_a_usual_reading(first: str, second: str) -> None:
    assert wrong(opened(f"O-1,A,x,{first}", f"O-1,B,x,{second}")) == []


@pytest.mark.parametrize(
    ("first", "second", "reading"),
    [
        ("2,10.00,15.00,,,,,EUR", "1,5.00,,,,,,", "line"),
        ("2,10.00,24.00,,,,,EUR", "1,5.00,,,,,,", "other"),
        ("2,10.00,60.00,,,,,EUR", "1,50.00,,,,,,EUR", "line"),
    ],
)
def test_an_order_is_pointed_out_once_with_the_reading_under_which_it_adds_up(
    first: str, second: str, reading: str
) -> None:
    assert wrong(opened("O-0,C,x,1,7.00,7.00,,,,,EUR", f"O-1,A,x,{first}", f"O-1,B,x,{second}")) == [(1, reading)]


def test_an_order_of_one_line_is_looked_at_too() -> None:
    assert wrong(opened("O-1,A,x,3,29.97,29.97,,,,,EUR", "O-2,A,x,1,9.99,9.99,,,,,EUR")) == [(0, "line")]


def test_the_price_of_a_line_is_seen_without_any_subtotal() -> None:
    head = "OrderId,Sku,Category,Quantity,ItemPrice,CurrencyCode"
    draft = opened("O-1,MUG,x,2,19.98,EUR", "O-2,MUG,x,1,9.99,EUR", "O-3,TEA,x,3,29.97,EUR", head=head)
    assert wrong(draft) == [(0, "line"), (2, "line")]
    assert phrase(draft.problems(rules=["GRP-SUM"])[0], draft.sheet.header).endswith(
        "it grows with the quantity. Let the column feed Amount instead."
    )
    mapping = draft.choices.mapping.with_feed("ItemPrice", None).with_feed("Amount", Column("c4"))
    draft.do(change_mapping(draft, mapping))
    assert wrong(draft) == []


def test_prices_of_pieces_are_no_prices_of_lines() -> None:
    head = "OrderId,Sku,Category,Quantity,ItemPrice,CurrencyCode"
    assert wrong(opened("O-1,MUG,x,2,9.99,EUR", "O-2,MUG,x,1,9.99,EUR", "O-3,TEA,x,3,29.97,EUR", head=head)) == []


def test_a_discount_of_the_line_that_is_mapped_counts() -> None:
    line = "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem discount"
    draft = opened(
        "#1,paid,163056,2026-11-20,2,LED,84028,L-1,5000,CLP",
        "#2,paid,60000,2026-11-20,2,Mug,40000,M-1,20000,CLP",
        head=f"Name,Financial Status,Subtotal,Created at,{line},Currency",
    )
    assert wrong(draft) == []
    assert draft.choices.mapping.feed("ItemTotalDiscount") == Column("c8")
    sums = totals(draft.fields(draft.sheet.row_order))
    assert {code: str(total) for code, total in sums.items()} == {"CLP": "223056.0000"}
