"""A team's database and its people."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from courier.ledger.ledger import Ledger
from courier.ledger.postgres_runs import PostgresRuns
from courier.ledger.store import LedgerError
from tests.postgres import PASSWORD, PostgresServer


@dataclass
class Team:
    """The database of a team. Each of its people has a machine of their own."""

    server: PostgresServer
    database: str
    home: Path
    opened: list[Ledger] = field(default_factory=list)

    def ledger(self, person: str) -> Ledger:
        """The record as this person's app uses it."""
        store = self.server.store(self.database, person)
        ledger = Ledger(self.home / person, store, PostgresRuns(store))
        self.opened.append(ledger)
        return ledger

    def sql(self, person: str, *statements: str) -> list[tuple[object, ...]]:
        """What this person's account says to the database without the app, in one transaction. Raises what the
        database answers."""
        address = self.server.address(self.database, person)
        text = f"host={address.host} port={address.port} dbname={address.database} user={person}"
        with closing(psycopg.connect(text, password=PASSWORD)) as db:
            db.execute("SET search_path = courier")
            for statement in statements:
                found = db.execute(statement.encode())
            answer = found.fetchall() if found.description else []
            db.commit()
            return answer


def refused_by(act: Callable[[], object]) -> str:
    """The sentence of the app's refusal."""
    with pytest.raises(LedgerError) as problem:
        act()
    sentence = str(problem.value)
    assert "\n" not in sentence
    return sentence
