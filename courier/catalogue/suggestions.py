"""The column that may be meant for a field that nothing feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from courier.catalogue.fields import FIELDS
from courier.catalogue.header_words import likeness
from courier.catalogue.shapes import contradicts, fit

_ALIKE = 80.0
"""Least likeness (0 to 100) of a header to a usual one of the field. A person looks at the suggestion."""
_FITTING = 0.9
"""Share of a column's values from which they have a field's form."""


def suggest_column(fields: Sequence[str], samples: Mapping[str, tuple[str, Sequence[str]]]) -> tuple[str, str] | None:
    """The column and the one of ``fields`` that it may be meant for; None if no column comes near. ``samples``: per
    column its header and some filled values."""
    best: tuple[float, str, str] | None = None
    for column, (header, values) in samples.items():
        for field in fields:
            score = likeness(header, field) if values else 0.0
            better = score >= _ALIKE and (best is None or score > best[0])
            if better and not contradicts(FIELDS[field], values):
                best = (score, column, field)
    return best[1:] if best else None


def values_fit(field: str, values: Sequence[str]) -> bool:
    """Whether nearly all values have the field's form. False for a field that takes any text."""
    share = fit(FIELDS[field], values)
    return share is not None and share >= _FITTING
