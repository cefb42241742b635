"""From the sheet's cells to the frame of fields that rules see."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from courier.rules import dates
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


class FieldFrames:
    """Builds frames of fields for one mapping: per field ``F`` (trimmed, null if empty), ``F@raw``, ``F@space``;
    ``EventDate@time``; ``@row`` with the row ids; ``F@damaged`` where the reader saw lost digits."""

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
        chosen = []
        for name, feed in self._feeds.items():
            expression = feed_expression(feed)
            if not isinstance(feed, Column) and OVERRIDE + name in cells.columns:
                expression = pl.coalesce(pl.col(OVERRIDE + name), expression)
            if name in self._words:
                expression = with_words_replaced(expression, self._words[name])
            chosen.append(expression.alias(name))
        chosen += [pl.col(column).alias(name) for name, column in self._extra.items()]
        return cells.select_seq(chosen) if chosen else pl.DataFrame(height=cells.height)

    def build(self, cells: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
        """The frame of fields for ``cells``, whose row ids are ``ids``."""
        raw = self.raw(cells)
        spaced = raw.select_seq([pl.col(name).str.contains(SPACED).fill_null(False) for name in self.names])
        columns: list[pl.Series] = [ids.alias("@row")]
        trimmed = []
        for name in self.names:
            text = cleaned(pl.col(name)) if spaced[name].any() else pl.col(name)
            trimmed.append(pl.when(text != "").then(text).alias(name))
        values = raw.select_seq(trimmed) if trimmed else raw
        columns += values.get_columns()
        columns += [raw[name].alias(f"{name}@raw") for name in self.names]
        columns += [spaced[name].alias(f"{name}@space") for name in self.names]
        columns += [
            (ids.is_in(rows.implode()) & values[name].str.contains("E+", literal=True).fill_null(False)).alias(
                f"{name}@damaged"
            )
            for name, rows in self._damaged.items()
        ]
        if "EventDate" in self.names:
            columns.append(self._moments(values))
        return pl.DataFrame(columns)

    def _moments(self, values: pl.DataFrame) -> pl.Series:
        name = "EventDate"
        moments = values.select_seq(dates.moment(name, self._zone, plain=True))[name]
        if moments.null_count() > values[name].null_count():
            moments = values.select_seq(dates.moment(name, self._zone, plain=False).alias(name))[name]
        return moments.alias(f"{name}@time")
