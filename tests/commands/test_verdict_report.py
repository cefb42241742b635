"""What ``courier check`` and ``fix`` print: a summary, then the problems of each rule together."""

import re
from pathlib import Path

import pytest

from courier.commands.console import typed
from tests.commands.running import HEADER, NOW, Courier, order, row, write


@pytest.fixture
def messy_shop(tmp_path: Path) -> Path:
    """Ten rows that need a currency and one more amount, with columns of the shop that impact.com has no field for."""
    header = HEADER + "".join(f",Shop column {number}" for number in range(1, 35))
    rows = [row(number, CurrencyCode="usd", **({"Amount": "$10.00"} if number == 3 else {})) for number in range(10)]
    return write(tmp_path / "orders export.csv", rows, header)


def section(out: str, rule: str) -> list[str]:
    """The lines about one rule, without its place in the table."""
    (found,) = (part for part in out.split("\n\n") if re.match(rf".*\[{rule}\]", part.replace("\n", " ")))
    return found.splitlines()


def test_the_summary_comes_first(courier: Courier, messy_shop: Path) -> None:
    run = courier("check", messy_shop, *NOW)
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines()[:9] == [
        "orders export.csv: 0 of 10 rows ready, 10 need repair, 0 on hold, 0 excluded.",
        "11 errors, 0 warnings, 34 notes.",
        "100.00 USD of 100.00 is not ready.",
        "Item level: Sku, Category and Quantity are filled.",
        "",
        "  10  Error  ROW-CURRENCY    Currency missing or unknown",
        "   1  Error  ROW-AMOUNT-NUM  Not a plain amount",
        "  34  Note   HDR-UNKNOWN     Column impact.com does not know",
        "",
    ]


def test_a_rule_has_its_count_three_places_and_what_to_do(courier: Courier, messy_shop: Path) -> None:
    run = courier("check", messy_shop, *NOW)
    assert section(run.out, "ROW-CURRENCY") == [
        "Error: Currency missing or unknown, 10 times, 10 safe to fix [ROW-CURRENCY]",
        "  “usd” is no currency code. The safe fix writes “USD”.",
        "    row 2, CurrencyCode: “usd” → “USD”",
        "    row 3, CurrencyCode: “usd” → “USD”",
        "    row 4, CurrencyCode: “usd” → “USD”",
        "    and 7 more; --all shows them.",
    ]
    assert run.out.splitlines()[-2:] == [
        "11 repairs are safe:",
        f"  {typed('courier', 'fix', str(messy_shop), '--output', 'repaired.csv')}",
    ]


def test_all_shows_every_place(courier: Courier, messy_shop: Path) -> None:
    run = courier("check", messy_shop, *NOW, "--all")
    assert run.out.count("CurrencyCode: “usd” → “USD”") == 10
    assert "--all" not in run.out


def test_columns_that_are_not_sent_are_one_line(courier: Courier, messy_shop: Path) -> None:
    _, sentence, columns, option = section(courier("check", messy_shop, *NOW).out, "HDR-UNKNOWN")
    assert sentence.startswith("  impact.com has no field called “Shop column 1”")
    assert columns == "    Columns: " + ", ".join(f"Shop column {number}" for number in range(1, 35))
    assert option == '  Option: --map "COLUMN=FIELD"'


def test_what_differs_within_a_rule_is_said(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Amount="$10.00"), row(2, Amount="many"), row(3, Amount="few")])
    lines = section(courier("check", path, *NOW).out, "ROW-AMOUNT-NUM")
    assert [line for line in lines if line.startswith("    ")] == [
        "    row 2, Amount: “$10.00” → “10.00”",
        "    row 3, Amount: “many”",
        "    row 4, Amount: “few”",
    ]
    assert sum("is no amount" in line for line in lines) == 1


def test_rows_without_a_value_to_show_are_ranges_and_no_address_is_shown(courier: Courier, tmp_path: Path) -> None:
    address = "jane" + "@example.com"
    rows = [row(number, CustomerEmail=address if number != 4 else "") for number in range(1, 6)]
    run = courier("check", write(tmp_path / "orders.csv", rows, f"{HEADER},CustomerEmail"), *NOW, "--all")
    assert section(run.out, "ROW-EMAIL")[-1] == "    CustomerEmail: rows 2–4, 6"
    assert address not in run.out


def test_missing_columns_name_the_option_that_gives_them(courier: Courier, tmp_path: Path) -> None:
    header = HEADER.replace("CurrencyCode,", "").replace("CampaignId,", "").replace("EventDate,", "")
    lines = section(courier("check", write(tmp_path / "orders.csv", [row(1)], header), *NOW).out, "HDR-MIN-ITEM")
    assert sorted(lines[-1].removeprefix("  Option: ").replace(" --", "|--").split("|")) == [
        '--map "COLUMN=EventDate"', "--set CampaignId=…", "--set CurrencyCode=…",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "header", "rule", "option"),
    [
        ([row(1, EventDate="2026-11-20T10:00:00")], HEADER, "ROW-DATE-TZ", "--zone Europe/Berlin"),
        ([row(1, EventDate="03/04/2026 10:15:00")], HEADER, "ROW-DATE-FMT", "--dates dmy|mdy"),
        (
            [row(1, **{"Financial Status": "refunded"}), row(2, **{"Financial Status": "paid"})],
            f"{HEADER},Financial Status",
            "ROW-SHOP-STATUS",
            typed("--leave-out", "Financial Status is refunded"),
        ),
        (
            [row(1, **{"Cancelled at": "2026-11-21"}), row(2)],
            f"{HEADER},Cancelled at",
            "ROW-SHOP-STATUS",
            typed("--leave-out", "Cancelled at is not empty"),
        ),
        (
            [
                row(1, **{"Refunded at": "2026-11-21", "Financial Status": "partially refunded"}),
                row(2, **{"Refunded at": "2026-11-21"}),
            ],
            f"{HEADER},Financial Status,Refunded at",
            "ROW-SHOP-STATUS",
            typed("--leave-out", "Refunded at is not empty and Financial Status is not partially refunded"),
        ),
    ],
)
def test_the_option_that_answers_a_rule(
    courier: Courier, tmp_path: Path, rows: list[dict[str, str]], header: str, rule: str, option: str
) -> None:
    run = courier("check", write(tmp_path / "orders.csv", rows, header), *NOW)
    assert section(run.out, rule)[-1] == f"  Option: {option}"


def test_what_is_repaired_is_said_before_what_is_left(courier: Courier, messy_shop: Path, tmp_path: Path) -> None:
    run = courier("fix", messy_shop, "--output", tmp_path / "repaired.csv", *NOW)
    assert run.out.startswith("Not a plain amount: 1 cell repaired. [ROW-AMOUNT-NUM]\n")
    assert "\n\norders export.csv: 10 of 10 rows ready, 0 need repair, 0 on hold, 0 excluded.\n" in run.out
    assert "courier fix" not in run.out


def test_a_terminal_has_lines_that_fit_and_colours(
    courier: Courier, messy_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = courier("check", messy_shop, *NOW).out
    assert "\x1b[1;31m11 errors" in out.replace("\x1b[0m \x1b[1;31m", " ")
    plain = re.sub(r"\x1b\[[\d;]*m", "", out)
    # only the command to copy is longer
    assert [line for line in plain.splitlines() if len(line) > 60] == plain.splitlines()[-1:]


def test_a_clean_sheet_after_leaving_rows_out(courier: Courier, tmp_path: Path) -> None:
    rows = [*order(1, 2, Category="Tennis"), *order(2, 1, Category="Test")]
    run = courier("check", write(tmp_path / "orders.csv", rows), *NOW, "--leave-out", "Category is test")
    assert run.code == 0
    assert run.out.startswith("orders.csv: 2 of 3 rows ready, 0 need repair, 0 on hold, 1 excluded.\n")


def test_conditions_joined_by_and_must_both_hold(courier: Courier, tmp_path: Path) -> None:
    rows = [
        row(1, Status="refunded", Total="0"),
        row(2, Status="refunded", Total="5"),
        row(3, Status="paid", Total="0"),
    ]
    source = write(tmp_path / "orders.csv", rows, f"{HEADER},Status,Total")
    run = courier("check", source, *NOW, "--leave-out", "Status is refunded and Total is 0")
    assert run.out.startswith("orders.csv: 2 of 3 rows ready, 0 need repair, 0 on hold, 1 excluded.\n")
