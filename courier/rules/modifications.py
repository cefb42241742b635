"""Rules about changes and reversals of earlier conversions.

Sources: Batch Modifications & Reversals Reference; Submit Batch Modifications & Reversals; Batch Submit Conversion
Data; Actions, Brand API v14.
"""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.currencies import CODE_OF_WORD, MINOR_UNITS
from courier.catalogue.fields import FIELDS
from courier.rules.amounts import as_decimal
from courier.rules.field_view import FieldView
from courier.rules.numbers import not_money, plain_money
from courier.rules.orders import BY_EVENT_AND_ORDER, at_start
from courier.rules.rule import Mark, Repair, Rule

CHANGEABLE = (
    "ActionId", "OrderId", "ActionTrackerId", "Amount", "CurrencyCode", "CustomerStatus", "Reason", "Sku", "Category",
    "Quantity",
)  # fmt: skip
"""The fields that a change may name."""

MOST_CHANGES = 1_000
"""How often an action can be changed in its life."""

_REASONS = tuple(FIELDS["Reason"].allowed_values)


def _which_action(view: FieldView) -> Iterator[Mark]:
    # that the columns are missing is told once, of the file
    if view.has("ActionId") or view.has("OrderId", "ActionTrackerId"):
        by_order = view.filled("OrderId") & view.filled("ActionTrackerId")
        yield Mark(None, ~(view.filled("ActionId") | by_order))


def _reason(view: FieldView) -> Iterator[Mark]:
    if view.has("Reason"):
        value = view.value("Reason")
        known = [*_REASONS, *view.context.program.reasons]
        text = value.str.to_uppercase().str.replace_all(r"[\s_-]+", "_")
        right = pl.when(text.is_in(known)).then(text)
        yield Mark("Reason", value.is_null() | ~value.is_in(known), repair=Repair({"Reason": right}))


def _only_listed(view: FieldView) -> Iterator[Mark]:
    for name in view.fields(lambda field: field.name not in CHANGEABLE):
        yield Mark(name, view.filled(name))


def _final_amount(view: FieldView) -> Iterator[Mark]:
    if view.has("Amount"):
        yield Mark("Amount", view.value("Amount").str.contains(r"^[+\-−]|^\(.*\)$"))


def _amount(view: FieldView) -> Iterator[Mark]:
    if view.has("Amount"):
        value, currency = view.value("Amount"), view.value("CurrencyCode")
        text = plain_money(value, currency, view.context.reading("Amount").decimal_comma)
        yield Mark("Amount", not_money(value, currency), {"currency": currency}, Repair({"Amount": text}))


def _currency(view: FieldView) -> Iterator[Mark]:
    if view.has("CurrencyCode"):
        value = view.value("CurrencyCode")
        word = value.str.to_lowercase().str.replace_all(r"[\s.]", "")
        code = word.replace_strict(CODE_OF_WORD, default=None, return_dtype=pl.String)
        yield Mark("CurrencyCode", ~value.is_in(list(MINOR_UNITS)), repair=Repair({"CurrencyCode": code}))


def _zero_again(view: FieldView) -> Iterator[Mark]:
    if view.has_history and view.has("Amount"):
        both = (as_decimal(view.value("Amount")) == 0) & (as_decimal(view.known("amount")) == 0)
        yield Mark("Amount", both)


def _changes_nothing(view: FieldView) -> Iterator[Mark]:
    if view.has_history and view.has("Amount"):
        amount = as_decimal(view.value("Amount"))
        status = view.value("CustomerStatus")
        same_status = status.is_null() | (status == view.known("status")).fill_null(False)
        # a zero that repeats a zero is told by the rule about zeros
        yield Mark("Amount", (amount == as_decimal(view.known("amount"))) & (amount != 0) & same_status)


def _locked(view: FieldView) -> Iterator[Mark]:
    yield from _at_the_action(view, pl.lit(view.context.now) >= view.known("locks_at"), locked=True)


def _settled(view: FieldView) -> Iterator[Mark]:
    yield from _at_the_action(view, view.known("state") != "PENDING", locked=False)


def _at_the_action(view: FieldView, bad: pl.Expr, *, locked: bool) -> Iterator[Mark]:
    """Marked is what names the action: its ID, or else the order's."""
    if not view.has_history:
        return
    facts = {"locks_at": view.known("locks_at").dt.strftime("%Y-%m-%d")} if locked else {"state": view.known("state")}
    if view.has("ActionId"):
        yield Mark("ActionId", view.filled("ActionId") & bad, facts)
    if view.has("OrderId"):
        yield Mark("OrderId", view.filled("OrderId") & ~view.filled("ActionId") & bad, facts)


def _twice(view: FieldView) -> Iterator[Mark]:
    again = ~pl.struct(BY_EVENT_AND_ORDER, view.value("Sku").fill_null("")).is_first_distinct()
    facts = {"first_row": at_start(pl.col("@number")).cast(pl.String), "changes": pl.lit(0)}
    if view.has("ActionId"):
        yield Mark("ActionId", view.filled("ActionId") & again, facts)
    if view.has("OrderId"):
        yield Mark("OrderId", view.filled("OrderId") & ~view.filled("ActionId") & again, facts)


def _too_often(view: FieldView) -> Iterator[Mark]:
    if view.has_history:
        changes = view.known("changes")
        yield Mark(None, changes >= MOST_CHANGES, {"first_row": pl.lit(None, dtype=pl.String), "changes": changes})


RULES = (
    Rule("MOD-ID", _which_action),
    Rule("MOD-REASON", _reason),
    Rule("MOD-ONLY-LISTED", _only_listed),
    Rule("MOD-AMOUNT-FINAL", _final_amount),
    Rule("ROW-AMOUNT-MOD", _amount),
    Rule("ROW-CURRENCY-MOD", _currency),
    Rule("MOD-ZERO", _zero_again),
    Rule("MOD-NOOP", _changes_nothing),
    Rule("MOD-LOCKED", _locked),
    Rule("MOD-STATE", _settled),
    Rule("MOD-DUP", _twice, BY_EVENT_AND_ORDER),
    Rule("MOD-DUP", _too_often),
)
