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
_FIGURE, _TWO_DIGITS = r"^\s*\d{1,7}\s*$", r"^\s*\d{2}\s*$"
"""What stands before and behind the comma where only other rows prove that it split an amount."""
_BETWEEN = "\x1f"
_MOST_SURPLUS = 20
"""Surplus cells for which places are searched: more amounts than any sheet has."""


@dataclass(frozen=True)
class JoinedRows:
    """Rows with amounts joined in the same columns. ``places``: the indices of these columns; ``rows``: row ids
    (UInt32); ``texts``: per changed sheet column the new text of each row, null where its record has no such cell any
    more; ``joined``: each row's joined amounts."""

    places: tuple[int, ...]
    rows: pl.Series
    texts: dict[str, pl.Series]
    joined: pl.Series


def joined_amounts(
    sheet: Sheet, mapping: Mapping, rows: pl.Series, proven: tuple[int, ...] = ()
) -> Iterator[JoinedRows]:
    """The amounts in ``rows`` (ids, UInt32) that can be joined in one way only, so that every cell behind them moves to
    where it belongs and none is left over. Rows for which there is no such way, or more than one, are missing.
    ``proven``: see `proven_split`."""
    if (sheet.delimiter or "").strip() != "," or not sheet.surplus or not rows.len():
        return
    fields = _fields_of(sheet, mapping)
    cells = sheet.frame(rows).select(sheet.columns)
    if proven and (blank := split_before_blanks(cells, proven, len(sheet.surplus))).any():
        yield _joined(sheet, cells.filter(blank).fill_null(""), rows.filter(blank), proven)
        cells, rows = cells.filter(~blank), rows.filter(~blank)
    cells = cells.fill_null("")
    forms = cells.select_seq(pl.concat_str([_form(name) for name in cells.columns], separator=_BETWEEN).alias("form"))
    # rows are alike in their forms, so that the search is made once for many
    ways = {form: _places(form.split(_BETWEEN), fields) for form in forms["form"].unique()}
    for places in sorted({way for way in ways.values() if way}):
        alike = forms["form"].is_in([form for form, way in ways.items() if way == places])
        yield _joined(sheet, cells.filter(alike), rows.filter(alike), places)


def proven_split(sheet: Sheet, mapping: Mapping) -> tuple[int, ...]:
    """The indices of the columns in which rows with filled surplus cells prove that a decimal comma split the amounts:
    all that can be joined are joined there, and no row that is whole has a number like cents behind the amount. Empty
    without such a proof."""
    if (sheet.delimiter or "").strip() != "," or not sheet.surplus:
        return ()
    order = sheet.row_order
    beyond = sheet.frame(order).select(sheet.surplus)
    filled = beyond.select_seq(pl.any_horizontal(pl.all().str.strip_chars().fill_null("") != "").alias("f"))["f"]
    if not filled.any():
        return ()
    found = list(joined_amounts(sheet, mapping, order.filter(filled)))
    if len(found) != 1:
        return ()
    (proof,) = found
    behind = [sheet.columns[place + 1] for place in proof.places if place + 1 < len(sheet.named)]
    whole = beyond.select_seq(pl.all_horizontal(pl.all().is_null()).alias("w"))["w"]
    cells = [sheet.frame(order.filter(whole)).get_column(name) for name in behind]
    cents = (column.str.contains(_TWO_DIGITS).any() for column in (*cells, *(proof.texts[name] for name in behind)))
    return () if any(cents) else proof.places


def split_before_blanks(cells: pl.DataFrame, proven: tuple[int, ...], surplus: int) -> pl.Series:
    """Which rows have their amounts in two cells in the proven columns, so that their last, blank cells stand beyond
    the header. ``cells``: in the sheet's columns, null where a record has no such cell; ``surplus``: how many of them
    the header lacks."""
    beyond = cells.columns[len(cells.columns) - surplus :]
    tests = [pl.sum_horizontal(pl.col(beyond).is_not_null()) == len(proven)]
    tests += [(pl.col(name).str.strip_chars() == "").fill_null(value=True) for name in beyond]
    for joins, place in enumerate(proven):
        amount, cents = cells.columns[place + joins], cells.columns[place + joins + 1]
        tests += [pl.col(amount).str.contains(_FIGURE), pl.col(cents).str.contains(_TWO_DIGITS)]
    return cells.select_seq(pl.all_horizontal(tests).fill_null(value=False).alias("split"))["split"]


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
    return JoinedRows(
        places, rows, texts, all_amounts.select_seq(pl.concat_str(pl.all(), separator=" | ").alias("j"))["j"]
    )
