"""What was decided about a sheet, remembered by its set of headers and recalled for the next sheet like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courier.json_store import JsonStore
from courier.messages import UserError
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import from_json, to_json
from courier.sheet.sheet import Sheet

_MOST = 200
"""Sets of headers that are kept; the oldest go first."""
_ALIKE = 0.6
"""Share of the headers of the larger set that two sets must have in common to be taken for the same export."""

Place = tuple[str, int]
"""A column by its header and which of the columns with that header it is, from 1 on."""


class MemoryProblem(UserError):
    """The memory cannot be read or written."""


@dataclass(frozen=True)
class Recall:
    """What is known about a set of headers.

    ``mapping``: plain values as in the file, with columns by header; `apply` makes a mapping of them. ``day_first``:
    the answer per field. ``recipe``: the repairs made, as plain values (see `courier.recipe`).
    ``new`` and ``gone``: headers that the remembered set has not, and that only it has; both
    empty if the sets are the same.
    """

    mapping: Mapping[str, Any]
    template: str | None = None
    zone: str | None = None
    program: str | None = None
    day_first: Mapping[str, bool] = field(default_factory=dict)
    recipe: Sequence[Mapping[str, Any]] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class Memories:
    """What was decided per set of headers, kept in ``mappings.json`` of a folder, oldest first.

    Order, case and outer blanks of headers do not count; headers may repeat or be empty. Everything raises
    MemoryProblem when the file cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._store = JsonStore(folder / "mappings.json", "sets", MemoryProblem, _checked, dict, unversioned=dict)

    def remember(
        self,
        headers: Sequence[str],
        mapping: FieldMapping,
        *,
        template: str | None = None,
        zone: str | None = None,
        program: str | None = None,
        day_first: Mapping[str, bool] | None = None,
        recipe: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Keep what was decided about a sheet with these headers, in the place of what was known about the set."""
        fresh = {
            "headers": list(headers),
            "template": template,
            "zone": zone,
            "program": program,
            "day_first": dict(day_first or {}),
            "recipe": [dict(step) for step in recipe],
            "mapping": _by_header(mapping, headers),
        }
        with self._store.changing() as known:
            others = [one for one in known if _key(one["headers"]) != _key(headers)]
            known[:] = [*others, fresh][-_MOST:]

    def recall(self, headers: Sequence[str]) -> Recall | None:
        """What is known about this set of headers, or about the one most like it; None if none is like it enough."""
        wanted = Counter(_key(headers))
        best: tuple[float, dict[str, Any]] | None = None
        for one in self._store.load():
            known = Counter(_key(one["headers"]))
            largest = max(wanted.total(), known.total())
            share = (wanted & known).total() / largest if largest else 1.0
            # of two that are equally like it the newer one counts
            if share >= _ALIKE and (best is None or share >= best[0]):
                best = share, one
        if best is None:
            return None
        record = best[1]
        there, here = _places(record["headers"]), _places(headers)
        return Recall(
            record["mapping"],
            record["template"],
            record["zone"],
            record["program"],
            record["day_first"],
            record.get("recipe", ()),
            new=tuple(header for header, place in zip(headers, here, strict=True) if place not in there),
            gone=tuple(header for header, place in zip(record["headers"], there, strict=True) if place not in here),
        )

    def forget(self, headers: Sequence[str]) -> None:
        """Forget this very set of headers, if it is known."""
        with self._store.changing() as known:
            known[:] = [one for one in known if _key(one["headers"]) != _key(headers)]


def apply(recalled: Recall, sheet: Sheet) -> FieldMapping:
    """The remembered mapping on a sheet's columns. Whatever reads a column that is not there any more is left away."""
    return _on_columns(recalled.mapping, sheet.headers)


def _spelled(header: str) -> str:
    return header.strip().casefold()


def _places(headers: Sequence[str]) -> list[Place]:
    """Each header as it is compared, and which of its like it is."""
    seen: Counter[str] = Counter()
    places = []
    for header in map(_spelled, headers):
        seen[header] += 1
        places.append((header, seen[header]))
    return places


def _key(headers: Sequence[str]) -> list[Place]:
    return sorted(_places(headers))


def _by_header(mapping: FieldMapping, headers: Sequence[str]) -> dict[str, Any]:
    """A mapping as plain values in which a column is a pair of its header and which of its like it is."""
    names = {
        f"c{index}": [header, count]
        for index, (header, (_, count)) in enumerate(zip(headers, _places(headers), strict=True))
    }
    values = to_json(mapping)
    for _, feed in values["feeds"]:
        if "column" in feed:
            feed["column"] = names[feed["column"]]
        elif "joined" in feed:
            feed["joined"] = [names[column] for column in feed["joined"]]
        elif "terms" in feed:
            feed["terms"] = [[operator, names.get(operand, operand)] for operator, operand in feed["terms"]]
    values["extra"] = [names[column] for column in values["extra"]]
    values["left_out"] = [[names[column], test, texts] for column, test, texts in values["left_out"]]
    return values


def _on_columns(values: Mapping[str, Any], headers: Sequence[str]) -> FieldMapping:
    """The mapping that `_by_header` wrote, on the columns of a sheet with these headers."""
    known = {place: f"c{index}" for index, place in enumerate(_places(headers))}

    def column(place: Sequence[Any]) -> str | None:
        header, number = place
        if not isinstance(number, int):
            raise TypeError(number)
        return known.get((_spelled(header), number))

    feeds = [(name, _feed_on_columns(feed, column)) for name, feed in values["feeds"]]
    left_out = [(column(place), test, texts) for place, test, texts in values["left_out"]]
    return from_json(
        {
            **values,
            "feeds": [(name, feed) for name, feed in feeds if feed is not None],
            "extra": [found for place in values["extra"] if (found := column(place))],
            "left_out": [one for one in left_out if one[0]],
        }
    )


def _feed_on_columns(feed: dict[str, Any], column: Callable[[Sequence[Any]], str | None]) -> dict[str, Any] | None:
    """A feed's plain values with the sheet's columns, None if one is missing."""
    if "column" in feed:
        found = column(feed["column"])
        return {"column": found} if found else None
    if "joined" in feed:
        parts = [column(place) for place in feed["joined"]]
        return {**feed, "joined": parts} if all(parts) else None
    if "terms" in feed:
        terms = [[sign, operand if isinstance(operand, str) else column(operand)] for sign, operand in feed["terms"]]
        return {"terms": terms} if all(operand for _, operand in terms) else None
    return feed


def _checked(record: Any) -> dict[str, Any]:
    """A record of the file. Raises what goes wrong when it is not as `Memories.remember` writes it."""
    if not all(isinstance(header, str) for header in record["headers"]):
        raise TypeError
    for key in ("template", "zone", "program"):
        if not isinstance(record[key], str | None):
            raise TypeError
    if not all(isinstance(answer, bool) for answer in record["day_first"].values()):
        raise TypeError
    _on_columns(record["mapping"], record["headers"])
    return dict(record)
