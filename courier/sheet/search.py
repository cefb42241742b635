"""Find and replace over whole columns at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal, get_args

import polars as pl

from courier.messages import UserError
from courier.sheet.edit import Cells, Edit

SearchKind = Literal["plain", "whole", "regex"]
KINDS: tuple[SearchKind, ...] = get_args(SearchKind)

_REFERENCE = re.compile(r"\$\$|\$(\d+)|\$\{(\w+)\}|\\(\d)|\$")
_UNSUPPORTED = {"look-around": "search-no-look-around", "backreferences": "search-no-backreferences"}


class SearchError(UserError):
    """A regular expression or a replacement that is not valid."""


@dataclass(frozen=True)
class Search:
    """What to look for. ``kind``: anywhere in a cell (``plain``), as the ``whole`` cell, or a ``regex``. ``case``:
    whether case matters. Raises SearchError for an expression that Polars does not accept."""

    wanted: str
    kind: SearchKind = "plain"
    case: bool = False

    def __post_init__(self) -> None:
        if self.kind != "regex":
            return
        try:
            pl.Series([""]).str.contains(self._pattern)
        except pl.exceptions.ComputeError as problem:
            about = str(problem)
            for word, key in _UNSUPPORTED.items():
                if word in about:
                    raise SearchError(key) from None
            raise SearchError("search-bad-expression", place=_place(about) or "none") from None

    def marks(self, texts: pl.Series) -> pl.Series:
        """Per text whether it matches; null counts as an empty text."""
        if self.kind == "plain" and self.case:
            marks = texts.str.contains(self.wanted, literal=True)
        elif self.kind == "whole" and self.case:
            marks = texts == self.wanted
        else:
            marks = texts.str.contains(self._pattern)
        return marks.fill_null(self._matches_empty) if marks.null_count() else marks

    def replaced(self, texts: pl.Series, by: str) -> pl.Series:
        """The texts with each match replaced by ``by``. For a ``regex`` it may refer to groups: ``$1``, ``${name}`` or
        ``\\1``; ``$$`` is a dollar sign. Raises SearchError for a group that does not exist."""
        texts = texts.fill_null("")
        if self.kind == "plain" and self.case:
            return texts.str.replace_all(self.wanted, by, literal=True)
        return texts.str.replace_all(self._pattern, self._template(by))

    def check_replacement(self, by: str) -> None:
        """Raises SearchError where `replaced` would."""
        self._template(by)

    @cached_property
    def _pattern(self) -> str:
        if self.kind == "regex":
            return self.wanted if self.case else f"(?i){self.wanted}"
        bare = pl.escape_regex(self.wanted)
        anchored = rf"\A(?:{bare})\z" if self.kind == "whole" else bare
        return anchored if self.case else f"(?i){anchored}"

    @cached_property
    def _matches_empty(self) -> bool:
        """Whether an empty cell matches."""
        return self.kind == "regex" and bool(pl.Series([""]).str.contains(self._pattern)[0])

    def _template(self, by: str) -> str:
        if self.kind != "regex":
            return by.replace("$", "$$")
        groups = _groups(self._pattern)

        def named(reference: re.Match[str]) -> str:
            group = reference[1] or reference[2] or reference[3]
            if group is None:
                return "$$"
            if group not in groups:
                raise SearchError("search-no-such-group", group=group)
            return f"${{{group}}}"

        return _REFERENCE.sub(named, by)


@dataclass(frozen=True)
class Hits:
    """The cells that match: per column, in the order shown, the positions of its rows (UInt32, ascending)."""

    columns: Mapping[str, pl.Series]

    @cached_property
    def count(self) -> int:
        """Number of matching cells."""
        return sum(positions.len() for positions in self.columns.values())

    def __contains__(self, cell: tuple[int, str]) -> bool:
        row, column = cell
        positions = self.columns.get(column)
        return positions is not None and _before(positions, row) < _before(positions, row + 1)

    def number(self, cell: tuple[int, str]) -> int | None:
        """The number of a cell among the hits, row by row and from 1; None if it is not a hit."""
        if cell not in self:
            return None
        row, column = cell
        this = list(self.columns).index(column)
        # in columns before this one the hit in the same row counts too
        return 1 + sum(_before(hits, row + (index < this)) for index, hits in enumerate(self.columns.values()))

    def next(self, cell: tuple[int, str] | None, by: int = 1) -> tuple[int, str] | None:
        """The hit after a cell, or before it if ``by`` is -1, wrapping around; None if there are no hits."""
        names = list(self.columns)
        row, this = (-1, -1) if cell is None else (cell[0], names.index(cell[1]) if cell[1] in names else -1)
        beyond: list[tuple[int, int]] = []
        ends: list[tuple[int, int]] = []
        for column, positions in enumerate(self.columns.values()):
            if not positions.len():
                continue
            ends.append((int(positions[0 if by > 0 else -1]), column))
            if by > 0:
                index = _before(positions, row + (column <= this))
            else:
                index = _before(positions, row + (column < this)) - 1
            if 0 <= index < positions.len():
                beyond.append((int(positions[index]), column))
        if not ends:
            return None
        row, column = min(beyond or ends) if by > 0 else max(beyond or ends)
        return row, names[column]


def find(
    search: Search,
    texts: Iterable[tuple[str, pl.Series]],
    places: pl.Series,
    within: Mapping[str, pl.Series] | None = None,
) -> Hits:
    """Search columns of texts by row id, in the order shown. ``places``: the position of each row id (UInt32), null
    for rows to ignore; ``within``: per column which row ids (Boolean) to search, all if None."""
    hits: dict[str, pl.Series] = {}
    for column, cells in texts:
        if within is not None and column not in within:
            continue
        marks = search.marks(cells)
        if within is not None:
            marks = marks & within[column]
        hits[column] = places.gather(marks.arg_true()).drop_nulls().cast(pl.UInt32).sort()
    return Hits(hits)


def replacement(search: Search, by: str, cells: Mapping[str, pl.Series], rows: Mapping[str, pl.Series]) -> Edit:
    """The edit that replaces each match by ``by``. ``cells``: per column the sheet's own cells by row id; ``rows``: per
    column the ids of the rows with a hit. Columns without cells of their own are left as they are."""
    changes = []
    for column, ids in rows.items():
        if column not in cells or not ids.len():
            continue
        before = cells[column].gather(ids)
        after = search.replaced(before, by)
        differs = after.ne_missing(before.fill_null(""))
        if differs.any():
            ids, before, after = (values.filter(differs) for values in (ids, before, after))
            changes.append(Cells(column, ids.to_list(), before.to_list(), after.to_list()))
    return Edit("edit-replace", tuple(changes), {"cells": sum(len(change.rows) for change in changes)})


def most_frequent(texts: pl.Series, most: int) -> list[tuple[str, int]]:
    """The most frequent texts of a column with their counts, blank ones excluded."""
    counts = texts.drop_nulls().value_counts(sort=True, name="count").head(most + 1)
    return [(text, count) for text, count in counts.iter_rows() if text.strip()][:most]


def _before(positions: pl.Series, row: int) -> int:
    """The number of positions before a row."""
    return int(positions.search_sorted(max(0, row), side="left")) if positions.len() else 0


def _groups(pattern: str) -> frozenset[str]:
    groups = pl.Series([""]).str.extract_groups(pattern).dtype
    names = [field.name for field in groups.fields] if isinstance(groups, pl.Struct) else []
    return frozenset(["0", *names, *(str(number) for number in range(1, len(names) + 1))])


def _place(about: str) -> str:
    """The part of an expression at which the message of Polars' parser points, "" if there is none."""
    for written, below in pairwise(about.splitlines()):
        if below.strip() and set(below.strip()) == {"^"} and written.startswith("    "):
            start = len(below) - len(below.lstrip())
            return written[start : start + len(below.strip())].strip()
    return ""
