"""Saved facts of brand accounts: stored without loss, rejected if invalid, suggested where they fit."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.catalogue.rules import RULE_FACTS
from courier.programs import (
    KINDS,
    EventType,
    Program,
    ProgramError,
    Programs,
    faults,
    program_from_json,
    program_to_json,
    read_program,
    suggest,
    with_constants_of,
    write_program,
)
from courier.sheet.mapping import Column, Constant, Mapping

INFERRED = sorted(name for name, facts in RULE_FACTS.items() if facts.confidence == "inferred")
DOCUMENTED = sorted(set(RULE_FACTS) - set(INFERRED))

_texts = st.text(max_size=12)
_lists = st.lists(_texts, max_size=3).map(tuple)
_events = st.builds(EventType, _texts, _texts, st.sampled_from(("", *KINDS)), _texts)
programs = st.builds(
    Program,
    name=_texts.map(str.strip).filter(bool),
    campaign_id=_texts,
    event_types=st.lists(_events, max_size=3).map(tuple),
    currency=_texts,
    zone=st.sampled_from(("", "UTC", "Europe/Berlin", "-08:00")),
    reasons=_lists,
    statuses=_lists,
    promo_codes=_lists,
    rules_off=st.lists(st.sampled_from(INFERRED), max_size=3).map(tuple),
    destination=_texts,
    email_hash=st.sampled_from(("sha1", "sha256")),
)

ACME = Program("Acme US", "1000", (EventType("18500"), EventType("18501", "Trial")), "USD", "UTC")
BOLT = Program("Bolt DE", "2000", currency="EUR")
PLAIN = Program("Plain")


@given(programs)
def test_a_program_comes_back_as_it_went(tmp_path_factory: pytest.TempPathFactory, program: Program) -> None:
    assert program_from_json(json.loads(json.dumps(program_to_json(program)))) == program
    path = tmp_path_factory.mktemp("programs") / "one.json"
    write_program(program, path)
    assert read_program(path) == program


@given(st.lists(programs, max_size=4, unique_by=lambda program: program.name))
def test_the_saved_ones_come_back_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, several: list[Program]
) -> None:
    folder = tmp_path_factory.mktemp("config")
    for program in several:
        Programs(folder).save(program)
    assert list(Programs(folder)) == several


def test_what_is_exported_has_the_keys_of_the_import() -> None:
    assert program_to_json(ACME) == {
        "name": "Acme US",
        "campaign_id": "1000",
        "event_types": [
            {"id": "18500", "name": "", "kind": "", "parent": "", "lock_days": ""},
            {"id": "18501", "name": "Trial", "kind": "", "parent": "", "lock_days": ""},
        ],
        "currency": "USD",
        "zone": "UTC",
        "reasons": [],
        "statuses": [],
        "promo_codes": [],
        "rules_off": [],
        "destination": "",
        "email_hash": "sha1",
        "approval_above": "",
        "recipe": None,
        "account_sid": "",
        "api_url": "",
        "api_checks": False,
    }


@pytest.mark.parametrize("rule", DOCUMENTED)
def test_a_documented_rule_cannot_be_switched_off(rule: str) -> None:
    with pytest.raises(ProgramError) as refused:
        program_from_json({"name": "x", "rules_off": [rule]})
    assert rule in str(refused.value)


@pytest.mark.parametrize(
    "record",
    [[], "x", {"name": " "}, {"name": "x", "reasons": "ITEM_RETURNED"}, {"name": "x", "email_hash": "md5"},
     {"name": "x", "rules_off": ["NO-SUCH-RULE"]}, {"name": "x", "event_types": ["18500"]}],
)  # fmt: skip
def test_what_is_no_program_is_refused_in_one_sentence(record: object) -> None:
    with pytest.raises(ProgramError) as refused:
        program_from_json(record)  # type: ignore[arg-type]
    assert str(refused.value).endswith(".")


def test_old_files_load(tmp_path: Path) -> None:
    """From a version without the e-mail hash, and with rules that an older catalogue allowed to be switched off."""
    off = [INFERRED[0], DOCUMENTED[0], "GONE-RULE"]
    old = [{"name": "Old", "event_types": [{"id": "1"}], "rules_off": off}, {"name": "Older"}]
    (tmp_path / "programs.json").write_text(json.dumps(old), encoding="utf-8")
    first, second = Programs(tmp_path)
    assert first == Program("Old", event_types=(EventType("1"),), rules_off=(INFERRED[0],))
    assert second == Program("Older")


@pytest.mark.parametrize("content", ["{", "7", '["x"]', '{"name": "x"}', '[{"campaign_id": "1"}]'])
def test_a_damaged_list_is_named_and_put_aside(tmp_path: Path, content: str) -> None:
    path, saved = tmp_path / "programs.json", Programs(tmp_path)
    for number, use in enumerate((lambda: list(saved), lambda: saved.save(PLAIN)), start=1):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ProgramError, match=r"programs\.json") as problem:
            use()
        aside = tmp_path / f"programs-damaged-{number}.json"
        assert str(aside) in str(problem.value)
        assert aside.read_text(encoding="utf-8") == content
    saved.save(PLAIN)
    assert list(saved) == [PLAIN]


def test_a_renamed_program_keeps_its_place(tmp_path: Path) -> None:
    saved = Programs(tmp_path)
    for program in (ACME, BOLT, PLAIN):
        saved.save(program)
    saved.save(replace(BOLT, name="Bolt"), instead_of="Bolt DE")
    assert [program.name for program in saved] == ["Acme US", "Bolt", "Plain"]
    saved.save(replace(PLAIN, name="Acme US"), instead_of="Plain")
    assert [(program.name, program.campaign_id) for program in saved] == [("Bolt", "2000"), ("Acme US", "")]


def events(*several: tuple[str, str, str]) -> Program:
    return Program("x", event_types=tuple(EventType(key, name, "", parent) for key, name, parent in several))


@pytest.mark.parametrize(
    ("program", "part", "word"),
    [
        (Program(" "), "name", "name"),
        (Program("x", "12x"), "campaign_id", "12x"),
        (Program("x", "12345678901"), "campaign_id", "12345678901"),
        (Program("x", currency="EURO"), "currency", "EURO"),
        (Program("x", zone="Mars/Crater"), "zone", "Mars/Crater"),
        (events(("", "Trial", "")), "event_types", "Trial"),
        (events(("one", "", "")), "event_types", "one"),
        (events(("1", "", ""), ("1", "", "")), "event_types", "twice"),
        (events(("1", "", "2")), "event_types", "2"),
        (events(("1", "", "1")), "event_types", "itself"),
        (events(("1", "", "Sale"), ("2", "Sale", "3"), ("3", "", "1")), "event_types", "itself"),
    ],
)
def test_faults_are_named_beside_their_part(program: Program, part: str, word: str) -> None:
    wrong = faults(program)
    assert set(wrong) == {part}
    assert word in str(wrong[part])
    assert str(wrong[part]).endswith(".")


def test_a_right_program_has_no_faults() -> None:
    chain = events(("18501", "Trial", ""), ("18502", "", "Trial"), ("18503", "", "18502"))
    assert not faults(replace(chain, campaign_id="1000", currency="USD", zone="-08:00"))
    assert not faults(PLAIN)


@pytest.mark.parametrize(
    ("saved", "campaigns", "name", "fitting"),
    [
        # the only campaign ID of the sheet
        ((ACME, BOLT), {"2000"}, "orders.csv", BOLT),
        ((ACME, BOLT), {"2000"}, "acme_us.csv", BOLT),
        ((ACME, BOLT), {"1000", "2000"}, "orders.csv", None),
        ((ACME,), {"2000"}, "acme_us.csv", None),
        # or else the name of the file
        ((ACME, BOLT), {"1000", "2000"}, "2026 acme-us nov.xlsx", ACME),
        ((ACME, BOLT), set(), "ACME_US2026.csv", ACME),
        ((ACME, BOLT), set(), "acmeus.csv", None),
        ((ACME, PLAIN), {"3000"}, "plain.csv", PLAIN),
        ((ACME, Program("Acme")), set(), "acme us.csv", ACME),
        ((ACME, Program("Acme")), set(), "acme uk.csv", Program("Acme")),
        ((Program("Größe"), ACME), set(), "gro\u0308ße.csv", Program("Größe")),
        ((Program("!"), Program("?")), set(), "!.csv", None),
        ((ACME, replace(ACME, name="Acme 2")), {"1000"}, "acme 2.csv", replace(ACME, name="Acme 2")),
        ((ACME, replace(ACME, name="Acme 2")), {"1000"}, "orders.csv", None),
        # or else the only saved program
        ((ACME,), set(), "orders.csv", ACME),
        ((ACME, BOLT), set(), "orders.csv", None),
        ((PLAIN,), {"1000"}, "orders.csv", None),
        ((), set(), "orders.csv", None),
    ],
)
def test_which_program_fits(
    saved: tuple[Program, ...], campaigns: set[str], name: str, fitting: Program | None
) -> None:
    assert suggest(saved, campaigns, name) == fitting


def test_values_of_one_program_become_those_of_another() -> None:
    typed = Mapping((("OrderId", Column("c0")), ("CampaignId", Constant("1000")), ("CurrencyCode", Constant("USD"))))
    changed = with_constants_of(typed, ACME, BOLT)
    assert (changed.feed("CampaignId"), changed.feed("CurrencyCode")) == (Constant("2000"), Constant("EUR"))
    assert with_constants_of(typed, ACME, None).feeds == (("OrderId", Column("c0")),)
    assert with_constants_of(typed, BOLT, ACME) == typed
    assert with_constants_of(typed, None, BOLT) == typed
