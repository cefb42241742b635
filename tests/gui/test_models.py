"""The table model keeps Qt's rules under edits, filters and resets."""

from pathlib import Path

import polars as pl
from pytestqt.modeltest import ModelTester

from tests.gui.test_journey import drop, wait_open


def test_the_model_keeps_qts_rules(qtbot, qtmodeltester: ModelTester, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,5"}, {}, {}))
    wait_open(qtbot, window)
    qtmodeltester.check(window.workspace.model, force_py=True)
    window.workspace.repairs.fix_all()
    window.workspace.grid.insert_row()
    window.workspace.model.show_rows(pl.Series([2, 0], dtype=pl.UInt32), "two of them")
    assert window.workspace.model.rowCount() == 2
    window.workspace.model.show_all()
    assert window.workspace.model.rowCount() == 4
    assert Path(window.workspace.session.opened.path).exists()
