"""What errors hold back: whole orders, their money, and what follows from a file that lacks a column."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from courier.blocking import HeldBack, blocked_by_errors
from courier.draft import Draft
from courier.draft_edits import set_aside
from courier.open_sheet import OpenOptions, open_source
from courier.rules.ranking import weighed_rank
from courier.rules.rule import Severity

NOW = datetime(2026, 11, 23, tzinfo=UTC)

HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


def checked(tmp_path: Path, *rows: str, header: str = HEADER) -> Draft:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    draft = open_source(path, OpenOptions(), NOW).draft
    draft.check()
    return draft


def row(order: str, amount: str = "10.00", sku: str = "A", quantity: str = "1", currency: str = "USD") -> str:
    return (
        f'1000,18500,{NOW:%Y-%m-%d}T00:00:00Z,{order},QiiWXOVnrQ3SQHl24jQjyxBGUkm{order},C{order},{currency},"{amount}",'
        f"Hats,{sku},{quantity}"
    )


def test_a_rule_holds_back_whole_orders_and_their_money(tmp_path: Path) -> None:
    draft = checked(tmp_path, row("A", "1,50"), row("A", "2.00", "B"), row("B", sku=""), row("C", "7", currency="EUR"))
    blocked = blocked_by_errors(draft)
    assert blocked.all == HeldBack(3, {"USD": Decimal("13.5000")})
    assert blocked.by_rule["ROW-AMOUNT-NUM"] == HeldBack(2, {"USD": Decimal("3.5000")})
    assert blocked.by_rule["ITEM-REQ"] == HeldBack(1, {"USD": Decimal("10.0000")})
    assert blocked.all.rows == draft.failing_rows().len()


def test_what_is_wrong_with_the_file_holds_back_everything(tmp_path: Path) -> None:
    draft = checked(tmp_path, "A,5.00", "B,6.00", header="OrderId,Amount")
    blocked = blocked_by_errors(draft)
    assert blocked.by_rule["HDR-MIN-ORDER"] == blocked.all
    assert blocked.all == HeldBack(2, {"": Decimal("11.0000")})


def test_what_is_on_hold_is_not_held_back_by_errors_too(tmp_path: Path) -> None:
    draft = checked(tmp_path, row("A", "1,50"), row("B", sku=""), row("C"))
    draft.do(set_aside(draft, [0]))
    blocked = blocked_by_errors(draft)
    assert blocked.all == blocked.by_rule["ITEM-REQ"] == HeldBack(1, {"USD": Decimal("10.0000")})
    assert blocked.by_rule["ROW-AMOUNT-NUM"] == HeldBack()
    draft.do(set_aside(draft, [1]))
    assert blocked_by_errors(draft).all == HeldBack()


def test_nothing_wrong_holds_nothing_back(tmp_path: Path) -> None:
    blocked = blocked_by_errors(checked(tmp_path, row("A")))
    assert (blocked.all, blocked.by_rule) == (HeldBack(), {})


def test_rows_with_surplus_cells_hold_back_the_orders_they_may_belong_to(tmp_path: Path) -> None:
    draft = checked(tmp_path, row("A") + ",more", row("B"))
    blocked = blocked_by_errors(draft)
    assert blocked.by_rule["READ-RAGGED"].rows == draft.failing_rows().len() == blocked.all.rows


def test_damage_comes_first_then_what_holds_back_most() -> None:
    def key(rule: str, rows: int, amount: str = "0") -> object:
        return weighed_rank(rule, Severity.ERROR, rows, {"USD": Decimal(amount)})

    keys = [
        key("ROW-SCI", 1),
        key("ITEM-QTY", 9),
        key("ITEM-REQ", 3, "5"),
        key("ROW-ATTR", 3, "4"),
        key("GRP-SAME", 99),
    ]
    assert keys == sorted(keys)  # type: ignore[type-var]  # keys of one function
