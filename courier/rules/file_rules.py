"""Rules about the sheet as a whole: its columns, its size, what kinds of rows it mixes.

Sources: FTP (Online Sale): Implementation; Batch Submit Conversion Data; Append optional parameters as new columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from courier.catalogue.fields import ATTRIBUTION_KEYS, FIELDS, ITEM_AMOUNTS, MONEY_FIELDS, Template
from courier.catalogue.rules import RULE_FACTS
from courier.rules.emails import CONTAINS_EMAIL
from courier.rules.field_view import FieldView
from courier.rules.frames import FieldFrames, cleaned
from courier.rules.rule import FactValue, Problem, Severity
from courier.rules.verdict import Verdict
from courier.sheet.mapping import Mapping, columns_of
from courier.sheet.sheet import Sheet

MOST_ROWS = 9_999
"""Data rows of one part; impact.com advises fewer than 10,000."""

_SAMPLE = 2_000
_PHONE = r"^\+?[\d ().\-/]{7,20}$"
_PHONE_HEADER = r"(?i)phone|telefon|mobile|\btel\b|\bfax\b"
_NAME_HEADER = r"(?i)(?:first|last|full|customer|billing|shipping|recipient|buyer)[ _-]*name|surname|vorname|nachname"
_ASKING = {"CustomerEmail", "CustomerId", "PhoneNumber", "CallerId", "Name", "OrderId"}
CHANGE_SIGNS = ("ActionId", "Reason", "ItemSubTotalDelta")
"""Fields that only changes of earlier conversions have."""


@dataclass(frozen=True)
class WholeSheet:
    """What file rules look at. ``ragged``: how many records of the source had more or fewer cells than the header."""

    sheet: Sheet
    mapping: Mapping
    frames: FieldFrames
    view: FieldView
    ragged: int

    def texts(self, rows: pl.Series) -> pl.DataFrame:
        """The fields' texts of some rows (ids, UInt32) as they stand."""
        return self.frames.raw(self.sheet.frame(rows))


def file_problems(whole: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    """Every problem of the sheet as a whole that applies to the sheet's template."""
    for rule, find in _FILE_RULES.items():
        if whole.view.context.applies(RULE_FACTS[rule]):
            yield from find(whole, verdict)


def _problem(rule: str, field: str | None = None, column: str | None = None, **facts: FactValue) -> Problem:
    return Problem(rule, Severity(RULE_FACTS[rule].severity), field=field, column=column, facts=facts)


def _rows(_whole: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    rows = int(verdict.included.sum())
    if rows > MOST_ROWS:
        yield _problem("FILE-ROWS", rows=rows)


def _kind(whole: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    """Rows that change earlier conversions beside rows that report new ones. A row that shows neither is none."""
    marks = whole.view.present(CHANGE_SIGNS)
    if not marks:
        return
    texts = whole.texts(verdict.included.arg_true().cast(pl.UInt32))
    change = _any_filled(texts, marks)
    fresh = _any_filled(texts, whole.view.present(("EventDate", *ATTRIBUTION_KEYS))) & ~change
    if change.any() and fresh.any():
        yield _problem("FILE-KIND", changes=int(change.sum()), rows=int(change.sum()) + int(fresh.sum()))


def _any_filled(texts: pl.DataFrame, names: list[str]) -> pl.Series:
    filled = [(cleaned(pl.col(name)) != "").fill_null(False) for name in names]
    return texts.select_seq((pl.any_horizontal(filled) if filled else pl.lit(False)).alias("filled"))["filled"]


def _program(whole: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    own = whole.view.context.program.campaign_id
    if not own or not whole.view.has("CampaignId"):
        return
    texts = whole.texts(verdict.included.arg_true().cast(pl.UInt32))["CampaignId"]
    filled = texts.to_frame().select_seq(cleaned(pl.col("CampaignId")))["CampaignId"]
    others = filled.filter((filled != "") & (filled != own)).unique().sort()
    if others.len():
        yield _problem("FILE-PROGRAM", field="CampaignId", campaign=own, others=", ".join(others.head(3).to_list()))


def _chain_unknown(whole: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    """Where nobody says which event comes first, one note says that it was not looked at."""
    if not whole.view.context.program.parents:
        yield Problem("CHAIN-ORDER", Severity.NOTE)


def _unknown(whole: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    fed = {column for _, feed in whole.mapping.feeds for column in columns_of(feed)}
    fed |= {condition.column for condition in whole.mapping.left_out}
    for column in whole.sheet.columns:
        if column in fed or not whole.sheet.header(column).strip():
            continue
        yield _problem("HDR-UNKNOWN", column=column, sent="yes" if column in whole.mapping.extra else "no")


def _twice(whole: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, feed in whole.mapping.feeds:
        if name in seen:
            yield _problem("HDR-DUP", field=name, column=next(iter(columns_of(feed)), None))
        seen.add(name)


def _missing(rule: str) -> Callable[[WholeSheet, Verdict], Iterator[Problem]]:
    def find(whole: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
        for name in missing_fields(whole.view.context.template, set(whole.view.names)):
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


def _personal(whole: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    rows = verdict.included.arg_true().cast(pl.UInt32).head(_SAMPLE)
    if not rows.len():
        return
    texts = whole.texts(rows)
    for name in whole.view.names:
        if name in _ASKING or (name in FIELDS and FIELDS[name].type not in ("string", "url")):
            continue
        field, column = whole.frames.place(name)
        if column is None or column not in whole.sheet.columns:
            continue
        kind = _personal_kind(texts[name], whole.sheet.header(column), free=field is None or name.startswith("Text"))
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


def _ragged(whole: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    if whole.ragged:
        yield _problem("READ-RAGGED", count=whole.ragged)


_FILE_RULES: dict[str, Callable[[WholeSheet, Verdict], Iterator[Problem]]] = {
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
