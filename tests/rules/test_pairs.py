"""Every rule has a sheet that passes it and one that fails it; they differ in one cell, row order or header."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from courier.catalogue.rules import RULE_FACTS
from courier.draft import Draft
from courier.open_sheet import OpenOptions, open_source
from courier.programs import program_from_json
from courier.rules.delivery_rules import Delivery, delivery_problems, name_problems
from courier.rules.history import KnownAccount
from tests.rules.known_before import KnownBefore

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PAIRS = Path(__file__).parent.parent / "data" / "rules"
ABOUT_NAMES = ("FILE-EXT", "FILE-NAME", "FILE-NAME-STYLE")
HEAD = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CurrencyCode,Amount"
ABOUT_DELIVERY = ("FILE-PATTERN", "DLV-DIR", "DLV-EMAIL-TO", "DLV-EMAIL-ATT")
# the test itself makes the ten thousand rows
FROM_FILES = sorted(set(RULE_FACTS) - {"FILE-ROWS", *ABOUT_NAMES, *ABOUT_DELIVERY})


def options_of(rule: str) -> dict[str, Any]:
    """The options of a pair: ``template``, ``program``, ``history``, ``account``; ``map`` as pairs of column and field;
    ``also``: rules that the same cells break inevitably."""
    beside = PAIRS / rule / "options.json"
    return json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}


def checked(path: Path, rule: str = "") -> Draft:
    options = options_of(rule)
    account = KnownAccount(**{kind: frozenset(ids) for kind, ids in options.get("account", {}).items()})
    open_options = OpenOptions(
        template=options.get("template"),
        program=program_from_json(options["program"]) if "program" in options else None,
        columns=tuple((column, field) for column, field in options.get("map", [])),
        history=KnownBefore(options.get("history", ()), account),
    )
    draft = open_source(path, open_options, NOW).draft
    draft.check()
    return draft


def sheet_of(rule: str, which: str) -> Path:
    (path,) = [path for path in (PAIRS / rule).iterdir() if path.stem == which]
    return path


def rules_broken(rule: str, which: str) -> list[str]:
    also = options_of(rule).get("also", [])
    return [problem.rule for problem in checked(sheet_of(rule, which), rule).problems() if problem.rule not in also]


def test_every_rule_of_the_catalogue_has_a_pair_and_every_pair_a_rule() -> None:
    assert sorted(path.name for path in PAIRS.iterdir()) == sorted(set(RULE_FACTS) - {"FILE-ROWS"})


@pytest.mark.parametrize("rule", FROM_FILES)
def test_the_passing_sheet_has_no_problem(rule: str) -> None:
    assert rules_broken(rule, "pass") == []


@pytest.mark.parametrize("rule", FROM_FILES)
def test_the_failing_sheet_has_exactly_this_problem(rule: str) -> None:
    assert rules_broken(rule, "fail") == [rule]


@pytest.mark.parametrize("rule", [rule for rule in FROM_FILES if rule != "ROW-DIGITS"])
def test_the_sheets_of_a_pair_differ_in_one_place(rule: str) -> None:
    good, bad = (sheet_of(rule, which).read_text(encoding="utf-8").splitlines() for which in ("pass", "fail"))
    if sorted(good) == sorted(bad):
        assert good != bad
    else:
        assert len(good) == len(bad)
        assert sum(passing != failing for passing, failing in zip(good, bad, strict=True)) == 1


@pytest.mark.parametrize("rule", ABOUT_NAMES)
def test_names_of_parts(rule: str) -> None:
    good, bad = (sheet_of(rule, which).read_text(encoding="utf-8").strip() for which in ("pass", "fail"))
    assert list(name_problems(good)) == []
    assert [problem.rule for problem in name_problems(bad)] == [rule]


@pytest.mark.parametrize("rule", ABOUT_DELIVERY)
def test_what_is_about_to_be_delivered(rule: str) -> None:
    good, bad = (json.loads(sheet_of(rule, which).read_text(encoding="utf-8")) for which in ("pass", "fail"))
    for facts, broken in ((good, []), (bad, [rule])):
        delivery = Delivery(**{name: tuple(fact) if isinstance(fact, list) else fact for name, fact in facts.items()})
        assert [problem.rule for problem in delivery_problems(delivery)] == broken


@pytest.mark.parametrize(("rows", "broken"), [(9_999, []), (10_000, ["FILE-ROWS"])])
def test_a_sheet_that_needs_several_parts_is_noted(rows: int, broken: list[str], tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    lines = [f"1000,18500,2026-11-02T14:05:09Z,AC-{row},QiiWXOVnrQ3SQHl24jQjyxBG,USD,10.00" for row in range(rows)]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    assert [problem.rule for problem in checked(path).problems()] == broken
