"""``courier check``: everything impact.com would refuse, in words and as JSON."""

import json
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from courier.commands import COMMANDS
from courier.commands.command_line import command_parser
from tests.commands.running import HEADER, NOW, Courier, in_its_own_process, order, row, write

KEYS = {
    "file": str,
    "sheet": (str, type(None)),
    "template": str,
    "template_reason": str,
    "program": (str, type(None)),
    "rows": int,
    "reading": dict,
    "mapping": dict,
    "constants": dict,
    "counts": dict,
    "counts_by_rule": dict,
    "ready": int,
    "set_aside": int,
    "needs_repair": int,
    "on_hold": int,
    "left_out": int,
    "totals": dict,
    "not_ready_totals": dict,
    "expiring": dict,
    "problems": list,
}
READING_KEYS = {
    "format": str,
    "encoding": (str, type(None)),
    "delimiter": (str, type(None)),
    "header_row": int,
    "notes": list,
}
PROBLEM_KEYS = {
    "rule": str,
    "severity": str,
    "row": (int, type(None)),
    "column": (str, type(None)),
    "field": (str, type(None)),
    "value": (str, type(None)),
    "message": str,
    "facts": dict,
    "fix": (dict, type(None)),
}


def assert_shape(values: dict[str, Any], shape: dict[str, Any]) -> None:
    assert list(values) == list(shape)
    for key, kind in shape.items():
        assert isinstance(values[key], kind), key


def places(verdict: dict[str, Any]) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(one["rule"], one["row"], one["column"], one["field"]) for one in verdict["problems"]]


@pytest.fixture
def problematic(tmp_path: Path) -> Path:
    """A sheet with five problems in three of its orders and one more row."""
    rows = [
        *order(1, 2),
        row(2, CurrencyCode="usd", Amount="12,50"),
        row(3, ClickId="", CustomerId=""),
        *order(4, 3),
        row(5, EventDate="2026-08-28T12:00:00Z"),
    ]
    rows[5]["Quantity"] = "0"
    return write(tmp_path / "orders.csv", rows)


def test_a_good_sheet_passes(courier: Courier, tmp_path: Path) -> None:
    run = courier("check", write(tmp_path / "orders.csv", order(1, 2)), *NOW)
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "orders.csv: 2 of 2 rows ready, 0 need repair, 0 on hold, 0 excluded.",
        "0 errors, 0 warnings, 0 notes.",
        "Item level: Sku, Category and Quantity are filled.",
    ]


def test_json_has_the_keys_and_types_of_the_contract(courier: Courier, problematic: Path) -> None:
    run = courier("check", problematic, *NOW, "--json")
    assert (run.code, run.err) == (1, "")
    verdict = run.json
    assert_shape(verdict, KEYS)
    assert_shape(verdict["reading"], READING_KEYS)
    for problem in verdict["problems"]:
        assert_shape(problem, PROBLEM_KEYS)
        assert problem["severity"] in ("error", "warning", "note")
        assert problem["message"].endswith(".")
        if problem["fix"]:
            assert_shape(problem["fix"], {"safe": bool, "value": (str, type(None))})
    assert verdict["file"] == str(problematic)
    assert verdict["reading"] == {
        "format": "csv",
        "encoding": "UTF-8",
        "delimiter": ",",
        "header_row": 1,
        "notes": [],
    }
    assert verdict["mapping"] == {name: name for name in HEADER.split(",")}
    assert (verdict["template"], verdict["program"], verdict["sheet"], verdict["constants"]) == ("item", None, None, {})


def test_json_places_every_problem(courier: Courier, problematic: Path) -> None:
    verdict = courier("check", problematic, *NOW, "--json").json
    assert places(verdict) == [
        ("ROW-CURRENCY", 4, "CurrencyCode", "CurrencyCode"),
        ("ROW-AMOUNT-NUM", 4, "Amount", "Amount"),
        ("ROW-ATTR", 5, None, None),
        ("ITEM-QTY", 7, "Quantity", "Quantity"),
        ("ROW-AGE-SOON", 9, "EventDate", "EventDate"),
    ]
    assert [one["value"] for one in verdict["problems"]] == ["usd", "12,50", None, "0", "2026-08-28T12:00:00Z"]
    assert [one["fix"] for one in verdict["problems"]] == [
        {"safe": True, "value": "USD"},
        {"safe": True, "value": "12.50"},
        None,
        None,
        None,
    ]


def test_json_numbers_agree(courier: Courier, problematic: Path) -> None:
    verdict = courier("check", problematic, *NOW, "--json").json
    by_rule = Counter(one["rule"] for one in verdict["problems"])
    by_severity = Counter(one["severity"] for one in verdict["problems"])
    assert verdict["counts_by_rule"] == dict(by_rule)
    assert verdict["counts"] == {name: by_severity[name] for name in ("error", "warning", "note")}
    assert (verdict["rows"], verdict["ready"], verdict["set_aside"], verdict["left_out"]) == (8, 3, 5, 0)
    assert (verdict["totals"], verdict["not_ready_totals"]) == ({"USD": "30.00"}, {"USD": "52.50"})
    assert list(verdict["expiring"].values()) == [1]


def test_the_template_and_why(courier: Courier, tmp_path: Path) -> None:
    items = courier("check", write(tmp_path / "items.csv", order(1, 2)), *NOW, "--json").json
    assert items["template"] == "item"
    header = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CurrencyCode,Amount"
    orders = courier("check", write(tmp_path / "orders.csv", [row(1)], header), *NOW, "--json").json
    assert orders["template"] == "order"
    assert len({items["template_reason"], orders["template_reason"]}) == 2
    given = courier("check", tmp_path / "items.csv", *NOW, "--json", "--template", "order")
    assert (given.code, given.json["template"]) == (1, "order")
    assert given.json["template_reason"] not in (items["template_reason"], orders["template_reason"])
    assert {one["rule"] for one in given.json["problems"] if one["severity"] == "error"} == {"GRP-ORDER-ONCE"}


def test_rows_are_counted_as_a_spreadsheet_does(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Category="two\nlines"), row(2), row(3, Quantity="0")])
    lines = path.read_text(encoding="utf-8").split("\n")
    # a title and a blank line above, a blank line before the last row
    path.write_text("\n".join(["Orders of November", "", *lines[:-2], "", *lines[-2:]]), encoding="utf-8")
    verdict = courier("check", path, *NOW, "--json").json
    assert verdict["reading"]["header_row"] == 3
    assert verdict["rows"] == 3
    assert places(verdict) == [("ROW-BREAK", 4, "Category", "Category"), ("ITEM-QTY", 7, "Quantity", "Quantity")]


def test_columns_are_told_by_the_header_of_the_source(courier: Courier, tmp_path: Path) -> None:
    header = "Programme No,Event,Order Placed At,Order #,irclickid,Customer,Währung,Line total,Category,Sku,Qty"
    items = [*(row(number) for number in range(1, 9)), row(9, Amount="abc")]
    rows = [dict(zip(header.split(","), one.values(), strict=True)) for one in items]
    maps = ("--map", "Programme No=CampaignId", "--map", "Event=ActionTrackerId", "--map", "Währung=CurrencyCode")
    verdict = courier("check", write(tmp_path / "orders.csv", rows, header), *NOW, *maps, "--json").json
    assert verdict["mapping"]["Line total"] == "Amount"
    assert verdict["mapping"]["Währung"] == "CurrencyCode"
    assert places(verdict) == [("ROW-AMOUNT-NUM", 10, "Line total", "Amount")]


def test_problems_of_the_file_have_no_row(courier: Courier, tmp_path: Path) -> None:
    header = HEADER.replace("CurrencyCode,", "")
    verdict = courier("check", write(tmp_path / "orders.csv", [row(1), row(2)], header), *NOW, "--json").json
    assert places(verdict) == [("HDR-MIN-ITEM", None, None, "CurrencyCode")]
    assert (verdict["ready"], verdict["set_aside"], verdict["left_out"]) == (0, 2, 0)


def test_a_split_order_has_a_safe_fix_without_a_text(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1), row(2), row(1, Sku="SKU-2")])
    (problem,) = courier("check", path, *NOW, "--json").json["problems"]
    assert (problem["rule"], problem["row"]) == ("GRP-CONSECUTIVE", 4)
    assert problem["fix"] == {"safe": True, "value": None}


def test_no_ceiling_on_problems(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(number, Quantity="0") for number in range(3_000)])
    verdict = courier("check", path, *NOW, "--json").json
    assert [one["row"] for one in verdict["problems"]] == list(range(2, 3_002))


def test_warnings_keep_nobody(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="2026-11-20T10:00:00")])
    run = courier("check", path, *NOW, "--json")
    assert run.code == 0
    assert run.json["counts"] == {"error": 0, "warning": 1, "note": 0}
    assert run.json["ready"] == 1


def test_a_header_without_rows_has_no_problem(courier: Courier, tmp_path: Path) -> None:
    run = courier("check", write(tmp_path / "orders.csv", []), *NOW, "--json")
    assert run.code == 0
    assert (run.json["rows"], run.json["problems"]) == (0, [])


def test_several_files_give_a_list(courier: Courier, problematic: Path, tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", order(1, 2))
    run = courier("check", good, problematic, good, *NOW, "--json")
    assert run.code == 1
    assert [Path(one["file"]).name for one in run.json] == ["good.csv", "orders.csv", "good.csv"]
    assert courier("check", good, good, *NOW, "--json").code == 0
    words = courier("check", good, problematic, *NOW)
    assert words.code == 1
    assert "good.csv: 2 of 2 rows ready" in words.out
    assert "\n\norders.csv: 3 of 8 rows ready" in words.out


def test_now_decides_the_age(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1)])

    def rules(now: str) -> set[str]:
        return set(courier("check", path, "--now", now, "--json").json["counts_by_rule"])

    assert rules("2026-11-23") == set()
    assert rules("2026-11-23T01:00:00+02:00") == set()
    assert rules("2027-02-15T12:00:00") == {"ROW-AGE-SOON"}
    assert rules("2027-03-01T00:00:00Z") == {"ROW-AGE-88"}
    assert rules("2026-11-19T00:00:00Z") == {"ROW-DATE-FUTURE"}


def test_without_now_the_clock_counts(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="2020-01-01T00:00:00Z")])
    assert "ROW-AGE-398" in courier("check", path, "--json").json["counts_by_rule"]


def test_a_tab_of_a_workbook(courier: Courier, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    tab = book.create_sheet("November")
    tab.append(HEADER.split(","))
    tab.append(list(row(1, Quantity="0").values()))
    book.save(tmp_path / "orders.xlsx")
    verdict = courier("check", tmp_path / "orders.xlsx", *NOW, "--sheet", "November", "--json").json
    assert (verdict["sheet"], verdict["rows"]) == ("November", 1)
    assert (verdict["reading"]["encoding"], verdict["reading"]["delimiter"]) == (None, None)
    assert places(verdict) == [("ITEM-QTY", 2, "Quantity", "Quantity")]
    assert courier("check", tmp_path / "orders.xlsx", *NOW, "--sheet", "May").code == 2


def test_set_gives_one_value_to_all_rows(courier: Courier, tmp_path: Path) -> None:
    header = HEADER.removeprefix("CampaignId,ActionTrackerId,").replace("Category,", "")
    path = write(tmp_path / "orders.csv", [row(1), row(2)], header)
    options = ("--set", "CampaignId=1000", "--set", "actiontrackerid=18500", "--set", "Category=a=b")
    run = courier("check", path, *NOW, *options, "--json")
    assert run.code == 0
    assert run.json["constants"] == {"CampaignId": "1000", "ActionTrackerId": "18500", "Category": "a=b"}
    assert "CampaignId" not in run.json["mapping"].values()


def test_a_wrong_value_for_all_rows_is_a_problem_without_a_column(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1)], HEADER.replace("CurrencyCode,", ""))
    for output in ((), ("--json",)):
        run = courier("check", path, *NOW, "--set", "CurrencyCode=usd", *output)
        assert run.code == 1
    assert places(run.json) == [("ROW-CURRENCY", 2, None, "CurrencyCode")]


def test_map_calculates(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Each="4.00", Quantity="3")], HEADER.replace("Amount", "Each"))
    run = courier("check", path, *NOW, "--map", "Quantity * Each=Amount", "--json")
    by_field = {field: source for source, field in run.json["mapping"].items()}
    assert (run.code, by_field["Quantity"]) == (0, "Quantity")
    assert "Quantity" in by_field["Amount"]
    assert "Each" in by_field["Amount"]


def test_a_price_that_is_calculated_with_is_no_second_amount(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Price="4.00", Quantity="3")], HEADER.replace("Amount", "Price"))
    assert courier("check", path, *NOW, "--map", "Quantity * Price=Amount").code == 0


def test_map_joins(courier: Courier, tmp_path: Path) -> None:
    rows = [row(1, Day="20.11.2026", Clock="10:00")]
    path = write(tmp_path / "orders.csv", rows, HEADER.replace("EventDate", "Day,Clock"))
    options = ("--map", "Day + Clock=EventDate", "--zone", "UTC")
    run = courier("check", path, *NOW, *options, "--json")
    assert "Day + Clock" in {field: source for source, field in run.json["mapping"].items()}["EventDate"]
    assert places(run.json) == [("ROW-DATE-FMT", 2, None, "EventDate")]
    assert run.json["problems"][0]["value"] == "20.11.2026 10:00"


@pytest.mark.parametrize("dates", [None, "dmy", "mdy"])
def test_dates_says_what_comes_first(courier: Courier, tmp_path: Path, dates: str | None) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="03/04/2026 10:15:00")])
    options = ("--dates", dates) if dates else ()
    (problem,) = courier("check", path, "--now", "2026-05-01T00:00:00Z", *options, "--json").json["problems"]
    assert problem["rule"] == "ROW-DATE-FMT"
    expected = {"dmy": "2026-04-03T10:15:00", "mdy": "2026-03-04T10:15:00"}
    if dates:
        assert problem["fix"] == {"safe": True, "value": expected[dates]}
    else:
        assert not (problem["fix"] and problem["fix"]["safe"])


@pytest.mark.parametrize(
    ("zone", "value"), [("Europe/Berlin", "2026-11-20T10:00:00+01:00"), ("-08:00", "2026-11-20T10:00:00-08:00")]
)
def test_zone_belongs_to_dates_without_one(courier: Courier, tmp_path: Path, zone: str, value: str) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="2026-11-20T10:00:00")])
    (problem,) = courier("check", path, *NOW, f"--zone={zone}", "--json").json["problems"]
    assert (problem["rule"], problem["fix"]) == ("ROW-DATE-TZ", {"safe": True, "value": value})


def test_a_program_fills_gaps_and_gives_the_zone(courier: Courier, tmp_path: Path) -> None:
    facts = {"name": "Acme", "campaign_id": "1000", "currency": "EUR", "zone": "Europe/Berlin"}
    (tmp_path / "acme.json").write_text(
        json.dumps(facts | {"event_types": [{"id": "18500", "name": "Sale"}]}), encoding="utf-8"
    )
    assert courier("programs", "import", tmp_path / "acme.json").code == 0
    header = HEADER.removeprefix("CampaignId,ActionTrackerId,").replace("CurrencyCode,", "")
    path = write(tmp_path / "orders.csv", [row(1, EventDate="2026-11-20T10:00:00")], header)
    verdict = courier("check", path, *NOW, "--program", "Acme", "--json").json
    assert verdict["program"] == "Acme"
    assert verdict["constants"] == {"CampaignId": "1000", "ActionTrackerId": "18500", "CurrencyCode": "EUR"}
    assert verdict["problems"][0]["fix"]["value"] == "2026-11-20T10:00:00+01:00"
    other = courier("check", path, *NOW, "--program", "Acme", "--set", "CurrencyCode=USD", "--json").json
    assert other["constants"]["CurrencyCode"] == "USD"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--program", "Nobody"], "Nobody"),
        (["--template", "reversal"], "reversal"),
        (["--zone", "Mars/Crater"], "Mars/Crater"),
        (["--set", "CurrencyCode"], "CurrencyCode"),
        (["--set", "Nonsense=1"], "Nonsense"),
        (["--map", "Nowhere=Amount"], "Nowhere"),
        (["--map", "Amount"], "Amount"),
        (["--map", "Amount=Nonsense"], "Nonsense"),
        (["--map", "Quantity * Nowhere=Amount"], "Nowhere"),
        (["--now", "yesterday"], "yesterday"),
        (["--dates", "ymd"], "ymd"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_usage_is_told_in_one_sentence(courier: Courier, tmp_path: Path, options: list[str], named: str) -> None:
    run = courier("check", write(tmp_path / "orders.csv", [row(1)]), *options)
    assert (run.code, run.out) == (2, "")
    assert named in run.sentence
    # names of functions are internal
    assert "_moment" not in run.sentence


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(("chek",), "check"), (("history", "shwo"), "show"), (("check", "orders.csv", "--tempate", "item"), "--template")],
)
def test_the_nearest_is_named(courier: Courier, arguments: tuple[str, ...], near: str) -> None:
    run = courier(*arguments)
    assert (run.code, run.out) == (2, "")
    assert f"{arguments[-1] if len(arguments) < 3 else '--tempate'}” is unknown, did you mean “{near}”?" in run.err


def test_help_has_examples_that_are_understood(courier: Courier) -> None:
    for command in COMMANDS:
        shown = courier(command.name, "--help").out
        assert "examples:" in shown
        for example in command.examples:
            assert f"  courier {command.name} {example}".rstrip() in shown
            options, unknown = command_parser().parse_known_args([command.name, *shlex.split(example)])
            assert (options.run is not None, unknown) == (True, [])


@pytest.mark.parametrize("arguments", [(), ("check",), ("nonsense",), ("fix", "orders.csv"), ("export", "orders.csv")])
def test_a_command_that_is_not_whole(courier: Courier, arguments: tuple[str, ...]) -> None:
    run = courier(*arguments)
    assert (run.code, run.out) == (2, "")
    assert "--help" in run.sentence


def test_help_names_every_option(courier: Courier) -> None:
    run = courier("check", "--help")
    assert (run.code, run.err) == (0, "")
    for option in ("template", "program", "now", "sheet", "set", "map", "zone", "dates", "json"):
        assert f"--{option}" in run.out


def test_no_progress_bar_where_nobody_watches(problematic: Path) -> None:
    run = in_its_own_process("check", problematic, *NOW, "--json")
    assert (run.code, run.err) == (1, "")
    assert run.json["rows"] == 8


def test_a_defect_is_told_in_one_sentence_and_its_details_hold_no_data(
    courier: Courier, courier_home: Path, problematic: Path, monkeypatch: pytest.MonkeyPatch, unwritable: Path
) -> None:
    customer = "jane" + "@example.com"

    def broken(*_arguments: object) -> None:
        raise RuntimeError(customer)

    monkeypatch.setattr("courier.commands.check.open_checked", broken)
    run = courier("check", problematic, defect=True)
    (details,) = (courier_home / "data" / "crashes").iterdir()
    assert (run.code, run.out) == (2, "")
    assert str(details) in run.sentence
    assert "RuntimeError" in details.read_text(encoding="utf-8")
    assert customer not in details.read_text(encoding="utf-8")
    monkeypatch.setenv("COURIER_HOME", str(unwritable))
    again = courier("check", problematic, defect=True)
    assert (again.code, again.out) == (2, "")
    assert str(unwritable) in again.sentence


def test_the_zone_that_the_file_names_is_said(courier: Courier, tmp_path: Path) -> None:
    header = HEADER.replace("EventDate", "Event Date (UTC)")
    path = write(tmp_path / "orders.csv", [{**row(1), "Event Date (UTC)": "2026-11-20 10:00"}], header=header)
    assert (
        "Times without a time zone are in UTC, because the file says “Event Date (UTC)”."
        in courier("check", path, *NOW).out
    )


def test_a_field_with_one_value_for_all_rows_is_not_called_unknown_where_a_column_has_its_name(
    courier: Courier, tmp_path: Path
) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("OrderId,CampaignId,Colour\nA,1000,red\n", encoding="utf-8")
    run = courier("check", path, "--set", "CampaignId=2000", "--json")
    messages = {one["column"]: one["message"] for one in run.json["problems"] if one["rule"] == "HDR-UNKNOWN"}
    assert "something else feeds its field" in messages["CampaignId"]
    assert "no field called" in messages["Colour"]
