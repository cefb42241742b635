"""From the drop to the upload, as a person does it, in a real window against a real server."""

import os
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QTreeView,
    QWidget,
)

from courier.practice.server import PracticeServer
from courier.settings import data_folder
from gui.grid.model import ASIDE_ROLE, SEVERITY_ROLE
from gui.session.services import AppServices
from gui.style import colours, theme
from gui.window.main_window import MainWindow
from gui.work import wait_for_all
from tests.gui.dropping import drop
from tests.gui.excluding import Excluding

ERROR = "error"


def wait_open(qtbot, window) -> None:
    qtbot.waitUntil(
        lambda: window.workspace.session.sheet_open and not window.workspace.loader.under_way, timeout=20_000
    )


def cell(window, row: int, header: str) -> str:
    return window.workspace.model.index(row, place_of(window, header)).data()


def place_of(window, header: str) -> int:
    """Where a column stands; if it is not sent, after showing all columns, as a person would."""
    model = window.workspace.model
    titles = [column.title for column in model.columns]
    if header not in titles:
        model.show_sent_only(False)
        titles = [column.title for column in model.columns]
    return titles.index(header)


def picture(window, name: str) -> None:
    """Keep a picture of the window where somebody asked for one."""
    folder = os.environ.get("COURIER_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        QApplication.processEvents()
        assert window.grab().save(f"{folder}/{name}.png")


def question(window, name: str) -> QDialog:
    dialogs = [dialog for dialog in window.findChildren(QDialog, name) if dialog.isVisible()]
    assert dialogs, name
    return dialogs[0]


def previewed(asked: QDialog) -> dict[str, list[list[str]]]:
    """The lines of the preview of repairs under the words of their groups."""
    model = asked.findChild(QTreeView, "fixPreviewTable").model()
    groups = [model.index(group, 0) for group in range(model.rowCount())]
    return {
        model.data(group): [
            [model.data(model.index(line, column, group)) for column in range(model.columnCount())]
            for line in range(model.rowCount(group))
        ]
        for group in groups
    }


def test_drop_repair_upload(qtbot, window, sheet, tmp_path: Path) -> None:
    drop(window, sheet({"Amount": "12,50"}, {"CurrencyCode": "US$"}, {}))
    wait_open(qtbot, window)
    assert window.workspace.model.rowCount() == 3
    amount = window.workspace.model.index(0, place_of(window, "Amount"))
    assert amount.data(SEVERITY_ROLE) == ERROR
    assert "12,50" in amount.data(Qt.ItemDataRole.ToolTipRole)
    assert "row 2" in amount.data(Qt.ItemDataRole.AccessibleTextRole)
    picture(window, "sheet")
    qtbot.mouseClick(window.findChild(QPushButton, "fixSafelyButton"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(question(window, "fixPreview").findChild(QPushButton, "fixPreviewGo"), Qt.MouseButton.LeftButton)
    assert cell(window, 0, "Amount") == "12.50"
    assert cell(window, 1, "CurrencyCode") == "USD"
    assert window.workspace.session.standing.ready == 3

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    with PracticeServer(inbox) as server:
        window.workspace.commands.upload.trigger()
        form = question(window, "destinationForm")
        where = server.destination
        for name, words in (
            ("Name", "Test"),
            ("Host", where.host),
            ("User", where.user),
            ("Password", server.secret.reveal()),
        ):
            form.findChild(QLineEdit, f"destination{name}").setText(words)
        form._port.setValue(where.port)
        qtbot.mouseClick(form.findChild(QPushButton, "destinationSave"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "hostKeyQuestion")), timeout=20_000)
        key = question(window, "hostKeyQuestion")
        assert key.findChild(QLabel, "hostKeyFingerprint").text() == server.fingerprint
        with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
            qtbot.mouseClick(key.findChild(QPushButton, "hostKeyAccept"), Qt.MouseButton.LeftButton)
    files = list(inbox.iterdir())
    assert len(files) == 1
    assert b"12.50" in files[0].read_bytes()
    assert window.findChild(QLabel, "sendingOutcome").text().startswith("Delivered")
    assert window.workspace._services.destinations.get("Test").host_keys == (server.fingerprint,)
    assert window.workspace._services.recent()[0].state == "arrived"
    picture(window, "sent")


def test_typing_is_judged_before_enter_and_the_order_after_it(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "A"}, {"OrderId": "A", "CurrencyCode": "EUR", "Sku": "SKU-2"}))
    wait_open(qtbot, window)
    index = window.workspace.model.index(1, place_of(window, "CurrencyCode"))
    assert index.data(SEVERITY_ROLE) == ERROR
    window.workspace.grid.move_to(index)
    window.workspace.grid.edit(index)
    editor = window.findChild(QLineEdit, "cellEditor")
    editor.selectAll()
    qtbot.keyClicks(editor, "XX")
    assert "XX" in window.workspace.inspector.message.words
    assert editor.property("severity") == ERROR
    assert window.workspace.session.opened.draft.sheet.cell(1, "c6") == "EUR"
    editor.selectAll()
    qtbot.keyClicks(editor, "USD")
    assert window.workspace.inspector.message.words == "This will do."
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(window, 1, "CurrencyCode") == "USD")
    assert window.workspace.session.standing.ready == 2
    window.workspace.commands.undo.trigger()
    assert cell(window, 1, "CurrencyCode") == "EUR"
    window.workspace.commands.redo.trigger()
    assert cell(window, 1, "CurrencyCode") == "USD"


def test_paste_fill_delete_insert(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}, {}))
    wait_open(qtbot, window)
    start = window.workspace.model.index(0, place_of(window, "Category"))
    window.workspace.grid.move_to(start)
    QGuiApplication.clipboard().setText('"a\tb"\tX1\n"line\nbreak"\tX2')
    window.workspace.grid.paste()
    assert [cell(window, row, "Category") for row in range(3)] == ["a\tb", "line\nbreak", "Tennis"]
    assert cell(window, 1, "Sku") == "X2"
    window.workspace.commands.undo.trigger()
    assert cell(window, 0, "Category") == "Tennis"
    window.workspace.grid.move_to(window.workspace.model.index(1, place_of(window, "Sku")))
    window.workspace.grid.clear_cells()
    assert cell(window, 1, "Sku") == ""
    window.workspace.grid.fill_down()
    assert cell(window, 1, "Sku") == "SKU-1"
    window.workspace.grid.insert_row()
    assert window.workspace.model.rowCount() == 4
    assert window.workspace.model.headerData(1, Qt.Orientation.Vertical) == "+"
    window.workspace.grid.delete_rows()
    assert window.workspace.model.rowCount() == 3
    for _ in range(5):
        window.workspace.commands.undo.trigger()
    assert not window.workspace.commands.undo.isEnabled()
    assert [cell(window, row, "Sku") for row in range(3)] == ["SKU-1"] * 3


def test_export_with_errors_asks_and_writes_whole_orders(qtbot, window, sheet, tmp_path: Path) -> None:
    drop(window, sheet({"OrderId": "A"}, {"OrderId": "A", "Quantity": "0", "Sku": "B"}, {"OrderId": "C"}))
    wait_open(qtbot, window)
    window.workspace.commands.export.trigger()
    asked = question(window, "setAsideQuestion")
    assert asked.sentence.text().endswith("into a file of their own, with the reasons.")
    qtbot.mouseClick(asked.findChild(QPushButton, "setAsideGo"), Qt.MouseButton.LeftButton)
    dialog = question(window, "exportDialog")
    assert isinstance(dialog, QFileDialog)
    dialog.close()
    target = tmp_path / "out"
    window.workspace.exporter.write(target)
    qtbot.waitUntil(lambda: bool(list(target.glob("*.json"))), timeout=10_000)
    qtbot.waitUntil(lambda: window.workspace.session.kept)
    (part,) = target.glob("*.csv")
    assert part.read_text(encoding="utf-8").count("\n") == 2
    (aside,) = (target / "set-aside").glob("*.csv")
    assert aside.read_text(encoding="utf-8").count("A") > 2


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b"%PDF-1.7\x00\x01", "no spreadsheet"), (b"PK\x03\x04broken xl/", "damaged")],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    qtbot, window, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    drop(window, path)
    qtbot.waitUntil(lambda: window.findChild(QLabel, "startProblem").isVisible(), timeout=10_000)
    assert words in window.findChild(QLabel, "startProblem").text()
    assert not window.workspace.session.sheet_open


def test_a_second_file_opens_a_second_window(qtbot, window, sheet) -> None:
    path = sheet({})
    drop(window, path)
    wait_open(qtbot, window)
    drop(window, path)
    assert window.others == [path]


def test_paste_into_the_empty_window_makes_a_sheet(qtbot, window) -> None:
    QGuiApplication.clipboard().setText("OrderId\tAmount\n00123\t1.10\n")
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_open(qtbot, window)
    assert cell(window, 0, "OrderId") == "00123"


def test_value_for_all_rows_and_left_out(qtbot, window, sheet) -> None:
    header = "Order #,Order date,im_ref,Currency,Line total,Product type,SKU,Qty,Status"
    path = sheet(header="Order #,Order date,im_ref,Currency,Line total,Product type,SKU,Qty,Status")
    rows = [
        f"A{n},2026-11-{n:02}T10:00:00Z,QiiWXOVnrQ3SQHl24jQj{n},USD,5.00,Shoes,S{n},1,{'void' if n == 2 else 'paid'}"
        for n in range(1, 5)
    ]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    pane = window.findChild(QWidget, "mappingPane")
    for name, value in (("CampaignId", "1000"), ("ActionTrackerId", "18500")):
        qtbot.keyClicks(pane.findChild(QLineEdit, f"valueFor{name}"), f"{value}\r")
    qtbot.mouseClick(pane.findChild(QPushButton, "changeLeftOut"), Qt.MouseButton.LeftButton)
    dialog = Excluding(window)
    dialog.where("Status", "is", "void")
    dialog.press()
    standing = window.workspace.session.standing
    assert standing.left_out == 1
    assert standing.ready + standing.set_aside + standing.left_out == 4
    assert window.findChild(QToolButton, "valueChipCampaignId").text() == "CampaignId 1000"
    assert window.findChild(QToolButton, "statusOut").text() == "1 excluded"
    qtbot.mouseClick(window.findChild(QToolButton, "statusOut"), Qt.MouseButton.LeftButton)
    assert window.workspace.model.rowCount() == 1
    qtbot.mouseClick(window.findChild(QPushButton, "showAll"), Qt.MouseButton.LeftButton)
    assert window.workspace.model.rowCount() == 4


def test_ambiguous_dates_are_asked_never_guessed(qtbot, window, sheet) -> None:
    drop(window, sheet({"EventDate": "03/04/2026 10:00"}, {"EventDate": "05/06/2026 11:00"}))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "dateOrderQuestion")))
    assert "ROW-DATE-FMT" not in window.workspace.session.safe_counts
    asked = question(window, "dateOrderQuestion")
    qtbot.mouseClick(asked.findChild(QPushButton, "dayFirst"), Qt.MouseButton.LeftButton)
    assert window.workspace.session.safe_counts["ROW-DATE-FMT"] == 2
    window.workspace.repairs.fix_all()
    assert cell(window, 0, "EventDate") == "2026-04-03T10:00:00"


def test_f8_goes_through_problems(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Amount": "x"}, {}, {"Sku": ""}))
    wait_open(qtbot, window)
    seen = []
    for _ in range(3):
        window.workspace.commands.next_problem.trigger()
        seen.append(window.workspace.grid.current_cell()[0])
    assert seen == [1, 3, 1]


def test_a_sheet_closed_with_edits_is_gone_on_with_from_the_start_page(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Amount": "x"}))
    wait_open(qtbot, window)
    window.workspace.session.type_cell(1, "c7", "5.00")
    window.close()
    assert not window.isVisible()

    again = MainWindow(AppServices(), lambda _path, _left_out: None)
    qtbot.addWidget(again)
    again.show()

    def offered() -> list[QPushButton]:
        return [button for button in again.findChildren(QPushButton) if button.objectName().startswith("draft-")]

    # the page is shown before it is known what there is to go on with
    qtbot.waitUntil(lambda: bool(offered()))
    (go,) = offered()
    picture(again, "start-drafts")
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    wait_open(qtbot, again)
    assert cell(again, 1, "Amount") == "5.00"
    again.workspace.session.undo()
    assert cell(again, 1, "Amount") == "x"
    again.workspace.session.redo()
    assert cell(again, 1, "Amount") == "5.00"
    again.close()


def test_what_nothing_ready_would_send_is_said_in_words(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "x"}))
    wait_open(qtbot, window)
    assert window.findChild(QLabel, "uploadSummary").words == "No row is ready yet"
    window.workspace.session.type_cell(0, "c7", "5.00")
    assert window.findChild(QLabel, "uploadSummary").words == "1 row · 1 order · USD 5.00"


def test_a_draft_that_was_not_opened_after_all_stays_free(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.session.type_cell(0, "c7", "5.00")
    window.close()
    again = MainWindow(AppServices(), lambda _path, _left_out: None)
    qtbot.addWidget(again)
    (kept,) = AppServices().kept_drafts()
    again.workspace.loader.draft(kept.id, kept.name)
    again.workspace.loader.cancel()
    wait_for_all()
    assert [draft.id for draft in AppServices().kept_drafts()] == [kept.id]


def test_text_that_made_no_sheet_is_not_kept_with_the_next_one(qtbot, window, sheet) -> None:
    with qtbot.waitSignal(window.workspace.loader.refused, timeout=20_000):
        window.workspace.loader.pasted("")
    file = sheet({})
    drop(window, file)
    wait_open(qtbot, window)
    window.workspace.session.type_cell(0, "c7", "5.00")
    window.close()
    (copy,) = (data_folder() / "drafts").glob("*/source.z")
    assert zlib.decompress(copy.read_bytes()) == file.read_bytes()


def test_a_sheet_closed_without_edits_leaves_no_draft(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.close()
    assert AppServices().kept_drafts() == []


def test_edits_to_the_practice_sheet_are_not_lost_unasked(qtbot, window) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, "startPractice"), Qt.MouseButton.LeftButton)
    wait_open(qtbot, window)
    window.workspace.session.type_cell(1, "c7", "5.00")
    window.close()
    assert window.isVisible()
    assert question(window, "closeQuestion")
    window.workspace.session.kept = True


def test_practice_in_the_window(qtbot, window) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, "startPractice"), Qt.MouseButton.LeftButton)
    wait_open(qtbot, window)
    for name, scheme in (("dark", colours.DARK), ("light", colours.LIGHT)):
        theme.show(QApplication.instance(), scheme)
        picture(window, f"practice-{name}")
    # a file of a real batch that is older than those which the ledger does not know are kept
    waiting = data_folder() / "batches" / "waiting.csv"
    waiting.parent.mkdir(parents=True)
    waiting.write_text("OrderId\n1\n")
    os.utime(waiting, (0, 0))
    window.workspace.repairs.fix_all()
    window.workspace.commands.upload.trigger()
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        go = question(window, "setAsideQuestion").findChild(QPushButton, "setAsideGo")
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert window.findChild(QLabel, "sendingOutcome").text().startswith("Delivered")
    assert [path.name for path in waiting.parent.iterdir()] == ["waiting.csv"]


def test_names_that_tests_and_assistive_tools_find(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    for name in (
        "grid", "problems", "inspector", "dropArea", "statusLine", "templateChoice", "programChoice", "mappingPane",
    ):  # fmt: skip
        assert window.findChild(QWidget, name), name
    actions = {action.objectName() for action in window.actions()}
    wanted = {"open", "undo", "redo", "find", "export", "upload", "fixSafely", "nextProblem", "previousProblem"}
    assert wanted <= actions
    for tool in window.findChildren(QToolButton):
        assert tool.isHidden() or tool.text() or tool.accessibleName() or tool.objectName().startswith("qt_")
    assert window.childAt(QPoint(5, 5)) is not None


def test_what_repairs_would_change_is_shown_first(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "12,50"}, {"Sku": " A"}))
    wait_open(qtbot, window)
    window.workspace.commands.fix_safely.trigger()
    asked = question(window, "fixPreview")
    assert previewed(asked) == {
        "Not a plain amount: 1 cell": [["2", "AC-1", "Amount", "12,50", "12.50"]],
        "Stray blanks or invisible characters: 1 cell": [["3", "AC-2", "Sku", "␣A", "A"]],
    }
    assert cell(window, 0, "Amount") == "12,50"
    qtbot.mouseClick(asked.findChild(QPushButton, "fixPreviewGo"), Qt.MouseButton.LeftButton)
    assert (cell(window, 0, "Amount"), cell(window, 1, "Sku")) == ("12.50", "A")
    window.workspace.commands.undo.trigger()
    assert cell(window, 0, "Amount") == "12,50"


def test_a_filter_says_so_and_leads_back_to_the_same_cell(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"Sku": ""}, {}, {"Sku": ""}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(3, place_of(window, "Sku")))
    window.workspace.navigation.filters.show_rule("ITEM-REQ")
    assert window.workspace.model.rowCount() == 2
    assert "Item data missing" in window.findChild(QLabel, "filterWords").text()
    assert window.workspace.grid.current_cell()[0] == 3
    qtbot.mouseClick(window.findChild(QPushButton, "showAll"), Qt.MouseButton.LeftButton)
    assert window.workspace.model.rowCount() == 4
    assert window.workspace.grid.currentIndex().row() == 3
    assert not window.findChild(QWidget, "filterBar").isVisible()


def test_orders_of_a_rule_are_set_aside_and_taken_back(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "A"}, {"OrderId": "A", "Quantity": "0", "Sku": "B"}, {"OrderId": "C"}))
    wait_open(qtbot, window)
    window.workspace.session.set_aside_rule("ITEM-QTY")
    assert window.workspace.session.opened.draft.choices.set_aside == {0, 1}
    assert window.workspace.model.index(0, 0).data(ASIDE_ROLE)
    window.workspace.commands.undo.trigger()
    assert not window.workspace.model.index(0, 0).data(ASIDE_ROLE)


def test_keys_held_down_do_not_widen_the_selection(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}, {}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(2, 3))
    qtbot.keyClick(window.workspace.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.workspace.grid.currentIndex().row() == 1
    assert window.workspace.grid.selected_rows() == [1]
