"""Figures of the ledger: a sheet's rows looked for among ten times as many that were sent before, and answers matched
with them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks.measuring import Figure, percentile, seconds
from benchmarks.sheets import NOW
from courier.destinations import Destination
from courier.ledger.keys import keys
from courier.ledger.ledger import Ledger
from courier.ledger.recorder import NewPart, record
from courier.ledger.records import BatchOrigin, Heading
from courier.ledger.store import Store
from courier.ledger.values import AnswerSource
from courier.results.matching import match
from courier.results.submissions import FoundSubmission

_TIMES = 10
SLICE, THREADS = 16_384, 2
"""As the checker asks."""


def looking_up(folder: Path, rows: int) -> Iterator[Figure]:
    """All rows of a sheet, of which one in ten was sent before, or all; and then single ones as after an edit."""
    ledger = _recorded(folder / f"ledger-{rows}", rows, _TIMES * rows)
    size = (folder / f"ledger-{rows}" / "ledger.sqlite").stat().st_size / 1e6
    for words, sent in (("a tenth", rows // 10), ("all", rows)):
        first = _TIMES * rows - sent
        asked = question(made_rows(first, first + rows)).sample(fraction=1, shuffle=True, seed=1)
        spent = sorted(seconds(partial(_ask, ledger.store, asked, sent)) for _ in range(3))
        begin = time.process_time()
        _ask(ledger.store, asked, sent)
        busy = time.process_time() - begin
        detail = f"processor {busy:.2f} s, {_TIMES * rows:,} recorded in {size:,.0f} MB"
        name = f"look for rows sent before ({words} were)"
        yield Figure(name, rows, spent[1], "s", 2.0 if rows >= 1_000_000 else None, detail)
    chance = random.Random(1)
    single = [
        1000 * seconds(lambda: ledger.history.look_up(asked.slice(chance.randrange(rows), 1)), collect=False)
        for _ in range(300)
    ]
    yield Figure(
        "look for one row, p99", rows, percentile(single, 0.99), "ms", 5, f"median {percentile(single, 0.5):.1f} ms"
    )
    yield from _matching(ledger, rows)
    ledger.close()


def _matching(ledger: Ledger, rows: int) -> Iterator[Figure]:
    """Refused rows, a tenth of a sheet's, matched with ten sheets that were sent: named with their file, and as they
    are copied without it, without their event type and in any order."""
    named = [_errors(number, rows, rows // 100) for number in range(_TIMES)]
    bare = replace(_errors(0, rows, rows // 10), file="")
    bare = replace(bare, refused=bare.refused.with_columns(pl.lit(None, dtype=pl.String).alias("event")))
    for words, found in (("by file", named), ("without a file", [bare])):
        spent = sorted(seconds(partial(_match, ledger, found, rows // 10)) for _ in range(3))
        begin = time.process_time()
        _match(ledger, found, rows // 10)
        busy = time.process_time() - begin
        detail = f"processor {busy:.2f} s, {rows // 10:,} answers, {_TIMES * rows:,} recorded"
        yield Figure(f"match answers ({words})", rows, spent[1], "s", 3.0 if rows >= 1_000_000 else None, detail)


def _errors(part: int, rows: int, count: int) -> FoundSubmission:
    sent = made_rows(part * rows, (part + 1) * rows).sample(count, shuffle=True, seed=part)
    refused = sent.select(
        pl.lit(None, dtype=pl.Int64).alias("row"),
        (pl.col("number") + 1).alias("line"),
        *("campaign", "event", "order_id", "action_id", "sku"),
        pl.lit("ACTION_REF_NOT_FOUND").alias("reason"),
        pl.lit("validation").alias("kind"),
    )
    return FoundSubmission(AnswerSource.TABLE, file=f"{part}.csv", refused=refused)


def _match(ledger: Ledger, found: list[FoundSubmission], count: int) -> None:
    matched = match(ledger, found, NOW + timedelta(days=1))
    placed = sum(answer.refused["row"].count() for answer in matched.answers)
    assert placed == count, (placed, count)


def _ask(store: Store, asked: pl.DataFrame, sent: int) -> None:
    # a new one each time: the first check after the start counts
    with closing(Ledger(Path(store.place).parent)) as ledger, ThreadPoolExecutor(THREADS) as pool:
        answers = pool.map(ledger.history.look_up, asked.iter_slices(SLICE))
        found = sum(answer["sent_at"].count() for answer in answers)
    assert found == sent, (found, sent)


def _recorded(folder: Path, step: int, rows: int) -> Ledger:
    """A ledger in which batches of so many rows were recorded one after the other."""
    ledger = Ledger(folder)
    with ledger.store.reading() as db:
        db.execute("PRAGMA synchronous = OFF")
    for number, first in enumerate(range(0, rows, step)):
        part = NewPart(f"{number}.csv", f"{number:064}", 1, step, {}, None, made_rows(first, first + step))
        heading = Heading(BatchOrigin("", "1000", "orders.csv", "item", None), "", Destination("Acme"))
        with ledger.store.writing() as db:
            record(db, heading, [part], NOW + timedelta(minutes=number), None)
            db.execute("UPDATE parts SET state = 'arrived'")
    with ledger.store.reading() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return ledger


def question(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as the rules ask for them."""
    nothing = pl.lit(None, dtype=pl.String).alias("code")
    return rows.select(
        "campaign", "event", nothing, pl.col("order_id").alias("order"), "sku", pl.col("action_id").alias("action")
    )


def made_rows(first: int, last: int) -> pl.DataFrame:
    """Rows with these numbers, as they are recorded."""
    number = pl.int_range(first, last, dtype=pl.Int64)
    text = number.cast(pl.String)
    frame = pl.select(
        (number - first + 1).alias("number"),
        pl.concat_str(pl.lit("AC-"), text.str.zfill(8)).alias("order_id"),
        pl.lit(None, dtype=pl.String).alias("action_id"),
        pl.concat_str(pl.lit("ACME-"), (number % 10_000).cast(pl.String)).alias("sku"),
        pl.concat_str((number % 500).cast(pl.String), pl.lit(".99")).alias("amount"),
        pl.lit("NEW").alias("status"),
        pl.lit("2026-11-20T10:00:00Z").alias("event_date"),
    ).with_columns(campaign=pl.lit("1000"), event=pl.lit("18500"), currency=pl.lit("USD"))
    return frame.with_columns(keys(frame["campaign"], frame["event"], frame["order_id"], frame["action_id"]))
