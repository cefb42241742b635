"""Divides a sheet into batches: one per program, and one per event type where a destination accepts only one."""

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
    """Rows of a sheet that become one batch, as ids in sheet order: those that are sent, and those set aside or left
    out that belong with them. ``campaign``, ``event``: the value that all sent rows share; "" if they have none or were
    not divided by it."""

    campaign: str
    event: str
    ready: pl.Series
    set_aside: pl.Series
    left_out: pl.Series


def whole_sheet(draft: Draft) -> RowGroup:
    """The rows of a sheet as one batch."""
    return RowGroup("", "", draft.ready_rows(), draft.aside_rows(), draft.left_out_rows())


def by_campaign(draft: Draft) -> list[RowGroup]:
    """One group per CampaignId, in the order of first appearance."""
    return _split_by(draft, whole_sheet(draft), _CAMPAIGN)


def by_event(draft: Draft, group: RowGroup) -> list[RowGroup]:
    """The rows of a group by event type (ID, or else code); in a chain, parent events come before their children."""
    parents = draft.choices.facts.parents

    def depth(event: str) -> int:
        chain = [event]
        # a program written by hand may have a cycle
        while chain[-1] in parents and parents[chain[-1]] not in chain:
            chain.append(parents[chain[-1]])
        return len(chain)

    return sorted(_split_by(draft, group, _EVENT), key=lambda part: depth(part.event))


@dataclass(frozen=True)
class GroupTotals:
    """The figures of a group; ``totals``: the sum of amounts per currency."""

    rows: int
    orders: int
    totals: Mapping[str, Decimal]


def group_totals(draft: Draft, group: RowGroup) -> GroupTotals:
    """The figures of the rows of a group that are sent."""
    orders = draft.verdict.orders.gather(group.ready).n_unique()
    return GroupTotals(group.ready.len(), orders, totals(draft.fields(group.ready)))


def _split_by(draft: Draft, group: RowGroup, names: tuple[str, ...]) -> list[RowGroup]:
    present = [name for name in names if name in draft.checker.frames.names]
    values = _values(draft, group.ready, present)
    distinct = values.unique(maintain_order=True).to_list() or [""]
    divider = "event" if names is _EVENT else "campaign"
    if len(distinct) == 1:
        return [replace(group, **{divider: distinct[0]})]
    # rows with a value that no row to be sent has go with the first group
    aside, out = (
        values.set(~values.is_in(distinct), distinct[0])
        for values in (_values(draft, rows, present) for rows in (group.set_aside, group.left_out))
    )
    return [
        replace(
            group,
            ready=group.ready.filter(values == value),
            set_aside=group.set_aside.filter(aside == value),
            left_out=group.left_out.filter(out == value),
            **{divider: value},
        )
        for value in distinct
    ]


def _values(draft: Draft, rows: pl.Series, names: list[str]) -> pl.Series:
    """Per row the first non-empty text of these fields, "" where all are empty."""
    if not names or not rows.len():
        return pl.Series([""]).new_from_index(0, rows.len())
    mapping = draft.choices.mapping
    feeds = tuple((name, feed) for name, feed in mapping.feeds if name in names)
    frames = FieldFrames(FieldMapping(feeds, words=mapping.words), draft.choices.zone, draft.sheet.damaged)
    texts = [cleaned(pl.col(name)) for name in names]
    filled = pl.coalesce([pl.when(text != "").then(text) for text in texts]).fill_null("")
    cells = frames.raw(draft.sheet.frame())[rows]
    # nearly always all rows are equal, and cleaning one of them is enough
    distinct = cells.unique(maintain_order=True).head(2)
    if distinct.height == 1:
        return distinct.select_seq(filled)[:, 0].new_from_index(0, rows.len())
    return cells.select_seq(filled)[:, 0]
