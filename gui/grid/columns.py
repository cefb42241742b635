"""Which columns the grid shows, and what stands in their headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courier.catalogue.fields import FIELDS, MONEY_FIELDS, file_order
from courier.draft import Draft
from courier.messages import text
from courier.sheet.mapping import Column, Constant, columns_of, describe
from courier.sheet.sheet import OVERRIDE

_LONG = {"EventDate": 190, "ClickId": 130, "OrderId": 120, "CustomerId": 120, "CustomerEmail": 130, "Sku": 130}


@dataclass(frozen=True)
class GridColumn:
    """One column of the grid. ``name``: the field it feeds, or None; ``column``: the sheet column its cells are in;
    ``constant``: one value for all rows; ``sent``: whether its texts leave in files to impact.com."""

    name: str | None
    column: str
    title: str
    subtitle: str
    numeric: bool = False
    read_only: str | None = None
    width: int = 110
    constant: bool = False
    sent: bool = True


def grid_columns(draft: Draft) -> list[GridColumn]:
    """Fields with one value for all rows and calculated ones first, then the source's columns in their order."""
    mapping = draft.choices.mapping
    sheet = draft.sheet
    columns = [
        GridColumn(
            name,
            OVERRIDE + name,
            name,
            describe(feed, sheet.header),
            _numeric(name),
            text("grid-read-only-constant") if isinstance(feed, Constant) else None,
            _LONG.get(name, 110),
            isinstance(feed, Constant),
        )
        for name, feed in mapping.feeds
        if not isinstance(feed, Column)
    ]
    fed: dict[str, str] = {}
    parts: dict[str, str] = {}
    for name, feed in mapping.feeds:
        if isinstance(feed, Column):
            fed.setdefault(feed.column, name)
        else:
            parts.update(dict.fromkeys(columns_of(feed), name))
    surplus = set(sheet.surplus)
    for column in sheet.columns:
        header = text("grid-surplus") if column in surplus else sheet.header(column)
        field = fed.get(column)
        if field:
            columns.append(GridColumn(field, column, field, header, _numeric(field), width=_LONG.get(field, 110)))
        elif column in mapping.extra:
            columns.append(GridColumn(None, column, header, text("grid-sent-as-is")))
        elif column in parts:
            columns.append(GridColumn(None, column, header, text("grid-part-of", field=parts[column]), sent=False))
        else:
            # cells beyond the header hold their rows back, so they are not out of the way
            unsent = text("grid-not-sent")
            columns.append(GridColumn(None, column, header, unsent, sent=column in surplus))
    return columns


def as_sent(columns: Sequence[GridColumn]) -> list[GridColumn]:
    """The columns that differ from row to row and are sent, in the order of impact.com's templates."""
    names = [column.name for column in columns if column.name]
    ranks = {name: rank for rank, name in enumerate(file_order(names))}
    sent = [column for column in columns if column.sent and not column.constant]
    return sorted(sent, key=lambda column: ranks.get(column.name or "", len(ranks)))


def _numeric(name: str) -> bool:
    return name in MONEY_FIELDS or (
        name in FIELDS and FIELDS[name].type in ("integer", "decimal") and name == "Quantity"
    )
