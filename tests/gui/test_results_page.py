"""What impact.com answered, from a real batch to the sheet that mends it: the page, the ways in by hand, the words."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTableWidget,
    QWidget,
)

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.destinations import Destination
from courier.programs import Program, Programs
from courier.results.batch_result import result_of
from courier.services import LocalServices
from courier.settings import config_folder
from gui.results.code_groups import GroupLine
from gui.results.rows_table import RefusedTable
from gui.session.services import AppServices
from gui.style.parts import ElidedLabel
from tests.commands.running import row
from tests.gui.dropping import drop
from tests.keychain import FakeKeychain
from tests.ledger.batches import deliver
from tests.results.stand_in import SID, TOKEN, StandIn, Submission, error, standing_in

ROWS = 60


@pytest.fixture
def impact() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def upload(qtbot, window, sheet, inbox: Path, tmp_path: Path) -> Callable[..., str]:
    """Sends sixty orders, or the sheet that is opened, to a folder; the name of the file there."""

    def go(begin: Callable[[], object] | None = None) -> str:
        AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
        workspace = window.workspace
        workspace.session.kept = True
        before = set(inbox.iterdir())
        if begin is None:
            workspace.loader.file(sheet(*({} for _ in range(ROWS))).rename(tmp_path / "shop orders.csv"))
        else:
            begin()
        qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.sheet_open, timeout=20_000)
        workspace.shipping.choose("Acme")
        qtbot.waitUntil(lambda: workspace.session.settled)
        with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
            workspace.commands.upload.trigger()
        (sent,) = set(inbox.iterdir()) - before
        return sent.name

    return go


def listed(path: Path, name: str, errors: int, records: int = ROWS) -> Path:
    """A list of submissions as it is copied from the page."""
    begun, done = (f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (0, 2))
    header = "File Name\tStatus\tRecords\tErrors\tSubmission Date\tCompletion Date"
    path.write_text(f"{header}\n{name}\tComplete\t{records}\t{errors}\t{begun}\t{done}\n")
    return path


def refused(path: Path, *rows: tuple[int, str], order: str = "AC-{}") -> Path:
    """The errors of a submission: order and code."""
    lines = [f"{number + 1}\t1000\t18500\t{order.format(number)}\tSKU-1\t{code}" for number, code in rows]
    path.write_text("\n".join(["Line\tCampaign ID\tAction Tracker ID\tOrder ID\tSKU\tReason", *lines]) + "\n")
    return path


FIVE = ((3, "ACTION_REF_NOT_FOUND"), (4, "ACTION_REF_NOT_FOUND"), (9, "MALFORMED"), (10, "UNCLAIMED"), (11, "NEW_CODE"))


def page(window):
    return window.workspace.history.results.page


def texts(where) -> str:
    return "\n".join(shown.text().replace("\u200b", "") for shown in where.findChildren(QLabel) if shown.isVisible())


def figures(window) -> list[str]:
    names = ("accepted", "refused", "unanswered")
    found = [page(window).findChildren(QLabel, f"resultFigure-{name}") for name in names]
    return [label.text() for labels in found for label in labels if label.isVisible()]


def groups(window) -> list[GroupLine]:
    return [line for line in page(window).findChildren(GroupLine) if line.isVisible()]


def buttons(window) -> list[str]:
    return [push.text() for push in page(window).findChildren(QPushButton) if push.isVisible()]


def dialog(qtbot, window, name: str) -> QDialog:
    """The only dialog of this name that is seen, as soon as it is there."""

    def seen() -> list[QDialog]:
        return [one for one in window.findChildren(QDialog, name) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)
    (shown,) = seen()
    return shown


def press(qtbot, where, name: str) -> None:
    def shown() -> list[QPushButton]:
        return [one for one in where.findChildren(QPushButton, name) if one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


@pytest.fixture
def answered(qtbot, window, upload, tmp_path: Path) -> str:
    """Sixty orders are sent, and five of them refused, as dropped tables say."""
    name = upload()
    drop(window, listed(tmp_path / "list.tsv", name, errors=5))
    qtbot.waitUntil(lambda: figures(window) == ["55", "5", "0"], timeout=20_000)
    drop(window, refused(tmp_path / "errors.tsv", *FIVE))
    # what is put into a layout is shown a moment later
    qtbot.waitUntil(lambda: len(groups(window)) == 4 and "Show in history" in buttons(window), timeout=20_000)
    qtbot.waitUntil(lambda: "reason" in texts(page(window)), timeout=20_000)
    return name


def test_from_upload_to_answer_to_fix_only_sheet_to_accepted(qtbot, window, answered, upload, inbox, tmp_path) -> None:
    shown = page(window)
    assert shown.isVisible()
    assert not window.others
    about = shown.findChild(ElidedLabel, "resultsAbout").words
    assert "shop orders.csv" in about
    assert "Acme" in about
    everything = texts(shown)
    for words in (
        "5 refused rows, by reason", "3 can go again after a repair, 2 cannot be repaired in a file",
        "Nobody to credit", "ACTION_REF_NOT_FOUND", "NEW_CODE", "5 of 60", "Every line was matched",
        "Lines count the header as 1", "3 rows in 3 orders", "after 2 h", "a table that you brought", "USD 50.00",
    ):  # fmt: skip
        assert words.replace(" ", "\u00a0") in everything or words in everything, words
    assert sorted(child.name for child in inbox.iterdir()) == [answered]
    moved: list[Callable[..., object]] = []
    window.elsewhere.connect(moved.append)
    press(qtbot, shown, "resultsFix")
    # this window has a sheet, so that another one is asked for
    qtbot.waitUntil(lambda: len(moved) == 1, timeout=20_000)
    name = upload(lambda: moved[0](window))
    with (inbox / name).open(encoding="utf-8", newline="") as file:
        assert [row["OrderId"] for row in csv.DictReader(file)] == ["AC-3", "AC-4", "AC-9"]
    drop(window, listed(tmp_path / "again.tsv", name, errors=0, records=3))
    qtbot.waitUntil(lambda: figures(window) == ["3", "0", "0"], timeout=20_000)
    qtbot.waitUntil(lambda: "Nothing is left to do" in texts(page(window)))
    ledger = AppServices().ledger
    newest, first = ledger.submissions()
    assert result_of(ledger, newest).counts.words == "answered: 3 accepted, 0 refused"
    assert first.uuid[:8] in newest.note
    # what went again needs nothing more
    assert result_of(ledger, first).count("again") == 0


def test_a_group_opens_by_key_and_leads_to_its_row(qtbot, window, answered) -> None:
    (line,) = [one for one in groups(window) if one.objectName() == "codeGroup-MALFORMED"]
    assert "MALFORMED" in line.fold.accessibleName()
    line.fold.setFocus()
    qtbot.keyClick(line.fold, Qt.Key.Key_Space)
    table = line.findChild(RefusedTable)
    qtbot.waitUntil(table.isVisible)
    cells = [table.model().index(0, column).data() for column in range(6)]
    assert cells == ["10", "AC-9", "SKU-1", "USD 10.00", "not sent in another file from this computer", "Show in grid"]
    moved = []
    window.elsewhere.connect(moved.append)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(moved) == 1, timeout=20_000)
    # the window that it is handed to: this one, as if it were empty
    moved[0](window)
    grid = window.workspace.grid
    qtbot.waitUntil(lambda: grid.isVisible() and grid.current_cell() is not None and grid.current_cell()[0] == 8,
                    timeout=20_000)  # fmt: skip
    assert window.workspace.session.opened.name == answered
    qtbot.keyClick(line.fold, Qt.Key.Key_Space)


def test_a_sheet_of_one_code_holds_its_rows_alone(qtbot, window, answered, upload, inbox) -> None:
    (line,) = [one for one in groups(window) if one.objectName() == "codeGroup-MALFORMED"]
    moved: list[Callable[..., object]] = []
    window.elsewhere.connect(moved.append)
    press(qtbot, line, "code-again")
    qtbot.waitUntil(lambda: len(moved) == 1, timeout=20_000)
    name = upload(lambda: moved[0](window))
    with (inbox / name).open(encoding="utf-8", newline="") as file:
        assert [row["OrderId"] for row in csv.DictReader(file)] == ["AC-9"]


def test_escape_leads_back_and_the_history_knows_the_answer(qtbot, window, answered) -> None:
    shown = page(window)
    press(qtbot, shown, "resultsHistory")
    pane = window.workspace.history.pane
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 1)
    words = "answered: 55 accepted, 5 refused"
    assert pane.table.model().index(0, 6).data() == words
    qtbot.waitUntil(lambda: words in texts(pane.details))
    press(qtbot, pane.details, "historyResults")
    qtbot.waitUntil(shown.isVisible)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert pane.isVisible()


def test_cards_go_below_where_there_is_no_room_beside(qtbot, window, answered) -> None:
    shown = page(window)
    figure, groups = (shown.findChild(QLabel, name) for name in ("resultFigure-accepted", "resultsSummary"))
    beside = shown.findChild(QFrame, "resultBatch")

    def place(widget: QWidget) -> QPoint:
        return widget.mapTo(shown, QPoint(0, 0))

    window.resize(1366, 728)
    qtbot.waitUntil(lambda: place(beside).x() > place(figure).x() and place(beside).y() < place(groups).y())
    window.resize(900, 640)
    qtbot.waitUntil(lambda: place(beside).y() > place(groups).y())


def test_what_fits_nothing_is_listed(qtbot, window, answered, tmp_path) -> None:
    drop(window, refused(tmp_path / "more.tsv", (12, "MALFORMED"), (99, "MALFORMED")))
    qtbot.waitUntil(lambda: "1 line matches no row" in texts(page(window)), timeout=20_000)
    press(qtbot, page(window), "resultsUnmatched")
    shown = dialog(qtbot, window, "unmatchedDialog")
    table = shown.findChild(QTableWidget, "unmatchedRows")
    assert [table.item(0, column).text() for column in range(4)] == ["100", "AC-99", "SKU-1", "MALFORMED"]
    shown.close()
    # nothing of this is ours: it is listed all the same, and nothing is opened as a sheet
    drop(window, listed(tmp_path / "others.tsv", "elsewhere_01of01.csv", errors=1))
    assert "elsewhere_01of01.csv" in texts(dialog(qtbot, window, "unmatchedDialog"))
    dialog(qtbot, window, "unmatchedDialog").close()
    assert not window.others


def test_a_table_that_may_be_a_sheet_is_asked_about(qtbot, window, answered, tmp_path) -> None:
    path = refused(tmp_path / "mixed.tsv", (1, "MALFORMED"), (2, "ORDER_UPDATE"), (5, "ITEM_RETURNED"))
    drop(window, path)
    press(qtbot, dialog(qtbot, window, "answersQuestion"), "answersOpen")
    assert window.others == [path]
    # changes have orders and reasons too
    changes = refused(tmp_path / "changes.tsv", (1, "ITEM_RETURNED"), (2, "ORDER_UPDATE"))
    drop(window, changes)
    qtbot.waitUntil(lambda: window.others == [path, changes], timeout=20_000)


def test_tables_are_chosen_by_the_menu(qtbot, window, answered, tmp_path) -> None:
    window.workspace.commands.answers.trigger()
    chosen = dialog(qtbot, window, "answersDialog")
    assert isinstance(chosen, QFileDialog)
    chosen.filesSelected.emit([str(refused(tmp_path / "sixth.tsv", (20, "MALFORMED")))])
    chosen.close()
    qtbot.waitUntil(lambda: figures(window) == ["54", "6", "0"], timeout=20_000)
    window.workspace.commands.answers.trigger()
    chosen = dialog(qtbot, window, "answersDialog")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Colour,Size\nred,1\n")
    chosen.filesSelected.emit([str(sheet)])
    chosen.close()
    said = page(window).findChild(QLabel, "resultsSaid")
    qtbot.waitUntil(lambda: "neither file submissions nor errors" in said.text(), timeout=20_000)


def test_a_table_is_pasted_into_an_empty_window(qtbot, window, ledger, tmp_path) -> None:
    deliver(tmp_path, [row(1), row(2)], ledger, program=Program("Acme", "1000"))
    Programs(config_folder()).save(Program("Acme", "1000"))
    name = ledger.submissions()[0].parts[0].name
    QGuiApplication.clipboard().setText(listed(tmp_path / "list.tsv", name, errors=1, records=2).read_text())
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: figures(window) == ["1", "1", "0"], timeout=20_000)
    # counted, and not named
    qtbot.waitUntil(lambda: "without naming its row" in texts(page(window)))
    qtbot.keyClick(page(window), Qt.Key.Key_Escape)
    today = window.workspace.history.today
    qtbot.waitUntil(lambda: "answered: 1 accepted, 1 refused" in texts(today), timeout=20_000)
    press(qtbot, today, "todayResults")
    qtbot.waitUntil(page(window).isVisible)
    # what is no answer becomes a sheet
    page(window).finished.emit()
    QGuiApplication.clipboard().setText("OrderId\tAmount\nAC-1\t10.00\n")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open, timeout=20_000)


def test_impact_is_asked_again_with_the_account_of_the_program(
    qtbot, window, ledger, tmp_path, impact: StandIn, keychain: FakeKeychain
) -> None:
    acme = Program("Acme", "1000", account_sid=SID, api_url=impact.url)
    Programs(config_folder()).save(acme)
    keep_token(acme, None, Secret(TOKEN), LocalServices())
    deliver(tmp_path, [row(1), row(2)], ledger, program=acme)
    part = ledger.submissions()[0].parts[0]
    impact.submissions = [Submission(part.name, submitted=part.at.isoformat(), errors=[error("AC-2")])]
    window.workspace.commands.results.trigger()
    qtbot.waitUntil(lambda: figures(window) == ["0", "0", "2"], timeout=20_000)
    press(qtbot, page(window), "resultsLook")
    qtbot.waitUntil(lambda: figures(window) == ["1", "1", "0"], timeout=20_000)
    said = page(window).findChild(QLabel, "resultsSaid")
    assert said.text() == "1 file has a new answer."
    press(qtbot, page(window), "resultsSaveShares")
    chosen = dialog(qtbot, window, "sharesSaveDialog")
    assert isinstance(chosen, QFileDialog)
    chosen.fileSelected.emit(str(tmp_path / "shares.csv"))
    chosen.close()
    qtbot.waitUntil(lambda: "shares.csv is written" in said.text())
    assert (tmp_path / "shares.csv").read_text().startswith("program,month,code")
    press(qtbot, page(window), "resultsSave")
    chosen = dialog(qtbot, window, "refusedSaveDialog")
    assert isinstance(chosen, QFileDialog)
    chosen.fileSelected.emit(str(tmp_path / "refused.csv"))
    chosen.close()
    qtbot.waitUntil(lambda: "refused.csv is written" in said.text())
    with (tmp_path / "refused.csv").open(encoding="utf-8-sig", newline="") as file:
        (saved,) = csv.DictReader(file)
    assert (saved["part"], saved["order"], saved["code"]) == (part.name, "AC-2", "CONV_DUPLICATE")
    assert saved["meaning"]
    impact.submissions = []
    press(qtbot, page(window), "resultsLook")
    qtbot.waitUntil(lambda: said.text() == "impact.com has nothing new about this batch.")


def test_every_code_is_explained_and_found_by_a_word(qtbot, window) -> None:
    window.workspace.commands.result_words.trigger()
    shown = dialog(qtbot, window, "wordsDialog")
    codes = shown.findChild(QListWidget, "wordsCodes")
    assert codes.count() > 30
    qtbot.keyClicks(shown.findChild(QLineEdit, "wordsSearch"), "too long after")
    qtbot.waitUntil(lambda: codes.count() == 1)
    assert "OUTSIDE_ASSOCIATION_WINDOW" in codes.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.waitUntil(lambda: "Check the date and its time zone" in texts(shown))
    shown.findChild(QLineEdit, "wordsSearch").setText("QUITE_NEW")
    qtbot.waitUntil(lambda: "do not explain" in texts(shown))
    shown.close()


def test_without_anything_sent_the_page_says_so(qtbot, window) -> None:
    window.workspace.commands.results.trigger()
    about = page(window).findChild(ElidedLabel, "resultsAbout")
    qtbot.waitUntil(lambda: "Nothing was sent" in about.words)
    assert not page(window).findChild(QPushButton, "resultsFix").isVisible()
    press(qtbot, page(window), "resultsBack")
    assert window.start.isVisible()
