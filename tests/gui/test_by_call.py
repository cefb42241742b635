"""Orders that go one by one to a stand-in for the Conversions API, from a window: said before, sent, answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit

from courier.credentials import Secret
from courier.destinations import Destination, from_url
from courier.results.answered import answered_counts
from gui.session.services import AppServices
from gui.style.parts import ElidedLabel
from gui.window.main_window import MainWindow
from tests.gui.test_answer_poller import look
from tests.gui.test_batches import outcome, words
from tests.gui.test_destinations import Form
from tests.gui.test_history import press, question
from tests.gui.test_journey import drop, wait_open
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, standing_in

BY_ORDER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount"


@pytest.fixture
def impact() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        stand_in.lists["Campaigns"] = []
        yield stand_in


@pytest.fixture
def calls(impact: StandIn, window: MainWindow, keychain: FakeKeychain) -> Destination:
    """The only saved destination, with its token."""
    services = window.workspace._services
    place = from_url(impact.url.replace("http://", f"conversions+http://{SID}@"), "Calls")
    services.destinations.save(place)
    services.credentials.set(place.account, Secret(TOKEN))
    window.workspace.shipping.choose("Calls")
    return place


def test_the_time_is_said_the_orders_go_and_are_answered(
    qtbot, window: MainWindow, impact: StandIn, calls: Destination, sheet
) -> None:
    drop(window, sheet({}, {}, header=BY_ORDER))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: pieces(window) == ("2 calls → Calls", "2 calls", True))
    window.workspace._services.destinations.save(Destination("Files", "folder", folder="/tmp"))
    window.workspace.shipping.choose("Files")
    qtbot.waitUntil(lambda: pieces(window) == ("1 file → Files", "1 file", False))
    window.workspace.shipping.choose("Calls")
    qtbot.waitUntil(lambda: pieces(window) == ("2 calls → Calls", "2 calls", True))
    window.workspace.commands.upload.trigger()
    qtbot.waitUntil(lambda: _asked(window), timeout=20_000)
    asked = question(window, "callsQuestion")
    assert "2 orders, one call each: up to 1 minute." in words(asked)
    assert impact.asked == []
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, asked, "callsGo")
    assert outcome(window) == "Delivered. 2 rows at Calls."
    assert "impact.com answers to each order" in words(window)
    assert [one["OrderId"] for one in impact.orders] == ["AC-1", "AC-2"]
    impact.order_errors = {"AC-2": ("Validation Error", "CONV_DUPLICATE")}
    ledger = AppServices().ledger
    earlier = (datetime.now(UTC) - timedelta(minutes=3)).isoformat()
    with ledger.store.writing() as db:
        db.execute("UPDATE parts SET at = ?", (earlier,))
    told = look(qtbot, window)
    (submission,) = ledger.submissions()
    counts = answered_counts(ledger, [submission])[submission.uuid]
    assert (counts.accepted, counts.refused) == (1, 1)
    assert told == ["impact.com answered to orders sent by call: 1 accepted, 1 refused."]
    # what is answered is asked no more
    asked_until_now = len(impact.asked)
    look(qtbot, window)
    assert len(impact.asked) == asked_until_now
    # beside the next sheet nothing is said of this one
    assert window.workspace.shipping.pane.isVisible()
    window.workspace.session.kept = True
    window.workspace.loader.file(sheet({"OrderId": "AC-9"}, header=BY_ORDER))
    qtbot.waitUntil(lambda: window.workspace.model.rowCount() == 1, timeout=20_000)
    assert not window.workspace.shipping.pane.isVisible()


def pieces(window: MainWindow) -> tuple[str, str, bool]:
    """What the toolbar and the line at the bottom say of how the sheet goes, and whether the review speaks of calls."""
    lower = window.workspace.bar.findChild(ElidedLabel, "uploadUsual").words.rpartition(" · ")[2]
    review = [shown.text() for shown in window.workspace.review.findChildren(QLabel)]
    return lower, window.workspace.status._files.text(), "calls" in review and "Files" not in review


def _asked(window: MainWindow) -> bool:
    return any(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_what_the_api_does_not_take_is_said_and_nothing_is_sent(
    qtbot, window: MainWindow, impact: StandIn, calls: Destination, sheet
) -> None:
    drop(window, sheet({"OrderDiscount": "1.00"}, header=f"{BY_ORDER},Category,Sku,Quantity,OrderDiscount"))
    wait_open(qtbot, window)
    window.workspace.commands.upload.trigger()
    qtbot.waitUntil(lambda: _asked(window), timeout=20_000)
    asked = words(question(window, "severalQuestion"))
    assert "Nothing is sent." in asked
    assert "ItemPrice or ItemSubtotal, not Amount" in asked
    assert impact.asked == []


def test_the_form_names_account_and_token_and_tests_by_reading(
    qtbot, window: MainWindow, impact: StandIn, calls: Destination
) -> None:
    form = Form(qtbot, window, "Calls")
    names = {line.objectName(): line.accessibleName() for line in form.dialog.findChildren(QLineEdit)}
    assert (names["destinationUser"], names["destinationPassword"]) == ("Account SID", "Auth Token")
    assert any(said.text().startswith("The token goes to") for said in form.dialog.findChildren(QLabel))
    assert form.test() == ["ok", "ok", "ok", "ok", "not tried"]
    assert impact.asked == [f"GET /Advertisers/{SID}/Campaigns"]
    form.choose("impact-sftp")
    assert form.line("user").accessibleName() == "User"
    form.choose("conversions")
    form.fill(user="no sid")
    form.press("destinationSave")
    assert form.answer().startswith("“no sid” is no Account SID")


def test_an_account_that_is_refused_is_told_once(
    qtbot, window: MainWindow, impact: StandIn, calls: Destination, sheet
) -> None:
    impact.faults = [Fault(401, where="/Campaigns")]
    drop(window, sheet({}, header=BY_ORDER))
    wait_open(qtbot, window)
    window.workspace.shipping.destination = replace(calls)
    window.workspace.commands.upload.trigger()
    qtbot.waitUntil(lambda: _asked(window), timeout=20_000)
    with qtbot.waitSignal(window.workspace.shipping.pane.ended, timeout=20_000):
        press(qtbot, question(window, "callsQuestion"), "callsGo")
    assert "no such Account SID with this token" in outcome(window)
    assert impact.orders == []
