"""The content of a rule's card, as values that can be compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from courier.blocking import HeldBack
from courier.changes import RULE as SENT_BEFORE
from courier.draft import Draft
from courier.draft_edits import kinds_apart
from courier.exclusions import SHOP_STATUS
from courier.messages import text
from courier.reversals import AMOUNT_RULE, QUANTITY_RULE
from courier.rules.fill_prompts import fill_prompt
from courier.rules.order_rules import SKU_TWICE
from courier.rules.phrases import phrase, title
from courier.rules.repairs import MOVING
from courier.rules.rule import Problem, Severity
from courier.rules.surplus import SURPLUS_RULE
from courier.sheet.sheet import OVERRIDE
from courier.visible import visible
from gui.session.amounts import amounts_in_line
from gui.session.figures import Possible

_LOOKED_AT = 40
"""Problems of a rule that are searched for its example."""

Request = Literal[
    "go_to", "look_at", "show_rule", "review_rule", "ask_date_order", "ask_zone", "ask_columns", "fix_rule",
    "look_asked", "set_aside_asked", "value_asked", "split_asked", "changes_asked", "short_years_asked",
    "called_off_asked", "surplus_asked", "child_lines_asked", "returns_asked",
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


@dataclass(frozen=True)
class CardContent:
    """``before`` and ``after``: an example, ``after`` None where no
    repair is known; ``sentence``: what impact.com would do with it; ``held``: what the rule holds back, in words;
    ``cells``: how many places in the sheet the card can list; ``offers``: the one that helps most first."""

    severity: Severity
    count: int
    cells: int
    before: str
    after: str | None
    sentence: str
    held: str
    spoken: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class CardFigures:
    """``safe``: problems with a safe repair; ``held``: what the rule holds back; ``called_off``: orders that excluding
    what the shop called off would take out; ``possible``: what can be done with whole rows of the sheet."""

    safe: int
    held: HeldBack
    called_off: int
    possible: Collection[Possible]


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


def card_content(draft: Draft, rule: str, count: int, figures: CardFigures, samples: Sequence[Problem]) -> CardContent:
    """``count``: problems; ``samples``: some of them, none if not yet looked at."""
    cells = count - sum(problem.rule == rule for problem in draft.verdict.file)
    severity, held = draft.verdict.severity(rule), figures.held
    places = _places(draft, rule, count, cells)
    sample = _clearest(samples)
    before, after = _example(draft, sample)
    money = amounts_in_line(held.totals)
    spoken = text(
        "card-spoken", severity=text("severity", severity=severity), title=title(rule), places=places, rows=held.rows
    )
    return CardContent(
        severity,
        count,
        cells,
        before,
        after,
        phrase(sample, lambda column: _header(draft, column)) if sample else "",
        text("card-held", rows=held.rows, money=money, some="yes" if money else "no") if held.rows else "",
        spoken,
        tuple(_offers(draft, rule, count, figures, samples)),
    )


def _places(draft: Draft, rule: str, count: int, cells: int) -> str:
    if not cells:
        return text("card-findings", count=count)
    whole_rows = all(name is None for marking, name in draft.verdict.masks if marking == rule)
    return text("card-rows" if whole_rows else "card-cells", count=cells)


def _clearest(samples: Sequence[Problem]) -> Problem | None:
    """The problem that shows best what the rule is about: one with a safe repair, and with a text, if there is one."""

    def worth(problem: Problem) -> tuple[bool, bool, bool]:
        return not (problem.fix and problem.fix.safe), problem.fix is None, not problem.value

    return min(samples, key=worth, default=None)


def _example(draft: Draft, problem: Problem | None) -> tuple[str, str | None]:
    """The cell of a problem, and what its repair writes."""
    if problem is None:
        return "", None
    if problem.row is None:
        return problem.field or _header(draft, problem.column or ""), None
    number = str(draft.sheet.number(problem.row) or text("grid-new-row"))
    if problem.rule == MOVING:
        return text("card-example-moves", row=number, first=str(problem.facts.get("first_row", ""))), None
    if problem.field is None:
        return text("card-cell", row=number), None
    return problem.value or "", problem.fix.value if problem.fix else None


def _offers(draft: Draft, rule: str, count: int, figures: CardFigures, samples: Sequence[Problem]) -> list[Offer]:
    first = next((problem for problem in samples if problem.row is not None), None)
    offers: list[Offer] = []
    if rule == SHOP_STATUS and figures.called_off:
        exclude = text("card-exclude", orders=figures.called_off)
        offers.append(Offer(exclude, "called_off_asked", name="excludeCalledOff", tip=text("card-exclude-tip")))
    if figures.safe:
        words = text("card-bring-together") if rule == MOVING else text("card-fix", count=figures.safe)
        offers.append(Offer(words, "fix_rule", (rule,), f"fix{rule}"))
        offers.append(Offer(text("card-review"), "review_rule", (rule,), f"review{rule}"))
    offers += _questions(draft, rule, figures.safe, samples)
    offers += _about_rows(rule, figures.possible)
    if first is not None and not figures.safe:
        ask = fill_prompt(first, draft.choices.facts)
        if ask is not None:
            offers.append(Offer(text("card-ask", field=ask.field), "value_asked", (first,), f"ask{rule}"))
        if any(problem.fix for problem in samples):
            offers.append(Offer(text("fix-look"), "look_asked", (rule,), f"look{rule}"))
    if first is not None:
        offers.append(Offer(text("card-show"), "show_rule", (rule,), f"show{rule}"))
    aside = draft.verdict.severity(rule) == Severity.ERROR or rule == SENT_BEFORE
    if first is not None and not figures.safe and aside:
        tip = text("card-set-aside-tip", count=count)
        offers.append(Offer(text("card-set-aside"), "set_aside_asked", (rule,), f"aside{rule}", tip))
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
