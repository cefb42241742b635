"""Each row is ready, needs repair, is on hold, excluded or sent, and the figures add up."""

from datetime import UTC, datetime

import pytest

from courier.draft_edits import set_aside, type_cells
from courier.open_sheet import OpenedSheet, OpenOptions, open_table
from courier.reading import read_bytes
from courier.verdict_json import verdict_json

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADER = "OrderId,EventDate,CampaignId,ActionTrackerId,ClickId,CurrencyCode,Amount,Sku,Category,Quantity"
DATE = "2026-11-20T10:00:00+01:00"


@pytest.fixture
def opened() -> OpenedSheet:
    """Orders A of two rows, B with a wrong amount, and C."""
    lines = [
        f"{order},{DATE},1000,18500,QiiWXOVnrQ-{order},USD,{amount},S{place},x,1"
        for place, (order, amount) in enumerate([("A", "1.00"), ("A", "2.00"), ("B", "x"), ("C", "4.00")])
    ]
    table = read_bytes("\n".join([HEADER, *lines]).encode(), "x.csv")
    sheet = open_table(table, "x.csv", None, OpenOptions(template="item"), NOW)
    sheet.draft.check()
    return sheet


def divided(opened: OpenedSheet) -> tuple[int, ...]:
    record = verdict_json(opened)
    assert record["ready"] + record["set_aside"] + record["left_out"] == record["rows"]
    assert record["needs_repair"] + record["on_hold"] == record["set_aside"]
    return record["ready"], record["needs_repair"], record["on_hold"], record["left_out"]


def test_an_order_on_hold_is_no_order_that_needs_repair(opened: OpenedSheet) -> None:
    draft = opened.draft
    assert divided(opened) == (3, 1, 0, 0)
    draft.do(set_aside(draft, [0]))
    assert divided(opened) == (1, 1, 2, 0)
    # with its error it is on hold all the same: that is what the person said of it
    draft.do(set_aside(draft, [2]))
    assert divided(opened) == (1, 0, 3, 0)
    assert draft.on_hold_rows().to_list() == [0, 1, 2]
    draft.undo()
    assert draft.needs_repair_rows().to_list() == [2]


def test_a_row_that_joins_an_order_on_hold_is_held_too(opened: OpenedSheet) -> None:
    draft = opened.draft
    draft.do(set_aside(draft, [3]))
    column = draft.checker.frames.column_of("OrderId")
    assert column
    draft.do(type_cells(draft, [(0, column, "C")]))
    rows = draft.sheet.row_order
    assert draft.held_among(rows).to_list() == [True, False, False, True]
    assert draft.on_hold_rows().to_list() == [0, 3]
