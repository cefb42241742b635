"""Identifiers that a spreadsheet or a keyboard changed are seen; those that only look unusual are left alone."""

import pytest

from courier.rules.rule import Problem
from tests.rules.one_cell import draft_of, judged, repaired

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


def test_ids_of_which_only_some_were_rounded_are_seen() -> None:
    whole = [f"450012000000{number}" for number in (1383, 7626, 3869, 1121, 2598)]
    rounded = [f"45001200000{number}000" for number in (59, 58, 56, 53, 47, 41, 38)]
    assert [problem.value for problem in found("ROW-DIGITS-MAYBE", "OrderId", *whole, *rounded)] == rounded


@pytest.mark.parametrize(
    "texts",
    [
        ["4001234567890170"],  # one zero in one ID is chance
        [f"40012345678{number}" for number in range(90_001, 90_040)],  # every tenth of 16 digits ends in a zero
        ["123456789017000", "123456789125000"],  # a spreadsheet keeps 15 digits
        ["AB400123456789017000", "AB400123456789125000"],
    ],
)
def test_zeros_for_other_reasons_are_no_loss(texts: list[str]) -> None:
    assert found("ROW-DIGITS-MAYBE", "OrderId", *texts) == []


@pytest.mark.parametrize(
    ("field", "written", "means"),
    [
        ("OrderId", "\u0410C-1007", "AC-1007"),  # a Cyrillic A
        ("Sku", "TE\u0410-\u0421UP", "TEA-CUP"),
        ("ClickId", "Qii\u03bfWX", "QiioWX"),  # a Greek o
        ("CustomerId", "CUST\u041e\u041e01XYZ", "CUSTOO01XYZ"),
    ],
)
def test_letters_of_another_alphabet_within_a_word_become_latin(field: str, written: str, means: str) -> None:
    assert set(judged(field, written)) == {"ROW-LOOKALIKE"}
    assert repaired(field, written) == means


def test_a_whole_word_of_another_alphabet_is_asked() -> None:
    (problem,) = found("ROW-LOOKALIKE", "Sku", "\u0422\u0412-LG-5")
    assert (problem.fix and problem.fix.value, problem.fix and problem.fix.safe) == ("TB-LG-5", False)


@pytest.mark.parametrize("written", ["ЗАКАЗ-77", "ΑΒΓ-12", "Tee-Größe-M", "Ω-Cap", "茶-12", "α-Test-1"])
def test_an_id_of_one_alphabet_is_right(written: str) -> None:
    assert found("ROW-LOOKALIKE", "Sku", written) == []


@pytest.mark.parametrize("spelled", ["ac-77", "\u0410\u0421-77", "\u0410C-77", "Ac-77", "AC\ufe0f-77"], ids=ascii)
def test_order_ids_that_look_alike_are_doubted_where_both_occur(spelled: str) -> None:
    draft = draft_of({"OrderId": "AC-77"}, {"OrderId": "AC-77", "Sku": "B"}, {"OrderId": spelled}, {"OrderId": "AC-78"})
    (problem,) = [problem for problem in draft.problems() if problem.rule == "ROW-LOOKALIKE"]
    assert (problem.row, problem.fix and problem.fix.value, problem.fix and problem.fix.safe) == (2, "AC-77", False)
    draft.do(draft.plan(["ROW-LOOKALIKE"]).edit)
    assert draft.fields(draft.sheet.row_order)["OrderId"].to_list() == ["AC-77"] * 3 + ["AC-78"]
    assert "ROW-LOOKALIKE" not in draft.verdict.counts_by_rule()


def test_a_shop_that_tells_its_orders_apart_by_capitals_is_left_alone() -> None:
    texts = [f"{letter}{number}" for number in range(1_001) for letter in ("x", "X")]
    assert found("ROW-LOOKALIKE", "OrderId", *texts) == []
