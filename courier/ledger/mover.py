"""Moves a whole ledger between the file of this machine and a team's database, and compares what arrived."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from courier.ledger.answers import ANSWER_COLUMNS, ANSWER_ROW_COLUMNS
from courier.ledger.merger import take_all
from courier.ledger.records import PART_COLUMNS, SUBMISSION_COLUMNS
from courier.ledger.sqlite_store import SqliteStore
from courier.ledger.store import Connection, LedgerError, Store
from courier.messages import text
from courier.own_files import make_folder
from courier.whole_files import put_aside

_BESIDE = ("-wal", "-shm")
_ROW_COLUMNS = ("key", "number", "order_id", "action_id", "sku", "amount", "status", "event_date")


def _prefixed(prefix: str, names: Collection[str]) -> str:
    return ", ".join(f"{prefix}.{name}" for name in names)


_OF_PART = "JOIN parts p ON p.id = x.part JOIN submissions s ON s.id = p.submission"


def _compared(rows: str = "rows x", among: str = "") -> Mapping[str, str]:
    """What is compared of each table; the numbers of rows, which each ledger gives itself, are replaced by UUIDs.
    ``rows``: where those of parts come from; ``among``: a condition on the submissions ``s``."""
    return {
        "submissions": f"SELECT s.uuid, {_prefixed('s', SUBMISSION_COLUMNS.split(', '))} FROM submissions s{among}",
        "parts": f"SELECT s.uuid, {_prefixed('p', PART_COLUMNS.split(', '))}"
        f" FROM parts p JOIN submissions s ON s.id = p.submission{among}",
        "rows": f"SELECT s.uuid, p.uuid, k.campaign, k.event, k.currency, {_prefixed('x', _ROW_COLUMNS)}"
        f" FROM {rows} JOIN kinds k ON k.id = x.kind {_OF_PART}{among}",
        "answers": f"SELECT s.uuid, p.uuid, {_prefixed('x', ANSWER_COLUMNS)} FROM answers x {_OF_PART}{among}",
        "answer_rows": f"SELECT s.uuid, p.uuid, x.batch, {_prefixed('r', ANSWER_ROW_COLUMNS)}"
        f" FROM answer_rows r JOIN answers x ON x.id = r.answer {_OF_PART}{among}",
    }


def _compared_with_beside(db: Connection) -> Mapping[str, str]:
    """The same of what the ledger beside holds too: a team waits meanwhile, and may have very many other rows."""
    rows = (
        f"{db.beside}rows b JOIN {db.beside}parts q ON q.id = b.part JOIN {db.own}parts t ON t.uuid = q.uuid"
        f" JOIN {db.own}rows x ON x.key = b.key AND x.part = t.id AND x.number = b.number"
    )
    return _compared(rows, f" WHERE s.uuid IN (SELECT uuid FROM {db.beside}submissions)")


@dataclass(frozen=True)
class MoveResult:
    """What a move left at its target. ``counts``: by table, how many rows came from the source, all of them compared;
    ``aside``: where the former file of this machine is kept, None where there was none."""

    counts: Mapping[str, int]
    aside: Path | None

    def words(self, place: str) -> str:
        """What was moved. ``place``: where to."""
        counts = self.counts
        words = text(
            "ledger-moved", place=place, submissions=counts["submissions"], parts=counts["parts"], rows=counts["rows"]
        )
        return words if self.aside is None else f"{words}\n{text('ledger-moved-aside', path=str(self.aside))}"


@dataclass(frozen=True)
class _Contents:
    """Of a table: how many rows, and the sum of their digests, which does not depend on their order."""

    rows: int
    digest: int


def move_to_team(local: Path, team: Store) -> MoveResult:
    """Bring all that the file of this machine holds into a team's ledger, all or nothing, and put the file aside. What
    is there already is not added twice, and the team may have gone on with it, so a move that was interrupted is just
    begun again. Raises LedgerError, also when what arrived differs: then nothing is kept."""
    with team.reading() as db:
        known = {uuid for (uuid,) in db.execute("SELECT uuid FROM submissions")}
    with closing(SqliteStore(local)) as store, store.reading() as db:
        added = {uuid for (uuid,) in db.execute("SELECT uuid FROM submissions")} - known
        before = _contents(db, added, _compared())
    with team.writing(beside=local) as db:
        take_all(db)
        counts = _same(before, _contents(db, added, _compared_with_beside(db)), team.place)
    return MoveResult(counts, put_aside(local, _BESIDE, "moved"))


def move_from_team(team: Store, local: Path) -> MoveResult:
    """Write all that a team's ledger holds to the file of this machine; a file that is there already is put aside. The
    team's ledger stays as it is. Raises LedgerError, also when what was written differs: then nothing is kept."""
    new = local.with_name(f"{local.stem}-arriving{local.suffix}")
    make_folder(local.parent)
    team.export(new)
    try:
        with closing(SqliteStore(new)) as store, store.reading() as written, team.reading() as db:
            submissions = {uuid for (uuid,) in written.execute("SELECT uuid FROM submissions")}
            here, there = (_contents(one, submissions, _compared()) for one in (written, db))
            counts = _same(there, here, str(local))
        aside = put_aside(local, _BESIDE, "moved") if local.exists() else None
        new.replace(local)
    finally:
        for ending in ("", *_BESIDE):
            new.with_name(new.name + ending).unlink(missing_ok=True)
    return MoveResult(counts, aside)


def _contents(db: Connection, submissions: Collection[str], compared: Mapping[str, str]) -> dict[str, _Contents]:
    """The contents of these submissions, by table. ``compared``: see `_compared`."""
    found = {}
    for table, query in compared.items():
        rows = digest = 0
        for uuid, *values in db.stream(query):
            if uuid in submissions:
                rows += 1
                own = blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).digest()
                digest += int.from_bytes(own, "little")
        found[table] = _Contents(rows, digest)
    return found


def _same(before: Mapping[str, _Contents], after: Mapping[str, _Contents], place: str) -> dict[str, int]:
    for table, wanted in before.items():
        if after[table] != wanted:
            raise LedgerError("ledger-move-differs", place=place, table=table)
    return {table: contents.rows for table, contents in before.items()}
