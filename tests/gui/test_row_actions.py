"""Actions of problem cards that move or delete whole rows, and the question for one of two time zones."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel

from tests.gui.test_history import press, question
from tests.gui.test_journey import cell, drop, wait_open


def said(window) -> str:
    return window.findChild(QLabel, "statusSaid").words


def test_returned_lines_move_into_a_sheet_of_changes(qtbot, window, sheet, tmp_path: Path) -> None:
    path = sheet(
        {"OrderId": "A", "Amount": "40.00", "Quantity": "2"},
        {"OrderId": "A", "Amount": "-20.00"},
        {"OrderId": "B", "Amount": "(5.00)"},
        {"OrderId": "C"},
    )
    drop(window, path)
    wait_open(qtbot, window)
    session = window.workspace.session
    press(qtbot, window, "makeReturns")
    asked = question(window, "returnsQuestion")
    words = "\n".join(label.text() for label in asked.findChildren(QLabel))
    assert "2 returned lines move" in words
    assert "For 1 of them" in words
    press(qtbot, asked, "returnsGo")
    dialog = question(window, "returnsDialog")
    assert isinstance(dialog, QFileDialog)
    target = tmp_path / "returns.csv"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(lambda: window.others == [target], timeout=10_000)
    assert target.read_text(encoding="utf-8").splitlines() == [
        "ActionTrackerId,OrderId,Sku,Category,Quantity,Amount,CurrencyCode,Reason",
        "18500,A,SKU-1,Tennis,1,20.00,USD,ITEM_RETURNED",
        "18500,B,SKU-1,Tennis,,-5.00,USD,ITEM_RETURNED",
    ]
    assert (session.standing.ready, session.standing.set_aside) == (2, 0)
    assert "The returned lines are in " in said(window)
    window.workspace.commands.undo.trigger()
    assert session.draft.sheet.row_count == 4


def test_returns_never_replace_the_source_and_need_an_order(qtbot, window, sheet, tmp_path: Path) -> None:
    path = sheet({"OrderId": "A", "Amount": "-1.00"})
    drop(window, path)
    wait_open(qtbot, window)
    before, returns = path.read_bytes(), window.workspace.repairs.returns_sheet
    returns.write(path)
    assert "may not replace your own file" in said(window)
    returns.write(tmp_path / "nowhere" / "returns.csv")
    qtbot.waitUntil(lambda: "nowhere" in said(window), timeout=10_000)
    assert (path.read_bytes(), window.others) == (before, [])
    window.workspace.session.type_cell(0, "c7", "1.00")
    returns.ask()
    qtbot.waitUntil(lambda: "No line can be made a reversal" in said(window), timeout=10_000)


def test_lines_without_a_price_that_repeat_another_are_deleted(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "A", "Amount": "9.00"}, {"OrderId": "A", "Amount": "0.00"}, {"OrderId": "B"}))
    wait_open(qtbot, window)
    press(qtbot, window, "deleteChildLines")
    assert [cell(window, row, "Amount") for row in range(2)] == ["9.00", "10.00"]
    assert window.workspace.session.draft.verdict.counts_by_rule() == {}


def test_two_zones_in_the_file_are_asked_for(qtbot, window, tmp_path: Path) -> None:
    path = tmp_path / "sold.csv"
    head = "CampaignId,ActionTrackerId,Event Date (UTC),OrderId,MediaId,CurrencyCode,Amount"
    row = "1000,18500,2026-11-20 10:00,A-1,20000,USD,5"
    path.write_text(f"Time zone: Europe/Berlin\n{head}\n{row}\n", encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    window.workspace.problems.ask_zone.emit()
    asked = question(window, "zoneQuestion")
    asked.findChild(QComboBox, "zoneChoice").setCurrentText("Europe/Berlin")
    press(qtbot, asked, "zoneOk")
    session = window.workspace.session
    qtbot.waitUntil(lambda: "ROW-DATE-FMT" in session.safe_counts, timeout=10_000)
