"""``courier history``, and what ``courier send`` says of orders that were sent before."""

import json
from pathlib import Path

import pytest

from courier.delivery.receipt import Receipt, State
from courier.ledger.ledger import Ledger
from courier.practice.server import PracticeServer
from courier.settings import ledger_folder
from tests.commands.running import HEADER, NOW, Courier, in_its_own_process, row, write
from tests.ledger.batches import NOW as MOMENT


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "orders.csv", [row(1), row(2)])


def unconfirmed() -> str:
    """Makes the only part that was sent unconfirmed; its name."""
    ledger = Ledger(ledger_folder())
    (part,) = ledger.submissions()[0].parts
    ledger.states.settle(
        part.uuid, Receipt(part.name, State.UNCONFIRMED, "", part.remote_path, part.size, MOMENT, "receipt-half-left",
                           {"host": "acme", "name": part.name})
    )  # fmt: skip
    return part.name


def test_nothing_was_sent_yet(courier: Courier, courier_home: Path) -> None:
    run = courier("history")
    assert (run.code, run.err) == (0, "")
    assert run.out == "Nothing was sent from this computer yet.\n"
    assert courier("history", "--json").json == []
    assert not (courier_home / "data" / "ledger").exists()


def test_a_list_of_what_was_sent_newest_first(courier: Courier, good: Path, inbox: Path, tmp_path: Path) -> None:
    courier("send", good, "--to", inbox, *NOW, "--note", "first of all")
    other = write(tmp_path / "more.csv", [row(3)])
    courier("send", other, "--to", inbox, *NOW)
    run = courier("history")
    assert [line.split("  ")[3] for line in run.out.splitlines()] == [
        f"more.csv: 1 row, USD 10.00 to {inbox}",
        f"orders.csv: 2 rows, USD 20.00 to {inbox}",
    ]
    newest, oldest = courier("history", "--json").json
    assert (newest["source"], oldest["note"], oldest["rows"], oldest["totals"]) == (
        "more.csv", "first of all", 2, {"USD": "20.00"},
    )  # fmt: skip
    assert len(courier("history", "--last", "1", "--json").json) == 1
    shown = courier("history", "show", oldest["id"][:8])
    assert "Note: first of all" in shown.out
    assert "Arrived, and the server confirms the size." in shown.out
    assert courier("history", "show", oldest["id"][:8], "--json").json == oldest
    assert courier("history", "show", "nonsense").code == 2


def test_a_note_is_kept_and_taken_away_again(courier: Courier, good: Path, inbox: Path) -> None:
    courier("send", good, "--to", inbox, *NOW, "--note", "first of all")
    (sent,) = courier("history", "--json").json
    for note, said in (("sent by hand, asked support", "The note is kept.\n"), ("  ", "The note is taken away.\n")):
        run = courier("history", "note", sent["id"][:8], note)
        assert (run.code, run.out, run.err) == (0, said, "")
        assert courier("history", "--json").json == [{**sent, "note": note.strip()}]
    refused = courier("history", "note", "nonsense", "?")
    assert (refused.code, refused.out) == (2, "")
    assert "No submission begins with nonsense" in refused.sentence


def test_the_list_of_one_program(courier: Courier, good: Path, inbox: Path, tmp_path: Path) -> None:
    about = tmp_path / "acme.json"
    about.write_text(json.dumps({"name": "Acme", "campaign_id": "1000"}), encoding="utf-8")
    assert courier("programs", "import", about).code == 0
    courier("send", good, "--to", inbox, *NOW, "--program", "Acme")
    courier("send", write(tmp_path / "more.csv", [row(3, CampaignId="2000")]), "--to", inbox, *NOW)
    (found,) = courier("history", "--program", "Acme", "--json").json
    assert (found["source"], found["program"]) == ("orders.csv", "Acme")
    assert courier("history", "--program", "Nobody", "--json").json == []


def test_an_order_is_found(courier: Courier, good: Path, inbox: Path) -> None:
    courier("send", good, "--to", inbox, *NOW)
    run = courier("history", "--order", "AC-2")
    assert "Arrived  AC-2 SKU-1 10.00 USD" in run.out
    (found,) = courier("history", "--order", "AC-2", "--json").json
    assert (found["campaign_id"], found["event_type"], found["state"]) == ("1000", "18500", "arrived")
    assert "Nothing was sent of AC-9" in courier("history", "--order", "AC-9").out


def test_the_exact_bytes_are_saved_again(courier: Courier, good: Path, inbox: Path, tmp_path: Path) -> None:
    courier("send", good, "--to", inbox, *NOW)
    (arrived,) = inbox.iterdir()
    for _ in range(2):
        assert courier("history", "--save", arrived.name, "--to", tmp_path / "again").code == 0
    assert (tmp_path / "again" / arrived.name).read_bytes() == arrived.read_bytes()
    (tmp_path / "again" / arrived.name).write_text("mine")
    run = courier("history", "--save", arrived.name, "--to", tmp_path / "again")
    assert run.code == 2
    assert "another file" in run.sentence
    assert courier("history", "--save", "gone.csv").code == 2


def test_orders_sent_before_are_told_and_need_a_reason(
    courier: Courier, good: Path, inbox: Path, tmp_path: Path
) -> None:
    courier("send", good, "--to", inbox, *NOW)
    more = write(tmp_path / "more.csv", [row(2), row(3)])
    checked = courier("check", more, *NOW, "--json").json
    assert checked["counts_by_rule"] == {"GRP-SENT-BEFORE": 1}
    assert checked["problems"][0]["facts"]["repeat"] == "same"
    run = courier("send", more, "--to", inbox, *NOW, "--json")
    assert run.code == 1
    assert "such as AC-2 on" in run.sentence
    assert [one["state"] for one in run.json["receipts"]] == ["prepared"]
    assert len(list(inbox.iterdir())) == 1
    again = courier("send", more, "--to", inbox, *NOW, "--again", "lost at impact.com")
    assert (again.code, again.err) == (0, "")
    newest = courier("history", "--json").json[0]
    assert newest["reason"] == "lost at impact.com"
    assert "lost at impact.com" in courier("history", "show", newest["id"]).out


def test_an_unconfirmed_part_is_settled_by_hand(courier: Courier, good: Path, inbox: Path) -> None:
    courier("send", good, "--to", inbox, *NOW)
    name = unconfirmed()
    (inbox / name).unlink()
    run = courier("send", good, "--to", inbox, *NOW, "--json")
    assert run.code == 3
    assert "Nobody knows whether" in run.sentence
    assert [one["state"] for one in run.json["receipts"]] == ["unconfirmed"]
    settled = courier("history", "settle", name, "refused")
    assert settled.code == 0
    assert "did not arrive" in settled.out
    assert courier("history", "settle", name, "arrived").code == 2
    assert courier("send", good, "--to", inbox, *NOW).code == 0
    assert [path.name for path in inbox.iterdir()] == [name]


def test_a_history_goes_to_a_colleague(
    courier: Courier, good: Path, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier("send", good, "--to", inbox, *NOW)
    path = tmp_path / "history.sqlite"
    assert courier("history", "export", path).code == 0
    monkeypatch.setenv("COURIER_HOME", str(tmp_path / "colleague"))
    run = courier("history", "merge", path)
    assert run.out.startswith("Took over 1 submission and 1 part.")
    assert courier("history", "merge", path).out.startswith("Took over 0 submissions and 0 parts.")
    assert courier("check", good, *NOW, "--json").json["counts_by_rule"] == {"GRP-SENT-BEFORE": 2}
    bad = courier("history", "merge", good)
    assert bad.code == 2
    assert "holds no readable record" in bad.sentence


def test_what_is_old_is_forgotten(courier: Courier, good: Path, inbox: Path, courier_home: Path) -> None:
    courier("send", good, "--to", inbox, *NOW)
    assert courier("history", "delete", "--before", "2020-01-01").out == "0 submissions were forgotten.\n"
    assert courier("history", "delete", "--before", "2999-01-01").out == "1 submission was forgotten.\n"
    assert courier("history", "--json").json == []
    assert courier("check", good, *NOW, "--json").json["counts_by_rule"] == {}
    assert list((courier_home / "data" / "ledger" / "sent").rglob("*.gz")) == []


def test_a_batch_waits_and_goes_when_its_moment_has_come(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    courier("destinations", "add", "Acme", "--url", inbox)
    good = write(tmp_path / "orders.csv", [row(1, EventDate="NOW")])
    later = courier("send", good, "--to", "Acme", *NOW, "--at", "2999-01-01T06:00:00Z")
    assert (later.code, later.err) == (0, "")
    assert list(inbox.iterdir()) == []
    assert courier("history", "send-due").out == "Nothing waits whose moment has come.\n"
    (waiting,) = courier("history", "waiting", "--json").json
    assert "2999-01-01 06:00 UTC  orders.csv: 1 row to Acme" in courier("history", "waiting").out
    assert courier("history", "drop", waiting["id"][:8]).code == 0
    assert courier("history", "waiting").out == "Nothing waits to be sent.\n"
    courier("send", good, "--to", "Acme", *NOW, "--at", "2020-01-01T06:00:00Z")
    run = courier("history", "send-due")
    assert (run.code, run.err) == (0, "")
    assert len(list(inbox.iterdir())) == 1
    assert courier("history", "waiting", "--json").json == []


def test_waiting_batches_go_with_a_password_from_standard_input_to_one_place_only(
    courier: Courier, tmp_path: Path, inbox: Path
) -> None:
    first, other = (write(tmp_path / f"{number}.csv", [row(number, EventDate="NOW")]) for number in (1, 2))
    at = ("--at", "2020-01-01T06:00:00Z")
    with PracticeServer(inbox) as server:
        place = ("--url", server.destination.url, "--host-key", server.fingerprint)
        courier("destinations", "add", "Acme", *place)
        courier("send", first, "--to", "Acme", *NOW, *at)
        # it has another name now
        courier("destinations", "remove", "Acme")
        courier("destinations", "add", "Acme of today", *place)
        courier("send", other, "--to", tmp_path / "inbox", *NOW, *at)
        password = f"{server.secret.reveal()}\n"
        several = courier("history", "send-due", "--password-stdin", typed=password)
        assert (several.code, several.out) == (2, "")
        assert "several places" in several.sentence
        assert list(inbox.iterdir()) == []
        (to_folder,) = (one for one in courier("history", "waiting", "--json").json if one["source"] == "2.csv")
        now = courier("history", "send-now", to_folder["id"][:8])
        assert (now.code, now.err) == (0, "")
        again = courier("history", "send-now", to_folder["id"][:8])
        assert again.code == 2
        assert "does not wait to be sent" in again.sentence
        due = courier("history", "send-due", "--password-stdin", typed=password)
    assert (due.code, due.err) == (0, "")
    assert len(list(inbox.iterdir())) == 2
    assert courier("history", "waiting", "--json").json == []


def test_a_ledger_that_cannot_be_read_keeps_sending_back_but_not_checking(
    courier: Courier, good: Path, inbox: Path, courier_home: Path
) -> None:
    assert in_its_own_process("send", good, "--to", inbox, *NOW).code == 0
    path = courier_home / "data" / "ledger" / "ledger.sqlite"
    path.write_bytes(b"rubbish" * 1000)
    run = in_its_own_process("send", good, "--to", inbox, *NOW)
    assert run.code == 3
    assert "damaged" in run.sentence
    path.write_bytes(b"rubbish" * 1000)
    checked = in_its_own_process("check", good, *NOW, "--json")
    assert checked.code == 0
    assert "damaged" in checked.sentence
    assert json.loads(checked.out)["counts_by_rule"] == {}


def test_what_became_unconfirmed_in_the_queue_is_said_until_somebody_settles_it(
    courier: Courier, tmp_path: Path, inbox: Path
) -> None:
    good = write(tmp_path / "orders.csv", [row(1, EventDate="NOW")])
    courier("send", good, "--to", inbox, *NOW, "--at", "2020-01-01T06:00:00Z")
    assert courier("history", "send-due").code == 0
    name = unconfirmed()
    looked = courier("history", "send-due")
    # it is still there
    assert (looked.code, "was there already" in looked.out) == (0, True)
    assert unconfirmed() == name
    (inbox / name).unlink()
    for _ in range(2):
        run = courier("history", "send-due")
        assert run.code == 3
        assert f"{name}: Unconfirmed. Nobody knows" in run.out
    courier("history", "settle", name, "arrived")
    done = courier("history", "send-due")
    assert (done.code, done.out) == (0, "Nothing waits whose moment has come.\n")


def test_what_follows_in_a_chain_waits_for_a_part_of_unknown_fate(
    courier: Courier, tmp_path: Path, inbox: Path
) -> None:
    about = tmp_path / "chain.json"
    events = [{"id": "18500", "name": "Trial"}, {"id": "18501", "name": "Sale", "parent": "18500"}]
    about.write_text(json.dumps({"name": "Chain", "campaign_id": "1000", "event_types": events}), encoding="utf-8")
    assert courier("programs", "import", about).code == 0
    rows = [row(1, CustomerId="CUST-A-77"), row(2, ActionTrackerId="18501", CustomerId="CUST-A-77")]
    path = write(tmp_path / "chain.csv", rows, HEADER.replace(",Category,Sku,Quantity", ""))
    options = ("--program", "Chain", "--template", "chained", "--max-rows", "1", "--at", "2020-01-01T06:00:00Z")
    queued = courier("send", path, "--to", inbox, *NOW, *options)
    assert queued.code == 0, queued.err
    ledger = Ledger(ledger_folder())
    parent, child = ledger.submissions()[0].parts
    facts = {"name": parent.name}
    receipt = Receipt(parent.name, State.UNCONFIRMED, "", "", parent.size, MOMENT, "receipt-half-left", facts)
    ledger.states.settle(parent.uuid, receipt)
    for _ in range(2):
        run = courier("history", "send-due")
        assert run.code == 3
        assert f"{parent.name}: Unconfirmed. Nobody knows" in run.out
        assert f"{child.name}: Prepared. Nobody knows whether {parent.name} arrived" in run.out
        assert list(inbox.iterdir()) == []
    courier("history", "settle", parent.name, "arrived")
    assert courier("history", "send-due").code == 0
    assert [arrived.name for arrived in inbox.iterdir()] == [child.name]


def test_a_lost_record_stops_what_sends_until_it_is_rebuilt(
    courier: Courier, good: Path, inbox: Path, courier_home: Path, tmp_path: Path
) -> None:
    courier("send", good, "--to", inbox, *NOW)
    (before,) = courier("history", "--json").json
    for path in (courier_home / "data" / "ledger").glob("ledger.sqlite*"):
        path.unlink()
    more = write(tmp_path / "more.csv", [row(3)])
    refused = courier("send", more, "--to", inbox, *NOW)
    assert (refused.code, refused.out) == (3, "")
    assert "courier history rebuild" in refused.sentence
    assert "damaged, gone or empty" in courier("send", more, "--to", inbox, *NOW, "--at", "2999-01-01").sentence
    assert courier("history", "send-due").code == 2
    assert courier("send", "--rest", before["id"]).code == 3
    watched = tmp_path / "outbox"
    watched.mkdir()
    left = write(watched / "orders.csv", [row(4)])
    watch = courier("watch", watched, "--to", inbox, *NOW, "--once", "--every", "0.05")
    assert (watch.code, left.exists()) == (3, True)
    assert "damaged, gone or empty" in watch.err
    shown = courier("history")
    assert (shown.code, shown.out) == (0, "")
    assert "damaged, gone or empty" in shown.sentence
    assert len(list(inbox.iterdir())) == 1
    rebuilt = courier("history", "rebuild")
    assert (rebuilt.code, rebuilt.out, rebuilt.err) == (0, "1 part is known again.\n", "")
    assert courier("history", "--json").json == [before]
    assert courier("send", good, "--to", inbox, *NOW).code == 0
    assert len(list(inbox.iterdir())) == 1
    assert courier("send", more, "--to", inbox, *NOW).code == 0


def test_to_begin_anew_has_to_be_confirmed(courier: Courier, good: Path, inbox: Path, courier_home: Path) -> None:
    courier("send", good, "--to", inbox, *NOW)
    for path in (courier_home / "data" / "ledger").glob("ledger.sqlite*"):
        path.unlink()
    unsure = courier("history", "begin-anew")
    assert (unsure.code, unsure.out) == (2, "")
    assert "--forget-what-was-sent" in unsure.sentence
    assert courier("send", good, "--to", inbox, *NOW).code == 3
    anew = courier("history", "begin-anew", "--forget-what-was-sent")
    assert (anew.code, anew.err) == (0, "")
    assert courier("history").out == "Nothing was sent from this computer yet.\n"
    assert courier("send", good, "--to", inbox, *NOW).code == 0
