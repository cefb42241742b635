"""Several items of an order in one record, in numbered columns, become one row per item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from courier.catalogue.fields import FIELDS
from courier.catalogue.headers import known_field
from courier.catalogue.spelling import plain
from courier.messages import Fact
from courier.reading.table import Note, Table

_NUMBER_LAST = re.compile(r"\s*(?P<family>.*[^\W\d_])[\s_.#/-]*[\[(]?(?P<number>\d{1,3})[\])]?\s*", re.DOTALL)
_ITEM_NUMBER = re.compile(
    r"\s*(?:line[\s_-]?)?(?:items?|products?)[\s_.#/-]*[\[(]?(?P<number>\d{1,3})[\])]?[\s_.:/-]*(?P<family>[^\W\d_].*)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass
class _Family:
    """Columns that hold the same of several items: ``columns`` by the item's number."""

    header: str
    field: str
    columns: dict[int, int]


def unfold_items(table: Table) -> Table:
    """The table with a row for each item, if its columns number the items; else the table itself.

    Headers such as ``Sku1``, ``Sku_2``, ``ItemSku[1]``, ``Item 1 SKU`` or ``items[0].sku`` count if there are two or
    more numbers for the SKU; of ``Sku, Sku2, Sku3`` the bare one is the first. Each row has the cells of one item
    under the header without number, all other cells and the row number of its record. A record without any item stays
    one row. A note says what was done.
    """
    families = _families(table.headers)
    if not families:
        return table
    numbers = sorted({number for family in families for number in family.columns})
    filled = [
        _filled(table.cells, [one.columns[number] for one in families if number in one.columns]) for number in numbers
    ]
    none = ~table.cells.select_seq(pl.any_horizontal(filled).alias("any"))["any"]
    picked = [mask.arg_true() for mask in (filled[0] | none, *filled[1:])]
    order = _order(picked)
    records = pl.concat(picked).gather(order)
    cells: list[pl.Series] = []
    damaged: dict[str, pl.Series] = {}
    headers: list[str] = []
    width = 0
    for place in _places(table.headers, families):
        name = f"c{len(headers)}"
        if isinstance(place, int):
            source = table.cells.to_series(place)
            series = source.gather(records)
            lost = table.damaged.get(source.name)
            hits = None if lost is None else records.is_in(lost.implode()).arg_true()
            headers.append(table.headers[place])
        else:
            series, hits = _stacked(table, place, numbers, picked, order)
            headers.append(place.header)
        width += not isinstance(place, int) or place < table.header_width
        cells.append(series.alias(name))
        if hits is not None and hits.len():
            damaged[name] = hits.cast(pl.UInt32)
    facts: dict[str, Fact] = {
        "columns": ", ".join(_shown(table.headers, family) for family in families),
        "records": table.rows.len(),
        "rows": records.len(),
    }
    return replace(
        table,
        headers=tuple(headers),
        cells=pl.DataFrame(cells),
        rows=table.rows.gather(records),
        header_width=width,
        notes=(*table.notes, Note("note-unfolded", facts)),
        damaged=damaged,
    )


def _families(headers: Sequence[str]) -> list[_Family]:
    """The numbered columns of items in the order of their first columns; none unless there are two SKUs."""
    found: dict[str, _Family] = {}
    for index, header in enumerate(headers):
        for name, number in _readings(header):
            known = _item_field(name)
            if known:
                columns = found.setdefault(plain(name), _Family(name, known, {})).columns
                columns.setdefault(number, index)
                break
    numbered = {index for family in found.values() for index in family.columns.values()}
    for index, header in enumerate(headers):
        family = found.get(plain(header))
        if family and index not in numbered and not family.columns.keys() & {0, 1}:
            family.columns[1] = index
    if max((len(family.columns) for family in found.values() if family.field == "Sku"), default=0) < 2:
        return []
    skus = {number for family in found.values() if family.field == "Sku" for number in family.columns}
    # numbers that no SKU has are of something else
    kept = [family for family in found.values() if family.columns.keys() & skus]
    return sorted(kept, key=lambda family: min(family.columns.values()))


def _readings(header: str) -> Iterator[tuple[str, int]]:
    """How a header may be understood: what it is called without its number, and the number."""
    if plain(header) in _OWN_NUMBERS:
        return
    if found := _ITEM_NUMBER.fullmatch(header):
        family = found["family"].strip()
        yield f"Item {family}", int(found["number"])
        yield family, int(found["number"])
    if found := _NUMBER_LAST.fullmatch(header):
        yield found["family"].strip(), int(found["number"])


_OWN_NUMBERS = {plain(name) for name, known in FIELDS.items() if known.number is not None}


def _item_field(name: str) -> str | None:
    known = known_field(name)
    return known if known and (FIELDS[known].group == "item" or known == "Amount") else None


def _filled(cells: pl.DataFrame, columns: Sequence[int]) -> pl.Series:
    """Whether a record has anything in any of these columns."""
    names = [cells.columns[column] for column in columns]
    return cells.select_seq(
        pl.any_horizontal([(pl.col(name).str.strip_chars() != "").fill_null(False) for name in names]).alias("any")
    )["any"]


def _order(picked: Sequence[pl.Series]) -> pl.Series:
    """The places of stacked items in the order of their records and, within one, of their numbers."""
    count = len(picked)
    keys = [records.cast(pl.Int64) * count + place for place, records in enumerate(picked)]
    return pl.concat(keys).arg_sort()


def _places(headers: Sequence[str], families: Sequence[_Family]) -> list[int | _Family]:
    """The new columns: a source column's index, or a family where its first column stood.

    A family comes before a column that already has its header, so that the header means the item.
    """
    taken = {column for family in families for column in family.columns.values()}
    first: dict[int, list[_Family]] = {}
    for family in families:
        alike = [index for index, header in enumerate(headers) if plain(header) == plain(family.header)]
        first.setdefault(min([*family.columns.values(), *alike]), []).append(family)
    places: list[int | _Family] = []
    for index in range(len(headers)):
        places += first.get(index, [])
        if index not in taken:
            places.append(index)
    return places


def _stacked(
    table: Table, family: _Family, numbers: Sequence[int], picked: Sequence[pl.Series], order: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """A family's cells, item by item, and the rows in which digits were lost."""
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


def _shown(headers: Sequence[str], family: _Family) -> str:
    columns = [headers[family.columns[number]] for number in sorted(family.columns)]
    return f"{columns[0]} – {columns[-1]}"
