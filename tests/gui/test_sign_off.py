"""A batch goes to a colleague as a file, who looks at it and approves it."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton

from courier.approvals import approvals_in_force
from courier.credentials import Credentials, Secret
from courier.handover import open_any
from courier.ledger.location import LedgerLocation
from courier.ledger.postgres_store import PostgresStore
from courier.open_sheet import OpenOptions
from courier.programs import Program
from courier.settings import config_folder
from courier.shipping.outgoing_parts import origin_of
from tests.gui.test_journey import question, wait_open
from tests.gui.test_repair_actions import click
from tests.keychain import FakeKeychain
from tests.postgres import PASSWORD, PostgresServer


def handed_over(qtbot, window, sheet, tmp_path: Path) -> Path:
    window.open_file(sheet({"Amount": "12,50"}, {"OrderId": "B"}))
    wait_open(qtbot, window)
    window.workspace.repairs.fix_all()
    qtbot.waitUntil(lambda: window.workspace.session.settled)
    window.findChild(QAction, "handOver").trigger()
    asked = question(window, "handOverQuestion")
    name, go = asked.findChild(QLineEdit, "handOverName"), asked.findChild(QPushButton, "handOverGo")
    name.setText(" ")
    assert not go.isEnabled()
    name.setText("Ann")
    asked.findChild(QLineEdit, "handOverNote").setText("Please look at B.")
    click(qtbot, asked, "handOverGo")
    path = tmp_path / "batch.courier"
    with qtbot.waitSignal(window.workspace.sign_off.told) as told:
        question(window, "handOverDialog").fileSelected.emit(str(path))
    assert str(path) in told.args[0]
    return path


def test_a_colleague_sees_who_prepared_it_and_approves_what_would_leave(qtbot, window, sheet, tmp_path) -> None:
    path = handed_over(qtbot, window, sheet, tmp_path)
    # as a colleague would, in an empty window
    window.workspace.session.kept = True
    desk = window.workspace
    desk.loader.file(path)
    qtbot.waitUntil(lambda: desk.session.opened.brought != () and not desk.loader.under_way)
    places, about = window.findChild(QListWidget, "differencePlaces"), window.findChild(QLabel, "differenceAbout")
    qtbot.waitUntil(lambda: places.count() > 1)
    assert "Prepared by Ann" in about.text()
    assert "Please look at B." in about.text()
    click(qtbot, window, "differenceApprove")
    asked = question(window, "approveQuestion")
    assert asked.findChild(QLabel, "approveAmounts").text() == "USD 22.50"
    asked.findChild(QLineEdit, "approveName").setText("Ann")
    with qtbot.waitSignal(desk.sign_off.told) as told:
        click(qtbot, asked, "approveGo")
    assert "somebody else" in told.args[0]
    click(qtbot, window, "differenceApprove")
    asked = question(window, "approveQuestion")
    asked.findChild(QLineEdit, "approveName").setText("Bob")
    click(qtbot, asked, "approveGo")
    qtbot.waitUntil(lambda: "Approved by Bob" in about.text())
    assert [approval.by for approval in approvals_in_force(desk.session.draft)] == ["Bob"]
    desk.session.type_cell(0, "c7", "13.00")
    assert approvals_in_force(desk.session.draft) == ()


def test_a_batch_that_was_handed_over_can_be_gone_on_with(qtbot, window, sheet, tmp_path) -> None:
    path = handed_over(qtbot, window, sheet, tmp_path)
    desk = window.workspace
    desk.loader.file(path)
    qtbot.waitUntil(lambda: desk.session.opened.brought != () and not desk.loader.under_way)
    desk.session.type_cell(1, "c7", "11.00")
    desk.session.close_journal()
    (kept,) = [draft for draft in desk._services.drafts.kept() if draft.path is None]
    desk.loader.draft(kept.id, kept.name)
    qtbot.waitUntil(lambda: desk.loader.resumed is not None)
    assert desk.session.draft.sheet.cell(1, "c7") == "11.00"
    assert desk.session.draft.choices.sign_off.prepared_by == "Ann"
    assert open_any(path, OpenOptions(), desk.session.draft.now).draft.sheet.row_count == 2


def test_a_damaged_file_is_refused(qtbot, window, tmp_path) -> None:
    path = tmp_path / "batch.courier"
    path.write_bytes(b"PK\x03\x04 no batch")
    with qtbot.waitSignal(window.workspace.loader.refused) as refused:
        window.open_file(path)
    assert "batch.courier" in refused.args[0]


def test_a_program_keeps_the_amount_above_which_it_needs_approval(qtbot, window) -> None:
    from gui.settings.program_form import ProgramForm

    form = ProgramForm([], Credentials())
    qtbot.addWidget(form)
    form.fill(Program("Acme", approval_above=Decimal("10000.50")))
    assert form.program().approval_above == Decimal("10000.50")
    field = form.findChild(QLineEdit, "programApproval")
    field.clear()
    qtbot.keyClicks(field, "-5x00.")
    assert form.program().approval_above == Decimal(500)
    field.clear()
    assert form.program().approval_above is None


@pytest.fixture
def team(postgres: PostgresServer, keychain: FakeKeychain) -> PostgresStore:
    """This machine is Bob's, who sends for a team."""
    store = postgres.store(postgres.fresh(), "bob")
    LedgerLocation(config_folder()).choose(store.address)
    assert Credentials().set(store.address.account, Secret(PASSWORD))
    return store


def test_an_approval_is_in_the_record_of_the_team_before_the_sheet_has_it(qtbot, team, window, sheet, tmp_path) -> None:
    path = handed_over(qtbot, window, sheet, tmp_path)
    desk = window.workspace
    desk.session.kept = True
    desk.loader.file(path)
    qtbot.waitUntil(lambda: desk.session.opened.brought != () and not desk.loader.under_way)
    with qtbot.waitSignal(desk.sign_off.told):
        desk.sign_off.approve("Robert")
    (approval,) = approvals_in_force(desk.session.draft)
    with team.reading() as db:
        recorded = db.execute("SELECT content, totals, approved_by FROM approvals").fetchall()
    team.close()
    # who approved is who logged in, whatever name was typed
    assert recorded == [(approval.content, {"USD": "22.5000"}, "bob")]
    assert origin_of(desk.session.draft, "orders.csv").content == approval.content
