"""Builds the frame of fields that rules read from the sheet's cells."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce

import polars as pl

from courier.catalogue.noticed import NoticedColumn
from courier.rules import dates
from courier.rules.character_index import END, START, CharacterIndex
from courier.rules.field_view import EXTRA, SURPLUS
from courier.rules.mojibake import wrongly_decoded
from courier.rules.split_amounts import proven_split, split_before_blanks
from courier.sheet.mapping import Column, Feed, feed_expression, with_words_replaced
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.sheet import OVERRIDE, Sheet

_INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u{ad}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}"
    r"\u{2066}-\u{2069}\u{feff}"
)
_HARD_SPACE = r"\u{a0}\u{2007}\u{202f}\u{85}\u{2028}\u{2029}"


def _text_mark(start: str, end: str) -> str:
    number = r"(?:[-+]?[0-9](?:[^\s']*[^\s's])?|[-+(]?[0-9][-+0-9 .,:/()]*|-?[$€£]-?[0-9][0-9.,]*)"
    return rf"{start}\s*'{number}\s*{end}"


def _spaced_text(start: str, end: str) -> str:
    stray = rf"[ \t{_HARD_SPACE}]{{2}}|[{_INVISIBLE}{_HARD_SPACE}]"
    return rf"{start}\s|\s{end}|{stray}|{_text_mark(start, end)}"


TEXT_MARK = _text_mark("^", "$")
"""The apostrophe with which spreadsheets mark a number as text; not that of a quoted word or of 'tis."""
SPACED = _spaced_text("^", "$")
SPACED_AMONG_OTHERS = _spaced_text(START, END)
"""The same among the texts that a `CharacterIndex` joined."""


def cleaned(text: pl.Expr) -> pl.Expr:
    """Text without invisible characters, outer and doubled white space; hard spaces become plain ones."""
    return (
        text.str.replace_all(f"[{_INVISIBLE}]", "")
        .str.replace_all(f"[{_HARD_SPACE}]", " ")
        .str.replace_all(r"[ \t]{2,}", " ")
        .str.strip_chars()
    )


@cache
def _filled(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


@cache
def trimmed(name: str) -> pl.Expr:
    """A field's text without outer blanks, null where nothing is left."""
    text = cleaned(pl.col(name))
    return pl.when(text != "").then(text).alias(name)


def trimmed_fields(fields: pl.DataFrame, names: Collection[str] | None = None) -> pl.DataFrame:
    """Fields `trimmed`: those of ``names`` that there are, or all."""
    return fields.select_seq([trimmed(name) for name in fields.columns if names is None or name in names])


@cache
def _spaced(name: str) -> pl.Expr:
    return pl.col(name).str.contains(SPACED).fill_null(False)


@dataclass(frozen=True)
class Fields:
    """The frame of fields of some rows, the index of its characters, and the fields with unwanted white space."""

    frame: pl.DataFrame
    characters: CharacterIndex
    spaced: frozenset[str]


class FieldFrames:
    """Builds frames of fields for one mapping: per field ``F`` (trimmed, null if empty), ``F@raw``, ``F@space``,
    ``F@mojibake``; ``EventDate@time``, ``EventDate@iso`` and ``EventDate@zoned`` (see `FieldView`); ``@row`` with the
    row ids; ``F@damaged`` for fields in which the reader found lost digits; `SURPLUS` if the sheet has columns beyond
    its header."""

    def __init__(
        self,
        mapping: FieldMapping,
        zone: str | None,
        damaged: Mapping[str, pl.Series],
        noticed: Mapping[str, NoticedColumn] | None = None,
        surplus: Sequence[str] = (),
        split: tuple[int, ...] = (),
    ) -> None:
        """``noticed``: columns of the sheet that rules see and that are not sent, by the names that they get;
        ``surplus``: the sheet's columns beyond its header; ``split``: see `proven_split`."""
        self._zone = zone
        self.surplus = tuple(surplus)
        self.split = split
        self._noticed = {name: column.column for name, column in (noticed or {}).items()}
        self._feeds: dict[str, Feed] = {}
        for name, feed in mapping.feeds:
            self._feeds.setdefault(name, feed)
        self._words = {name: pairs for name, pairs in mapping.words if pairs}
        self._extra = {f"{EXTRA}{column}": column for column in mapping.extra}
        self._damaged = {
            name: damaged[feed.column]
            for name, feed in self._feeds.items()
            if isinstance(feed, Column) and feed.column in damaged
        }
        self.names = (*self._feeds, *self._extra)
        self._raw: dict[tuple[str, ...], dict[str, pl.Expr]] = {}
        self.damaged_names = tuple(self._damaged)

    def column_of(self, name: str) -> str | None:
        """The sheet column that holds a field's cells: its source column, or the override column of a computed one."""
        if name in self._extra or name in self._noticed:
            return self._extra.get(name) or self._noticed[name]
        feed = self._feeds.get(name)
        if feed is None:
            return None
        return feed.column if isinstance(feed, Column) else OVERRIDE + name

    def place(self, name: str | None) -> tuple[str | None, str | None]:
        """The field's name and the sheet column of a marked name; unmapped columns that are sent have no field."""
        if name is None:
            return None, None
        unmapped = name in self._extra or name in self._noticed
        return (None if unmapped else name), self.column_of(name)

    def raw(self, cells: pl.DataFrame, names: Sequence[str] | None = None) -> pl.DataFrame:
        """The fields' raw texts, computed ones included, with the mapping's words replaced; of all fields, or of
        ``names``."""
        overridden = tuple(column for column in cells.columns if column.startswith(OVERRIDE))
        if overridden not in self._raw:
            self._raw[overridden] = self._raw_expressions(overridden)
        expressions = self._raw[overridden]
        wanted = [expressions[name] for name in (self.names if names is None else names)]
        return cells.select_seq(wanted) if wanted else pl.DataFrame(height=cells.height)

    def _raw_expressions(self, overridden: tuple[str, ...]) -> dict[str, pl.Expr]:
        expressions = {}
        for name, feed in self._feeds.items():
            expression = feed_expression(feed)
            if not isinstance(feed, Column) and OVERRIDE + name in overridden:
                expression = pl.coalesce(pl.col(OVERRIDE + name), expression)
            if name in self._words:
                expression = with_words_replaced(expression, self._words[name])
            expressions[name] = expression.alias(name)
        return expressions | {
            name: pl.col(column).alias(name) for name, column in (self._extra | self._noticed).items()
        }

    def fed_by(self, columns: Iterable[str]) -> frozenset[str]:
        """The fields whose texts depend on some of the sheet's columns."""
        changed = set(columns)
        expressions = self._raw_expressions(tuple(column for column in changed if column.startswith(OVERRIDE)))
        fields = {name for name, text in expressions.items() if changed & set(text.meta.root_names())}
        # where amounts are split, any cell before the surplus may be the one that stands behind the comma
        ragged = changed if self.split else changed & set(self.surplus)
        return frozenset(fields | {SURPLUS} if ragged else fields)

    def build(self, cells: pl.DataFrame, ids: pl.Series, names: Sequence[str] | None = None) -> Fields:
        """The frame of fields for ``cells``, whose row ids are ``ids``; of all fields and noticed columns, or of
        ``names``."""
        names = (*self.names, *self._noticed) if names is None else names
        raw = self.raw(cells, names)
        values = _selected(raw, _filled, raw.columns)
        characters = CharacterIndex(values)
        suspects = characters.matching(SPACED_AMONG_OTHERS)
        spaced = {mask.name: mask for mask in _selected(raw, _spaced, suspects).get_columns() if mask.any()}
        values = _with_trimmed(values, raw, spaced)
        nowhere = pl.Series([False]).new_from_index(0, ids.len()) if ids.len() else pl.Series([], dtype=pl.Boolean)
        columns: list[pl.Series] = [ids.alias("@row"), *values.get_columns()]
        columns += [raw[name].alias(f"{name}@raw") for name in names]
        columns += [spaced.get(name, nowhere).alias(f"{name}@space") for name in names]
        columns += [
            (ids.is_in(rows.implode()) & values[name].str.contains("E+", literal=True).fill_null(False)).alias(
                f"{name}@damaged"
            )
            for name, rows in self._damaged.items()
            if name in names
        ]
        if "EventDate" in names:
            columns += self._moments(values)
        if self.surplus:
            columns.append(self._joined_surplus(cells))
        foreign = characters.foreign
        for name in names:
            mask = wrongly_decoded(raw[name]) if name in foreign else None
            columns.append((nowhere if mask is None else mask).alias(f"{name}@mojibake"))
        return Fields(pl.DataFrame(columns), characters, frozenset(spaced))

    def values(
        self, cells: pl.DataFrame, ids: pl.Series, names: Sequence[str], spaced: Collection[str]
    ) -> pl.DataFrame:
        """A frame of only ``@row`` and the texts of some fields, enough to compare rows. ``spaced``: the fields with
        unwanted white space."""
        raw = self.raw(cells, names)
        values = _with_trimmed(_selected(raw, _filled, raw.columns), raw, spaced)
        return pl.DataFrame([ids.alias("@row"), *values.get_columns()])

    def _joined_surplus(self, cells: pl.DataFrame) -> pl.Series:
        """The filled cells beyond the header, joined, null for rows without any; a blank text where only blank ones
        stand there, because an amount was split."""
        joined = _joined_surplus(cells.select(self.surplus))
        if not self.split:
            return joined
        blank = split_before_blanks(cells.select(_in_sheet(cells)), self.split, len(self.surplus)).arg_true()
        return joined.scatter(blank, "") if blank.len() else joined

    def _moments(self, values: pl.DataFrame) -> list[pl.Series]:
        name = "EventDate"
        text = pl.col(name)
        date = values.select_seq(text, zoned=text.str.contains(dates.ISO_ZONED))
        moments = date.select_seq(dates.plain_moment(name, "zoned").alias(name))[name]
        iso = date["zoned"]
        if moments.null_count() > values[name].null_count():
            # some text has no seconds or no offset, or is not a date
            date = date.select_seq("zoned", dates.moment(name, self._zone), iso=text.str.contains(dates.ISO))
            moments, iso = date[name], date["iso"]
        return [moments.alias(f"{name}@time"), iso.alias(f"{name}@iso"), date["zoned"].alias(f"{name}@zoned")]


def frames_of(
    sheet: Sheet, mapping: FieldMapping, zone: str | None, noticed: Mapping[str, NoticedColumn]
) -> FieldFrames:
    """What builds the frames of a sheet's fields. ``zone``: of dates without one; ``noticed``: see `FieldFrames`."""
    return FieldFrames(mapping, zone, sheet.damaged, noticed, sheet.surplus, proven_split(sheet, mapping))


def _in_sheet(cells: pl.DataFrame) -> list[str]:
    """The columns of the sheet itself, without those of values typed over calculated fields."""
    return [name for name in cells.columns if not name.startswith(OVERRIDE)]


def _joined_surplus(cells: pl.DataFrame) -> pl.Series:
    """The filled cells of each row, joined; null for rows without any."""
    nothing = pl.Series(SURPLUS, [None], dtype=pl.String).new_from_index(0, cells.height).alias(SURPLUS)
    filled = [(column.str.strip_chars() != "").fill_null(value=False) for column in cells.get_columns()]
    rows = reduce(operator.or_, filled).arg_true()
    if not rows.len():
        return nothing
    texts = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in cells.columns]
    joined = cells[rows].select_seq(pl.concat_str(texts, separator=" | ", ignore_nulls=True).alias(SURPLUS))
    return nothing.scatter(rows, joined[SURPLUS])


def _selected(frame: pl.DataFrame, make: Callable[[str], pl.Expr], names: Sequence[str]) -> pl.DataFrame:
    return frame.select_seq([make(name) for name in names]) if names else pl.DataFrame(height=frame.height)


def _with_trimmed(values: pl.DataFrame, raw: pl.DataFrame, spaced: Collection[str]) -> pl.DataFrame:
    """The texts, those of the few ``spaced`` fields trimmed."""
    present = [name for name in values.columns if name in spaced]
    return values.with_columns_seq(_selected(raw, trimmed, present).get_columns()) if present else values
