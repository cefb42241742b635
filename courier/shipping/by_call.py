"""Which batches may go to the Conversions API, where each order is a call of its own, and how long that takes."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from courier.batches.groups import RowGroup
from courier.batches.part_files import parts_of
from courier.catalogue.conversion_fields import amount_is_unclear, fields_of_items
from courier.catalogue.fields import FIELDS
from courier.delivery.call_pace import CALLS_AN_HOUR
from courier.draft import Draft
from courier.ledger.call_times import call_times
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError
from courier.messages import text
from courier.rules.field_view import EXTRA

MOST_ORDERS = 200
"""Of one batch. impact.com allows 1,000 calls an hour, and each order needs one more whenever its answer is read."""
_ALLOWED_PACE = timedelta(hours=1) / CALLS_AN_HOUR


def why_not_by_call(draft: Draft, group: RowGroup) -> str:
    """Why a batch cannot go to the Conversions API, in words; "" if it can. What the API is not documented to take is
    not tried, and nothing of a row is left away in silence."""
    if draft.choices.template not in ("item", "order"):
        return text("by-call-template")
    orders = draft.verdict.orders.gather(group.ready).n_unique()
    if orders > MOST_ORDERS:
        return text("by-call-many", orders=orders, most=MOST_ORDERS)
    if len(parts_of(draft, group.ready, 1)) != orders:
        return text("by-call-scattered")
    fields = draft.fields(group.ready)
    filled = [name for name in fields.columns if (fields[name].fill_null("") != "").any()]
    strange = next((name for name in filled if name not in FIELDS or not FIELDS[name].in_api), None)
    if strange is not None:
        return text(
            "by-call-field",
            field=draft.sheet.header(strange.removeprefix(EXTRA)) if strange.startswith(EXTRA) else strange,
        )
    if amount_is_unclear(filled):
        return text("by-call-line-amount")
    of_items = fields_of_items(filled)
    keys = draft.verdict.orders.gather(group.ready)
    once = [pl.col(name).drop_nulls().n_unique() for name in filled if name not in of_items]
    values = fields.select(filled).with_columns(keys.alias("@order")).group_by("@order").agg(once)
    differing = next((name for name in values.columns if name != "@order" and (values[name] > 1).any()), None)
    return text("by-call-differs", field=differing) if differing else ""


def expected_words(orders: int, pace: timedelta | None) -> str:
    """How long so many calls take, in words. ``pace``: what an order took of late, None where nobody knows; then only
    the pace that the app allows itself says something."""
    of_one = _ALLOWED_PACE if pace is None else pace
    minutes = -int(-(orders * of_one) // timedelta(minutes=1))
    return text("by-call-begins", orders=orders, minutes=minutes, pace="allowed" if pace is None else "known")


def order_pace(ledger: Ledger, url: str) -> timedelta | None:
    """What an order took in the last batches that went to an address by call; None where nobody knows."""
    try:
        times = call_times(ledger.store, url)
    except LedgerError:
        # sending says what is wrong with it
        return None
    # the middle one, so that a single slow order says nothing
    return sorted(times)[(len(times) - 1) // 2] if times else None
