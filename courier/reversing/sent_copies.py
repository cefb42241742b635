"""What the kept bytes of parts say beyond the ledger: names and quantities of items, a customer's number."""

from __future__ import annotations

import io
import re

import polars as pl

from courier.ledger.part_archive import PartArchive
from courier.ledger.store import LedgerError
from courier.rules.frames import trimmed_fields

NUMBERS = ("ReferenceId", "Note")
"""Fields in which another number of an order may stand, the likeliest first."""

_SEARCHED = (*NUMBERS, "CustomerId")

_FREE_TEXT = re.compile(r"Text\d+")
_OF_ITEMS = ("Name", "Category", "Quantity")


class SentCopies:
    """The fields in the kept bytes of parts. The tables of a few parts stay in memory."""

    _MOST = 8

    def __init__(self, archive: PartArchive) -> None:
        self._archive = archive
        self._tables: dict[str, pl.DataFrame] = {}

    def fields_of(self, sha256: str, name: str, row: int) -> dict[str, str]:
        """The filled fields of a row, by its number from 1, that say something of its item or of its order; none if the
        bytes are not kept, as those of a colleague's batches are not."""
        table = self._tables.get(sha256)
        if table is None:
            content = self.content_of(sha256, name)
            table = pl.DataFrame() if content is None else _table(content, (*_OF_ITEMS, *NUMBERS))
            if len(self._tables) >= self._MOST:
                self._tables.pop(next(iter(self._tables)))
            self._tables[sha256] = table
        if not 0 < row <= table.height:
            return {}
        return {field: value for field, value in table.row(row - 1, named=True).items() if value}

    def content_of(self, sha256: str, name: str) -> bytes | None:
        """The bytes of a part, None if they are not kept (any more)."""
        try:
            return self._archive.bytes_of(sha256, name)
        except LedgerError:
            return None


def orders_with_number(content: bytes, number: str) -> list[str]:
    """The OrderIds of the rows of a part in which a customer's number holds ``number``, in any case of its letters."""
    # most parts do not hold it anywhere, and a look at the bytes is quick
    if number.lower().encode() not in content.lower():
        return []
    table = _table(content, ("OrderId", *_SEARCHED))
    named = [column for column in table.columns if column != "OrderId"]
    if "OrderId" not in table.columns or not named:
        return []
    holds = pl.any_horizontal(
        pl.col(column).str.to_lowercase().str.contains(number.lower(), literal=True).fill_null(False)
        for column in named
    )
    return table.filter(holds & pl.col("OrderId").is_not_null())["OrderId"].unique(maintain_order=True).to_list()


def _table(content: bytes, names: tuple[str, ...]) -> pl.DataFrame:
    table = pl.read_csv(io.BytesIO(content), infer_schema=False)
    free = [column for column in table.columns if _FREE_TEXT.fullmatch(column)]
    return trimmed_fields(table, (*names, *free))
