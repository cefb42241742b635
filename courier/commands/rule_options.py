"""Which options of the command answer what a rule asks for."""

from __future__ import annotations

from courier.changes import RULE as SENT_BEFORE
from courier.commands.console import typed
from courier.draft import Draft
from courier.exclusions import SHOP_STATUS, shop_exclusions
from courier.sheet.exclusions import Exclusion

_MISSING = "HDR-MIN-"
_FOR_ALL_ROWS = ("CampaignId", "ActionTrackerId", "CurrencyCode", "Category", "Quantity", "EventCode", "Reason")
"""Fields that may have one value in all rows."""
_ANSWERS = {
    "ROW-DATE-TZ": "--zone Europe/Berlin",
    "GRP-ORDER-ONCE": "--template item",
    "HDR-UNKNOWN": '--map "COLUMN=FIELD"',
    SENT_BEFORE: "--only-new",
}


def options_for(draft: Draft, rule: str) -> str:
    """Options as they are typed, ``…`` for what only a person knows; "" where none helps."""
    if rule.startswith(_MISSING):
        missing = (problem.field for problem in draft.verdict.file if problem.rule == rule)
        return " ".join(f"--set {name}=…" if name in _FOR_ALL_ROWS else f'--map "COLUMN={name}"' for name in missing)
    if rule == SHOP_STATUS:
        return " ".join(filter(None, (_leave_out(draft, exclusion) for exclusion in shop_exclusions(draft))))
    if rule == "ROW-DATE-FMT" and draft.undecided_date("EventDate"):
        return "--dates dmy|mdy"
    return _ANSWERS.get(rule, "")


def _leave_out(draft: Draft, exclusion: Exclusion) -> str:
    """An exclusion as it is typed; "" for one of several conditions, which cannot be."""
    if len(exclusion.conditions) > 1:
        return ""
    (condition,) = exclusion.conditions
    header = draft.sheet.header(condition.column)
    what = f"is {', '.join(condition.values)}" if condition.test == "is" else "is not empty"
    return typed("--leave-out", f"{header} {what}")
