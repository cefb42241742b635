"""A product and the variant that was bought, listed as two lines: the one without a price goes, nothing is added up."""

import pytest

from courier.draft_edits import delete_child_lines
from courier.rules.phrases import phrase
from tests.rules.one_cell import RIGHT, draft_of

PRICED = {"OrderId": "A", "Sku": "SHIRT", "Amount": "49.90"}
BARE = {**PRICED, "Amount": "0.00"}


@pytest.mark.parametrize(("rows", "kind"), [((PRICED, BARE), "child"), ((BARE, PRICED), "parent")])
def test_the_line_without_a_price_goes(rows: tuple[dict[str, str], ...], kind: str) -> None:
    draft = draft_of(*rows, {"OrderId": "B", "Sku": "GIFT", "Amount": "0.00"})
    (problem,) = [problem for problem in draft.problems() if problem.rule == "GRP-SKU-ONCE"]
    assert problem.facts["kind"] == kind
    assert "add up" not in phrase(problem, str)
    edit = delete_child_lines(draft)
    assert edit is not None
    draft.do(edit)
    assert draft.fields(draft.sheet.row_order)["Amount"].to_list() == ["49.90", "0.00"]
    assert not draft.problems()
    draft.undo()
    assert draft.sheet.row_count == 3


def test_prices_per_piece_count_as_well() -> None:
    rows = [{"OrderId": "A", "ItemPrice": price, "Quantity": "2"} for price in ("49.9000", "0.0000")]
    draft = draft_of(*rows, only=[name for name in (*RIGHT, "ItemPrice") if name != "Amount"])
    assert [problem.facts["kind"] for problem in draft.problems() if problem.rule == "GRP-SKU-ONCE"] == ["child"]


@pytest.mark.parametrize("second", [PRICED, {**BARE, "Quantity": "2"}, {**PRICED, "Amount": "5"}])
def test_what_was_sold_twice_is_no_child(second: dict[str, str]) -> None:
    draft = draft_of(PRICED, second)
    (problem,) = [problem for problem in draft.problems() if problem.rule == "GRP-SKU-ONCE"]
    assert problem.facts["kind"] == "again"
    assert delete_child_lines(draft) is None


def test_a_sheet_without_repeated_items_has_no_such_lines() -> None:
    assert delete_child_lines(draft_of(BARE, {**PRICED, "Sku": "HAT"})) is None
