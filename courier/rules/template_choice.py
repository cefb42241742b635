"""Which template a sheet is meant for, seen from its columns and values."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

_ITEM_FIELDS = ("Sku", "Category", "Quantity", "ItemPrice", "ItemSubtotal")
TEMPLATES = ("item", "order")


@dataclass(frozen=True)
class TemplateChoice:
    """A template and why: a message key with the fields that decided it."""

    template: str
    reason: str
    fields: tuple[str, ...] = ()


def detect_template(fields: pl.DataFrame) -> TemplateChoice:
    """Item level if item columns are filled, or if there is one and orders have several rows; else order level.

    ``fields``: the fields' texts (as `FieldFrames.raw` gives them); a sheet without rows is judged by its columns.
    """
    present = [name for name in _ITEM_FIELDS if name in fields.columns]
    filled = [name for name in present if not fields.height or _filled(fields[name])]
    if len(filled) >= 2:
        return TemplateChoice("item", "template-item", tuple(filled))
    if filled and "OrderId" in fields.columns and fields["OrderId"].drop_nulls().is_duplicated().any():
        return TemplateChoice("item", "template-item-repeats", tuple(filled))
    by_customer = {"CustomerId", "ActionTrackerId"} <= set(fields.columns)
    if (
        by_customer
        and fields["ActionTrackerId"].n_unique() > 1
        and fields["CustomerId"].drop_nulls().is_duplicated().any()
    ):
        return TemplateChoice("order", "template-order-maybe-chained")
    return TemplateChoice("order", "template-order")


def _filled(texts: pl.Series) -> bool:
    return bool((texts.str.strip_chars() != "").sum() * 2 > texts.len())
