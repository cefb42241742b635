"""The history for a sheet that does not wait: of a team's ledger, what was found out so far."""

from __future__ import annotations

import threading
from collections.abc import Callable

import polars as pl

from courier.rules.history import COLUMNS, LOCK_DAYS, QUERY_FIELDS, Accepted, History, KnownAccount

_Facts = tuple[object, ...]


class RememberedHistory:
    """Answers at once from memory. What it was not asked for before counts as never sent until `fetch` has looked it
    up. Thread-safe.

    Nothing is sent by its word: the ledger itself looks again when a batch is recorded.
    """

    account = KnownAccount()
    rows_at_once = 0

    def __init__(self, history: History, wanted: Callable[[], object]) -> None:
        """``history``: that of the ledger; ``wanted``: called, in whatever thread, when there is something to fetch."""
        self._history, self._call = history, wanted
        self._guard = threading.Lock()
        self._facts: dict[int, _Facts] = {}
        """What is known of rows that were sent, by their marks."""
        self._asked: set[int] = set()
        self._rows: list[tuple[pl.DataFrame, list[int]]] = []
        self._accepted: dict[str, Accepted] = {}
        self._campaigns: set[str] = set()
        self._current: set[str] = set()
        """Campaigns that were asked for."""

    def look_up(self, rows: pl.DataFrame) -> pl.DataFrame:
        """See `courier.rules.history.History`."""
        names = [*QUERY_FIELDS, *([LOCK_DAYS] if LOCK_DAYS in rows.columns else [])]
        # plain Python: the window must not wait for Polars' threads, which may run a full check
        columns = [rows[name] for name in names]
        marks = list(map(hash, zip(*(column.to_list() for column in columns), strict=True)))
        with self._guard:
            new = [at for at, mark in enumerate(marks) if mark not in self._asked]
            known = {at: self._facts[mark] for at, mark in enumerate(marks) if mark in self._facts}
            self._asked.update(marks)
            if new:
                some = columns if len(new) == rows.height else [column.gather(new) for column in columns]
                self._rows.append((pl.DataFrame(some), [marks[at] for at in new]))
        if new:
            self._call()
        answer = {
            name: pl.Series(name, [None], dtype=dtype).new_from_index(0, rows.height) for name, dtype in COLUMNS.items()
        }
        if known:
            values = map(list, zip(*known.values(), strict=True))
            for (name, dtype), found in zip(COLUMNS.items(), values, strict=True):
                answer[name] = answer[name].scatter(list(known), pl.Series(found, dtype=_plain(dtype)).cast(dtype))
        return pl.DataFrame(answer)

    def accepted(self, campaign: str) -> Accepted:
        """See `courier.rules.history.History`."""
        with self._guard:
            new = campaign not in self._current
            self._current.add(campaign)
            if new:
                self._campaigns.add(campaign)
            known = self._accepted.get(campaign, Accepted())
        if new:
            self._call()
        return known

    @property
    def waits(self) -> bool:
        """Whether there is something to fetch."""
        with self._guard:
            return bool(self._rows or self._campaigns)

    @property
    def knows(self) -> bool:
        """Whether anything was found out that an answer may have been without."""
        with self._guard:
            return bool(self._facts) or any(found != Accepted() for found in self._accepted.values())

    def fetch(self) -> bool:
        """Look up what was asked for and is not known; whether an answer would now be another. Raises LedgerError,
        after which it is still to be fetched."""
        with self._guard:
            rows, self._rows = self._rows, []
            campaigns, self._campaigns = self._campaigns, set()
        try:
            found = self._look_up(rows)
            accepted = {campaign: self._history.accepted(campaign) for campaign in sorted(campaigns)}
        except BaseException:
            with self._guard:
                self._rows = [*rows, *self._rows]
                self._campaigns |= campaigns
            raise
        with self._guard:
            changed = any(self._facts.get(mark) != facts for mark, facts in found.items())
            self._facts.update((mark, facts) for mark, facts in found.items() if facts is not None)
            for mark in [mark for mark, facts in found.items() if facts is None]:
                self._facts.pop(mark, None)
            changed |= any(self._accepted.get(campaign, Accepted()) != own for campaign, own in accepted.items())
            self._accepted.update(accepted)
        return changed

    def doubt(self) -> None:
        """Look up anew what is asked for from here on, because the ledger has other content; what was found out counts
        until then."""
        with self._guard:
            self._asked.clear()
            self._current.clear()

    def _look_up(self, rows: list[tuple[pl.DataFrame, list[int]]]) -> dict[int, _Facts | None]:
        if not rows:
            return {}
        # one question for all: each costs the way there and back
        together = pl.concat([frame for frame, _ in rows], how="diagonal")
        answer = self._history.look_up(together)
        plain = answer.select(pl.col(name).cast(_plain(dtype)) for name, dtype in COLUMNS.items())
        marks = [mark for _, own in rows for mark in own]
        return {
            mark: facts if any(value is not None for value in facts) else None
            for mark, facts in zip(marks, plain.iter_rows(), strict=True)
        }


def _plain(dtype: pl.DataType) -> pl.DataType:
    """How a value is kept: a moment as its number, which needs no list of zones."""
    return pl.Int64() if isinstance(dtype, pl.Datetime) else dtype
