"""What a screen reader says: cells, heads, the editor, what happened elsewhere; and that it may ask for anything."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton

from courier.draft_edits import set_aside
from gui.style import announce as announcing
from gui.style.parts import ElidedLabel
from tests.gui.test_journey import drop, place_of, question, wait_open

_SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """A client is connected: what it is told, and whether at once."""
    heard: list[tuple[str, bool]] = []
    update = QAccessible.updateAccessibility

    def hear(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Announcement:
            loud = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
            heard.append((event.message(), loud))
        update(event)

    monkeypatch.setattr(announcing.QAccessible, "updateAccessibility", hear)
    QAccessible.setActive(True)
    yield heard
    QAccessible.setActive(False)


def _interface(widget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


def test_marks_are_spoken_in_cells_and_heads(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "12,50"}, {"Sku": ""}, {}, {"OrderId": " "}))
    wait_open(qtbot, window)
    model, session = window.workspace.model, window.workspace.session
    amount, sku = place_of(window, "Amount"), place_of(window, "Sku")
    assert model.index(1, sku).data(_SPOKEN).startswith("Sku, row 3: empty. Error.")
    assert model.headerData(1, Qt.Orientation.Vertical, _SPOKEN) == "Row 3. Error."
    window.workspace.repairs.fix_all()
    assert model.index(0, amount).data(_SPOKEN) == "Amount, row 2: 12.50. Changed by a repair."
    session.do(set_aside(session.draft, [model.row_id(1)]))
    assert "On hold." in model.index(1, sku).data(_SPOKEN)
    assert model.headerData(1, Qt.Orientation.Vertical, _SPOKEN).endswith("On hold.")


def test_the_editor_has_a_name_and_says_what_is_wrong_while_typing(qtbot, window, sheet, listening) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(0, place_of(window, "Amount")))
    QTest.keyClicks(window.workspace.grid, "x")
    editor = window.findChild(QLineEdit, "cellEditor")
    assert editor.accessibleName() == "Amount, row 2"
    assert "x" in editor.accessibleDescription()
    assert any("x" in words for words, _ in listening)
    before = editor.accessibleDescription()
    editor.setText("9.50")
    assert editor.accessibleDescription() not in ("", before)


def test_a_new_verdict_is_said_once(qtbot, window, sheet, listening) -> None:
    drop(window, sheet({"Amount": "x"}, {}))
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: any(words.startswith("1 error") for words, _ in listening))
    window.workspace.session.type_cell(0, window.workspace.model.columns[place_of(window, "Amount")].column, "5.00")
    qtbot.waitUntil(lambda: any(words.startswith("No errors") for words, _ in listening))
    assert "2 of 2 rows ready." in listening[-1][0]
    listening.clear()
    window.workspace.session.changed.emit()
    qtbot.wait(900)
    assert not [words for words, _ in listening if "ready" in words]


def test_progress_is_said_in_quarters_and_results_at_once(qtbot, window, listening) -> None:
    status = window.workspace.status
    for percent in range(0, 101, 5):
        status.show_progress(percent / 100, "Working")
    assert [words for words, _ in listening if "percent" in words] == ["25 percent", "50 percent", "75 percent"]
    status.show_progress(None, "Done")
    assert listening[-1] == ("Done", False)


def test_the_end_of_an_upload_is_said_at_once(qtbot, window, listening) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, "startPractice"), Qt.MouseButton.LeftButton)
    wait_open(qtbot, window)
    window.workspace.commands.fix_safely.trigger()
    window.workspace.commands.upload.trigger()
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        go = question(window, "setAsideQuestion").findChild(QPushButton, "setAsideGo")
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    outcome = window.findChild(QLabel, "sendingOutcome").text()
    assert (outcome, True) in listening
    assert all(bar.accessibleName() for bar in window.findChildren(QProgressBar))


def test_what_is_cut_is_spoken_as_a_whole(qtbot) -> None:
    words = "A sentence that is much longer than the label is wide"
    shown = ElidedLabel(words)
    qtbot.addWidget(shown)
    shown.resize(60, 20)
    shown.show()
    assert shown.text() != words
    assert _interface(shown).text(QAccessible.Text.Name) == words


# ---------------------------------------------------------------------- all of a large sheet


def test_all_cells_of_a_large_sheet_are_selected_at_once(qtbot, window, tmp_path: Path, listening) -> None:
    rows = 100_000
    large = tmp_path / "large.csv"
    large.write_text("OrderId,Amount,Sku\n" + "".join(f"AC-{row},1.00,S{row}\n" for row in range(rows)))
    drop(window, large)
    wait_open(qtbot, window)
    grid = window.workspace.grid
    columns = window.workspace.model.columnCount()
    began = time.perf_counter()
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    # what screen readers ask next
    assert _interface(grid).selectionInterface().selectedItemCount() == 1
    assert len(_interface(grid).selectionInterface().selectedItems()) == 1
    assert time.perf_counter() - began < 0.1
    assert grid.selection.areas == [QRect(0, 0, columns, rows)]
    assert listening[-1][0] == f"100,000 rows, {columns} columns selected"
    began = time.perf_counter()
    QTest.keyClick(grid, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    assert time.perf_counter() - began < 0.1
    assert [area.getRect() for area in grid.selection.areas] == [(0, 1, 1, 1)]


def test_small_selections_are_told_cell_by_cell(qtbot, window, sheet, listening) -> None:
    drop(window, sheet({}, {}, {}))
    wait_open(qtbot, window)
    grid = window.workspace.grid
    grid.selection.take_area(QRect(1, 0, 2, 3))
    items = _interface(grid).selectionInterface().selectedItems()
    assert len(items) == 6
    assert listening[-1][0] == "3 rows, 2 columns selected"
