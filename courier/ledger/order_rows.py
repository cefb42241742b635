"""What is recorded of orders that were sent: their rows, and the keys by which they are found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import polars as pl

from courier.ledger.answers import refused_rows
from courier.ledger.key_index import unpack_keys
from courier.ledger.keys import keys
from courier.ledger.queries import COUNTS
from courier.ledger.store import Connection
from courier.ledger.values import KIND, PART, PART_KEYS, ROW, SUBMISSION, is_amount

SHARES = 32
"""Shares of all keys that are searched one after the other, so that a search can be stopped."""


@dataclass(frozen=True)
class OrderRow:
    """One recorded row of an order that counts as sent. ``part``: the UUID of its part, ``sha256`` and ``name`` of its
    bytes; ``number``: from 1 in the part; ``at``: when it was sent; ``amount``: None where it is no number;
    ``change``: it changes an earlier conversion; ``refused``: impact.com refused it."""

    key: int
    part: str
    sha256: str
    name: str
    number: int
    at: datetime
    campaign: str
    event: str
    currency: str
    order: str
    sku: str
    amount: Decimal | None
    status: str | None
    event_date: str | None
    change: bool
    refused: bool
    program: str
    source: str


@dataclass(frozen=True)
class Wanted:
    """What a row has to have to be found. ``text``: part of its order ID or SKU, or the beginning of its day;
    ``amount``: of the row or of its whole order; ``program``: the name of a saved program, "" for all."""

    text: str
    amount: Decimal | None = None
    program: str = ""


def keys_of_orders(db: Connection, orders: Collection[str]) -> list[int]:
    """The keys that these OrderIds may have, with any program and event type that was ever recorded."""
    kinds = pl.DataFrame(
        db.execute("SELECT DISTINCT CAST(campaign AS TEXT), CAST(event AS TEXT) FROM kinds").fetchall(),
        {"campaign": pl.String, "event": pl.String},
        orient="row",
    )
    pairs = kinds.join(pl.DataFrame({"order": list(orders)}, {"order": pl.String}), how="cross")
    actions = pl.Series("action", [None], dtype=pl.String).new_from_index(0, pairs.height)
    return keys(pairs["campaign"], pairs["event"], pairs["order"], actions).unique().to_list()


def rows_of_keys(db: Connection, wanted: Iterable[int]) -> list[OrderRow]:
    """The rows with these keys that count as sent, oldest first."""
    found = db.execute(
        "SELECT r.key, p.id, p.uuid, p.sha256, p.name, r.number, p.at, k.campaign, k.event, k.currency, r.order_id,"
        " r.sku, r.amount, r.status, r.event_date, s.template = 'modification', s.program, s.source"
        f" FROM {db.numbers()} {db.then_join} rows r ON r.key = j.value JOIN parts p ON p.id = r.part"
        f" JOIN kinds k ON k.id = r.kind JOIN submissions s ON s.id = p.submission WHERE {COUNTS}"
        " ORDER BY p.at, p.id, r.number",
        (db.listed(wanted),),
    ).fetchall()
    refused = refused_rows(db, {part for _, part, *_ in found})
    return [_order_row(row, refused) for row in found]


def _order_row(row: Sequence[object], refused: Collection[tuple[int, int]]) -> OrderRow:
    key, part, uuid, sha256, name, number, at, campaign, event, currency, order, sku, amount, status, day, *rest = row
    change, program, source = rest
    return OrderRow(
        ROW["key"].readable(key),
        PART["uuid"].readable(uuid),
        PART["sha256"].readable(sha256),
        PART["name"].readable(name),
        ROW["number"].readable(number),
        PART["at"].readable(at),
        KIND["campaign"].readable(campaign),
        KIND["event"].readable(event),
        KIND["currency"].readable(currency),
        ROW["order_id"].readable(order) or "",
        ROW["sku"].readable(sku) or "",
        Decimal(str(amount)) if is_amount(amount) else None,
        ROW["status"].readable(status),
        ROW["event_date"].readable(day),
        bool(change),
        (part, number) in refused,
        SUBMISSION["program"].readable(program),
        SUBMISSION["source"].readable(source),
    )


@dataclass(frozen=True)
class PartToSearch:
    """A part of conversions. ``id``: its number in the ledger."""

    id: int
    sha256: str
    name: str
    rows: int


def parts_to_search(db: Connection, program: str, most_rows: int) -> tuple[list[PartToSearch], list[PartToSearch]]:
    """The newest parts of conversions of a program ("" for all) that hold ``most_rows`` rows or little more, and all
    older ones, each the newest first."""
    found = db.execute(
        "SELECT p.id, p.sha256, p.name, p.rows FROM parts p JOIN submissions s ON s.id = p.submission"
        f" WHERE {COUNTS} AND s.template <> 'modification' AND (?1 = '' OR s.program = ?1)"
        " ORDER BY p.at DESC, p.id DESC",
        (program,),
    ).fetchall()
    newest: list[PartToSearch] = []
    older: list[PartToSearch] = []
    rows = 0
    for part, sha256, name, count in found:
        own = PartToSearch(part, str(sha256), PART["name"].readable(name), PART["rows"].readable(count))
        (newest if rows < most_rows else older).append(own)
        rows += own.rows
    return newest, older


def keys_in_part(db: Connection, part: int, wanted: Wanted, most: int) -> list[int]:
    """The keys of at most ``most`` orders of a part in which something is found, in no order."""
    (packed,) = db.execute("SELECT keys FROM part_keys WHERE part = ?", (part,)).fetchone() or (b"",)
    own = db.listed(unpack_keys(PART_KEYS["keys"].readable(packed)))
    rows = f"{db.numbers('?1')} {db.then_join} rows r ON r.key = j.value AND r.part = ?2 WHERE true"
    return _keys_in(db, rows, (own, part), wanted, most)


def keys_in_old_parts(db: Connection, parts: Iterable[int], share: int, wanted: Wanted, most: int) -> list[int]:
    """The same of one of `SHARES` shares of the orders in many parts, read in the order in which rows are stored."""
    width = 2**64 // SHARES
    among = f"r.part IN (SELECT value FROM {db.numbers('?1')})"
    rows = f"rows r WHERE r.key BETWEEN ?2 AND ?2 + {width - 1} AND {among}"
    return _keys_in(db, rows, (db.listed(parts), share * width - 2**63), wanted, most)


def _keys_in(db: Connection, rows: str, facts: tuple[object, object], wanted: Wanted, most: int) -> list[int]:
    """The keys of at most ``most`` orders among some rows in which something is found."""
    found = db.execute(
        f"SELECT DISTINCT r.key FROM {rows} AND ({db.position}(lower(r.order_id), ?3) > 0"
        f" OR {db.position}(lower(r.sku), ?3) > 0"
        " OR substr(r.event_date, 1, length(?3)) = ?3) LIMIT ?4",
        (*facts, wanted.text.lower(), most),
    ).fetchall()
    if wanted.amount is not None:
        amount = "CAST(r.amount AS NUMERIC)"
        found += db.execute(
            f"SELECT r.key FROM {rows} GROUP BY r.key, r.part"
            f" HAVING min(abs({amount} - ?3)) < 0.00005 OR abs(sum({amount}) - ?3) < 0.00005 LIMIT ?4",
            (*facts, float(wanted.amount), most),
        ).fetchall()
    return [key for (key,) in found]
