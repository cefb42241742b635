"""Figures of the window: its start, and how long the grid takes to paint."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure
from benchmarks.sheets import NOW

_EMPTY = "from PySide6.QtWidgets import QApplication, QMainWindow; app = QApplication([]); w = QMainWindow(); w.show()"
_OURS = "from gui.app import Windows, make_app; app = make_app(); w = Windows().open()"
_PAINTED = "; app.processEvents(); w.grab()"


def starting(_folder: Path, _rows: int) -> Iterator[Figure]:
    """From the start of the process to the first picture, against an empty window."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

    def once(code: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", code + _PAINTED], check=True, env=environment, capture_output=True)
        return time.perf_counter() - begin

    pairs = [(once(_OURS), once(_EMPTY)) for _ in range(7)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield Figure("start to the first picture", 0, ours / bare, "x", 3, f"{ours:.2f} s, empty {bare:.2f} s")


def painting(folder: Path, rows: int) -> Iterator[Figure]:
    """A repaint of a full grid of 1600 x 900 with a tenth of the cells marked, against the stock table view."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QTableView

    from courier.opening import Wishes, open_source
    from gui.app import Windows, make_app

    app = make_app()
    window = Windows().open()
    opened = open_source(folder / f"{rows}.csv", Wishes(), NOW)
    opened.draft.check()
    window.session.take(opened)
    stock = QTableView()
    stock.setModel(window.model)
    grids = (window.grid, stock)
    for grid in grids:
        grid.setParent(None)
        grid.resize(1600, 900)
        grid.show()
    app.processEvents()
    spent: dict[object, list[float]] = {grid: [] for grid in grids}
    for _ in range(30):
        for grid in grids:
            begin = time.perf_counter()
            grid.viewport().repaint()
            spent[grid].append(1000 * (time.perf_counter() - begin))
    ours, plain = (statistics.median(spent[grid]) for grid in grids)
    for grid in grids:
        grid.close()
    window.session.kept = True
    window.close()
    yield Figure("repaint of a full grid", rows, ours, "ms", 16, f"stock view {plain:.1f} ms")
    yield Figure("repaint against the stock view", rows, ours / plain, "x", 0.4)
