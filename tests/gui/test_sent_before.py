"""The window holds back what was sent before, and asks why it goes again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel, QLineEdit, QPushButton

from courier.destinations import Destination
from courier.programs import Program
from gui.grid.model import SEVERITY_ROLE
from gui.session.services import AppServices
from tests.gui.test_history import press, question


def test_an_order_sent_before_is_marked_held_back_and_sent_for_a_reason(qtbot, window, sheet, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    workspace = window.workspace
    workspace._services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    workspace.shipping.choose("Acme")
    for name, rows in (("first.csv", ({},)), ("second.csv", ({}, {}))):
        path = sheet(*rows)
        window.workspace.session.kept = True
        workspace.loader.file(path.rename(tmp_path / name))
        qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.sheet_open, timeout=20_000)
        if name == "first.csv":
            with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
                workspace.commands.upload.trigger()
    order = next(i for i in range(workspace.model.columnCount()) if workspace.model.column_at(i).title == "OrderId")
    assert workspace.model.index(0, order).data(SEVERITY_ROLE) == "warning"
    assert not workspace.model.index(1, order).data(SEVERITY_ROLE)

    workspace.commands.upload.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "sentBeforeQuestion")), timeout=20_000)
    (question,) = window.findChildren(QDialog, "sentBeforeQuestion")
    assert len(list(inbox.iterdir())) == 1
    assert "AC-1" in window.findChild(QLabel, "sendingOutcome").text()
    go = question.findChild(QPushButton, "sentBeforeGo")
    assert not go.isEnabled()
    qtbot.keyClicks(question.findChild(QLineEdit, "sentBeforeReason"), "impact.com lost it")
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert len(list(inbox.iterdir())) == 2
    assert [batch.reason for batch in AppServices().recent()] == ["impact.com lost it", ""]


def test_a_ledger_that_cannot_be_read_is_told_on_the_start_page(courier_home: Path, qtbot, request) -> None:
    folder = courier_home / "data" / "ledger"
    folder.mkdir(parents=True)
    (folder / "ledger.sqlite").write_bytes(b"rubbish" * 1000)
    window = request.getfixturevalue("window")
    assert any("is damaged" in label.text() for label in window.start.findChildren(QLabel))
    assert (folder / "ledger-damaged-1.sqlite").exists()


@pytest.fixture
def sent_once(qtbot, window, sheet, tmp_path: Path):
    """Opens a sheet after its orders were sent with other amounts."""

    def go(before: list[dict[str, str]], now: list[dict[str, str]]) -> None:
        (tmp_path / "inbox").mkdir()
        workspace = window.workspace
        workspace._services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(tmp_path / "inbox")))
        workspace._services.programs.save(Program("Acme US", "1000"))
        workspace.shipping.choose("Acme")
        for name, rows in (("first.csv", before), ("second.csv", now)):
            workspace.session.kept = True
            workspace.loader.file(sheet(*rows).rename(tmp_path / name))
            qtbot.waitUntil(lambda: not workspace.loader.under_way and workspace.session.sheet_open, timeout=20_000)
            workspace.programs.choose("Acme US")
            qtbot.waitUntil(lambda: workspace.session.settled)
            if name == "first.csv":
                with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
                    workspace.commands.upload.trigger()
                workspace.shipping.pane.back.emit()

    return go


def words(where) -> str:
    return "\n".join(label.text() for label in where.findChildren(QLabel))


def test_other_amounts_become_a_sheet_of_changes_and_the_orders_are_set_aside(
    qtbot, window, sent_once, tmp_path: Path
) -> None:
    before = [{"OrderId": f"A-{number}"} for number in range(3)]
    sent_once(before, [{**before[0], "Amount": "12.00"}, before[1], {**before[2], "Amount": "0"}, {"OrderId": "A-9"}])
    session = window.workspace.session
    assert session.standing.ready == 4
    press(qtbot, window, "makeChanges")
    asked = question(window, "changesQuestion")
    assert "Other amounts than were sent go as changes: 2 rows" in words(asked)
    assert "Nothing differs in 1 row" in words(asked)
    press(qtbot, asked, "changesCancel")
    assert session.standing.ready == 4
    press(qtbot, window, "makeChanges")
    asked = question(window, "changesQuestion")
    reason = asked.findChild(QComboBox, "changesReason")
    assert reason.currentText() == "ORDER_UPDATE"
    reason.setCurrentText("ITEM_RETURNED")
    press(qtbot, asked, "changesGo")
    dialog = question(window, "changesDialog")
    assert isinstance(dialog, QFileDialog)
    path = tmp_path / "Acme US changes of second.csv"
    assert dialog.selectedFiles() == [str(path)]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: window.others == [path], timeout=10_000)
    assert path.read_text(encoding="utf-8").splitlines()[1:] == [
        "18500,A-0,SKU-1,Tennis,1,12.00,USD,ITEM_RETURNED",
        "18500,A-2,SKU-1,Tennis,1,0,USD,ITEM_RETURNED",
    ]
    assert (session.standing.ready, session.standing.set_aside) == (1, 3)
    assert "holds 2 rows of changes" in window.findChild(QLabel, "statusSaid").words
    # what is left goes out without a question
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.workspace.commands.upload.trigger()
    assert len(list((tmp_path / "inbox").iterdir())) == 2
    # and the sheet of changes is one that can be sent
    session.kept = True
    window.workspace.loader.file(path)
    qtbot.waitUntil(lambda: session.opened.name == path.name and session.settled, timeout=20_000)
    assert session.opened.draft.choices.template == "modification"
    window.workspace.programs.choose("Acme US")
    qtbot.waitUntil(lambda: session.settled)
    assert session.opened.draft.verdict.counts_by_rule() == {}
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.workspace.commands.upload.trigger()
    assert AppServices().recent()[0].template == "modification"


def test_exact_repeats_are_only_set_aside(qtbot, window, sent_once) -> None:
    sent_once([{"OrderId": "A-1"}], [{"OrderId": "A-1"}, {"OrderId": "A-2"}])
    press(qtbot, window, "makeChanges")
    asked = question(window, "changesQuestion")
    assert "has another amount than was sent" in words(asked)
    press(qtbot, asked, "changesAside")
    assert (window.workspace.session.standing.ready, window.workspace.session.standing.set_aside) == (1, 1)
    window.workspace.commands.undo.trigger()
    assert window.workspace.session.standing.ready == 2


def test_the_source_is_never_replaced_by_changes(qtbot, window, sent_once, tmp_path: Path) -> None:
    sent_once([{"OrderId": "A-1"}], [{"OrderId": "A-1", "Amount": "3.00"}])
    source = tmp_path / "second.csv"
    before = source.read_bytes()
    window.workspace.repairs.changes_sheet.write(source, "OTHER")
    assert "may not replace your own file" in window.findChild(QLabel, "statusSaid").words
    window.workspace.repairs.changes_sheet.write(tmp_path / "nowhere" / "changes.csv", "OTHER")
    qtbot.waitUntil(lambda: "nowhere" in window.findChild(QLabel, "statusSaid").words, timeout=10_000)
    assert source.read_bytes() == before
    assert window.others == []
    assert window.workspace.session.standing.set_aside == 0
