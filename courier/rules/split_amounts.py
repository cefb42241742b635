"""Finds the amounts of a record that a decimal comma split in two, where the comma also separates the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from courier.catalogue.fields import FIELDS, MONEY_FIELDS
from courier.catalogue.headers import known_field
from courier.catalogue.shapes import contradicts
from courier.sheet.mapping import Column, Mapping
from courier.sheet.sheet import Sheet

_SIGN = r"[^\w\s.,;:#/-]{0,3}|[A-Za-z]{2,3}\.?"
_GROUPED = r"\d{1,3}(?:[.'’ \u00a0\u202f]\d{3})+"
_WHOLE = re.compile(rf"\s*+[-−+(]?\s*+(?:{_SIGN})\s*+[-−+]?(?:{_GROUPED}|\d+)")
"""What may stand before a decimal comma: a whole number, with a currency's sign or thousands marks."""
_CENTS = re.compile(rf"\d{{1,2}}\s*+(?:{_SIGN})\s*+\)?-?\s*+")
"""What may stand behind it."""
_BETWEEN = "\x1f"
_MOST_SURPLUS = 20
"""Surplus cells for which places are searched: more amounts than any sheet has."""


@dataclass(frozen=True)
class JoinedRows:
    """Rows with amounts joined in the same columns. ``rows``: row ids (UInt32); ``texts``: per changed sheet column
    the new text of each row, null where its record has no such cell any more; ``joined``: each row's joined amounts."""

    rows: pl.Series
    texts: dict[str, pl.Series]
    joined: pl.Series


def joined_amounts(sheet: Sheet, mapping: Mapping, rows: pl.Series) -> Iterator[JoinedRows]:
    """The amounts in ``rows`` (ids, UInt32) that can be joined in one way only, so that every cell behind them moves to
    where it belongs and none is left over. Rows for which there is no such way, or more than one, are missing."""
    if (sheet.delimiter or "").strip() != "," or not sheet.surplus or not rows.len():
        return
    fields = _fields_of(sheet, mapping)
    cells = sheet.frame(rows).select(sheet.columns).fill_null("")
    forms = cells.select_seq(pl.concat_str([_form(name) for name in cells.columns], separator=_BETWEEN).alias("form"))
    # rows are alike in their forms, so that the search is made once for many
    ways = {form: _places(form.split(_BETWEEN), fields) for form in forms["form"].unique()}
    for places in sorted({way for way in ways.values() if way}):
        alike = forms["form"].is_in([form for form, way in ways.items() if way == places])
        yield _joined(sheet, cells.filter(alike), rows.filter(alike), places)


def _fields_of(sheet: Sheet, mapping: Mapping) -> list[str | None]:
    """The field of each named column: the one that it feeds, or else the one that its header names."""
    fed = {feed.column: name for name, feed in reversed(mapping.feeds) if isinstance(feed, Column)}
    return [fed.get(column) or known_field(sheet.header(column)) for column in sheet.named]


def _form(name: str) -> pl.Expr:
    """What a cell looks like: digits are alike, and so are words and codes of several letters."""
    text = pl.col(name).str.strip_chars().str.slice(0, 60)
    codes = text.str.replace_all(r"\w*(?:\d[^\W\d]|[^\W\d]\d)\w*", "a9a9a9")
    return (
        pl.when(text.str.contains(r"^[^\W\d_]*\d[\d.:/+TZ-]*$|^\d{1,4}[-/.]"))
        .then(text.str.replace_all(r"\d", "9"))
        .otherwise(codes.str.replace_all(r"\d", "9").str.replace_all(r"[^\W\d_]{4,}", "aaaa"))
    )


@dataclass(frozen=True)
class _Way:
    """The cells up to a column: how many of them do not fit their fields, in how many ways it can be so, and in which
    columns amounts were joined in one of these ways."""

    misfits: int
    count: int
    places: tuple[int, ...]


def _places(record: Sequence[str], fields: Sequence[str | None]) -> tuple[int, ...] | None:
    """The columns in which amounts have to be joined, if there is one way in which the cells fit best."""
    filled = max((place for place, cell in enumerate(record) if cell), default=-1) + 1
    surplus = filled - len(fields)
    if not 0 < surplus <= _MOST_SURPLUS:
        return None
    record = [*record, ""]
    ways: dict[int, _Way] = {0: _Way(0, 1, ())}
    for column, field in enumerate(fields):
        after: dict[int, _Way] = {}
        for joins, way in ways.items():
            cell, following = record[column + joins], record[column + joins + 1]
            misfit = _misfits(cell, field)
            _add(after, joins, _Way(way.misfits + misfit, way.count, way.places))
            if joins < surplus and field in MONEY_FIELDS and _WHOLE.fullmatch(cell) and _CENTS.fullmatch(following):
                _add(after, joins + 1, _Way(way.misfits, way.count, (*way.places, column)))
        ways = after
    best = ways.get(surplus)
    now = sum(map(_misfits, record, fields))
    return best.places if best and best.count == 1 and best.misfits <= now else None


def _add(ways: dict[int, _Way], joins: int, way: _Way) -> None:
    other = ways.get(joins)
    if other is None or way.misfits < other.misfits:
        ways[joins] = way
    elif way.misfits == other.misfits:
        ways[joins] = _Way(way.misfits, way.count + other.count, way.places)


@lru_cache(maxsize=50_000)
def _misfits(cell: str, field: str | None) -> int:
    return int(bool(cell) and field is not None and contradicts(FIELDS[field], [cell]))


def _joined(sheet: Sheet, cells: pl.DataFrame, rows: pl.Series, places: tuple[int, ...]) -> JoinedRows:
    named, texts, amounts = len(sheet.named), dict[str, pl.Series](), list[pl.Series]()
    column = places[0]
    for target in range(places[0], named):
        text = cells.to_series(column)
        if target in places:
            parts = pl.DataFrame([text.alias("a"), cells.to_series(column + 1).alias("b")])
            joined = pl.col("a").str.strip_chars_end() + "," + pl.col("b").str.strip_chars_start()
            text = parts.select_seq(joined.alias("text"))["text"]
            amounts.append(text)
            column += 1
        texts[sheet.columns[target]] = text
        column += 1
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.len())
    texts |= dict.fromkeys(sheet.columns[named : named + len(places)], nothing)
    all_amounts = pl.DataFrame([text.alias(str(place)) for place, text in enumerate(amounts)])
    return JoinedRows(rows, texts, all_amounts.select_seq(pl.concat_str(pl.all(), separator=" | ").alias("j"))["j"])
