"""The view of a sheet that rules get: its fields, the context, and expressions for the fields' values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from courier.catalogue.fields import FIELDS, Field
from courier.catalogue.noticed import NoticedColumn
from courier.rules.context import Context
from courier.rules.history import KnownAccount

SURPLUS = "surplus"
"""The column of a frame with the filled cells beyond the header, joined. No field, so that nothing of it is sent."""
EXTRA = "x:"
"""Prefix of the field names of unmapped columns that are sent."""


class FieldView:
    """The fields of one sheet under one context. Values are trimmed text, null where the cell is empty."""

    def __init__(
        self,
        names: Iterable[str],
        context: Context,
        damaged: Iterable[str] = (),
        noticed: Mapping[str, NoticedColumn] | None = None,
        *,
        surplus: bool = False,
        stated: Mapping[str, NoticedColumn] | None = None,
    ) -> None:
        """``noticed``: columns that are not sent but tell something about an order, by their names in the frame;
        ``surplus``: whether some records had more cells than the header; ``stated``: what a file of changes says of
        the actions, see `stated_columns`."""
        self.names = tuple(names)
        self.has_surplus = surplus
        self.context = context
        self.damaged = frozenset(damaged)
        self.noticed = dict(noticed or {})
        self._stated = {column.form: name for name, column in (stated or {}).items()}

    @property
    def readable(self) -> tuple[str, ...]:
        """The fields, and the columns that are only looked at."""
        return (*self.names, *self.noticed, *self._stated.values())

    def has(self, *names: str) -> bool:
        """Whether the sheet has all these fields."""
        return all(name in self.names for name in names)

    def present(self, wanted: Iterable[str]) -> list[str]:
        """Those of the wanted fields that the sheet has, in the wanted order."""
        return [name for name in wanted if name in self.names]

    def fields(self, test: Callable[[Field], object]) -> list[str]:
        """The sheet's fields that satisfy ``test``, in the sheet's order."""
        return [name for name in self.names if name in FIELDS and test(FIELDS[name])]

    def value(self, name: str) -> pl.Expr:
        """A field's trimmed text; null when empty or when the sheet has no such field."""
        return pl.col(name) if name in self.names else pl.lit(None, dtype=pl.String)

    def filled(self, name: str) -> pl.Expr:
        """Whether a field has text."""
        return self.value(name).is_not_null()

    def any_filled(self, names: Iterable[str]) -> pl.Expr:
        """Whether at least one of the fields has text."""
        present = self.present(names)
        return pl.any_horizontal([self.filled(name) for name in present]) if present else pl.lit(False)

    def raw(self, name: str) -> pl.Expr:
        """A field's text unchanged, white space included."""
        return pl.col(f"{name}@raw")

    def spaced(self, name: str) -> pl.Expr:
        """Whether a field's text has unwanted white space or invisible characters."""
        return pl.col(f"{name}@space")

    def wrongly_decoded(self, name: str) -> pl.Expr:
        """Whether a field's text shows signs of a wrong encoding."""
        return pl.col(f"{name}@mojibake")

    def time(self, name: str = "EventDate") -> pl.Expr:
        """A field's moment in UTC (Datetime ms), null unless it is an ISO 8601 date and time."""
        return pl.col(f"{name}@time")

    def iso(self, name: str) -> pl.Expr:
        """Whether a field's text has the form of an ISO 8601 date and time; null when empty."""
        return pl.col(f"{name}@iso")

    def zoned(self, name: str) -> pl.Expr:
        """Whether a field's text has that form with an offset from UTC; null when empty."""
        return pl.col(f"{name}@zoned")

    def from_history(self, name: str) -> pl.Expr:
        """A fact of the row from the history, by its name in `courier.rules.history.COLUMNS`. Only if `has_history`."""
        return pl.col(f"@history:{name}")

    def stated(self, fact: str) -> pl.Expr | None:
        """The text in which the file itself says a fact of the action, None if no column does."""
        return pl.col(self._stated[fact]) if fact in self._stated else None

    def surplus(self) -> pl.Expr:
        """The filled cells beyond the header, joined; null if there are none. Only if `has_surplus`."""
        return pl.col(SURPLUS)

    @property
    def account(self) -> KnownAccount:
        """What is known of the account at impact.com."""
        return self.context.history.account if self.context.history is not None else KnownAccount()

    @property
    def has_history(self) -> bool:
        """Whether there is a history of earlier deliveries."""
        return self.context.history is not None

    def first(self, name: str) -> pl.Expr:
        """The first filled text of the row's order. Only for repairs, facts and order rules."""
        return pl.col(f"{name}@first") if name in self.names else pl.lit(None, dtype=pl.String)
