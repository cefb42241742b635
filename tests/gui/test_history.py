"""The history, the Today list, the change against earlier batches, and what waits for its moment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
)

from courier.delivery.receipt import Receipt, State
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.programs import Program
from courier.shipping.queue import send_later
from gui.session.services import AppServices
from gui.style.parts import ElidedLabel
from gui.style.theme import current
from tests.commands.running import row
from tests.gui.waiting import wait_for_jobs
from tests.ledger.batches import batch_of, deliver, folder_at, mark

Send = Callable[..., None]


@pytest.fixture
def open_sheet(qtbot, window, sheet, tmp_path: Path, inbox: Path) -> Send:
    """Opens a sheet in the window, to be sent to "Acme", which is the inbox."""
    AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))

    def go(name: str, *rows: dict[str, str], program: str = "") -> None:
        workspace = window.workspace
        workspace.session.kept = True
        workspace.loader.file(sheet(*rows).rename(tmp_path / name))
        qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.sheet_open, timeout=20_000)
        if program:
            workspace.programs.choose(program)
        workspace.shipping.choose("Acme")
        qtbot.waitUntil(lambda: workspace.session.settled)

    return go


@pytest.fixture
def send(qtbot, window, open_sheet: Send) -> Send:
    """Opens a sheet and sends it."""

    def go(name: str, *rows: dict[str, str], program: str = "") -> None:
        open_sheet(name, *rows, program=program)
        with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
            window.workspace.commands.upload.trigger()

    return go


def question(window, name: str) -> QDialog:
    (shown,) = [dialog for dialog in window.findChildren(QDialog, name) if dialog.isVisible()]
    return shown


def press(qtbot, where, name: str) -> None:
    def shown() -> list[QPushButton]:
        return [button for button in where.findChildren(QPushButton, name) if button.isVisible()]

    # what is put into a layout is shown a moment later
    qtbot.waitUntil(lambda: len(shown()) == 1)
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


def listed(window) -> list[list[str]]:
    model = window.workspace.history.pane.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def sources(window) -> list[str]:
    return [line[2] for line in listed(window)]


def details(window) -> str:
    shown = window.workspace.history.pane.details.findChildren(QLabel)
    return "\n".join(label.text().replace("\u200b", "") for label in shown if not label.isHidden())


def said(window) -> str:
    return window.findChild(QLabel, "historySaid").text()


def make_unconfirmed(ledger: Ledger) -> str:
    (part,) = ledger.submissions(last=1)[0].parts
    receipt = Receipt(
        part.name, State.UNCONFIRMED, "Acme", "", part.size, datetime.now(UTC), "receipt-unconfirmed",
        {"name": part.name},
    )  # fmt: skip
    ledger.states.settle(part.uuid, receipt)
    return part.name


def test_what_was_sent_is_listed_found_by_order_and_told_in_full(qtbot, window, send, inbox: Path) -> None:
    send("first.csv", {"OrderId": "A-1", "Amount": "1200.50"}, {"OrderId": "A-2", "Sku": "SKU-2"})
    send("second.csv", {"OrderId": "B-1"})
    window.workspace.commands.history.trigger()
    pane = window.workspace.history.pane
    assert pane.isVisible()
    assert "this computer" in " ".join(label.text() for label in pane.findChildren(QLabel))
    qtbot.waitUntil(lambda: sources(window) == ["second.csv", "first.csv"])
    newest = listed(window)[0]
    assert newest[3:7] == ["Acme", "1", "USD 10.00", "Arrived"]
    qtbot.keyClicks(pane.findChild(QLineEdit, "historyOrder"), "A-2")
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    # what is put into a layout is shown a moment later
    qtbot.waitUntil(lambda: "Rows of A-2" in details(window) and "USD 1,210.50" in details(window))
    shown, (part,) = details(window), AppServices().ledger.submissions()[1].parts
    for words in ("Rows of A-2", "SKU-2", "USD 1,210.50", "confirms the size", part.name, part.sha256[:12], str(inbox)):
        assert words in shown
    pane.findChild(QLineEdit, "historyOrder").setText("nothing of the kind")
    qtbot.waitUntil(lambda: sources(window) == [])
    assert "Nothing was sent of" in pane.findChild(QLabel, "historyCount").text()
    qtbot.waitUntil(lambda: details(window) == "")
    assert not pane.details.isVisible()
    pane.findChild(QLineEdit, "historyOrder").clear()
    qtbot.waitUntil(lambda: len(sources(window)) == 2)
    pane.table.selectRow(0)
    qtbot.waitUntil(pane.details.isVisible)
    qtbot.keyClick(pane.table, Qt.Key.Key_Escape)
    assert not pane.isVisible()
    assert window.workspace.grid.isVisible()


def test_from_the_start_page_the_history_leads_back_to_it(qtbot, window) -> None:
    history = window.workspace.bar.findChild(QToolButton, "historyButton")
    assert history.isVisible()
    qtbot.mouseClick(history, Qt.MouseButton.LeftButton)
    pane = window.workspace.history.pane
    qtbot.waitUntil(lambda: "Nothing was sent" in pane.findChild(QLabel, "historyCount").text())
    assert not window.start.isVisible()
    press(qtbot, pane, "historyBack")
    assert window.start.isVisible()


def test_the_exact_bytes_are_saved_and_opened_again(qtbot, window, send, inbox: Path, tmp_path: Path) -> None:
    send("first.csv", {"Amount": "7.00"})
    (sent,) = inbox.iterdir()
    window.workspace.commands.history.trigger()
    pane = window.workspace.history.pane
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    press(qtbot, pane, "historySave-1")
    dialog = question(window, "historySaveDialog")
    assert isinstance(dialog, QFileDialog)
    target = tmp_path / "again"
    target.mkdir()
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(lambda: "exactly as sent" in said(window))
    assert (target / sent.name).read_bytes() == sent.read_bytes()
    press(qtbot, pane, "historyOpen-1")
    # this window has a sheet
    qtbot.waitUntil(lambda: bool(window.others))
    assert window.others[0].read_bytes() == sent.read_bytes()
    assert window.others[0].name == sent.name


def test_an_unconfirmed_part_is_settled_by_hand_after_a_question(qtbot, window, send) -> None:
    send("first.csv", {})
    name = make_unconfirmed(window.workspace._services.ledger)
    window.workspace.commands.history.trigger()
    pane = window.workspace.history.pane
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["Unconfirmed"])
    press(qtbot, pane, "historySettle-1")
    asked = question(window, "settleQuestion")
    assert any(name in label.text() for label in asked.findChildren(QLabel))
    press(qtbot, asked, "settleCancel")
    assert AppServices().recent()[0].state is State.UNCONFIRMED
    press(qtbot, pane, "historySettle-1")
    press(qtbot, question(window, "settleQuestion"), "settleRefused")
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["Not sent"])
    assert AppServices().recent()[0].state is State.REFUSED
    assert "did not arrive" in said(window)
    assert not [button for button in pane.findChildren(QPushButton, "historySettle-1") if button.isVisible()]


def test_a_batch_that_arrived_in_part_is_named_so_everywhere(qtbot, window, tmp_path: Path) -> None:
    services = window.workspace._services
    services.programs.save(Program("Acme US", "1000"))
    rows = [row(number) for number in range(1, 4)]
    deliver(tmp_path, rows, services.ledger, most=1, program=Program("Acme US", "1000"))
    mark(services.ledger, State.REFUSED, which=1)
    back = window.workspace.history
    back.take_up()
    named = "2 of 3 files arrived"
    qtbot.waitUntil(lambda: text_of(back.today).count(named) == 1)
    qtbot.waitUntil(lambda: text_of(window.start).count(named) == 2)
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == [named])
    qtbot.waitUntil(lambda: named in details(window))
    mark(services.ledger, State.UNCONFIRMED, which=2)
    back.take_up()
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["1 of 3 files arrived, 1 unconfirmed"])


def test_what_is_missing_of_a_batch_that_waited_is_sent_alone(qtbot, window, tmp_path: Path, inbox: Path) -> None:
    services = window.workspace._services
    written, origin = batch_of(tmp_path, [row(1), row(2)], 1)
    place = folder_at(inbox)
    services.destinations.save(place)
    now = datetime.now(UTC)
    send_later(written, origin, place, services.ledger, now, now + timedelta(days=1))
    mark(services.ledger, State.ARRIVED, which=0)
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["1 of 2 files arrived"])
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "historySendNow") is not None)
    assert window.findChild(QPushButton, "historySendNow").text() == "Send what is missing"
    press(qtbot, window, "historySendNow")
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["Arrived"], timeout=20_000)
    assert [path.name for path in inbox.iterdir()] == [written.parts[1]["name"]]


def text_of(where) -> str:
    return "\n".join(label.text() for label in where.findChildren(QLabel) if not label.isHidden())


def test_a_note_is_kept(qtbot, window, send) -> None:
    send("first.csv", {})
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    note = window.findChild(QLineEdit, "historyNote")
    qtbot.keyClicks(note, "asked for by Acme")
    press(qtbot, window, "historyNoteKeep")
    qtbot.waitUntil(lambda: said(window) == "The note is kept.")
    assert AppServices().recent()[0].note == "asked for by Acme"


def test_a_colleagues_history_is_taken_over_and_old_batches_are_deleted(qtbot, window, send, tmp_path: Path) -> None:
    send("first.csv", {})
    back = window.workspace.history
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    file = tmp_path / "theirs.sqlite"
    press(qtbot, back.pane, "historyExport")
    dialog = question(window, "historyExportDialog")
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: str(file) in said(window))

    press(qtbot, back.pane, "historyKept")
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "keptThings")))
    kept = question(window, "keptThings")
    assert kept.findChild(QLabel, "kept-copies").text().startswith("Copies of sent files, as they went: 2 files")
    press(qtbot, kept, "keptDelete")
    asked = question(window, "deleteQuestion")
    before = asked.findChild(QDateEdit, "deleteBefore")
    assert before.date() == QDate.currentDate().addYears(-1)
    press(qtbot, asked, "deleteCancel")
    assert len(AppServices().recent()) == 1
    back._delete_before(datetime.now(UTC) + timedelta(days=1))
    qtbot.waitUntil(lambda: sources(window) == [])
    assert AppServices().recent() == []
    assert said(window) == "1 submission was forgotten."

    press(qtbot, back.pane, "historyMerge")
    dialog = question(window, "historyMergeDialog")
    dialog.fileSelected.emit(str(file))
    dialog.close()
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    # the bytes did not come with it
    press(qtbot, back.pane, "historyOpen-1")
    qtbot.waitUntil(lambda: "are gone or damaged" in said(window))


def test_only_what_is_older_than_the_day_is_deleted(qtbot, window, send) -> None:
    send("first.csv", {})
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: sources(window) == ["first.csv"])
    press(qtbot, window, "historyDelete")
    asked = question(window, "deleteQuestion")
    asked.findChild(QDateEdit, "deleteBefore").setDate(QDate.currentDate())
    press(qtbot, asked, "deleteGo")
    qtbot.waitUntil(lambda: said(window) == "0 submissions were forgotten.")
    assert sources(window) == ["first.csv"]


def test_today_tells_where_each_program_stands_and_opens_its_history(qtbot, window, send) -> None:
    for name in ("Acme US", "Bolt DE", "Quiet"):
        window.workspace._services.programs.save(Program(name))
    send("acme.csv", {"OrderId": "A-1"}, program="Acme US")
    send("bolt.csv", {"OrderId": "B-1"}, program="Bolt DE")
    make_unconfirmed(window.workspace._services.ledger)
    back = window.workspace.history
    back.take_up()

    def words() -> dict[str, str]:
        programs = [child for child in back.today.children() if child.objectName().startswith("today-")]
        return {child.objectName(): child.accessibleName() for child in programs}

    qtbot.waitUntil(lambda: "unconfirmed" in words().get("today-Bolt DE", ""))
    assert words().keys() == {"today-Acme US", "today-Bolt DE"}
    assert "acme.csv" in words()["today-Acme US"]
    assert "oldest row expires" in words()["today-Bolt DE"]
    assert "expires" not in words()["today-Acme US"]
    # those of the refresh before may not be deleted yet
    shown = [child for child in back.today.children() if child.objectName() == "today-Acme US"][-1]
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sources(window) == ["acme.csv"])
    choice = window.findChild(QComboBox, "historyProgram")
    assert choice.currentText() == "Acme US"
    choice.setCurrentIndex(0)
    choice.activated.emit(0)
    assert sources(window) == ["bolt.csv", "acme.csv"]


def test_the_change_against_earlier_batches_is_told_before_sending(qtbot, window, open_sheet, send) -> None:
    window.workspace._services.programs.save(Program("Acme US"))
    send("one.csv", {"OrderId": "A-1"}, program="Acme US")
    orders = [{"OrderId": f"B-{number}", "Amount": "11.00"} for number in range(3)]
    open_sheet("two.csv", *orders, program="Acme US")
    expected = "Against the batch before: rows 3 × usual, USD 3.3 × usual"
    qtbot.waitUntil(lambda: window.workspace.shipping.comparison.words == expected)
    assert expected in window.workspace.commands.upload.toolTip()
    beside = window.findChild(ElidedLabel, "uploadUsual")
    assert beside.words.startswith("rows 3 × usual, USD 3.3 × usual · ")
    assert beside.property("striking")
    shown = beside.palette().color(beside.foregroundRole())
    assert shown == QColor(current().warning)
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.workspace.commands.upload.trigger()
    assert window.findChild(QLabel, "sendingUsual").text() == expected
    open_sheet("three.csv", {"OrderId": "C-1"}, {"OrderId": "C-2", "CurrencyCode": "EUR"}, program="Acme US")
    expected = "Against the last 2 batches: rows as usual, EUR new, USD 53 % less"
    qtbot.waitUntil(lambda: window.workspace.shipping.comparison.words == expected)
    open_sheet("four.csv", {"OrderId": "D-1", "Amount": "21.00"}, {"OrderId": "D-2"}, program="Acme US")
    # what is no surprise is sentences as well, and does not stand out
    qtbot.waitUntil(lambda: beside.words.startswith("rows as usual, USD 44 % more · "))
    assert not beside.property("striking")
    window.workspace.programs.choose("")
    assert window.workspace.shipping.comparison.words == ""
    assert "usual" not in beside.words


def plan(qtbot, window, moment: datetime) -> None:
    window.workspace.commands.send_later.trigger()
    asked = question(window, "sendLaterQuestion")
    when = asked.findChild(QDateTimeEdit, "sendLaterWhen")
    assert when.dateTime() > QDateTime.currentDateTime()
    when.setDateTime(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())))
    with qtbot.waitSignal(window.workspace.shipping.schedule.planned, timeout=20_000):
        press(qtbot, asked, "sendLaterGo")


def test_a_batch_waits_and_is_sent_when_its_moment_has_come(qtbot, window, open_sheet, inbox: Path) -> None:
    open_sheet("later.csv", {})
    plan(qtbot, window, datetime.now(UTC))
    assert list(inbox.iterdir()) == []
    (waiting,) = AppServices().ledger.waiting()
    assert waiting.source == "later.csv"
    sentences: list[str] = []
    queue = window.workspace.history.queue
    queue.told.connect(sentences.append)
    queue.look()
    qtbot.waitUntil(lambda: bool(sentences), timeout=10_000)
    assert sentences == ["later.csv was delivered to Acme: 1 row."]
    assert sentences[0] in window.findChild(QLabel, "statusSaid").words
    assert len(list(inbox.iterdir())) == 1
    assert AppServices().recent()[0].state is State.ARRIVED
    queue.look()
    wait_for_jobs(qtbot, window)
    assert len(sentences) == 1


def test_what_waits_is_sent_now_or_dropped_from_the_history(qtbot, window, open_sheet, inbox: Path) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for name, order in (("one.csv", "A-1"), ("two.csv", "B-1")):
        open_sheet(name, {"OrderId": order})
        plan(qtbot, window, tomorrow)
    window.workspace.history.queue.look()
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: sources(window) == ["two.csv", "one.csv"])
    assert [line[6] for line in listed(window)] == [f"Waits until {tomorrow.astimezone():%Y-%m-%d %H:%M}"] * 2
    press(qtbot, window, "historyDrop")
    press(qtbot, question(window, "dropQuestion"), "dropGo")
    qtbot.waitUntil(lambda: sources(window) == ["one.csv"])
    assert list(inbox.iterdir()) == []
    qtbot.waitUntil(lambda: "one.csv" in details(window))
    press(qtbot, window, "historySendNow")
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["Arrived"], timeout=10_000)
    (sent,) = inbox.iterdir()
    assert b"A-1" in sent.read_bytes()
    assert "was delivered" in said(window)


def test_what_is_missing_of_a_batch_is_sent_from_the_history(qtbot, window, send, inbox: Path) -> None:
    send("orders.csv", {"OrderId": "A-1"})
    ledger = AppServices().ledger
    (part,) = ledger.submissions()[0].parts
    receipt = Receipt(part.name, State.REFUSED, "Acme", "", part.size, datetime.now(UTC), "receipt-cancelled")
    ledger.states.settle(part.uuid, receipt)
    (inbox / part.name).unlink()
    window.workspace.commands.history.trigger()
    qtbot.waitUntil(lambda: sources(window) == ["orders.csv"])
    press(qtbot, window, "historySendRest")
    qtbot.waitUntil(lambda: [line[6] for line in listed(window)] == ["Arrived"], timeout=10_000)
    assert [path.name for path in inbox.iterdir()] == [part.name]
    qtbot.waitUntil(lambda: not window.findChildren(QPushButton, "historySendRest"))


def test_what_cannot_be_sent_says_why_once_and_goes_on_waiting(qtbot, window, open_sheet, inbox: Path) -> None:
    open_sheet("later.csv", {})
    plan(qtbot, window, datetime.now(UTC))
    destinations = window.workspace._services.destinations
    destinations.save(replace(destinations.get("Acme"), folder=str(inbox / "elsewhere")))
    sentences: list[str] = []
    queue = window.workspace.history.queue
    queue.told.connect(sentences.append)
    queue.look()
    qtbot.waitUntil(lambda: bool(sentences), timeout=10_000)
    assert "leads elsewhere" in sentences[0]
    queue.look()
    wait_for_jobs(qtbot, window)
    assert len(sentences) == 1
    assert len(AppServices().ledger.waiting()) == 1


def test_rows_that_would_expire_do_not_wait(qtbot, window, open_sheet) -> None:
    old = datetime.now(UTC) - timedelta(days=80)
    open_sheet("old.csv", {"EventDate": f"{old:%Y-%m-%dT%H:%M:%SZ}"})
    sentences: list[str] = []
    window.workspace.shipping.schedule.told.connect(sentences.append)
    window.workspace.commands.send_later.trigger()
    asked = question(window, "sendLaterQuestion")
    in_ten_days = QDateTime.currentDateTime().addDays(10)
    asked.findChild(QDateTimeEdit, "sendLaterWhen").setDateTime(in_ten_days)
    press(qtbot, asked, "sendLaterGo")
    qtbot.waitUntil(lambda: any("would drop the first rows" in sentence for sentence in sentences), timeout=10_000)
    assert AppServices().ledger.submissions() == []
