"""What a shop's export says was refunded, compared with what was sent: only that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import polars as pl

from courier.draft import Draft
from courier.exclusions import SHOP_STATUS
from courier.messages import UserError
from courier.reversing.modifications import Change, reversals
from courier.reversing.orders import Answered, SentOrder
from courier.reversing.search import SentOrders
from courier.rules.shop_status import PARTLY

_CALLED_OFF = ("refunded", "cancelled", "failed")
"""Kinds of statuses of orders that come to nothing. Payments that are pending and tests are none of these."""


class NoRefunds(UserError):
    """A sheet in which nothing says what was refunded."""


class Unmatched(StrEnum):
    """Why a refund becomes no reversal: the order was not sent from here, or for several programs or event types; only
    a part was refunded, and how much of it impact.com knows nobody says; it is taken back, locked or refused
    already, or approved."""

    NOT_SENT = "not-sent"
    SEVERAL = "several"
    PARTLY = "partly"
    REVERSED = "reversed"
    APPROVED = "approved"
    LOCKED = "locked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Refunds:
    """``changes``: the reversals; ``others``: the order IDs that become none, with the reason, in sheet order."""

    changes: tuple[Change, ...]
    others: tuple[tuple[str, Unmatched], ...]


def refunds_of(draft: Draft, sent: SentOrders, program: str, reason: str, now: datetime) -> Refunds:
    """What the orders that a checked sheet calls refunded, cancelled or failed become. Raises NoRefunds, or
    LedgerError."""
    statuses = _statuses(draft)
    by_id: dict[str, list[SentOrder]] = {}
    for order in sent.with_id(list(statuses), program):
        by_id.setdefault(order.order, []).append(order)
    changes: list[Change] = []
    others: list[tuple[str, Unmatched]] = []
    for order_id, kind in statuses.items():
        found = by_id.get(order_id, [])
        why = _why_not(found, kind, now)
        if why is None:
            changes += reversals(found[0], reason)
        else:
            others.append((order_id, why))
    return Refunds(tuple(changes), tuple(others))


def _why_not(found: Sequence[SentOrder], kind: str, now: datetime) -> Unmatched | None:
    if len(found) != 1:
        return Unmatched.SEVERAL if found else Unmatched.NOT_SENT
    (order,) = found
    if order.answered is Answered.REFUSED:
        return Unmatched.REFUSED
    if order.reversed:
        return Unmatched.REVERSED
    if order.approved:
        return Unmatched.APPROVED
    if order.locked(now):
        return Unmatched.LOCKED
    return Unmatched.PARTLY if kind == PARTLY else None


def _statuses(draft: Draft) -> dict[str, str]:
    """What became of the orders that a shop's columns call off, as a whole or in part, by their IDs."""
    if not draft.checker.view.noticed:
        raise NoRefunds("refunds-no-status")
    if not draft.checker.view.has("OrderId"):
        raise NoRefunds("refunds-no-order")
    marked = draft.rows_with(SHOP_STATUS)
    kinds = {problem.row: str(problem.facts["kind"]) for problem in draft.problems(marked, [SHOP_STATUS])}
    named = dict(_order_ids(draft, pl.Series(list(kinds), dtype=marked.dtype)))
    found: dict[str, str] = {}
    for row, kind in kinds.items():
        if row is not None and kind in (*_CALLED_OFF, PARTLY) and row in named:
            # an order that is called off as a whole is no longer one that is refunded in part
            earlier = found.get(named[row])
            found[named[row]] = kind if earlier in (None, PARTLY) else str(earlier)
    if not found:
        raise NoRefunds("refunds-none")
    return found


def _order_ids(draft: Draft, rows: pl.Series) -> Iterator[tuple[int, str]]:
    orders = draft.fields(rows)["OrderId"].str.strip_chars()
    for row, order in zip(rows.to_list(), orders.to_list(), strict=True):
        if order:
            yield row, order
