"""Figures of the window: its start, how long the grid takes to paint, and how long a person waits in it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import Figure, seconds
from benchmarks.sheets import HEADERS, NOW

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QLineEdit

    from gui.window.main_window import MainWindow

_EMPTY = "from PySide6.QtWidgets import QApplication, QMainWindow; app = QApplication([]); w = QMainWindow(); w.show()"
_OURS = "from gui.app import Windows; from gui.application import make_app; app = make_app(); w = Windows().open()"
_BEAT = 5
"""Milliseconds after which the window looks around."""
_PAINTED = "; app.processEvents(); w.grab(); import time; print(time.process_time())"


def starting(folder: Path, _rows: int) -> Iterator[Figure]:
    """The processor time from the start of the process to the first picture, against an empty window."""
    # a program that is installed brings its modules compiled
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def once(code: str) -> float:
        ran = subprocess.run([sys.executable, "-c", code + _PAINTED], check=True, env=environment, capture_output=True)
        return float(ran.stdout)

    once(_OURS)
    pairs = [(once(_OURS), once(_EMPTY)) for _ in range(7)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Figure("start to the first picture", 0, ours / bare, "x", 2, f"{ours:.2f} s, empty {bare:.2f} s")


def painting(folder: Path, rows: int) -> Iterator[Figure]:
    """A repaint of a full grid of 1600 x 900 with a tenth of the cells marked, against the stock table view."""
    from PySide6.QtWidgets import QTableView

    app, window = _with_sheet(folder, rows)
    stock = QTableView()
    stock.setModel(window.workspace.model)
    grids = (window.workspace.grid, stock)
    for grid in grids:
        grid.setParent(None)
        grid.resize(1600, 900)
        grid.show()
    app.processEvents()
    marked = _share_marked(window)
    assert marked >= 0.1, marked
    spent: dict[object, list[float]] = {grid: [] for grid in grids}
    for _ in range(30):
        for grid in grids:
            spent[grid].append(1000 * seconds(grid.viewport().repaint, collect=False))
    ours, plain = (statistics.median(spent[grid]) for grid in grids)
    yield Figure("repaint of a full grid", rows, ours, "ms", 16, f"{marked:.0%} marked, stock view {plain:.1f} ms")
    yield Figure("repaint against the stock view", rows, ours / plain, "x", 0.4)
    down = window.workspace.grid.verticalScrollBar()

    def turn() -> None:
        down.setValue(down.value() + 32)
        app.processEvents()

    turns = [1000 * seconds(turn, collect=False) for _ in range(30)]
    yield Figure("a page that was never seen", rows, statistics.median(turns), "ms", 16)
    for grid in grids:
        grid.close()
    _close(window)


def interacting(folder: Path, rows: int) -> Iterator[Figure]:
    """What a person does to many cells at once, until the window shows it."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible, QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLabel, QLineEdit

    app, window = _with_sheet(folder, rows)
    grid, model = window.workspace.grid, window.workspace.model
    control = Qt.KeyboardModifier.ControlModifier

    def press(key: Qt.Key) -> float:
        return seconds(lambda: (QTest.keyClick(grid, key, control), app.processEvents()), collect=False)

    yield Figure("select all", rows, press(Qt.Key.Key_A), "s", 1)
    grid.move_to(model.index(0, 0))
    QAccessible.setActive(True)
    listened = press(Qt.Key.Key_A)
    interface = QAccessible.queryAccessibleInterface(grid)
    assert interface is not None
    listened += seconds(interface.selectionInterface().selectedItems, collect=False)
    QAccessible.setActive(False)
    yield Figure("select all while a screen reader listens", rows, listened, "s", 0.1)
    window.workspace.navigation.filters.sort(model.column_at(7), descending=False)
    yield Figure("sort by a column", rows, _Beat(app).until(lambda: model.filtered), "s", 1)
    window.workspace.navigation.filters.show_all()
    window.workspace.commands.find_text.trigger()
    said, wanted = window.findChild(QLabel, "findCount"), window.findChild(QLineEdit, "findText")
    assert said
    assert wanted
    wanted.setText("note 9")
    found = _Beat(app).until(lambda: said.text().endswith("cells"))
    yield Figure("find in all cells and count", rows, found, "s", 1, said.text())
    grid.setFocus()
    grid.move_to(model.index(0, 0))
    yield Figure("to the edge of data", rows, press(Qt.Key.Key_Down), "s", 1)
    high, wide = min(10_000, rows), model.columnCount()
    block = "\n".join("\t".join(f"{row}-{place}" for place in range(wide)) for row in range(high))
    QGuiApplication.clipboard().setText(block)
    grid.move_to(model.index(0, 0))
    pasted = press(Qt.Key.Key_V)
    assert model.index(high - 1, 1).data() == f"{high - 1}-1"
    yield Figure("paste", rows, pasted, "s", 1, f"{high:,} x {wide} cells")
    gone = min(100_000, rows // 2)
    grid.selection.take_rows(0, gone - 1)
    deleted = press(Qt.Key.Key_Minus)
    assert model.rowCount() == rows - gone
    yield Figure("delete rows", rows, deleted, "s", 1, f"{gone:,} rows")
    _close(window)


def working(folder: Path, rows: int) -> Iterator[Figure]:
    """A sheet opened, checked, repaired and restored in the window: how long until it is seen, and how long the window
    stood still at most."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    app, window = _window()
    session = window.workspace.session
    beat = _Beat(app)
    window.open_file(folder / f"{rows}.csv")
    shown = beat.until(lambda: window.findChild(QWidget, "firstLook") is not None or session.sheet_open)
    window.grab()
    yield Figure("first screen with its verdict", rows, shown, "s", 1)
    known = shown + beat.until(lambda: session.settled and session.standing is not None)
    yield Figure("every problem and total known", rows, known, "s", None)
    told: list[str] = []
    window.workspace.repairs.told.connect(told.append)
    window.workspace.commands.fix_safely.trigger()
    yield Figure("fix safely until it is seen", rows, beat.until(lambda: bool(told)), "s", 1, told[0])
    beat.until(lambda: session.settled)
    window.workspace.commands.undo.trigger()
    yield Figure("its undo until it is checked", rows, beat.until(lambda: not session.draft.stale), "s", 1)
    beat.until(lambda: session.settled)
    grid, spent = window.workspace.grid, []
    for row in range(20):
        grid.move_to(window.workspace.model.index(row, 7))
        app.processEvents()
        QTest.keyClick(grid, Qt.Key.Key_F2)
        _editor(window).setText(f"{row}.50")
        spent.append(
            1000 * seconds(lambda: (QTest.keyClick(_editor(window), Qt.Key.Key_Return), grid.viewport().repaint()),
                           collect=False)
        )  # fmt: skip
    yield Figure(
        "typed cell to painted mark, median", rows, statistics.median(spent), "ms", 50, f"worst {max(spent):.0f}"
    )
    longest, at = beat.longest
    yield Figure("the window stood still at most", rows, 1000 * longest, "ms", 100, at)
    _close(window)


def _editor(window: MainWindow) -> QLineEdit:
    from PySide6.QtWidgets import QLineEdit

    editor = window.findChild(QLineEdit, "cellEditor")
    assert editor
    return editor


class _Beat:
    """Runs the window as its own loop does, asleep while there is nothing to do, and notes the longest time for which
    its thread was busy with one thing."""

    def __init__(self, app: QApplication) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._app = app
        self._waits = 0
        self._timer = QTimer(interval=_BEAT, timerType=Qt.TimerType.PreciseTimer)
        self.longest = (0.0, "")

    def until(self, there: Callable[[], bool]) -> float:
        """Go on until something is so; the seconds that it took."""
        from PySide6.QtCore import QEventLoop

        self._waits += 1
        self._timer.start()
        begin = time.perf_counter()
        while not there():
            woken = time.perf_counter()
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            # asleep no longer than a beat: the rest was work
            busy = time.perf_counter() - woken - _BEAT / 1000
            self.longest = max(self.longest, (busy, f"in wait {self._waits}"))
        self._timer.stop()
        return time.perf_counter() - begin


def _window() -> tuple[QApplication, MainWindow]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gui.app import Windows
    from gui.application import make_app

    app = make_app()
    window = Windows().open()
    window.workspace.window()
    app.processEvents()
    return app, window


def _with_sheet(folder: Path, rows: int) -> tuple[QApplication, MainWindow]:
    """The app and a window with a checked sheet, a tenth of its first cells marked."""
    from courier.draft_edits import type_cells
    from courier.open_sheet import OpenOptions, open_source

    app, window = _window()
    opened = open_source(folder / f"{rows}.csv", OpenOptions(), NOW)
    draft = opened.draft
    draft.check()
    wrong = {HEADERS.index("Amount"): 1, HEADERS.index("Quantity"): 2}
    draft.do(type_cells(draft, [(row, f"c{at}", "x") for at, each in wrong.items() for row in range(0, 200, each)]))
    window.workspace.session.take(opened)
    window.workspace.bar.show_sheet(True)
    window.workspace.show_sheet()
    window.workspace.grid.move_to(window.workspace.model.index(0, 0))
    app.processEvents()
    return app, window


def _share_marked(window: MainWindow) -> float:
    """How many of the visible cells are marked."""
    grid, model = window.workspace.grid, window.workspace.model
    rows = range(grid.rowAt(0), grid.rowAt(grid.viewport().height() - 1) + 1)
    columns = range(grid.columnAt(0), grid.columnAt(grid.viewport().width() - 1) + 1)
    marked = sum(place in block.marks[inside] for block, inside in map(model.block, rows) for place in columns)
    return marked / (len(rows) * len(columns))


def _close(window: MainWindow) -> None:
    window.workspace.session.kept = True
    window.close()
