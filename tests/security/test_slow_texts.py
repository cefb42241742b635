"""No text can make a regular expression take more than time in proportion to its length."""

import ast
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import courier
from courier.catalogue.fields import FIELDS
from courier.catalogue.shapes import contradicts, fit
from courier.catalogue.spelling import bare_words
from courier.reading import ReadingError, read_bytes
from tests.reading.test_workbooks import HEAD, by_hand
from tests.reading.time_limit import slowness

ROOT = Path(__file__).resolve().parents[2]

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
    ("courier.reading.workbooks.number_formats", "_CONDITION"): 255,
    ("courier.reading.workbooks.number_formats", "_TOKEN"): 255,
    ("courier.reading.workbooks.number_formats", "_sections"): 255,
    ("courier.reading.workbooks.xlsx", "_is_missed"): 255,
    **{("courier.catalogue.shapes", f"_NOT_IN{field}"): 120 for field in (
        "_TEXT", "CustomerId", "CustomerRegion", "CustomerStatus", "Note",
    )},
}  # fmt: skip
_MATCHED_WHOLE = {
    ("courier.delivery.ftp_listing", "_UNIX"),
    ("courier.delivery.ftp_listing", "_WINDOWS"),
    ("courier.destinations.addresses", "_PASSWORD"),
    ("courier.destinations.addresses", "_SCHEME"),
    ("courier.destinations.addresses", "ADDRESS"),
    ("courier.destinations.destination", "ADDRESS"),
    ("courier.reading.dialects", "__init__"),
    ("courier.catalogue.headers", "_CODE"),
    ("courier.reading.cell_kinds", "_ADDRESS"),
    ("courier.reading.item_columns", "_ITEM_NUMBER"),
    ("courier.reading.item_columns", "_NUMBER_LAST"),
    ("courier.reading.table_end", "_FOOTER"),
    ("courier.reading.table_end", "_REMARK"),
    ("courier.reading.workbooks.html_tokens", "_TAG"),
    ("courier.reading.workbooks.markup", "_PAGE"),
    ("courier.reading.workbooks.markup", "_PART_OF_PAGE"),
    ("courier.reading.workbooks.markup", "_MESSAGE"),
    ("courier.reading.workbooks.markup", "_OTHER_XML"),
    ("courier.rules.split_amounts", "_WHOLE"),
    ("courier.sheet.column_match", "_TIME"),
}
"""Patterns that no text is searched for: they begin where it begins."""


_ROOMS = tuple(
    f"courier.{room}."
    for room in ("batches", "catalogue", "delivery", "destinations", "ledger", "reading", "rules", "sheet")
)
"""What meets the texts of files, servers and ledgers of others."""


class Tried(NamedTuple):
    """A pattern, and whether texts are only matched from their beginning with it."""

    where: tuple[str, str]
    pattern: re.Pattern[str] | re.Pattern[bytes]
    whole: bool


def kept_patterns() -> Iterator[Tried]:
    """All compiled patterns that stand in a module, or in a mapping of one."""
    for module in pkgutil.walk_packages(courier.__path__, "courier."):
        if not module.name.startswith(_ROOMS):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            of_mapping = value.items() if isinstance(value, dict) else ()
            for key, pattern in [("", value), *of_mapping]:
                if isinstance(pattern, re.Pattern):
                    where = (module.name, f"{name}{key}")
                    yield Tried(where, pattern, where in _MATCHED_WHOLE)


_CALLS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
_FROM_THE_BEGINNING = ("match", "fullmatch")


@cache
def calls() -> list[tuple[tuple[str, str], ast.Call]]:
    """All calls of `re` within functions, each with its module and function."""
    found = []
    for folder in ("courier", "gui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            code = path.read_text(encoding="utf-8")
            if not re.search(r"\bre\b", code):
                continue
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for function in ast.walk(ast.parse(code)):
                if not isinstance(function, ast.FunctionDef):
                    continue
                for node in ast.walk(function):
                    match node:
                        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)) if name in _CALLS:
                            found.append(((module, function.name), node))
    return found


def written_patterns() -> Iterator[Tried]:
    """The patterns that are written out in a function."""
    for where, call in calls():
        with suppress(ValueError):
            text, flags = ast.literal_eval(call.args[0]), 0
            for extra in [*call.args[1:], *(keyword.value for keyword in call.keywords)]:
                if isinstance(extra, ast.Attribute) and isinstance(extra.value, ast.Name) and extra.value.id == "re":
                    flags |= getattr(re, extra.attr)
            assert isinstance(call.func, ast.Attribute)
            yield Tried(where, re.compile(text, flags), call.func.attr in _FROM_THE_BEGINNING)


_MADE_AT_IMPORT = {
    ("courier.catalogue.shapes", "_any"),
    ("courier.catalogue.shapes", "_shape"),
    ("courier.reading.workbooks.worksheet_xml", "_pattern"),
}
"""Functions whose patterns stand in their modules."""
_OF_OUR_OWN_WORDS = {
    ("courier.rules.delivery_rules", "matches_pattern"),
    ("courier.sheet.exclusion_text", "_beginning"),
    ("courier.support_bundle", "_scrubbed"),
}
"""Functions that make patterns of what a person typed, or of the app's own words."""
_TEXTS = [
    *(f"a{sign}b{sign}c\n" + f'1{sign}"x {sign} y"{sign}3\n' * 5 for sign in (",", "|", " ")),
    *(f"a{sign}b{sign}c\n" + f"1{sign}'x'{sign}'y'\n" * 5 for sign in (";", ", ")),
    *(
        "a,b,c\n" + row * 5
        for row in ('1,"x,y"""z",3\n', '1,"x\\"y",3\n', "1,x\\,y,3\n", '1,"x,3\n', '"a"b,1,""\n', '1,"x ""y""",z\n')
    ),
]


def made_patterns(monkeypatch: pytest.MonkeyPatch) -> list[Tried]:
    """The patterns that are put together while texts of many dialects are read."""
    made: list[Tried] = []

    def noting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(pattern: Any, *arguments: Any, **options: Any) -> Any:
            caller = sys._getframe(1)
            where = (caller.f_globals.get("__name__", ""), caller.f_code.co_name)
            if where[0].startswith("courier.") and isinstance(pattern, str | bytes):
                flags = next((extra for extra in arguments if isinstance(extra, re.RegexFlag)), re.NOFLAG)
                whole = name in _FROM_THE_BEGINNING or where in _MATCHED_WHOLE
                made.append(Tried(where, re._compile(pattern, flags), whole))  # type: ignore[attr-defined]
            return call(pattern, *arguments, **options)

        return noted

    hidden = '<cols><col min="1" max="1" hidden="1"/></cols>'
    workbook = by_hand(f'{hidden}<sheetData>{HEAD}<row r="2"><c r="A2"><v>7</v></c></row></sheetData>')
    with monkeypatch.context() as patched:
        for name in _CALLS:
            patched.setattr(re, name, noting(name, getattr(re, name)))
        for data in (*(text.encode() for text in _TEXTS), workbook):
            with suppress(ReadingError):
                read_bytes(data, "orders")
    return made


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


def slow(patterns: Iterator[Tried] | list[Tried], fewest: int) -> str:
    """Which patterns take more than a pass over a text; at least ``fewest`` were tried."""
    found, seen = [], set[object]()
    allowed = _SECONDS * slowness()
    for where, pattern, whole in patterns:
        if (pattern.pattern, pattern.flags) in seen:
            continue
        seen.add((pattern.pattern, pattern.flags))
        longest = _CAPPED.get(where, _LONGEST)
        for piece in _PIECES:
            # the short text finds what would never come to an end in the long one
            for length in (min(_SHORT, longest), longest):
                text = piece * (length // len(piece)) + "\0"
                if _seconds(pattern, text, whole=whole) > allowed:
                    found.append(f"{'.'.join(where)} at {length} characters of {piece!r}")
                    break
    assert len(seen) >= fewest
    return "\n".join(found)


def test_no_pattern_of_a_module_takes_more_than_a_pass_over_a_text() -> None:
    assert slow(kept_patterns(), 80) == ""


def test_no_pattern_of_a_function_does() -> None:
    assert slow(written_patterns(), 25) == ""


def test_no_pattern_that_is_put_together_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_patterns(monkeypatch)
    assert slow(made, 20) == ""
    written = {where for where, call in calls() if not _is_written(call)}
    left = written - {tried.where for tried in made} - _MADE_AT_IMPORT - _OF_OUR_OWN_WORDS
    assert left == set()


def _is_written(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.Constant)


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
