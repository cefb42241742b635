"""The window holds back what was sent before, and asks why it goes again."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton

from courier.destinations import Destination
from gui.grid.model import SEVERITY_ROLE
from gui.window.house import House


def test_an_order_sent_before_is_marked_held_back_and_sent_for_a_reason(qtbot, window, sheet, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    desk = window.desk
    desk._house.destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    desk.shipping.choose("Acme")
    for name, rows in (("first.csv", ({},)), ("second.csv", ({}, {}))):
        path = sheet(*rows)
        window.desk.session.kept = True
        desk.opening.file(path.rename(tmp_path / name))
        qtbot.waitUntil(lambda: not desk.opening.under_way and desk.session.sheet_open, timeout=20_000)
        if name == "first.csv":
            with qtbot.waitSignal(desk.shipping.settled, timeout=20_000):
                desk.bar.upload.trigger()
    order = next(i for i in range(desk.model.columnCount()) if desk.model.column_at(i).title == "OrderId")
    assert desk.model.index(0, order).data(SEVERITY_ROLE) == "warning"
    assert not desk.model.index(1, order).data(SEVERITY_ROLE)

    desk.bar.upload.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "sentBeforeQuestion")), timeout=20_000)
    (question,) = window.findChildren(QDialog, "sentBeforeQuestion")
    assert len(list(inbox.iterdir())) == 1
    assert "AC-1" in window.findChild(QLabel, "sendingOutcome").text()
    go = question.findChild(QPushButton, "sentBeforeGo")
    assert not go.isEnabled()
    qtbot.keyClicks(question.findChild(QLineEdit, "sentBeforeReason"), "impact.com lost it")
    with qtbot.waitSignal(desk.shipping.settled, timeout=20_000):
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert len(list(inbox.iterdir())) == 2
    assert [one.reason for one in House().recent()] == ["impact.com lost it", ""]


def test_a_ledger_that_cannot_be_read_is_told_on_the_start_page(courier_home: Path, qtbot, request) -> None:
    folder = courier_home / "data" / "ledger"
    folder.mkdir(parents=True)
    (folder / "ledger.sqlite").write_bytes(b"rubbish" * 1000)
    window = request.getfixturevalue("window")
    assert any("is damaged" in label.text() for label in window.start.findChildren(QLabel))
    assert (folder / "ledger-damaged-1.sqlite").exists()
