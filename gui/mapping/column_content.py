"""What stands in the line of a column on the page of columns: its samples, its field, and the evidence for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from courier.catalogue.header_words import MISSPELLED
from courier.catalogue.headers import Match, fit_words
from courier.draft import Draft
from courier.formats import listing
from courier.messages import text
from courier.open_sheet import OpenedSheet
from courier.rules.evidence import evidence
from courier.sheet import exclusions
from courier.sheet.choices import ColumnReading
from courier.sheet.mapping import Column, Constant, Feed, Joined, columns_of, describe

Confidence = Literal["proven", "likely", "guess"]

NOT_SENT, EXTRA = "", "\0extra"
"""Targets of a column that feeds no field: it is not sent, or sent under its own header."""
_WHY: dict[str, tuple[str, Confidence]] = {
    "name": ("columns-why-name", "proven"),
    "alias": ("columns-why-alias", "proven"),
    "usual": ("columns-why-usual", "proven"),
    "likeness": ("columns-why-likeness", "likely"),
}
_SHOWN, _SHOWN_LENGTH = 3, 30
_MOST_ROWS, _FEWEST_ROWS, _SAMPLE_CELLS = 500, 20, 40_000
"""Rows that are looked at for samples: fewer of a wide sheet."""
_WITH_WORDS = ("CustomerStatus", "Reason", "GiftPurchase", "TrackingConsent", "CurrencyCode", "EventCode", "Category")
"""Fields whose values may be called differently by a shop."""


@dataclass(frozen=True)
class ColumnContent:
    """``title`` and ``samples`` of what feeds ``target``, with the reason ``why`` and further ``facts``. ``value``: the
    one value for all rows, None where rows differ. ``date_order``, ``short_years``: a date about which has to be asked,
    or "". ``words``: the number of translated values, None where there are none to translate. ``look``: whether it
    needs a look."""

    title: str
    samples: str
    target: str
    why: str
    confidence: Confidence
    facts: str = ""
    value: str | None = None
    date_order: str = ""
    short_years: str = ""
    words: int | None = None
    look: bool = False


def sample_values(draft: Draft, columns: Sequence[str]) -> dict[str, list[str]]:
    """Some filled values of each column, from its first rows."""
    count = min(_MOST_ROWS, max(_FEWEST_ROWS, _SAMPLE_CELLS // max(1, len(columns))))
    rows = draft.sheet.frame(draft.sheet.row_order.head(count))
    return {column: _filled(rows[column]) for column in columns}


def _filled(texts: pl.Series) -> list[str]:
    return [value for value in texts.to_list() if value and value.strip()]


def target_words(target: str) -> str:
    """What a choice says about a target."""
    return {NOT_SENT: text("columns-not-sent"), EXTRA: text("columns-extra")}.get(target, target)


def column_content(opened: OpenedSheet, column: str, samples: Sequence[str], *, suggested: bool) -> ColumnContent:
    """The line of a source column. ``suggested``: it may be meant for a field that is still needed."""
    draft = opened.draft
    mapping = draft.choices.mapping
    field = mapping.field_of(column)
    place = draft.sheet.columns.index(column)
    match = opened.matches[place] if place < len(opened.matches) else None
    why, confidence = _why(draft, column, field, match)
    fit = fit_words(match, field) if field and match else None
    if fit is not None and confidence == "proven" and fit[1]["share"] != 100:
        confidence = "likely"
    target = field or (EXTRA if column in mapping.extra else NOT_SENT)
    shown = listing(dict.fromkeys(value.strip()[:_SHOWN_LENGTH] for value in samples[:_SHOWN]))
    content = _with_field(draft, field, ColumnContent(draft.sheet.header(column), shown, target, why, confidence), fit)
    look = suggested or bool(field and confidence != "proven") or bool(content.date_order or content.short_years)
    return replace(content, look=look)


def feed_content(draft: Draft, name: str, feed: Feed) -> ColumnContent:
    """The line of a field that no single column feeds: one value, joined columns, a calculation."""
    if isinstance(feed, Constant):
        content = ColumnContent(text("columns-for-all"), "", name, text("columns-why-chosen"), "proven", "", feed.value)
    else:
        title = describe(feed, draft.sheet.header)
        # the app joins a day and its time by itself too
        why = (
            text("columns-why-joined", count=len(feed.columns))
            if isinstance(feed, Joined)
            else text("columns-why-chosen")
        )
        content = ColumnContent(title, "", name, why, "proven")
    return _with_field(draft, name, content, None)


def _with_field(draft: Draft, name: str | None, content: ColumnContent, fit: object) -> ColumnContent:
    """The content with what the values of the field prove, and what has to be asked about them."""
    if name is None:
        return content
    reading = draft.choices.readings.get(name, ColumnReading())
    said = [text(key, **facts) for key, facts in evidence(name, reading)]
    if isinstance(fit, tuple):
        said.insert(0, text(fit[0], **fit[1]))
    return replace(
        content,
        facts=" · ".join(sentence.removesuffix(".") for sentence in said),
        # an example is looked for only where there is one: all rows may have to be searched
        date_order=(draft.undecided_date(name) or "") if reading.proofs.get("either") else "",
        short_years=draft.undecided_years(name) or "",
        words=len(draft.choices.mapping.words_of(name)) if name in _WITH_WORDS else None,
    )


def _why(draft: Draft, column: str, field: str | None, match: Match | None) -> tuple[str, Confidence]:
    mapping = draft.choices.mapping
    if field and [name for name, _ in mapping.feeds].count(field) > 1:
        return text("columns-why-twice"), "guess"
    if field and match and match.field == field:
        usual = match.how == "likeness" and match.score > MISSPELLED
        key, confidence = _WHY["usual" if usual else match.how]
        return text(key), confidence
    if field:
        return text("columns-why-chosen"), "proven"
    part_of = next(
        (name for name, feed in mapping.feeds if not isinstance(feed, Column) and column in columns_of(feed)), None
    )
    if part_of:
        return text("columns-why-part", field=part_of), "proven"
    if column in exclusions.columns_read(mapping.left_out):
        return text("columns-why-left-out"), "proven"
    return text("columns-why-none"), "guess"
