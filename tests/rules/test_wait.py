"""Ages count from the moment at which impact.com reads a file, which may be a day after it was sent."""

from datetime import timedelta

import pytest

from tests.rules.one_cell import NOW, draft_of

DAY = timedelta(days=1)


def rules_after(age: timedelta, wait: timedelta) -> set[str]:
    draft = draft_of({"EventDate": f"{NOW - age:%Y-%m-%dT%H:%M:%SZ}"})
    draft.at(NOW, wait=wait)
    assert draft.now == NOW
    return {problem.rule for problem in draft.problems() if problem.field == "EventDate"}


@pytest.mark.parametrize(
    ("days", "rule"), [(88, "ROW-AGE-88"), (398, "ROW-AGE-398"), (85, "ROW-AGE-SOON")]
)  # the last full day that is still right
def test_a_row_that_grows_too_old_while_it_waits_is_too_old(days: int, rule: str) -> None:
    age = timedelta(days=days) - timedelta(hours=1)
    assert rule not in rules_after(age, timedelta())
    assert rule in rules_after(age, DAY)


def test_waiting_makes_no_date_of_the_future_right() -> None:
    assert "ROW-DATE-FUTURE" in rules_after(-timedelta(hours=2), DAY)


def test_the_wait_stays_until_another_is_said() -> None:
    draft = draft_of({"EventDate": f"{NOW - 88 * DAY + DAY / 2:%Y-%m-%dT%H:%M:%SZ}"})
    assert "ROW-AGE-88" not in {problem.rule for problem in draft.problems()}
    draft.at(NOW, wait=DAY)
    draft.at(NOW)
    assert "ROW-AGE-88" in {problem.rule for problem in draft.problems()}
    (problem,) = (problem for problem in draft.problems() if problem.rule == "ROW-AGE-88")
    assert problem.facts["age_days"] == 88
    draft.at(NOW, wait=timedelta())
    assert "ROW-AGE-88" not in {problem.rule for problem in draft.problems()}
