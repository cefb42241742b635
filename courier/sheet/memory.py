"""The decisions about a sheet, stored by its set of headers and recalled for the next sheet like it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from courier.json_store import JsonStore
from courier.messages import UserError
from courier.sheet.column_places import Place, places_of, spelled
from courier.sheet.exclusions import with_columns
from courier.sheet.mapping import Column, from_json, is_column, to_json
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.sheet import Sheet

_MOST = 200
"""Sets of headers that are kept; the oldest are dropped first."""
_ALIKE = 0.6
"""Share of the headers of the larger set that two sets must have in common to count as the same export."""


class MemoryProblem(UserError):
    """The stored decisions cannot be read or written."""


@dataclass(frozen=True)
class Recall:
    """The stored decisions of a person about a set of headers.

    ``mapping``: plain values as in the file, with columns by header, and ``detected`` the same of what the headers
    suggested then, so that the difference is what a person chose (see `apply`); None in records of earlier versions,
    which did not keep it. ``day_first``: the answer per field. ``recipe``: the repairs made, as plain values (see
    `courier.recipe`); ``left_repairs``: rules whose safe repairs were not wanted. ``new`` and ``gone``: headers missing
    from the stored set, and headers only it has; both empty if the sets are equal.
    """

    mapping: Mapping[str, Any]
    template: str | None = None
    zone: str | None = None
    program: str | None = None
    day_first: Mapping[str, bool] = field(default_factory=dict)
    recipe: Sequence[Mapping[str, Any]] = ()
    left_repairs: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    detected: Mapping[str, Any] | None = None

    @property
    def columns_chosen(self) -> bool:
        """Whether a person chose anything about the columns."""
        return self.mapping != self.detected


class Memories:
    """The decisions per set of headers, stored in ``mappings.json`` of a folder, oldest first.

    Order, case and outer blanks of headers do not count; headers may repeat or be empty. Every method raises
    MemoryProblem when the file cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._store = JsonStore(folder / "mappings.json", "sets", MemoryProblem, _checked, dict, unversioned=dict)

    def remember(
        self,
        headers: Sequence[str],
        mapping: FieldMapping,
        *,
        detected: FieldMapping | None = None,
        template: str | None = None,
        zone: str | None = None,
        program: str | None = None,
        day_first: Mapping[str, bool] | None = None,
        recipe: Sequence[Mapping[str, Any]] = (),
        left_repairs: Collection[str] = (),
    ) -> None:
        """Store what a person decided about a sheet with these headers, replacing what is stored for the same set; if
        nothing was decided, only that is removed. ``detected``: the mapping that the headers suggest, None for an empty
        one."""
        detected = detected or FieldMapping()
        decided = mapping != detected or template or zone or program or day_first or recipe or left_repairs
        fresh = {
            "headers": list(headers),
            "template": template,
            "zone": zone,
            "program": program,
            "day_first": dict(day_first or {}),
            "recipe": [dict(step) for step in recipe],
            "left_repairs": sorted(left_repairs),
            "mapping": by_header(mapping, headers),
            "detected": by_header(detected, headers),
        }
        with self._store.changing() as records:
            others = [record for record in records if _key(record["headers"]) != _key(headers)]
            records[:] = [*others, *([fresh] if decided else ())][-_MOST:]

    def recall(self, headers: Sequence[str]) -> Recall | None:
        """The decisions about this set of headers or the most similar one; None if none is similar enough."""
        places = places_of(headers)
        # of equally similar sets the newest comes first and counts
        records = reversed(self._store.load())
        record = max(records, key=lambda stored: _similarity(places_of(stored["headers"]), places), default=None)
        if record is None or _similarity(places_of(record["headers"]), places) < _ALIKE:
            return None
        recipe, detected = record.get("recipe", ()), record.get("detected")
        template, zone = record["template"], record["zone"]
        if detected is None:
            # earlier versions kept a detected template, and a program's zone, as if a person had chosen them
            template = None
            zone = zone if not record["program"] or {"zone": zone} in recipe else None
        return Recall(
            record["mapping"],
            template,
            zone,
            record["program"],
            record["day_first"],
            recipe,
            tuple(record.get("left_repairs", ())),
            new=_missing(headers, record["headers"]),
            gone=_missing(record["headers"], headers),
            detected=detected,
        )

    def forget(self, headers: Sequence[str]) -> None:
        """Remove exactly this set of headers, if it is stored."""
        with self._store.changing() as records:
            records[:] = [record for record in records if _key(record["headers"]) != _key(headers)]


def apply(recalled: Recall, sheet: Sheet, detected: FieldMapping) -> FieldMapping:
    """A sheet's ``detected`` mapping with what a person chose for such a sheet before, without what reads a column that
    the sheet does not have. Of a record that does not tell what was chosen, all counts but for columns that are new."""
    stored = on_columns(recalled.mapping, sheet.headers)
    if recalled.detected is None:
        new = set(map(spelled, recalled.new))
        before = {(name, feed) for name, feed in detected.feeds if not _is_new(feed, sheet, new)}
    else:
        before = set(on_columns(recalled.detected, sheet.headers).feeds)
    chosen = [pair for pair in stored.feeds if pair not in before]
    refused = before - set(stored.feeds)
    fields = {name for name, _ in chosen}
    taken = {*(feed for _, feed in chosen), *map(Column, stored.extra)}
    kept = [
        (name, feed)
        for name, feed in detected.feeds
        if (name, feed) not in refused and name not in fields and feed not in taken
    ]
    return replace(stored, feeds=(*kept, *chosen))


def _is_new(feed: object, sheet: Sheet, new: set[str]) -> bool:
    return isinstance(feed, Column) and spelled(sheet.header(feed.column)) in new


def _missing(headers: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The headers that ``others`` lack, repeated ones as often as they are missing."""
    places = places_of(others)
    return tuple(header for header, place in zip(headers, places_of(headers), strict=True) if place not in places)


def _key(headers: Sequence[str]) -> list[Place]:
    return sorted(places_of(headers))


def _similarity(first: Sequence[Place], second: Sequence[Place]) -> float:
    """Share of the columns of the larger set that both sets have, 1 for two empty ones."""
    return len(set(first) & set(second)) / max(len(first), len(second)) if first or second else 1.0


def by_header(mapping: FieldMapping, headers: Sequence[str]) -> dict[str, Any]:
    """A mapping as plain values in which each column is a `Place` in a list, with the header as it is written. What
    reads a column beyond the headers is dropped."""
    numbers = [number for _, number in places_of(headers)]
    places = {f"c{index}": list(place) for index, place in enumerate(zip(headers, numbers, strict=True))}
    return _with_columns(to_json(mapping), places.get)


def on_columns(values: Mapping[str, Any], headers: Sequence[str]) -> FieldMapping:
    """The mapping that `by_header` wrote, on the columns of a sheet with these headers."""
    columns = {place: f"c{index}" for index, place in enumerate(places_of(headers))}

    def column(place: Sequence[Any]) -> str | None:
        header, number = place
        if not isinstance(number, int):
            raise TypeError(number)
        return columns.get((spelled(header), number))

    return from_json(_with_columns(values, column))


def _with_columns(values: Mapping[str, Any], column: Callable[[Any], Any]) -> dict[str, Any]:
    """A mapping's plain values with ``column`` of each column; what reads one for which that is None is dropped."""
    feeds = [[name, _feed_with_columns(feed, column)] for name, feed in values["feeds"]]
    return {
        **values,
        "feeds": [[name, feed] for name, feed in feeds if feed is not None],
        "extra": [place for place in map(column, values["extra"]) if place],
        "left_out": with_columns(values["left_out"], column),
    }


def _feed_with_columns(feed: dict[str, Any], column: Callable[[Any], Any]) -> dict[str, Any] | None:
    if "column" in feed:
        place = column(feed["column"])
        return {"column": place} if place else None
    if "joined" in feed:
        parts = [column(place) for place in feed["joined"]]
        return {**feed, "joined": parts} if all(parts) else None
    if "terms" in feed:
        terms = [[sign, operand if _is_number(operand) else column(operand)] for sign, operand in feed["terms"]]
        return {"terms": terms} if all(operand for _, operand in terms) else None
    return feed


def _is_number(operand: Any) -> bool:
    return isinstance(operand, str) and not is_column(operand)


def _checked(record: Any) -> dict[str, Any]:
    """A record of the file. Raises an error of any kind when it is not as `Memories.remember` writes it."""
    if not all(isinstance(header, str) for header in record["headers"]):
        raise TypeError
    for key in ("template", "zone", "program"):
        if not isinstance(record[key], str | None):
            raise TypeError
    if not all(isinstance(answer, bool) for answer in record["day_first"].values()):
        raise TypeError
    for kept in (record["mapping"], record.get("detected")):
        if kept is not None:
            checked_mapping(kept)
    if not all(isinstance(step, dict) for step in record.get("recipe", ())):
        raise TypeError
    if not all(isinstance(rule, str) for rule in record.get("left_repairs", ())):
        raise TypeError
    return dict(record)


def checked_mapping(values: Mapping[str, Any]) -> FieldMapping:
    """The mapping that `by_header` wrote, wherever its columns stand in another sheet: all of them are the first here.
    Raises an error of any kind for anything else."""
    return from_json(_with_columns(values, _any_column))


def _any_column(place: Sequence[Any]) -> str:
    header, number = place
    if not isinstance(header, str) or not isinstance(number, int):
        raise TypeError
    return "c0"
