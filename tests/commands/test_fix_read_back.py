"""What ``courier fix`` writes is judged as it was when it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courier.rules.repairs import FIX_ORDER
from tests.commands.running import NOW, Courier, records
from tests.commands.test_whole_journeys import AFFILIATES, FACTS, SHOP
from tests.rules.test_pairs import FROM_FILES, options_of, sheet_of

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


def judged(verdict: dict[str, Any]) -> tuple[dict[str, int], list[object]]:
    """How often each rule is broken, and how the rows are divided."""
    counts = dict(verdict["counts_by_rule"])
    # a column beside the one that now holds its repaired values is not sent, and a note says so
    counts.pop("HDR-UNKNOWN", None)
    # only a workbook's own number shows how its digits were lost; as text it looks like any damaged one
    if lost := counts.pop("ROW-DIGITS", 0):
        counts["ROW-SCI"] = counts.get("ROW-SCI", 0) + lost
    return counts, [verdict[name] for name in ("template", "rows", "ready", "set_aside", "left_out")]


def read_back(courier: Courier, source: Path, folder: Path, *options: str) -> Path:
    """Repair a sheet and check what was written with the same options."""
    repaired = folder / "repaired.csv"
    fixed = courier("fix", source, "--output", repaired, "--json", *options)
    checked = courier("check", repaired, "--json", *options)
    assert judged(checked.json) == judged(fixed.json)
    assert checked.code == fixed.code
    return repaired


@pytest.mark.parametrize("rule", [rule for rule in FROM_FILES if rule in FIX_ORDER])
def test_a_sheet_that_fails_a_rule_with_a_repair(courier: Courier, tmp_path: Path, rule: str) -> None:
    asked = options_of(rule)
    options = ["--template", asked["template"]] if "template" in asked else []
    for column, field in asked.get("map", []):
        options += ["--map", f"{column}={field}"]
    read_back(courier, sheet_of(rule, "fail"), tmp_path, *NOW, *options)


@pytest.mark.parametrize("name", ["item-level.csv", "order-level.csv"])
def test_a_sample(courier: Courier, tmp_path: Path, name: str) -> None:
    read_back(courier, SAMPLES / name, tmp_path, *NOW)


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--map", "Note Attributes=ClickId"),
        ("--leave-out", "Note Attributes contains gift"),
        ("--leave-out", "Financial Status is refunded, voided"),
    ],
)
def test_a_shop_s_orders_with_click_ids_among_their_notes(
    courier: Courier, tmp_path: Path, options: tuple[str, ...]
) -> None:
    source = tmp_path / "orders_export.csv"
    source.write_text(SHOP, encoding="utf-8")
    read_back(courier, source, tmp_path, *FACTS, "--set", "Category=Kitchen", *options)


def test_click_ids_get_a_column_of_their_own_and_the_notes_stay(courier: Courier, tmp_path: Path) -> None:
    source = tmp_path / "orders_export.csv"
    source.write_text(SHOP, encoding="utf-8", newline="\n")
    head, first, *_ = records(read_back(courier, source, tmp_path, *FACTS, "--set", "Category=Kitchen"))
    row = dict(zip(head, first, strict=True))
    assert (row["ClickId"], row["Note Attributes"]) == (
        "2f80f558a93cf3619d9c", "gift: yes\nim_ref: 2f80f558a93cf3619d9c",
    )  # fmt: skip


def test_a_list_of_sales(courier: Courier, tmp_path: Path) -> None:
    source = tmp_path / "affiliate sales.csv"
    source.write_text(AFFILIATES, encoding="utf-8")
    read_back(courier, source, tmp_path, *FACTS, "--zone", "Pacific Time", "--dates", "mdy")


def test_a_workbook_with_dates_and_times_apart(courier: Courier, tmp_path: Path, workbook: Path) -> None:
    head, *_ = records(read_back(courier, workbook, tmp_path, *FACTS, "--zone", "Berlin"))
    assert head[-1] == "EventDate"
