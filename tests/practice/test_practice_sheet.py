"""The practice sheet: every problem planted in it is found, at any time of any day, and nothing else."""

from datetime import UTC, datetime

import pytest

from courier.draft import Draft
from courier.open_sheet import OpenedSheet
from courier.practice.sheet import MADE_ON, open_practice

NOON = datetime(MADE_ON.year, MADE_ON.month, MADE_ON.day, 12, tzinfo=UTC)

# row as a spreadsheet counts it, rule, field; "safe" where one answer is possible, "offered" where somebody decides
PLANTED = [
    (4, "ROW-AMOUNT-NUM", "Amount", "safe"),  # 12,50
    (6, "ROW-SCI", "OrderId", None),  # an order number that a spreadsheet has shortened
    (7, "ROW-AGE-SOON", "EventDate", None),
    (9, "ROW-ATTR", None, "safe"),  # the second row of an order has nothing but its item
    (9, "ROW-DATE-FMT", "EventDate", "safe"),
    (9, "ROW-CURRENCY", "CurrencyCode", "safe"),
    (10, "ROW-AGE-88", "EventDate", None),
    (11, "ROW-CURRENCY", "CurrencyCode", "safe"),  # US$
    (12, "ROW-CURRENCY", "CurrencyCode", "safe"),  # usd
    (13, "ROW-ATTR", None, None),  # nobody to credit
    (16, "ROW-SPACE", "Sku", "safe"),
    (17, "GRP-CONSECUTIVE", "OrderId", None),  # belongs to rows 14 and 15; rows move, no text changes
    (18, "ROW-DATE-FMT", "EventDate", "safe"),  # 19/11/2026 14:05
    (19, "ROW-DATE-FMT", "EventDate", "safe"),
    (20, "ROW-DATE-FMT", "EventDate", "offered"),  # a date without a time
    (21, "ITEM-QTY", "Quantity", "safe"),  # 2.0
    (22, "ITEM-QTY", "Quantity", None),  # 0
    (23, "ITEM-REQ", "Sku", None),
    (24, "ITEM-REQ", "Category", None),
    (25, "ROW-EMAIL", "CustomerEmail", "safe"),
    (28, "GRP-SKU-ONCE", "Sku", None),
    (29, "ROW-FORMULA", "Amount", None),  # =12*2
    (30, "ROW-AMOUNT-NUM", "Amount", None),  # -15.00
    (31, "ROW-CUSTID-EMAIL", "CustomerId", "offered"),
    (32, "ROW-MOJIBAKE", "Category", "safe"),
    (33, "ROW-DATE-FUTURE", "EventDate", None),
    (34, "ROW-ATTR-PROMO", "OrderPromoCode", None),
    (36, "GRP-SAME", "CurrencyCode", None),  # EUR in an order of USD
    (37, "ROW-DATE-TZ", "EventDate", None),
    (38, "ROW-TRAILING-ZERO-MAYBE", "OrderId", "offered"),  # 100240.0
    (39, "ROW-AMOUNT-NUM", "Amount", "safe"),  # 1,249.00
    (40, "ROW-AMOUNT-NUM", "Amount", None),  # 19.999
    (44, "ROW-CLICK-ESCAPED", "ClickId", "offered"),
    (45, "ROW-SPACE", "OrderId", "safe"),  # a blank that is none
    (46, "ROW-CURRENCY", "CurrencyCode", "safe"),  # Euro
    (46, "ROW-AMOUNT-NUM", "Amount", None),  # € 20.00, which nobody can read before the currency is right
    (47, "ROW-AMOUNT-NUM", "Amount", "safe"),  # $31.40
]

REPAIRED = {
    (4, "Amount"): "12.50",
    (9, "EventDate"): "2026-11-02T13:33:23-08:00",
    (9, "ClickId"): "KwkB2jVt9Fw8SjZLY3Qkk3iXsQr5428N5R",
    (9, "CustomerId"): "CC76GFB008F8",
    (9, "CurrencyCode"): "USD",
    (11, "CurrencyCode"): "USD",
    (12, "CurrencyCode"): "USD",
    (16, "Sku"): "ACME-SOCK-2",
    # still without a zone, which nobody but the shop knows
    (18, "EventDate"): "2026-11-19T14:05:00",
    (19, "EventDate"): "2026-11-18T09:30:00",
    (21, "Quantity"): "2",
    # SHA-1 of the address in small letters
    (25, "CustomerEmail"): "2f2cf2c9f255479ae8ca97d951347bab94ac4c70",
    (32, "Category"): "Café",
    (39, "Amount"): "1249.00",
    (45, "OrderId"): "AC 100237",
    (46, "CurrencyCode"): "EUR",
    (46, "Amount"): "20.00",
    (47, "Amount"): "31.40",
}


def opened(now: datetime = NOON) -> OpenedSheet:
    practice = open_practice(now)
    practice.draft.check()
    return practice


def found(draft: Draft) -> list[tuple[int | None, str, str | None, str | None]]:
    return [
        (
            None if problem.row is None else draft.sheet.number(problem.row),
            problem.rule,
            problem.field,
            None if problem.fix is None else "safe" if problem.fix.safe else "offered",
        )
        for problem in draft.problems()
    ]


def texts(draft: Draft) -> dict[tuple[int | None, str], str | None]:
    """Every cell by its row's number and its field."""
    fields = draft.fields(draft.sheet.row_order)
    numbers = draft.sheet.numbers(draft.sheet.row_order.to_list())
    return {
        (number, name): text
        for number, record in zip(numbers, fields.iter_rows(named=True), strict=True)
        for name, text in record.items()
    }


def test_what_was_planted_is_found_and_nothing_else() -> None:
    assert found(opened().draft) == PLANTED


@pytest.mark.parametrize(
    "now",
    [
        NOON.replace(hour=0),
        NOON.replace(hour=23, minute=59, second=59),
        datetime(2024, 2, 29, 3, tzinfo=UTC),
        datetime(2031, 7, 1, 18, 30, tzinfo=UTC),
    ],
)
def test_the_sheet_ages_with_the_calendar(now: datetime) -> None:
    assert [finding[:3] for finding in found(opened(now).draft)] == [finding[:3] for finding in PLANTED]


def test_voided_and_refunded_orders_are_left_out() -> None:
    draft = opened().draft
    assert draft.sheet.numbers(draft.left_out_rows().to_list()) == [41, 42, 43]
    summary = draft.summary()
    assert (summary.rows, summary.ready, summary.set_aside, summary.left_out) == (60, 29, 28, 3)


def test_safe_repairs_do_what_they_should_and_nothing_else() -> None:
    draft = opened().draft
    before = texts(draft)
    draft.do(draft.plan().edit)
    after = texts(draft)
    assert {place: text for place, text in after.items() if text != before[place]} == REPAIRED


def test_the_stray_row_comes_to_its_order() -> None:
    draft = opened().draft
    draft.do(draft.plan().edit)
    assert draft.sheet.numbers(draft.sheet.row_order.to_list()) == [*range(2, 16), 17, 16, *range(18, 62)]


def test_what_needs_a_person_stays_after_the_safe_repairs() -> None:
    draft = opened().draft
    draft.do(draft.plan().edit)
    gone = {(46, "ROW-AMOUNT-NUM", "Amount", None), (17, "GRP-CONSECUTIVE", "OrderId", None)}
    left = [finding for finding in PLANTED if finding[3] != "safe" and finding not in gone]
    fresh = [(18, "ROW-DATE-TZ", "EventDate", None), (19, "ROW-DATE-TZ", "EventDate", None)]
    assert found(draft) == sorted([*left, *fresh], key=lambda one: one[0])
    summary = draft.summary()
    assert (summary.rows, summary.ready, summary.set_aside, summary.left_out) == (60, 44, 13, 3)
    assert summary.orders == 35


def test_one_undo_takes_all_repairs_back() -> None:
    draft = opened().draft
    before = (texts(draft), found(draft), draft.sheet.row_order.to_list())
    draft.do(draft.plan().edit)
    draft.undo()
    assert (texts(draft), found(draft), draft.sheet.row_order.to_list()) == before
