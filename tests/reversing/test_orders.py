"""What is known of an order that was sent."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.ledger.values import Progress
from courier.programs import EventType, Program
from courier.reversing.orders import Answered, SentOrder
from courier.reversing.search import SentOrders
from courier.settings import ledger_folder
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW
from tests.reversing.sending import ACME, CHANGES, answer, change, send


@pytest.fixture
def ledger(courier_home: Path) -> Ledger:
    return Ledger(ledger_folder())


def known(ledger: Ledger, order_id: str, program: str = "") -> SentOrder:
    (found,) = SentOrders(ledger, [ACME]).with_id([order_id], program)
    return found


def amounts(found: SentOrder) -> dict[str, tuple[str, bool]]:
    return {item.sku: (str(item.amount), item.reversed) for item in found.items}


def test_an_order_is_known_with_its_items_program_and_lock(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [*order(1, 2, Amount="12.50"), row(2)])
    found = known(ledger, "AC-1")
    assert (found.program, found.campaign, found.event, found.currency) == ("Acme", "1000", "18500", "USD")
    assert found.locks_at == datetime(2026, 12, 20, 10, tzinfo=UTC)
    assert (found.amount, found.reversed, found.answered, found.changes) == (
        Decimal("25.00"), False, Answered.NOTHING, 0,
    )  # fmt: skip
    assert [(item.sku, item.sent, item.category, item.quantity) for item in found.items] == [
        ("SKU-1", Decimal("12.50"), "Tennis", "1"),
        ("SKU-2", Decimal("12.50"), "Tennis", "1"),
    ]
    assert not found.locked(datetime(2026, 12, 20, 9, tzinfo=UTC))
    assert found.locked(datetime(2026, 12, 20, 10, tzinfo=UTC))


def test_the_last_of_several_changes_counts_and_what_was_sent_stays_known(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, order(1, 3))
    for day, rows in enumerate(
        ([change("AC-1", "7.00", "SKU-1")], [change("AC-1", "4.00", "SKU-1"), change("AC-1", "0.00", "SKU-2")]), 1
    ):
        send(ledger, tmp_path, rows, at=NOW + timedelta(days=day), header=CHANGES)
    found = known(ledger, "AC-1")
    assert amounts(found) == {"SKU-1": ("4.00", False), "SKU-2": ("0.00", True), "SKU-3": ("10.00", False)}
    assert (found.amount, found.changes, found.items[0].sent) == (Decimal("14.00"), 3, Decimal("10.00"))
    assert found.changeable(NOW)


def test_a_changed_total_leaves_the_order_as_a_whole(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, order(1, 2))
    whole = CHANGES.replace("Sku,", "")
    send(ledger, tmp_path, [change("AC-1", "13.00")], at=NOW + timedelta(days=1), header=whole)
    assert amounts(known(ledger, "AC-1")) == {"": ("13.00", False)}
    send(ledger, tmp_path, [change("AC-1", "0")], at=NOW + timedelta(days=2), header=whole)
    assert known(ledger, "AC-1").reversed


def test_a_refused_change_changed_nothing(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1)])
    send(ledger, tmp_path, [change("AC-1", "0", "SKU-1")], at=NOW + timedelta(days=1), header=CHANGES)
    assert known(ledger, "AC-1").reversed
    answer(ledger, 1)
    assert amounts(known(ledger, "AC-1")) == {"SKU-1": ("10.00", False)}


def test_only_a_finished_answer_accepts(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1), row(2)])
    answer(ledger, 2, progress=Progress.IN_PROGRESS)
    assert known(ledger, "AC-1").answered is Answered.NOTHING
    answer(ledger, 2)
    assert known(ledger, "AC-1").answered is Answered.ACCEPTED
    refused = known(ledger, "AC-2")
    assert (refused.answered, refused.changeable(NOW), str(refused.amount)) == (Answered.REFUSED, False, "10.00")


def test_a_refused_item_is_none_of_the_order(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, order(1, 2))
    answer(ledger, 2)
    assert list(amounts(known(ledger, "AC-1"))) == ["SKU-1"]


def test_changes_alone_make_no_order(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [change("AC-1", "4.00", "SKU-1")], header=CHANGES)
    assert SentOrders(ledger, [ACME]).with_id(["AC-1"]) == []


def test_one_id_may_stand_for_orders_of_several_programs(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1)])
    other = Program("Acme DE", "2000", (EventType("19000"),))
    send(ledger, tmp_path, [row(1, CampaignId="2000", ActionTrackerId="19000")], program=other)
    assert len(SentOrders(ledger, [ACME, other]).with_id(["AC-1"])) == 2
    german = known(ledger, "AC-1", "Acme DE")
    assert (german.campaign, german.locks_at) == ("2000", None)


def test_a_date_that_says_nothing_locks_from_the_day_of_sending(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1, EventDate="NOW")])
    assert known(ledger, "AC-1").locks_at == NOW + timedelta(days=30)


def test_without_the_bytes_the_ledger_alone_speaks(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [row(1, Note="W-88213")], header=f"{HEADER},Note")
    assert known(ledger, "AC-1").numbers == ("W-88213",)
    ledger.archive.forget(ledger.submissions()[0].parts[0].sha256)
    found = known(ledger, "AC-1")
    assert (found.numbers, found.items[0].quantity, str(found.amount)) == ((), "", "10.00")
