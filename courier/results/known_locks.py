"""When impact.com itself says that it locks orders, from what was read of its actions last."""

from __future__ import annotations

import polars as pl

from courier.ledger.keys import keys
from courier.ledger.locks import NOTHING_KNOWN, KnownLocks
from courier.programs import Program
from courier.results.api_facts import ApiFacts, facts_path, kept_facts
from courier.results.pre_checks import facts_folder

_FINAL = ("APPROVED", "REVERSED")


class LockDates:
    """Remembers what it read until something newer is kept."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[int, KnownLocks]] = {}

    def of(self, program: Program) -> KnownLocks:
        """What impact.com said of a program's orders; nobody is asked."""
        if not program.account_sid or not program.campaign_id:
            return NOTHING_KNOWN
        folder = facts_folder()
        path = facts_path(folder, program)
        try:
            written = path.stat().st_mtime_ns
        except OSError:
            return NOTHING_KNOWN
        before = self._read.get(path.name)
        if before is not None and before[0] == written:
            return before[1]
        facts = kept_facts(folder, program)
        known = NOTHING_KNOWN if facts is None else _locks(facts)
        self._read[path.name] = written, known
        return known


def _locks(facts: ApiFacts) -> KnownLocks:
    final = pl.col("state").is_in(_FINAL).fill_null(False)
    locks = pl.col("locks_at").str.to_datetime("%+", time_zone="UTC", strict=False)
    said = facts.actions.drop_nulls(["order", "event"]).with_columns(pl.when(~final).then(locks).alias("at"))
    said = said.filter(final | pl.col("at").is_not_null())
    campaign = pl.Series("campaign", [facts.campaign], dtype=pl.String).new_from_index(0, said.height)
    nothing = pl.Series("action", [None], dtype=pl.String).new_from_index(0, said.height)
    found = keys(campaign, said["event"], said["order"], nothing)
    return KnownLocks(facts.at, dict(zip(found.to_list(), said["at"].to_list(), strict=True)))
