"""What impact.com says of orders that were sent: their state, and when it locks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from courier.reversing.orders import SentOrder
from courier.rules.history import QUERY_FIELDS, History

KnownHistory = Callable[[str], History | None]
"""Gives by the name of a program what impact.com has of it, with what was sent from here; None where nobody asked, or
nobody answered."""


def with_states(orders: Sequence[SentOrder], known: KnownHistory) -> list[SentOrder]:
    """The orders with their states and locks. A lock that impact.com says goes before the program's days. Asks what the
    rules of changes ask, so that both say the same."""
    found = list(orders)
    for program in {order.program for order in orders}:
        history = known(program)
        if history is None:
            continue
        places = [place for place, order in enumerate(orders) if order.program == program]
        rows = [(order.campaign or None, order.event or None, order.order) for order in map(found.__getitem__, places)]
        asked = pl.DataFrame(rows, dict.fromkeys(("campaign", "event", "order"), pl.String), orient="row")
        blank = [pl.lit(None, pl.String).alias(name) for name in QUERY_FIELDS if name not in asked.columns]
        answer = history.look_up(asked.with_columns(blank))
        for place, state, locks_at in zip(places, answer["state"], answer["locks_at"], strict=True):
            order = found[place]
            found[place] = replace(order, state=state or "", locks_at=locks_at or order.locks_at)
    return found
