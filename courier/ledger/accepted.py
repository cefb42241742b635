"""The event types and promo codes that impact.com accepted of a program: evidence for rules that know only a list."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from courier.ledger.answers import PartAnswer
from courier.ledger.part_archive import PartArchive
from courier.ledger.store import Connection, LedgerError, Store
from courier.ledger.values import PART, SUBMISSION, Progress
from courier.rules.frames import trimmed_fields
from courier.rules.history import Accepted

_PARTS = 100
"""The newest answered parts are looked at: a million rows, so that this takes less than a second once."""
_FIELDS = ("CampaignId", "ActionTrackerId", "EventTypeCode", "OrderPromoCode")
_EVENT, _PROMO = "event", "promo"
_VALUES = {"campaign": pl.String, "kind": pl.String, "value": pl.String}


class AcceptedValues:
    """Distinct values of what was accepted for certain, in memory. Thread-safe; sees new answers at once."""

    def __init__(
        self, store: Store, archive: PartArchive, answers_of: Callable[[list[str]], dict[str, list[PartAnswer]]]
    ) -> None:
        self._store, self._archive, self._answers_of = store, archive, answers_of
        self._guard = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._of_answers: dict[tuple[object, ...], pl.DataFrame] = {}
        self._values = pl.DataFrame(schema=_VALUES)

    def of(self, campaign: str) -> Accepted:
        """What was accepted for a campaign. Raises LedgerError."""
        if not campaign or not self._store.exists:
            return Accepted()
        with self._guard:
            self._follow()
            own = self._values.filter(pl.col("campaign") == campaign)
        events, codes = (own.filter(pl.col("kind") == kind)["value"].to_list() for kind in (_EVENT, _PROMO))
        return Accepted(frozenset(events), frozenset(codes))

    def _follow(self) -> None:
        with self._store.reading() as db:
            seen = db.execute("SELECT count(*), max(id) FROM answers").fetchone()
            if seen == self._seen:
                return
            parts = list(_answered(db))
        answers = self._answers_of([uuid for uuid, *_ in parts])
        known, self._of_answers = self._of_answers, {}
        for uuid, name, sha256, campaign, marks in parts:
            refused = _refused(answers.get(uuid, ()))
            if refused is not None:
                mark = (uuid, marks)
                values = known[mark] if mark in known else self._read(name, sha256, campaign, refused)
                self._of_answers[mark] = values
        self._values = pl.concat([pl.DataFrame(schema=_VALUES), *self._of_answers.values()]).unique()
        self._seen = seen

    def _read(self, name: str, sha256: str, campaign: str, refused: pl.Series) -> pl.DataFrame:
        try:
            content = self._archive.bytes_of(sha256, name)
        except LedgerError:
            # not kept any more
            return pl.DataFrame(schema=_VALUES)
        return _values(content, campaign, refused)


def _answered(db: Connection) -> Iterator[tuple[str, str, str, str, str]]:
    """Of the newest finished parts of conversions: UUID, name, SHA-256, the campaign of rows that name none, and what
    tells its answers apart from others."""
    cursor = db.execute(
        "SELECT p.uuid, p.name, p.sha256, s.campaign, count(*), max(a.id) FROM answers a JOIN parts p ON p.id = a.part"
        " JOIN submissions s ON s.id = p.submission WHERE s.template <> 'modification' GROUP BY p.id, s.campaign"
        f" HAVING max(CASE WHEN a.progress = '{Progress.COMPLETE}' THEN 1 ELSE 0 END) = 1"
        f" ORDER BY p.id DESC LIMIT {_PARTS}"
    )
    for uuid, name, sha256, campaign, count, newest in cursor:
        own = [PART[column].readable(value) for column, value in (("uuid", uuid), ("name", name), ("sha256", sha256))]
        yield own[0], own[1], own[2], SUBMISSION["campaign"].readable(campaign), f"{count} {newest}"


def _refused(answers: Sequence[PartAnswer]) -> pl.Series | None:
    """The numbers of the refused rows of a part; None where it is not certain which rows were accepted."""
    rows = [answer.refused["row"] for answer in answers]
    certain = all(answer.complete and not answer.unnamed and answer.records != 0 for answer in answers)
    known = any(answer.errors is not None or answer.refused.height for answer in answers)
    if not known or not certain or any(row.null_count() for row in rows):
        return None
    return pl.concat(rows).unique()


def _values(content: bytes, campaign: str, refused: pl.Series) -> pl.DataFrame:
    """The distinct values in the accepted rows of a part."""
    names = pl.read_csv(io.BytesIO(content), infer_schema=False, n_rows=0).columns
    present = [name for name in _FIELDS if name in names]
    table = pl.read_csv(io.BytesIO(content), infer_schema=False, columns=present or names[:1])
    rows = trimmed_fields(table).with_row_index("number", 1).filter(~pl.col("number").is_in(refused.implode()))

    def value(name: str) -> pl.Expr:
        return pl.col(name) if name in present else pl.lit(None, dtype=pl.String)

    own = value("CampaignId").fill_null(campaign).alias("campaign")
    return pl.concat(
        [
            rows.select(own, pl.lit(kind).alias("kind"), found.alias("value")).drop_nulls().unique()
            for kind, found in (
                (_EVENT, pl.coalesce(value("ActionTrackerId"), value("EventTypeCode"))),
                (_PROMO, value("OrderPromoCode").str.to_uppercase()),
            )
        ]
    )
