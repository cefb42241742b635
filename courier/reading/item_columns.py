"""Converts several items in one record, in numbered columns, to one row per item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from courier.catalogue.fields import FIELDS
from courier.catalogue.headers import known_field
from courier.catalogue.spelling import plain
from courier.reading.table import Note, Table

_NUMBER_LAST = re.compile(r"\s*+(?P<family>.*[^\W\d_])[\s_.#/-]*+[\[(]?(?P<number>\d{1,3})[\])]?\s*+", re.DOTALL)
_ITEM_NUMBER = re.compile(
    r"\s*(?:line[\s_-]?)?(?:items?|products?)[\s_.#/-]*[\[(]?(?P<number>\d{1,3})[\])]?[\s_.:/-]*(?P<family>[^\W\d_].*)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass
class _Family:
    """Columns that hold the same field of several items: their indices by the item's number."""

    header: str
    field: str
    columns: dict[int, int]


_CELLS_OF_ANY, _TIMES_THE_CELLS = 2_000_000, 20
"""Cells up to which a table is unfolded. Orders with many items do not come near; a small file that repeats thousands
of other columns for each item does."""


def unfold_items(table: Table) -> Table:
    """The table with a row for each item if its columns number the items, else the table itself.

    Headers such as ``Sku1``, ``Sku_2``, ``ItemSku[1]``, ``Item 1 SKU`` or ``items[0].sku`` are recognised if there are
    two or more numbers for the SKU; in ``Sku, Sku2, Sku3`` the bare one is the first. Each row has the cells of one
    item under the header without number, all other cells and the row number of its record. A record without any item
    stays one row. A note describes the change. A table that would become far larger stays as it is.
    """
    families = _families(table.headers)
    if not families:
        return table
    numbers = sorted({number for family in families for number in family.columns})
    filled = [
        _filled(table.cells, [family.columns[number] for family in families if number in family.columns])
        for number in numbers
    ]
    without_items = ~table.cells.select_seq(pl.any_horizontal(filled).alias("any"))["any"]
    new_columns = _new_columns(table.headers, families)
    picked = [mask.arg_true() for mask in (filled[0] | without_items, *filled[1:])]
    room = _CELLS_OF_ANY + _TIMES_THE_CELLS * table.cells.height * table.cells.width
    if sum(map(len, picked)) * len(new_columns) > room:
        return table
    order = _order(picked)
    records = pl.concat(picked).gather(order)
    cells: list[pl.Series] = []
    damaged: dict[str, pl.Series] = {}
    headers: list[str] = []
    width = 0
    for column in new_columns:
        name = f"c{len(headers)}"
        if isinstance(column, int):
            source = table.cells.to_series(column)
            series = source.gather(records)
            lost = table.damaged.get(source.name)
            hits = None if lost is None else records.is_in(lost.implode()).arg_true()
            headers.append(table.headers[column])
        else:
            series, hits = _stacked(table, column, numbers, picked, order)
            headers.append(column.header)
        width += not isinstance(column, int) or column < table.header_width
        cells.append(series.alias(name))
        if hits is not None and hits.len():
            damaged[name] = hits.cast(pl.UInt32)
    ranges = ", ".join(_column_range(table.headers, family) for family in families)
    note = Note("note-unfolded", {"columns": ranges, "records": table.rows.len(), "rows": records.len()})
    return replace(
        table,
        headers=tuple(headers),
        cells=pl.DataFrame(cells),
        rows=table.rows.gather(records),
        header_width=width,
        notes=(*table.notes, note),
        damaged=damaged,
    )


def _families(headers: Sequence[str]) -> list[_Family]:
    """The numbered columns of items in the order of their first columns; none unless there are two SKUs."""
    families: dict[str, _Family] = {}
    for index, header in enumerate(headers):
        for name, number in _parsed_headers(header):
            if field := _item_field(name):
                families.setdefault(plain(name), _Family(name, field, {})).columns.setdefault(number, index)
                break
    numbered = {index for family in families.values() for index in family.columns.values()}
    for index, header in enumerate(headers):
        bare = families.get(plain(header))
        if bare and index not in numbered and not bare.columns.keys() & {0, 1}:
            bare.columns[1] = index
    sku_families = [family.columns for family in families.values() if family.field == "Sku"]
    if max(map(len, sku_families), default=0) < 2:
        return []
    skus = {number for columns in sku_families for number in columns}
    # numbers without a SKU do not number items
    kept = [family for family in families.values() if family.columns.keys() & skus]
    return sorted(kept, key=lambda family: min(family.columns.values()))


def _parsed_headers(header: str) -> Iterator[tuple[str, int]]:
    """The ways to split a header in a name and an item's number."""
    if plain(header) in _OWN_NUMBERS:
        return
    if match := _ITEM_NUMBER.fullmatch(header):
        family = match["family"].strip()
        yield f"Item {family}", int(match["number"])
        yield family, int(match["number"])
    if match := _NUMBER_LAST.fullmatch(header):
        yield match["family"].strip(), int(match["number"])


_OWN_NUMBERS = {plain(name) for name, field in FIELDS.items() if field.number is not None}


def _item_field(name: str) -> str | None:
    field = known_field(name)
    return field if field and (FIELDS[field].group == "item" or field == "Amount") else None


def _filled(cells: pl.DataFrame, columns: Sequence[int]) -> pl.Series:
    """For each record whether any of these columns is filled."""
    names = [cells.columns[column] for column in columns]
    return cells.select_seq(
        pl.any_horizontal([(pl.col(name).str.strip_chars() != "").fill_null(False) for name in names]).alias("any")
    )["any"]


def _order(picked: Sequence[pl.Series]) -> pl.Series:
    """The indices that sort stacked items by record and, within a record, by number."""
    count = len(picked)
    keys = [records.cast(pl.Int64) * count + item for item, records in enumerate(picked)]
    return pl.concat(keys).arg_sort()


def _new_columns(headers: Sequence[str], families: Sequence[_Family]) -> list[int | _Family]:
    """The new columns: a source column's index, or a family at the position of its first column.

    A family precedes a column that already has its header, so that the header is mapped to the items.
    """
    taken = {column for family in families for column in family.columns.values()}
    first: dict[int, list[_Family]] = {}
    for family in families:
        alike = [index for index, header in enumerate(headers) if plain(header) == plain(family.header)]
        first.setdefault(min([*family.columns.values(), *alike]), []).append(family)
    new_columns: list[int | _Family] = []
    for index in range(len(headers)):
        new_columns += first.get(index, [])
        if index not in taken:
            new_columns.append(index)
    return new_columns


def _stacked(
    table: Table, family: _Family, numbers: Sequence[int], picked: Sequence[pl.Series], order: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """A family's cells in the order of the new rows, and the rows in which digits were lost."""
    parts, lost = [], []
    for number, records in zip(numbers, picked, strict=True):
        column = family.columns.get(number)
        if column is None:
            parts.append(pl.Series([None], dtype=pl.String).new_from_index(0, records.len()))
            lost.append(pl.Series([False]).new_from_index(0, records.len()))
            continue
        source = table.cells.to_series(column)
        damaged = table.damaged.get(source.name, pl.Series([], dtype=pl.UInt32))
        parts.append(source.gather(records).alias(""))
        lost.append(records.is_in(damaged.implode()))
    return pl.concat(parts).gather(order), pl.concat(lost).gather(order).arg_true()


def _column_range(headers: Sequence[str], family: _Family) -> str:
    columns = [headers[family.columns[number]] for number in sorted(family.columns)]
    return f"{columns[0]} – {columns[-1]}"
