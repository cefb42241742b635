"""The tables of the ledger, and the migrations from older versions."""

from __future__ import annotations

import sqlite3

APPLICATION = 0x436F7572
"""SQLite's application ID, which marks a file as a ledger."""

_FIRST = """
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    program TEXT NOT NULL,
    campaign TEXT NOT NULL,
    source TEXT NOT NULL,
    template TEXT NOT NULL,
    made_at TEXT NOT NULL,
    os_user TEXT NOT NULL,
    note TEXT NOT NULL,
    destination TEXT NOT NULL,
    url TEXT NOT NULL,
    reason TEXT NOT NULL,
    not_before TEXT
);
CREATE TABLE parts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    submission INTEGER NOT NULL REFERENCES submissions (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    orders INTEGER NOT NULL,
    totals TEXT NOT NULL,
    expires TEXT,
    state TEXT NOT NULL,
    remote_path TEXT NOT NULL,
    at TEXT NOT NULL,
    message TEXT NOT NULL,
    facts TEXT NOT NULL,
    run TEXT
);
CREATE INDEX parts_by_content ON parts (sha256);
CREATE INDEX parts_by_submission ON parts (submission);
CREATE INDEX parts_under_way ON parts (run) WHERE run IS NOT NULL;
CREATE TABLE kinds (
    id INTEGER PRIMARY KEY,
    campaign TEXT NOT NULL,
    event TEXT NOT NULL,
    currency TEXT NOT NULL,
    UNIQUE (campaign, event, currency)
);
CREATE TABLE rows (
    key INTEGER NOT NULL,
    part INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    order_id TEXT,
    action_id TEXT,
    sku TEXT,
    amount TEXT,
    status TEXT,
    event_date TEXT,
    PRIMARY KEY (key, part, number)
) WITHOUT ROWID;
CREATE TABLE part_keys (
    part INTEGER PRIMARY KEY,
    keys BLOB NOT NULL
);
"""
"""``parts.run``: the run that sends the part now. ``rows`` are stored in the order of their keys: a look-up needs no
second read, and sorted keys are read sequentially. ``part_keys``: the keys of a part's rows in one blob, to be kept in
memory."""

_OF_DRAFTS = "ALTER TABLE submissions ADD COLUMN draft TEXT NOT NULL DEFAULT ''"
"""The mark of the kept draft that a submission was made from, "" for none."""

_OF_BEGINNINGS = "CREATE TABLE beginnings (how TEXT NOT NULL)"
"""How a ledger began after an earlier one was lost: rebuilt, or anew. A person chose so, so that it may be empty."""

_OF_ANSWERS = """
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    part INTEGER NOT NULL,
    batch TEXT NOT NULL,
    progress TEXT NOT NULL,
    records INTEGER,
    errors INTEGER,
    submitted_at TEXT,
    completed_at TEXT,
    checked_at TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (part, batch)
);
CREATE TABLE answer_rows (
    id INTEGER PRIMARY KEY,
    answer INTEGER NOT NULL,
    row INTEGER,
    line INTEGER,
    campaign TEXT,
    event TEXT,
    order_id TEXT,
    action_id TEXT,
    sku TEXT,
    reason TEXT NOT NULL,
    kind TEXT NOT NULL
);
CREATE INDEX answer_rows_by_answer ON answer_rows (answer)"""
"""What impact.com answered to a part, once per submission there (``batch`` is its ID, "" where nobody knows it), and
the rows that it refused. ``answer_rows.row``: the number of the row in the part, NULL while it fits none."""

_OF_RULES = "ALTER TABLE submissions ADD COLUMN rules TEXT NOT NULL DEFAULT ''"
"""The version of the rules that a submission was checked with, "" where nobody knows it."""

_OF_MACHINES = "ALTER TABLE submissions ADD COLUMN machine TEXT NOT NULL DEFAULT ''"
"""The name of the machine that a submission was recorded on, "" where nobody knows it."""

MIGRATIONS = (_FIRST, _OF_DRAFTS, _OF_BEGINNINGS, _OF_ANSWERS, _OF_RULES, _OF_MACHINES)
"""One script per version; the number of scripts is the current version."""

VERSION = len(MIGRATIONS)


def version_of(db: sqlite3.Connection) -> int:
    """The version of a ledger; 0 for an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_foreign(db: sqlite3.Connection) -> bool:
    """Whether the file is a database of another program."""
    # the tables first: if another process creates the ledger meanwhile, tables and mark appear together
    tables = int(db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    mark = int(db.execute("PRAGMA application_id").fetchone()[0])
    return mark != APPLICATION and (mark != 0 or tables > 0)


def bring_up_to_date(db: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Run the missing migrations, all or nothing; several processes may do so at once. ``db``: in autocommit mode."""
    if version_of(db) >= len(migrations):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for number, script in enumerate(migrations, start=1):
            if version_of(db) < number:
                for statement in script.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
