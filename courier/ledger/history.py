"""The ledger's answer to rules that ask about earlier deliveries."""

from __future__ import annotations

import json
import sqlite3

import polars as pl

from courier.ledger.key_index import KeyIndex
from courier.ledger.keys import keys
from courier.ledger.last_known import SentRow, last_known_of
from courier.ledger.queries import COUNTS
from courier.ledger.store import Store
from courier.rules.history import COLUMNS

_FEW = 256
"""Rows up to which the disk is asked at once: after an edit there are few."""
_ROW = {"key": pl.Int64, "part": pl.Int64, "sku": pl.String, "amount": pl.String, "status": pl.String}
_ROWS_OF_KEYS = "json_each(?) j CROSS JOIN rows r ON r.key = j.value"


class LedgerHistory:
    """What is known of rows from what was sent. Safe for several threads; new deliveries, also those of other
    processes, are known at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen = KeyIndex()

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        nothing = [pl.Series(name, [None], dtype=of).new_from_index(0, rows.height) for name, of in COLUMNS.items()]
        answer = {column.name: column for column in nothing}
        if not self._store.exists:
            return pl.DataFrame(answer)
        with self._store.reading() as db:
            if db.execute("SELECT 1 FROM part_keys LIMIT 1").fetchone() is None:
                return pl.DataFrame(answer)
            event = rows.select_seq(pl.coalesce("event", "code"))["event"]
            key = keys(_campaigns(db, rows["campaign"], event), event, rows["order"], rows["action"])
            if rows.height <= _FEW:
                # plain Python: the window asks here after an edit, and must not wait for Polars' threads behind a full
                # check
                rest = list(range(rows.height))
            else:
                wanted = self._seen.among(db, key)
                plain = _plain(db, wanted, key, rows["sku"])
                answer.update((column.name, column) for column in plain.iter_columns())
                rest = (key.is_in(wanted.implode()) & plain["sent_at"].is_null()).arg_true().to_list()
            places, told = _told(db, rest, key.gather(rest).to_list(), rows["sku"].gather(rest).to_list())
            for name, values in told.items():
                answer[name] = answer[name].scatter(places, pl.Series(values, dtype=COLUMNS[name]))
        return pl.DataFrame(answer)


def _campaigns(db: sqlite3.Connection, campaign: pl.Series, event: pl.Series) -> pl.Series:
    if not campaign.null_count():
        return campaign
    # an event type belongs to one program; where two were recorded with the same ID nobody can tell
    only = dict(
        db.execute(
            "SELECT event, max(campaign) FROM kinds GROUP BY event HAVING count(DISTINCT campaign) = 1"
        ).fetchall()
    )
    known = zip(campaign.to_list(), event.to_list(), strict=True)
    return pl.Series("campaign", [own or only.get(one or "") for own, one in known], dtype=pl.String)


def _plain(db: sqlite3.Connection, wanted: pl.Series, key: pl.Series, sku: pl.Series) -> pl.DataFrame:
    """What is known of the rows of whose order nothing was ever said but item by item: nearly all, and quicker than to
    think about each. ``wanted``: the keys to look for, sorted, each once."""
    sent = _counted(db, wanted)
    of_key, item, change = pl.col("key"), pl.col("sku"), pl.col("change")
    alone = of_key.ne_missing(of_key.shift(1)) & of_key.ne_missing(of_key.shift(-1))
    sent = sent.with_columns(alone.alias("alone"))
    # an item without a status has that of the others
    unsaid = pl.col("status").is_null()
    items = (item != "").all() & (unsaid.all() | ~unsaid.any())
    several = (
        sent.filter(~pl.col("alone")).filter(items.over("key")).sort("key", "sent_at", "part", maintain_order=True)
    )
    of_order = (pl.col("sent_at").filter(~change).max(), change.sum().cast(pl.Int64).alias("changes"))
    several = several.with_columns(one.over("key") for one in of_order)
    last = several.unique(["key", "sku"], keep="last", maintain_order=True)
    once = sent.filter(pl.col("alone") & ~change).with_columns(changes=pl.lit(0, pl.Int64))
    asked = pl.DataFrame([key, sku.fill_null("")])
    found = asked.join(pl.concat([once, last]), on=["key", "sku"], how="left", maintain_order="left")
    reversal = change & (pl.col("amount").cast(pl.Float64) == 0)
    return found.select(
        "sent_at", "amount", "status", pl.when(reversal).then(pl.lit("REVERSED")).alias("state"), "changes"
    )


def _counted(db: sqlite3.Connection, wanted: pl.Series) -> pl.DataFrame:
    """The recorded rows of these keys that count as sent, in the order of the keys, with ``sent_at`` and ``change``."""
    # a column comes as one text: an object for each value would take most of the time
    texts = db.execute(
        f"SELECT {', '.join(f'json_group_array(r.{name})' for name in _ROW)} FROM {_ROWS_OF_KEYS}",  # noqa: S608
        (f"[{wanted.cast(pl.String).str.join(',').item()}]",),
    ).fetchone()
    rows = pl.DataFrame(
        [
            pl.Series(name, [text]).str.json_decode(pl.List(of)).explode(empty_as_null=False)
            for (name, of), text in zip(_ROW.items(), texts, strict=True)
        ]
    )
    parts = pl.DataFrame(
        [(part, when[0], change) for part, (when, change) in _parts(db, rows["part"].unique().to_list()).items()],
        {"part": pl.Int64, "sent_at": pl.String, "change": pl.Boolean},
        orient="row",
    )
    return rows.join(parts, on="part", maintain_order="left").with_columns(pl.col("sku").fill_null(""))


def _told(
    db: sqlite3.Connection, places: list[int], key: list[int | None], sku: list[str | None]
) -> tuple[list[int], dict[str, list[str | int | None]]]:
    """Those of the places whose key was sent, and what is known of each."""
    sent = _recorded(db, sorted({one for one in key if one is not None}))
    hits = [(place, sent[one], item or "") for place, one, item in zip(places, key, sku, strict=True) if one in sent]
    if not hits:
        return [], {}
    known = ((*last_known_of(rows, item), sum(one.change for one in rows)) for _, rows, item in hits)
    told = map(list, zip(*known, strict=True))
    return [place for place, *_ in hits], dict(zip(COLUMNS, told, strict=False))


def _recorded(db: sqlite3.Connection, wanted: list[int]) -> dict[int, list[SentRow]]:
    """What was sent of these keys, oldest first."""
    found = db.execute(f"SELECT {', '.join(f'r.{name}' for name in _ROW)} FROM {_ROWS_OF_KEYS}", (json.dumps(wanted),))  # noqa: S608
    rows = found.fetchall()
    about = _parts(db, list({row[1] for row in rows}))
    sent: dict[int, list[SentRow]] = {}
    for key, part, sku, amount, status in rows:
        if part in about:
            when, change = about[part]
            sent.setdefault(key, []).append(SentRow(when, sku or "", amount, status, change))
    for several in sent.values():
        if len(several) > 1:
            # those of one part stay in the part's order
            several.sort(key=lambda one: one.when)
    return sent


def _parts(db: sqlite3.Connection, numbers: list[int]) -> dict[int, tuple[tuple[str, int], bool]]:
    """Those of the parts that count as sent: what orders their rows by time, and whether they hold changes."""
    found = db.execute(
        "SELECT p.id, p.at, s.template = 'modification' FROM json_each(?) j JOIN parts p ON p.id = j.value"  # noqa: S608
        f" JOIN submissions s ON s.id = p.submission WHERE {COUNTS}",
        (json.dumps(numbers),),
    )
    return {part: ((at, part), bool(change)) for part, at, change in found}
