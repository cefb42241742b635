"""Finds what was sent: by order ID at once, by parts of it, SKU, amount or day in all rows, the newest ones first, and
by a customer's number among the newest rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from courier.ledger.ledger import Ledger
from courier.ledger.order_rows import (
    SHARES,
    OrderRow,
    Wanted,
    keys_in_old_parts,
    keys_in_part,
    keys_of_orders,
    parts_to_search,
    rows_of_keys,
)
from courier.ledger.store import Connection
from courier.programs import Program
from courier.reversing.known_states import KnownHistory, with_states
from courier.reversing.orders import LockDays, SentOrder, orders_of, with_details
from courier.reversing.sent_copies import SentCopies, orders_with_number

MOST_ORDERS = 200
"""Orders that one search gives: more are too many to choose from."""
MOST_ROWS = 300_000
"""About how many of the newest rows are searched with all that was sent in them: a customer's number is in the kept
files only, which takes longer to read."""

_AMOUNT = re.compile(r"[0-9]{1,12}([.,][0-9]{1,4})?")


@dataclass(frozen=True)
class FoundOrders:
    """``orders``: newest first; ``more``: there are others beyond `MOST_ORDERS`; ``looked_at``, ``sent``: rows in which
    numbers of customers were looked for too, and all that there are."""

    orders: tuple[SentOrder, ...]
    more: bool = False
    looked_at: int = 0
    sent: int = 0


class SentOrders:
    """What was sent from this machine, order by order. Every method may raise LedgerError."""

    def __init__(self, ledger: Ledger, programs: Iterable[Program], known: KnownHistory = lambda _: None) -> None:
        """``known``: what impact.com has, as far as it was asked."""
        self._ledger, self._known = ledger, known
        self._lock_days = LockDays(programs)
        self._copies = SentCopies(ledger.archive)

    def with_id(self, orders: Collection[str], program: str = "") -> list[SentOrder]:
        """The orders with these IDs, oldest first, with all that is known of them; those of one program if given. The
        same ID may stand for several: of other programs or event types."""
        if not self._ledger.store.exists:
            return []
        with self._ledger.store.reading() as db:
            rows = rows_of_keys(db, keys_of_orders(db, orders))
        return [with_details(order, self._copies) for order in self._orders(rows, program)]

    def search(self, text: str, program: str = "", stop: Callable[[], bool] = lambda: False) -> FoundOrders:
        """The orders in which a text is found; the newest ones for "". ``program``: the name of a saved one, "" for
        all; ``stop``: asked between parts, ends the search with what was found so far."""
        text = text.strip()
        if not self._ledger.store.exists:
            return FoundOrders(())
        if text and (exact := self.with_id([text], program)):
            return FoundOrders(tuple(reversed(exact)))
        amount = Decimal(text.replace(",", ".")) if _AMOUNT.fullmatch(text) else None
        with self._ledger.store.reading() as db:
            keys, more, looked_at, sent = self._keys(db, Wanted(text, amount, program), stop)
            rows = rows_of_keys(db, keys)
        return FoundOrders(tuple(reversed(self._orders(rows, program))), more, looked_at, sent)

    def details(self, order: SentOrder) -> SentOrder:
        """The order with what only the kept bytes say of it."""
        return with_details(order, self._copies)

    def _keys(self, db: Connection, wanted: Wanted, stop: Callable[[], bool]) -> tuple[list[int], bool, int, int]:
        parts, older = parts_to_search(db, wanted.program, MOST_ROWS)
        sent = sum(part.rows for part in (*parts, *older))
        keys: dict[int, None] = {}
        looked_at = 0
        for part in parts:
            if len(keys) > MOST_ORDERS or stop():
                break
            found = keys_in_part(db, part.id, wanted, MOST_ORDERS + 1)
            if wanted.text and (content := self._copies.content_of(part.sha256, part.name)) is not None:
                found += keys_of_orders(db, orders_with_number(content, wanted.text))
            keys |= dict.fromkeys(found)
            looked_at += part.rows
        if older and wanted.text:
            numbers = [part.id for part in older]
            for share in range(SHARES):
                if len(keys) > MOST_ORDERS or stop():
                    break
                keys |= dict.fromkeys(keys_in_old_parts(db, numbers, share, wanted, MOST_ORDERS + 1))
        return list(keys)[:MOST_ORDERS], len(keys) > MOST_ORDERS, looked_at, sent

    def _orders(self, rows: list[OrderRow], program: str) -> list[SentOrder]:
        answers = self._ledger.answers.of_parts({row.part for row in rows})
        orders = with_states(orders_of(rows, answers, self._lock_days), self._known)
        return [order for order in orders if program in ("", order.program)]
