"""The window from right to left: mirrored as a whole, the grid and its mouse and keys included."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QPushButton, QToolButton, QWidget

from courier.messages import use_language
from gui.style import colours, theme
from gui.style.bidi import isolated
from gui.style.flow_layout import FlowLayout
from gui.style.language import apply_language
from gui.style.layouts import hbox
from tests.gui.test_journey import drop, wait_open


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    use_language("ar")
    apply_language(qapp)
    theme.show(qapp, colours.LIGHT)
    yield
    use_language("en")
    apply_language(qapp)
    theme.show(qapp, colours.LIGHT)


@pytest.fixture
def grid(qtbot, arabic: None, window, sheet):
    drop(window, sheet({"Amount": "1,5"}, {}, {}))
    wait_open(qtbot, window)
    grid = window.workspace.grid
    grid.header.frozen = 0
    return grid


def _painted(grid, column: int) -> bool:
    """Whether the text of a cell is there."""
    rect = grid.visualRect(grid.model().index(1, column)).intersected(grid.viewport().rect()).adjusted(3, 3, -3, -3)
    picture = grid.viewport().grab(rect).toImage()
    pixels = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    return len(pixels) > 1


def test_all_columns_in_view_are_painted_from_right_to_left(grid) -> None:
    area = grid.viewport().rect()
    rects = [grid.visualRect(grid.model().index(1, column)) for column in range(grid.model().columnCount())]
    shown = [column for column, rect in enumerate(rects) if area.contains(rect)]
    assert len(shown) > 2
    assert all(rects[column].right() < rects[column - 1].left() + 1 for column in shown[1:])
    assert all(_painted(grid, column) for column in shown)
    assert grid.verticalHeader().x() > grid.viewport().x()


def test_columns_that_stay_in_view_stand_on_the_right(qtbot, grid) -> None:
    window = grid.window()
    window.workspace.model.arrangement.frozen = 1
    window.workspace.model.rearrange()
    assert grid.header.frozen == 1
    grid.horizontalScrollBar().setValue(40)
    first = grid.visualRect(grid.model().index(1, 0))
    # Qt leaves out the line between two cells
    assert grid.viewport().rect().right() - first.right() <= 1
    assert _painted(grid, 0)
    assert grid.indexAt(first.center()).column() == 0
    second = grid.visualRect(grid.model().index(1, 1))
    assert second.right() > first.left()
    assert grid.indexAt(QPoint(second.left() + 4, second.center().y())).column() == 1
    # what is under the columns that stay is brought out
    grid.scrollTo(grid.model().index(1, 1))
    assert grid.visualRect(grid.model().index(1, 1)).right() < first.left() + 1


def test_arrows_go_where_they_point(grid) -> None:
    grid.move_to(grid.model().index(0, 0))
    QTest.keyClick(grid, Qt.Key.Key_Left)
    assert grid.currentIndex().column() == 1
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.currentIndex().column() == 0
    QTest.keyClick(grid, Qt.Key.Key_Home)
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert grid.currentIndex().column() == 1


def test_the_mouse_finds_columns_and_their_edges(qtbot, grid) -> None:
    header = grid.header
    rect = grid.visualRect(grid.model().index(0, 1))
    at = QPoint(rect.center().x() + 10, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert grid.selection.columns == [1]
    # the end of a column is its left edge: pulled to the left, it grows
    before = header.sectionSize(1)
    edge = QPoint(rect.left() + 1, 10)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), QPoint(edge.x() - 30, 10))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(edge.x() - 30, 10))
    assert header.sectionSize(1) == before + 30


def test_rows_of_buttons_and_names_from_files(qtbot, arabic: None) -> None:

    page = QWidget()
    qtbot.addWidget(page)
    flow = FlowLayout()
    hbox(page, margins=(0, 0, 0, 0)).addLayout(flow)
    first, second = QPushButton("1"), QPushButton("2")
    flow.addWidget(first)
    flow.addWidget(second)
    page.resize(400, 40)
    page.show()
    assert first.geometry().right() == QRect(0, 0, 400, 40).right()
    assert second.x() < first.x()
    assert isolated("Order #") == "\u2068Order #\u2069"


def test_texts_of_qt_itself_are_translated(qtbot, arabic: None) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(QMessageBox.StandardButton.Cancel)
    words = box.button(QMessageBox.StandardButton.Cancel).text()
    assert words
    assert not words.isascii()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(buttons)
    assert not buttons.buttons()[0].text().isascii()


def test_in_english_nothing_is_isolated() -> None:
    assert isolated("Order #") == "Order #"


def test_what_is_folded_points_to_where_reading_goes_on(qtbot, arabic: None, window) -> None:
    window.workspace.shipping.ask_for_destination("")
    fold = window.findChild(QToolButton, "destinationMore")
    assert fold.arrowType() == Qt.ArrowType.LeftArrow
    fold.click()
    assert fold.arrowType() == Qt.ArrowType.DownArrow
