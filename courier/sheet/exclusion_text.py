"""Exclusions as they are typed: ``Status is refunded, voided and Total is 0``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from courier.sheet.errors import MappingError
from courier.sheet.exclusions import WITHOUT_VALUES, Condition, Exclusion

_TYPED = {
    "is not empty": "not_empty",
    "is empty": "empty",
    "does not contain": "not_contains",
    "contains": "contains",
    "is not": "is_not",
    "is": "is",
}
"""How the tests are typed; longer forms come first."""
_AND = re.compile(r"(?<!\s)\s++and\s++", re.IGNORECASE)
"""Looked for from the first blank of several only, so that many blanks cost no more than their number."""
_QUOTED = re.compile(r'"([^"]*)"\s*(?=,|$|and\s)', re.IGNORECASE)
_TEST = re.compile(rf"\s(?:{'|'.join(_TYPED)})(?:\s|$)", re.IGNORECASE)


def parse_exclusion(written: str, headers: Sequence[str]) -> Exclusion:
    """An exclusion from a text such as ``Status is refunded, voided`` or ``Cancelled at is not empty``; ``and`` before
    another condition joins both.

    The longest header that a condition begins with counts, whatever its case. A value in double quotation marks may
    hold commas, and an ``and`` that looks like one before a condition. Raises MappingError.
    """
    return Exclusion(tuple(_conditions(written.strip(), headers)))


def typed_exclusion(exclusion: Exclusion, header: Callable[[str], str]) -> str:
    """The text that `parse_exclusion` reads as this exclusion; values hold no quotation marks beside commas."""
    words = {test: words for words, test in _TYPED.items()}
    return " and ".join(
        f"{header(condition.column)} {words[condition.test]} {', '.join(map(_typed_value, condition.values))}".strip()
        for condition in exclusion.conditions
    )


def _typed_value(value: str) -> str:
    return f'"{value}"' if "," in value or _AND.search(value) else value


def _conditions(written: str, headers: Sequence[str]) -> Iterator[Condition]:
    rest: str | None = written
    while rest is not None:
        column, test, rest = _beginning(rest, headers, written)
        if test in WITHOUT_VALUES:
            values: tuple[str, ...] = ()
            joined = _AND.match(f" {rest}") if rest else None
            if rest and joined is None:
                raise MappingError("exclusion-not-understood", written=written)
            rest = rest[joined.end() - 1 :] if joined else None
        else:
            values, rest = _values(rest, headers)
            if not values:
                raise MappingError("exclusion-not-understood", written=written)
        yield Condition(column, test, values)


def _beginning(written: str, headers: Sequence[str], whole: str) -> tuple[str, str, str]:
    """The column and the test that a condition begins with, and the text after them."""
    starts = sorted(
        (
            (header.strip(), f"c{index}")
            for index, header in enumerate(headers)
            if header.strip() and written.casefold().startswith(header.strip().casefold() + " ")
        ),
        key=lambda start: -len(start[0]),
    )
    for header, column in starts:
        rest = written[len(header) :].strip()
        for words, test in _TYPED.items():
            if re.match(rf"{words}(?:\s|$)", rest, re.IGNORECASE):
                return column, test, rest[len(words) :].strip()
    raise MappingError("exclusion-not-understood" if starts else "exclusion-no-such-column", written=whole)


def _values(written: str, headers: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The values that a text begins with, and the condition after them; None if there is none."""
    values: list[str] = []
    rest: str | None = written
    while rest:
        value, comma, rest = _value(rest, headers)
        values.append(value.strip())
        if not comma:
            break
    else:
        rest = None
    return tuple(value for value in values if value), rest


def _value(written: str, headers: Sequence[str]) -> tuple[str, bool, str | None]:
    """The value that a text begins with, whether a comma follows it, and the text after that."""
    quoted = _QUOTED.match(written)
    if quoted:
        after = written[quoted.end() :]
        if not after or after[0] == ",":
            return quoted[1], bool(after), after[1:].strip() or None
        condition = after[len("and") :].strip()
        if _is_condition(condition, headers):
            return quoted[1], False, condition
    value = written.split(",", 1)[0]
    for joined in _AND.finditer(value):
        condition = written[joined.end() :]
        if _is_condition(condition, headers):
            return value[: joined.start()], False, condition
    _, comma, after = written.partition(",")
    return value, bool(comma), after.strip() or None


def _is_condition(written: str, headers: Sequence[str]) -> bool:
    """Whether a text after an *and* is another condition.

    Raises MappingError for one of a column that is not there: read as a value it would exclude nothing, in silence.
    """
    try:
        _beginning(written, headers, written)
    except MappingError:
        if _TEST.search(re.split('[,"]', written, maxsplit=1)[0]):
            raise
        return False
    return True
