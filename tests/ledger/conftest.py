"""The ledger's tests run over both engines, but for those that are about a file of SQLite."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.settings import ledger_folder
from tests.ledger.team import Team
from tests.postgres import PostgresServer


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        engines = ["sqlite"]
        if sys.platform == "linux" and not metafunc.definition.get_closest_marker("of_the_file"):
            engines.append("postgresql")
        metafunc.parametrize("engine", engines, scope="function")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "of_the_file: about the file of SQLite alone")


@pytest.fixture
def ledger(engine: str, courier_home: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """The empty ledger of this test's home, or of a team."""
    if engine == "sqlite":
        opened = Ledger(ledger_folder())
    else:
        from courier.ledger.postgres_runs import PostgresRuns

        running: PostgresServer = request.getfixturevalue("postgres")
        # a lead, who may do all that the owner of a file may
        store = running.store(running.fresh(), "lea")
        opened = Ledger(ledger_folder(), store, PostgresRuns(store))
    yield opened
    opened.close()


@pytest.fixture
def team(postgres: PostgresServer, courier_home: Path) -> Iterator[Team]:
    """The database of a team that has not sent anything yet."""
    found = Team(postgres, postgres.fresh(), courier_home / "people")
    yield found
    for ledger in found.opened:
        ledger.close()
