"""Sheets compared with what a stand-in for impact.com has, in a real window that nothing of it blocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.programs import EventType, Program, Programs
from courier.services import LocalServices
from courier.settings import config_folder
from gui.work import Job
from tests.commands.conftest import courier as courier
from tests.commands.running import Courier
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, standing_in

pytestmark = pytest.mark.usefixtures("keychain")
CHANGES = "ActionTrackerId,OrderId,Amount,CurrencyCode,Reason"


def action(order: str, state: str = "PENDING", locks: int = 20) -> dict[str, Any]:
    """An action; ``locks``: in how many days."""
    now = datetime.now(UTC)
    return {
        "Id": f"1000.{order}", "CampaignId": "1000", "ActionTrackerId": "18500", "Oid": order, "State": state,
        "Amount": "10.00", "CustomerStatus": "", "EventDate": f"{now - timedelta(days=10):%Y-%m-%dT%H:%M:%SZ}",
        "LockingDate": f"{now + timedelta(days=locks):%Y-%m-%dT%H:%M:%SZ}",
    }  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def impact(server: StandIn) -> StandIn:
    """What the stand-in has of the account: one campaign, one partner, no promo code."""
    server.lists = {"Campaigns": [{"Id": "1000"}], "MediaPartners": [{"Id": "4711"}], "PromoCodes": []}
    server.actions, server.faults, server.asked = [], [], []
    return server


@pytest.fixture
def acme(impact: StandIn, keychain: FakeKeychain, courier_home: Path) -> Program:
    """A saved program with a token that compares its sheets."""
    program = Program(
        "Acme", "1000", (EventType("18500", lock_days="60"),), account_sid=SID, api_url=impact.url, api_checks=True
    )
    Programs(config_folder()).save(program)
    keep_token(program, None, Secret(TOKEN), LocalServices())
    return program


def settle(qtbot, window) -> None:
    qtbot.waitUntil(lambda: not window.findChildren(Job) and window.workspace.session.settled, timeout=20_000)


def open_for(qtbot, window, path: Path, program: str = "Acme") -> None:
    window.open_file(path)
    qtbot.waitUntil(
        lambda: window.workspace.session.sheet_open and not window.workspace.loader.under_way, timeout=20_000
    )
    window.workspace.programs.choose(program)


def found(window) -> set[tuple[str, str]]:
    """The rules and values of all problems but notes."""
    problems = window.workspace.session.draft.problems()
    return {(problem.rule, problem.value) for problem in problems if problem.severity != "note"}


def said(window) -> str:
    return window.findChild(QLabel, "problemsDetail").text()


def by_command(courier: Courier, path: Path) -> set[tuple[str, str]]:
    run = courier("check", path, "--program", "Acme", "--json")
    return {(problem["rule"], problem["value"]) for problem in run.json["problems"] if problem["severity"] != "note"}


def test_what_impact_com_has_stands_on_cards_and_is_what_the_command_says(
    qtbot, window, sheet, courier: Courier, impact: StandIn, acme: Program
) -> None:
    impact.actions = [action("AC-2")]
    impact.lists["PromoCodes"] = [{"Code": "SPRING"}]
    header = "CampaignId,ActionTrackerId,EventDate,OrderId,MediaId,CurrencyCode,Amount,OrderPromoCode"
    path = sheet(
        {"MediaId": "4712", "OrderPromoCode": "WINTER"}, {"MediaId": "4711"},
        {"CampaignId": "1001", "MediaId": "4711", "OrderPromoCode": "spring"}, header=header,
    )  # fmt: skip
    open_for(qtbot, window, path)
    settle(qtbot, window)
    expected = {
        ("GRP-SENT-BEFORE", "AC-2"), ("ROW-MEDIA-GONE", "4712"), ("ROW-PROMO-LIST", "WINTER"),
        ("ROW-CAMPAIGN-GONE", "1001"),
    }  # fmt: skip
    assert expected <= found(window)
    cards = window.workspace.problems.cards.cards
    assert {rule for rule, _ in expected} <= set(cards)
    assert "Compared with 1 order that impact.com has, read on " in said(window)
    assert "Compared with 1 order" in window.workspace.shipping._compared
    asked = len(impact.asked)
    assert by_command(courier, path) == found(window)
    # one edit leaves all that is known, and asks nothing
    window.workspace.session.type_cell(1, "c3", "AC-9")
    assert ("GRP-SENT-BEFORE", "AC-2") not in found(window)
    assert len(impact.asked) == asked
    # another program ends it
    window.workspace.programs.choose("")
    settle(qtbot, window)
    assert not {rule for rule, _ in found(window)} & {rule for rule, _ in expected}
    assert "Compared" not in said(window)


def test_nobody_waits_for_an_answer(qtbot, window, sheet, impact: StandIn, acme: Program) -> None:
    impact.actions = [action("AC-1")]
    impact.faults = [Fault(500, before=60, where="Actions", times=9)]
    open_for(qtbot, window, sheet({}, {}))
    qtbot.waitUntil(lambda: "Asking impact.com" in said(window), timeout=20_000)
    session = window.workspace.session
    assert session.settled
    assert session.standing is not None
    assert session.standing.ready == 2
    window.workspace.programs.choose("")
    assert "Asking" not in said(window)
    impact.stopping.set()
    qtbot.waitUntil(lambda: not window.findChildren(Job), timeout=20_000)
    impact.stopping.clear()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(401, times=9), "impact.com knows no such Account SID with this token"),
        (Fault(403, where="MediaPartners"), "may not read “Partners”"),
        (Fault(200, b"{}", where="Actions"), "no answer of impact.com's API"),
    ],
)
def test_a_sheet_that_cannot_be_compared_says_so_and_goes(
    qtbot, window, sheet, impact: StandIn, acme: Program, fault: Fault, words: str
) -> None:
    impact.faults = [replace(fault)]
    open_for(qtbot, window, sheet({}))
    settle(qtbot, window)
    assert words in said(window)
    assert "The sheet was checked without what impact.com has." in said(window)
    assert window.workspace.session.standing.ready == 1


@pytest.mark.parametrize("chosen", [True, False])
def test_what_would_refuse_a_change_is_foreseen(
    qtbot, window, tmp_path: Path, courier: Courier, impact: StandIn, acme: Program, chosen: bool
) -> None:
    # changes are compared wherever a token is kept
    Programs(config_folder()).save(replace(acme, api_checks=chosen))
    impact.actions = [
        action("AC-1", "REVERSED"), action("AC-2", "APPROVED"), action("AC-3", locks=-1), action("AC-4"),
    ]  # fmt: skip
    lines = [f"18500,AC-{number},5.00,USD,ITEM_RETURNED" for number in (1, 2, 3, 4, 5)]
    path = tmp_path / "changes.csv"
    path.write_text("\n".join([CHANGES, *lines, "18501,AC-4,5.00,USD,ITEM_RETURNED"]) + "\n")
    open_for(qtbot, window, path)
    settle(qtbot, window)
    assert found(window) == {
        ("MOD-STATE", "AC-1"), ("MOD-STATE", "AC-2"), ("MOD-LOCKED", "AC-3"), ("MOD-STATE", "AC-5"),
        ("MOD-STATE", "AC-4"),
    }  # fmt: skip
    draft = window.workspace.session.draft
    states = [problem.facts["state"] for problem in draft.problems(rules=["MOD-STATE"])]
    # AC-4 is there, but not of that event type
    assert states == ["REVERSED", "APPROVED", "MISSING", "MISSING"]
    assert by_command(courier, path) == found(window)
