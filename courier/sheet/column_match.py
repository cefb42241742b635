"""The initial mapping of a sheet: each column feeds the field that its header names."""

import re
from collections.abc import Sequence

import polars as pl

from courier.catalogue.click_ids import LABELLED_CLICK
from courier.catalogue.headers import TIME_HEADERS, Match, match_headers
from courier.catalogue.spelling import plain
from courier.sheet.mapping import Column, Feed, Joined, Mapping
from courier.sheet.sheet import Sheet

_TIME = re.compile(r"\s*+\d{1,2}:\d{2}(?::\d{2})?\s*+(?:[AaPp]\.?[Mm]\.?)?\s*+(?:Uhr)?\s*+")
_SAMPLE_ROWS = 500
_SAMPLE_VALUES = 60
_SAMPLE_CHARACTERS = 1_000
"""A click's ID among other lines is still found in so many."""
_CLICK_ROWS, _CLICK_VALUES = 20_000, 5
"""Few orders came by a click, so that its ID, which may stand among other lines, is looked for in more rows."""


def match_columns(sheet: Sheet) -> tuple[Mapping, list[Match | None]]:
    """The mapping that the headers suggest, and the match of each column."""
    cells = sheet.frame(sheet.row_order.head(_CLICK_ROWS))
    samples = [_values(cells[column]) for column in sheet.columns]
    matches = match_headers(sheet.headers, samples)
    feeds: list[tuple[Match, Feed]] = [(match, Column(f"c{index}")) for index, match in enumerate(matches) if match]
    feeds = [(match, _with_time(match, feed, sheet, samples, matches)) for match, feed in feeds]
    # the better of two columns feeds the field; the other follows as a duplicate for the user to decide on
    feeds.sort(key=lambda feed: feed[0].duplicate)
    return Mapping(tuple((match.field, feed) for match, feed in feeds)), matches


def _with_time(
    match: Match, feed: Feed, sheet: Sheet, samples: Sequence[list[str]], matches: Sequence[Match | None]
) -> Feed:
    """What feeds the event date: its column, joined with that of the time of day if dates and times stand apart."""
    if match.field != "EventDate" or match.duplicate or not isinstance(feed, Column):
        return feed
    if any(":" in text for text in samples[int(feed.column[1:])]):
        return feed
    for index, header in enumerate(sheet.headers):
        alone = matches[index] is None and plain(header) in TIME_HEADERS
        if alone and samples[index] and all(_TIME.fullmatch(text) for text in samples[index]):
            return Joined((feed.column, f"c{index}"))
    return feed


def _values(texts: pl.Series) -> list[str]:
    filled = texts.head(_SAMPLE_ROWS).drop_nulls().str.head(_SAMPLE_CHARACTERS)
    first = filled.filter(filled.str.strip_chars() != "").head(_SAMPLE_VALUES)
    clicks = texts.filter(texts.str.contains(LABELLED_CLICK)).head(_CLICK_VALUES)
    return [*first, *clicks.filter(~clicks.is_in(first.implode()))]
