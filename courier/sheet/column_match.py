"""The initial mapping of a sheet: each column feeds the field that its header names."""

import polars as pl

from courier.catalogue.click_ids import LABELLED_CLICK
from courier.catalogue.headers import Match, match_headers
from courier.sheet.mapping import Column, Mapping
from courier.sheet.sheet import Sheet

_SAMPLE_ROWS = 500
_SAMPLE_VALUES = 60
_CLICK_ROWS, _CLICK_VALUES = 20_000, 5
"""Few orders came by a click, so that its ID, which may stand among other lines, is looked for in more rows."""


def match_columns(sheet: Sheet) -> tuple[Mapping, list[Match | None]]:
    """The mapping that the headers suggest, and the match of each column."""
    cells = sheet.frame(sheet.row_order.head(_CLICK_ROWS))
    samples = [_values(cells[column]) for column in sheet.columns]
    matches = match_headers(sheet.headers, samples)
    feeds = [(match, Column(f"c{index}")) for index, match in enumerate(matches) if match]
    # the better of two columns feeds the field; the other follows as a duplicate for the user to decide on
    feeds.sort(key=lambda feed: feed[0].duplicate)
    return Mapping(tuple((match.field, column) for match, column in feeds)), matches


def _values(texts: pl.Series) -> list[str]:
    filled = texts.head(_SAMPLE_ROWS).drop_nulls()
    first = filled.filter(filled.str.strip_chars() != "").head(_SAMPLE_VALUES)
    clicks = texts.filter(texts.str.contains(LABELLED_CLICK)).head(_CLICK_VALUES)
    return [*first, *clicks.filter(~clicks.is_in(first.implode()))]
