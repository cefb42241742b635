"""Sets up a team's ledger in a database, brings it to another version, and tries whether one can be used."""

from __future__ import annotations

from contextlib import closing

import psycopg

from courier.credentials import Secret
from courier.ledger.postgres_migrations import SETUP
from courier.ledger.postgres_store import PostgresStore, first_words
from courier.ledger.store import LedgerError
from courier.ledger.team_address import TeamAddress

OLDEST_SERVER = 130_000
"""PostgreSQL 13, as it says its version itself."""
_SESSION = b"SET client_min_messages = warning; SET lock_timeout = '60s'"
"""Notices of what is there already are of no interest; who reads for long is not waited for without end, because all
others would wait too."""


def set_up(team: TeamAddress, secret: Secret | None, script: str = SETUP) -> None:
    """Make the tables and roles of a team's ledger, where they are missing, or run another script of
    `courier.ledger.postgres_migrations`. Raises LedgerError."""
    try:
        with psycopg.connect(team.connection_string(secret), autocommit=True) as db:
            if db.info.server_version < OLDEST_SERVER:
                raise LedgerError("ledger-team-server-old", place=str(team))
            db.execute(_SESSION)
            db.execute(script.encode())
    except psycopg.errors.InsufficientPrivilege as problem:
        raise LedgerError("ledger-setup-right", place=str(team), problem=first_words(problem)) from problem
    except psycopg.Error as problem:
        raise LedgerError("ledger-setup-failed", place=str(team), problem=first_words(problem)) from problem


def try_team(team: TeamAddress, secret: Secret | None) -> None:
    """Connect once, so that what is in the way is said before the team's ledger is chosen. Raises LedgerError."""
    with closing(PostgresStore(team, lambda: secret)) as store, store.reading():
        pass
