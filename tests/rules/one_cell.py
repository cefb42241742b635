"""Drafts in which one cell of a valid item row is changed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from courier.draft import Draft
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.rules.rule import Problem

NOW = datetime(2026, 11, 23, tzinfo=UTC)
RIGHT = {
    "CampaignId": "1000",
    "ActionTrackerId": "18500",
    "EventDate": "2026-11-20T10:00:00-08:00",
    "OrderId": "AC-1",
    "ClickId": "QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i",
    "CustomerId": "CUST0001XYZ",
    "CurrencyCode": "USD",
    "Amount": "10.00",
    "Category": "Tennis",
    "Sku": "ACME-1",
    "Quantity": "1",
}


def draft_of(*rows: dict[str, str], options: OpenOptions | None = None, only: Sequence[str] | None = None) -> Draft:
    """A checked draft; each row is the difference from a valid one. Orders are numbered by default. ``only``: the
    columns of the sheet, by default all."""
    records = [{**RIGHT, "OrderId": f"AC-{number}", **changes} for number, changes in enumerate(rows, start=1)]
    names = list(only or dict.fromkeys(name for record in records for name in record))
    lines = [names, *([record.get(name, "") for name in names] for record in records)]
    content = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    draft = open_table(read_bytes(content.encode(), "x.csv"), "x.csv", None, options or OpenOptions(), NOW).draft
    draft.check()
    return draft


def judged(field: str, value: str, **others: str) -> dict[str, Problem]:
    """The problems at one cell, by rule."""
    return {
        problem.rule: problem for problem in draft_of({field: value, **others}).problems() if problem.field == field
    }


def repaired(field: str, value: str, **others: str) -> str | None:
    """The text of one cell after all safe repairs; None if they do not change it."""
    draft = draft_of({field: value, **others})
    draft.do(draft.plan().edit)
    after = draft.fields(draft.sheet.row_order)[field][0]
    return None if after == value else after
