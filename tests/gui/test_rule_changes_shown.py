"""What the window says of rules that changed since a program's last file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from courier.ledger.ledger import Ledger
from courier.programs import Program
from tests.commands.running import row
from tests.gui.conftest import EmptyWindow
from tests.gui.test_journey import drop, wait_open
from tests.ledger.batches import deliver


def test_rules_that_changed_since_the_last_file_are_named_beside_the_sheet(
    qtbot: QtBot, ledger: Ledger, tmp_path: Path, window: EmptyWindow, sheet: Callable[..., Path]
) -> None:
    program = Program("Acme US", "1000")
    deliver(tmp_path, [row(1)], ledger, program=program)
    with ledger.store.writing() as db:
        db.execute("UPDATE submissions SET rules = '1'")
    workspace = window.workspace
    workspace._services.programs.save(program)
    # with an error, which hides the review of the batch
    drop(window, sheet({"Quantity": "0"}))
    wait_open(qtbot, window)
    said = window.findChild(QLabel, "rulesChanged")
    assert said is not None
    assert not said.isVisible()
    workspace.programs.choose(program.name)
    qtbot.waitUntil(said.isVisible)
    assert said.text().startswith("Rules changed since the last file of Acme US: ")
    workspace.programs.choose("")
    assert not said.isVisible()
