"""What a person specifies about a source instead of having it detected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

OnProgress = Callable[[float], None]
"""Receives the fraction done; an exception it raises ends the work."""


@dataclass(frozen=True)
class ReadOptions:
    """Settings that override detection; what is None is detected.

    ``encoding``: a name such as ``Windows-1252``. ``delimiter``: one or more characters. ``quote``: the mark around
    cells, "" for none. ``header_row``: the record number of the header, 0 if there is none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None


DETECT = ReadOptions()
"""Detect everything."""
