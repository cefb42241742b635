"""Versions of the rules, and what changed since an earlier one."""

from itertools import pairwise

import pytest

from courier.catalogue.rule_versions import RULE_VERSIONS
from courier.catalogue.rules import RULE_FACTS
from courier.rules.rule_changes import RULES_VERSION, changes_since


def test_every_rule_has_the_version_that_it_came_with() -> None:
    """A new rule, or one that finds something else, belongs into the newest version, or into a new one above it."""
    added = [rule for version in RULE_VERSIONS for rule in version.added]
    assert sorted(added) == sorted(RULE_FACTS)
    for version in RULE_VERSIONS:
        before = {rule for known in RULE_VERSIONS if known.number < version.number for rule in known.added}
        assert set(version.changed) <= before
    assert [version.number for version in RULE_VERSIONS] == list(range(len(RULE_VERSIONS), 0, -1))
    assert all(newer.day >= older.day for newer, older in pairwise(RULE_VERSIONS))


def test_only_rules_of_the_template_count() -> None:
    item, modification = changes_since("1", "item"), changes_since("1", "modification")
    assert "GRP-SUM" in item.added
    assert "ITEM-QTY" in item.changed
    assert not {"ITEM-QTY", "GRP-SUM"} & {*modification.added, *modification.changed}


@pytest.mark.parametrize("version", [RULES_VERSION, "", "99", "x"], ids=["now", "unknown", "newer", "odd"])
def test_nothing_is_said_where_nothing_changed_or_nobody_knows(version: str) -> None:
    assert changes_since(version, "item").words("Acme") == ""


def test_few_rules_are_named_and_the_rest_is_counted() -> None:
    words = changes_since("1", "item").words("Acme")
    assert words.startswith("Rules changed since the last file of Acme: ")
    assert "(new)" in words
    assert words.count(",") == 3
    assert words.endswith(" more.")
