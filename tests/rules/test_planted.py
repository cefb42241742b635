"""The check of a clean sheet with planted problems finds all of them and nothing else."""

from collections import Counter
from random import Random

import pytest

from courier.catalogue.rules import RULE_FACTS
from tests.rules.clean_sheets import FORMS, clean_sheet
from tests.rules.planting import PLANTERS, Found, Ground, Unplantable, plant
from tests.tries import tries

TIMES = tries(1, 10)
NOT_IN_A_SHEET = {
    "FILE-EXT", "FILE-NAME", "FILE-NAME-STYLE", "FILE-PATTERN", "FILE-ROWS", "DLV-EMAIL-TO", "DLV-EMAIL-ATT", "DLV-DIR",
}  # fmt: skip

pytestmark = pytest.mark.soak


def found_in(ground: Ground) -> Counter[Found]:
    draft = ground.sheet.draft()
    return Counter(
        (problem.rule, None if problem.row is None else draft.sheet.number(problem.row), problem.field)
        for problem in draft.problems()
    )


def assert_found(ground: Ground, about: str) -> None:
    actual, expected = found_in(ground), ground.expected()
    assert actual == expected, f"{about}\nmissing: {dict(expected - actual)}\ntoo much: {dict(actual - expected)}"


def planted_alone(form: str, rule: str, number: int) -> tuple[Ground, str]:
    """The first sheet of a form in which a rule can be planted, with the rule planted, and its seed."""
    for sheet in range(20):
        seed = f"{rule} in {form} {number}.{sheet}"
        ground = Ground(clean_sheet(form, Random(seed)), Random(seed))
        before = ground.expected()
        try:
            plant(ground, [rule])
        except Unplantable:
            continue
        assert ground.expected() != before, seed
        return ground, seed
    raise AssertionError(f"no sheet has a place for {rule} in {form} {number}")


def applying(form: str) -> list[str]:
    return [rule for rule in PLANTERS if FORMS[form] in RULE_FACTS[rule].templates]


def _each_once() -> list[tuple[str, str]]:
    """Every rule in one of the forms that it applies to, the next one from rule to rule."""
    pairs = []
    for place, rule in enumerate(PLANTERS):
        forms = [form for form in FORMS if rule in applying(form)]
        pairs.append((forms[place % len(forms)], rule))
    return pairs


def test_every_rule_about_a_sheet_can_be_planted() -> None:
    assert set(PLANTERS) == set(RULE_FACTS) - NOT_IN_A_SHEET


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_found_in_a_clean_sheet(form: str) -> None:
    for number in range(tries(2, 50)):
        seed = f"clean {form} {number}"
        ground = Ground(clean_sheet(form, Random(seed)), Random(seed))
        assert {RULE_FACTS[rule].severity for rule, _, _ in ground.expected()} <= {"note", "error"}
        assert_found(ground, seed)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "chained"])
def test_the_template_of_a_clean_sheet_is_seen(form: str) -> None:
    for number in range(tries(1, 20)):
        seed = f"clean {form} {number}"
        assert clean_sheet(form, Random(seed)).draft("").detected.template == FORMS[form], seed


@pytest.mark.parametrize(
    ("form", "rule"), tries(_each_once(), [(form, rule) for form in FORMS for rule in applying(form)])
)
def test_one_thing_planted(form: str, rule: str) -> None:
    for number in range(TIMES):
        ground, seed = planted_alone(form, rule, number)
        assert_found(ground, seed)


@pytest.mark.parametrize("text", ["{} ", "\u00a0{}", "{}\u200b", "\ufeff{}"])
def test_white_space_makes_no_foreign_campaign(text: str) -> None:
    random = Random("white space")
    ground = Ground(clean_sheet("order", random), random)
    row = ground.sheet.rows[0]
    ground.program(campaign_id=row["CampaignId"])
    row.cells["CampaignId"] = text.format(row["CampaignId"])
    ground.say("ROW-SPACE", row, "CampaignId")
    assert_found(ground, repr(text))


@pytest.mark.parametrize("form", FORMS)
def test_several_things_planted(form: str) -> None:
    for number in range(tries(5, 120)):
        seed = f"several in {form} {number}"
        random = Random(seed)
        ground = Ground(clean_sheet(form, random), random)
        planted = plant(ground, random.sample(applying(form), random.randint(2, 6)))
        assert_found(ground, f"{seed}: {planted}")
