"""Rules about the sheet as a whole: its columns, its size, what kinds of rows it mixes.

Sources: FTP (Online Sale): Implementation; Batch Submit Conversion Data; Append optional parameters as new columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polars as pl

from courier.catalogue.fields import ATTRIBUTION_KEYS, FIELDS, ITEM_AMOUNTS, MONEY_FIELDS, Template
from courier.catalogue.rules import RULE_FACTS
from courier.rules.emails import CONTAINS_EMAIL
from courier.rules.frames import cleaned
from courier.rules.rule import FactValue, Problem, Severity
from courier.rules.verdict import Verdict
from courier.sheet.mapping import columns_of

if TYPE_CHECKING:
    from courier.rules.checker import Checker

MOST_ROWS = 9_999
"""Data rows of one part; impact.com advises fewer than 10,000."""

_SAMPLE = 2_000
_PHONE = r"^\+?[\d ().\-/]{7,20}$"
_PHONE_HEADER = r"(?i)phone|telefon|mobile|\btel\b|\bfax\b"
_NAME_HEADER = r"(?i)(?:first|last|full|customer|billing|shipping|recipient|buyer)[ _-]*name|surname|vorname|nachname"
_ASKING = {"CustomerEmail", "CustomerId", "PhoneNumber", "CallerId", "Name", "OrderId"}
CHANGE_SIGNS = ("ActionId", "Reason", "ItemSubTotalDelta")
"""Fields that only changes of earlier conversions have."""


def file_problems(checker: Checker, verdict: Verdict) -> Iterator[Problem]:
    """Every problem of the sheet as a whole that applies to the checker's template."""
    for rule, find in _FILE_RULES.items():
        if checker.context.applies(RULE_FACTS[rule]):
            yield from find(checker, verdict)


def _problem(rule: str, field: str | None = None, column: str | None = None, **facts: FactValue) -> Problem:
    return Problem(rule, Severity(RULE_FACTS[rule].severity), field=field, column=column, facts=facts)


def _rows(_checker: Checker, verdict: Verdict) -> Iterator[Problem]:
    rows = int(verdict.included.sum())
    if rows > MOST_ROWS:
        yield _problem("FILE-ROWS", rows=rows)


def _kind(checker: Checker, verdict: Verdict) -> Iterator[Problem]:
    changes, fresh = count_kinds(checker, verdict)
    if changes and fresh:
        yield _problem("FILE-KIND", changes=changes, rows=changes + fresh)


def count_kinds(checker: Checker, verdict: Verdict) -> tuple[int, int]:
    """How many rows change earlier conversions, and how many report new ones. A row that shows neither is none."""
    marks = checker.view.present(CHANGE_SIGNS)
    if not marks:
        return 0, 0
    texts = checker.frames.raw(checker.sheet.frame(verdict.included.arg_true().cast(pl.UInt32)))
    change = _any_filled(texts, marks)
    fresh = _any_filled(texts, checker.view.present(("EventDate", *ATTRIBUTION_KEYS))) & ~change
    return int(change.sum()), int(fresh.sum())


def _any_filled(texts: pl.DataFrame, names: list[str]) -> pl.Series:
    filled = [(cleaned(pl.col(name)) != "").fill_null(False) for name in names]
    return texts.select_seq((pl.any_horizontal(filled) if filled else pl.lit(False)).alias("filled"))["filled"]


def _program(checker: Checker, verdict: Verdict) -> Iterator[Problem]:
    own = checker.context.program.campaign_id
    if not own or not checker.view.has("CampaignId"):
        return
    texts = checker.frames.raw(checker.sheet.frame(verdict.included.arg_true().cast(pl.UInt32)))["CampaignId"]
    filled = texts.to_frame().select_seq(cleaned(pl.col("CampaignId")))["CampaignId"]
    others = filled.filter((filled != "") & (filled != own)).unique().sort()
    if others.len():
        yield _problem("FILE-PROGRAM", field="CampaignId", campaign=own, others=", ".join(others.head(3).to_list()))


def _chain_unknown(checker: Checker, _verdict: Verdict) -> Iterator[Problem]:
    """Where nobody says which event comes first, one note says that it was not looked at."""
    if not checker.context.program.parents:
        yield Problem("CHAIN-ORDER", Severity.NOTE)


def _unknown(checker: Checker, _verdict: Verdict) -> Iterator[Problem]:
    fed = {column for _, feed in checker.mapping.feeds for column in columns_of(feed)}
    fed |= {condition.column for condition in checker.mapping.left_out}
    for column in checker.sheet.columns:
        if column in fed or not checker.sheet.header(column).strip():
            continue
        yield _problem("HDR-UNKNOWN", column=column, sent="yes" if column in checker.mapping.extra else "no")


def _twice(checker: Checker, _verdict: Verdict) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, feed in checker.mapping.feeds:
        if name in seen:
            yield _problem("HDR-DUP", field=name, column=next(iter(columns_of(feed)), None))
        seen.add(name)


def _missing(rule: str) -> Callable[[Checker, Verdict], Iterator[Problem]]:
    def find(checker: Checker, _verdict: Verdict) -> Iterator[Problem]:
        for name in missing_fields(checker.context.template, set(checker.view.names)):
            yield _problem(rule, field=name)

    return find


def missing_fields(template: Template, present: set[str]) -> list[str]:
    """The fields a template needs as columns and a sheet lacks; of alternatives the usual one is named."""
    needs: list[tuple[str, ...]] = [
        ("CampaignId",),
        ("ActionTrackerId", "EventTypeCode"),
        ("EventDate",),
        ("OrderId",),
        ("ClickId", *ATTRIBUTION_KEYS),
    ]
    if template == "modification":
        return _missing_of_change(present)
    if template == "chained":
        needs.append(("CustomerId",))
    if template == "mobile":
        needs.append(("EventCode",))
    if template == "item":
        needs += [("CurrencyCode",), ITEM_AMOUNTS, ("Category",), ("Sku",), ("Quantity",)]
    elif present & set(MONEY_FIELDS):
        needs.append(("CurrencyCode",))
    return [names[0] for names in needs if not present & set(names)]


def _missing_of_change(present: set[str]) -> list[str]:
    missing = [] if "Reason" in present else ["Reason"]
    by_order = [name for name in ("OrderId", "ActionTrackerId") if name not in present]
    if "ActionId" in present or not by_order:
        return missing
    return [*missing, *(by_order if len(by_order) == 1 else ["ActionId"])]


def _personal(checker: Checker, verdict: Verdict) -> Iterator[Problem]:
    rows = verdict.included.arg_true().cast(pl.UInt32).head(_SAMPLE)
    if not rows.len():
        return
    texts = checker.frames.raw(checker.sheet.frame(rows))
    for name in checker.view.names:
        if name in _ASKING or (name in FIELDS and FIELDS[name].type not in ("string", "url")):
            continue
        field, column = checker.place(name)
        if column is None or column not in checker.sheet.columns:
            continue
        kind = _personal_kind(texts[name], checker.sheet.header(column), free=field is None or name.startswith("Text"))
        if kind:
            yield _problem("HDR-PERSONAL", field=field, column=column, kind=kind)


def _personal_kind(texts: pl.Series, header: str, *, free: bool) -> str | None:
    filled = texts.drop_nulls()
    filled = filled.filter(filled.str.strip_chars() != "")
    if not filled.len():
        return None
    about = pl.Series([header])
    if int(filled.str.contains(CONTAINS_EMAIL).sum()) * 2 > filled.len():
        return "email"
    if about.str.contains(_PHONE_HEADER)[0] and int(filled.str.contains(_PHONE).sum()) * 2 > filled.len():
        return "phone"
    if free and about.str.contains(_NAME_HEADER)[0]:
        return "name"
    return None


def _ragged(checker: Checker, _verdict: Verdict) -> Iterator[Problem]:
    if checker.ragged:
        yield _problem("READ-RAGGED", count=checker.ragged)


_FILE_RULES: dict[str, Callable[[Checker, Verdict], Iterator[Problem]]] = {
    "READ-RAGGED": _ragged,
    "FILE-ROWS": _rows,
    "FILE-KIND": _kind,
    "HDR-MIN-ITEM": _missing("HDR-MIN-ITEM"),
    "HDR-MIN-ORDER": _missing("HDR-MIN-ORDER"),
    "HDR-MIN-CHAINED": _missing("HDR-MIN-CHAINED"),
    "HDR-MIN-MOBILE": _missing("HDR-MIN-MOBILE"),
    "HDR-MIN-MOD": _missing("HDR-MIN-MOD"),
    "FILE-PROGRAM": _program,
    "CHAIN-ORDER": _chain_unknown,
    "HDR-DUP": _twice,
    "HDR-UNKNOWN": _unknown,
    "HDR-PERSONAL": _personal,
}
"""In the order in which a person meets them."""
