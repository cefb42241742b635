"""Rows that impact.com will soon drop, and what is not ready in money."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import polars as pl
import pytest

from courier.batch_summary import BatchSummary
from courier.batch_words import expiring_words, held_words
from courier.draft_edits import leave_out, set_aside
from courier.rules.expiry import by_day, counted, within_reach
from courier.rules.totals import unrepaired_totals
from courier.sheet.choices import ColumnReading
from courier.sheet.exclusions import exclude_where
from tests.rules.one_cell import NOW, draft_of


def event(age: timedelta) -> str:
    return (NOW - age).isoformat()


def days(draft) -> dict[date, int]:
    return by_day(draft.summary().expiring, UTC)


def test_rows_are_counted_on_the_day_from_which_they_are_dropped() -> None:
    hour, media = timedelta(hours=1), {"MediaId": "10000"}
    draft = draft_of(
        {"EventDate": event(timedelta(days=88) - hour)},
        {"EventDate": event(timedelta(days=88) + hour)},
        {"EventDate": event(timedelta(days=84) - hour)},
        {"EventDate": event(timedelta(days=84) - 2 * hour), "Amount": "x"},
        {"EventDate": event(timedelta(days=81) + hour)},
        {"EventDate": event(timedelta(days=88) - hour), **media},
        {"EventDate": event(timedelta(days=398) - hour), **media},
        {"EventDate": "NOW"},
        {"EventDate": "unknown"},
    )
    today = NOW.date()
    assert days(draft) == {today: 2, today + timedelta(days=4): 2}
    # they count no more where files wait for a day, or when they stay behind for good
    draft.at(NOW, wait=timedelta(days=1))
    assert days(draft) == {today + timedelta(days=3): 2, today + timedelta(days=5): 1}
    draft.at(NOW, wait=timedelta())
    draft.do(leave_out(draft, exclude_where("c7", "is", "x")))
    assert days(draft) == {today: 2, today + timedelta(days=4): 1}


def test_changes_of_earlier_orders_do_not_expire() -> None:
    old = event(timedelta(days=87))
    draft = draft_of({"EventDate": old, "Reason": "OTHER"}, {"EventDate": old, "Reason": "OTHER"})
    assert (draft.choices.template, days(draft)) == ("modification", {})


@pytest.mark.parametrize(
    ("zone", "day"), [(UTC, 1), (timezone(timedelta(hours=5, minutes=45)), 2), (timezone(timedelta(hours=-10)), 1)]
)
def test_a_day_begins_where_the_computer_stands(zone: timezone, day: int) -> None:
    at = datetime(2026, 12, 1, 18, 20, tzinfo=UTC)
    assert by_day(counted(pl.Series([at, at, None])), zone) == {date(2026, 12, day): 2}


def test_only_what_can_still_be_sent_in_time_counts() -> None:
    rows = {NOW - timedelta(hours=1): 1, NOW: 2, NOW + timedelta(days=5): 4, NOW + timedelta(days=6): 8}
    assert within_reach(rows, NOW) == {NOW: 2, NOW + timedelta(days=5): 4}


def test_the_days_are_named() -> None:
    noon = datetime(2026, 11, 29, 12, tzinfo=UTC)
    expiring = {noon: 16, noon + timedelta(hours=1): 1, noon + timedelta(days=1): 2, noon + timedelta(days=5): 4}
    words = "Rows soon too old for impact.com: 17 today, 2 tomorrow, 4 on Friday."
    assert expiring_words(expiring, noon) == words
    assert expiring_words({noon: 1}, noon) == "Row soon too old for impact.com: 1 today."
    assert expiring_words({}, noon) == ""


def test_money_that_is_not_ready_counts_as_repairs_would_write_it() -> None:
    draft = draft_of(
        {"Amount": "40000.00"},
        {"Amount": "1.810,00"},
        {"Amount": "500.00", "CurrencyCode": "usd"},
        {"Amount": "7.00", "CurrencyCode": "EUR", "Quantity": "x"},
        {"Amount": "unknown"},
        {"Amount": "100.00"},
        {"Amount": "3.00", "CurrencyCode": "usdx"},
    )
    draft.do(set_aside(draft, [5]))
    summary = draft.summary()
    assert (summary.ready, summary.set_aside) == (1, 6)
    assert summary.held == {"USD": Decimal("2410.00"), "EUR": Decimal("7.00"), "": Decimal("3.00")}
    unknown = "3.00 of 3.00 in an unknown currency"
    assert held_words(summary) == f"{unknown}, 7.00 EUR of 7.00, 2,410.00 USD of 42,410.00 are not ready."
    draft.do(draft.plan().edit)
    assert held_words(draft.summary()) == f"{unknown}, 7.00 EUR of 7.00, 100.00 USD of 42,410.00 are not ready."
    assert held_words(draft_of({}).summary()) == ""


def test_a_sheet_without_amounts_and_rows_without_a_currency() -> None:
    orders = pl.Series([1, 1], dtype=pl.UInt64)
    assert unrepaired_totals(pl.DataFrame({"OrderId": ["A", "A"]}), {}, orders) == {}
    fields = pl.DataFrame({"Amount": ["1,50", "2.50"]})
    assert unrepaired_totals(fields, {"Amount": ColumnReading(decimal_comma=True)}, orders) == {"": Decimal("4.00")}
    shared = fields.with_columns(pl.Series("CurrencyCode", ["EUR", None]))
    assert unrepaired_totals(shared, {}, orders) == {"EUR": Decimal("4.00")}
    summary = BatchSummary(2, 0, 2, 2, 0, 0, 0, 0, held={"": Decimal("4.00")})
    assert held_words(summary) == "4.00 of 4.00 in an unknown currency is not ready."
