"""What a stand-in for impact.com has of the orders at the reversal desk, asked for beside the window."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from courier.ledger.ledger import Ledger
from courier.programs import Program, Programs
from courier.settings import config_folder, ledger_folder
from gui.reversals.pane import ReversalPane
from gui.window.main_window import MainWindow
from tests.commands.running import row
from tests.gui.test_impact_comparison import acme, action, impact, server
from tests.gui.test_reversal_desk import choose, day, fields, listed, preview, said, settle, ticks
from tests.ledger.batches import deliver
from tests.results.stand_in import Fault, StandIn

__all__ = ["acme", "impact", "server"]
pytestmark = pytest.mark.usefixtures("keychain")


@pytest.fixture
def token_only(acme: Program, tmp_path: Path) -> Program:
    """A program that compares no sheets, but has a token; orders 1 to 5 were sent for it days ago."""
    program = replace(acme, api_checks=False)
    Programs(config_folder()).save(program)
    ledger = Ledger(ledger_folder())
    rows = [row(number, EventDate=day(10)) for number in range(1, 6)]
    then = datetime.now(UTC) - timedelta(days=9)
    deliver(tmp_path, rows, ledger, program=program, at=then, now=then)
    ledger.close()
    return program


def open_desk(qtbot, window: MainWindow) -> ReversalPane:
    window.commands.reversals.trigger()
    settle(qtbot, window)
    return window.workspace.reversals


def compared(desk: ReversalPane) -> str:
    return desk.findChild(QLabel, "reversalCompared").text()


def test_state_and_lock_are_those_of_impact_com(qtbot, window, impact: StandIn, token_only: Program) -> None:
    impact.actions = [
        action("AC-1", locks=2), action("AC-2", "REVERSED"), action("AC-3", "APPROVED"), action("AC-4", locks=-1),
    ]  # fmt: skip
    desk = open_desk(qtbot, window)
    assert "Compared with 4 orders that impact.com has, read on " in compared(desk)
    standing = {line.split()[0]: line.split(" · ")[-1] for line in listed(desk)}
    # the program's own 60 days would lock nothing yet
    assert standing == {
        "AC-1": "locks in 2 days", "AC-2": "taken back already", "AC-3": "approved, too late",
        "AC-4": "locked, too late", "AC-5": "not at impact.com",
    }  # fmt: skip
    for order, free in (("AC-1", True), ("AC-2", False), ("AC-3", False), ("AC-4", False), ("AC-5", True)):
        choose(qtbot, window, order)
        assert [field.isEnabled() for field in fields(desk)] == [free], order
        assert said(desk, "reversalStanding") == standing[order]
    ticks(desk)[0].click()
    settle(qtbot, window)
    assert "impact.com lists no AC-5 in the last 90 days, so a change is refused." in said(desk, "reversalCheck")
    asked = len(impact.asked)
    desk.search()
    settle(qtbot, window)
    assert len(impact.asked) == asked
    assert "approved, too late" in "".join(listed(desk))


def test_what_was_chosen_before_the_answer_stays_and_is_checked_again(
    qtbot, window, impact: StandIn, token_only: Program
) -> None:
    impact.actions = [action(f"AC-{number}") for number in range(1, 6)]
    impact.actions[4] = action("AC-5", "APPROVED")
    impact.faults = [Fault(200, b'{"Campaigns": []}', before=30, where="Campaigns")]
    window.commands.reversals.trigger()
    desk = window.workspace.reversals
    qtbot.waitUntil(lambda: "Asking impact.com" in compared(desk) and bool(fields(desk)), timeout=20_000)
    place = next(place for place, one in enumerate(desk.orders.orders) if one.order == "AC-5")
    desk.orders.setCurrentRow(place)
    qtbot.waitUntil(lambda: said(desk, "reversalOrder") == "AC-5", timeout=20_000)
    ticks(desk)[0].click()
    qtbot.waitUntil(lambda: said(desk, "reversalCheck").startswith("Checked"), timeout=20_000)
    impact.stopping.set()
    qtbot.waitUntil(lambda: "AC-5 is approved at impact.com" in said(desk, "reversalCheck"), timeout=20_000)
    impact.stopping.clear()
    assert len(preview(desk)) == 1
    assert said(desk, "reversalStanding") == "approved, too late"


def test_nobody_has_to_answer(qtbot, window, impact: StandIn, token_only: Program) -> None:
    impact.faults = [Fault(401, times=9)]
    desk = open_desk(qtbot, window)
    assert "knows no such Account SID with this token" in compared(desk)
    assert {line.split(" · ")[-1] for line in listed(desk)} == {"locks in 50 days"}
    assert fields(desk)[0].isEnabled()
