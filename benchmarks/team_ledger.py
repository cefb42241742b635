"""Figures of a team's ledger: a sheet looked for among very many recorded rows, batches recorded, and what a far
database costs. The load of the machine stands beside each figure, and the same work done by bare SQL where there is
such a thing."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path

import polars as pl

from benchmarks.far_line import RoundTrips, far_line
from benchmarks.ledger import THREADS, made_rows, question
from benchmarks.measuring import Figure, percentile, seconds
from benchmarks.sheets import HEADERS, NOW, records
from courier.credentials import Secret
from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination
from courier.draft import Draft
from courier.ledger.ledger import Ledger
from courier.ledger.postgres_connection import PostgresConnection
from courier.ledger.postgres_runs import PostgresRuns
from courier.ledger.postgres_store import PostgresStore
from courier.ledger.recorder import NewPart, record
from courier.ledger.records import BatchOrigin, Heading
from courier.ledger.team_address import team_address
from courier.open_sheet import OpenOptions, open_source
from courier.shipping.ship import SendContext, ship
from tests.commands.running import row
from tests.ledger.batches import batch_of, folder_at
from tests.postgres import PASSWORD, PostgresServer, postgres_server

_ROWS = 1_000_000
_RECORDED = (1_000_000, 10_000_000)
_LARGE = (100_000_000,)
"""Taken along where COURIER_BENCH_LARGE is set: minutes, and 20 GB."""
_BARS = {10_000_000: 3.0, 100_000_000: 6.0}
_BATCH = 10_000
_ROUND_TRIP = 0.05
_PARTS = 5

# as if they had been recorded batch by batch; the sheet's own keys are not among them
_GROW = """
SET search_path = courier; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off;
-- without triggers, which would keep all that is new aside until its end
SET session_replication_role = replica;
WITH made AS (
    INSERT INTO submissions (uuid, program, campaign, source, template, made_at, os_user, note, destination, url,
        reason)
    VALUES (md5('{first}'), '', '1000', 'orders.csv', 'item', '{now}', '', '', 'Acme', '', '') RETURNING id
)
INSERT INTO parts (id, uuid, submission, number, name, sha256, size, rows, orders, totals, state, remote_path, at,
    message, facts)
SELECT 1000000 + n, md5('part' || n), made.id, n, n || '.csv', md5('a' || n) || md5('b' || n), 1, {batch}, {batch},
    '{{}}', 'arrived', '', '{now}', '', '{{}}'
FROM made, generate_series({first} / {batch}, ({last} - 1) / {batch}) n;
ALTER TABLE rows DROP CONSTRAINT rows_pkey;
INSERT INTO rows (key, part, number, kind, order_id, sku, amount, status, event_date)
SELECT hashint8extended(n, 7), 1000000 + n / {batch}, n % {batch} + 1, (SELECT min(id) FROM kinds),
    'BC-' || lpad(CAST(n AS text), 10, '0'), 'ACME-' || n % 10000, n % 500 || '.99', 'NEW', '2026-11-20T10:00:00Z'
FROM generate_series(CAST({first} AS bigint), {last} - 1) n;
ALTER TABLE rows ADD PRIMARY KEY (key, part, number);
VACUUM ANALYZE;
"""
_BARE = (
    "SELECT count(r.amount), count(r.sku), count(r.status) FROM unnest(CAST(%s AS bigint[])) j (value)"
    " JOIN rows r ON r.key = j.value"
)


def sharing(folder: Path, _rows: int) -> Iterator[Figure]:
    """A million rows of a sheet, single rows, batches recorded, and a far database. Nothing where there is no
    PostgreSQL."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return
    with postgres_server(fsync="on") as server:
        with closing(_Team(server, folder / "team")) as team:
            yield from team.recording()
            sizes = (*_RECORDED, *(_LARGE if os.environ.get("COURIER_BENCH_LARGE") else ()))
            for before, recorded in zip((_ROWS, *sizes), sizes, strict=False):
                if recorded > before:
                    server.sql(
                        _GROW.format(first=before - _ROWS, last=recorded - _ROWS, batch=_BATCH, now=NOW.isoformat()),
                        team.database,
                        patience=7200,
                    )
                yield from team.looking_up(recorded)
            yield team.one_row(recorded)
            yield from team.recording_again()
        yield from _far(server, folder / "far")


def _loaded(detail: str) -> str:
    return f"{detail}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()}"


class _Team:
    """A team's ledger with a sheet of a million rows in it."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.database = server.fresh()
        self._server, self._store = server, server.store(self.database)
        self._ledger = Ledger(folder, self._store, PostgresRuns(self._store))
        self._numbers = count()

    def close(self) -> None:
        self._ledger.close()

    def recording(self) -> Iterator[Figure]:
        """The sheet, in batches."""
        batches = [made_rows(first, first + _BATCH) for first in range(0, _ROWS, _BATCH)]
        yield self._recorded(batches, f"record a batch of {_BATCH:,} among 0 to {_ROWS:,}")

    def recording_again(self) -> Iterator[Figure]:
        """Further batches, once very much is recorded."""
        first = 10 * _ROWS
        batches = [made_rows(begin, begin + _BATCH) for begin in range(first, first + 10 * _BATCH, _BATCH)]
        yield self._recorded(batches, f"record a batch of {_BATCH:,} among all of them")

    def _recorded(self, batches: list[pl.DataFrame], name: str) -> Figure:
        spent = [seconds(partial(self._record, rows)) for rows in batches]
        with self._store.reading() as db:
            db.raw.execute("CREATE TEMP TABLE bare AS SELECT * FROM rows WITH NO DATA")
            bare = [seconds(partial(_copy, db, rows)) for rows in batches[:10]]
            db.raw.execute("DROP TABLE bare")
        plain = statistics.median(bare)
        detail = f"worst {max(spent):.2f} s, bare COPY {plain:.2f} s"
        return Figure(name, _BATCH, statistics.median(spent), "s", 1.0, _loaded(detail))

    def _record(self, rows: pl.DataFrame) -> None:
        number = next(self._numbers)
        part = NewPart(f"{number}.csv", f"{number:064}", 1, rows.height, {}, None, rows)
        heading = Heading(BatchOrigin("", "1000", "orders.csv", "item", None), "", Destination("Acme"))
        with self._store.writing() as db:
            (uuid,) = record(db, heading, [part], NOW, None).values()
            db.execute("UPDATE parts SET state = 'arrived' WHERE uuid = ?", (uuid,))

    def looking_up(self, recorded: int) -> Iterator[Figure]:
        """All rows of a sheet, of which one in ten was sent before, or all."""
        for words, sent in (("a tenth", _ROWS // 10), ("all", _ROWS)):
            rows = made_rows(_ROWS - sent, 2 * _ROWS - sent)
            asked = question(rows).sample(fraction=1, shuffle=True, seed=1)
            self._ask(asked, sent)
            spent = [seconds(partial(self._ask, asked, sent)) for _ in range(3)]
            bare = [seconds(partial(self._ask_bare, rows["key"].sort(), sent)) for _ in range(3)]
            ours, plain = statistics.median(spent), statistics.median(bare)
            begin, busy = time.process_time(), self._server.busy()
            self._ask(asked, sent)
            here, there = time.process_time() - begin, self._server.busy() - busy
            detail = (
                f"processor {here:.1f} s here and {there:.1f} s there; {ours / plain:.1f} x bare SQL ({plain:.2f} s)"
            )
            name = f"look among {recorded:,} ({words} sent)"
            yield Figure(name, _ROWS, ours, "s", _BARS.get(recorded), _loaded(detail))

    def _ask(self, asked: pl.DataFrame, sent: int) -> None:
        history = self._ledger.history
        with ThreadPoolExecutor(THREADS) as pool:
            # as the checker asks
            answers = pool.map(history.look_up, asked.iter_slices(history.rows_at_once))
            found = sum(answer["sent_at"].count() for answer in answers)
        assert found == sent, (found, sent)

    def _ask_bare(self, keys: pl.Series, sent: int) -> None:
        with self._store.reading() as db:
            found = db.raw.execute(_BARE.encode(), (db.listed(keys),)).fetchone()
        assert found is not None
        assert found[0] == sent, (found, sent)

    def one_row(self, recorded: int) -> Figure:
        """As after an edit."""
        asked, chance = question(made_rows(0, _BATCH)), random.Random(1)
        spent, bare = [], []
        keys = made_rows(0, _BATCH)["key"].to_list()
        for _ in range(300):
            one = chance.randrange(_BATCH)
            look_up = partial(self._ledger.history.look_up, asked.slice(one, 1))
            spent.append(1000 * seconds(look_up, collect=False))
            bare.append(1000 * seconds(partial(self._one, keys[one]), collect=False))
        ours, plain = statistics.median(spent), statistics.median(bare)
        detail = f"median {ours:.1f} ms, bare SQL {plain:.1f} ms, {recorded:,} recorded"
        return Figure("look for one row in it, p99", _ROWS, percentile(spent, 0.99), "ms", 10, _loaded(detail))

    def _one(self, key: int) -> None:
        with self._store.reading() as db:
            assert db.raw.execute(b"SELECT sku, amount, status FROM rows WHERE key = %s", (key,)).fetchone()


def _copy(db: PostgresConnection, rows: pl.DataFrame) -> None:
    columns = ("key", "number", "order_id", "action_id", "sku", "amount", "status", "event_date")
    query = f"COPY bare ({', '.join(columns)}) FROM STDIN".encode()
    with db.raw.cursor() as cursor, cursor.copy(query) as copy:
        for values in rows.select(columns).iter_rows():
            copy.write_row(values)


def _far(server: PostgresServer, folder: Path) -> Iterator[Figure]:
    """What waits for a database that is far away: an upload of five parts, the first of a process and a further one,
    and a sheet that is opened."""
    folder.mkdir()
    database, trips = server.fresh(), RoundTrips()
    with far_line(server.port, _ROUND_TRIP, trips) as port:
        address = team_address(f"postgresql://ann@127.0.0.1:{port}/{database}")
        store = PostgresStore(address, lambda: Secret(PASSWORD))
        with closing(Ledger(folder / "ledger", store, PostgresRuns(store))) as ledger:
            for words, first in (("the first", 0), ("a further one", _PARTS)):
                yield _uploading(folder, ledger, trips, first, words)
            for size in (1_000, 100_000):
                yield from _opening(folder, ledger, trips, size)


def _uploading(folder: Path, ledger: Ledger, trips: RoundTrips, first: int, words: str) -> Figure:
    written, origin = batch_of(folder, [row(number) for number in range(first, first + _PARTS)], 1)
    receipts: list[Receipt] = []
    inbox, context = folder_at(folder / "inbox"), SendContext(lambda: NOW)
    waited, spent = _counted(trips, lambda: receipts.extend(ship(written, origin, inbox, ledger, context)))
    assert [receipt.state for receipt in receipts] == [State.ARRIVED] * _PARTS
    detail = f"{spent:.2f} s at {1000 * _ROUND_TRIP:.0f} ms, with connecting" if not first else f"{spent:.2f} s"
    return Figure(f"round trips: {_PARTS} parts, {words}", _PARTS, waited, "", 10 if first else None, _loaded(detail))


def _opening(folder: Path, ledger: Ledger, trips: RoundTrips, size: int) -> Iterator[Figure]:
    sheet = folder / "opened.csv"
    pl.DataFrame(list(records(size)), HEADERS, orient="row").write_csv(sheet)
    drafts: list[Draft] = []
    options = OpenOptions(history=ledger.history)
    waited, spent = _counted(trips, lambda: drafts.append(open_source(sheet, options, NOW).draft))
    yield Figure("round trips: open a sheet", size, waited, "", 0, _loaded(f"{spent:.2f} s"))
    waited, spent = _counted(trips, drafts[0].check)
    plain = seconds(open_source(sheet, OpenOptions(), NOW).draft.check)
    detail = f"{spent:.2f} s, without a ledger {plain:.2f} s"
    yield Figure("round trips: its check, beside the window", size, waited, "", None, _loaded(detail))


def _counted(trips: RoundTrips, work: Callable[[], object]) -> tuple[int, float]:
    before, begin = trips.count, time.perf_counter()
    work()
    return trips.count - before, time.perf_counter() - begin
