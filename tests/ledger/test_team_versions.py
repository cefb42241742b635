"""A team's record goes from one version to another while others work with programs of both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.ledger.postgres_migrations import MIGRATIONS, VERSION, Migration, set_up, take_back
from courier.ledger.postgres_runs import PostgresRuns
from courier.ledger.store import LedgerError
from tests.commands.running import row
from tests.ledger.batches import deliver
from tests.postgres import PostgresServer

MORE = Migration(
    "ALTER TABLE submissions ADD COLUMN region TEXT NOT NULL DEFAULT '';",
    """\
    IF EXISTS (SELECT FROM submissions WHERE region <> '') THEN RAISE EXCEPTION 'regions would be lost'; END IF;
    ALTER TABLE submissions DROP COLUMN region;""",
    VERSION,
)
"""What a later version may add, so that programs of this one can still read."""
OTHER = Migration(
    "ALTER TABLE parts RENAME COLUMN name TO file;", "ALTER TABLE parts RENAME COLUMN file TO name;", VERSION + 1
)
"""What a later version may change, so that programs of this one understand nothing of it any more."""


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.fresh()


@pytest.fixture
def ann(postgres: PostgresServer, database: str, courier_home: Path) -> Iterator[Ledger]:
    store = postgres.store(database)
    ledger = Ledger(courier_home / "ann", store, PostgresRuns(store))
    yield ledger
    ledger.close()


def versions(postgres: PostgresServer, database: str) -> str:
    return postgres.sql("SELECT version, readable_from FROM courier.ledger", database).strip()


def test_an_open_program_reads_what_is_newer_and_sends_nothing_more(
    ann: Ledger, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    deliver(tmp_path, [row(1)], ann)
    postgres.sql(set_up((*MIGRATIONS, MORE)), database)
    assert versions(postgres, database) == f"{VERSION + 1}|{VERSION}"
    # by the connection that is open since before
    with pytest.raises(LedgerError, match=r"newer version\. It can be read here, and nothing can be sent"):
        deliver(tmp_path, [row(2)], ann)
    ann.close()
    assert [sent.state for sent in ann.submissions()] == [State.ARRIVED]
    with pytest.raises(LedgerError, match="nothing can be sent until you install that version"):
        ann.write_note(ann.submissions()[0].uuid, "late")
    assert len(list((tmp_path / "inbox").iterdir())) == 1


@pytest.mark.parametrize("close", [False, True], ids=["open", "opened later"])
def test_a_program_that_is_too_old_to_read_is_told_so(
    ann: Ledger, postgres: PostgresServer, database: str, tmp_path: Path, *, close: bool
) -> None:
    deliver(tmp_path, [row(1)], ann)
    postgres.sql(set_up((*MIGRATIONS, OTHER)), database)
    if close:
        ann.close()
    with pytest.raises(LedgerError, match="written by a newer version of this app"):
        ann.submissions()
    with pytest.raises(LedgerError, match="written by a newer version of this app"):
        ann.waiting()


def test_a_newer_program_waits_for_the_administrator(ann: Ledger, postgres: PostgresServer, database: str) -> None:
    postgres.sql("UPDATE courier.ledger SET version = 0, readable_from = 0", database)
    with pytest.raises(LedgerError, match=r"older version.*courier ledger setup"):
        ann.submissions()


def test_a_record_is_taken_back_where_nothing_is_lost(
    ann: Ledger, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    later = (*MIGRATIONS, MORE, OTHER)
    deliver(tmp_path, [row(1)], ann)
    postgres.sql(set_up(later), database)
    assert versions(postgres, database) == f"{VERSION + 2}|{VERSION + 1}"
    postgres.sql("UPDATE courier.submissions SET region = 'north'", database)
    with pytest.raises(AssertionError, match="regions would be lost"):
        postgres.sql(take_back(VERSION, later), database)
    # all or nothing
    assert versions(postgres, database) == f"{VERSION + 2}|{VERSION + 1}"
    postgres.sql("UPDATE courier.submissions SET region = ''", database)
    for _ in range(2):
        postgres.sql(take_back(VERSION, later), database)
        assert versions(postgres, database) == f"{VERSION}|{VERSION}"
    deliver(tmp_path, [row(2)], ann)
    assert len(ann.submissions()) == 2


def test_each_version_is_reached_from_each_older_one(postgres: PostgresServer) -> None:
    later = (*MIGRATIONS, MORE, OTHER)
    shapes = set()
    for first in range(1, len(later) + 1):
        database = postgres.fresh(set_up=False)
        postgres.sql(set_up(later[:first]), database)
        for _ in range(2):
            postgres.sql(set_up(later), database)
        shapes.add(
            postgres.sql(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'courier' ORDER BY 1, 2",
                database,
            )
        )
    assert len(shapes) == 1


def test_an_older_program_undoes_nothing_of_a_newer_one(postgres: PostgresServer, database: str) -> None:
    postgres.sql(set_up((*MIGRATIONS, MORE)), database)
    for script in (set_up(), take_back(1)):
        with pytest.raises(AssertionError, match="newer version"):
            postgres.sql(script, database)
    assert versions(postgres, database) == f"{VERSION + 1}|{VERSION}"


def test_there_is_nothing_before_the_first_version() -> None:
    with pytest.raises(ValueError, match="0"):
        take_back(0)
