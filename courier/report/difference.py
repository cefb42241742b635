"""What leaves beside what came: every cell that is sent and is not what the source says, and where the money went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from courier.catalogue.fields import FIELDS, file_order
from courier.draft import Draft
from courier.rules.field_view import EXTRA
from courier.rules.frames import FieldFrames
from courier.rules.totals import totals, unrepaired_totals
from courier.sheet.mapping import Constant, describe
from courier.sheet.mapping import Mapping as FieldMapping


@dataclass(frozen=True)
class Share:
    """Some of the rows. ``kind``: ``came`` (all rows of the source), ``removed``, ``added``, and of the rows of the
    sheet as it is now ``excluded``, ``sent`` (before), ``on-hold``, ``needs-repair`` and ``leaves``. ``totals``: per
    currency, for rows that do not leave as repairs would write them."""

    kind: str
    rows: int
    totals: Mapping[str, Decimal]


@dataclass(frozen=True)
class FieldDifference:
    """A field that is sent. ``header``: its column in the files; ``source``: what feeds it, in words; ``value``: what
    it is in all rows, None where it has no such value; ``rows``: ids (UInt32) of the rows that leave with a text other
    than the source's, in sheet order."""

    name: str
    header: str
    source: str
    value: str | None
    rows: pl.Series


@dataclass(frozen=True)
class Difference:
    """``shares``: those that have rows, from what came to what leaves; ``fields``: in the order of the files;
    ``before``, ``after``: amounts of the rows that leave, as the source says them and as they are sent; ``staying``:
    headers of the columns that are not sent."""

    shares: tuple[Share, ...]
    fields: tuple[FieldDifference, ...]
    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]
    staying: tuple[str, ...]

    @property
    def currencies(self) -> list[str]:
        """The currencies of all shares, "" for amounts without one."""
        return sorted({code for share in self.shares for code in share.totals})

    @property
    def cells(self) -> int:
        """How many cells leave with another text."""
        return sum(field.rows.len() for field in self.fields)


def difference(draft: Draft) -> Difference:
    """Compare what a checked draft would send with its source."""
    sheet, mapping = draft.sheet, draft.choices.mapping
    ready = draft.ready_rows()
    came, leaves = _came(draft, ready), draft.fields(ready)
    names = [*file_order([name for name in leaves.columns if name in FIELDS])]
    names += [name for name in leaves.columns if name.startswith(EXTRA)]
    fields = []
    for name in names:
        feed = mapping.feed(name)
        changed = (came[name].fill_null("") != leaves[name].fill_null("")).arg_true()
        fields.append(
            FieldDifference(
                name=name,
                header=name if name in FIELDS else sheet.header(name.removeprefix(EXTRA)),
                source=describe(feed, sheet.header) if feed else sheet.header(name.removeprefix(EXTRA)),
                value=feed.value if isinstance(feed, Constant) else None,
                rows=ready[changed],
            )
        )
    used = mapping.used_columns
    staying = tuple(sheet.header(column) for column in sheet.named if column not in used)
    before = unrepaired_totals(came, draft.choices.readings, draft.verdict.orders.gather(ready))
    return Difference(_shares(draft, leaves), tuple(fields), before, totals(leaves), staying)


def changed_cells(draft: Draft, name: str, rows: pl.Series) -> pl.DataFrame:
    """Cells of one field in some rows (ids, UInt32): ``number`` (Int64, null in added rows), ``before`` and ``after``
    (String, "" where there is nothing)."""
    numbers = pl.Series("number", draft.sheet.numbers(rows.to_list()), dtype=pl.Int64)
    before, after = _came(draft, rows)[name].alias("before"), draft.fields(rows)[name].alias("after")
    return pl.DataFrame([numbers, before.fill_null(""), after.fill_null("")])


def _came(draft: Draft, rows: pl.Series) -> pl.DataFrame:
    """The fields of some rows as the source says them: before edits, repairs and translated values; null in rows that
    the source does not have."""
    sheet, mapping = draft.sheet, draft.choices.mapping
    frames = FieldFrames(FieldMapping(mapping.feeds, mapping.extra), None, {})
    known = rows < sheet.source_count
    ids = rows.filter(known)
    texts = frames.raw(pl.DataFrame([sheet.source_cells(ids, column).alias(column) for column in sheet.columns]))
    if ids.len() == rows.len():
        return texts
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.len())
    places = known.arg_true()
    return pl.DataFrame([nothing.alias(column.name).scatter(places, column) for column in texts.get_columns()])


def _shares(draft: Draft, leaves: pl.DataFrame) -> tuple[Share, ...]:
    sheet, readings, orders = draft.sheet, draft.choices.readings, draft.verdict.orders
    source = pl.int_range(sheet.source_count, dtype=pl.UInt32, eager=True)
    gone = source.filter(sheet.positions[source].is_null())
    held = {
        "excluded": draft.left_out_rows(),
        "sent": draft.sent_rows(),
        "on-hold": draft.on_hold_rows(),
        "needs-repair": draft.needs_repair_rows(),
    }
    added = sheet.row_order.filter(sheet.row_order >= sheet.source_count)
    shares = [
        Share(kind, rows.len(), unrepaired_totals(_came(draft, rows), readings, orders.gather(rows)))
        for kind, rows in (("came", source), ("removed", gone))
    ]
    shares += [
        Share(kind, rows.len(), unrepaired_totals(draft.fields(rows), readings, orders.gather(rows)))
        for kind, rows in (("added", added), *held.items())
    ]
    shares.append(Share("leaves", leaves.height, totals(leaves)))
    return tuple(share for share in shares if share.rows or share.kind in ("came", "leaves"))
