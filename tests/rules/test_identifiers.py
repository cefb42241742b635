"""Identifiers that a spreadsheet or a keyboard changed are seen; those that only look unusual are left alone."""

import pytest

from courier.rules.rule import Problem
from tests.rules.one_cell import draft_of

ROUNDED = ["400123456789017000", "400123456789125000", "400123456790447000"]


def found(rule: str, field: str, *texts: str) -> list[Problem]:
    """The problems of one rule in a column with these texts."""
    draft = draft_of(*({field: text} for text in texts))
    return [problem for problem in draft.problems() if problem.rule == rule and problem.field == field]


@pytest.mark.parametrize("field", ["OrderId", "ClickId", "CustomerId", "Sku"])
def test_long_ids_that_all_end_in_zeros_were_rounded(field: str) -> None:
    assert [problem.value for problem in found("ROW-DIGITS-MAYBE", field, *ROUNDED, "A-77")] == ROUNDED


@pytest.mark.parametrize(
    "others",
    [
        ["400123456789125331", "400123456790447208"],  # the shop's own digits
        ["400123456789125330", "400123456790447208", "400123456790998112"],
    ],
)
def test_one_id_of_many_may_end_in_zeros(others: list[str]) -> None:
    assert found("ROW-DIGITS-MAYBE", "OrderId", ROUNDED[0], *others) == []


@pytest.mark.parametrize(
    "texts",
    [
        ["4001234567890170"],  # one zero in one ID is chance
        ["1772615722000000", "1772615731000000", "1772615799000000"],  # microseconds of a clock of seconds
        ["123456789017000", "123456789125000"],  # a spreadsheet keeps 15 digits
        ["AB400123456789017000", "AB400123456789125000"],
    ],
)
def test_zeros_for_other_reasons_are_no_loss(texts: list[str]) -> None:
    assert found("ROW-DIGITS-MAYBE", "OrderId", *texts) == []
