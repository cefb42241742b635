"""Who of a team has which sheet open, in a real PostgreSQL."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from courier.ledger.open_drafts import OpenDrafts
from courier.ledger.store import LedgerError
from tests.postgres import PostgresServer


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.fresh()


@pytest.fixture
def anns(postgres: PostgresServer, database: str) -> Iterator[OpenDrafts]:
    with closing(postgres.store(database)) as store:
        yield OpenDrafts(store)


@pytest.fixture
def bens(postgres: PostgresServer, database: str) -> Iterator[OpenDrafts]:
    with closing(postgres.store(database, "bob")) as store:
        yield OpenDrafts(store)


def shown(drafts: OpenDrafts) -> list[tuple[str, str, str, str]]:
    found = drafts.of_others("ann", "ANNS-PC")
    return [(one.os_user, one.machine, one.program, one.source) for one in found]


def test_others_see_what_is_open_until_it_is_closed(anns: OpenDrafts, bens: OpenDrafts) -> None:
    anns.announce("a", "Acme", "own.csv", "ann", "ANNS-PC")
    anns.announce("b", "Acme", "elsewhere.csv", "ann", "LAPTOP")
    bens.announce("c", "", "orders.xlsx", "ben", "BENS-PC")
    bens.announce("c", "Bolt", "orders.xlsx", "ben", "BENS-PC")
    assert shown(anns) == [
        ("ann", "LAPTOP", "Acme", "elsewhere.csv"),
        ("ben", "BENS-PC", "Bolt", "orders.xlsx"),
    ]
    anns.end("b")
    bens.end("c")
    assert shown(anns) == []


def test_what_a_dead_machine_had_open_is_not_shown_and_goes(
    anns: OpenDrafts, bens: OpenDrafts, postgres: PostgresServer, database: str
) -> None:
    bens.announce("c", "", "orders.xlsx", "ben", "BENS-PC")
    postgres.sql("UPDATE courier.drafts SET seen = now() - interval '4 minutes'", database)
    assert shown(anns) == []
    bens.announce("c", "", "orders.xlsx", "ben", "BENS-PC")
    assert len(shown(anns)) == 1
    postgres.sql("UPDATE courier.drafts SET seen = now() - interval '25 hours'", database)
    anns.end("another")
    assert postgres.sql("SELECT count(*) FROM courier.drafts", database).strip() == "0"


def test_a_reader_sees_and_announces_nothing(postgres: PostgresServer, database: str, bens: OpenDrafts) -> None:
    bens.announce("c", "", "orders.xlsx", "ben", "BENS-PC")
    with closing(postgres.store(database, "rob")) as store:
        robs = OpenDrafts(store)
        assert len(shown(robs)) == 1
        with pytest.raises(LedgerError, match="may not"):
            robs.announce("r", "", "x.csv", "rob", "ROBS-PC")
