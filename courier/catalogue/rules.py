"""What is known of each rule apart from its expression, from ``resources/catalogue/rules.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from courier.catalogue.fields import Template
from courier.resources import resource


@dataclass(frozen=True)
class RuleFacts:
    """``severity``: error, warning or note. ``silent_if``: rules that silence this one at the same cell.
    ``prevents``: what impact.com would answer. ``source``: the help page it comes from; ``confidence``: documented
    or inferred."""

    id: str
    scope: str
    templates: frozenset[Template]
    severity: str
    silent_if: tuple[str, ...]
    prevents: tuple[str, ...]
    source: str
    confidence: str


RULE_FACTS: Mapping[str, RuleFacts] = {
    record["id"]: RuleFacts(
        record["id"],
        record["scope"],
        frozenset(record["templates"]),
        record["severity"],
        tuple(record["silent_if"]),
        tuple(record["prevents"]),
        record["source"],
        record["confidence"],
    )
    for record in json.loads(resource("catalogue", "rules.json").read_text(encoding="utf-8"))
}
