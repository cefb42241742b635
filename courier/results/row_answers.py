"""What impact.com answered to the rows of a sheet that is open, found by what the ledger records of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from courier.draft import Draft
from courier.ledger.history import keys_of
from courier.ledger.ledger import Ledger
from courier.ledger.recorded_rows import delivered_rows
from courier.ledger.records import RecordedPart, batch_of_part, part_numbered
from courier.ledger.store import Connection
from courier.messages import text
from courier.results.answered import AnsweredPart, answered_part
from courier.results.codes import ResultCode, code_of

_SLICE = 100_000
"""Rows of which the texts are held at once."""
_SAME = ["key", "sku"]
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Refusal:
    """Why impact.com refused a row: each code once. ``part``, ``at``: the file it was sent in, and when; ``batch``: the
    UUID of the batch; ``among``: of how many rows of the sheet with the same order and SKU it may be one, 1 where it is
    certain."""

    codes: tuple[ResultCode, ...]
    part: str
    at: datetime
    batch: str
    among: int = 1

    @property
    def words(self) -> str:
        """What impact.com answered, what it means, and what to do."""
        return " ".join(
            text("row-refused", code=_named(code), meaning=code.meaning, next=code.next_step, rows=self.among)
            for code in self.codes
        )


@dataclass(frozen=True)
class RefusedRows:
    """The rows of a sheet that impact.com refused with one code: their ids, those in front first, and the UUIDs of the
    batches that they were sent in."""

    code: ResultCode
    rows: tuple[int, ...]
    batches: frozenset[str]


@dataclass(frozen=True)
class RowAnswers:
    """``refused``: by row id; ``accepted``: the ids (UInt32) of rows that impact.com took; ``answered``: ``id`` of each
    of these rows, and as ``row`` which order and item it was when that was found out."""

    refused: Mapping[int, Refusal] = field(default_factory=dict)
    accepted: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.UInt32))
    answered: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"id": pl.UInt32, "row": pl.UInt64}))

    def took(self, row: int, draft: Draft) -> bool:
        """Whether impact.com accepted a row, which is still the one that was sent."""
        return bool((self.accepted == row).any()) and bool(self._same([row], draft))

    def still(self, draft: Draft) -> RowAnswers:
        """The same without the refused rows that are gone or have become another order or item: what was answered was
        said of what they were."""
        same = self._same(self.refused, draft)
        if len(same) == len(self.refused):
            return self
        return replace(self, refused={row: refusal for row, refusal in self.refused.items() if row in same})

    def by_code(self) -> list[RefusedRows]:
        """The refused rows by code, the most frequent first."""
        codes = {code.code: code for refusal in self.refused.values() for code in refusal.codes}
        groups = []
        for code in codes.values():
            rows = [(row, refusal.batch) for row, refusal in self.refused.items() if code in refusal.codes]
            groups.append(RefusedRows(code, tuple(row for row, _ in rows), frozenset(batch for _, batch in rows)))
        return sorted(groups, key=lambda group: -len(group.rows))

    def _same(self, rows: Iterable[int], draft: Draft) -> set[int]:
        asked = pl.Series("id", list(rows), dtype=pl.UInt32)
        there = asked.filter(asked.is_in(draft.sheet.row_order.implode()))
        now = pl.DataFrame([there, _which(draft.checker.identities(there))])
        # the window asks for one row at each step through a million
        then = self.answered.filter(pl.col("id").is_in(there.implode()))
        return set(then.join(now, on=["id", "row"])["id"].to_list())


def answers_on(draft: Draft, ledger: Ledger, progress: Callable[[float], None] = lambda _: None) -> RowAnswers:
    """The answers to the rows of a sheet, each to the last file it was sent in. A row is known by its order or action
    and its SKU; a row that may be several recorded ones is never guessed. ``progress``: told between slices, so that it
    can stop this. Seconds at a million rows, and nothing where no answer is known. Raises LedgerError."""
    if not ledger.store.exists:
        return RowAnswers()
    with ledger.store.reading() as db:
        if db.execute("SELECT 1 FROM answers LIMIT 1").fetchone() is None:
            return RowAnswers()
        asked = pl.concat([_asked(draft, ledger, db, ids) for ids in _slices(draft, progress)])
        recorded = delivered_rows(db, asked["key"])
        change = draft.choices.template == "modification"
        recorded = _newest(recorded.filter(pl.col("change") == change).with_columns(pl.col("sku").fill_null("")))
        parts = {number: part_numbered(db, number) for number in recorded["part"].unique().to_list()}
        batches = {number: batch_of_part(db, number) for number in parts}
    answers = ledger.answers.of_parts([part.uuid for part in parts.values()])
    answered = {
        number: answered_part(part, answers[part.uuid]) for number, part in parts.items() if part.uuid in answers
    }
    recorded = recorded.filter(pl.col("part").is_in(list(answered)))
    return _judged(asked, recorded, answered, batches)


def _named(code: ResultCode) -> str:
    return code.code if code.title == code.code else f"{code.title} ({code.code})"


def _slices(draft: Draft, progress: Callable[[float], None]) -> Iterable[pl.Series]:
    rows = draft.sheet.row_order
    for start in range(0, max(rows.len(), 1), _SLICE):
        progress(start / max(rows.len(), 1))
        yield rows.slice(start, _SLICE)


def _asked(draft: Draft, ledger: Ledger, db: Connection, ids: pl.Series) -> pl.DataFrame:
    """``id``, ``key``, ``sku`` and ``row`` (`_which`) of those of the rows whose key may have been recorded."""
    facts = draft.checker.identities(ids)
    sku = facts["sku"].fill_null("").alias("sku")
    rows = pl.DataFrame([ids.alias("id"), keys_of(db, facts).alias("key"), sku, _which(facts)])
    return rows.filter(pl.col("key").is_in(ledger.store.among(db, rows["key"]).implode()))


def _which(identities: pl.DataFrame) -> pl.Series:
    """What tells rows apart, as numbers that hold while the app runs."""
    return identities.hash_rows().alias("row")


def _newest(recorded: pl.DataFrame) -> pl.DataFrame:
    """Of each order and SKU only the rows of the part that was sent last."""
    last = recorded.sort("at", "part").group_by(_SAME).agg(pl.col("part").last())
    return recorded.join(last, on=[*_SAME, "part"])


def _judged(
    asked: pl.DataFrame, recorded: pl.DataFrame, answered: Mapping[int, AnsweredPart], batches: Mapping[int, str]
) -> RowAnswers:
    empty = pl.DataFrame(schema={"part": pl.Int64, "number": pl.Int64, "reason": pl.String})
    refused = pl.concat([empty, *(_reasons(number, part) for number, part in answered.items())]).unique()
    together = pl.col("reason").sort().str.join(_SEPARATOR).alias("reasons")
    per_row = refused.group_by("part", "number").agg(together)
    groups = (
        recorded.join(per_row, on=["part", "number"], how="left", maintain_order="left")
        .group_by([*_SAME, "part"], maintain_order=True)
        .agg(
            pl.len().alias("sent"),
            pl.col("reasons").is_not_null().sum().alias("refused"),
            pl.col("reasons").n_unique().alias("kinds"),
            pl.col("reasons").unique().sort().str.join(_SEPARATOR).alias("reasons"),
        )
    )
    rows = asked.join(groups, on=_SAME, maintain_order="left").with_columns(pl.len().over(_SAME).alias("here"))
    took_others = [number for number, part in answered.items() if _took_others(part)]
    accepted = rows.filter((pl.col("refused") == 0) & pl.col("part").is_in(took_others))
    hit = rows.filter(pl.col("refused") > 0)
    # all of them, for the same reasons, and no more in the sheet than were sent: then each of them is certain
    certain = (pl.col("refused") == pl.col("sent")) & (pl.col("kinds") == 1) & (pl.col("here") <= pl.col("sent"))
    among = pl.when(certain | (pl.col("here") == 1)).then(1).otherwise(pl.col("here"))
    whole = hit.filter((pl.col("refused") == pl.col("sent")) | (pl.col("here") > 1)).with_columns(among.alias("among"))
    made: dict[tuple[int, str, int], Refusal] = {}
    found: dict[int, Refusal] = {}
    for row, *facts in whole.select("id", "part", "reasons", "among").iter_rows():
        number, reasons, rest = facts
        if (number, reasons, rest) not in made:
            part = answered[number].part
            made[number, reasons, rest] = _refusal(part, batches[number], reasons.split(_SEPARATOR), rest)
        found[row] = made[number, reasons, rest]
    known = pl.concat([accepted["id"], whole["id"]])
    return RowAnswers(found, accepted["id"], asked.filter(pl.col("id").is_in(known.implode())).select("id", "row"))


def _reasons(number: int, part: AnsweredPart) -> pl.DataFrame:
    placed = part.refused.filter(pl.col("row").is_not_null())
    return placed.select(pl.lit(number, dtype=pl.Int64).alias("part"), pl.col("row").alias("number"), "reason")


def _took_others(part: AnsweredPart) -> bool:
    """Whether every row that is not named as refused was accepted for certain."""
    named = part.refused["row"].null_count() == 0 and not part.unnamed
    return part.complete and not part.unread and named


def _refusal(part: RecordedPart, batch: str, reasons: Iterable[str], among: int) -> Refusal:
    codes = {code.code: code for code in map(code_of, reasons)}
    return Refusal(tuple(codes.values()), part.name, part.at, batch, among)
