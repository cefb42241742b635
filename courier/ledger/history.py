"""Looks up earlier deliveries of rows for the rules."""

from __future__ import annotations

from operator import itemgetter

import polars as pl

from courier.ledger.accepted import AcceptedValues
from courier.ledger.answers import refused_rows
from courier.ledger.keys import keys
from courier.ledger.last_known import SentRow, last_known_of
from courier.ledger.locks import locks_of
from courier.ledger.queries import COUNTS
from courier.ledger.store import Connection, Store
from courier.ledger.values import AMOUNT, PART, is_amount
from courier.rules.history import COLUMNS, LOCK_DAYS, Accepted, KnownAccount

_FEW = 256
"""Up to this many rows the database is queried directly: after an edit there are few."""
_ROW = {
    "key": pl.Int64, "part": pl.Int64, "number": pl.Int64, "sku": pl.String, "amount": pl.String, "status": pl.String,
}  # fmt: skip
_COLUMNS = [f"CAST(r.{name} AS {'TEXT' if dtype == pl.String else 'BIGINT'})" for name, dtype in _ROW.items()]
"""Bytes in the place of a text would stop a look-up."""
_WHEN = "p.at, s.template = 'modification'"


class LedgerHistory:
    """Looks up rows in the ledger. Thread-safe; sees new deliveries at once, also those of other processes."""

    account = KnownAccount()

    def __init__(self, store: Store, accepted: AcceptedValues) -> None:
        self._store, self._accepted = store, accepted
        self.rows_at_once = store.rows_at_once

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        answer = {
            name: pl.Series(name, [None], dtype=dtype).new_from_index(0, rows.height) for name, dtype in COLUMNS.items()
        }
        if not self._store.exists:
            return pl.DataFrame(answer)
        with self._store.reading() as db:
            few = rows.height <= _FEW
            # not worth a question of its own to a database far away
            if not few and db.execute("SELECT 1 FROM part_keys LIMIT 1").fetchone() is None:
                return pl.DataFrame(answer)
            key = keys_of(db, rows)
            if few:
                # plain Python: after an edit the window must not wait for Polars' threads, which may run a full check
                rest = list(range(rows.height))
            else:
                wanted = self._store.among(db, key)
                sent = _counted(db, wanted)
                by_items = _sent_by_items(sent, key, rows["sku"])
                answer.update((column.name, column) for column in by_items.iter_columns())
                rest = (key.is_in(sent["key"].implode()) & by_items["sent_at"].is_null()).arg_true().to_list()
            positions, columns = _sent_rows(db, rest, key.gather(rest).to_list(), rows["sku"].gather(rest).to_list())
            for name, values in columns.items():
                answer[name] = answer[name].scatter(positions, pl.Series(values, dtype=COLUMNS[name]))
            if LOCK_DAYS in rows.columns and rows[LOCK_DAYS].null_count() < rows.height:
                answer["locks_at"] = locks_of(db, key, rows[LOCK_DAYS])
        return pl.DataFrame(answer)

    def accepted(self, campaign: str) -> Accepted:
        """See `courier.rules.history.History`."""
        return self._accepted.of(campaign)


def _rows_of_keys(db: Connection) -> str:
    return f"{db.numbers()} {db.then_join} rows r ON r.key = j.value"


def keys_of(db: Connection, rows: pl.DataFrame) -> pl.Series:
    """The keys under which rows with the columns of `courier.rules.history.QUERY_FIELDS` would be recorded."""
    event = rows.select_seq(pl.coalesce("event", "code"))["event"]
    return keys(_campaigns(db, rows["campaign"], event), event, rows["order"], rows["action"])


def _campaigns(db: Connection, campaign: pl.Series, event: pl.Series) -> pl.Series:
    if not campaign.null_count():
        return campaign
    # an event type belongs to one program; an event type that was recorded for several campaigns gives no answer
    unique = "SELECT event, max(campaign) FROM kinds GROUP BY event HAVING count(DISTINCT campaign) = 1"
    campaign_of = dict(db.execute(unique).fetchall())
    pairs = zip(campaign.to_list(), event.to_list(), strict=True)
    return pl.Series("campaign", [own or campaign_of.get(of_event or "") for own, of_event in pairs], dtype=pl.String)


def _sent_by_items(sent: pl.DataFrame, key: pl.Series, sku: pl.Series) -> pl.DataFrame:
    """The answer for rows whose order was only ever sent by item: nearly all rows, and faster than row by row.
    ``sent``: what is recorded of them, see `_counted`."""
    of_key, item, change = pl.col("key"), pl.col("sku"), pl.col("change")
    alone = of_key.ne_missing(of_key.shift(1)) & of_key.ne_missing(of_key.shift(-1))
    sent = sent.with_columns(alone.alias("alone"))
    # an item without a status has the status of the others
    no_status = pl.col("status").is_null()
    items = (item != "").all() & (no_status.all() | ~no_status.any())
    several = (
        sent.filter(~pl.col("alone")).filter(items.over("key")).sort("key", "sent_at", "part", maintain_order=True)
    )
    of_order = (pl.col("sent_at").filter(~change).max(), change.sum().cast(pl.Int64).alias("changes"))
    several = several.with_columns(column.over("key") for column in of_order)
    last = several.unique(["key", "sku"], keep="last", maintain_order=True)
    once = sent.filter(pl.col("alone") & ~change).with_columns(changes=pl.lit(0, pl.Int64))
    questions = pl.DataFrame([key, sku.fill_null("")])
    matches = questions.join(pl.concat([once, last]), on=["key", "sku"], how="left", maintain_order="left")
    reversal = change & (pl.col("amount").cast(pl.Float64) == 0)
    return matches.select(
        "sent_at", "amount", "status", pl.when(reversal).then(pl.lit("REVERSED")).alias("state"), "changes"
    )


def _counted(db: Connection, wanted: pl.Series) -> pl.DataFrame:
    """The recorded rows of these keys that count as sent and were not refused, in the order of the keys, with
    ``sent_at`` and ``change``."""
    columns = {f"r.{name}": dtype for name, dtype in _ROW.items()}
    found = db.frame(columns, _rows_of_keys(db), (db.listed(wanted),))
    rows = found.rename(dict(zip(columns, _ROW, strict=True))).sort("key", "part", "number")
    parts = pl.DataFrame(
        [(part, when[0], change) for part, (when, change) in _parts(db, rows["part"].unique().to_list()).items()],
        {"part": pl.Int64, "sent_at": pl.String, "change": pl.Boolean},
        orient="row",
    )
    amount = pl.col("amount")
    refused = refused_rows(db, parts["part"].to_list())
    if refused:
        keys_of_refused = pl.DataFrame(list(refused), {"part": pl.Int64, "number": pl.Int64}, orient="row")
        rows = rows.join(keys_of_refused, on=["part", "number"], how="anti", maintain_order="left")
    return rows.join(parts, on="part", maintain_order="left").with_columns(
        pl.col("sku").fill_null(""), pl.when(amount.str.contains(AMOUNT)).then(amount).alias("amount")
    )


def _sent_rows(
    db: Connection, positions: list[int], keys: list[int | None], skus: list[str | None]
) -> tuple[list[int], dict[str, list[str | int | None]]]:
    """Those of the positions whose key was sent, and the columns of their answers."""
    sent = _recorded(db, sorted({key for key in keys if key is not None}))
    hits = [(at, sent[key], sku or "") for at, key, sku in zip(positions, keys, skus, strict=True) if key in sent]
    if not hits:
        return [], {}
    answers = ((*last_known_of(rows, sku), sum(row.change for row in rows)) for _, rows, sku in hits)
    columns = map(list, zip(*answers, strict=True))
    return [at for at, *_ in hits], dict(zip(COLUMNS, columns, strict=False))


def _recorded(db: Connection, wanted: list[int]) -> dict[int, list[SentRow]]:
    """The sent rows of these keys that were not refused, oldest first."""
    if not wanted:
        return {}
    rows = db.execute(
        f"SELECT {', '.join(_COLUMNS)}, {_WHEN} FROM {_rows_of_keys(db)} {db.then_join} parts p ON p.id = r.part"
        f" {db.then_join} submissions s ON s.id = p.submission WHERE {COUNTS}",
        (db.listed(wanted),),
    ).fetchall()
    refused = refused_rows(db, {row[1] for row in rows})
    when = {part: _when(at, part) for part, at in {(row[1], row[6]) for row in rows}}
    sent: dict[int, list[SentRow]] = {}
    for key, part, number, sku, amount, status, _, change in sorted(rows, key=itemgetter(0, 1, 2)):
        if (part, number) not in refused:
            known = amount if is_amount(amount) else None
            sent.setdefault(key, []).append(SentRow(when[part], sku or "", known, status, bool(change)))
    for rows_of_key in sent.values():
        if len(rows_of_key) > 1:
            # rows of one part keep the part's order
            rows_of_key.sort(key=lambda row: row.when)
    return sent


def _parts(db: Connection, numbers: list[int]) -> dict[int, tuple[tuple[str, int], bool]]:
    """Those of the parts that count as sent: the sort key of their rows, and whether they hold changes."""
    cursor = db.execute(
        f"SELECT p.id, {_WHEN} FROM {db.numbers()} JOIN parts p ON p.id = j.value"
        f" JOIN submissions s ON s.id = p.submission WHERE {COUNTS}",
        (db.listed(numbers),),
    )
    return {part: (_when(at, part), bool(change)) for part, at, change in cursor}


def _when(at: object, part: int) -> tuple[str, int]:
    return PART["at"].readable(at).isoformat(), part
