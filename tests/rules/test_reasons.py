"""Each repaired cell is explained by the rule that it broke; what a plan counts is what changes."""

from __future__ import annotations

import pytest

from courier.draft import Draft
from courier.rules.ranking import DAMAGE, rank
from courier.rules.rule import Severity
from courier.sheet.cell_history import cell_changes
from courier.sheet.edit import Cells
from tests.rules.one_cell import draft_of

BLANK = dict.fromkeys(("CampaignId", "ActionTrackerId", "EventDate", "ClickId", "CustomerId", "CurrencyCode"), "")


def explained(draft: Draft, rules: list[str] | None = None) -> dict[tuple[int, str], str]:
    """The rule behind each cell of a plan, by row and header."""
    plan = draft.plan(rules)
    cells = [change for change in plan.changes if isinstance(change, Cells)]
    assert plan.total == sum(len(change.rows) for change in cells) + plan.moved
    pairs = {(row, draft.sheet.header(change.column)): change.rule for change in cells for row in change.rows}
    assert len(pairs) == plan.total - plan.moved
    return pairs


@pytest.mark.parametrize("order", ["AC-1", ""])
@pytest.mark.parametrize("rules", [None, ["ROW-ATTR"], ["ROW-CURRENCY"]])
def test_what_a_shop_leaves_blank_is_explained_by_what_each_cell_lacks(order: str, rules: list[str] | None) -> None:
    draft = draft_of({}, {**BLANK, "OrderId": order, "Sku": "ACME-2"})
    expected = {
        (1, "CampaignId"): "ROW-CAMPAIGN",
        (1, "ActionTrackerId"): "ROW-EVENT-ID",
        (1, "EventDate"): "ROW-DATE-FMT",
        (1, "ClickId"): "ROW-ATTR",
        (1, "CustomerId"): "ROW-ATTR",
        (1, "CurrencyCode"): "ROW-CURRENCY",
    }
    if not order and rules is None:
        expected[1, "OrderId"] = "ROW-OID"
    assert explained(draft, rules) == expected


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"Amount": " 12,50 "}, "Amount", "ROW-AMOUNT-NUM"),  # two repairs of one cell: the worse problem
        ({"Sku": " A-1"}, "Sku", "ROW-SPACE"),
        ({"CustomerId": " jane@example.com"}, "CustomerId", "ROW-SPACE"),  # the address stays
        ({"Category": "CafÃ© "}, "Category", "ROW-MOJIBAKE"),
        ({"CampaignId": "1000.0"}, "CampaignId", "ROW-TRAILING-ZERO"),
    ],
)
def test_a_cell_is_explained_by_the_worst_problem_that_it_no_longer_has(
    cells: dict[str, str], field: str, rule: str
) -> None:
    draft = draft_of(cells)
    assert explained(draft) == {(0, field): rule}
    draft.do(draft.plan().edit)
    column = draft.checker.frames.column_of(field) or ""
    assert [change.rule for change in cell_changes(draft.undo_stack.done, column, 0)] == [rule]


def test_rows_that_move_are_counted_beside_the_cells_that_change() -> None:
    draft = draft_of({"OrderId": "A"}, {"Amount": "1,50"}, {"OrderId": "A", "Sku": "ACME-2", "Amount": "2,50"})
    plan = draft.plan()
    assert (plan.cells, plan.moved, plan.total) == ({"ROW-AMOUNT-NUM": 2}, 1, 3)
    assert plan.moved_rows.to_list() == [2]


def test_the_rules_of_a_plan_stand_in_the_order_of_the_problems() -> None:
    draft = draft_of({"Category": "CafÃ©", "Sku": " A ", "CampaignId": "1000.0", "CurrencyCode": "usd"})
    assert list(draft.plan().cells) == ["ROW-TRAILING-ZERO", "ROW-CURRENCY", "ROW-MOJIBAKE", "ROW-SPACE"]


# ---------------------------------------------------------------------- damage stands first


def test_damage_comes_before_what_follows_from_it_and_orders_come_last() -> None:
    rules = ["GRP-SAME", "ROW-ATTR", "ROW-AMOUNT-NUM", "ROW-DIGITS", "ROW-SCI", "READ-RAGGED", "ROW-ZEROS", "ROW-SPACE"]
    assert sorted(rules, key=rank) == [
        "READ-RAGGED", "ROW-SCI", "ROW-DIGITS", "ROW-ATTR", "ROW-AMOUNT-NUM", "GRP-SAME", "ROW-ZEROS", "ROW-SPACE",
    ]  # fmt: skip
    assert rank("CHAIN-ORDER", Severity.NOTE) > rank("CHAIN-ORDER")
    assert len(set(DAMAGE)) == len(DAMAGE)


def test_the_worst_problem_of_a_cell_is_said_first() -> None:
    draft = draft_of({"OrderId": "1.23457E+12 "})
    assert [problem.rule for problem in draft.problems() if problem.field == "OrderId"] == ["ROW-SCI", "ROW-SPACE"]
