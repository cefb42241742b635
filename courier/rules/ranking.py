"""The order in which rules and their problems are shown: the worst first, causes before what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from courier.catalogue.rules import RULE_FACTS
from courier.rules.rule import Severity
from courier.rules.surplus import SURPLUS_RULE

SEVERITY_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
"""Worst first."""

DAMAGE = (
    SURPLUS_RULE,
    "ROW-SCI",
    "ROW-DIGITS",
    "ROW-SCI-MAYBE",
    "ROW-DIGITS-MAYBE",
    "ROW-ID-DATE",
    "ROW-LOOKALIKE",
    "ROW-ZEROS",
    "ROW-TRAILING-ZERO",
    "ROW-TRAILING-ZERO-MAYBE",
    "ROW-MOJIBAKE",
    "ROW-CUT",
    "ROW-FORMULA",
)
"""Rules about values that are no longer those of the shop: in a wrong column, or destroyed on the way. What other rules
say of such cells and their orders may only follow from that. What moves most cells comes first."""


@cache
def rank(rule: str, severity: Severity | None = None) -> tuple[int, int, bool]:
    """A key that sorts rules: by severity, damage before the rest, and rules over whole orders last, because their
    rows disagree where one of them is wrong. ``severity``: by default that of the catalogue."""
    severity = severity or Severity(RULE_FACTS[rule].severity)
    damage = DAMAGE.index(rule) if rule in DAMAGE else len(DAMAGE)
    return SEVERITY_RANKS[severity], damage, rule.startswith("GRP-")


def weighed_rank(
    rule: str, severity: Severity, rows: int, totals: Mapping[str, Decimal]
) -> tuple[tuple[int, int, bool], int, Decimal, str]:
    """A key that sorts rules as `rank` does, those first that hold back the most ``rows``, then the most money."""
    return rank(rule, severity), -rows, -max(totals.values(), default=Decimal()), rule
