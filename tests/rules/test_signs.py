"""Signs: what is below zero stays so, and a spreadsheet's mark of a text is no part of the value."""

import pytest

from courier.open_sheet import OpenOptions
from courier.rules.phrases import phrase
from tests.rules.one_cell import draft_of, judged, repaired

NEGATIVE = (
    "-19.99",
    "'-19.99",
    "10.00-",
    "\u22125",
    "\u20135",
    "(19.99)",
    "-$19.99",
    "$-19.99",
    "($19.99)",
    "1,234.50-",
    "-12,-",
)


@pytest.mark.parametrize("written", NEGATIVE)
@pytest.mark.parametrize("field", ["Amount", "Quantity", "OrderDiscount", "ItemPrice"])
def test_what_is_below_zero_never_becomes_a_sale(field: str, written: str) -> None:
    problems = judged(field, written, **({} if field == "Amount" else {"Amount": "1"}))
    (rule,) = set(problems) & {"ROW-AMOUNT-NUM", "ITEM-QTY"}
    assert problems[rule].fix is None
    assert "minus" in phrase(problems[rule], str) or "negative" in phrase(problems[rule], str)
    assert repaired(field, written) in (None, "-19.99", "-$19.99")


@pytest.mark.parametrize("written", NEGATIVE)
def test_a_change_never_turns_its_sign(written: str) -> None:
    row = {"ActionId": "1.2.3", "Amount": written, "Reason": "ITEM_RETURNED", "CurrencyCode": "USD"}
    draft = draft_of(row, options=OpenOptions(template="modification"), only=list(row))
    assert "MOD-AMOUNT-FINAL" in {problem.rule for problem in draft.problems()}
    draft.do(draft.plan().edit)
    assert draft.fields(draft.sheet.row_order)["Amount"][0] in (written, written.strip("'"))


@pytest.mark.parametrize(("written", "means"), [("12,-", "12"), ("12.\u2013", "12"), ("'19.99", "19.99")])
def test_a_dash_for_no_cents_and_the_mark_of_a_text_are_no_minus(written: str, means: str) -> None:
    assert repaired("Amount", written) == means


@pytest.mark.parametrize(
    ("written", "means"), [("(5)", "-5"), ("5-", "-5"), ("\u22125", "-5"), ("'-5", "-5"), ("-1,234.5", "-1234.5")]
)
def test_numbers_of_ones_own_keep_their_sign(written: str, means: str) -> None:
    assert repaired("Numeric1", written) == means


@pytest.mark.parametrize(("field", "written", "means"), [
    ("CustomerPostCode", "'97201", "97201"), ("CustomerPostCode", "'0012AB", "0012AB"), ("OrderId", "'1001", "1001"),
    ("Text1", "'+49 170 123", "+49 170 123"), ("EventDate", "'2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
])  # fmt: skip
def test_a_number_loses_the_apostrophe_of_a_spreadsheet(field: str, written: str, means: str) -> None:
    assert "apostrophe" in phrase(judged(field, written)["ROW-SPACE"], str)
    assert repaired(field, written) == means


@pytest.mark.parametrize("written", ["O'Brien", "'tis", "'90s Band Tee", "'90s", "'quoted'", "'12'", "rock 'n' roll"])
def test_other_apostrophes_stay(written: str) -> None:
    assert judged("Text1", written) == {}
