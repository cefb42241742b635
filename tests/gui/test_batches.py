"""A sheet whose rows do not all go the same way: one batch each, after one question."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton

from courier.credentials import Secret
from courier.destinations import Destination
from courier.drafts.store import DraftStore
from courier.settings import data_folder
from courier.today.drafts import forget_delivered
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.delivery.servers import encrypting, mail_server, pyftpd
from tests.gui.test_destinations import Form
from tests.gui.test_history import press, question
from tests.gui.test_queue import plan, send_what_is_due

PASSWORD = "a password"
Open = Callable[..., None]
pytestmark = pytest.mark.usefixtures("no_pauses")


def words(where) -> str:
    return "\n".join(label.text() for label in where.findChildren(QLabel) if label.isVisible())


def contents(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.iterdir())


def outcome(window: MainWindow) -> str:
    return window.findChild(QLabel, "sendingOutcome").text()


def drafts() -> int:
    return len(DraftStore(data_folder() / "drafts").kept())


def test_two_programs_in_one_sheet_become_a_batch_each(qtbot, window, inboxes, open_edited: Open) -> None:
    open_edited({"OrderId": "A-1"}, {"OrderId": "B-1", "CampaignId": "2000"}, {"OrderId": "A-2"})
    window.workspace.commands.upload.trigger()
    asked = question(window, "severalQuestion")
    assert "Acme, campaign 1000: 2 rows to Acme" in words(asked)
    assert "Bolt, campaign 2000: 1 row to Bolt" in words(asked)
    press(qtbot, asked, "severalCancel")
    assert AppServices().ledger.submissions() == []
    window.workspace.commands.upload.trigger()
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, question(window, "severalQuestion"), "severalGo")
    assert outcome(window) == "Delivered. 3 rows at Acme, Bolt."
    heads = [label.text() for label in window.workspace.shipping.pane.findChildren(QLabel, "sendingBatch")]
    assert heads == ["Acme, campaign 1000: 2 rows to Acme", "Bolt, campaign 2000: 1 row to Bolt"]
    acme, bolt = map(contents, inboxes.values())
    assert ("A-1" in acme, "A-2" in acme, "B-1" in acme) == (True, True, False)
    assert ("A-1" in bolt, "B-1" in bolt) == (False, True)
    assert [(batch.program, batch.campaign) for batch in AppServices().recent()] == [("Bolt", "2000"), ("Acme", "1000")]
    assert drafts() == 0


def test_rows_of_nobodys_campaign_are_asked_about_where_the_place_is_anothers(
    qtbot, window, inboxes, open_edited: Open
) -> None:
    open_edited({}, {"CampaignId": "3000"})
    window.workspace.commands.upload.trigger()
    asked = question(window, "severalQuestion")
    assert "No program, campaign 3000: 1 row to Acme" in words(asked)
    assert "“Acme” is for the files of Acme, and this one belongs to no program." in words(asked)
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, asked, "severalGo")
    assert len(list(inboxes["Acme"].iterdir())) == 2


def test_a_batch_whose_place_is_not_saved_any_more_stays_with_its_draft(
    qtbot, window, inboxes, open_edited: Open
) -> None:
    AppServices().destinations.remove("Bolt")
    open_edited({"OrderId": "A-1"}, {"OrderId": "B-1", "CampaignId": "2000"})
    window.workspace.commands.upload.trigger()
    asked = question(window, "severalQuestion")
    assert "Bolt, campaign 2000: 1 row stays here. Bolt sends to “Bolt”, which is not saved" in words(asked)
    assert asked.findChild(QPushButton, "severalGo").text() == "Send 1 batch"
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, asked, "severalGo")
    assert outcome(window).startswith("1 batch not sent.")
    assert "A-1" in contents(inboxes["Acme"])
    assert drafts() == 1
    # also once nobody works on it any more
    window.workspace.session.close_journal()
    forget_delivered(DraftStore(data_folder() / "drafts"), AppServices().ledger)
    assert drafts() == 1


def test_a_draft_of_which_a_batch_stays_behind_outlives_the_others_in_the_queue(
    qtbot, window, inboxes, open_edited: Open
) -> None:
    AppServices().destinations.remove("Bolt")
    open_edited({"OrderId": "A-1"}, {"OrderId": "B-1", "CampaignId": "2000"})
    window.workspace.commands.send_later.trigger()
    press(qtbot, question(window, "severalQuestion"), "severalGo")
    plan(qtbot, window)
    assert [batch.draft for batch in AppServices().ledger.waiting()] == [""]
    send_what_is_due(qtbot, window)
    assert "A-1" in contents(inboxes["Acme"])
    window.workspace.session.close_journal()
    forget_delivered(DraftStore(data_folder() / "drafts"), AppServices().ledger)
    assert drafts() == 1


def test_a_server_nobody_knows_is_asked_about_and_what_arrived_before_does_not_go_again(
    qtbot, window, inboxes, open_edited: Open, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with pyftpd(home, PASSWORD, tls="implicit", certificate=encrypting(tmp_path)[1]) as server:
        services = window.workspace._services
        bolt = Destination("Bolt", "ftp", "127.0.0.1", server.port, "courier", tls="implicit")
        services.destinations.save(bolt)
        services.credentials.set(bolt.account, Secret(PASSWORD))
        open_edited({"OrderId": "A-1"}, {"OrderId": "B-1", "CampaignId": "2000"})
        window.workspace.commands.upload.trigger()
        press(qtbot, question(window, "severalQuestion"), "severalGo")
        seen = lambda: [dialog for dialog in window.findChildren(QDialog, "certificateQuestion") if dialog.isVisible()]  # noqa: E731
        qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)
        assert list(home.iterdir()) == []
        with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
            press(qtbot, seen()[0], "certificateAccept")
    assert outcome(window) == "Delivered. 2 rows at Acme, Bolt."
    assert [len(list(folder.iterdir())) for folder in (inboxes["Acme"], home)] == [1, 1]
    assert [len(batch.parts) for batch in AppServices().ledger.submissions()] == [1, 1]
    assert window.workspace._services.destinations.get("Bolt").tls_pin
    # the one that was chosen for the sheet is still chosen
    assert window.workspace.shipping.destination.name == "Acme"


def test_what_was_sent_before_is_sent_again_for_a_reason_and_the_rest_once(
    qtbot, window, inboxes, open_edited: Open
) -> None:
    open_edited({"OrderId": "B-1", "CampaignId": "2000"}, to="Bolt")
    window.workspace.programs.choose("Bolt")
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        window.workspace.commands.upload.trigger()
    # another sheet with the order of then
    window.workspace.loader.file(_two_programs(inboxes["Acme"].parent))
    qtbot.waitUntil(lambda: window.workspace.session.opened.name == "two.csv", timeout=20_000)
    window.workspace.programs.choose("Acme")
    window.workspace.shipping.choose("Acme")
    qtbot.waitUntil(lambda: window.workspace.session.settled)
    window.workspace.commands.upload.trigger()
    press(qtbot, question(window, "severalQuestion"), "severalGo")
    qtbot.waitUntil(
        lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "sentBeforeQuestion")), timeout=20_000
    )
    again = question(window, "sentBeforeQuestion")
    qtbot.keyClicks(again.findChild(QLineEdit, "sentBeforeReason"), "lost there")
    with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
        press(qtbot, again, "sentBeforeGo")
    assert [len(list(folder.iterdir())) for folder in inboxes.values()] == [1, 2]
    assert [batch.reason for batch in AppServices().recent()] == ["lost there", "", ""]


def _two_programs(folder: Path) -> Path:
    header = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CurrencyCode,Amount,Category,Sku,Quantity"
    day = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
    rows = [f"{campaign},18500,{day},{order},QiiWXOVnrQ3SQHl24jQjyxBGUkm0001,USD,5.00,Tennis,SKU-1,1"
            for campaign, order in (("1000", "A-1"), ("2000", "B-1"))]  # fmt: skip
    path = folder / "two.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_by_mail_each_event_type_goes_to_the_address_that_belongs_to_it(
    qtbot, window, inboxes, open_edited: Open, tmp_path: Path
) -> None:
    box = tmp_path / "box"
    box.mkdir()
    certificate = encrypting(tmp_path)[1]
    with mail_server(box, PASSWORD, certificate=certificate) as server:
        for name, event in (("Sales", "18500"), ("Leads", "18501")):
            form = Form(qtbot, window)
            form.choose("email")
            form.fill(server.port, name=name, host="127.0.0.1", user="me@acme.example", password=PASSWORD,
                      to=f"{name.lower()}@batch.impact.com")  # fmt: skip
            form.dialog.findChild(QLineEdit, "destinationEventType").setText(event)
            form.test()
            press(qtbot, question(window, "certificateQuestion"), "certificateAccept")
            form.tried()
            assert form.saved().event_type == event
        open_edited({}, {"ActionTrackerId": "18501"}, to="Sales")
        window.workspace.commands.upload.trigger()
        asked = question(window, "severalQuestion")
        assert "Acme, campaign 1000, event type 18501: 1 row to Leads" in words(asked)
        with qtbot.waitSignal(window.workspace.shipping.settled, timeout=20_000):
            press(qtbot, asked, "severalGo")
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in box.glob("*.eml")]
    sent = {mail["To"]: next(mail.iter_attachments()).get_content() for mail in mails}
    assert len(sent) == len(mails) == 2
    for to, mine, other in (("sales@batch.impact.com", "AC-1", "AC-2"), ("leads@batch.impact.com", "AC-2", "AC-1")):
        content = sent[to] if isinstance(sent[to], str) else sent[to].decode()
        assert mine in content
        assert other not in content


def test_a_message_does_not_go_to_the_address_of_another_event_type(
    qtbot, window, inboxes, open_edited: Open, tmp_path: Path
) -> None:
    place = Destination("Leads", "eml", "", 0, folder=str(tmp_path), to="leads@batch.impact.com", event_type="18501")
    AppServices().destinations.save(place)
    open_edited({}, to="Leads")
    window.workspace.commands.upload.trigger()
    asked = question(window, "severalQuestion")
    assert "“Leads” belongs to event type 18501, and no saved destination to event type 18500" in words(asked)
    assert "nothing is sent" in words(asked)
    assert not asked.findChildren(QPushButton, "severalGo")
    press(qtbot, asked, "severalCancel")
    assert not list(tmp_path.glob("*.eml"))


def test_an_export_writes_the_rows_of_each_program_into_files_of_their_own(
    qtbot, window, inboxes, open_edited: Open, tmp_path: Path
) -> None:
    open_edited({"OrderId": "A-1"}, {"OrderId": "B-1", "CampaignId": "2000"})
    window.workspace.commands.export.trigger()
    dialog = question(window, "exportDialog")
    assert isinstance(dialog, QFileDialog)
    out = tmp_path / "out"
    with qtbot.waitSignal(window.workspace.exporter.ended, timeout=20_000) as ended:
        dialog.fileSelected.emit(str(out))
    dialog.close()
    assert "Each of the 2 programs has files of its own." in ended.args[0]
    parts = {path.name.split("_")[2]: path.read_text(encoding="utf-8") for path in out.glob("*of*.csv")}
    assert ("A-1" in parts["Acme"], "B-1" in parts["Acme"]) == (True, False)
    assert ("A-1" in parts["Bolt"], "B-1" in parts["Bolt"]) == (False, True)
    assert len(list(out.glob("*_manifest_*"))) == 2
