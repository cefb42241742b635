"""The rule about what a shop says became of an order. The columns that say so need not be mapped.

Source: inferred from the order exports of the common shops.
"""

from collections.abc import Iterable, Iterator

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


def dates_a_refund(column: NoticedColumn) -> bool:
    """Whether a column says when money was paid back, which it also does of a part."""
    return column.form == "filled" and column.kind == "refunded"


def _shop_status(view: FieldView) -> Iterator[Mark]:
    kinds = {name: status_kind(pl.col(name), column) for name, column in view.noticed.items()}
    partly = _any(kinds[name] == PARTLY for name, column in view.noticed.items() if column.form == "words")
    for name, column in view.noticed.items():
        if dates_a_refund(column):
            kinds[name] = pl.when(~partly).then(kinds[name])
    whole = _any(kind != PARTLY for kind in kinds.values())
    earlier = pl.lit(False)
    for name, kind in kinds.items():
        # the first column stands for the row, and what was called off for what was refunded in part
        tells = kind.is_not_null() & ~earlier & ~((kind == PARTLY) & whole)
        # the first row that tells it stands for the order
        counted = pl.when(tells).then(pl.col(BY_ORDER))
        yield Mark(name, counted.is_not_null() & counted.is_first_distinct(), {"kind": kind, "status": pl.col(name)})
        earlier = earlier | tells.fill_null(False)


def _any(tests: Iterable[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal([pl.lit(False), *(test.fill_null(False) for test in tests)])


RULES = (Rule("ROW-SHOP-STATUS", _shop_status, group=BY_ORDER, alone=True),)
