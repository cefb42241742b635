"""The batches that a sheet becomes: one per program, and one per event type where a destination takes only one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from courier.draft import Draft
from courier.rules.frames import FieldFrames, cleaned
from courier.rules.totals import totals
from courier.sheet.mapping import Mapping as FieldMapping

_CAMPAIGN, _EVENT = ("CampaignId",), ("ActionTrackerId", "EventTypeCode")


@dataclass(frozen=True)
class RowGroup:
    """Rows of a sheet that become one batch, by their ids in sheet order: those that are sent, and those set aside and
    left out that belong with them. ``campaign``, ``event``: what all that are sent have in common; "" where rows name
    none, or were not told apart by it."""

    campaign: str
    event: str
    ready: pl.Series
    set_aside: pl.Series
    left_out: pl.Series


def whole_sheet(draft: Draft) -> RowGroup:
    """The rows of a sheet as one batch."""
    return RowGroup("", "", draft.ready_rows(), draft.aside_rows(), draft.left_out_rows())


def by_campaign(draft: Draft) -> list[RowGroup]:
    """One lot per CampaignId, in the order in which a sheet names them first."""
    return _split_by(draft, whole_sheet(draft), _CAMPAIGN)


def by_event(draft: Draft, group: RowGroup) -> list[RowGroup]:
    """A lot's rows by event type (its ID, or else its code); first events of a chain stand before what follows."""
    parents = draft.choices.facts.parents

    def depth(event: str) -> int:
        seen = [event]
        # a program that somebody wrote by hand may go round in a circle
        while seen[-1] in parents and parents[seen[-1]] not in seen:
            seen.append(parents[seen[-1]])
        return len(seen)

    return sorted(_split_by(draft, group, _EVENT), key=lambda one: depth(one.event))


@dataclass(frozen=True)
class GroupTotals:
    """What a lot carries; ``totals``: the sum of amounts per currency."""

    rows: int
    orders: int
    totals: Mapping[str, Decimal]


def group_totals(draft: Draft, group: RowGroup) -> GroupTotals:
    """What a lot carries."""
    orders = draft.verdict.orders.gather(group.ready).n_unique()
    return GroupTotals(group.ready.len(), orders, totals(draft.fields(group.ready)))


def _split_by(draft: Draft, group: RowGroup, names: tuple[str, ...]) -> list[RowGroup]:
    known = [name for name in names if name in draft.checker.frames.names]
    values = _values(draft, group.ready, known)
    found = values.unique(maintain_order=True).to_list() or [""]
    what = "event" if names is _EVENT else "campaign"
    if len(found) == 1:
        return [replace(group, **{what: found[0]})]
    aside, out = (_values(draft, rows, known) for rows in (group.set_aside, group.left_out))

    def of(rows: pl.Series, own: pl.Series, value: str) -> pl.Series:
        # what belongs nowhere stays with the first
        stray = ~own.is_in(found) if value == found[0] else pl.Series([False]).new_from_index(0, own.len())
        return rows.filter((own == value) | stray)

    return [
        replace(
            group,
            ready=group.ready.filter(values == value),
            set_aside=of(group.set_aside, aside, value),
            left_out=of(group.left_out, out, value),
            **{what: value},
        )
        for value in found
    ]


def _values(draft: Draft, rows: pl.Series, names: list[str]) -> pl.Series:
    """Per row the first of these fields that has a text, "" where none has."""
    if not names or not rows.len():
        return pl.Series([""]).new_from_index(0, rows.len()) if rows.len() else pl.Series([], dtype=pl.String)
    chosen = draft.choices.mapping
    feeds = tuple((name, feed) for name, feed in chosen.feeds if name in names)
    frames = FieldFrames(FieldMapping(feeds, words=chosen.words), draft.choices.zone, draft.sheet.damaged)
    texts = [cleaned(pl.col(name)) for name in names]
    filled = pl.coalesce([pl.when(text != "").then(text) for text in texts]).fill_null("")
    cells = frames.raw(draft.sheet.frame())[rows]
    # nearly always all rows say the same, and nobody has to look at each
    distinct = cells.unique(maintain_order=True).head(2)
    found = (distinct if distinct.height == 1 else cells).select_seq(filled.alias("value"))["value"]
    return found.new_from_index(0, rows.len()) if distinct.height == 1 else found
