"""Runs the rules over a sheet: all of it at opening, and the touched rows and orders after an edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

import polars as pl

from courier.catalogue.noticed import noticed_columns, stated_columns
from courier.catalogue.rules import RULE_FACTS
from courier.rules.chains import chain_roles
from courier.rules.context import Context
from courier.rules.evaluation import KeyedMark, RuleTests, evaluate, fields_of
from courier.rules.field_view import FieldView
from courier.rules.file_rules import WholeSheet, file_problems
from courier.rules.frames import frames_of
from courier.rules.group_tests import GroupTests
from courier.rules.history import QUERY_FIELDS
from courier.rules.left_out import left_out_rows
from courier.rules.orders import BY_ORDER, OrderHelpers, carried_keys, customer_keys, order_keys, regroup
from courier.rules.recorded_facts import RecordedFacts
from courier.rules.rulebook import RULES
from courier.rules.surplus import SURPLUS_RULE, claimed_orders
from courier.rules.verdict import CHAIN_ROLES, MOMENT, Key, Verdict
from courier.sheet.mapping import Mapping
from courier.sheet.sent_rows import SentRows
from courier.sheet.sheet import Sheet
from courier.threads import parallel_map

SLICE = 16_384
"""Rows that are checked singly in one slice."""
_ROWS_DONE = 0.6
"""Progress (0 to 1) when all rows have been checked singly."""
_SHARE = 65_536
"""Approximate rows whose orders are checked at once: one wide frame of all rows would take most of the memory."""
_FACT_FIELDS = ("OrderId", "ActionId", "CustomerId", "ActionTrackerId", "EventTypeCode", "EventDate")
"""The fields that determine the recorded facts of a row: its groups and its moment."""


@dataclass(frozen=True)
class _SliceResult:
    """The check of some single rows: their facts for `Verdict.record_facts`, the row ids that each rule marks, and the
    fields with unwanted white space."""

    facts: pl.DataFrame
    hits: list[tuple[Key, pl.Series]]
    spaced: frozenset[str]


@dataclass(frozen=True)
class _Share:
    """Whole groups of a kind, by their row ids, with the tests that concern them."""

    kind: str
    rows: pl.Series
    tests: GroupTests


class Checker:
    """The rules of one sheet under one mapping and context. Build a new one when either changes."""

    def __init__(self, sheet: Sheet, mapping: Mapping, context: Context, sent: SentRows | None = None) -> None:
        """``sent``: rows that were delivered from the sheet."""
        self.sheet = sheet
        self.mapping = mapping
        self.context = context
        self.sent = sent or SentRows()
        noticed = noticed_columns(sheet.headers)
        stated = stated_columns(sheet.headers, mapping.fed_columns) if context.template == "modification" else {}
        self.frames = frames_of(sheet, mapping, context.zone_of("EventDate"), {**noticed, **stated})
        self.view = FieldView(
            self.frames.names, context, self.frames.damaged_names, noticed, surplus=bool(sheet.surplus), stated=stated
        )
        marks = [
            KeyedMark((rule.id, mark.field), rule, mark)
            for rule in RULES
            if context.applies(RULE_FACTS[rule.id])
            for mark in rule.marks(self.view)
        ]
        self._row_tests = RuleTests([keyed for keyed in marks if keyed.rule.group is None])
        of_groups = [keyed for keyed in marks if keyed.rule.group is not None]
        self._of_several = GroupTests(of_groups, self.view)
        self._of_one = GroupTests([keyed for keyed in of_groups if keyed.rule.alone], self.view)
        self.marks = {keyed.key: keyed for keyed in marks}
        self._recorded = RecordedFacts(context, self.view)
        self._helpers = OrderHelpers(self.view)
        self._grouping = self._of_several.fields.union(_FACT_FIELDS)
        self._ranks: tuple[pl.Series, pl.Series, pl.Series] | None = None
        self._out: pl.Series | None = None
        """Per row id whether it is left out; None until that is known."""

    def on(self, sheet: Sheet) -> Checker:
        """A checker with the same rules for a copy of the sheet."""
        other = copy(self)
        other.__dict__.update(sheet=sheet, _ranks=None)
        return other

    @property
    def division_known(self) -> bool:
        """Whether it is known which rows are left out; else checking some rows takes a look at all of them."""
        return self._out is not None and self._out.len() >= self.sheet.id_count

    def know_division_of(self, other: Checker) -> None:
        """Take over which rows are left out from a checker of a copy of the sheet with the same mapping."""
        self._out = other._out

    def with_mapping(self, mapping: Mapping) -> Checker:
        """A checker of the same sheet under another mapping."""
        return Checker(self.sheet, mapping, self.context, self.sent)

    def check(self, progress: Callable[[float], None] | None = None) -> Verdict:
        """Check every row. ``progress`` receives the fraction done after each slice and may raise to cancel."""
        verdict = self.new_verdict()
        cells = self.sheet.frame()
        self._divide(verdict, cells)
        ids = verdict.included.arg_true().cast(pl.UInt32)
        all_included = ids.len() == cells.height

        def part(start: int, rows: int) -> pl.DataFrame:
            if all_included:
                return cells.slice(start, rows)
            return pl.DataFrame([series[ids.slice(start, rows)] for series in cells.get_columns()])

        if ids.len():
            self._mark_rows(verdict, part, ids, self._row_tests, _stretch(progress, 0.0, _ROWS_DONE))
            self._claim_orders(verdict)
            self._carry(verdict)
            shares = []
            for kind, keys in verdict.keys.items():
                several = keys.is_duplicated()
                shares += _shares(verdict, kind, (several & verdict.included).arg_true(), self._of_several)
                # most rules compare rows, and an order of one row agrees with itself
                if self._of_one.of(kind):
                    shares += _shares(verdict, kind, (~several & verdict.included).arg_true(), self._of_one)
            self._mark_groups(verdict, shares, _stretch(progress, _ROWS_DONE, 1.0))
        self.refresh_file_problems(verdict)
        if progress:
            progress(1.0)
        return verdict

    def new_verdict(self) -> Verdict:
        """A verdict of this sheet without problems."""
        return Verdict(self.sheet.id_count, chained=self.context.template == "chained")

    def recheck(self, verdict: Verdict, rows: Sequence[int], columns: Iterable[str] | None = None) -> None:
        """Check some rows again, with the orders they belong and belonged to. The order of rows must be unchanged.

        ``columns``: the sheet's columns in which cells of these rows changed, so that only tests that read them run;
        None for all.
        """
        fields = None if columns is None else self.frames.fed_by(columns)
        touched = self.sent.with_orders_of(pl.Series(rows, dtype=pl.UInt32))
        before = {kind: keys[touched] for kind, keys in verdict.keys.items()}
        had_surplus = _has_surplus(verdict, touched)
        cells = self.sheet.frame(touched)
        included, sent = self._division(touched, cells)
        if not included.equals(verdict.included[touched]):
            verdict.included = verdict.included.clone().scatter(touched, included)
            verdict.sent = verdict.sent.clone().scatter(touched, sent)
            fields = None
        tests = self._row_tests if fields is None else self._row_tests.concerning(fields)
        for key in verdict.masks if fields is None else tests.keys:
            mask = verdict.masks.get(key)
            if mask is not None and mask[touched].any():
                verdict.unmark(key, touched)
        live = touched.filter(included)
        if live.len():
            live_cells = cells if live.len() == touched.len() else cells.filter(included)
            self._mark_rows(verdict, live_cells.slice, live, tests)
        if had_surplus or _has_surplus(verdict, touched):
            self._claim_orders(verdict)
        moved, left = self._carry(verdict)
        if fields is not None and not fields & self._grouping:
            return
        before[BY_ORDER] = before[BY_ORDER].clone().append(left)
        changed = {BY_ORDER: live.clone().append(moved)}
        for kind, keys in verdict.keys.items():
            affected = before[kind].clone().append(keys[changed.get(kind, live)]).unique()
            rows_of_groups = self.rows_of(verdict, affected, kind)
            for key in self._of_several.keys(kind):
                verdict.unmark(key, rows_of_groups)
            self._mark_groups(verdict, _shares(verdict, kind, rows_of_groups, self._of_several))

    def _claim_orders(self, verdict: Verdict) -> None:
        """Set which orders the rows with surplus cells may belong to."""
        mask = verdict.masks.get((SURPLUS_RULE, None))
        if mask is not None:
            rows = mask.arg_true().cast(pl.UInt32)
            cells = self.sheet.frame(rows).select(self.sheet.columns)
            verdict.claimed = claimed_orders(self.frames, self.view, cells, rows)

    def _mark_rows(
        self,
        verdict: Verdict,
        part: Callable[[int, int], pl.DataFrame],
        ids: pl.Series,
        tests: RuleTests,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        """Run the tests of single rows and record the facts for rules over groups. ``part``: the cells of so many of
        the ``ids`` from an index on."""
        names = self._present(fields_of(tests.columns).union(_FACT_FIELDS))
        asked = self._present(QUERY_FIELDS.values())
        at_once = self._recorded.rows_at_once(ids.len(), SLICE) if tests.read_history else SLICE

        def work(start: int) -> list[_SliceResult]:
            known = None
            if at_once > SLICE:
                rows = ids.slice(start, at_once)
                known = self._recorded.of(self.frames.build(part(start, at_once), rows, asked).frame)
            return [
                self._check_rows(
                    part(at, SLICE),
                    ids.slice(at, SLICE),
                    tests,
                    names,
                    None if known is None else known.slice(at - start, SLICE),
                )
                for at in range(start, min(start + at_once, ids.len()), SLICE)
            ]

        starts = range(0, ids.len(), at_once)
        facts: list[pl.DataFrame] = []
        hits: dict[Key, list[pl.Series]] = {}
        for results in parallel_map(work, starts, progress) if len(starts) > 1 else map(work, starts):
            for result in results:
                facts.append(result.facts)
                verdict.spaced |= result.spaced
                for key, marked in result.hits:
                    hits.setdefault(key, []).append(marked)
        verdict.record_facts(ids, pl.concat(facts) if len(facts) > 1 else facts[0])
        # each vector of marks is written once, because a write copies it
        for key, rows in hits.items():
            verdict.mark(key, pl.concat(rows) if len(rows) > 1 else rows[0])

    def refresh_file_problems(self, verdict: Verdict) -> None:
        """Check the rules about the sheet as a whole again."""
        sheet = WholeSheet(self.sheet, self.mapping, self.frames, self.view)
        verdict.file = tuple(file_problems(sheet, verdict))

    def rows_of(self, verdict: Verdict, keys: pl.Series, kind: str = BY_ORDER) -> pl.Series:
        """Row ids of all checked rows of the orders, or groups of another kind, with these keys."""
        all_keys = verdict.keys[kind]
        # comparing with one key is the fast case of an edit
        same: pl.Series = all_keys == keys[0] if keys.len() == 1 else all_keys.is_in(keys.implode())
        return (same & verdict.included).arg_true().cast(pl.UInt32)

    def frame_of(self, rows: pl.Series) -> pl.DataFrame:
        """The frame of fields of some rows (ids, UInt32), with their facts from the history."""
        return self._recorded.added_to(self.frames.build(self.sheet.frame(rows), rows).frame)

    def identities(self, rows: pl.Series) -> pl.DataFrame:
        """What tells some rows (ids, UInt32) apart: the columns of `QUERY_FIELDS`, null where nobody says them."""
        names = self._present(QUERY_FIELDS.values())
        return self.frames.build(self.sheet.frame(rows), rows, names).frame.select_seq(**self._recorded.query())

    def groups_of(self, verdict: Verdict, rows: pl.Series, kind: str = BY_ORDER) -> pl.DataFrame:
        """The same of the whole orders, or groups of another kind, that contain ``rows``, with all helper columns."""
        members = self.rows_of(verdict, verdict.keys[kind][rows].unique(), kind)
        return self._helpers.gather(self._with_keys(verdict, members, self.frame_of(members)))

    def kept_rows(self) -> pl.Series:
        """Row ids of the rows that are neither left out nor sent, in sheet order. Nothing is checked for that."""
        verdict = self.new_verdict()
        self._divide(verdict, self.sheet.frame())
        return self.sheet.row_order.filter(verdict.included.gather(self.sheet.row_order))

    def _divide(self, verdict: Verdict, cells: pl.DataFrame) -> None:
        """Find out which rows are left out, and set which are included and which were sent."""
        ids = self.sheet.positions.is_not_null().arg_true().cast(pl.UInt32)
        if ids.len() and (self.mapping.left_out or self.sent.hashes.len()):
            # rows that are not checked have their orders too
            verdict.record_orders(ids, self._orders_of(ids))
            self._carry(verdict)
        out = pl.Series([False]).new_from_index(0, cells.height) if cells.height else pl.Series([], dtype=pl.Boolean)
        if self.mapping.left_out and ids.len():
            met = left_out_rows(self.mapping.left_out, self.sheet.frame(ids), verdict.orders[ids])
            out = out.scatter(ids, met)
        self._out = out
        verdict.included, verdict.sent = self._division(pl.int_range(cells.height, dtype=pl.UInt32, eager=True), cells)

    def _division(self, rows: pl.Series, cells: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Per row whether it is checked, and whether it was sent; the others are left out or deleted."""
        if not self.division_known:
            self._divide(self.new_verdict(), self.sheet.frame())
        assert self._out is not None
        present = self.sheet.positions[rows].is_not_null() & ~self._out[rows]
        sent = self.sent.among(rows, cells) & present
        return present & ~sent, sent

    def _orders_of(self, ids: pl.Series) -> pl.DataFrame:
        """The own order keys of some rows; see `order_keys`."""
        names = self.view.present(("OrderId", "ActionId"))
        cells = self.sheet.frame(ids)

        def work(start: int) -> pl.DataFrame:
            rows = ids.slice(start, SLICE)
            return order_keys(self.frames.build(cells.slice(start, SLICE), rows, names).frame, self.view)

        return pl.concat(parallel_map(work, range(0, ids.len(), SLICE)))

    def _carry(self, verdict: Verdict) -> tuple[pl.Series, pl.Series]:
        """Give each row without an ID the key of the order above it. Returns the row ids whose key this changed, and
        the keys that they had."""
        order = self.sheet.row_order
        if not verdict.nameless.any() or not order.len():
            return order.head(0), verdict.orders.head(0)
        before = verdict.orders.gather(order)
        keys = carried_keys(order, before, verdict.nameless.gather(order))
        changed = (keys != before).arg_true()
        rows = order.gather(changed)
        verdict.record_orders(rows, pl.DataFrame([keys.gather(changed).alias(BY_ORDER)]))
        return rows, before.gather(changed)

    def _present(self, fields: Iterable[str]) -> list[str]:
        """Those of the fields and noticed columns that the sheet has."""
        wanted = frozenset(fields)
        return [name for name in self.view.readable if name in wanted]

    def _check_rows(
        self, cells: pl.DataFrame, ids: pl.Series, tests: RuleTests, names: Sequence[str], known: pl.DataFrame | None
    ) -> _SliceResult:
        fields = self.frames.build(cells, ids, names)
        frame = self._recorded.added_to(fields.frame, known) if tests.read_history else fields.frame
        hits = [(key, ids.filter(mask)) for key, mask in evaluate(frame, tests, fields.characters)]
        moments = (
            frame["EventDate@time"]
            if self.view.has("EventDate")
            else pl.Series([None], dtype=pl.Datetime("ms", "UTC")).new_from_index(0, ids.len())
        )
        facts = [*order_keys(frame, self.view).get_columns(), moments.alias(MOMENT)]
        if self.context.template == "chained":
            facts += [customer_keys(frame, self.view), chain_roles(frame, self.view).alias(CHAIN_ROLES)]
        return _SliceResult(pl.DataFrame(facts), hits, fields.spaced)

    def _mark_groups(
        self, verdict: Verdict, shares: Sequence[_Share], progress: Callable[[float], None] | None = None
    ) -> None:
        """Check the rules over groups, a share of the groups at a time."""
        # computed once, before several threads need it
        self._positions(verdict, verdict.included.head(0).arg_true())

        def work(share: _Share) -> list[tuple[Key, pl.Series]]:
            return list(self._group_hits(verdict, share))

        for hits in parallel_map(work, shares, progress) if len(shares) > 1 else map(work, shares):
            for key, marked in hits:
                verdict.mark(key, marked)

    def _group_hits(self, verdict: Verdict, share: _Share) -> Iterator[tuple[Key, pl.Series]]:
        """The row ids that each rule over groups marks among the rows of a share."""
        rows, tests = share.rows, share.tests
        if not rows.len() or not tests.of(share.kind):
            return
        frame = self.frames.values(self.sheet.frame(rows), rows, self._present(tests.fields), verdict.spaced)
        if self.view.has("EventDate"):
            frame = frame.with_columns_seq(verdict.moments[rows].alias("EventDate@time"))
        gathered = tests.helpers.gather(self._with_keys(verdict, rows, frame))
        for group, of_group in tests.of(share.kind).items():
            frame = regroup(gathered, group)
            for key, mask in evaluate(frame, of_group):
                yield key, frame["@row"].filter(mask)

    def _with_keys(self, verdict: Verdict, rows: pl.Series, frame: pl.DataFrame) -> pl.DataFrame:
        keys = [all_keys[rows].alias(kind) for kind, all_keys in verdict.keys.items()]
        return frame.with_columns_seq([*keys, self._positions(verdict, rows).alias("@position")])

    def _positions(self, verdict: Verdict, rows: pl.Series) -> pl.Series:
        """Positions of these rows among the rows that are not left out."""
        positions = self.sheet.positions
        if verdict.included.all():
            return positions[rows]
        # the whole sheet is counted again only if rows were added, removed or moved
        if self._ranks is None or self._ranks[0] is not verdict.included or self._ranks[1] is not positions:
            kept = verdict.included.gather(self.sheet.row_order)
            self._ranks = verdict.included, positions, kept.cum_sum().cast(pl.UInt32)
        return self._ranks[2][positions[rows]]


def _shares(verdict: Verdict, kind: str, rows: pl.Series, tests: GroupTests) -> list[_Share]:
    """Rows in shares of whole groups: rows of one group have one key."""
    ids = rows.cast(pl.UInt32)
    count = ids.len() // _SHARE + 1
    if count == 1:
        return [_Share(kind, ids, tests)]
    share = verdict.keys[kind][ids] % count
    return [_Share(kind, ids.filter(share == number), tests) for number in range(count)]


def _has_surplus(verdict: Verdict, rows: pl.Series) -> bool:
    """Whether any of these rows is marked for its surplus cells."""
    mask = verdict.masks.get((SURPLUS_RULE, None))
    return mask is not None and bool(mask[rows].any())


def _stretch(progress: Callable[[float], None] | None, begin: float, end: float) -> Callable[[float], None] | None:
    return (lambda done: progress(begin + (end - begin) * done)) if progress else None
