"""How a sheet was read: what is said of it, other ways to read it, several files, and content without a file."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QSpinBox, QTabBar, QTableWidget

from courier.draft_edits import type_cells
from gui.session.session import Session
from gui.style.theme import current
from tests.gui.test_journey import cell, drop, picture, question, wait_open
from tests.gui.waiting import wait_for_jobs

SHOP = "Bestellungen Mai;;\n\nBestellung;Größe;Preis\nA-1;groß;2,50\nA-2;klein;3,50\nA-3;groß;4,50\n"


def written(tmp_path: Path, content: bytes, name: str = "shop.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def panel(qtbot, window):
    window.workspace.commands.reading.trigger()
    dialog = question(window, "readingPanel")
    qtbot.waitUntil(lambda: dialog.findChild(QTableWidget, "readingPreview").rowCount() > 0, timeout=10_000)
    return dialog


def choose(qtbot, dialog, name: str, value: str) -> None:
    combo = dialog.findChild(QComboBox, name)
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(dialog.findChild(QPushButton, "readingGo").isEnabled, timeout=10_000)


def press(qtbot, parent, name: str) -> None:
    qtbot.mouseClick(parent.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def drop_data(window, data: QMimeData) -> None:
    at = QPointF(QPoint(200, 200))
    window.dropEvent(
        QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )


def drop_files(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop_data(window, data)


def headers(session: Session) -> list[str]:
    return list(session.opened.table.headers)


def test_what_was_read_and_assumed_is_said_at_once(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, SHOP.encode("cp1252")))
    wait_open(qtbot, window)
    window.workspace.show_sheet()
    words = window.workspace.read_again.suggestion
    qtbot.waitUntil(words.isVisible)
    said = words._words.words
    assert said.startswith("3 rows, 3 columns read. I ")
    assert "more assumption" in said
    press(qtbot, window, "readingSuggestionNo")
    assert not words.isVisible()


def test_a_sheet_without_assumptions_is_said_in_the_status_line(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {}))
    wait_open(qtbot, window)
    wanted = "2 rows, 11 columns read; nothing had to be assumed."
    qtbot.waitUntil(lambda: window.workspace.status._said.words == wanted)
    assert not window.workspace.read_again.suggestion.isVisible()


def test_the_panel_shows_the_notes_and_another_encoding_live(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, SHOP.encode("cp1252")))
    wait_open(qtbot, window)
    dialog = panel(qtbot, window)
    notes = [label.text() for label in dialog.findChildren(QLabel) if label.objectName().startswith("readingNote")]
    assert notes == [str(note) for note in window.workspace.session.opened.notes]
    assert len(notes) > 1
    table = dialog.findChild(QTableWidget, "readingPreview")
    assert table.item(2, 0).text() == "3"
    assert table.item(2, 2).text() == "Größe"
    assert table.item(2, 2).font().bold()
    assert not dialog.findChild(QPushButton, "readingGo").isEnabled()
    picture(window, "reading-panel")
    choose(qtbot, dialog, "readingDelimiter", ",")
    marked = current().warning_fill
    assert table.item(3, 1).background().color().name() == marked
    assert table.item(3, 1).text() == "A-1;groß;2"
    press(qtbot, dialog, "readingCancel")
    assert headers(window.workspace.session) == ["Bestellung", "Größe", "Preis"]


def test_read_it_like_this_opens_the_file_anew(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, SHOP.encode("cp1252")))
    wait_open(qtbot, window)
    before = window.workspace.session.opened
    dialog = panel(qtbot, window)
    table = dialog.findChild(QTableWidget, "readingPreview")
    table.cellClicked.emit(3, 1)
    assert dialog.findChild(QSpinBox, "readingHeaderRow").value() == 4
    qtbot.waitUntil(lambda: table.item(3, 1).font().bold(), timeout=10_000)
    press(qtbot, dialog, "readingGo")
    qtbot.waitUntil(lambda: window.workspace.session.opened is not before, timeout=10_000)
    assert headers(window.workspace.session) == ["A-1", "groß", "2,50"]
    assert window.workspace.model.rowCount() == 2
    assert window.workspace.session.opened.options.reading.header_row == 4
    assert window.workspace.session.opened.options.reading.delimiter is None
    assert window.others == []


def test_edits_are_asked_about_and_kept_as_a_draft(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, SHOP.encode("cp1252")))
    wait_open(qtbot, window)
    session = window.workspace.session
    before = session.opened
    assert session.type_cell(0, "c1", "riesig")
    dialog = panel(qtbot, window)
    choose(qtbot, dialog, "readingDelimiter", ",")
    press(qtbot, dialog, "readingGo")
    asked = question(window, "rereadQuestion")
    assert session.opened is before
    press(qtbot, asked, "rereadGo")
    qtbot.waitUntil(lambda: session.opened is not before, timeout=10_000)
    assert len(headers(session)) != 3
    assert not session.opened.draft.undo_stack.done
    assert [draft.name for draft in window.workspace._services.kept_drafts()] == ["shop.csv"]


def test_a_reading_that_cannot_be_is_said(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, SHOP.encode("cp1252")))
    wait_open(qtbot, window)
    dialog = panel(qtbot, window)
    dialog.findChild(QSpinBox, "readingHeaderRow").setValue(999)
    state = dialog.findChild(QLabel, "readingState")
    qtbot.waitUntil(lambda: "999" in state.text(), timeout=10_000)
    assert not dialog.findChild(QPushButton, "readingGo").isEnabled()
    dialog.reject()


def workbook(path: Path) -> Path:
    book = Workbook()
    book.active.title = "May"
    for name in ("May", "June", "Old"):
        tab = book[name] if name in book.sheetnames else book.create_sheet(name)
        tab.append(["OrderId", "Amount", "Sku"])
        tab.append([f"{name}-1", "2.50", "S-1"])
    book["Old"].sheet_state = "hidden"
    book.save(path)
    return path


def test_another_tab_of_a_workbook_and_of_one_in_a_zip(qtbot, window, tmp_path: Path) -> None:
    packed = tmp_path / "orders.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(workbook(tmp_path / "orders.xlsx"), "orders.xlsx")
    drop(window, packed)
    wait_open(qtbot, window)
    before = window.workspace.session.opened
    assert before.table.tab == "May"
    qtbot.waitUntil(lambda: "June" in window.workspace.read_again.suggestion._words.words)
    dialog = panel(qtbot, window)
    tabs = dialog.findChild(QComboBox, "readingTab")
    words = [tabs.itemText(place) for place in range(tabs.count())]
    assert words == ["May · 3 known headers", "June · 3 known headers", "Old · 3 known headers · hidden"]
    assert not dialog.findChild(QComboBox, "readingEncoding").isVisible()
    choose(qtbot, dialog, "readingTab", "June")
    picture(window, "reading-panel-tabs")
    press(qtbot, dialog, "readingGo")
    qtbot.waitUntil(lambda: window.workspace.session.opened is not before, timeout=10_000)
    assert cell(window, 0, "OrderId") == "June-1"


def strip_of(window) -> QTabBar:
    return window.findChild(QTabBar, "tabStrip")


def click_tab(qtbot, strip: QTabBar, place: int) -> None:
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(place).center())


def test_the_tabs_of_a_workbook_stand_below_its_grid(qtbot, window, tmp_path: Path) -> None:
    drop(window, workbook(tmp_path / "orders.xlsx"))
    wait_open(qtbot, window)
    window.workspace.show_sheet()
    strip = strip_of(window)
    assert strip.isVisible()
    assert [strip.tabText(place) for place in range(strip.count())] == ["May", "June", "Old · hidden"]
    assert strip.tabText(strip.currentIndex()) == "May"
    picture(window, "tab-strip")
    with qtbot.waitSignal(window.workspace.session.opened_sheet, timeout=10_000):
        click_tab(qtbot, strip, 1)
    assert cell(window, 0, "OrderId") == "June-1"
    assert strip.tabText(strip.currentIndex()) == "June"


def test_another_tab_asks_what_becomes_of_edits_and_stays_until_then(qtbot, window, tmp_path: Path) -> None:
    drop(window, workbook(tmp_path / "orders.xlsx"))
    wait_open(qtbot, window)
    window.workspace.session.do(type_cells(window.workspace.session.opened.draft, [(0, "c0", "A-9")]))
    strip = strip_of(window)
    click_tab(qtbot, strip, 2)
    asked = question(window, "rereadQuestion")
    assert strip.currentIndex() == 0
    press(qtbot, asked, "rereadCancel")
    assert (cell(window, 0, "OrderId"), strip.currentIndex()) == ("A-9", 0)


def test_a_text_has_no_tabs(qtbot, window, tmp_path: Path) -> None:
    drop(window, written(tmp_path, b"OrderId,Amount\nA-1,1\n"))
    wait_open(qtbot, window)
    assert not strip_of(window).isVisible()


def test_pasted_numbers_that_were_cut_are_pointed_out_first(qtbot, window) -> None:
    window.workspace.loader.pasted("OrderId\tAmount\n1.23457E+17\t5.00\nA-2\t6.00\n")
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: "cut before copying" in window.workspace.read_again.suggestion._words.words)
    dialog = panel(qtbot, window)
    assert not dialog.findChild(QComboBox, "readingEncoding").isVisible()
    choose(qtbot, dialog, "readingDelimiter", ",")
    before = window.workspace.session.opened
    press(qtbot, dialog, "readingGo")
    qtbot.waitUntil(lambda: window.workspace.session.opened is not before, timeout=10_000)
    assert headers(window.workspace.session) == ["OrderId\tAmount"]


def two_files(tmp_path: Path) -> tuple[Path, Path]:
    return (
        written(tmp_path, b"OrderId,Amount\nA-1,1\n", "may.csv"),
        written(tmp_path, b"Amount,OrderId\n2,B-1\n", "june.csv"),
    )


def test_files_with_the_same_headers_can_be_joined(qtbot, window, tmp_path: Path) -> None:
    drop_files(window, *two_files(tmp_path))
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "severalJoin")), timeout=10_000)
    press(qtbot, question(window, "severalQuestion"), "severalJoin")
    wait_open(qtbot, window)
    assert headers(window.workspace.session) == ["OrderId", "Amount", "Source file"]
    assert [cell(window, row, "Source file") for row in range(2)] == ["may.csv", "june.csv"]


def test_joined_files_can_be_read_in_another_way(qtbot, window, tmp_path: Path) -> None:
    first = written(tmp_path, "Order\tName\nA-1\tMuñoz\n".encode("cp1252"), "may.csv")
    second = written(tmp_path, "Order\tName\nB-1\tJosé\n".encode("cp1252"), "june.csv")
    drop_files(window, first, second)
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "severalJoin")), timeout=10_000)
    press(qtbot, question(window, "severalQuestion"), "severalJoin")
    wait_open(qtbot, window)
    dialog = panel(qtbot, window)
    assert "You see may.csv, the first" in dialog.findChild(QLabel, "readingState").text()
    assert [cell(window, row, "Name") for row in range(2)] == ["Muñoz", "José"]
    choose(qtbot, dialog, "readingEncoding", "Windows-1250")
    with qtbot.waitSignal(window.workspace.session.opened_sheet, timeout=10_000):
        press(qtbot, dialog, "readingGo")
    assert [cell(window, row, "Name") for row in range(2)] == ["Muńoz", "José"]
    assert [cell(window, row, "Source file") for row in range(2)] == ["may.csv", "june.csv"]


def test_a_way_to_read_that_parts_joined_files_changes_nothing(qtbot, window, tmp_path: Path) -> None:
    first = written(tmp_path, b"OrderId,Amount\nOrder,Sum\nA-1,1\n", "may.csv")
    second = written(tmp_path, b"OrderId,Amount\nB-1,2\nB-2,3\n", "june.csv")
    drop_files(window, first, second)
    qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "severalJoin")), timeout=10_000)
    press(qtbot, question(window, "severalQuestion"), "severalJoin")
    wait_open(qtbot, window)
    rows = window.workspace.session.opened.table.cells.height
    dialog = panel(qtbot, window)
    dialog.findChild(QSpinBox, "readingHeaderRow").setValue(2)
    qtbot.waitUntil(dialog.findChild(QPushButton, "readingGo").isEnabled, timeout=10_000)
    with qtbot.waitSignal(window.workspace.loader.refused, timeout=10_000) as refused:
        press(qtbot, dialog, "readingGo")
    assert "no longer have the same headers" in refused.args[0]
    assert window.workspace.session.opened.table.cells.height == rows


@pytest.mark.parametrize("same", [True, False])
def test_files_can_be_opened_one_after_another(qtbot, window, tmp_path: Path, same: bool) -> None:
    first, second = two_files(tmp_path)
    if not same:
        second.write_bytes(b"Other,Headers\n1,2\n")
    drop_files(window, first, second)
    if same:
        qtbot.waitUntil(lambda: bool(window.findChildren(QPushButton, "severalApart")), timeout=10_000)
        press(qtbot, question(window, "severalQuestion"), "severalApart")
    wait_open(qtbot, window)
    assert window.workspace.session.opened.name == "may.csv"
    assert window.others == [second]


def test_content_without_a_file_is_opened(qtbot, window) -> None:
    data = QMimeData()
    data.setHtml("<p>orders</p>")
    data.setData("application/octet-stream", b"OrderId,Amount\nA-1,1\n")
    drop_data(window, data)
    wait_open(qtbot, window)
    assert cell(window, 0, "OrderId") == "A-1"


def test_a_drop_from_a_mail_program_without_content_gets_a_hint(qtbot, window) -> None:
    data = QMimeData()
    data.setHtml("<p>orders.csv</p>")
    data.setData("text/x-moz-url", b"imap://mail/1")
    drop_data(window, data)
    problem = window.findChild(QLabel, "startProblem")
    assert problem.isVisible()
    assert "Save the attachment" in problem.text()


def test_the_dialog_names_all_kinds_and_takes_several(qtbot, window) -> None:
    window.workspace.ask_for_file()
    dialog = window.findChild(QFileDialog, "openDialog")
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    for kind in ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "zip", "xml", "html", "mht"):
        assert f"*.{kind}" in dialog.nameFilters()[0]
    dialog.reject()


def test_reading_shows_how_far_it_is_and_can_be_stopped(qtbot, window, tmp_path: Path) -> None:
    # quotation marks out of place: read record by record, with progress
    lines = [f'A-{place},"x" y,{place}' for place in range(300_000)]
    path = written(tmp_path, ("OrderId,Sku,Amount\n" + "\n".join(lines) + "\n").encode())
    heard: list[tuple[float, str]] = []
    window.workspace.loader.progressed.connect(lambda done, words: heard.append((done, words)))
    drop(window, path)
    qtbot.waitUntil(lambda: len({done for done, _ in heard}) > 2, timeout=20_000)
    assert heard[-1][1] == "Reading shop.csv…"
    assert 0 < heard[-1][0] < 0.8
    window.workspace._stop_opening()
    assert not window.workspace.loader.under_way
    assert "Stopped" in window.findChild(QLabel, "startProblem").text()
    wait_for_jobs(qtbot, window)
    assert not window.workspace.session.sheet_open
