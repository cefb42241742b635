"""Searching what was sent."""

from datetime import timedelta
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.programs import EventType, Program
from courier.reversing import search
from courier.reversing.search import FoundOrders, SentOrders
from courier.settings import ledger_folder
from tests.commands.running import HEADER, order, row
from tests.ledger.batches import NOW
from tests.reversing.sending import ACME, CHANGES, change, send


@pytest.fixture
def ledger(courier_home: Path, tmp_path: Path) -> Ledger:
    """Two batches of five orders, the second a day later."""
    ledger = Ledger(ledger_folder())
    first = [row(1, Note="W-88213"), row(2, Sku="Cap-Red"), *order(3, 2, Amount="19.50")]
    send(ledger, tmp_path, first, header=f"{HEADER},Note")
    second = [row(14, EventDate="2026-11-22T08:00:00Z"), row(5, Amount="7.25")]
    send(ledger, tmp_path, second, at=NOW + timedelta(days=1))
    return ledger


def ids(found: FoundOrders) -> list[str]:
    return [one.order for one in found.orders]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("AC-1", ["AC-1"]),  # an ID that there is stands alone
        ("ac-", ["AC-5", "AC-14", "AC-3", "AC-2", "AC-1"]),
        ("cap", ["AC-2"]),
        ("7.25", ["AC-5"]),
        ("7,25", ["AC-5"]),
        ("39", ["AC-3"]),  # all of the order
        ("19.50", ["AC-3"]),
        ("2026-11-22", ["AC-14"]),
        ("w-882", ["AC-1"]),
        ("CUST00002XYZ", ["AC-2"]),
        ("", ["AC-5", "AC-14", "AC-3", "AC-2", "AC-1"]),
        ("nothing of the kind", []),
    ],
)
def test_an_order_is_found_by_what_a_person_has_of_it(ledger: Ledger, text: str, orders: list[str]) -> None:
    found = SentOrders(ledger, [ACME]).search(text)
    assert sorted(ids(found)) == sorted(orders)
    assert not found.more


def test_the_newest_come_first(ledger: Ledger) -> None:
    found = SentOrders(ledger, [ACME]).search("AC-")
    assert set(ids(found)[:2]) == {"AC-14", "AC-5"}
    assert (found.looked_at, found.sent) == (6, 6)


def test_a_program_has_its_own_orders(ledger: Ledger, tmp_path: Path) -> None:
    other = Program("Acme DE", "2000", (EventType("19000"),))
    send(ledger, tmp_path, [row(9, CampaignId="2000", ActionTrackerId="19000")], program=other)
    assert ids(SentOrders(ledger, [ACME, other]).search("", "Acme DE")) == ["AC-9"]
    assert ids(SentOrders(ledger, [ACME, other]).search("AC-9", "Acme")) == []


def test_changes_are_part_of_their_orders(ledger: Ledger, tmp_path: Path) -> None:
    send(ledger, tmp_path, [change("AC-5", "3.00", "SKU-1")], at=NOW + timedelta(days=2), header=CHANGES)
    (found,) = SentOrders(ledger, [ACME]).search("7.25").orders
    assert (str(found.amount), found.changes) == ("3.00", 1)


def test_a_search_is_bounded_and_says_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_ORDERS", 2)
    assert SentOrders(ledger, [ACME]).search("").more


@pytest.mark.parametrize("text", ["C-", "cap", "39", "2026-11-2"])
def test_older_rows_are_searched_too(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    everywhere = SentOrders(ledger, [ACME]).search(text)
    assert ids(everywhere)
    monkeypatch.setattr(search, "MOST_ROWS", 1)
    found = SentOrders(ledger, [ACME]).search(text)
    assert sorted(ids(found)) == sorted(ids(everywhere))
    # numbers of customers stand in the kept files only
    assert (found.looked_at, found.sent) == (2, 6)


def test_the_search_of_older_rows_can_be_stopped(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_ROWS", 1)
    asked = iter([False])
    stopped = SentOrders(ledger, [ACME]).search("AC-", stop=lambda: next(asked, True))
    assert sorted(ids(stopped)) == ["AC-14", "AC-5"]


def test_a_search_can_be_stopped(ledger: Ledger) -> None:
    assert SentOrders(ledger, [ACME]).search("AC-", stop=lambda: True).orders == ()


def test_without_a_ledger_nothing_was_sent(courier_home: Path) -> None:
    sent = SentOrders(Ledger(ledger_folder()), [])
    assert (sent.search("AC-1").orders, sent.with_id(["AC-1"])) == ((), [])
