"""Four eyes in a team's database: amounts above which a second account has to approve, and what was approved.

The database itself asks for the approval, by whoever logged in, before anything of a submission is marked as being
sent; what is said here only gets it there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from courier.ledger.store import Store


@dataclass(frozen=True)
class ApprovalLimit:
    """Batches of a program above ``amount`` need an approval. ``campaign``: the program's, which says so too, "" for
    none; ``currency``: "" for any, by its number, because no rate is known here."""

    program: str
    campaign: str
    currency: str
    amount: Decimal


class TeamApprovals:
    """Every method may raise LedgerError. ``store``: of a team."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def limits(self) -> list[ApprovalLimit]:
        """All limits, by program and currency."""
        with self._store.reading() as db:
            rows = db.execute("SELECT program, campaign, currency, amount FROM approval_limits ORDER BY 1, 3")
            return [ApprovalLimit(*row) for row in rows]

    def set_limit(self, limit: ApprovalLimit) -> None:
        """Ask for an approval from now on; only a lead may."""
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO approval_limits (program, campaign, currency, amount) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (program, currency) DO UPDATE SET campaign = excluded.campaign, amount = excluded.amount",
                (limit.program, limit.campaign, limit.currency, limit.amount),
            )

    def remove_limits(self, program: str) -> int:
        """Ask for no approval of a program any more; only a lead may. Returns how many limits it had."""
        with self._store.writing() as db:
            return len(db.execute("DELETE FROM approval_limits WHERE program = ? RETURNING 1", (program,)).fetchall())

    def approve(self, submission: str) -> None:
        """Approve the files of a recorded submission as they are recorded. ``submission``: its UUID. Raises LedgerError
        for one's own too."""
        with self._store.writing() as db:
            db.execute("INSERT INTO approvals (submission, totals) VALUES (?, '{}')", (submission,))

    def approve_content(self, content: str, totals: Mapping[str, Decimal]) -> None:
        """Approve what will be sent of a sheet, up to these totals by currency. ``content``: see
        `courier.approvals.content_digest`."""
        amounts = json.dumps({currency: f"{amount:f}" for currency, amount in totals.items()})
        with self._store.writing() as db:
            db.execute("INSERT INTO approvals (content, totals) VALUES (?, CAST(? AS jsonb))", (content, amounts))

    def who_approved(self, submission: str) -> list[str]:
        """The accounts that approved a submission, or the content that it was made of, in their order."""
        with self._store.reading() as db:
            rows = db.execute(
                "SELECT a.approved_by FROM submissions s JOIN approvals a ON a.submission = s.uuid"
                " OR s.content <> '' AND a.content = s.content WHERE s.uuid = ? ORDER BY a.id",
                (submission,),
            )
            return list(dict.fromkeys(str(name) for (name,) in rows))
