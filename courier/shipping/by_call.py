"""Which batches may go to the Conversions API, where each order is a call of its own, and how long that takes."""

from __future__ import annotations

import polars as pl

from courier.batches.groups import RowGroup
from courier.batches.part_files import parts_of
from courier.catalogue.conversion_fields import is_of_items
from courier.catalogue.fields import FIELDS
from courier.draft import Draft
from courier.messages import text
from courier.rules.field_view import EXTRA

MOST_ORDERS = 200
"""Of one batch. impact.com allows 1,000 calls an hour, and each order needs one more whenever its answer is read."""
ORDER_SECONDS = 1.5
"""What one order takes as a rule: a connection of its own, the call, and two records on the disk."""


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
    if draft.choices.template == "item" and "Amount" in filled:
        return text("by-call-line-amount")
    keys = draft.verdict.orders.gather(group.ready)
    once = [pl.col(name).drop_nulls().n_unique() for name in filled if not is_of_items(name)]
    values = fields.select(filled).with_columns(keys.alias("@order")).group_by("@order").agg(once)
    differing = next((name for name in values.columns if name != "@order" and (values[name] > 1).any()), None)
    return text("by-call-differs", field=differing) if differing else ""


def minutes_by_call(orders: int) -> int:
    """How many minutes so many calls take, rounded up."""
    return -(-round(orders * ORDER_SECONDS) // 60)
