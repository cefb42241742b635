"""The versions of a team's ledger in PostgreSQL, and the SQL that brings a database from one to another.

An administrator runs it, by ``courier ledger setup`` or by hand (``--print``). It can be run again, and while others
work: they wait, and a program that is too old for what it finds then reads only, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courier.ledger.postgres_rights import RIGHTS
from courier.ledger.postgres_schema import TABLES

WRITER = "pg_advisory_xact_lock(hashtextextended('courier ledger', 0))"
"""The lock of those who write, see ``begin_writing``, which each version has: an older program asks it too."""


@dataclass(frozen=True)
class Migration:
    """From the version before to this one. ``up``: statements, with ``courier`` as the schema; ``down``: what takes
    them back, or raises where that would lose what is recorded; ``readable_from``: the oldest version whose program can
    still read what is there then; only programs of this very version write."""

    up: str
    down: str
    readable_from: int


FIRST = Migration(f"{TABLES}\n{RIGHTS}", "RAISE EXCEPTION 'without its tables nothing of the record is left';", 1)
MIGRATIONS = (FIRST,)
"""One per version; their number is the current version. What was released is never changed, only followed."""

VERSION = len(MIGRATIONS)

_BEGINNING = f"""\
DO $$
DECLARE wanted NAME;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['courier_reader', 'courier_sender', 'courier_lead'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END $$;
-- a sender reads too, and a lead sends too
GRANT courier_reader TO courier_sender;
GRANT courier_sender TO courier_lead;

CREATE SCHEMA IF NOT EXISTS courier;
SET LOCAL search_path = courier;
-- who sends waits until this is done
DO $$ BEGIN PERFORM {WRITER}; END $$;
CREATE TABLE IF NOT EXISTS ledger (
    id UUID NOT NULL DEFAULT gen_random_uuid(),
    version INTEGER NOT NULL,
    readable_from INTEGER NOT NULL
);
INSERT INTO ledger (version, readable_from) SELECT 0, 0 WHERE NOT EXISTS (SELECT FROM ledger);
"""


def set_up(migrations: Sequence[Migration] = MIGRATIONS) -> str:
    """The SQL that makes a team's ledger, or brings an older one up to the last of these versions."""
    version = len(migrations)
    steps = [
        f"-- version {number}\nDO $version_{number}$ BEGIN\nIF (SELECT version FROM ledger) < {number} THEN\n"
        f"{migration.up.strip()}\n{_set(number, migration)}END IF;\nEND $version_{number}$;\n"
        for number, migration in enumerate(migrations, start=1)
    ]
    about = f"-- Conversion Courier: the ledger of a team, version {version}. Needs PostgreSQL 13 or newer.\n"
    return "\n".join([f"{about}BEGIN;\n{_BEGINNING}{_no_newer(version)}", *steps, "COMMIT;\n"])


def take_back(version: int, migrations: Sequence[Migration] = MIGRATIONS) -> str:
    """The SQL that takes a team's ledger back to an older version, where nothing recorded is lost by it. Raises
    ValueError for a version that never was."""
    if not 1 <= version <= len(migrations):
        raise ValueError(version)
    steps = [
        f"-- back from version {number}\nDO $version_{number}$ BEGIN\n"
        f"IF (SELECT version FROM ledger) = {number} THEN\n{migrations[number - 1].down.strip()}\n"
        f"{_set(number - 1, migrations[number - 2])}END IF;\nEND $version_{number}$;\n"
        for number in range(len(migrations), version, -1)
    ]
    about = f"-- Conversion Courier: the ledger of a team, back to version {version}.\n"
    lock = f"BEGIN;\nSET LOCAL search_path = courier;\nDO $$ BEGIN PERFORM {WRITER}; END $$;\n"
    return "\n".join([f"{about}{lock}{_no_newer(len(migrations))}", *steps, "COMMIT;\n"])


def _no_newer(version: int) -> str:
    return f"""\
DO $$ BEGIN
    IF (SELECT version FROM ledger) > {version} THEN
        RAISE EXCEPTION 'this record is of a newer version, which only a program of that version takes back';
    END IF;
END $$;
"""


def _set(number: int, migration: Migration) -> str:
    return f"UPDATE ledger SET version = {number}, readable_from = {migration.readable_from};\n"


SETUP = set_up()
