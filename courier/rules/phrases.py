"""The sentences about a problem, from the message catalogue."""

from collections.abc import Callable

from courier.catalogue.rules import RULE_FACTS
from courier.messages import has_text, shortened, text
from courier.rules.rule import FactValue, Problem

_MOST = 60
"""The most characters of a cell's text, or of a header, in a sentence."""


def phrase(problem: Problem, header: Callable[[str], str]) -> str:
    """What is wrong, why it matters to impact.com and what to do. ``header`` gives the header of a sheet column."""
    # only this rule reports that it could not be checked
    kind = "unknown" if problem.rule == "CHAIN-ORDER" and problem.row is None else "message"
    return text(f"{problem.rule}.{kind}", **_facts(problem, header))


def request(problem: Problem, header: Callable[[str], str]) -> str | None:
    """A request to the author of the export if only they can repair the damage, else None."""
    key = f"{problem.rule}.request"
    return text(key, **_facts(problem, header)) if has_text(key) else None


def title(rule: str) -> str:
    """The short name of a rule."""
    return text(rule)


def origin(rule: str) -> str:
    """The source of a rule."""
    facts = RULE_FACTS[rule]
    key = "rule-source" if facts.confidence == "documented" else "rule-source-inferred"
    return text(key, rule=rule, source=facts.source)


def _facts(problem: Problem, header: Callable[[str], str]) -> dict[str, FactValue]:
    value = problem.value or ""
    return {
        "value": shortened(value, _MOST),
        "empty": "no" if value.strip() else "yes",
        "fix": _fix(problem),
        "new": shortened((problem.fix and problem.fix.value) or "", _MOST),
        "field": problem.field or "",
        "header": shortened(header(problem.column), _MOST) if problem.column else "",
        **problem.facts,
    }


def _fix(problem: Problem) -> str:
    """What the repair would do, ``write`` or ``clear``, after a look (``-maybe``) if it is not safe; or ``none``."""
    if problem.fix is None or problem.fix.value is None:
        return "none"
    return ("write" if problem.fix.value else "clear") + ("" if problem.fix.safe else "-maybe")
