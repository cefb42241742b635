"""Which rows belong in no batch: conditions on source columns, as values, as plain data and as expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from courier.messages import text
from courier.sheet.errors import MappingError

_NEGATED = {"is_not": "is", "not_empty": "empty", "not_contains": "contains"}
TESTS = ("is", "is_not", "empty", "not_empty", "contains", "not_contains")
WITHOUT_VALUES = ("empty", "not_empty")


@dataclass(frozen=True)
class Condition:
    """A test on a source column that ignores case and outer blanks. ``values``: at least one must match; for a negated
    test none may match."""

    column: str
    test: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """Rows that meet all of these conditions belong in no batch."""

    conditions: tuple[Condition, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The source columns that its conditions read."""
        return frozenset(condition.column for condition in self.conditions)


def exclude_where(column: str, test: str, *values: str) -> Exclusion:
    """The exclusion of one condition."""
    return Exclusion((Condition(column, test, values),))


def columns_read(exclusions: Iterable[Exclusion]) -> frozenset[str]:
    """The source columns that decide which rows are left out."""
    return frozenset[str]().union(*(exclusion.columns for exclusion in exclusions))


def holds(condition: Condition) -> pl.Expr:
    """Whether a row meets a condition, over a frame of sheet columns."""
    value = compared(condition.column)
    words = [word.strip().lower() for word in condition.values]
    match _NEGATED.get(condition.test, condition.test):
        case "is":
            met = value.is_in(words)
        case "empty":
            met = value == ""
        case "contains":
            met = pl.any_horizontal([value.str.contains(word, literal=True) for word in words])
        case _:
            raise MappingError("mapping-no-such-test", test=condition.test)
    return ~met if condition.test in _NEGATED else met


def compared(column: str) -> pl.Expr:
    """A column's text in the form that conditions compare: lower case without outer blanks, "" where it is empty."""
    return pl.col(column).str.strip_chars().str.to_lowercase().fill_null("")


def meets(exclusion: Exclusion) -> pl.Expr:
    """Whether a row meets all conditions of an exclusion, over a frame of sheet columns."""
    return pl.all_horizontal([holds(condition) for condition in exclusion.conditions])


def without_excluded(cells: pl.DataFrame, exclusions: Iterable[Exclusion]) -> pl.DataFrame:
    """The rows of sheet columns that meet no exclusion themselves, whatever their order does."""
    met = [meets(exclusion).fill_null(False) for exclusion in exclusions]
    return cells.filter(~pl.any_horizontal(met)) if met else cells


def describe(exclusion: Exclusion, header: Callable[[str], str]) -> str:
    """An exclusion in words, such as ``Status is refunded, voided``."""
    said = [
        text(
            "exclusion-condition",
            column=header(condition.column),
            test=text(f"test-{condition.test}"),
            values=", ".join(condition.values),
        ).strip()
        for condition in exclusion.conditions
    ]
    return text("exclusion-and").join(said)


def to_json(exclusions: Iterable[Exclusion]) -> list[Any]:
    """Exclusions as plain values for a file."""
    return [
        {"all": [[condition.column, condition.test, list(condition.values)] for condition in exclusion.conditions]}
        for exclusion in exclusions
    ]


def from_json(values: Iterable[Any]) -> tuple[Exclusion, ...]:
    """The exclusions that `to_json` wrote; files of earlier versions have one condition in the place of each. Raises
    TypeError, ValueError or KeyError for anything else."""
    return tuple(
        _exclusion(_condition(column, test, texts) for column, test, texts in conditions)
        for conditions in map(conditions_of, values)
    )


def _exclusion(conditions: Iterable[Condition]) -> Exclusion:
    if not (several := tuple(conditions)):
        raise ValueError
    return Exclusion(several)


def _condition(column: object, test: object, texts: Any) -> Condition:
    words = tuple(texts)
    if not isinstance(column, str) or test not in TESTS or not all(isinstance(word, str) for word in words):
        raise TypeError
    if not words and test not in WITHOUT_VALUES:
        raise ValueError
    return Condition(column, test, words)


def with_columns(values: Iterable[Any], column: Callable[[Any], Any]) -> list[Any]:
    """Exclusions as plain values with ``column`` of each column; those that read one for which that is None are
    dropped."""
    changed = [[[column(place), *test] for place, *test in conditions_of(exclusion)] for exclusion in values]
    return [{"all": conditions} for conditions in changed if all(place for place, *_ in conditions)]


def conditions_of(exclusion: Any) -> Iterator[Any]:
    """The conditions of an exclusion in plain values, of this version or an earlier one."""
    return iter(exclusion["all"] if isinstance(exclusion, dict) else [exclusion])
