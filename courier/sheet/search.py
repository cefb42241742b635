"""Finding texts in the sheet and writing others in their place, over whole columns at once."""

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
    """A regular expression, or a text in its place, that cannot be understood."""


@dataclass(frozen=True)
class Search:
    """What to look for. ``kind``: anywhere in a cell (``plain``), as the ``whole`` cell, or a ``regex``. ``case``:
    whether upper and lower case differ. Raises SearchError for an expression that Polars does not understand."""

    wanted: str
    kind: SearchKind = "plain"
    case: bool = False

    def __post_init__(self) -> None:
        if self.kind == "regex":
            self._probe()

    def marks(self, texts: pl.Series) -> pl.Series:
        """Per text whether it is there. No text counts as an empty one."""
        if self.kind == "plain" and self.case:
            found = texts.str.contains(self.wanted, literal=True)
        elif self.kind == "whole" and self.case:
            found = texts == self.wanted
        else:
            found = texts.str.contains(self._pattern)
        return found.fill_null(self._finds_nothing) if found.null_count() else found

    def replaced(self, texts: pl.Series, by: str) -> pl.Series:
        """The texts with ``by`` wherever something is found. In it a ``regex`` may name its groups: ``$1``, ``${name}``
        or ``\\1``; ``$$`` is a dollar sign. Raises SearchError for a group that is not there."""
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
    def _finds_nothing(self) -> bool:
        """Whether an empty cell is a hit."""
        return self.kind == "regex" and bool(pl.Series([""]).str.contains(self._pattern)[0])

    def _probe(self) -> None:
        try:
            pl.Series([""]).str.contains(self._pattern)
        except pl.exceptions.ComputeError as problem:
            about = str(problem)
            for word, key in _UNSUPPORTED.items():
                if word in about:
                    raise SearchError(key) from None
            raise SearchError("search-bad-expression", place=_place(about) or "none") from None

    def _template(self, by: str) -> str:
        if self.kind != "regex":
            return by.replace("$", "$$")
        groups = _groups(self._pattern)

        def named(found: re.Match[str]) -> str:
            group = found[1] or found[2] or found[3]
            if group is None:
                return "$$"
            if group not in groups:
                raise SearchError("search-no-such-group", group=group)
            return f"${{{group}}}"

        return _REFERENCE.sub(named, by)


@dataclass(frozen=True)
class Hits:
    """Where something was found: per column, in the order shown, the places of its rows (UInt32, ascending)."""

    columns: Mapping[str, pl.Series]

    @cached_property
    def count(self) -> int:
        """Cells with a hit."""
        return sum(places.len() for places in self.columns.values())

    def __contains__(self, cell: tuple[int, str]) -> bool:
        place, column = cell
        found = self.columns.get(column)
        return found is not None and _before(found, place) < _before(found, place + 1)

    def number(self, cell: tuple[int, str]) -> int | None:
        """The how-manieth hit a cell is, row by row and counted from 1; None if it is none."""
        if cell not in self:
            return None
        place, column = cell
        names = list(self.columns)
        across = names.index(column)
        # columns before this one count with their hit in the same row, those behind it without
        return 1 + sum(_before(self.columns[name], place + (at < across)) for at, name in enumerate(names))

    def next(self, cell: tuple[int, str] | None, by: int = 1) -> tuple[int, str] | None:
        """The hit after a place, or before it where ``by`` is -1, around the end; None if there is no hit."""
        names = list(self.columns)
        here = (-1, -1) if cell is None else (cell[0], names.index(cell[1]) if cell[1] in names else -1)
        beyond: list[tuple[int, int]] = []
        ends: list[tuple[int, int]] = []
        for across, places in enumerate(self.columns.values()):
            if not places.len():
                continue
            ends.append((int(places[0 if by > 0 else -1]), across))
            if by > 0:
                index = _before(places, here[0] + (across <= here[1]))
            else:
                index = _before(places, here[0] + (across < here[1])) - 1
            if 0 <= index < places.len():
                beyond.append((int(places[index]), across))
        nearest = min if by > 0 else max
        if not ends:
            return None
        place, across = nearest(beyond or ends)
        return place, names[across]


def find(
    search: Search,
    texts: Iterable[tuple[str, pl.Series]],
    places: pl.Series,
    within: Mapping[str, pl.Series] | None = None,
) -> Hits:
    """Look through columns of texts by row id, given in the order shown. ``places``: the place of each row id (UInt32),
    null for rows that do not count; ``within``: per column the row ids (Boolean) that are looked at, all if None."""
    found: dict[str, pl.Series] = {}
    for column, cells in texts:
        if within is not None and column not in within:
            continue
        marks = search.marks(cells)
        if within is not None:
            marks = marks & within[column]
        found[column] = places.gather(marks.arg_true()).drop_nulls().cast(pl.UInt32).sort()
    return Hits(found)


def replacement(search: Search, by: str, cells: Mapping[str, pl.Series], rows: Mapping[str, pl.Series]) -> Edit:
    """The edit that writes ``by`` in place of what is found. ``cells``: per column the sheet's own cells by row id;
    ``rows``: per column the ids of the rows with a hit. Columns without cells of their own are left as they are."""
    changes = []
    for column, ids in rows.items():
        if column not in cells or not ids.len():
            continue
        before = cells[column].gather(ids)
        after = search.replaced(before, by)
        other = after.ne_missing(before.fill_null(""))
        if other.any():
            ids, before, after = (some.filter(other) for some in (ids, before, after))
            changes.append(Cells(column, ids.to_list(), before.to_list(), after.to_list()))
    return Edit("edit-replace", tuple(changes), {"cells": sum(len(change.rows) for change in changes)})


def most_frequent(texts: pl.Series, most: int) -> list[tuple[str, int]]:
    """The most frequent texts of a column and how often they stand there, blank ones left away."""
    counts = texts.drop_nulls().value_counts(sort=True, name="count").head(most + 1)
    return [(text, count) for text, count in counts.iter_rows() if text.strip()][:most]


def _before(places: pl.Series, place: int) -> int:
    """How many of the places come before one."""
    return int(places.search_sorted(max(0, place), side="left")) if places.len() else 0


def _groups(pattern: str) -> frozenset[str]:
    found = pl.Series([""]).str.extract_groups(pattern)
    names = [field.name for field in found.dtype.fields] if isinstance(found.dtype, pl.Struct) else []
    return frozenset(["0", *names, *(str(number) for number in range(1, len(names) + 1))])


def _place(about: str) -> str:
    """The piece of an expression that Polars' parser points at, "" if it points at none."""
    lines = about.splitlines()
    for written, below in pairwise(lines):
        if below.strip() and set(below.strip()) == {"^"} and written.startswith("    "):
            start = len(below) - len(below.lstrip())
            return written[start : start + len(below.strip())].strip()
    return ""
