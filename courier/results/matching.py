"""Matches what impact.com answered with what was sent: submissions by file name and moment, refused rows by order and
SKU. The line that impact.com names is a hint only: nobody says whether it counts the header.

Source: FTP File Submissions Status; Submissions, Brand API v14.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from courier.ledger.answers import REFUSED_SCHEMA, PartAnswer
from courier.ledger.ledger import Ledger
from courier.ledger.recorded_rows import sent_parts
from courier.ledger.store import Connection
from courier.ledger.values import Progress
from courier.results.part_content import rows_in
from courier.results.row_candidates import candidates
from courier.results.row_choice import by_line, chosen, line_offsets
from courier.results.submissions import FoundSubmission

_SLACK = timedelta(minutes=10)
"""How far the clocks of impact.com and of this machine may differ."""
_DAY = timedelta(days=1)
"""How far a moment may be off that was copied without its zone."""
_REFUSED = list(REFUSED_SCHEMA)


@dataclass(frozen=True)
class Matched:
    """``answers``: to be recorded. ``unmatched_rows``: refused rows that fit no row that was sent, as in
    `REFUSED_SCHEMA`; those whose part is known are in its answer too. ``unmatched_submissions``: of files that were not
    sent from here."""

    answers: tuple[PartAnswer, ...]
    unmatched_rows: pl.DataFrame
    unmatched_submissions: tuple[FoundSubmission, ...]


def match(ledger: Ledger, found: Sequence[FoundSubmission], now: datetime, part: str | None = None) -> Matched:
    """What was found, matched with the ledger. ``part``: the UUID of the part that submissions without a file name are
    about; else it is found from their rows. Raises LedgerError."""
    if not ledger.store.exists:
        return Matched((), _rows_of(found), tuple(found))
    with ledger.store.reading() as db:
        return _Matching(ledger, db, found, now).run(part)


class _Matching:
    def __init__(self, ledger: Ledger, db: Connection, found: Sequence[FoundSubmission], now: datetime) -> None:
        self._ledger, self._db, self._found, self._now = ledger, db, found, now
        self._parts = {part.number: part for part in sent_parts(db)}
        self._batches = {number: list(part.batches) for number, part in self._parts.items()}

    def run(self, part: str | None) -> Matched:
        placed, strangers = self._placed(part)
        elsewhere = _rows_of(strangers)
        rows = self._numbered(placed)
        rows = rows.join(self._rows_in_parts(rows), on="id", how="left", maintain_order="left")
        rows = rows.with_columns(pl.coalesce("part", "chosen_part").alias("part"), pl.col("number").alias("row"))
        answers = []
        for index, number in placed.items():
            of_found = list(self._answers(index, number, rows.filter(pl.col("found") == index)))
            # errors that fit nothing are those of another machine
            if not of_found:
                strangers.append(self._found[index])
            answers += of_found
        lost = pl.concat([rows.filter(pl.col("row").is_null()).select(_REFUSED), elsewhere])
        return Matched(tuple(answers), lost, tuple(strangers))

    def _placed(self, part: str | None) -> tuple[dict[int, int | None], list[FoundSubmission]]:
        """Per index of a submission the number of its part, None where its rows have to tell; and those of files that
        were not sent from here."""
        placed: dict[int, int | None] = {}
        strangers = []
        of_batch = {batch: number for number, batches in self._batches.items() for batch in batches if batch}
        for index, submission in enumerate(self._found):
            if not submission.file:
                continue
            number = of_batch.get(submission.batch)
            number = self._named(submission) if number is None else number
            if number is None:
                strangers.append(submission)
                continue
            placed[index] = number
            if submission.batch:
                of_batch[submission.batch] = number
                self._batches[number].append(submission.batch)
        chosen_part = next((number for number, known in self._parts.items() if known.uuid == part), None)
        for index, submission in enumerate(self._found):
            if submission.file:
                continue
            number = of_batch.get(submission.batch, chosen_part)
            if number is None and not submission.refused.height:
                strangers.append(submission)
            else:
                placed[index] = number
        return placed, strangers

    def _named(self, submission: FoundSubmission) -> int | None:
        """The part with the name of the submission's file: of several the last that began before it was submitted."""
        named = [part for part in self._parts.values() if submission.file.lower() in part.names]
        at = submission.submitted_at
        if not named or at is None:
            return named[-1].number if named else None
        named.sort(key=lambda part: (part.begun, part.number))
        before = [part for part in named if part.begun <= at + _SLACK]
        if before:
            return before[-1].number
        return named[0].number if named[0].begun <= at + _DAY else None

    def _numbered(self, placed: dict[int, int | None]) -> pl.DataFrame:
        """All refused rows under one another with ``id``, ``found`` and ``part``, their texts without outer blanks."""
        frames = [
            self._found[index].refused.select(
                *_REFUSED,
                pl.lit(index, dtype=pl.Int64).alias("found"),
                pl.lit(number, dtype=pl.Int64).alias("part"),
            )
            for index, number in placed.items()
        ]
        empty = pl.DataFrame(schema={**REFUSED_SCHEMA, "found": pl.Int64, "part": pl.Int64})
        texts = ("campaign", "event", "order_id", "action_id", "sku")
        rows = pl.concat([empty, *frames]).with_columns(pl.col(texts).str.strip_chars())
        filled = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in texts]
        return rows.with_columns(filled).with_row_index("id")

    def _rows_in_parts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that are meant, see `courier.results.row_choice.CHOSEN`."""
        fitting = self._in_likeliest_part(rows, candidates(self._ledger, self._db, rows, self._parts))
        offsets = dict(line_offsets(fitting).iter_rows())
        nameless = pl.col("order_id").is_null() & pl.col("action_id").is_null()
        without = rows.filter(nameless & pl.col("line").is_not_null() & pl.col("part").is_not_null())
        by_lines = [
            by_line(of_part, offsets.get(number), self._parts[number].rows, rows_in(self._ledger, self._parts[number]))
            for number in without["part"].unique(maintain_order=True).to_list()
            for of_part in [without.filter(pl.col("part") == number)]
        ]
        return pl.concat([chosen(fitting), *by_lines])

    def _in_likeliest_part(self, rows: pl.DataFrame, fitting: pl.DataFrame) -> pl.DataFrame:
        """Of a row that may be in several parts only those of the likeliest part: where most rows fit by order and
        SKU, then by line, then the newest that was sent by then."""
        moment = pl.Datetime("us", "UTC")
        begun = pl.DataFrame(
            [(part.number, part.begun) for part in self._parts.values()],
            {"in_part": pl.Int64, "begun": moment},
            orient="row",
        )
        until = pl.DataFrame(
            [
                (index, found.submitted_at + _DAY if found.submitted_at else self._now + _SLACK)
                for index, found in enumerate(self._found)
            ],
            {"found": pl.Int64, "until": moment},
            orient="row",
        )
        apart = fitting.join(rows.select("id", "found", "part"), on="id").join(begun, on="in_part")
        apart = apart.join(until, on="found")
        apart = apart.filter(pl.col("part").is_not_null() | (pl.col("begun") <= pl.col("until")))
        ranked = apart.group_by("found", "in_part", "begun").agg(
            pl.col("id").filter(pl.col("level") > 0).n_unique().alias("fits"),
            pl.col("id").filter((pl.col("line") - pl.col("number")).is_in([0, 1])).n_unique().alias("lines"),
        )
        ranked = ranked.sort("fits", "lines", "begun", "in_part", descending=True).with_row_index("rank")
        apart = apart.join(ranked.select("found", "in_part", "rank"), on=["found", "in_part"])
        return apart.filter(pl.col("rank") == pl.col("rank").min().over("id")).select(fitting.columns)

    def _answers(self, index: int, number: int | None, rows: pl.DataFrame) -> Iterator[PartAnswer]:
        """The answers to the part of a submission, or to each of those that its rows are of."""
        submission = self._found[index]
        numbers = [number] if number is not None else rows["part"].drop_nulls().unique(maintain_order=True).to_list()
        alone = len(numbers) == 1
        for each in numbers:
            refused = rows.filter(pl.col("part") == each).with_columns(pl.coalesce("own_sku", "sku").alias("sku"))
            yield PartAnswer(
                self._parts[each].uuid,
                submission.batch or (self._batches[each] or [""])[-1],
                submission.progress if alone else Progress.UNKNOWN,
                submission.records if alone else None,
                submission.errors if alone else None,
                submission.submitted_at,
                submission.completed_at,
                self._now,
                submission.source,
                self._with_earlier(each, submission, refused.select(_REFUSED)),
            )

    def _with_earlier(self, number: int, submission: FoundSubmission, refused: pl.DataFrame) -> pl.DataFrame:
        """The refused rows of a submission, with those that were brought before anybody knew its ID, where it says that
        there are more than it names."""
        if not submission.batch or "" not in self._batches[number] or (submission.errors or 0) <= refused.height:
            return refused
        part = self._parts[number].uuid
        earlier = [answer.refused for answer in self._ledger.answers.of_parts([part])[part] if not answer.batch]
        return pl.concat([refused, *earlier]).unique(["row", "order_id", "sku", "reason"], maintain_order=True)


def _rows_of(found: Iterable[FoundSubmission]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=REFUSED_SCHEMA), *(submission.refused for submission in found)])
