"""The page that compares what leaves with what came, and shows each file before it is sent."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QTableView, QTableWidget

from tests.gui.test_journey import wait_open


def shown(qtbot, window) -> QListWidget:
    """The page, by its action; the list of what can be looked at."""
    window.findChild(QAction, "compare").trigger()
    places = window.findChild(QListWidget, "differencePlaces")
    qtbot.waitUntil(lambda: places.count() > 0)
    return places


def lines(places: QListWidget) -> list[str]:
    return [places.item(place).text() for place in range(places.count())]


def choose(places: QListWidget, start: str) -> None:
    places.setCurrentRow(next(place for place, words in enumerate(lines(places)) if words.startswith(start)))


def opened(qtbot, window, path: Path):
    window.open_file(path)
    wait_open(qtbot, window)
    return window.workspace


def test_changes_are_listed_by_field_and_lead_to_their_cell(qtbot, window, sheet) -> None:
    desk = opened(qtbot, window, sheet({"Amount": "12,50"}, {"CurrencyCode": "US$"}, {"OrderId": "B"}))
    desk.repairs.fix_all()
    places = shown(qtbot, window)
    assert lines(places)[:3] == ["Rows and money", "CurrencyCode: 1 cell", "Amount: 1 cell"]
    assert places.hasFocus() or not window.isActiveWindow()
    shares = window.findChild(QTableWidget, "differenceShares")
    table = [[shares.item(row, column).text() for column in range(3)] for row in range(shares.rowCount())]
    assert table == [["In the source", "3", "32.50"], ["Leaves", "3", "32.50"]]
    choose(places, "Amount")
    cells = window.findChild(QTableView, "differenceCells")
    model = cells.model()
    assert [model.data(model.index(0, column)) for column in range(3)] == ["2", "12,50", "12.50"]
    cells.activated.emit(model.index(0, 0))
    assert desk.grid.isVisible()
    assert desk.grid.current_cell() == (0, "c7")


def test_a_line_of_a_file_leads_to_its_row_even_below_a_text_of_several_lines(qtbot, window, sheet) -> None:
    desk = opened(qtbot, window, sheet({"Category": 'two\nlines "x"'}, {"OrderId": "B"}, {"OrderId": "C"}))
    places = shown(qtbot, window)
    choose(places, "File ")
    text, go = window.findChild(QPlainTextEdit, "differenceFile"), window.findChild(QPushButton, "differenceGoTo")
    qtbot.waitUntil(lambda: text.blockCount() > 3)
    assert text.toPlainText().splitlines()[0].startswith("CampaignId,ActionTrackerId,EventDate,OrderId")
    # nothing to go to at the header
    assert not go.isEnabled()
    cursor = text.textCursor()
    cursor.setPosition(text.toPlainText().index(",B,"))
    text.setTextCursor(cursor)
    assert go.isEnabled()
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert desk.grid.current_cell()[0] == 1


def test_nothing_leaves_where_nothing_is_ready(qtbot, window, sheet) -> None:
    opened(qtbot, window, sheet({"Amount": "x"}))
    assert lines(shown(qtbot, window)) == ["Rows and money"]
    assert window.findChild(QLabel, "differenceAbout").text() == "No row is ready, so nothing would leave."


def test_it_is_saved_as_a_page_but_never_over_the_source(qtbot, window, sheet, tmp_path) -> None:
    source = sheet({"Amount": "12,50"})
    desk = opened(qtbot, window, source)
    desk.repairs.fix_all()
    shown(qtbot, window)
    page, saved = desk.difference, tmp_path / "difference.html"
    with qtbot.waitSignal(page.told) as told:
        page.write(saved)
    assert str(saved) in told.args[0]
    assert "12,50" in saved.read_text(encoding="utf-8")
    before = source.read_bytes()
    with qtbot.waitSignal(page.told):
        page.write(source)
    assert source.read_bytes() == before
    with qtbot.waitSignal(page.told) as told:
        page.write(tmp_path / "no" / "such" / "folder.html")
    assert told.args[0]


def test_escape_goes_back_and_another_look_compares_anew(qtbot, window, sheet) -> None:
    desk = opened(qtbot, window, sheet({"OrderId": "A"}))
    places = shown(qtbot, window)
    qtbot.keyClick(places, Qt.Key.Key_Escape)
    assert desk.grid.isVisible()
    desk.session.type_cell(0, "c7", "11.00")
    assert "Amount: 1 cell" in lines(shown(qtbot, window))


def test_what_changes_while_it_is_looked_at_is_compared_again(qtbot, window, sheet) -> None:
    desk = opened(qtbot, window, sheet({"Amount": "12,50"}))
    desk.repairs.fix_all()
    places = shown(qtbot, window)
    assert "Amount: 1 cell" in lines(places)
    desk.session.undo()
    qtbot.waitUntil(lambda: lines(places) == ["Rows and money"])
    assert not window.findChild(QPushButton, "differenceApprove").isEnabled()
