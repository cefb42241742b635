"""Whatever stands in cells, and whichever fields a sheet has, it comes to a verdict, a plan of repairs and figures."""

import csv
import io
import random

import pytest

from courier.catalogue.fields import FIELDS
from courier.messages import UserError
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.reading.item_columns import unfold_items
from tests.reading.time_limit import within
from tests.rules.one_cell import NOW, RIGHT
from tests.tries import tries

ODD = {
    "digits": ["1" * 5000, "-" + "1" * 5000, "1." + "1" * 5000, "1e99999", "0x10", "١٢٣", "²³", "4111²1111³1111¹111",
               "4111 1111 1111 1111²", "nan", "inf", "-0", "1," * 300],
    "dates": ["99999-01-01", "0000-00-00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+99:99", "9999-12-31",
              "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-02-30", "45999999999", "-1", "24:00",
              "Monday 99 Foo 2026", "2026-11-20T10:00:00[Europe/Berlin]", " " * 5000 + "2026-11-20"],
    "signs": ["\x1b]52;c;eA==\x07", "\x00", "\x9b31m", "\u202eabc", "\ufeff", "\r", "\n\n", "\u2028", "e\u0301" * 3000],
    "addresses": ["a@" * 2000, "@" * 5000, "a@b.c" * 1000, "a" * 5000 + "@b.example", "http://" + "a" * 9000],
    "formulas": ["=cmd|'/c calc'!A1", "@SUM(1)", "{{7*7}}", "%s%s%n", "../../../x", "$1", "\\1"],
}  # fmt: skip


def judged(rows: list[dict[str, str]], zone: str | None = None) -> None:
    """Take a sheet from its bytes to its figures, before and after its repairs."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    try:
        table = read_bytes(out.getvalue().encode(), "orders.csv")
        draft = open_table(table, "orders.csv", None, OpenOptions(zone=zone), NOW).draft
    except UserError as problem:
        assert str(problem).endswith(".")  # noqa: PT017 (both ends are good)
        return
    draft.check()
    for _ in range(2):
        assert all(problem.rule for problem in draft.problems())
        assert draft.summary().rows == draft.sheet.row_count
        draft.do(draft.plan().edit)


@pytest.mark.parametrize("kind", ODD)
def test_whatever_stands_in_a_cell(kind: str) -> None:
    values = ODD[kind]
    judged([{**RIGHT, "OrderId": f"A-{row}", name: value} for row, value in enumerate(values) for name in RIGHT])


@pytest.mark.parametrize("zone", [None, "-12:00", "Asia/Tokyo"])
def test_whatever_stands_for_a_date(zone: str | None) -> None:
    for value in ODD["dates"]:
        judged([{**RIGHT, "EventDate": value}], zone)


@pytest.mark.soak
def test_whichever_fields_a_sheet_has() -> None:
    names, odd = [*FIELDS], [value for values in ODD.values() for value in values]
    for seed in range(tries(4, 600)):
        chance = random.Random(f"fields {seed}")
        some = chance.sample(names, chance.randrange(2, 12))
        rows = [
            {name: chance.choice([RIGHT.get(name, "1"), "1.50", "", chance.choice(odd)[:200]]) for name in some}
            for _ in range(6)
        ]
        judged([{"OrderId": f"A-{row // 2}", **cells} for row, cells in enumerate(rows)])


def test_sums_need_no_currency() -> None:
    judged([{"OrderId": "A", "ItemPrice": "1.11", "Quantity": "3", "OrderSubtotal": "5"} for _ in range(3)])


def test_items_beside_thousands_of_other_columns_are_not_repeated() -> None:
    items = ",".join(f"Item {number} SKU,Item {number} Price" for number in range(1, 1000))
    others = ",".join(f"Other {letter}" for letter in range(1, 1900))
    row = "A," + "y,1," * 999 + ",".join("x" for _ in range(1899))
    with within(5):
        table = read_bytes(f"Order ID,{items},{others}\n{(row + chr(10)) * 30}".encode(), "orders.csv")
        assert unfold_items(table) is table
