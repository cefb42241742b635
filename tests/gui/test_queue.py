"""What is written down to be sent later: its draft, the questions before it, and servers that want a person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDateTimeEdit, QDialog, QLabel, QLineEdit

from courier.credentials import Secret
from courier.draft_edits import type_cells
from courier.drafts.store import DraftStore, KeptDraft
from courier.settings import data_folder
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.delivery.test_ssh_login import TwoSteps
from tests.gui.test_history import press, question
from tests.gui.waiting import wait_for_jobs

Open = Callable[..., None]
pytestmark = pytest.mark.usefixtures("no_pauses")


def plan(qtbot, window: MainWindow, moment: datetime | None = None) -> None:
    """Answer when it is to be sent."""
    asked = question(window, "sendLaterQuestion")
    when = (moment or datetime.now(UTC)).timestamp()
    asked.findChild(QDateTimeEdit, "sendLaterWhen").setDateTime(QDateTime.fromSecsSinceEpoch(int(when)))
    with qtbot.waitSignal(window.workspace.shipping.schedule.planned, timeout=20_000):
        press(qtbot, asked, "sendLaterGo")


def send_what_is_due(qtbot, window: MainWindow) -> tuple[bool, str]:
    """Let the queue look, and wait until a batch is settled: whether it was delivered, and the sentence about it."""
    queue = window.workspace.history.queue
    with qtbot.waitSignal(queue.settled, timeout=20_000) as settled:
        queue.look()
    _batch, delivered, sentence = settled.args
    return delivered, sentence


def drafts() -> list[KeptDraft]:
    return DraftStore(data_folder() / "drafts").kept()


def said(window: MainWindow) -> str:
    return window.findChild(QLabel, "statusSaid").words


def words(where) -> str:
    return "\n".join(label.text() for label in where.findChildren(QLabel))


def send_now(qtbot, window: MainWindow) -> None:
    window.workspace.commands.history.trigger()
    press(qtbot, window, "historySendNow")


# ---------------------------------------------------------------------- the draft


def test_a_draft_is_kept_until_its_waiting_batch_was_delivered(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({}, {})
    window.workspace.commands.send_later.trigger()
    plan(qtbot, window)
    (kept,) = drafts()
    assert not kept.in_use
    assert [batch.draft for batch in AppServices().ledger.waiting()] == [kept.mark]
    send_what_is_due(qtbot, window)
    assert drafts() == []
    # what is typed from here on is a draft again
    window.workspace.session.type_cell(0, "c8", "Chess")
    qtbot.waitUntil(lambda: len(drafts()) == 1)


def test_a_draft_that_was_gone_on_with_outlives_its_waiting_batch(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({}, {})
    window.workspace.commands.send_later.trigger()
    plan(qtbot, window)
    store = DraftStore(data_folder() / "drafts")
    resumed = store.resume(drafts()[0].id, datetime.now(UTC))
    edit = type_cells(resumed.opened.draft, [(1, "c8", "Chess")])
    resumed.opened.draft.do(edit)
    resumed.journal.did(edit)
    resumed.journal.close()
    send_what_is_due(qtbot, window)
    assert len(list(inboxes["Acme"].iterdir())) == 1
    assert [draft.edits for draft in drafts()] == [len(resumed.opened.draft.undo_stack.done)]


def test_a_draft_with_orders_set_aside_stays_with_the_window(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({}, {"Quantity": "many"})
    window.workspace.commands.send_later.trigger()
    press(qtbot, question(window, "setAsideQuestion"), "setAsideGo")
    plan(qtbot, window)
    send_what_is_due(qtbot, window)
    assert len(list(inboxes["Acme"].iterdir())) == 1
    assert [draft.in_use for draft in drafts()] == [True]


def test_a_batch_taken_out_of_the_queue_leaves_its_draft(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({})
    window.workspace.commands.send_later.trigger()
    plan(qtbot, window, datetime.now(UTC) + timedelta(days=1))
    window.workspace.commands.history.trigger()
    press(qtbot, window, "historyDrop")
    press(qtbot, question(window, "dropQuestion"), "dropGo")
    qtbot.waitUntil(lambda: AppServices().ledger.submissions() == [])
    assert [draft.program for draft in drafts()] == ["Acme"]


# ---------------------------------------------------------------------- whose destination it is


def test_the_question_whose_destination_it_is_comes_before_the_batch_waits(
    qtbot, window, inboxes, open_edited: Open
) -> None:
    open_edited({}, to="Bolt")
    window.workspace.commands.send_later.trigger()
    asked = question(window, "belongingQuestion")
    assert "is for the files of Bolt" in words(asked)
    press(qtbot, asked, "belongingCancel")
    assert not [dialog for dialog in window.findChildren(QDialog, "sendLaterQuestion") if dialog.isVisible()]
    window.workspace.commands.send_later.trigger()
    press(qtbot, question(window, "belongingQuestion"), "belongingGo")
    plan(qtbot, window)
    send_what_is_due(qtbot, window)
    assert len(list(inboxes["Bolt"].iterdir())) == 1


def test_a_sheet_of_two_programs_waits_as_two_batches(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({}, {"CampaignId": "2000"})
    window.workspace.commands.send_later.trigger()
    asked = question(window, "severalQuestion")
    assert "Bolt, campaign 2000: 1 row to Bolt" in words(asked)
    press(qtbot, asked, "severalGo")
    plan(qtbot, window)
    assert [(batch.program, batch.destination) for batch in AppServices().ledger.waiting()] == [
        ("Acme", "Acme"),
        ("Bolt", "Bolt"),
    ]
    assert "then goes to Acme, Bolt" in said(window)
    (mark,) = {batch.draft for batch in AppServices().ledger.waiting()}
    queue = window.workspace.history.queue
    done: list[bool] = []
    queue.settled.connect(lambda _batch, delivered, _words: done.append(delivered))
    assert [draft.mark for draft in drafts()] == [mark]
    queue.look()
    qtbot.waitUntil(lambda: done == [True, True], timeout=20_000)
    assert drafts() == []
    assert [len(list(folder.iterdir())) for folder in inboxes.values()] == [1, 1]


# ---------------------------------------------------------------------- servers that want a person


def test_a_server_that_asks_for_a_code_is_not_sent_to_while_nobody_is_there(
    qtbot,
    window,
    inboxes,
    open_edited: Open,
    two_steps: TwoSteps,
) -> None:
    services = window.workspace._services
    services.destinations.save(two_steps.destination)
    services.credentials.set(two_steps.destination.account, Secret(two_steps.password))
    open_edited({})
    window.workspace.commands.send_later.trigger()
    # nobody can know it yet
    assert "code" not in words(question(window, "sendLaterQuestion"))
    plan(qtbot, window)
    queue = window.workspace.history.queue
    delivered, sentence = send_what_is_due(qtbot, window)
    assert (delivered, sentence) == (
        False,
        ("orders.csv waits, as the server of Acme wants a code that only you can type. Press Send now in the history."),
    )
    assert said(window) == sentence
    assert not [dialog for dialog in window.findChildren(QDialog, "oneTimeCode") if dialog.isVisible()]
    # it is not tried again by itself
    for _ in range(2):
        queue.look()
        wait_for_jobs(qtbot, window)
    assert not queue._under_way
    assert len(services.ledger.waiting()) == 1

    send_now(qtbot, window)
    qtbot.waitUntil(
        lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "oneTimeCode")), timeout=20_000
    )
    asked = question(window, "oneTimeCode")
    qtbot.keyClicks(asked.findChild(QLineEdit, "oneTimeCodeAnswer"), two_steps.code)
    with qtbot.waitSignal(queue.settled, timeout=20_000):
        press(qtbot, asked, "oneTimeCodeOk")
    assert services.destinations.get("Acme").asks

    # from now on it is said before
    window.workspace.history.leave()
    window.workspace.commands.send_later.trigger()
    later = question(window, "sendLaterQuestion")
    assert "Acme asked you for a code or a password last time" in words(later)
    press(qtbot, later, "sendLaterCancel")
