"""Sending all clean drafts from Today asks impact.com first, where a program wants it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.programs import Program, Programs
from courier.services import LocalServices
from courier.settings import config_folder
from tests.gui.test_impact_comparison import action, impact, server
from tests.gui.test_today import ACME, BOLT, ask_for_clean, inboxes, keep, press, said, start, words
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn

__all__ = ["impact", "inboxes", "keep", "server", "start"]
pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def comparing(inboxes, impact: StandIn, keychain: FakeKeychain) -> Program:
    """Acme compares its sheets, Bolt does not."""
    program = replace(ACME, account_sid=SID, api_url=impact.url, api_checks=True)
    Programs(config_folder()).save(program)
    keep_token(program, None, Secret(TOKEN), LocalServices())
    return program


def test_orders_that_impact_com_has_hold_their_draft(qtbot, comparing: Program, impact: StandIn, keep, start) -> None:
    impact.actions = [action("A-2")]
    keep("clean.csv", {"OrderId": "A-1"})
    keep("sent.csv", {"OrderId": "A-2"})
    keep("bolt.csv", {"CampaignId": "2000", "OrderId": "A-2"}, program=BOLT)
    asked = ask_for_clean(qtbot, start())
    told = words(asked)
    assert "2 drafts are clean and sent at once." in told
    assert "sent.csv: " in told
    assert told.count("Compared with ") == 1
    press(qtbot, asked, "cleanCancel")


def test_drafts_go_where_nobody_answers(qtbot, comparing: Program, impact: StandIn, keep, start) -> None:
    impact.faults = [Fault(401, times=9)]
    keep("sent.csv", {"OrderId": "A-2"})
    asked = ask_for_clean(qtbot, start())
    told = words(asked)
    assert "1 draft is clean and sent at once." in told
    assert "The sheet was checked without what impact.com has." in told
    press(qtbot, asked, "cleanCancel")


def test_the_check_can_be_stopped_while_impact_com_lets_it_wait(
    qtbot, comparing: Program, impact: StandIn, keep, start
) -> None:
    impact.faults = [Fault(before=30)]
    keep("sent.csv", {"OrderId": "A-2"})
    window = start()
    press(qtbot, window, "todaySendClean")
    qtbot.waitUntil(lambda: bool(impact.asked), timeout=20_000)
    stop = window.findChild(QPushButton, "todayStop")
    assert stop.isVisible()
    window.activateWindow()
    qtbot.keyClick(stop, Qt.Key.Key_Escape)
    # a button that is pressed by its key shows it for a moment
    qtbot.waitUntil(lambda: not stop.isVisible())
    assert said(window) == "Stopped: nothing was sent."
    assert window.findChild(QPushButton, "todaySendClean").isEnabled()
    # what still waits there is let go of
    impact.stopping.set()
