"""``courier reverse``."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from courier.ledger.ledger import Ledger
from courier.programs import EventType, Program, Programs
from courier.settings import config_folder, ledger_folder
from tests.commands.conftest import courier as courier
from tests.commands.running import Courier, order, row, write
from tests.ledger.batches import NOW
from tests.reversing.sending import ACME, CHANGES, answer, change, send

AT = ("--now", "2026-11-25T00:00:00Z")
WHY = ("--reason", "ITEM_RETURNED")


@pytest.fixture
def ledger(courier_home: Path, tmp_path: Path) -> Iterator[Ledger]:
    """What was sent for Acme: an order of two items, two of one."""
    Programs(config_folder()).save(ACME)
    ledger = Ledger(ledger_folder())
    send(ledger, tmp_path, [*order(1, 2), row(2), row(3, EventDate="2026-10-21T10:00:00Z")])
    yield ledger
    ledger.close()


def rows(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(one["OrderId"], one["Sku"], one["Amount"], one["Reason"]) for one in csv.DictReader(file)]


def test_orders_are_taken_back_in_a_file(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run = courier("reverse", "AC-1", "AC-2", *WHY, *AT, "--output", out)
    assert (run.code, run.err) == (0, "")
    assert rows(out) == [
        ("AC-1", "SKU-1", "0.00", "ITEM_RETURNED"),
        ("AC-1", "SKU-2", "0.00", "ITEM_RETURNED"),
        ("AC-2", "SKU-1", "0.00", "ITEM_RETURNED"),
    ]
    assert run.out.splitlines()[0] == "AC-1 SKU-1: 10.00 USD is taken back"


def test_one_item_gets_its_final_amount(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    more = ("--reason", "ORDER_UPDATE", *AT, "--output", out, "--json")
    run = courier("reverse", "AC-1", "--sku", "SKU-2", "--amount", "7.5", *more)
    (changed,) = run.json["changes"]
    assert (changed["sent"], changed["before"], changed["amount"]) == ("10.00", "10.00", "7.50")
    assert (changed["locks_at"], changed["answer"]) == ("2026-12-20T10:00:00+00:00", "nothing")
    assert rows(out) == [("AC-1", "SKU-2", "7.50", "ORDER_UPDATE")]


def test_changes_go_on_the_road_of_every_sheet(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    inbox = tmp_path / "outbox"
    inbox.mkdir()
    run = courier("reverse", "AC-2", *WHY, *AT, "--to", inbox, "--json")
    assert run.code == 0, run.err
    (receipt,) = run.json["receipts"]
    assert (receipt["state"], len(run.json["changes"])) == ("arrived", 1)
    (sent,) = inbox.glob("*.csv")
    assert rows(sent) == [("AC-2", "SKU-1", "0.00", "ITEM_RETURNED")]
    assert ledger.submissions()[0].template == "modification"
    again = courier("reverse", "AC-2", *WHY, *AT, "--to", inbox)
    assert (again.code, again.sentence) == (1, "Order AC-2 was taken back already, so nothing was written or sent.")


def test_a_changed_amount_is_known_to_the_next_change(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    send(ledger, tmp_path, [change("AC-2", "4.00", "SKU-1")], at=NOW + timedelta(days=1), header=CHANGES)
    out = tmp_path / "out.csv"
    same = courier("reverse", "AC-2", "--amount", "4", *WHY, *AT, "--output", out)
    assert (same.code, out.exists()) == (1, False)
    run = courier("reverse", "AC-2", "--amount", "10.00", *WHY, *AT, "--output", out)
    assert (run.code, run.out.strip()) == (0, "AC-2 SKU-1: 4.00 becomes 10.00 USD")


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (("AC-99",), 2, "Order AC-99 was not sent from this computer"),
        (("AC-3",), 1, "Order AC-3 has been locked since 2026-11-20"),
        (("AC-1", "--amount", "3"), 2, "has several items: SKU-1, SKU-2"),
        (("AC-1", "--sku", "SKU-9"), 2, "has no item SKU-9"),
        (("AC-1", "--sku", "SKU-1", "--amount", "-3"), 2, "-3"),
        (("AC-1", "--sku", "SKU-1", "--amount", "3,50"), 2, "3,50 is no amount"),
        (("AC-1", "AC-2", "--sku", "SKU-1"), 2, "are for one order"),
        (("AC-1", "--reason", "WHATEVER"), 1, "WHATEVER"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_nothing_is_written(
    ledger: Ledger, courier: Courier, tmp_path: Path, typed: tuple[str, ...], code: int, words: str
) -> None:
    out = tmp_path / "out.csv"
    run = courier("reverse", *WHY, *AT, *typed, "--output", out)
    assert (run.code, len(run.err.splitlines())) == (code, 1), run.err
    assert words in run.err
    assert not out.exists()


@pytest.mark.parametrize(
    "typed", [("AC-1",), ("--output", "y.csv"), ("AC-1", "--output", "y.csv"), ("AC-1", "--to", "x", "--output", "y")]
)
def test_wrong_usage_is_told(ledger: Ledger, courier: Courier, typed: tuple[str, ...]) -> None:
    run = courier("reverse", *typed)
    assert (run.code, run.sentence.count("--") > 0) == (2, True)


def test_an_id_of_several_programs_asks_for_one(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    other = Program("Acme DE", "2000", (EventType("19000"),))
    Programs(config_folder()).save(other)
    german = {"CampaignId": "2000", "ActionTrackerId": "19000"}
    send(ledger, tmp_path, [row(2, **german), row(8, **german)], program=other)
    out = tmp_path / "out.csv"
    assert "several programs: Acme, Acme DE" in courier("reverse", "AC-2", *WHY, *AT, "--output", out).sentence
    assert "several programs" in courier("reverse", "AC-1", "AC-8", *WHY, *AT, "--output", out).sentence
    assert courier("reverse", "AC-2", *WHY, *AT, "--program", "Acme DE", "--output", out).code == 0
    assert "19000" in out.read_text(encoding="utf-8")


def test_a_refused_order_is_not_taken_back(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    answer(ledger, 3)
    run = courier("reverse", "AC-2", *WHY, *AT, "--output", tmp_path / "out.csv")
    assert run.code == 1
    assert run.sentence.startswith("impact.com refused order AC-2")


SHOP = "Name,Financial Status,Currency,Created at,Lineitem quantity,Lineitem price,Lineitem sku,Refunded Amount"


def shop_row(name: str, status: str, refunded: str = "0.00") -> dict[str, str]:
    return {
        "Name": name, "Financial Status": status, "Currency": "USD",
        "Created at": "2026-11-20 10:00:00 +0000", "Lineitem quantity": "1", "Lineitem price": "10.00",
        "Lineitem sku": "SKU-1", "Refunded Amount": refunded,
    }  # fmt: skip


def test_a_shops_refunds_become_reversals_of_what_was_sent_and_only_of_that(
    ledger: Ledger, courier: Courier, tmp_path: Path
) -> None:
    shop = [
        shop_row("AC-1", "refunded", "20.00"),
        shop_row("AC-2", "partially_refunded", "3.00"),
        shop_row("AC-3", "refunded", "10.00"),
        shop_row("AC-77", "voided"),
        shop_row("AC-78", "paid"),
    ]
    sheet, out = write(tmp_path / "orders_export.csv", shop, SHOP), tmp_path / "out.csv"
    run = courier("reverse", "--from-refunds", sheet, *AT, "--output", out, "--json")
    assert run.code == 4, run.err
    assert rows(out) == [("AC-1", "SKU-1", "0.00", "ITEM_RETURNED"), ("AC-1", "SKU-2", "0.00", "ITEM_RETURNED")]
    assert run.json["others"] == [
        {"order": "AC-2", "reason": "partly"},
        {"order": "AC-3", "reason": "locked"},
        {"order": "AC-77", "reason": "not-sent"},
    ]
    assert len(run.err.splitlines()) == 3


def test_an_export_without_refunds_changes_nothing(ledger: Ledger, courier: Courier, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    paid = write(tmp_path / "paid.csv", [shop_row("AC-1", "paid")], SHOP)
    assert "No order of this sheet was refunded" in courier("reverse", "--from-refunds", paid, *AT, "--output", out).err
    plain = write(tmp_path / "plain.csv", [row(1)])
    run = courier("reverse", "--from-refunds", plain, *AT, "--output", out)
    assert "No column says which orders were refunded" in run.err
    foreign = write(tmp_path / "foreign.csv", [shop_row("AC-77", "refunded", "10.00")], SHOP)
    run = courier("reverse", "--from-refunds", foreign, *AT, "--output", out)
    assert (run.code, out.exists()) == (1, False)
