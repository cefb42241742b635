"""Reversals in a real window: what was sent is searched, changed and taken back."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)

from courier.ledger.ledger import Ledger
from courier.programs import EventType, Program, Programs
from courier.reversing.orders import SentOrder
from courier.reversing.search import SentOrders
from courier.settings import config_folder, ledger_folder
from gui.reversals.pane import ReversalPane
from gui.session.services import AppServices
from gui.style.parts import ElidedLabel
from gui.work import Job
from tests.commands.running import order, row
from tests.gui.waiting import wait_for_jobs
from tests.ledger.batches import deliver

ACME = Program(
    "Acme", "1000", (EventType("18500", "Online sale", lock_days="30"),), currency="USD", reasons=("NO_SHOW",)
)
OTHER = Program("Acme DE", "2000", (EventType("19000"),))


def day(days: int) -> str:
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def sent(courier_home: Path, tmp_path: Path) -> None:
    """Sent for Acme: an order that locks in 28 days, one in 2 and one that is locked; one for another program."""
    for program in (ACME, OTHER):
        Programs(config_folder()).save(program)
    ledger = Ledger(ledger_folder())
    now = datetime.now(UTC)
    rows = [*order(1, 2, Amount="12.50", EventDate=day(2)), row(2, EventDate=day(28)), row(3, EventDate=day(40))]
    deliver(tmp_path, rows, ledger, program=ACME, at=now, now=now)
    german = [row(4, CampaignId="2000", ActionTrackerId="19000", EventDate=day(2))]
    deliver(tmp_path, german, ledger, program=OTHER, at=now, now=now)
    ledger.close()


@pytest.fixture
def desk(qtbot, sent, window) -> ReversalPane:
    """The page, opened from the menu, with what was found."""
    window.commands.reversals.trigger()
    settle(qtbot, window)
    return window.workspace.reversals


def settle(qtbot, window) -> None:
    """Wait for what was typed to be searched and checked."""
    timers = window.workspace.reversals.findChildren(QTimer)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers), timeout=10_000)
    qtbot.waitUntil(lambda: not window.findChildren(Job), timeout=20_000)


def listed(desk: ReversalPane) -> list[str]:
    return [desk.orders.item(place).text() for place in range(desk.orders.count())]


def choose(qtbot, window, order_id: str) -> None:
    desk = window.workspace.reversals
    place = next(place for place, one in enumerate(desk.orders.orders) if one.order == order_id)
    desk.orders.setCurrentRow(place)
    settle(qtbot, window)


def said(desk: ReversalPane, name: str) -> str:
    return desk.findChild(QLabel, name).text()


def fields(desk: ReversalPane) -> list[QLineEdit]:
    return [field for field in desk.findChildren(QLineEdit, "reversalAmount") if field.isVisible()]


def ticks(desk: ReversalPane) -> list[QCheckBox]:
    return [tick for tick in desk.findChildren(QCheckBox, "reversalTick") if tick.isVisible()]


def preview(desk: ReversalPane) -> list[list[str]]:
    table = desk.findChild(QTableWidget, "reversalPreview")
    return [
        [table.item(line, column).text() for column in range(table.columnCount())] for line in range(table.rowCount())
    ]


def test_the_order_that_was_chosen_last_is_shown_whichever_is_known_first(
    qtbot, window, desk: ReversalPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    details, shown_later = SentOrders.details, threading.Event()

    def slow(orders: SentOrders, asked: SentOrder) -> SentOrder:
        if asked.order == "AC-2":
            assert shown_later.wait(20)
        return details(orders, asked)

    monkeypatch.setattr(SentOrders, "details", slow)
    first, second = (next(one for one in desk.orders.orders if one.order == name) for name in ("AC-2", "AC-1"))
    desk.orders.chosen.emit(first)
    desk.orders.chosen.emit(second)
    qtbot.waitUntil(lambda: len(fields(desk)) == 2, timeout=20_000)
    shown_later.set()
    settle(qtbot, window)
    assert len(fields(desk)) == 2


def test_what_locks_first_is_on_top_and_what_cannot_change_says_why(qtbot, window, desk: ReversalPane) -> None:
    assert window.workspace._pages.currentWidget() is desk
    words = listed(desk)
    assert [one.split()[0] for one in words] == ["AC-2", "AC-1", "AC-4", "AC-3"]
    assert "locks in 2 days" in words[0]
    assert "locked, too late" in words[3]
    images = [desk.orders.item(place).icon().pixmap(14, 18).toImage() for place in (0, 1)]
    assert images[0] != images[1]
    choose(qtbot, window, "AC-3")
    assert not any(field.isEnabled() for field in fields(desk))


def test_an_order_is_searched_by_typing(qtbot, window, desk: ReversalPane) -> None:
    search = desk.findChild(QLineEdit, "reversalSearch")
    assert search.hasFocus()
    qtbot.keyClicks(search, "12.50")
    settle(qtbot, window)
    assert [one.split()[0] for one in listed(desk)] == ["AC-1"]
    assert said(desk, "reversalOrder") == "AC-1"
    assert "no answer yet" in said(desk, "reversalAbout")
    search.setText("nothing of the kind")
    settle(qtbot, window)
    assert "No order found" in desk.findChild(ElidedLabel, "reversalCount").words
    program = desk.findChild(QComboBox, "reversalProgram")
    search.clear()
    program.setCurrentText("Acme DE")
    program.activated.emit(program.currentIndex())
    settle(qtbot, window)
    assert [one.split()[0] for one in listed(desk)] == ["AC-4"]


def test_final_amounts_of_several_orders_become_one_sheet(qtbot, window, desk: ReversalPane) -> None:
    choose(qtbot, window, "AC-1")
    send, reason = desk.findChild(QPushButton, "reversalsSend"), desk.findChild(QComboBox, "reversalReason")
    assert not send.isEnabled()
    assert [reason.itemText(place) for place in range(2)] == ["NO_SHOW", "ORDER_UPDATE"]
    ticks(desk)[0].click()
    fields(desk)[1].setText("7,5")
    shown = [one.text() for one in desk.findChildren(QLabel, "reversalDifference") if one.isVisible()]
    assert shown == ["taken back", "5.00 less"]
    choose(qtbot, window, "AC-2")
    reason.setCurrentText("NO_SHOW")
    reason.activated.emit(reason.currentIndex())
    desk.findChild(QPushButton, "reversalWhole").click()
    settle(qtbot, window)
    assert [line[1:3] + line[5:6] + line[7:] for line in preview(desk)] == [
        ["AC-1", "SKU-1", "0.00", "ITEM_RETURNED"],
        ["AC-1", "SKU-2", "7.50", "ITEM_RETURNED"],
        ["AC-2", "SKU-1", "0.00", "NO_SHOW"],
    ]
    assert desk.findChild(ElidedLabel, "reversalSum").words == "3 changes in 2 orders, USD -27.50"
    assert said(desk, "reversalCheck").startswith("Checked")
    assert send.isEnabled()
    assert "1 change in this file" in "".join(listed(desk))
    choose(qtbot, window, "AC-1")
    assert [field.text() for field in fields(desk)] == ["0.00", "7.50"]
    ticks(desk)[0].click()
    assert fields(desk)[0].text() == "12.50"
    settle(qtbot, window)
    assert len(preview(desk)) == 2


def test_orders_of_another_program_wait(qtbot, window, desk: ReversalPane) -> None:
    choose(qtbot, window, "AC-1")
    ticks(desk)[0].click()
    choose(qtbot, window, "AC-4")
    assert "another program" in said(desk, "reversalAbout")
    assert not ticks(desk)[0].isEnabled()


def test_what_is_no_amount_is_not_sent(qtbot, window, desk: ReversalPane) -> None:
    choose(qtbot, window, "AC-1")
    ticks(desk)[0].click()
    fields(desk)[1].setText("-5")
    settle(qtbot, window)
    assert "AC-1" in said(desk, "reversalCheck")
    assert not desk.findChild(QPushButton, "reversalsSend").isEnabled()


def test_the_changes_open_as_a_sheet_with_upload_ready(qtbot, window, desk: ReversalPane) -> None:
    choose(qtbot, window, "AC-1")
    desk.findChild(QPushButton, "reversalWhole").click()
    settle(qtbot, window)
    desk.findChild(QPushButton, "reversalsSend").click()
    session = window.workspace.session
    qtbot.waitUntil(lambda: session.sheet_open and not window.workspace.loader.under_way, timeout=20_000)
    qtbot.waitUntil(lambda: session.settled, timeout=20_000)
    draft = session.draft
    assert (draft.choices.template, draft.choices.program) == ("modification", "Acme")
    assert (draft.summary().ready, draft.problems()) == (2, [])
    assert window.workspace._pages.currentWidget() is window.workspace.sheet_page
    # the page begins anew
    window.commands.reversals.trigger()
    settle(qtbot, window)
    assert preview(desk) == []


def test_the_changes_are_saved_as_a_file(qtbot, window, desk: ReversalPane, tmp_path: Path) -> None:
    choose(qtbot, window, "AC-2")
    ticks(desk)[0].click()
    settle(qtbot, window)
    desk.findChild(QPushButton, "reversalsSave").click()
    dialog = desk.findChild(QFileDialog, "reversalsSaveDialog")
    dialog.fileSelected.emit(str(tmp_path / "changes.csv"))
    dialog.close()
    assert "AC-2,SKU-1" in (tmp_path / "changes.csv").read_text(encoding="utf-8")
    assert "changes.csv" in said(desk, "reversalsSaid")
    desk.save(tmp_path / "orders.csv" / "changes.csv")
    assert "orders.csv" in said(desk, "reversalsSaid")


def test_escape_and_close_lead_back(qtbot, window, desk: ReversalPane) -> None:
    qtbot.keyClick(desk, Qt.Key.Key_Escape)
    assert window.workspace._pages.currentWidget() is window.start
    window.commands.history.trigger()
    wait_for_jobs(qtbot, window)
    history = window.workspace.history.pane
    history.findChild(QLineEdit, "historyOrder").setText("AC-2")
    history.findChild(QPushButton, "historyReversals").click()
    settle(qtbot, window)
    assert [one.split()[0] for one in listed(desk)] == ["AC-2"]
    desk.findChild(QPushButton, "reversalsClose").click()
    assert window.workspace._pages.currentWidget() is history


def test_a_ledger_that_cannot_be_read_is_told(qtbot, window, sent) -> None:
    AppServices().ledger.store.close()
    path = ledger_folder() / "ledger.sqlite"
    path.write_bytes(b"no ledger" * 1000)
    window.workspace.reversals.open_at()
    settle(qtbot, window)
    assert said(window.workspace.reversals, "reversalsSaid")


def test_today_and_the_history_count_the_days(qtbot, window, sent) -> None:
    window.workspace.history.take_up()
    settle(qtbot, window)
    today = window.start.findChild(QWidget, "today-Acme")
    assert "1 order locks at impact.com soon, the first in 2 days" in today.accessibleName()
    window.commands.history.trigger()
    settle(qtbot, window)
    history = window.workspace.history.pane
    history.table.choose(AppServices().ledger.submissions(program="Acme")[0].uuid)
    words = [one.text() for one in history.details.findChildren(QLabel)]
    assert any("locks at impact.com soon" in one for one in words)
    window.start.findChild(QPushButton, "todayReversals").click()
    assert window.workspace._pages.currentWidget() is window.workspace.reversals
