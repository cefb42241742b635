"""What was delivered is known in the open sheet, and later: only what is left goes, without a question."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QToolButton

from courier.destinations import Destination
from courier.drafts.store import DraftStore
from courier.programs import Program
from courier.settings import data_folder
from gui.grid.model import SENT_ROLE, SEVERITY_ROLE
from gui.session.services import AppServices
from tests.gui.test_history import press, question
from tests.gui.test_journey import drop, picture, place_of, wait_open

AMOUNT, QUANTITY = "c7", "c10"


@pytest.fixture
def acme(window, inbox: Path) -> Path:
    """The folder that every sheet goes to."""
    services = window.workspace._services
    services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    window.workspace.shipping.choose("Acme")
    return inbox


@pytest.fixture
def upload(qtbot, window):
    """Presses Upload, agrees to go on without the orders with errors if that is asked, and waits for the end."""

    def go(*, without_errors: bool = False) -> None:
        workspace = window.workspace
        with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
            workspace.commands.upload.trigger()
            if without_errors:
                press(qtbot, question(window, "setAsideQuestion"), "setAsideGo")
        qtbot.waitUntil(lambda: workspace.session.settled)

    return go


def open_sheet(qtbot, window, path: Path, *, program: str = "") -> None:
    if program:
        window.workspace._services.programs.save(Program(program, "1000", destination="Acme"))
        window.workspace.programs.programs_changed.emit()
    drop(window, path)
    wait_open(qtbot, window)
    if program:
        window.workspace.programs.choose(program)
    qtbot.waitUntil(lambda: window.workspace.session.settled)


def division(window) -> tuple[int, int, int]:
    standing = window.workspace.session.standing
    assert standing.ready + standing.set_aside + standing.left_out + standing.sent == standing.rows
    return standing.ready, standing.set_aside, standing.sent


def contents(folder: Path) -> list[str]:
    return [
        path.read_text(encoding="utf-8") for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    ]


def drafts() -> list[str]:
    return [kept.name for kept in DraftStore(data_folder() / "drafts").kept()]


def words(where) -> str:
    return "\n".join(shown.text() for shown in where.findChildren(QLabel))


def test_the_order_repaired_after_the_upload_goes_alone_and_without_a_question(
    qtbot, window, sheet, acme: Path, upload
) -> None:
    open_sheet(qtbot, window, sheet({}, {}, {}, {}, {"Quantity": "many"}))
    workspace = window.workspace
    upload(without_errors=True)
    assert division(window) == (0, 1, 4)
    sent = window.findChild(QToolButton, "statusSent")
    assert (sent.text(), sent.isVisible()) == ("4 sent", True)
    assert workspace.session.draft.verdict.counts_by_rule() == {"ITEM-QTY": 1}
    assert workspace.commands.upload.text() == "Nothing to upload"
    model, order = workspace.model, place_of(window, "OrderId")
    assert [model.index(row, order).data(SENT_ROLE) for row in range(5)] == [True] * 4 + [False]
    assert not model.index(0, order).data(SEVERITY_ROLE)
    assert "Sent" in model.index(0, order).data(Qt.ItemDataRole.AccessibleTextRole)
    press(qtbot, window, "sendingBack")
    workspace.grid.move_to(model.index(0, order))
    qtbot.waitUntil(lambda: "This order was sent" in workspace.inspector.message.words)

    workspace.session.type_cell(4, QUANTITY, "1")
    assert workspace.commands.upload.text() == "Upload the 1 row left"
    upload()
    assert division(window) == (0, 0, 5)
    assert sent.text() == "5 sent"
    assert workspace.commands.upload.text() == "Nothing left to upload"
    first, second = contents(acme)
    assert [f"AC-{number}" in first for number in range(1, 6)] == [True] * 4 + [False]
    assert [f"AC-{number}" in second for number in range(1, 6)] == [False] * 4 + [True]
    assert not window.findChildren(QDialog, "sentBeforeQuestion")
    assert {batch.reason for batch in AppServices().recent()} == {""}
    assert drafts() == []
    qtbot.mouseClick(sent, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.shown_as == "rows that were sent")
    press(qtbot, window, "showAll")
    picture(window, "journey-sent")


def test_a_sent_order_that_is_edited_is_a_change_of_it_until_the_edit_is_taken_back(
    qtbot, window, sheet, acme: Path, upload
) -> None:
    items = ({"OrderId": "A"}, {"OrderId": "A", "Sku": "SKU-2"}, {"OrderId": "B"})
    open_sheet(qtbot, window, sheet(*items), program="Acme")
    session = window.workspace.session
    upload()
    assert division(window) == (0, 0, 3)
    session.type_cell(1, AMOUNT, "12.00")
    # the whole order, because rules compare its rows
    assert division(window) == (2, 0, 1)
    assert session.draft.verdict.counts_by_rule()["GRP-SENT-BEFORE"] == 2
    press(qtbot, window, "sendingBack")
    press(qtbot, window, "makeChanges")
    asked = question(window, "changesQuestion")
    assert "1 row into a sheet of changes" in words(asked)
    press(qtbot, asked, "changesCancel")
    session.undo()
    assert division(window) == (0, 0, 3)
    assert session.draft.verdict.counts_by_rule() == {}
    # what differs in the other order stays there
    session.type_cell(2, "c3", "B-2")
    assert division(window) == (1, 0, 2)
    upload()
    assert division(window) == (0, 0, 3)
    assert "B-2" in contents(acme)[1]


def test_what_stays_behind_is_offered_with_the_batch_that_it_belongs_to_and_goes_alone(
    qtbot, window, sheet, acme: Path, upload
) -> None:
    # nothing was edited: without the delivery there would be no draft
    open_sheet(qtbot, window, sheet({}, {}, {"Quantity": "many"}))
    upload(without_errors=True)
    workspace = window.workspace
    workspace.session.close_journal()
    (kept,) = workspace._services.kept_drafts()
    assert (kept.rows, kept.delivery.left, kept.delivery.destination) == (3, 1, "Acme")
    workspace.history.take_up_programs()
    assert "1 of 3 rows left; the others went to Acme on " in words(window.start)
    workspace.loader.draft(kept.id, kept.name)
    qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.settled, timeout=20_000)
    assert division(window) == (0, 1, 2)
    workspace.session.type_cell(2, QUANTITY, "1")
    upload()
    assert "AC-3" in contents(acme)[1]
    assert "AC-1" not in contents(acme)[1]
    assert drafts() == []


def test_today_offers_the_rows_that_stayed_behind_and_sends_them(qtbot, window, sheet, acme: Path, upload) -> None:
    open_sheet(qtbot, window, sheet({}, {}, {"Quantity": "many"}), program="Acme")
    upload(without_errors=True)
    workspace = window.workspace
    workspace.session.type_cell(2, QUANTITY, "1")
    workspace.session.close_journal()
    workspace.history.take_up()
    qtbot.waitUntil(lambda: "orders.csv: 1 of 3 rows left; the others went to Acme" in words(workspace.history.today))
    press_when_there(qtbot, window)
    asked = question(window, "cleanQuestion")
    assert "Acme: 1 row" in words(asked)
    press(qtbot, asked, "cleanGo")
    qtbot.waitUntil(lambda: len(contents(acme)) == 2, timeout=20_000)
    assert "AC-1" not in contents(acme)[1]
    qtbot.waitUntil(lambda: drafts() == [], timeout=20_000)


def press_when_there(qtbot, window) -> None:
    window.workspace.history.today.clean_asked.emit()
    qtbot.waitUntil(
        lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "cleanQuestion")), timeout=10_000
    )


def test_what_is_edited_while_it_is_sent_is_not_taken_for_what_was_sent(
    qtbot, window, sheet, acme: Path, upload
) -> None:
    open_sheet(qtbot, window, sheet({}, {}), program="Acme")
    session = window.workspace.session
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.workspace.commands.upload.trigger()
        session.type_cell(0, AMOUNT, "12.00")
    assert division(window) == (1, 0, 1)
    assert session.draft.verdict.counts_by_rule() == {"GRP-SENT-BEFORE": 1}
    assert drafts() == ["orders.csv"]


def test_practice_marks_what_was_sent_too(qtbot, window, upload) -> None:
    workspace = window.workspace
    qtbot.mouseClick(window.findChild(QPushButton, "startPractice"), Qt.MouseButton.LeftButton)
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: workspace.session.settled)
    workspace.repairs.fix_all()
    ready = workspace.session.standing.ready
    upload(without_errors=True)
    assert workspace.session.standing.sent == ready
    assert workspace.session.standing.ready == 0
    afterwards = window.findChild(QLabel, "sendingAfterwards").text()
    assert "nothing went to impact.com" in afterwards
    assert "A made-up answer comes in a minute." in afterwards
