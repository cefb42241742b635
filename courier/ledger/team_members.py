"""Who sees and sends for which program of a team, where the database keeps programs apart."""

from __future__ import annotations

from courier.ledger.store import LedgerError, Store


class TeamMembers:
    """Every method may raise LedgerError. ``store``: of a team."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def counts(self) -> bool:
        """Whether the database was set up to keep programs apart."""
        with self._store.reading() as db:
            (counts,) = db.execute(
                "SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('courier.submissions')"
            ).fetchone()
            return bool(counts)

    def of_programs(self) -> dict[str, list[str]]:
        """The members of each program that has any."""
        with self._store.reading() as db:
            found: dict[str, list[str]] = {}
            for program, member in db.execute("SELECT program, member FROM program_members ORDER BY 1, 2"):
                found.setdefault(program, []).append(member)
            return found

    def add(self, program: str, member: str) -> None:
        """Let an account see a program; with the first one, all others but leads do not see it any more. Only a lead
        may. Raises LedgerError for an account that the database does not have, too."""
        with self._store.writing() as db:
            if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = ?", (member,)).fetchone():
                raise LedgerError("ledger-member-unknown", name=member)
            db.execute(
                "INSERT INTO program_members (program, member) VALUES (?, ?) ON CONFLICT DO NOTHING", (program, member)
            )

    def remove(self, program: str, member: str) -> None:
        """Take an account from the members of a program; when the last one goes, all see it again. Only a lead may."""
        with self._store.writing() as db:
            db.execute("DELETE FROM program_members WHERE program = ? AND member = ?", (program, member))
