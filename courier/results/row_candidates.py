"""The recorded rows that a refused row may mean: those of its order or action."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from courier.ledger.keys import keys
from courier.ledger.ledger import Ledger
from courier.ledger.recorded_rows import SentPart, kinds, rows_with_keys
from courier.ledger.store import Connection
from courier.results.part_content import rows_in

_NAMED = pl.col("order_id").is_not_null() | pl.col("action_id").is_not_null()
_CANDIDATE = {
    "id": pl.UInt32, "in_part": pl.Int64, "number": pl.Int64, "line": pl.Int64, "own_sku": pl.String,
    "level": pl.Int64, "alone": pl.Boolean,
}  # fmt: skip


def candidates(ledger: Ledger, db: Connection, rows: pl.DataFrame, parts: Mapping[int, SentPart]) -> pl.DataFrame:
    """Per refused row (``id``) each recorded row of its order or action: ``in_part``, ``number``, ``own_sku``; the
    ``line`` that impact.com named; ``level``: 3 for the same SKU, 2 for one that differs in capitals only, 1 where one
    of both has none, 0 for another; ``alone``: its order has no other row in the part.

    The campaign and the event type may be missing from an answer, or be said in another way: then all that were ever
    recorded are tried. Rows of a known part that have no key in common with the answer are looked for in its bytes.
    """
    named = rows.filter(_NAMED)
    known_kinds = kinds(db)
    asked = _as_said(named)
    found = _recorded(db, named, asked)
    rest = named.join(found, on="id", how="anti")
    if rest.height:
        asked = _of_all_kinds(rest, known_kinds)
        found = pl.concat([found, _recorded(db, named, asked.filter(asked["key"].is_in(_sent(ledger, db, asked))))])
        rest = rest.join(found, on="id", how="anti").filter(pl.col("part").is_not_null())
        in_bytes = [
            _by_text(of_part, content)
            for (number,), of_part in rest.group_by("part", maintain_order=True)
            if (content := rows_in(ledger, parts[int(number)])) is not None
        ]
        found = pl.concat([found, *in_bytes])
    return _judged(named, found.filter(pl.col("in_part").is_in(list(parts))).unique(maintain_order=True))


def _as_said(named: pl.DataFrame) -> pl.DataFrame:
    """``id`` and ``key`` of rows with an action, and of those with an order, a campaign and an event type."""
    whole = named.filter(
        pl.col("order_id").is_not_null() & pl.col("campaign").is_not_null() & pl.col("event").is_not_null()
    )
    nothing = pl.lit(None, dtype=pl.String)
    of_action = named.filter(pl.col("action_id").is_not_null()).with_columns(nothing.alias("order_id"))
    return _keyed(pl.concat([whole.with_columns(nothing.alias("action_id")), of_action]))


def _of_all_kinds(rest: pl.DataFrame, known: list[tuple[str, str]]) -> pl.DataFrame:
    """``id`` and ``key`` of rows as they would be recorded under each campaign and event type that do not contradict
    them."""
    campaigns, events = {campaign for campaign, _ in known}, {event for _, event in known}
    orders = rest.filter(pl.col("order_id").is_not_null()).with_columns(
        pl.lit(None, dtype=pl.String).alias("action_id")
    )
    tried = [pl.DataFrame(schema={"id": pl.UInt32, "key": pl.Int64})]
    for campaign, event in known:
        other = ~pl.col("campaign").is_in(list(campaigns)) | (pl.col("campaign") == campaign)
        other_event = ~pl.col("event").is_in(list(events)) | (pl.col("event") == event)
        fitting = orders.filter(other.fill_null(True) & other_event.fill_null(True))
        tried.append(_keyed(fitting.with_columns(campaign=pl.lit(campaign), event=pl.lit(event))))
    return pl.concat(tried)


def _keyed(rows: pl.DataFrame) -> pl.DataFrame:
    key = keys(rows["campaign"], rows["event"], rows["order_id"], rows["action_id"])
    return rows.select("id", key)


def _sent(ledger: Ledger, db: Connection, asked: pl.DataFrame) -> pl.Series:
    return ledger.store.among(db, asked["key"]).implode()


def _recorded(db: Connection, named: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The recorded rows with the keys that are asked for; of a row whose part is known only those in it."""
    recorded = rows_with_keys(db, asked["key"]).rename({"part": "in_part", "sku": "own_sku"})
    found = asked.join(recorded, on="key").join(named.select("id", "part"), on="id")
    in_its_part = pl.col("part").is_null() | (pl.col("part") == pl.col("in_part"))
    return found.filter(in_its_part).select("id", "in_part", "number", "own_sku")


def _by_text(of_part: pl.DataFrame, content: pl.DataFrame) -> pl.DataFrame:
    """Rows of a part whose order or action is written as in the answer, whatever the event type is."""
    texts = content.rename({"sku": "own_sku"}).with_columns(pl.col("number").cast(pl.Int64))
    wanted = of_part.select("id", pl.col("part").alias("in_part"), "order_id", "action_id")
    names = (("order_id", "order_id"), ("action_id", "action_id"), ("order_id", "action_id"))
    hits = [
        wanted.filter(pl.col(asked).is_not_null()).join(
            texts.select(pl.col(own).alias("own"), "number", "own_sku"), left_on=asked, right_on="own"
        )
        for asked, own in names
    ]
    return pl.concat([hit.select("id", "in_part", "number", "own_sku") for hit in hits]).unique(maintain_order=True)


def _judged(named: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    own, asked = pl.col("own_sku"), pl.col("sku")
    level = (
        pl.when(own == asked)
        .then(3)
        .when(own.str.to_lowercase() == asked.str.to_lowercase())
        .then(2)
        .when(own.is_null() | asked.is_null())
        .then(1)
        .otherwise(0)
        .cast(pl.Int64)
    )
    judged = found.with_columns(pl.when(own != "").then(own).alias("own_sku"))
    judged = judged.join(named.select("id", "line", "sku"), on="id", maintain_order="left")
    return judged.with_columns(level.alias("level"), (pl.len().over("id", "in_part") == 1).alias("alone")).select(
        list(_CANDIDATE)
    )
