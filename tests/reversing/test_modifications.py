"""The sheet of changes that comes out."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.reversing.modifications import Change, amount_text, checked, reversals, table_of
from courier.reversing.orders import SentOrder
from courier.reversing.search import SentOrders
from courier.settings import ledger_folder
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW
from tests.reversing.sending import ACME, CHANGES, change, send


@pytest.fixture
def ledger(courier_home: Path) -> Ledger:
    return Ledger(ledger_folder())


def known(ledger: Ledger, order_id: str) -> SentOrder:
    (found,) = SentOrders(ledger, [ACME]).with_id([order_id])
    return found


def test_what_is_sent_is_the_final_amount_with_all_that_finds_the_item(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [*order(1, 2, Quantity="3"), row(2)])
    first, second = known(ledger, "AC-1"), known(ledger, "AC-2")
    changes = [
        Change(first, first.items[0], Decimal(0), "ITEM_RETURNED"),
        Change(first, first.items[1], Decimal("7.5"), "ORDER_UPDATE"),
        *reversals(second, "OTHER"),
    ]
    assert table_of(changes).write_csv() == (
        "ActionTrackerId,OrderId,Sku,Category,Quantity,Amount,CurrencyCode,Reason\n"
        "18500,AC-1,SKU-1,Tennis,0,0.00,USD,ITEM_RETURNED\n"
        "18500,AC-1,SKU-2,Tennis,3,7.50,USD,ORDER_UPDATE\n"
        "18500,AC-2,SKU-1,Tennis,0,0.00,USD,OTHER\n"
    )


def test_an_order_without_items_is_taken_back_as_a_whole(ledger: Ledger, tmp_path: Path) -> None:
    whole = HEADER.replace(",Sku", "").replace(",Quantity", "").replace(",Category", "")
    send(ledger, tmp_path, [row(1)], header=whole)
    assert table_of(reversals(known(ledger, "AC-1"), "ITEM_RETURNED")).write_csv() == (
        "ActionTrackerId,OrderId,Amount,CurrencyCode,Reason\n18500,AC-1,0.00,USD,ITEM_RETURNED\n"
    )


def test_what_is_taken_back_already_is_not_taken_back_again(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, order(1, 2))
    send(ledger, tmp_path, [change("AC-1", "0", "SKU-1")], at=NOW + timedelta(days=1), header=CHANGES)
    assert [one.item.sku for one in reversals(known(ledger, "AC-1"), "OTHER")] == ["SKU-2"]


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [("7.5", "USD", "7.50"), ("1200", "JPY", "1200"), ("7.125", "KWD", "7.125"), ("7.5", "", "7.50")],
)
def test_amounts_have_the_decimals_of_their_currency(amount: str, currency: str, written: str) -> None:
    assert amount_text(Decimal(amount), currency) == written


def test_the_sheet_is_checked_against_what_was_sent(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, order(1, 2))
    found = known(ledger, "AC-1")
    right = checked(reversals(found, "ITEM_RETURNED"), tmp_path / "right.csv", ACME, ledger.history, NOW)
    assert (right.draft.problems(), right.draft.summary().ready) == ([], 2)
    same = [Change(found, found.items[0], Decimal(10), "MY_REASON")]
    wrong = checked(same, tmp_path / "wrong.csv", ACME, ledger.history, NOW)
    assert set(wrong.draft.verdict.counts_by_rule()) == {"MOD-NOOP", "MOD-REASON"}
    late = checked(reversals(found, "OTHER"), tmp_path / "late.csv", ACME, ledger.history, NOW + timedelta(days=31))
    assert set(late.draft.verdict.counts_by_rule()) == {"MOD-LOCKED"}
