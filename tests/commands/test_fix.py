"""``courier fix``: what has only one answer is repaired, in a file of its own."""

from pathlib import Path

import pytest

from tests.commands.running import HEADER, NOW, Courier, in_its_own_process, order, records, row, write


@pytest.fixture
def repairable(tmp_path: Path) -> Path:
    """A sheet with problems that have a safe repair, and one that has only an unsafe one."""
    rows = [
        row(1, CurrencyCode="usd", Amount="12,50", Category=" Tennis "),
        *order(2, 2),
        row(3, CustomerId="jane@example.com"),
        row(2, Sku="SKU-9"),
    ]
    return write(tmp_path / "orders.csv", rows, f"{HEADER},Warehouse")


def cells(path: Path, column: str) -> list[str]:
    head, *body = records(path)
    return [record[head.index(column)] for record in body]


def test_safe_fixes_leave_headers_and_rows_as_they_were(courier: Courier, repairable: Path, tmp_path: Path) -> None:
    before = repairable.read_bytes()
    run = courier("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW)
    # one error has no safe fix, and the sheet is written all the same
    assert (run.code, run.err) == (1, "")
    fixed = records(tmp_path / "fixed.csv")
    assert fixed[0] == f"{HEADER},Warehouse".split(",")
    assert len(fixed) == 6
    assert cells(tmp_path / "fixed.csv", "CurrencyCode") == ["USD"] * 5
    assert cells(tmp_path / "fixed.csv", "Amount")[0] == "12.50"
    assert cells(tmp_path / "fixed.csv", "Category")[0] == "Tennis"
    assert cells(tmp_path / "fixed.csv", "OrderId") == ["AC-1", "AC-2", "AC-2", "AC-2", "AC-3"]
    assert cells(tmp_path / "fixed.csv", "CustomerId")[4] == "jane@example.com"
    assert repairable.read_bytes() == before
    assert "1 row moved to the rest of an order." in run.out
    assert ": 1 cell repaired. [ROW-CURRENCY]" in run.out
    assert not (tmp_path / "fixed.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_sheet_without_errors_left_is_0(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, CurrencyCode="usd")])
    run = courier("fix", path, "--output", tmp_path / "fixed.csv", *NOW)
    assert run.code == 0
    assert "0 errors, 0 warnings, 0 notes." in run.out.splitlines()
    assert courier("check", tmp_path / "fixed.csv", *NOW).code == 0


def test_named_rules_only_and_unsafe_ones_too(courier: Courier, repairable: Path, tmp_path: Path) -> None:
    run = courier("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW, "--rule", "ROW-CUSTID-EMAIL")
    assert run.code == 1
    assert cells(tmp_path / "fixed.csv", "CurrencyCode")[0] == "usd"
    assert cells(tmp_path / "fixed.csv", "OrderId") == ["AC-1", "AC-2", "AC-2", "AC-3", "AC-2"]
    # SHA-1 of the address
    assert cells(tmp_path / "fixed.csv", "CustomerId")[3] == "0850a4cffb73cbc53fd33e8990c2184c915ff041"
    both = ("--rule", "ROW-CURRENCY", "--rule", "GRP-CONSECUTIVE")
    courier("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW, *both)
    assert cells(tmp_path / "fixed.csv", "CurrencyCode")[0] == "USD"
    assert cells(tmp_path / "fixed.csv", "Amount")[0] == "12,50"
    assert cells(tmp_path / "fixed.csv", "OrderId") == ["AC-1", "AC-2", "AC-2", "AC-2", "AC-3"]


@pytest.mark.parametrize("rule", ["ROW-NONSENSE", "HDR-MIN-ITEM"])
def test_a_rule_without_a_repair_changes_nothing(courier: Courier, repairable: Path, tmp_path: Path, rule: str) -> None:
    run = courier("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW, "--rule", rule)
    assert (run.code, run.out) == (2, "")
    assert rule in run.sentence
    assert not (tmp_path / "fixed.csv").exists()


def test_json_is_the_verdict_afterwards_and_what_was_done(courier: Courier, repairable: Path, tmp_path: Path) -> None:
    run = courier("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW, "--json")
    assert run.code == 1
    assert run.json["counts_by_rule"] == {"ROW-CUSTID-EMAIL": 1, "HDR-UNKNOWN": 1}
    assert run.json["fixed"] == {
        "output": str(tmp_path / "fixed.csv"),
        "cells": {"ROW-SPACE": 1, "ROW-CURRENCY": 1, "ROW-AMOUNT-NUM": 1},
        "moved_rows": 1,
    }
    assert run.json["ready"] + run.json["set_aside"] + run.json["left_out"] == run.json["rows"] == 5


def test_options_of_the_sheet_count_here_too(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="03/04/2026 10:15:00")])
    options = ("--now", "2026-05-01", "--dates", "dmy", "--zone", "Europe/Berlin")
    assert courier("fix", path, "--output", tmp_path / "fixed.csv", *options).code == 0
    assert cells(tmp_path / "fixed.csv", "EventDate") == ["2026-04-03T10:15:00+02:00"]


def test_repaired_fields_that_no_column_holds_get_one(courier: Courier, tmp_path: Path) -> None:
    header = HEADER.replace("EventDate", "Day,Clock")
    path = write(tmp_path / "orders.csv", [row(1, Day="20.11.2026", Clock="10:00")], header)
    options = ("--map", "Day + Clock=EventDate", "--zone", "+01:00")
    assert courier("fix", path, "--output", tmp_path / "fixed.csv", *NOW, *options).code == 0
    assert records(tmp_path / "fixed.csv")[0] == [*header.split(","), "EventDate"]
    assert cells(tmp_path / "fixed.csv", "EventDate") == ["2026-11-20T10:00:00+01:00"]
    assert cells(tmp_path / "fixed.csv", "Day") == ["20.11.2026"]


@pytest.mark.parametrize("text", ["a\rb", "a\nb", 'a "b"', "a,b", "=1", " x "])
def test_cells_without_a_field_are_written_as_they_were_read(courier: Courier, tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "orders.csv", [row(1, CurrencyCode="usd", Warehouse=text)], f"{HEADER},Warehouse")
    assert courier("fix", path, "--output", tmp_path / "fixed.csv", *NOW).code == 0
    assert cells(tmp_path / "fixed.csv", "Warehouse") == [text]


def test_ragged_records_keep_their_cells(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", order(1, 2))
    path.write_text(path.read_text(encoding="utf-8").rstrip() + ",more\n", encoding="utf-8")
    courier("fix", path, "--output", tmp_path / "fixed.csv", *NOW)
    assert [len(record) for record in records(tmp_path / "fixed.csv")] == [11, 11, 12]
    assert records(tmp_path / "fixed.csv")[2][-1] == "more"
    # the repaired file is held back like its source
    assert courier("check", tmp_path / "fixed.csv", *NOW).code == 1


def test_in_its_own_process(repairable: Path, tmp_path: Path) -> None:
    run = in_its_own_process("fix", repairable, "--output", tmp_path / "fixed.csv", *NOW)
    assert (run.code, run.err) == (1, "")
    assert cells(tmp_path / "fixed.csv", "CurrencyCode") == ["USD"] * 5


def test_lines_of_variants_without_a_price_are_deleted_where_their_rule_is_named(
    courier: Courier, tmp_path: Path
) -> None:
    line = {"Sku": "TEE-RED", "Quantity": "1.0000"}
    rows = [row(1, Amount="49.90", **line), row(1, Amount="0.00", **line), *order(2, 2), row(3, Sku="MUG")]
    path = write(tmp_path / "orders.csv", rows)
    assert "  Option: fix --rule GRP-SKU-ONCE" in courier("check", path, *NOW).out.splitlines()
    courier("fix", path, "--output", tmp_path / "kept.csv", *NOW)
    assert len(records(tmp_path / "kept.csv")) == 6
    run = courier("fix", path, "--output", tmp_path / "fixed.csv", *NOW, "--rule", "GRP-SKU-ONCE", "--rule", "ITEM-QTY")
    assert (run.code, run.err) == (0, "")
    assert "1 row without a price deleted." in run.out.splitlines()
    assert cells(tmp_path / "fixed.csv", "Amount")[0] == "49.90"
    assert cells(tmp_path / "fixed.csv", "OrderId") == ["AC-1", "AC-2", "AC-2", "AC-3"]


def test_other_lines_of_a_product_that_stands_twice_are_kept(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Sku="MUG"), row(1, Sku="MUG"), row(2)])
    run = courier("fix", path, "--output", tmp_path / "fixed.csv", "--json", *NOW, "--rule", "GRP-SKU-ONCE")
    assert run.json["fixed"]["deleted_rows"] == 0
    assert len(records(tmp_path / "fixed.csv")) == 4
