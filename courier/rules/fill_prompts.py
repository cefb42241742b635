"""Repairs that need one value from the user: a partner, a reason, a currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import FIELDS
from courier.rules.rule import Problem
from courier.sheet.program_facts import ProgramFacts

_FIELD_OF_RULE = {
    "ROW-AGE-88": "MediaId",
    "ROW-AGE-SOON": "MediaId",
    "ROW-CAMPAIGN": "CampaignId",
    "ROW-EVENT-ID": "ActionTrackerId",
    "ROW-PAIR": "ActionTrackerId",
    "ROW-CURRENCY": "CurrencyCode",
    "ROW-CURRENCY-MOD": "CurrencyCode",
    "MOB-EVENTCODE": "EventCode",
    "MOD-REASON": "Reason",
}
_USUAL_CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD", "JPY")


@dataclass(frozen=True)
class FillPrompt:
    """A question to the user: the ``field`` whose cells get one value, and the values to choose from."""

    field: str
    choices: Sequence[str] = ()


def fill_prompt(problem: Problem, facts: ProgramFacts) -> FillPrompt | None:
    """The question whose answer repairs a problem and others of its rule, or None if one value cannot."""
    if problem.rule == "ITEM-REQ":
        return FillPrompt(problem.field) if problem.field in ("Category", "Quantity") else None
    name = _FIELD_OF_RULE.get(problem.rule)
    return FillPrompt(name, _choices(name, facts)) if name else None


def _choices(name: str, facts: ProgramFacts) -> Sequence[str]:
    match name:
        case "CampaignId":
            return (facts.campaign_id,) if facts.campaign_id else ()
        case "ActionTrackerId":
            return sorted(facts.event_types)
        case "CurrencyCode":
            return (*_USUAL_CURRENCIES, *(code for code in MINOR_UNITS if code not in _USUAL_CURRENCIES))
        case "Reason":
            return (*FIELDS["Reason"].allowed_values, *sorted(facts.reasons))
    return ()
