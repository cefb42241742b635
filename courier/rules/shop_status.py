"""The rule about what a shop says became of an order. The columns that say so need not be mapped.

Source: inferred from the order exports of the common shops.
"""

from collections.abc import Iterator

import polars as pl

from courier.catalogue.noticed import STATUS_KINDS, NoticedColumn
from courier.rules.field_view import FieldView
from courier.rules.orders import BY_ORDER
from courier.rules.rule import Mark, Rule

PARTLY = "partly"
"""The kind of an order that still counts, only not with its full amount."""
_YES = ("true", "yes", "1", "x", "ja", "oui", "sí", "si", "sim", "はい")


def status_kind(text: pl.Expr, column: NoticedColumn) -> pl.Expr:
    """What a text of a noticed column says became of the order, by its kind; null where it says nothing."""
    if column.form == "words":
        word = text.str.to_lowercase().str.replace_all(r"[\s_-]+", " ").str.strip_prefix("wc ")
        return word.replace_strict(STATUS_KINDS, default=None, return_dtype=pl.String)
    tells = {
        "flag": text.str.to_lowercase().is_in(_YES),
        "filled": text.is_not_null(),
        "amount": text.str.contains(r"[1-9]"),
    }[column.form]
    return pl.when(tells).then(pl.lit(column.kind))


def _shop_status(view: FieldView) -> Iterator[Mark]:
    earlier = pl.lit(False)
    for name, column in view.noticed.items():
        kind = status_kind(pl.col(name), column)
        tells = kind.is_not_null()
        # the first row that tells it stands for the order, the first column for the row
        counted = pl.when(tells & ~earlier).then(pl.col(BY_ORDER))
        yield Mark(name, counted.is_not_null() & counted.is_first_distinct(), {"kind": kind, "status": pl.col(name)})
        earlier = earlier | tells


RULES = (Rule("ROW-SHOP-STATUS", _shop_status, group=BY_ORDER, alone=True),)
