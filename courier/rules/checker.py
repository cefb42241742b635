"""Runs the rules over a sheet: all of it at opening, and the touched rows and orders after an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from courier.rules.chains import chain_roles
from courier.rules.context import Context
from courier.rules.evaluation import KeyedMark, RuleTests, evaluate, fields_of
from courier.rules.field_view import FieldView
from courier.rules.file_rules import WholeSheet, file_problems
from courier.rules.frames import FieldFrames
from courier.rules.history import COLUMNS
from courier.rules.orders import BY_ORDER, GATHERED_BY, OrderHelpers, customer_keys, order_keys, regroup
from courier.rules.rulebook import RULES
from courier.rules.verdict import Key, Verdict
from courier.sheet.mapping import Mapping, left_out_expression
from courier.sheet.sheet import Sheet
from courier.threads import parallel_map

SLICE = 16_384
"""Rows that are looked at by themselves in one go."""
_ROWS_DONE = 0.6
"""How far a check is when each row has been looked at by itself."""
_SHARE = 65_536
"""Rows, about, whose orders are checked in one go: a wide frame of all of them would be most of the memory."""
_MOMENT, _PLACE = "@moment", "@place"
_FACT_FIELDS = ("OrderId", "ActionId", "CustomerId", "ActionTrackerId", "EventTypeCode", "EventDate")
"""The fields of which something is taken down of each row: what groups it belongs to, and when it was."""


@dataclass(frozen=True)
class _SliceResult:
    """What was found of some rows by themselves: what is taken down of each, the row ids that each rule marks, and the
    fields with white space that does not belong there."""

    facts: pl.DataFrame
    hits: list[tuple[Key, pl.Series]]
    spaced: frozenset[str]


class Checker:
    """The rules of one sheet under one mapping and context. Build a new one when either changes."""

    def __init__(self, sheet: Sheet, mapping: Mapping, context: Context, ragged: int = 0) -> None:
        """``ragged``: how many records of the source had more or fewer cells than the header."""
        self.sheet = sheet
        self.mapping = mapping
        self.context = context
        self.ragged = ragged
        self.frames = FieldFrames(mapping, context.zone, sheet.damaged)
        self.view = FieldView(self.frames.names, context, self.frames.damaged_names)
        filed = [
            KeyedMark((rule.id, mark.field), rule, mark)
            for rule in RULES
            if context.applies(RULE_FACTS[rule.id])
            for mark in rule.marks(self.view)
        ]
        self._row_tests = RuleTests([one for one in filed if one.rule.group is None])
        self._group_tests: dict[str, dict[str, RuleTests]] = {}
        for group in dict.fromkeys(one.rule.group for one in filed if one.rule.group is not None):
            tests = RuleTests([one for one in filed if one.rule.group == group])
            self._group_tests.setdefault(GATHERED_BY[group], {})[group] = tests
        self.marks = {one.key: one for one in filed}
        self._helpers = OrderHelpers(self.view)
        asked = frozenset().union(*(one.asked for groups in self._group_tests.values() for one in groups.values()))
        self._comparing = OrderHelpers(self.view, asked)
        compared = fields_of(asked | self._comparing.roots)
        self._compared = self.view.present(compared)
        self._grouping = compared.union(_FACT_FIELDS)
        self._ranks: tuple[pl.Series, pl.Series, pl.Series] | None = None

    def on(self, sheet: Sheet) -> Checker:
        """A checker of the same rules on a copy of the sheet."""
        other = copy(self)
        other.__dict__.update(sheet=sheet, _ranks=None)
        return other

    def check(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """Check every row. ``progress`` is told the fraction done between slices and may raise to give the check up."""
        verdict = self.new_verdict()
        cells = self.sheet.frame()
        verdict.included = self._included(cells)
        ids = verdict.included.arg_true().cast(pl.UInt32)
        whole = ids.len() == cells.height

        def part(start: int) -> pl.DataFrame:
            return cells.slice(start, SLICE) if whole else _gather(cells, ids.slice(start, SLICE))

        if ids.len():
            self._mark_rows(verdict, part, ids, self._row_tests, _stretch(progress, 0.0, _ROWS_DONE))
            shares = [
                share
                for kind, keys in verdict.keys.items()
                # an order of one row agrees with itself
                for share in _shares(verdict, kind, (keys.is_duplicated() & verdict.included).arg_true())
            ]
            self._mark_groups(verdict, shares, _stretch(progress, _ROWS_DONE, 1.0))
        self.refresh_file_problems(verdict)
        if progress:
            progress(1.0)
        return verdict

    def new_verdict(self) -> Verdict:
        """A verdict of this sheet in which nothing has been found yet."""
        return Verdict(self.sheet.id_count, chained=self.context.template == "chained")

    def recheck(self, verdict: Verdict, rows: Sequence[int], columns: Iterable[str] | None = None) -> None:
        """Check some rows and the orders they are in and were in again. The order of rows must be as it was.

        ``columns``: those of the sheet in which cells of checked rows are others now, so that only what looks at them
        is asked again; None for all.
        """
        fields = None if columns is None else self.frames.fed_by(columns)
        touched = pl.Series(rows, dtype=pl.UInt32)
        before = {kind: keys[touched] for kind, keys in verdict.keys.items()}
        cells = self.sheet.frame(touched)
        included = self._included(cells, touched)
        if not included.equals(verdict.included[touched]):
            verdict.included = verdict.included.clone().scatter(touched, included)
            fields = None
        tests = self._row_tests if fields is None else self._row_tests.concerning(fields)
        for key in verdict.masks if fields is None else tests.keys:
            mask = verdict.masks.get(key)
            if mask is not None and mask[touched].any():
                verdict.masks[key] = mask.clone().scatter(touched, False)
        live = touched.filter(included)
        if live.len():
            there = cells if live.len() == touched.len() else cells.filter(included)
            self._mark_rows(verdict, lambda start: there.slice(start, SLICE), live, tests)
        if fields is not None and not fields & self._grouping:
            return
        for kind, keys in verdict.keys.items():
            again = before[kind].clone().append(keys[live]).unique()
            self._check_groups_again(verdict, kind, self.rows_of(verdict, again, kind))

    def _mark_rows(
        self,
        verdict: Verdict,
        part: Callable[[int], pl.DataFrame],
        ids: pl.Series,
        tests: RuleTests,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        """Make tests of single rows and take down what rules over groups want to know. ``part``: the cells of a slice
        of ``ids`` from a place on."""
        names = self.view.present(fields_of(tests.asked).union(_FACT_FIELDS))

        def work(start: int) -> _SliceResult:
            return self._check_rows(part(start), ids.slice(start, SLICE), tests, names)

        starts = range(0, ids.len(), SLICE)
        facts: list[pl.DataFrame] = []
        hits: dict[Key, list[pl.Series]] = {}
        for found in parallel_map(work, starts, progress) if len(starts) > 1 else map(work, starts):
            facts.append(found.facts)
            verdict.spaced |= found.spaced
            for key, marked in found.hits:
                hits.setdefault(key, []).append(marked)
        _record_facts(verdict, ids, pl.concat(facts) if len(facts) > 1 else facts[0])
        # each vector of marks is written once: writing copies it
        for key, rows in hits.items():
            verdict.mark(key, pl.concat(rows) if len(rows) > 1 else rows[0])

    def refresh_file_problems(self, verdict: Verdict) -> None:
        """Look at the rules about the sheet as a whole again."""
        whole = WholeSheet(self.sheet, self.mapping, self.frames, self.view, self.ragged)
        verdict.file = tuple(file_problems(whole, verdict))

    def rows_of(self, verdict: Verdict, keys: pl.Series, kind: str = BY_ORDER) -> pl.Series:
        """Row ids of all checked rows of the orders, or groups of another kind, with these keys."""
        known = verdict.keys[kind]
        # comparing with one key is the quick case of an edit
        same: pl.Series = known == keys[0] if keys.len() == 1 else known.is_in(keys.implode())
        return (same & verdict.included).arg_true().cast(pl.UInt32)

    def frame_of(self, rows: pl.Series) -> pl.DataFrame:
        """The frame of fields of some rows (ids, UInt32), with what is known of them from before."""
        return self._with_known(self.frames.build(self.sheet.frame(rows), rows).frame)

    def groups_of(self, verdict: Verdict, rows: pl.Series, kind: str = BY_ORDER) -> pl.DataFrame:
        """The same of the whole orders, or groups of another kind, that ``rows`` are in, with all helper columns."""
        whole = self.rows_of(verdict, verdict.keys[kind][rows].unique(), kind)
        return self._helpers.gather(self._with_keys(verdict, whole, self.frame_of(whole)))

    def _included(self, cells: pl.DataFrame, rows: pl.Series | None = None) -> pl.Series:
        positions = self.sheet.positions if rows is None else self.sheet.positions[rows]
        present = positions.is_not_null()
        if self.mapping.left_out:
            out = cells.select_seq(left_out_expression(self.mapping.left_out).fill_null(False).alias("out"))["out"]
            present = present & ~out
        return present

    def _check_rows(self, cells: pl.DataFrame, ids: pl.Series, tests: RuleTests, names: Sequence[str]) -> _SliceResult:
        fields = self.frames.build(cells, ids, names)
        asks_history = any(column.startswith("@known:") for column in tests.asked)
        frame = self._with_known(fields.frame) if asks_history else fields.frame
        found = evaluate(frame, tests, fields.characters)
        moments = (
            frame["EventDate@time"]
            if self.view.has("EventDate")
            else pl.Series([None], dtype=pl.Datetime("ms", "UTC")).new_from_index(0, ids.len())
        )
        facts = [order_keys(frame, self.view), moments.alias(_MOMENT)]
        if self.context.template == "chained":
            facts += [customer_keys(frame, self.view), chain_roles(frame, self.view).alias(_PLACE)]
        hits = [(key, ids.filter(mask)) for key, mask in found]
        return _SliceResult(pl.DataFrame(facts), hits, fields.spaced)

    def _with_known(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The fields of some rows with what is known of them from before."""
        if self.context.history is None:
            return frame
        names = {
            "event": "ActionTrackerId",
            "code": "EventTypeCode",
            "order": "OrderId",
            "sku": "Sku",
            "action": "ActionId",
        }
        campaign = pl.coalesce(self.view.value("CampaignId"), pl.lit(self.context.program.campaign_id or None))
        asked = frame.select_seq(
            [
                pl.col("@row"),
                campaign.cast(pl.String).alias("campaign"),
                *(self.view.value(name).alias(to) for to, name in names.items()),
            ]
        )
        found = self.context.history.look_up(asked)
        known = [found[label].alias(f"@known:{label}") for label in COLUMNS]
        return pl.DataFrame([*frame.get_columns(), *known])

    def _check_groups_again(self, verdict: Verdict, kind: str, rows: pl.Series) -> None:
        """Check the rules over orders, or groups of another kind, again on ``rows``, which hold whole groups."""
        for tests in self._group_tests.get(kind, {}).values():
            for key in tests.keys:
                if key in verdict.masks:
                    verdict.masks[key] = verdict.masks[key].clone().scatter(rows, False)
        self._mark_groups(verdict, _shares(verdict, kind, rows))

    def _mark_groups(
        self, verdict: Verdict, shares: Sequence[tuple[str, pl.Series]], progress: Callable[[float], None] | None = None
    ) -> None:
        """Check the rules over groups, a share of the groups at a time."""
        # made once, before several threads want it
        self._places(verdict, verdict.included.head(0).arg_true())

        def work(share: tuple[str, pl.Series]) -> list[tuple[Key, pl.Series]]:
            return list(self._group_hits(verdict, *share))

        for found in parallel_map(work, shares, progress) if len(shares) > 1 else map(work, shares):
            for key, marked in found:
                verdict.mark(key, marked)

    def _group_hits(self, verdict: Verdict, kind: str, rows: pl.Series) -> Iterator[tuple[Key, pl.Series]]:
        """The row ids that each rule over groups marks among ``rows``, which hold whole groups."""
        groups = self._group_tests.get(kind)
        if not rows.len() or groups is None:
            return
        frame = self.frames.values(self.sheet.frame(rows), rows, self._compared, verdict.spaced)
        if self.view.has("EventDate"):
            frame = frame.with_columns_seq(verdict.moments[rows].alias("EventDate@time"))
        gathered = self._comparing.gather(self._with_keys(verdict, rows, frame))
        for group, tests in groups.items():
            frame = regroup(gathered, group)
            for key, mask in evaluate(frame, tests):
                yield key, frame["@row"].filter(mask)

    def _with_keys(self, verdict: Verdict, rows: pl.Series, frame: pl.DataFrame) -> pl.DataFrame:
        keys = [known[rows].alias(kind) for kind, known in verdict.keys.items()]
        return frame.with_columns_seq([*keys, self._places(verdict, rows).alias("@position")])

    def _places(self, verdict: Verdict, rows: pl.Series) -> pl.Series:
        """Positions among the rows that are not left out, for these rows."""
        positions = self.sheet.positions
        if verdict.included.all():
            return positions[rows]
        # counting through the whole sheet pays only when rows came, went or moved
        if self._ranks is None or self._ranks[0] is not verdict.included or self._ranks[1] is not positions:
            kept = verdict.included.gather(self.sheet.row_order)
            self._ranks = verdict.included, positions, kept.cum_sum().cast(pl.UInt32)
        return self._ranks[2][positions[rows]]


def _shares(verdict: Verdict, kind: str, rows: pl.Series) -> list[tuple[str, pl.Series]]:
    """Rows in shares that hold whole groups: whoever is in one group has one key."""
    ids = rows.cast(pl.UInt32)
    count = ids.len() // _SHARE + 1
    if count == 1:
        return [(kind, ids)]
    share = verdict.keys[kind][ids] % count
    return [(kind, ids.filter(share == number)) for number in range(count)]


def _stretch(progress: Callable[[float], None] | None, begin: float, end: float) -> Callable[[float], None] | None:
    return (lambda done: progress(begin + (end - begin) * done)) if progress else None


def _record_facts(verdict: Verdict, rows: pl.Series, facts: pl.DataFrame) -> None:
    keys = {kind: facts[kind] for kind in verdict.keys}
    places = facts[_PLACE] if _PLACE in facts.columns else pl.Series([], dtype=pl.UInt8)
    verdict.record_facts(rows, keys, facts[_MOMENT], places)


def _gather(cells: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([series[rows] for series in cells.get_columns()])
