"""What changed in the rules since a file was checked with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from courier.catalogue.fields import Template
from courier.catalogue.rule_versions import RULE_VERSIONS
from courier.catalogue.rules import RULE_FACTS
from courier.formats import listing
from courier.messages import text
from courier.rules.phrases import title

RULES_VERSION = str(RULE_VERSIONS[0].number)
"""The version of the rules of this app, as it is recorded with what they let through."""
_SHOWN = 3
"""Rules that are named; the rest is counted."""


@dataclass(frozen=True)
class RuleChanges:
    """The IDs of rules that are new or find something else, newest first."""

    added: Sequence[str]
    changed: Sequence[str]

    def words(self, program: str) -> str:
        """What changed since the last file of a program, in a sentence; "" for nothing."""
        names = [text("rules-changed-new", rule=title(rule)) for rule in self.added] + [*map(title, self.changed)]
        if len(names) > _SHOWN + 1:
            names[_SHOWN:] = [text("rules-changed-more", rules=len(names) - _SHOWN)]
        return text("rules-changed", program=program, rules=listing(names)) if names else ""


def changes_since(version: str, template: Template) -> RuleChanges:
    """What changed for a template since a recorded version; nothing where the version is not known here, as one of a
    newer app or of a time before there were versions."""
    if version not in {str(known.number) for known in RULE_VERSIONS}:
        return RuleChanges((), ())
    newer = tuple(takewhile(lambda known: str(known.number) != version, RULE_VERSIONS))
    added = dict.fromkeys(rule for known in newer for rule in known.added if template in RULE_FACTS[rule].templates)
    changed = dict.fromkeys(rule for known in newer for rule in known.changed if template in RULE_FACTS[rule].templates)
    return RuleChanges(tuple(added), tuple(rule for rule in changed if rule not in added))
