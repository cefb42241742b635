"""What a file of changes itself says of its actions: the amount before, and the day from which on nothing changes."""

from datetime import UTC, datetime

import pytest

from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.rules.phrases import phrase

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEAD = "Action ID,Reason,Currency,Amount,Original Amount,Locking Date"


def changes(*lines: str, head: str = HEAD) -> Draft:
    table = read_bytes("\n".join([head, *lines, ""]).encode(), "changes.csv")
    draft = open_table(table, "changes.csv", None, OpenOptions(template="modification"), NOW).draft
    draft.check()
    return draft


def found(draft: Draft) -> list[tuple[int | None, str]]:
    rules = ["MOD-LOCKED", "MOD-NOOP", "MOD-ZERO"]
    return [(problem.row, problem.rule) for problem in draft.problems(rules=rules)]


def action(number: int, amount: str, before: str, locks: str) -> str:
    return f"1000.{number}.77,OTHER,USD,{amount},{before},{locks}"


def test_a_change_is_compared_with_the_amount_that_the_file_says_was_there() -> None:
    draft = changes(
        action(1, "5.00", "19.90", ""),
        action(2, "19.90", "19.9", ""),
        action(3, "0", "0.00", ""),
        action(4, "0", "19.90", ""),
        action(5, "1200.00", '"$1,200.00"', ""),
        action(6, "1.00", "", ""),
    )
    assert found(draft) == [(1, "MOD-NOOP"), (2, "MOD-ZERO"), (4, "MOD-NOOP")]
    draft.do(type_cells(draft, [(1, "c3", "5.00"), (3, "c4", "0")]))
    assert found(draft) == [(2, "MOD-ZERO"), (3, "MOD-ZERO"), (4, "MOD-NOOP")]


@pytest.mark.parametrize(
    ("locks", "locked"),
    [
        ("2026-11-22", True),
        ("2026-11-22T23:59:59-08:00", True),
        ("2026-11-23", False),
        ("2026-12-01", False),
        # another form may be another day
        ("11/12/2026", False),
        ("", False),
    ],
)
def test_an_action_is_locked_after_the_day_that_the_file_says(locks: str, locked: bool) -> None:
    draft = changes(action(1, "5.00", "", locks), action(2, "5.00", "", ""))
    assert found(draft) == ([(0, "MOD-LOCKED")] if locked else [])
    if locked:
        (problem,) = draft.problems(rules=["MOD-LOCKED"])
        assert phrase(problem, draft.sheet.header).startswith("1000.1.77 has been locked since 2026-11-22.")


def test_a_column_that_feeds_a_field_is_no_fact_about_the_action() -> None:
    draft = changes("1000.1.77,OTHER,USD,5.00", head="Action ID,Reason,Currency,Original Amount")
    assert found(draft) == []
    table = read_bytes(b"Action ID,Reason,Currency,Original Amount\n1000.1.77,OTHER,USD,5.00\n", "changes.csv")
    options = OpenOptions(template="modification", columns=(("Original Amount", "Amount"),))
    fed = open_table(table, "changes.csv", None, options, NOW).draft
    fed.check()
    assert fed.fields(fed.sheet.row_order)["Amount"].to_list() == ["5.00"]
    assert found(fed) == []


def test_in_a_sheet_of_orders_these_columns_say_nothing() -> None:
    head = "CampaignId,ActionTrackerId,EventDate,OrderId,CurrencyCode,Amount,Original Amount,Locking Date"
    line = "1000,18500,2026-11-20T10:00:00Z,O-1,USD,5.00,5.00,2026-01-01"
    draft = open_table(read_bytes(f"{head}\n{line}\n".encode(), "o.csv"), "o.csv", None, OpenOptions(), NOW).draft
    draft.check()
    assert draft.choices.template != "modification"
    assert found(draft) == []
