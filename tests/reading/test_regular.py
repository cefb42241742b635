"""The quick way of reading gives what the exact one gives, or nothing."""

import csv
import io
import random

import pytest

from courier.reading.regular import read_regular
from tests.tries import tries

TIMES = tries(2_000, 100_000)


@pytest.mark.soak
def test_whatever_is_read_the_quick_way_is_read_alike_by_the_exact_one() -> None:
    chance = random.Random(4)
    taken = 0
    for _ in range(TIMES):
        text = "".join(chance.choice('ab,,,"""\n\n\r ') for _ in range(chance.randrange(1, 24)))
        if chance.random() < 0.5:
            text = "x,y\n" + text
        if chance.random() < 0.3:
            text = text.replace("\n", "\r\n")
        if chance.random() < 0.5:
            # with few quotation marks for its length, each of them is looked at
            text = text.replace("a", "a" * 99)
        found = read_regular(text.encode(), ",", '"')
        if found is not None:
            taken += 1
            assert [list(row) for row in found.rows()] == list(csv.reader(io.StringIO(text, newline=""))), repr(text)
    assert taken > TIMES / 50


@pytest.mark.parametrize(
    "text",
    ['a,b\n"c\nd",e\n', 'a,b\r\n"",""\r\n', 'a,"b""c"\n', "a,b\nc,d", "ä,ö\nü,ß\n"],
)
def test_what_is_regular_is_read_the_quick_way(text: str) -> None:
    assert read_regular(text.encode(), ",", '"') is not None
