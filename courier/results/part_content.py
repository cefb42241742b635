"""The rows of a part, from the exact bytes that were sent."""

from __future__ import annotations

from typing import Protocol

import polars as pl

from courier.ledger.contents import rows_of
from courier.ledger.ledger import Ledger
from courier.ledger.store import LedgerError


class KeptPart(Protocol):
    """A part whose bytes may be kept."""

    @property
    def name(self) -> str:
        """The name of its file."""

    @property
    def sha256(self) -> str:
        """Of its bytes."""


def rows_in(ledger: Ledger, part: KeptPart, campaign: str = "") -> pl.DataFrame | None:
    """Every row of a part as `courier.ledger.contents.rows_of` gives them; None if its bytes are not kept here.
    ``campaign``: for the keys of rows without one."""
    try:
        content = ledger.archive.bytes_of(part.sha256, part.name)
    except LedgerError:
        return None
    return rows_of(content, campaign, None)
