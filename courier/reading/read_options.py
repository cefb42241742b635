"""How a person wants a source to be read where the app would have found out by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """What is given counts; what is None is found out.

    ``encoding``: a name such as ``Windows-1252``. ``delimiter``: one or more characters. ``quote``: the mark around
    cells, "" for none. ``header_row``: the record number of the header, 0 if there is none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int | None = None


DETECT = ReadOptions()
"""Nothing is wished."""
