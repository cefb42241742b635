"""The template of a sheet, detected from its columns and values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import polars as pl

from courier.catalogue.fields import Template
from courier.rules.damaged_ids import trusted
from courier.rules.file_rules import CHANGE_SIGNS
from courier.rules.readings import read_ids
from courier.sheet.choices import ColumnReading

TEMPLATES: tuple[Template, ...] = get_args(Template)
_ITEM_FIELDS = ("Sku", "Category", "Quantity", "ItemPrice", "ItemSubtotal")


@dataclass(frozen=True)
class TemplateChoice:
    """A template and the reason: a message key with the fields that decided it."""

    template: Template
    reason: str
    fields: tuple[str, ...] = ()


def detect_template(fields: pl.DataFrame, parents: Mapping[str, str] | None = None) -> TemplateChoice:
    """The template of a sheet.

    Changes of earlier conversions if most rows name a reason or an action; an app's events if most have an event code;
    a chain if it has both a parent and its child event type of the program; item level if two item columns are filled,
    or if one is and orders have several rows; else order level. ``fields``: the fields' texts (of `FieldFrames.raw`);
    a sheet without rows is judged by its columns. ``parents``: the program's parent event type per child.
    """
    changes = _filled_ones(fields, CHANGE_SIGNS)
    if changes:
        return TemplateChoice("modification", "template-modification", changes)
    if _filled_ones(fields, ("EventCode",)):
        return TemplateChoice("mobile", "template-mobile", ("EventCode",))
    if parents and _has_chain(fields, parents):
        return TemplateChoice("chained", "template-chained", ("ActionTrackerId", "CustomerId"))
    filled = _filled_ones(fields, _ITEM_FIELDS)
    if len(filled) >= 2:
        return TemplateChoice("item", "template-item", filled)
    if filled and _orders_of_several_rows(fields):
        return TemplateChoice("item", "template-item-repeats", filled)
    if (
        {"CustomerId", "ActionTrackerId"} <= set(fields.columns)
        and fields["ActionTrackerId"].drop_nulls().n_unique() > 1
        and fields["CustomerId"].drop_nulls().is_duplicated().any()
    ):
        return TemplateChoice("order", "template-order-maybe-chained")
    return TemplateChoice("order", "template-order")


def _orders_of_several_rows(fields: pl.DataFrame) -> bool:
    """Whether an order has a second row: its ID again, or neither ID nor date under a row that has them. A damaged ID
    proves nothing."""
    if "OrderId" not in fields.columns:
        return False
    said = [pl.col(name).str.strip_chars() for name in ("OrderId", "EventDate") if name in fields.columns]
    named = pl.when(said[0] != "").then(said[0])
    key = trusted(named, read_ids("OrderId", fields["OrderId"], ColumnReading()))
    blank = pl.all_horizontal([(text == "").fill_null(True) for text in said])
    rows = fields.select_seq(key.alias("key"), (blank & key.shift(1).is_not_null()).alias("under"))
    return bool(rows["key"].drop_nulls().is_duplicated().any() or rows["under"].any())


def _has_chain(fields: pl.DataFrame, parents: Mapping[str, str]) -> bool:
    if "ActionTrackerId" not in fields.columns:
        return False
    events = set(fields["ActionTrackerId"].str.strip_chars().unique().drop_nulls())
    return any(child in events and parent in events for child, parent in parents.items())


def _filled_ones(fields: pl.DataFrame, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in fields.columns and (not fields.height or _mostly(fields[name])))


def _mostly(texts: pl.Series) -> bool:
    return bool((texts.str.strip_chars() != "").sum() * 2 > texts.len())
