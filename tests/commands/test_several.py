"""``courier export`` and ``send`` of a sheet whose rows do not all go the same way."""

import json
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from courier.batches.batch import write_batch
from courier.delivery.connecting import Connector
from courier.delivery.errors import CertificateUnknown
from courier.delivery.trial import run_trial
from courier.destinations import Destination, Destinations
from courier.draft_edits import type_cells
from courier.drafts.store import DraftStore
from courier.ledger.ledger import Ledger
from courier.open_sheet import OpenOptions, open_source
from courier.programs import EventType, Program, Programs
from courier.settings import config_folder, data_folder, ledger_folder
from courier.shipping.outgoing_parts import origin_of
from courier.shipping.queue import send_later
from tests.commands.running import HEADER, NOW, Courier, row, write
from tests.delivery.servers import encrypting, mail_server
from tests.ledger.batches import NOW as MOMENT

PASSWORD = "a password"


@pytest.fixture
def both(tmp_path: Path) -> Path:
    return write(tmp_path / "both.csv", [row(1), row(2, CampaignId="2000"), row(3), row(4, CampaignId="3000")])


def orders(folder: Path) -> list[str]:
    return sorted(
        line.split(",")[3] for one in folder.glob("*.csv") for line in one.read_text(encoding="utf-8").splitlines()[1:]
    )


def test_export_writes_a_batch_for_each_program(courier: Courier, both: Path, inboxes, tmp_path: Path) -> None:
    run = courier("export", both, "--to", tmp_path / "out", "--program", "Acme", *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    told = run.json["batches"]
    assert [(one["program"], one["campaign_id"], one["rows"], len(one["parts"])) for one in told] == [
        ("Acme", "1000", 2, 1),
        ("Bolt", "2000", 1, 1),
        (None, "3000", 1, 1),
    ]
    names = [part["name"] for part in run.json["parts"]]
    assert [name.split("_")[2] for name in names] == ["Acme", "Bolt", "Acme-3000"]
    for one in told:
        (name,) = one["parts"]
        lines = (tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()[1:]
        assert {line.split(",")[0] for line in lines} == {one["campaign_id"]}
        assert json.loads(Path(one["manifest"]).read_text(encoding="utf-8"))["rows"] == one["rows"]
    assert run.json["manifest"] == told[0]["manifest"]


def test_send_sends_each_programs_rows_where_its_files_go(courier: Courier, both: Path, inboxes) -> None:
    run = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    # no other program has the third campaign
    assert orders(inboxes["Acme"]) == ["AC-1", "AC-3", "AC-4"]
    assert orders(inboxes["Bolt"]) == ["AC-2"]
    assert [(one["part"].split("_")[2], one["destination"]) for one in run.json["receipts"]] == [
        ("Acme", "Acme"),
        ("Bolt", "Bolt"),
        ("Acme-3000", "Acme"),
    ]
    found = Ledger(ledger_folder()).submissions()
    assert [(one.program, one.campaign, one.destination) for one in reversed(found)] == [
        ("Acme", "1000", "Acme"),
        ("Bolt", "2000", "Bolt"),
        ("", "3000", "Acme"),
    ]
    again = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, "--json")
    assert again.code == 0
    assert all("and not again" in one["message"] for one in again.json["receipts"])


def test_a_batch_whose_place_is_gone_does_not_hold_the_others_up(courier: Courier, both: Path, inboxes) -> None:
    inboxes["Bolt"].rmdir()
    run = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, "--json")
    assert run.code == 3
    assert [one["state"] for one in run.json["receipts"]] == ["arrived", "prepared", "arrived"]
    Destinations(config_folder()).remove("Bolt")
    run = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, "--json")
    assert run.code == 4
    assert "“Bolt”, which is not saved any more" in run.sentence
    assert [one["held"] is None for one in run.json["batches"]] == [True, False, True]
    assert [len(one["parts"]) for one in run.json["batches"]] == [1, 0, 1]


def test_all_wait_or_none(courier: Courier, both: Path, inboxes, tmp_path: Path) -> None:
    courier("send", write(tmp_path / "first.csv", [row(2, CampaignId="2000")]), "--to", "Bolt", *NOW)
    at = ("--at", "2026-11-24T00:00:00Z")
    run = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, *at)
    assert run.code == 3
    assert "_first_01of01_" in run.sentence
    assert Ledger(ledger_folder()).waiting() == []
    run = courier("send", both, "--to", "Acme", "--program", "Acme", *NOW, *at, "--again", "lost")
    assert run.code == 0
    assert len(run.out.splitlines()) == len(Ledger(ledger_folder()).waiting()) == 3


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    return tmp_path / "messages"


@pytest.fixture
def mail(tmp_path: Path, messages: Path) -> Iterator[Destination]:
    """The address of event type 18500, behind a real mail server."""
    certificate = encrypting(tmp_path)[1]
    with mail_server(messages, PASSWORD, certificate=certificate) as server:
        place = Destination("Sales", "email", "127.0.0.1", server.port, "me@acme.example", tls="required",
                            to="sales@batch.impact.com", event_type="18500")  # fmt: skip
        problem = run_trial(Connector(place, None, lambda: MOMENT)).problem
        assert isinstance(problem, CertificateUnknown)
        yield replace(place, tls_pin=problem.fingerprint)


def test_by_mail_each_event_type_is_a_message_to_its_own_address(
    courier: Courier, mail: Destination, messages: Path, tmp_path: Path
) -> None:
    places = Destinations(config_folder())
    places.save(mail)
    sheet = write(tmp_path / "two.csv", [row(1), row(2, ActionTrackerId="18501"), row(3)])
    run = courier("send", sheet, "--to", "Sales", *NOW, "--password-stdin", "--json", typed=PASSWORD)
    assert run.code == 4
    assert "belongs to event type 18500, and no saved destination to event type 18501" in run.sentence
    assert [(one["event_type"], one["destination"]) for one in run.json["batches"]] == [
        ("18500", "Sales"),
        ("18501", None),
    ]
    places.save(replace(mail, name="Leads", to="leads@batch.impact.com", event_type="18501"))
    # the rows of the first address are there already
    run = courier("send", sheet, "--to", "Leads", *NOW, "--password-stdin", "--json", typed=PASSWORD)
    assert [one["state"] for one in run.json["receipts"]] == ["taken", "taken"]
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(messages.glob("*.eml"))]
    sent = {one["To"]: [part.get_content() for part in one.iter_attachments()] for one in found}
    assert set(sent) == {"sales@batch.impact.com", "leads@batch.impact.com"}
    for to, event in (("sales@batch.impact.com", "18500"), ("leads@batch.impact.com", "18501")):
        (content,) = sent[to]
        lines = (content if isinstance(content, str) else content.decode()).splitlines()[1:]
        assert {line.split(",")[1] for line in lines} == {event}


def test_of_a_chain_what_follows_goes_only_once_what_comes_first_is_there(courier: Courier, tmp_path: Path) -> None:
    events = (EventType("18500", "Trial"), EventType("18501", "Sale", parent="18500"))
    Programs(config_folder()).save(Program("Chain", "1000", events))
    (tmp_path / "mine").mkdir()
    place = Destination("Written", "eml", "", 0, folder=str(tmp_path / "mine"), to="a@batch.impact.com")
    Destinations(config_folder()).save(place)
    header = HEADER.replace(",Category,Sku,Quantity", "")
    rows = [row(1, CustomerId="CUST-A-77"), row(2, ActionTrackerId="18501", CustomerId="CUST-A-77")]
    sheet = write(tmp_path / "chain.csv", rows, header)
    run = courier("send", sheet, "--to", "Written", "--program", "Chain", "--template", "chained", *NOW, "--json")
    assert run.code == 3
    assert [one["event_type"] for one in run.json["batches"]] == ["18500", "18501"]
    # a message that only a person can send has not arrived yet
    assert "The batch before it in the chain has not arrived" in run.err
    assert len(list((tmp_path / "mine").glob("*.eml"))) == 1


def test_a_programs_file_goes_to_another_programs_place_only_if_that_was_said(
    courier: Courier, inboxes, tmp_path: Path
) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1)])
    for more in ((), ("--at", "2026-11-24T00:00:00Z")):
        run = courier("send", sheet, "--to", "Bolt", "--program", "Acme", *NOW, *more)
        assert run.code == 2
        assert "“Bolt” is for the files of Bolt, and this one belongs to Acme" in run.sentence
    assert Ledger(ledger_folder()).submissions() == []
    # allowed: a destination of no program, and a sheet without a program
    (tmp_path / "free").mkdir()
    assert courier("send", sheet, "--to", tmp_path / "free", "--program", "Acme", *NOW).code == 0
    other = write(tmp_path / "other.csv", [row(2)])
    assert courier("send", other, "--to", "Bolt", *NOW).code == 0
    third = write(tmp_path / "third.csv", [row(3)])
    assert courier("send", third, "--to", "Bolt", "--program", "Acme", "--elsewhere", *NOW).code == 0
    assert orders(inboxes["Bolt"]) == ["AC-2", "AC-3"]


def test_what_was_sent_from_a_schedule_ends_its_draft(courier: Courier, inboxes, tmp_path: Path) -> None:
    opened = open_source(write(tmp_path / "orders.csv", [row(1)]), OpenOptions(), MOMENT)
    opened.draft.check()
    drafts = DraftStore(data_folder() / "drafts")
    journal = drafts.begin(opened)
    edit = type_cells(opened.draft, [(0, "c8", "Golf")])
    opened.draft.do(edit)
    journal.did(edit)
    mark = journal.mark
    journal.close()
    written = write_batch(opened.draft, tmp_path / "written", "orders")
    place = Destinations(config_folder()).get("Acme")
    origin = origin_of(opened.draft, "orders.csv", mark=mark)
    send_later(written, origin, place, Ledger(ledger_folder()), MOMENT, MOMENT)
    assert len(drafts.kept()) == 1
    assert courier("history", "send-due").code == 0
    assert orders(inboxes["Acme"]) == ["AC-1"]
    assert drafts.kept() == []
