"""The versions of the rules, from ``resources/catalogue/rule_versions.json``, newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courier.resources import resource


@dataclass(frozen=True)
class RuleVersion:
    """``number``: 1 for the first; ``day``: since when; ``added`` and ``changed``: the IDs of rules that are new in it,
    or find something else than before."""

    number: int
    day: date
    added: Sequence[str]
    changed: Sequence[str]


RULE_VERSIONS: Sequence[RuleVersion] = tuple(
    RuleVersion(record["version"], date.fromisoformat(record["date"]), tuple(record["added"]), tuple(record["changed"]))
    for record in json.loads(resource("catalogue", "rule_versions.json").read_text(encoding="utf-8"))
)
