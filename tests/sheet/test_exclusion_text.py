"""Exclusions as they are typed after ``--leave-out``."""

import pytest

from courier.sheet.errors import MappingError
from courier.sheet.exclusion_text import parse_exclusion, typed_exclusion
from courier.sheet.exclusions import describe

HEADERS = ["Order", "Status", "Line status", "Total", "Terms and Total"]


def said(written: str) -> str:
    return describe(parse_exclusion(written, HEADERS), lambda column: HEADERS[int(column[1:])])


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Status is refunded, voided", "Status is refunded, voided"),
        ("status IS NOT paid", "Status is not paid"),
        ("Line status is empty", "Line status is empty"),
        ("Line status is not empty", "Line status is not empty"),
        ("Status contains fund", "Status contains fund"),
        ("Status is refunded, voided and Total is 0", "Status is refunded, voided and Total is 0"),
        (
            "Status is empty AND total is not 0, 1 and Order contains X",
            "Status is empty and Total is not 0, 1 and Order contains X",
        ),
        ("Terms and Total is 5 and Status is a", "Terms and Total is 5 and Status is a"),
    ],
)
def test_exclusions_in_words(written: str, words: str) -> None:
    assert said(written) == words


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("Status is black and white", ("black and white",)),
        ("Status is Home & Garden, a & b", ("Home & Garden", "a & b")),
        ("Status is back and Total Care", ("back and Total Care",)),
        ('Status is "black and Total is 0"', ("black and Total is 0",)),
        ('Status is "1,50", 2', ("1,50", "2")),
        ('Status is "a" and b', ('"a" and b',)),
        ('Status is 5" pipe, "a" b', ('5" pipe', '"a" b')),
    ],
)
def test_an_and_within_a_value_joins_nothing(written: str, values: tuple[str, ...]) -> None:
    (condition,) = parse_exclusion(written, HEADERS).conditions
    assert condition.values == values


def test_a_value_in_quotation_marks_ends_before_another_condition() -> None:
    first, second = parse_exclusion('Status is x, "a, b" and Total is 0', HEADERS).conditions
    assert (first.values, second.column, second.values) == (("x", "a, b"), "c3", ("0",))


@pytest.mark.parametrize(
    "written", ["Nothing is x", "Status", "Status was x", "Status is", "Status is empty x", "Status is a and Total is"]
)
def test_an_exclusion_that_cannot_be_understood_is_refused_with_what_was_written(written: str) -> None:
    with pytest.raises(MappingError, match=written.rpartition(" and ")[2]):
        parse_exclusion(written, HEADERS)


def test_another_condition_of_a_column_that_is_not_there_is_no_value() -> None:
    with pytest.raises(MappingError, match="“Totl is 0” begins with no column"):
        parse_exclusion("Status is refunded and Totl is 0", HEADERS)


@pytest.mark.parametrize(
    "written",
    ["Status is refunded and Total is not 0", 'Status is "a, b", c and Total is not empty', 'Status is "x and y"'],
)
def test_what_is_typed_is_read_as_it_was(written: str) -> None:
    exclusion = parse_exclusion(written, HEADERS)
    typed = typed_exclusion(exclusion, lambda column: HEADERS[int(column[1:])])
    assert parse_exclusion(typed, HEADERS) == exclusion
