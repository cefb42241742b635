"""The work of an edit, counted and not timed: it must not grow with the sheet."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_source
from courier.rules import checker, evaluation
from courier.rules.character_index import CharacterIndex

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


def sheet_of(folder: Path, orders: int, large: int = 3) -> Draft:
    """Orders of three rows, the first of ``large`` rows."""
    lines = [HEADER]
    for order in range(orders):
        lines += [
            f"1000,18500,2026-11-20T10:00:00Z,AC-{order},QiiWXOVnrQ3SQHl24jQjyxBGUkm{order:04},CUST{order:06},USD,5.00,Hats,S-{row},1"
            for row in range(large if order == 0 else 3)
        ]
    path = folder / f"orders-{orders}-{large}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft = open_source(path, OpenOptions(), NOW).draft
    draft.check()
    assert not draft.verdict.counts_by_rule()
    return draft


def work_of(draft: Draft, row: int, column: str, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The most cells that tests read for one edit, and the most tests that ran."""
    looked: list[int] = []
    ran: list[int] = []

    def counting(frame: pl.DataFrame, tests: evaluation.RuleTests, characters: CharacterIndex | None = None):
        looked.append(frame.height * len(tests.keys))
        ran.append(len(tests.keys))
        return evaluation.evaluate(frame, tests, characters)

    with monkeypatch.context() as patched:
        patched.setattr(checker, "evaluate", counting)
        draft.do(type_cells(draft, [(row, column, text)]))
    return sum(looked), sum(ran)


@pytest.mark.parametrize(("column", "text"), [("c7", "6.00"), ("c3", "AC-9"), ("c2", "2026-11-21"), ("c9", "S-0")])
def test_an_edit_makes_the_same_work_in_a_sheet_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, text: str
) -> None:
    small, large = (work_of(sheet_of(tmp_path, orders), 1, column, text, monkeypatch) for orders in (20, 3_000))
    assert small == large


def of_orders(draft: Draft) -> int:
    return len(draft.checker._of_several.keys("@order"))


def test_an_edit_looks_at_its_row_by_the_rules_that_its_field_concerns_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = sheet_of(tmp_path, 50)
    looked, ran = work_of(draft, 4, "c7", "6.00", monkeypatch)
    # no rule compares the amounts of an order's rows
    assert looked == ran < len(draft.checker._row_tests.keys) / 3


def test_a_row_that_goes_to_another_order_concerns_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = sheet_of(tmp_path, 50)
    looked, ran = work_of(draft, 4, "c3", "AC-9", monkeypatch)
    assert looked == ran - of_orders(draft) + 6 * of_orders(draft)


def test_work_grows_with_the_order_that_is_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = sheet_of(tmp_path, 10, large=500)
    looked, ran = work_of(draft, 4, "c2", "2026-11-21", monkeypatch)
    assert looked == ran - of_orders(draft) + 500 * of_orders(draft)
