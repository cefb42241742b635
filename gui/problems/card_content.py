"""The content of a rule's card, as values that can be compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from courier.changes import RULE as SENT_BEFORE
from courier.draft import Draft
from courier.draft_edits import kinds_apart
from courier.exclusions import SHOP_STATUS
from courier.messages import text
from courier.reversals import AMOUNT_RULE, QUANTITY_RULE
from courier.rules.fill_prompts import fill_prompt
from courier.rules.order_rules import SKU_TWICE
from courier.rules.phrases import phrase
from courier.rules.rule import Problem, Severity
from courier.rules.surplus import SURPLUS_RULE
from courier.sheet.sheet import OVERRIDE
from courier.visible import visible
from gui.session.figures import Possible

_LOOKED_AT = 40
"""Problems of a rule that are searched for its example."""

Request = Literal[
    "go_to", "show_rule", "ask_date_order", "ask_zone", "ask_columns", "fix_rule", "look_asked", "set_aside_asked",
    "value_asked", "split_asked", "changes_asked", "short_years_asked", "called_off_asked", "surplus_asked",
    "child_lines_asked", "returns_asked",
]  # fmt: skip
"""What a card asks the pane for: each is a signal of the pane of this name."""


@dataclass(frozen=True)
class Offer:
    """A button. ``ask`` and ``about``: the request to the pane and its argument."""

    words: str
    ask: Request
    about: tuple[object, ...] = ()
    name: str = ""
    tip: str = ""
    aside: str = ""
    """A text beside the button: what the first change would be."""


@dataclass(frozen=True)
class CardContent:
    """``cells``: how many places in the sheet the card can list."""

    rule: str
    severity: Severity
    count: int
    cells: int
    example: str
    offers: tuple[Offer, ...]


def examples(draft: Draft, rule: str) -> list[Problem]:
    """Some problems of a rule, those of the file first."""
    of_file = [problem for problem in draft.verdict.file if problem.rule == rule]
    marked = [
        mask.arg_true().head(_LOOKED_AT).cast(pl.UInt32)
        for (name, _), mask in draft.verdict.masks.items()
        if name == rule and mask.any()
    ]
    some = pl.concat(marked).unique().sort() if marked else None
    return of_file + (draft.problems(some, [rule]) if some is not None else [])


def card_content(
    draft: Draft,
    rule: str,
    count: int,
    safe: int,
    samples: Sequence[Problem],
    called_off: int = 0,
    possible: Collection[Possible] = (),
) -> CardContent:
    """``count``: problems; ``safe``: those with a safe repair; ``samples``: some of them, none if not yet looked at;
    ``called_off``: orders that excluding what the shop called off would take out; ``possible``: what can be done with
    whole rows of the sheet."""
    of_file = sum(problem.rule == rule for problem in draft.verdict.file)
    words = phrase(samples[0], lambda column: _header(draft, column)) if samples else ""
    offers = _offers(draft, rule, count, safe, samples, possible)
    if rule == SHOP_STATUS and called_off:
        exclude = text("card-exclude", orders=called_off)
        offers.insert(0, Offer(exclude, "called_off_asked", name="excludeCalledOff", tip=text("card-exclude-tip")))
    return CardContent(rule, draft.verdict.severity(rule), count, count - of_file, words, tuple(offers))


def _offers(
    draft: Draft, rule: str, count: int, safe: int, samples: Sequence[Problem], possible: Collection[Possible]
) -> list[Offer]:
    first = next((problem for problem in samples if problem.row is not None), None)
    offers: list[Offer] = []
    if safe:
        words = text("card-bring-together") if rule == "GRP-CONSECUTIVE" else text("card-fix", count=safe)
        shown = next((problem for problem in samples if problem.fix and problem.fix.safe), None)
        change = ""
        if shown and shown.fix:
            change = text("card-change", before=short(shown.value), after=short(shown.fix.value))
        offers.append(Offer(words, "fix_rule", (rule,), aside=change))
    elif first is not None:
        number = str(draft.sheet.number(first.row or 0) or text("grid-new-row"))
        offers.append(Offer(text("card-go-to", row=number), "go_to", (first.row, first.column or "")))
    if first is not None and not safe:
        if any(problem.fix for problem in samples):
            offers.append(Offer(text("fix-look"), "look_asked", (rule,), f"look{rule}"))
        ask = fill_prompt(first, draft.choices.facts)
        if ask is not None:
            offers.append(Offer(text("card-ask", field=ask.field), "value_asked", (first,), f"ask{rule}"))
    offers += _questions(draft, rule, safe, samples)
    offers += _about_rows(rule, possible)
    aside = draft.verdict.severity(rule) == Severity.ERROR or rule == SENT_BEFORE
    if first is not None and not safe and aside:
        tip = text("card-set-aside-tip", count=count)
        offers.append(Offer(text("card-set-aside"), "set_aside_asked", (rule,), f"aside{rule}", tip))
    if first is not None:
        offers.append(Offer(text("card-show"), "show_rule", (rule,), f"show{rule}"))
    return offers


def _about_rows(rule: str, possible: Collection[Possible]) -> list[Offer]:
    """What can be done with whole rows."""
    if rule == SURPLUS_RULE and "surplus" in possible:
        return [Offer(text("card-surplus"), "surplus_asked", name="removeSurplus")]
    if rule == SKU_TWICE and "child-lines" in possible:
        return [Offer(text("card-child-lines"), "child_lines_asked", name="deleteChildLines")]
    if rule in (AMOUNT_RULE, QUANTITY_RULE) and "returns" in possible:
        return [Offer(text("card-returns"), "returns_asked", name="makeReturns")]
    return []


def _questions(draft: Draft, rule: str, safe: int, samples: Sequence[Problem]) -> list[Offer]:
    offers: list[Offer] = []
    if rule == "FILE-KIND" and kinds_apart(draft.choices.mapping):
        offers.append(Offer(text("card-split"), "split_asked", name="splitKinds"))
    if rule == "ROW-DATE-FMT":
        if draft.undecided_date("EventDate"):
            offers.append(Offer(text("card-date-order"), "ask_date_order", ("EventDate",)))
        sample = draft.undecided_years("EventDate")
        if sample:
            offers.append(Offer(text("card-short-years"), "short_years_asked", ("EventDate", sample)))
    torn = any(problem.facts.get("clock") == "conflict" for problem in samples)
    if (rule == "ROW-DATE-TZ" and not safe) or torn:
        offers.append(Offer(text("card-zone"), "ask_zone"))
    if rule == SENT_BEFORE:
        offers.append(Offer(text("card-changes"), "changes_asked", name="makeChanges"))
    if rule.startswith("HDR-"):
        offers.append(Offer(text("card-columns"), "ask_columns"))
    return offers


def _header(draft: Draft, column: str) -> str:
    return draft.sheet.header(column) if column in draft.sheet.columns or column.startswith(OVERRIDE) else ""


def short(value: str | None) -> str:
    """A cell's text, shortened for a card."""
    if not value:
        return text("card-empty")
    return visible(value if len(value) <= 18 else value[:17] + "…")
