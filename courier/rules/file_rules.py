"""Rules about the sheet as a whole: its columns, its size, the kinds of its rows.

Sources: FTP (Online Sale): Implementation; Batch Submit Conversion Data; Append optional parameters as new columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import polars as pl

from courier.catalogue.fields import ATTRIBUTION_KEYS, FIELDS, ITEM_AMOUNTS, MONEY_FIELDS, Template
from courier.catalogue.rules import RULE_FACTS
from courier.rules.field_view import FieldView
from courier.rules.frames import FieldFrames, cleaned
from courier.rules.personal_data import find_personal_data
from courier.rules.rule import Problem, Severity, catalogue_problem
from courier.rules.verdict import Verdict
from courier.sheet.exclusions import columns_read
from courier.sheet.mapping import Mapping, columns_of
from courier.sheet.sheet import Sheet

MOST_ROWS = 9_999
"""Data rows of one part; impact.com advises fewer than 10,000."""

_SAMPLE = 2_000
CHANGE_SIGNS = ("ActionId", "Reason", "ItemSubTotalDelta")
"""Fields that only changes of earlier conversions have."""


@dataclass(frozen=True)
class WholeSheet:
    """The input of file rules."""

    sheet: Sheet
    mapping: Mapping
    frames: FieldFrames
    view: FieldView

    def texts(self, rows: pl.Series) -> pl.DataFrame:
        """The fields' raw texts of some rows (ids, UInt32)."""
        return self.frames.raw(self.sheet.frame(rows))


def file_problems(sheet: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    """Every problem of the sheet as a whole that applies to the sheet's template."""
    for rule, find in _FILE_RULES.items():
        if sheet.view.context.applies(RULE_FACTS[rule]):
            yield from find(sheet, verdict)


def _rows(_sheet: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    rows = int(verdict.included.sum())
    if rows > MOST_ROWS:
        yield catalogue_problem("FILE-ROWS", rows=rows)


def _kind(sheet: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    """Rows that change earlier conversions mixed with rows that report new ones. Some rows are neither."""
    marks = sheet.view.present(CHANGE_SIGNS)
    if not marks:
        return
    texts = sheet.texts(verdict.included.arg_true().cast(pl.UInt32))
    change = _any_filled(texts, marks)
    fresh = _any_filled(texts, sheet.view.present(("EventDate", *ATTRIBUTION_KEYS))) & ~change
    if change.any() and fresh.any():
        yield catalogue_problem("FILE-KIND", changes=int(change.sum()), rows=int(change.sum()) + int(fresh.sum()))


def _any_filled(texts: pl.DataFrame, names: list[str]) -> pl.Series:
    filled = [(cleaned(pl.col(name)) != "").fill_null(False) for name in names]
    return texts.select_seq((pl.any_horizontal(filled) if filled else pl.lit(False)).alias("filled"))["filled"]


def _program(sheet: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    own = sheet.view.context.program.campaign_id
    if not own or not sheet.view.has("CampaignId"):
        return
    texts = sheet.texts(verdict.included.arg_true().cast(pl.UInt32))["CampaignId"]
    filled = texts.to_frame().select_seq(cleaned(pl.col("CampaignId")))["CampaignId"]
    others = filled.filter((filled != "") & (filled != own)).unique().sort()
    if others.len():
        yield catalogue_problem(
            "FILE-PROGRAM", field="CampaignId", campaign=own, others=", ".join(others.head(3).to_list())
        )


def _chain_unknown(sheet: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    """If the program does not say which event comes first, one note reports that the rule was not checked."""
    if not sheet.view.context.program.parents:
        yield Problem("CHAIN-ORDER", Severity.NOTE)


def _unknown(sheet: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    fed = sheet.mapping.fed_columns.union(columns_read(sheet.mapping.left_out))
    for column in sheet.sheet.columns:
        if column in fed or not sheet.sheet.header(column).strip():
            continue
        named = sheet.sheet.header(column).strip() in FIELDS
        sent = "yes" if column in sheet.mapping.extra else "field" if named else "no"
        yield catalogue_problem("HDR-UNKNOWN", column=column, sent=sent)


def _twice(sheet: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, feed in sheet.mapping.feeds:
        if name in seen:
            yield catalogue_problem("HDR-DUP", field=name, column=next(iter(columns_of(feed)), None))
        seen.add(name)


def _missing(rule: str, sheet: WholeSheet, _verdict: Verdict) -> Iterator[Problem]:
    for name in missing_fields(sheet.view.context.template, set(sheet.view.names)):
        yield catalogue_problem(rule, field=name)


def missing_fields(template: Template, present: set[str]) -> list[str]:
    """The fields that a template needs and a sheet lacks; the usual one of each set of alternatives."""
    return [names[0] for names in missing_needs(template, present)]


def missing_needs(template: Template, present: set[str]) -> list[tuple[str, ...]]:
    """What a template needs and a sheet lacks: for each need the fields of which one is enough, the usual one first."""
    if template == "modification":
        return [(name,) for name in _missing_of_change(present)]
    needs: list[tuple[str, ...]] = [
        ("CampaignId",),
        ("ActionTrackerId", "EventTypeCode"),
        ("EventDate",),
        ("OrderId",),
        ("ClickId", *ATTRIBUTION_KEYS),
    ]
    if template == "chained":
        needs.append(("CustomerId",))
    if template == "mobile":
        needs.append(("EventCode",))
    if template == "item":
        needs += [("CurrencyCode",), ITEM_AMOUNTS, ("Category",), ("Sku",), ("Quantity",)]
    elif present & set(MONEY_FIELDS):
        needs.append(("CurrencyCode",))
    return [names for names in needs if not present & set(names)]


def _missing_of_change(present: set[str]) -> list[str]:
    missing = [] if "Reason" in present else ["Reason"]
    by_order = [name for name in ("OrderId", "ActionTrackerId") if name not in present]
    if "ActionId" in present or not by_order:
        return missing
    return [*missing, *(by_order if len(by_order) == 1 else ["ActionId"])]


def _personal(sheet: WholeSheet, verdict: Verdict) -> Iterator[Problem]:
    rows = verdict.included.arg_true().cast(pl.UInt32)
    # spread over the sheet, because its first rows may all be of one kind
    texts = sheet.texts(rows.gather_every(rows.len() // _SAMPLE + 1))
    for name in sheet.view.names:
        field, column = sheet.frames.place(name)
        of_source = column in sheet.sheet.columns
        header = sheet.sheet.header(column) if column and of_source else name
        found = find_personal_data(texts[name], header, field)
        if found:
            yield catalogue_problem(
                "HDR-PERSONAL",
                field,
                column if of_source else None,
                kind=found.kind,
                seen=found.seen,
                values=found.values,
                header=header,
            )


_FILE_RULES: dict[str, Callable[[WholeSheet, Verdict], Iterator[Problem]]] = {
    "FILE-ROWS": _rows,
    "FILE-KIND": _kind,
    **{
        f"HDR-MIN-{kind}": partial(_missing, f"HDR-MIN-{kind}")
        for kind in ("ITEM", "ORDER", "CHAINED", "MOBILE", "MOD")
    },
    "FILE-PROGRAM": _program,
    "CHAIN-ORDER": _chain_unknown,
    "HDR-DUP": _twice,
    "HDR-UNKNOWN": _unknown,
    "HDR-PERSONAL": _personal,
}
"""In the order in which they are shown."""
