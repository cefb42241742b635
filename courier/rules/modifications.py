"""Rules about changes and reversals of earlier conversions.

Sources: Batch Modifications & Reversals Reference; Submit Batch Modifications & Reversals; Batch Submit Conversion
Data; Actions, Brand API v14.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from courier.catalogue.currencies import MINOR_UNITS
from courier.catalogue.fields import FIELDS
from courier.rules.amounts import as_decimal
from courier.rules.field_view import FieldView
from courier.rules.money import amount_facts
from courier.rules.numbers import currency_code, negative, not_money, plain_money
from courier.rules.orders import BY_EVENT_AND_ORDER, at_start
from courier.rules.rule import Mark, Repair, Rule

CHANGEABLE = (
    "ActionId", "OrderId", "ActionTrackerId", "Amount", "CurrencyCode", "CustomerStatus", "Reason", "Sku", "Category",
    "Quantity",
)  # fmt: skip
"""The fields that a change may have."""

MOST_CHANGES = 1_000
"""The most changes that impact.com accepts for one action."""

_REASONS = tuple(FIELDS["Reason"].allowed_values)


def _which_action(view: FieldView) -> Iterator[Mark]:
    # a rule of the file reports missing columns once
    if view.has("ActionId") or view.has("OrderId", "ActionTrackerId"):
        by_order = view.filled("OrderId") & view.filled("ActionTrackerId")
        yield Mark(None, ~(view.filled("ActionId") | by_order))


def _reason(view: FieldView) -> Iterator[Mark]:
    value = view.value("Reason")
    reasons = [*_REASONS, *view.context.program.reasons]
    text = value.str.to_uppercase().str.replace_all(r"[\s_-]+", "_")
    right = pl.when(text.is_in(reasons)).then(text)
    yield Mark("Reason", value.is_null() | ~value.is_in(reasons), repair=Repair({"Reason": right}))


def _only_listed(view: FieldView) -> Iterator[Mark]:
    for name in view.fields(lambda field: field.name not in CHANGEABLE):
        yield Mark(name, view.filled(name))


def _final_amount(view: FieldView) -> Iterator[Mark]:
    yield Mark("Amount", view.value("Amount").str.starts_with("+") | negative(view.value("Amount")))


def _amount(view: FieldView) -> Iterator[Mark]:
    value, currency = view.value("Amount"), view.value("CurrencyCode")
    comma = view.context.reading("Amount").decimal_comma
    text = plain_money(value, currency, comma)
    facts = amount_facts("Amount", value, currency, comma, text)
    yield Mark("Amount", not_money(value, currency), facts, Repair({"Amount": text}))


def _currency(view: FieldView) -> Iterator[Mark]:
    value = view.value("CurrencyCode")
    repair = Repair({"CurrencyCode": currency_code(value)})
    yield Mark("CurrencyCode", ~value.is_in(list(MINOR_UNITS)), repair=repair)


def _amount_before(view: FieldView) -> pl.Expr | None:
    """The last amount that is known of the action: from the history, or else what the file says it was; None if neither
    says one."""
    known = [as_decimal(view.from_history("amount"))] if view.has_history else []
    if (stated := view.stated("amount")) is not None:
        plain = plain_money(stated, view.value("CurrencyCode"), view.context.reading("Amount").decimal_comma)
        known += [as_decimal(stated), as_decimal(plain)]
    return pl.coalesce(known) if known else None


def _zero_again(view: FieldView) -> Iterator[Mark]:
    if (before := _amount_before(view)) is not None:
        yield Mark("Amount", (as_decimal(view.value("Amount")) == 0) & (before == 0))


def _changes_nothing(view: FieldView) -> Iterator[Mark]:
    if (before := _amount_before(view)) is not None:
        amount, status = as_decimal(view.value("Amount")), view.value("CustomerStatus")
        same_status = status.is_null()
        if view.has_history:
            same_status = same_status | (status == view.from_history("status")).fill_null(False)
        # MOD-ZERO reports a zero that repeats a zero
        yield Mark("Amount", (amount == before) & (amount != 0) & same_status)


def _locked(view: FieldView) -> Iterator[Mark]:
    days, over = [], []
    if view.has_history:
        days.append(view.from_history("locks_at").dt.strftime("%Y-%m-%d"))
        over.append(pl.lit(view.context.now) >= view.from_history("locks_at"))
    if (stated := view.stated("locks_at")) is not None:
        # a day without a zone is over for certain only after it
        day = stated.str.extract(r"^(\d{4}-\d\d-\d\d)(?:$|[T ])")
        days.append(day)
        over.append(day.str.to_date("%Y-%m-%d", strict=False) < view.context.now.date())
    if days:
        yield from _at_the_action(view, pl.coalesce(over), {"locks_at": pl.coalesce(days)})


def _settled(view: FieldView) -> Iterator[Mark]:
    if view.has_history:
        yield from _at_the_action(view, view.from_history("state") != "PENDING", {"state": view.from_history("state")})


def _at_the_action(view: FieldView, bad: pl.Expr, facts: Mapping[str, pl.Expr]) -> Iterator[Mark]:
    """Marks the field that identifies the action: its ID, or else the order's."""
    if view.has("ActionId"):
        yield Mark("ActionId", view.filled("ActionId") & bad, facts)
    if view.has("OrderId"):
        yield Mark("OrderId", view.filled("OrderId") & ~view.filled("ActionId") & bad, facts)


def _twice(view: FieldView) -> Iterator[Mark]:
    again = ~pl.struct(BY_EVENT_AND_ORDER, view.value("Sku").fill_null("")).is_first_distinct()
    facts = {"first_row": at_start(pl.col("@number")).cast(pl.String), "changes": pl.lit(0)}
    return _at_the_action(view, again, facts)


def _too_often(view: FieldView) -> Iterator[Mark]:
    if view.has_history:
        changes = view.from_history("changes")
        yield Mark(None, changes >= MOST_CHANGES, {"first_row": pl.lit(None, dtype=pl.String), "changes": changes})


RULES = (
    Rule("MOD-ID", _which_action),
    Rule("MOD-REASON", _reason, ("Reason",)),
    Rule("MOD-ONLY-LISTED", _only_listed),
    Rule("MOD-AMOUNT-FINAL", _final_amount, ("Amount",)),
    Rule("ROW-AMOUNT-MOD", _amount, ("Amount",)),
    Rule("ROW-CURRENCY-MOD", _currency, ("CurrencyCode",)),
    Rule("MOD-ZERO", _zero_again, ("Amount",)),
    Rule("MOD-NOOP", _changes_nothing, ("Amount",)),
    Rule("MOD-LOCKED", _locked),
    Rule("MOD-STATE", _settled),
    Rule("MOD-DUP", _twice, group=BY_EVENT_AND_ORDER),
    Rule("MOD-DUP", _too_often),
)
