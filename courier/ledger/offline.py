"""What was sent while a team's database could not be reached: recorded on this machine alone by a person's choice, and
brought to the team later, with every order that others sent meanwhile."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from courier.formats import minute_text
from courier.ledger.ledger import Ledger
from courier.ledger.location import FILE
from courier.ledger.merger import take_all
from courier.ledger.queries import COUNTS
from courier.ledger.store import Connection, LedgerError
from courier.ledger.values import PART, ROW, SUBMISSION
from courier.messages import text
from courier.whole_files import put_aside

_FOLDER = "offline"
_MOST = 1000
"""Clashes that are named; an agency that has more has another question."""


@dataclass(frozen=True)
class Clash:
    """An order that went out twice. ``name``: of the part that went while the team could not be reached; ``by``,
    ``machine``, ``at``: who sent the other one, and when."""

    order: str
    name: str
    by: str
    machine: str
    at: datetime

    @property
    def words(self) -> str:
        """What happened, in a sentence."""
        who = f"{self.by} ({self.machine})" if self.machine else self.by
        return text("offline-clash", order=self.order, name=self.name, who=who, at=minute_text(self.at.astimezone()))


def offline_ledger(folder: Path) -> Ledger:
    """The ledger beside that of a team in a folder, to be used while the team's cannot be reached."""
    return Ledger(folder / _FOLDER)


def bring_over(folder: Path, team: Ledger, now: datetime) -> list[Clash]:
    """Bring what was sent without the team into its ledger, all or nothing, and say which orders went twice; each is
    noted on its submission too. Raises LedgerError."""
    file = folder / _FOLDER / FILE
    if not file.exists():
        return []
    with closing(offline_ledger(folder)) as own:
        own.recover(now)
        if own.names_under_way():
            # another process still sends
            return []
    with team.store.writing(beside=file) as db:
        clashes = _clashes(db)
        take_all(db)
        for name, note in _notes(clashes).items():
            db.execute(
                "UPDATE submissions SET note = ?1 WHERE id IN (SELECT p.submission FROM parts p WHERE p.name = ?2)"
                " AND note = ''",
                (note, name),
            )
    try:
        for path in (folder / _FOLDER / "sent").glob("*/*"):
            target = folder / "sent" / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
        put_aside(file, ("-wal", "-shm"), "brought-over")
    except OSError as problem:
        # it is brought over once more the next time, which adds nothing
        raise LedgerError("ledger-unusable", path=str(file), problem=problem.strerror or "") from problem
    return clashes


def _clashes(db: Connection) -> list[Clash]:
    """The orders that both ledgers hold in conversions that count as sent, in different parts."""
    counts = COUNTS.replace("p.", "m.")
    found = db.execute(
        "SELECT DISTINCT coalesce(r.order_id, r.action_id), m.name, s.os_user, s.machine, p.at"
        f" FROM {db.beside}rows r JOIN {db.beside}parts m ON m.id = r.part"
        f" JOIN {db.beside}submissions t ON t.id = m.submission"
        f" JOIN {db.own}rows o ON o.key = r.key JOIN {db.own}parts p ON p.id = o.part"
        f" JOIN {db.own}submissions s ON s.id = p.submission"
        f" WHERE p.uuid <> m.uuid AND {COUNTS} AND {counts}"
        f" AND s.template <> 'modification' AND t.template <> 'modification' LIMIT {_MOST}"
    ).fetchall()
    return [
        Clash(
            ROW["order_id"].readable(order) or "",
            PART["name"].readable(name),
            SUBMISSION["os_user"].readable(by),
            SUBMISSION["machine"].readable(machine),
            PART["at"].readable(at),
        )
        for order, name, by, machine, at in found
    ]


def _notes(clashes: list[Clash]) -> dict[str, str]:
    """By the name of a part what to note on its submission."""
    notes: dict[str, list[str]] = {}
    for clash in clashes:
        notes.setdefault(clash.name, []).append(clash.words)
    return {name: " ".join(words) for name, words in notes.items()}
