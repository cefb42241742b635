"""Modifications of conversions that were sent before with other amounts."""

from pathlib import Path

import pytest

from courier.changes import Changes, changes_of, reasons, write_changes
from courier.delivery.receipt import State
from courier.ledger.ledger import Ledger
from courier.messages import UserError
from courier.open_sheet import OpenOptions, open_source
from courier.programs import Program
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW, deliver, draft_of

ACME = Program("Acme", "1000", reasons=("DAMAGED",))


def lines(changes: Changes) -> list[tuple[str | None, ...]]:
    return changes.table.rows()


def test_only_what_is_different_becomes_a_change_with_its_final_amount(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2), *order(3, 2), row(5)], ledger)
    again = [
        row(1),
        row(2, Amount="12.50", Quantity="2"),
        row(3, Sku="SKU-1", Amount="0"),
        row(3, Sku="SKU-2"),
        row(3, Sku="SKU-9"),
        row(4),
    ]
    changes = changes_of(draft_of(tmp_path, again, ledger), "ORDER_UPDATE")
    assert changes.table.columns == [
        "ActionTrackerId", "OrderId", "Sku", "Category", "Quantity", "Amount", "CurrencyCode", "Reason",
    ]  # fmt: skip
    assert lines(changes) == [
        ("18500", "AC-2", "SKU-1", "Tennis", "2", "12.50", "USD", "ORDER_UPDATE"),
        ("18500", "AC-3", "SKU-1", "Tennis", "1", "0", "USD", "ORDER_UPDATE"),
    ]
    # an item that was not sent with the order cannot be added to it later
    assert (changes.same, changes.unsure) == (2, 1)


def test_prices_count_per_piece_and_an_order_says_its_status_unless_it_is_reversed(
    ledger: Ledger, tmp_path: Path
) -> None:
    header = HEADER.replace("Amount", "ItemPrice") + ",CustomerStatus"
    sent = [row(number, ItemPrice="10.00", CustomerStatus="NEW") for number in (1, 2)]
    deliver(tmp_path, sent, ledger, header=header)
    again = [
        row(1, ItemPrice="4.25", Quantity="3", CustomerStatus="NEW"),
        row(2, ItemPrice="0", CustomerStatus="NEW"),
    ]
    changes = changes_of(draft_of(tmp_path, again, ledger, header=header), "OTHER").table
    assert changes.select("OrderId", "Amount", "CustomerStatus").rows() == [
        ("AC-1", "12.75", "NEW"),
        ("AC-2", "0.00", None),
    ]


def test_a_sheet_of_orders_has_no_items_to_name(ledger: Ledger, tmp_path: Path) -> None:
    header = HEADER.replace(",Category,Sku,Quantity", "")
    deliver(tmp_path, [row(1)], ledger, header=header)
    changes = changes_of(draft_of(tmp_path, [row(1, Amount="9.99")], ledger, header=header), "ORDER_UPDATE").table
    assert changes.columns == ["ActionTrackerId", "OrderId", "Amount", "CurrencyCode", "Reason"]
    assert changes.rows() == [("18500", "AC-1", "9.99", "USD", "ORDER_UPDATE")]


def test_where_nothing_was_sent_before_there_is_nothing_to_change(ledger: Ledger, tmp_path: Path) -> None:
    changes = changes_of(draft_of(tmp_path, [row(1)], ledger), "ORDER_UPDATE")
    assert (changes.table.height, changes.same, changes.unsure) == (0, 0, 0)


def test_the_file_is_a_sheet_of_changes_without_a_fault_that_can_be_sent(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger, program=ACME)
    draft = draft_of(tmp_path, [row(1, Amount="7.00", Category='a "b", c'), row(2, Amount="0.00")], ledger)
    path = tmp_path / "changes.csv"
    write_changes(changes_of(draft, "ITEM_RETURNED").table, path)
    assert path.read_bytes().startswith(b"ActionTrackerId,OrderId,Sku,Category,Quantity,Amount,CurrencyCode,Reason\r\n")
    opened = open_source(path, OpenOptions(history=ledger.history, program=ACME), NOW)
    opened.draft.check()
    assert opened.draft.choices.template == "modification"
    assert opened.draft.verdict.counts_by_rule() == {}
    assert opened.draft.summary().ready == 2
    header = "ActionTrackerId,OrderId,Sku,Amount,CurrencyCode,Reason"
    changes = [dict(zip(header.split(","), ("18500", "AC-1", "SKU-1", "7.00", "USD", "ORDER_UPDATE"), strict=True))]
    (receipt,) = deliver(tmp_path, changes, ledger, header=header, program=ACME)
    assert receipt.state is State.ARRIVED
    # the ledger has the changes from then on
    assert changes_of(draft_of(tmp_path, [row(1, Amount="7.00")], ledger), "OTHER").same == 1


def test_the_usual_reason_comes_first_and_the_programs_own_are_there() -> None:
    codes = reasons(ACME.facts())
    assert codes[0] == "ORDER_UPDATE"
    assert len(set(codes)) == len(codes)
    assert "ITEM_RETURNED" in codes
    assert codes[-1] == "DAMAGED"


def test_a_place_that_cannot_be_written_is_told(ledger: Ledger, tmp_path: Path) -> None:
    changes = changes_of(draft_of(tmp_path, [row(1)], ledger), "OTHER")
    with pytest.raises(UserError):
        write_changes(changes.table, tmp_path / "nowhere" / "changes.csv")


def test_a_row_whose_event_type_a_shop_left_blank_is_not_lost_in_silence(ledger: Ledger, tmp_path: Path) -> None:
    deliver(tmp_path, order(1, 2), ledger)
    again = order(1, 2, Amount="5.00")
    again[1]["ActionTrackerId"] = again[1]["CurrencyCode"] = ""
    draft = draft_of(tmp_path, again, ledger)
    changes = changes_of(draft, "OTHER")
    assert (changes.table.height, changes.unsure) == (1, 1)
    draft.do(draft.plan(safe_only=True).edit)
    changes = changes_of(draft, "OTHER")
    assert changes.table.select("ActionTrackerId", "Sku", "CurrencyCode").rows() == [
        ("18500", "SKU-1", "USD"),
        ("18500", "SKU-2", "USD"),
    ]
    assert changes.unsure == 0
