"""Which options of the command answer what a rule asks for."""

from __future__ import annotations

from courier.changes import RULE as SENT_BEFORE
from courier.commands.console import typed
from courier.draft import Draft
from courier.draft_edits import delete_child_lines
from courier.exclusions import SHOP_STATUS, shop_exclusions
from courier.rules.order_rules import SKU_TWICE
from courier.sheet.exclusion_text import typed_exclusion

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
        exclusions = (typed_exclusion(exclusion, draft.sheet.header) for exclusion in shop_exclusions(draft))
        return " ".join(typed("--leave-out", exclusion) for exclusion in exclusions)
    if rule == SKU_TWICE and delete_child_lines(draft):
        return f"fix --rule {SKU_TWICE}"
    if rule == "ROW-DATE-FMT" and draft.undecided_date("EventDate"):
        return "--dates dmy|mdy"
    return _ANSWERS.get(rule, "")
