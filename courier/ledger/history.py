"""The ledger's answer to rules that ask about earlier deliveries."""

from __future__ import annotations

import json

import polars as pl

from courier.ledger.keys import keys
from courier.ledger.looking import COUNTS
from courier.ledger.store import Store
from courier.rules.history import COLUMNS

_ZERO = pl.lit(0, dtype=pl.Decimal(38, 4))


class LedgerHistory:
    """What is known of rows from what was sent. Safe for several threads; new deliveries, also those of other
    processes, are known at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        found = self._found(rows)
        if found is None:
            return pl.DataFrame({name: pl.Series(name, [None] * rows.height, dtype=of) for name, of in COLUMNS.items()})
        asked, sent = found
        return _told(asked, sent)

    def _found(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame] | None:
        if not self._store.exists:
            return None
        with self._store.reading() as db:
            if db.execute("SELECT 1 FROM rows LIMIT 1").fetchone() is None:
                return None
            campaign = rows["campaign"]
            if campaign.null_count():
                # an event type belongs to one program; where two were recorded with the same ID nobody can tell
                only = dict(
                    db.execute(
                        "SELECT event, max(campaign) FROM kinds GROUP BY event HAVING count(DISTINCT campaign) = 1"
                    )
                )
                campaign = campaign.fill_null(rows["event"].replace_strict(only, default=None, return_dtype=pl.String))
            key = keys(campaign, rows["event"], rows["order"], rows["action"])
            hits = db.execute(
                "SELECT r.key, r.part, r.sku, r.amount, r.status FROM json_each(?) j CROSS JOIN rows r"
                " ON r.key = j.value",
                (json.dumps(key.drop_nulls().unique().sort().to_list()),),
            ).fetchall()
            if not hits:
                return None
            columns = list(zip(*hits, strict=True))
            parts = pl.Series("part", columns[1], dtype=pl.Int64)
            about = db.execute(
                "SELECT p.id, p.at, s.template = 'modification' FROM json_each(?) j JOIN parts p ON p.id = j.value"  # noqa: S608
                f" JOIN submissions s ON s.id = p.submission WHERE {COUNTS}",
                (json.dumps(parts.unique().to_list()),),
            ).fetchall()
        counted = pl.DataFrame(about, {"part": pl.Int64, "at": pl.String, "change": pl.Int64}, orient="row")
        sent = pl.DataFrame(
            {
                "key": pl.Series(columns[0], dtype=pl.Int64),
                "part": parts,
                "sku": pl.Series(columns[2], dtype=pl.String).fill_null(""),
                "amount": pl.Series(columns[3], dtype=pl.String),
                "status": pl.Series(columns[4], dtype=pl.String),
            }
        ).join(counted, on="part", how="inner")
        # of two parts of one moment the one recorded later is the later one
        sent = sent.with_columns(pl.concat_str("at", pl.col("part").cast(pl.String).str.zfill(12)).alias("when"))
        asked = pl.DataFrame([key.alias("key"), rows["sku"].fill_null("").alias("sku")])
        return (asked, sent.sort("when", maintain_order=True)) if sent.height else None


def _told(asked: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    last = [pl.col(name).last() for name in ("amount", "status", "when", "change")]
    item = sent.group_by("key", "sku").agg(last)
    whole = item.filter(pl.col("sku") == "").drop("sku").rename(lambda name: name if name == "key" else f"whole:{name}")
    order = item.group_by("key").agg(
        pl.col("amount").cast(pl.Decimal(38, 4)).sum().alias("sum"),
        pl.col("amount").null_count().alias("unknown"),
        pl.col("when").filter(pl.col("sku") != "").max().alias("items_when"),
        (pl.col("sku") != "").sum().alias("items"),
        pl.col("status").drop_nulls().last().alias("any_status"),
    )
    conversion = sent.filter(pl.col("change") == 0).group_by("key").agg(pl.col("at").max().alias("sent_at"))
    joined = (
        asked.join(item, on=["key", "sku"], how="left", maintain_order="left")
        .join(whole, on="key", how="left", maintain_order="left")
        .join(order, on="key", how="left", maintain_order="left")
        .join(conversion, on="key", how="left", maintain_order="left")
    )
    of_item = pl.col("sku") != ""
    is_whole = pl.col("whole:when").is_not_null()
    # a change of the whole order leaves the amounts of its several items open, unless it is 0
    whole_is_newer = is_whole & (pl.col("whole:when") > pl.col("items_when").fill_null(""))
    item_is_newer = pl.col("when").is_not_null() & ~(pl.col("whole:when") > pl.col("when")).fill_null(False)
    whole_zero = whole_is_newer & (pl.col("whole:amount").cast(pl.Decimal(38, 4)) == _ZERO)
    is_only_item = pl.col("when").is_not_null() & (pl.col("items") == 1)
    added = pl.when(pl.col("unknown") == 0).then(pl.col("sum").cast(pl.String).str.replace(r"0{1,2}$", ""))
    amount = (
        pl.when(of_item & item_is_newer)
        .then(pl.col("amount"))
        .when(whole_zero | (~of_item | is_only_item) & whole_is_newer)
        .then(pl.col("whole:amount"))
        .when(~of_item & ~is_whole)
        .then(added)
    )
    zeroed = amount.cast(pl.Decimal(38, 4)) == _ZERO
    by_change = pl.when(of_item & item_is_newer).then(pl.col("change")).otherwise(pl.col("whole:change")) == 1
    answer = joined.select(
        pl.col("sent_at"),
        amount.alias("amount"),
        pl.coalesce("status", "whole:status", "any_status").alias("status"),
        pl.when(zeroed & by_change).then(pl.lit("REVERSED")).alias("state"),
        pl.lit(None, dtype=COLUMNS["locks_at"]).alias("locks_at"),
    )
    return answer.select([pl.col(name).cast(of) for name, of in COLUMNS.items()])
