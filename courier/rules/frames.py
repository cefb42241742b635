"""From the sheet's cells to the frame of fields that rules see."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from courier.rules import dates
from courier.rules.decoding import holds_foreign, wrongly_decoded
from courier.rules.view import EXTRA
from courier.sheet.mapping import Column, Feed, feed_expression, with_words_replaced
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.sheet import OVERRIDE

_INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u{ad}\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}"
    r"\u{2066}-\u{2069}\u{feff}"
)
_HARD_SPACE = r"\u{a0}\u{2007}\u{202f}"
SPACED = rf"^\s|\s$|[ \t{_HARD_SPACE}]{{2}}|[{_INVISIBLE}{_HARD_SPACE}]"


def cleaned(text: pl.Expr) -> pl.Expr:
    """Text without invisible characters, outer and doubled white space; hard spaces become plain ones."""
    return (
        text.str.replace_all(f"[{_INVISIBLE}]", "")
        .str.replace_all(f"[{_HARD_SPACE}]", " ")
        .str.replace_all(r"[ \t]{2,}", " ")
        .str.strip_chars()
    )


def _as_it_is(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


def _trimmed(name: str) -> pl.Expr:
    text = cleaned(pl.col(name))
    return pl.when(text != "").then(text).alias(name)


_KEPT = {False: cache(_as_it_is), True: cache(_trimmed)}
"""What becomes of a field's texts: as they are unless one of them has white space that does not belong there."""


class FieldFrames:
    """Builds frames of fields for one mapping: per field ``F`` (trimmed, null if empty), ``F@raw``, ``F@space``,
    ``F@mojibake``; ``EventDate@time``; ``@row`` with the row ids; ``F@damaged`` where the reader saw lost digits."""

    def __init__(self, mapping: FieldMapping, zone: str | None, damaged: Mapping[str, pl.Series]) -> None:
        self._zone = zone
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
        self._raw: dict[tuple[str, ...], list[pl.Expr]] = {}
        self._foreign = [holds_foreign(name) for name in self.names]
        self._spaced = [
            pl.col(name).str.contains(SPACED).fill_null(False).alias(f"{name}@space") for name in self.names
        ]
        self.damaged_names = tuple(self._damaged)

    def column_of(self, name: str) -> str | None:
        """The sheet column that holds a field's cells: its source column, or the override column of a computed one."""
        if name in self._extra:
            return self._extra[name]
        feed = self._feeds.get(name)
        if feed is None:
            return None
        return feed.column if isinstance(feed, Column) else OVERRIDE + name

    def raw(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The fields' texts as they stand, computed ones included, with the mapping's words put in."""
        overridden = tuple(column for column in cells.columns if column.startswith(OVERRIDE))
        chosen = self._raw.get(overridden)
        if chosen is None:
            chosen = self._raw[overridden] = self._raw_expressions(overridden)
        return cells.select_seq(chosen) if chosen else pl.DataFrame(height=cells.height)

    def _raw_expressions(self, overridden: tuple[str, ...]) -> list[pl.Expr]:
        chosen = []
        for name, feed in self._feeds.items():
            expression = feed_expression(feed)
            if not isinstance(feed, Column) and OVERRIDE + name in overridden:
                expression = pl.coalesce(pl.col(OVERRIDE + name), expression)
            if name in self._words:
                expression = with_words_replaced(expression, self._words[name])
            chosen.append(expression.alias(name))
        return chosen + [pl.col(column).alias(name) for name, column in self._extra.items()]

    def build(self, cells: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
        """The frame of fields for ``cells``, whose row ids are ``ids``."""
        raw = self.raw(cells)
        spaced = raw.select_seq(self._spaced)
        bent = spaced.select_seq(pl.all().any()).row(0) if self.names else ()
        kept = [_KEPT[bool(any_spaced)](name) for name, any_spaced in zip(self.names, bent, strict=True)]
        values = raw.select_seq(kept) if kept else raw
        nowhere = pl.Series([False]).new_from_index(0, ids.len()) if ids.len() else pl.Series([], dtype=pl.Boolean)
        columns: list[pl.Series] = [ids.alias("@row"), *values.get_columns()]
        columns += [raw[name].alias(f"{name}@raw") for name in self.names]
        columns += spaced.get_columns()
        columns += [
            (ids.is_in(rows.implode()) & values[name].str.contains("E+", literal=True).fill_null(False)).alias(
                f"{name}@damaged"
            )
            for name, rows in self._damaged.items()
        ]
        if "EventDate" in self.names:
            columns.append(self._moments(values))
        foreign = raw.select_seq(self._foreign).row(0) if self.names else ()
        for name, suspect in zip(self.names, foreign, strict=True):
            found = wrongly_decoded(raw[name]) if suspect else None
            columns.append((nowhere if found is None else found).alias(f"{name}@mojibake"))
        return pl.DataFrame(columns)

    def _moments(self, values: pl.DataFrame) -> pl.Series:
        name = "EventDate"
        moments = values.select_seq(dates.moment(name, self._zone, plain=True))[name]
        if moments.null_count() > values[name].null_count():
            moments = values.select_seq(dates.moment(name, self._zone, plain=False).alias(name))[name]
        return moments.alias(f"{name}@time")
