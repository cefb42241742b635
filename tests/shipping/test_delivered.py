"""Which rows of a sheet an upload delivered, part by part."""

import shutil
from pathlib import Path

import pytest

from courier.destinations import Destination
from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.ledger.ledger import Ledger
from courier.shipping.delivered import newly_delivered
from courier.shipping.dispatch import DispatchResult, SendRequest, Services, dispatch
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW, draft_of
from tests.shipping.test_dispatch import ACME, BOLT, NoPasswords

AMOUNT, QUANTITY = (f"c{HEADER.split(',').index(name)}" for name in ("Amount", "Quantity"))


@pytest.fixture
def send(tmp_path: Path, ledger: Ledger, places: list[Destination]):
    """Sends a copy of a draft: the copy, and how that ended."""

    def go(draft: Draft, **more: object) -> tuple[Draft, DispatchResult]:
        services = Services([ACME, BOLT], places, NoPasswords(), ledger, lambda: NOW, tmp_path / "batches")
        shipped = draft.snapshot()
        return shipped, dispatch(shipped, SendRequest(places[0], "orders", "orders.csv", **more), services)  # type: ignore[arg-type]

    return go


def test_rows_of_delivered_parts_are_sent_and_the_others_go_alone(ledger: Ledger, tmp_path: Path, send) -> None:
    draft = draft_of(tmp_path, [*order(1, 2), row(2), row(3), row(4, Quantity="none")], ledger)
    shipped, first = send(draft, most_rows=2, hold_errors=True)
    delivered = newly_delivered(draft, shipped, first, NOW)
    assert delivered is not None
    assert (delivered.rows.to_list(), delivered.delivery.left, delivered.delivery.at) == ([0, 1, 2, 3], 1, NOW)
    one, same, other, _ = delivered.orders.to_list()
    assert one == same != other
    draft.mark_sent(delivered)
    summary = draft.summary()
    assert (summary.ready, summary.set_aside, summary.left_out, summary.sent) == (0, 1, 0, 4)
    assert set(draft.verdict.counts_by_rule()) == {"ITEM-QTY"}
    # told once more, nothing is new
    assert newly_delivered(draft, shipped, first, NOW) is None
    draft.do(type_cells(draft, [(4, QUANTITY, "1")]))
    _, second = send(draft)
    assert second.delivered
    assert [part["rows"] for outcome in second.batches for part in outcome.written.parts] == [1]


def test_what_was_not_delivered_or_was_edited_meanwhile_is_not_sent(
    ledger: Ledger, tmp_path: Path, places: list[Destination], send
) -> None:
    draft = draft_of(tmp_path, [row(1), row(2, CampaignId="2000"), row(3)], ledger)
    shutil.rmtree(places[1].folder)
    shipped, result = send(draft)
    draft.do(type_cells(draft, [(0, AMOUNT, "12.00")]))
    delivered = newly_delivered(draft, shipped, result, NOW)
    assert delivered is not None
    assert (delivered.rows.to_list(), delivered.delivery.left) == ([2], 2)


def test_an_item_that_changes_brings_its_whole_order_back(ledger: Ledger, tmp_path: Path, send) -> None:
    draft = draft_of(tmp_path, [*order(1, 2), row(2)], ledger)
    shipped, result = send(draft)
    delivered = newly_delivered(draft, shipped, result, NOW)
    assert delivered is not None
    draft.mark_sent(delivered)
    draft.do(type_cells(draft, [(1, AMOUNT, "12.00")]))
    assert draft.sent_rows().to_list() == [2]
    assert draft.rows_with("GRP-SENT-BEFORE").to_list() == [0, 1]
    anew = draft.snapshot()
    anew.check()
    assert anew.verdict.counts_by_rule() == draft.verdict.counts_by_rule()
    draft.undo()
    assert draft.sent_rows().to_list() == [0, 1, 2]
    assert draft.verdict.counts_by_rule() == {}
