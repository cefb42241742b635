"""The rule about cells beyond the header: a separator too many moved every value behind it into the wrong column.

Source: inferred from files in which a decimal comma was taken for a separator.
"""

from collections.abc import Iterator

import polars as pl

from courier.rules.field_view import FieldView
from courier.rules.rule import Mark, Rule

_MOST = 60
"""Characters of the surplus cells that a message quotes."""


def _ragged(view: FieldView) -> Iterator[Mark]:
    if view.has_surplus:
        # what a split amount is, if there is one, is only found out when the problem is shown
        facts = {"cells": view.surplus().str.slice(0, _MOST), "split": pl.lit("no")}
        yield Mark(None, view.surplus().is_not_null(), facts)


SURPLUS_RULE = "READ-RAGGED"

RULES = (Rule(SURPLUS_RULE, _ragged),)
