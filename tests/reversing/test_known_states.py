"""What a stand-in for impact.com says of orders that are to be changed, by ``courier reverse``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.ledger.ledger import Ledger
from courier.programs import Programs
from courier.services import LocalServices
from courier.settings import config_folder, ledger_folder
from tests.commands.conftest import courier as courier
from tests.commands.running import Courier, row, write
from tests.keychain import FakeKeychain
from tests.ledger.batches import NOW
from tests.results.conftest import impact as impact
from tests.results.stand_in import SID, TOKEN, Fault, StandIn
from tests.reversing.sending import ACME, send
from tests.reversing.test_reverse_command import SHOP, shop_row

AT = ("--now", "2026-11-25T00:00:00Z", "--reason", "ITEM_RETURNED")


@pytest.fixture
def ledger(
    keychain: FakeKeychain, courier_home: Path, tmp_path: Path, impact: StandIn, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ledger]:
    """Five orders that were sent for Acme, which has a token."""
    monkeypatch.setattr(LocalServices, "clock", lambda _: NOW + timedelta(days=2))
    acme = replace(ACME, account_sid=SID, api_url=impact.url)
    Programs(config_folder()).save(acme)
    keep_token(acme, None, Secret(TOKEN), LocalServices())
    ledger = Ledger(ledger_folder())
    send(ledger, tmp_path, [row(number) for number in range(1, 6)], at=NOW)
    yield ledger
    ledger.close()
    impact.stopping.set()


def action(number: int, state: str = "PENDING", locks: str = "2026-12-24T00:00:00Z") -> dict[str, Any]:
    return {
        "Id": f"1000.{number}", "ActionTrackerId": "18500", "Oid": f"AC-{number}", "State": state, "Amount": "10.00",
        "LockingDate": locks, "EventDate": "2026-11-20T10:00:00Z",
    }  # fmt: skip


def take_back(courier: Courier, tmp_path: Path, *orders: str) -> Any:
    return courier("reverse", *orders, *AT, "--output", tmp_path / "out.csv", "--json")


@pytest.fixture
def states(impact: StandIn) -> None:
    """One order in each state, and AC-5 in none."""
    impact.lists = {"Campaigns": [{"Id": "1000"}], "MediaPartners": [], "PromoCodes": []}
    impact.actions = [action(1), action(2, "REVERSED"), action(3, "APPROVED"), action(4, locks="2026-11-24T00:00:00Z")]


@pytest.mark.usefixtures("ledger", "states")
def test_what_impact_com_would_refuse_is_refused_here(courier: Courier, impact: StandIn, tmp_path: Path) -> None:
    run = take_back(courier, tmp_path, "AC-1")
    (change,) = run.json["changes"]
    # impact.com's own date, not the program's 30 days
    assert (run.code, change["state"], change["locks_at"]) == (0, "PENDING", "2026-12-24T00:00:00+00:00")
    assert "Compared with 4 orders that impact.com has" in run.err
    asked = len(impact.asked)
    for order, words in (
        ("AC-2", "Order AC-2 was taken back already"),
        ("AC-3", "Order AC-3 is approved at impact.com, so it takes no change."),
        ("AC-4", "Order AC-4 has been locked since 2026-11-24"),
    ):
        run = take_back(courier, tmp_path, order)
        assert (run.code, run.err.splitlines()[-1].startswith(words)) == (1, True), run.err
    assert len(impact.asked) == asked


@pytest.mark.usefixtures("ledger", "states")
def test_an_order_that_impact_com_does_not_have_is_warned_of(courier: Courier, tmp_path: Path) -> None:
    run = take_back(courier, tmp_path, "AC-5")
    assert (run.code, run.json["changes"][0]["state"]) == (0, "MISSING")
    assert "impact.com lists no AC-5 in the last 90 days, so a change is refused." in run.err


@pytest.mark.usefixtures("ledger", "states")
def test_refunds_of_what_is_final_become_no_reversals(courier: Courier, tmp_path: Path) -> None:
    shop = [shop_row(f"AC-{number}", "refunded", "10.00") for number in (1, 2, 3, 4)]
    export = write(tmp_path / "orders_export.csv", shop, SHOP)
    run = courier("reverse", "--from-refunds", export, *AT, "--output", tmp_path / "out.csv", "--json")
    assert [change["order"] for change in run.json["changes"]] == ["AC-1"]
    assert [(one["order"], one["reason"]) for one in run.json["others"]] == [
        ("AC-2", "reversed"), ("AC-3", "approved"), ("AC-4", "locked"),
    ]  # fmt: skip
    assert "AC-3: approved at impact.com." in run.err


@pytest.mark.usefixtures("ledger")
def test_nobody_has_to_answer(courier: Courier, impact: StandIn, tmp_path: Path) -> None:
    impact.faults = [Fault(401, times=9)]
    run = take_back(courier, tmp_path, "AC-1")
    assert (run.code, run.json["changes"][0]["state"]) == (0, None)
    assert "The sheet was checked without what impact.com has." in run.err


def test_what_was_sent_a_moment_ago_is_not_missed(
    courier: Courier, ledger: Ledger, states: None, tmp_path: Path
) -> None:
    send(ledger, tmp_path, [row(6)], at=NOW.replace(day=25))
    run = take_back(courier, tmp_path, "AC-6")
    assert (run.code, run.json["changes"][0]["state"]) == (0, None)
