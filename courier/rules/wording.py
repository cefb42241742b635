"""A problem in words, made late from the message catalogue."""

from collections.abc import Callable

from courier.catalogue.rules import RULE_FACTS
from courier.messages import text
from courier.rules.rule import Problem

_MOST = 60
"""Characters of a cell's text that a sentence shows."""


def phrase(problem: Problem, header: Callable[[str], str]) -> str:
    """What is wrong, why impact.com cares and what to do. ``header`` gives the header of a sheet column."""
    facts = dict(problem.facts)
    value = problem.value or ""
    return text(
        f"{problem.rule}.message",
        **{
            "value": value if len(value) <= _MOST else value[: _MOST - 1] + "…",
            "empty": "no" if value.strip() else "yes",
            "field": problem.field or "",
            "header": header(problem.column) if problem.column else "",
            **facts,
        },
    )


def title(rule: str) -> str:
    """The short name of a rule."""
    return text(rule)


def origin(rule: str) -> str:
    """Where a rule comes from."""
    facts = RULE_FACTS[rule]
    key = "rule-source" if facts.confidence == "documented" else "rule-source-inferred"
    return text(key, rule=rule, source=facts.source)
