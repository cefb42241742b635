"""The facts of each rule besides its expression, from ``resources/catalogue/rules.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from courier.catalogue.fields import Template
from courier.resources import resource


@dataclass(frozen=True)
class RuleFacts:
    """``severity``: error, warning or note. ``silent_if``: rules that silence this one at the same cell.
    ``source``: the help page that states the rule; ``confidence``: documented or inferred."""

    id: str
    templates: frozenset[Template]
    severity: str
    silent_if: tuple[str, ...]
    source: str
    confidence: str


RULE_FACTS: Mapping[str, RuleFacts] = {
    record["id"]: RuleFacts(
        record["id"],
        frozenset(record["templates"]),
        record["severity"],
        tuple(record["silent_if"]),
        record["source"],
        record["confidence"],
    )
    for record in json.loads(resource("catalogue", "rules.json").read_text(encoding="utf-8"))
}
