"""No text can make a regular expression take more than time in proportion to its length."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

import courier
from courier.catalogue.fields import FIELDS
from courier.catalogue.shapes import contradicts, fit
from courier.catalogue.spelling import bare_words
from tests.reading.time_limit import slowness

_PIECES = (
    " ", "1", "a", "A", ",", ".", "-", "_", "@", "/", "(", '"', "'", "\n", "日", ":", "=", "<", "[", "1 ", "a ", "A ",
    "1,", "1.", "a-", "a1", "a.", "a@", "jan ", "1jan", "1/", '""', '"a', '",', ' "', "<a ", "<a", "a=", "a:", "{ ",
    ' r="', ' t="s"', "<c ", "<f>", "<row ", "<col ", '<c r="', '<c t="e"', "<mergeCell ", "&a", "+1", "$ ", "in ",
    "meta charset=", "<x:Name></x:Name><x:WorksheetSource ", "<!--", "a:\n ", "</script ", "time in ",
)  # fmt: skip
_SHORT, _LONGEST = 400, 8_000
_SECONDS = 0.03
"""Far more than a pass over so many characters takes, and far less than one for each pair of them."""
_CAPPED: Mapping[tuple[str, str], int] = {
    # longer texts never reach them: they are cut where a column's values are taken up, or where its form is judged
    ("courier.catalogue.headers", "_LABELLED_CLICK"): 1_000,
    **{("courier.catalogue.shapes", f"_NOT_IN{field}"): 120 for field in (
        "_TEXT", "CustomerId", "CustomerRegion", "CustomerStatus", "Note",
    )},
}  # fmt: skip
_MATCHED_WHOLE = {
    ("courier.catalogue.headers", "_CODE"),
    ("courier.reading.cell_kinds", "_ADDRESS"),
    ("courier.reading.item_columns", "_ITEM_NUMBER"),
    ("courier.reading.item_columns", "_NUMBER_LAST"),
}
"""Patterns that no text is searched for: they begin where it begins."""
_ROOMS = ("courier.catalogue.", "courier.reading.", "courier.rules.", "courier.sheet.")
"""What meets the texts of a file."""


def patterns() -> Iterator[tuple[str, str, re.Pattern[str] | re.Pattern[bytes]]]:
    """All compiled patterns that stand in a module, or in a mapping of one."""
    for module in pkgutil.walk_packages(courier.__path__, "courier."):
        if not module.name.startswith(_ROOMS):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            of_mapping = value.items() if isinstance(value, dict) else ()
            for key, pattern in [("", value), *of_mapping]:
                if isinstance(pattern, re.Pattern):
                    yield module.name, f"{name}{key}", pattern


def _seconds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str, *, whole: bool) -> float:
    """The least processor time of three tries, or of the first one that is short."""
    content: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    least = float("inf")
    for _ in range(3):
        begun = time.process_time()
        pattern.fullmatch(content)
        if not whole:
            pattern.findall(content)
        least = min(least, time.process_time() - begun)
        if least < _SECONDS:
            break
    return least


def test_no_pattern_takes_more_than_a_pass_over_a_text() -> None:
    slow, seen = [], set[object]()
    allowed = _SECONDS * slowness()
    for module, name, pattern in patterns():
        if (pattern.pattern, pattern.flags) in seen:
            continue
        seen.add((pattern.pattern, pattern.flags))
        longest = _CAPPED.get((module, name), _LONGEST)
        for piece, end in product(_PIECES, "\0x"):
            # the short text finds what would never come to an end in the long one
            for length in (min(_SHORT, longest), longest):
                text, whole = piece * (length // len(piece)) + end, (module, name) in _MATCHED_WHOLE
                if _seconds(pattern, text, whole=whole) > allowed:
                    slow.append(f"{module}.{name} at {length} characters of {piece!r} before {end!r}")
                    break
    assert not slow, "\n".join(slow)
    assert len(seen) > 50


@pytest.mark.parametrize("piece", [" ", "1 ", "a", "1,", "jan ", "1jan", "$", "a@", "1.", "A ", "A_", "é", "a.", "1/"])
def test_the_form_of_a_long_value_is_seen_at_once(piece: str) -> None:
    allowed = 40 * _SECONDS * slowness()
    begun = time.process_time()
    for field, end in product(FIELDS.values(), "\0x"):
        fit(field, [piece * 50_000 + end])
        contradicts(field, [piece * 50_000 + end])
    assert time.process_time() - begun < allowed


def test_the_words_of_a_long_header_are_seen_at_once() -> None:
    begun = time.process_time()
    for piece in _PIECES:
        bare_words("Order" + piece * 50_000 + "x")
    assert time.process_time() - begun < 40 * _SECONDS * slowness()
