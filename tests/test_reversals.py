"""Returned lines of a sheet of conversions become modifications."""

from pathlib import Path

import pytest

from courier.changes import write_changes
from courier.open_sheet import OpenOptions, open_source
from courier.reversals import Reversals, reversals_of
from tests.rules.one_cell import NOW, draft_of

SHIRT = {"OrderId": "A", "Sku": "SHIRT"}


def lines(reversals: Reversals) -> list[tuple[object, ...]]:
    return reversals.table.select("OrderId", "Sku", "Quantity", "Amount", "Reason").rows()


def test_what_is_left_of_an_item_is_the_sum_of_its_lines() -> None:
    draft = draft_of(
        {**SHIRT, "Amount": "40.00", "Quantity": "2"},
        {"OrderId": "A", "Sku": "HAT", "Amount": "15.00"},
        {**SHIRT, "Amount": "(20.00)", "Quantity": "1"},
        {"OrderId": "B", "Amount": "7.00"},
        {"OrderId": "B", "Amount": "7.00-", "Quantity": "-1"},
    )
    reversals = reversals_of(draft)
    assert lines(reversals) == [
        ("A", "SHIRT", "1", "20.00", "ITEM_RETURNED"),
        ("B", "ACME-1", "0", "0.00", "ITEM_RETURNED"),
    ]
    assert (reversals.rows.to_list(), reversals.unsure) == ([2, 4], 0)


def test_a_price_counts_per_piece_and_two_signs_are_one_return() -> None:
    rows = [
        {**SHIRT, "ItemPrice": "10.00", "Quantity": "3", "Amount": ""},
        {**SHIRT, "ItemPrice": "-$10.00", "Quantity": "\u22121", "Amount": ""},
    ]
    assert lines(reversals_of(draft_of(*rows))) == [("A", "SHIRT", "2", "20.00", "ITEM_RETURNED")]


@pytest.mark.parametrize(("price", "quantity", "discount"), [("-10.00", "1", "2.00"), ("10.00", "-1", "-2.00")])
def test_a_discount_of_the_returned_line_lowers_what_it_gives_back(price: str, quantity: str, discount: str) -> None:
    rows = [
        {**SHIRT, "ItemPrice": "10.00", "Quantity": "3", "Amount": "", "ItemTotalDiscount": "0.00"},
        {**SHIRT, "ItemPrice": price, "Quantity": quantity, "Amount": "", "ItemTotalDiscount": discount},
    ]
    # three for 30.00, less one for 8.00
    assert lines(reversals_of(draft_of(*rows))) == [("A", "SHIRT", "2", "22.00", "ITEM_RETURNED")]


@pytest.mark.parametrize(("written", "amount"), [("-19.99", "-19.99"), ("(19.99)", "-19.99"), ("-19.99 x", "-19.99 x")])
def test_what_was_sold_elsewhere_has_to_be_filled_in(written: str, amount: str, tmp_path: Path) -> None:
    reversals = reversals_of(draft_of({**SHIRT, "Amount": written}, {"OrderId": "B"}))
    assert lines(reversals) == [("A", "SHIRT", None, amount, "ITEM_RETURNED")]
    assert reversals.unsure == 1
    path = tmp_path / "returns.csv"
    write_changes(reversals.table, path)
    changes = open_source(path, OpenOptions(), NOW).draft
    changes.check()
    assert changes.choices.template == "modification"
    assert [problem.rule for problem in changes.problems() if problem.severity == "error"] == ["MOD-AMOUNT-FINAL"]


def test_a_return_of_a_whole_order(tmp_path: Path) -> None:
    names = ["CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CurrencyCode", "Amount"]
    draft = draft_of({"OrderId": "A", "Amount": "5.00"}, {"OrderId": "A", "Amount": "-5.00"}, only=names)
    reversals = reversals_of(draft)
    assert reversals.table.select("ActionTrackerId", "OrderId", "Amount", "Reason").rows() == [
        ("18500", "A", "0.00", "ITEM_RETURNED")
    ]
    path = tmp_path / "returns.csv"
    write_changes(reversals.table, path)
    changes = open_source(path, OpenOptions(), NOW).draft
    changes.check()
    assert [problem.rule for problem in changes.problems() if problem.severity == "error"] == []


def test_nothing_returned_makes_no_file() -> None:
    reversals = reversals_of(draft_of({"Amount": "abc"}, {"OrderDiscount": "-5.00"}))
    assert (reversals.rows.len(), reversals.table.height) == (0, 0)
