"""``courier send`` of orders that were sent before, of what is missing of a batch, and of messages to send by hand."""

from pathlib import Path

import pytest

from courier.delivery.receipt import Receipt, State
from courier.ledger.ledger import Ledger
from courier.practice.server import PracticeServer
from courier.settings import ledger_folder
from tests.commands.running import NOW, Courier, records, row, write
from tests.ledger.batches import NOW as MOMENT


@pytest.fixture
def sent(courier: Courier, tmp_path: Path, inbox: Path) -> Path:
    """A sheet of two orders that were sent, the only file in the inbox taken away."""
    path = write(tmp_path / "orders.csv", [row(1), row(2)])
    assert courier("send", path, "--to", inbox, *NOW).code == 0
    for arrived in inbox.iterdir():
        arrived.unlink()
    return path


def orders(inbox: Path) -> list[str]:
    (path,) = inbox.iterdir()
    header, *rows = records(path)
    return [line[header.index("OrderId")] for line in rows]


@pytest.mark.usefixtures("sent")
def test_only_new_orders_go_and_a_second_time_none(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    more = write(tmp_path / "more.csv", [row(1), row(2), row(3)])
    run = courier("send", more, "--to", inbox, *NOW, "--only-new", "--json")
    assert (run.code, run.err) == (0, "")
    assert [run.json["parts"][0]["rows"], run.json["set_aside"]] == [1, 2]
    assert orders(inbox) == ["AC-3"]
    again = courier("send", more, "--to", inbox, *NOW, "--only-new", "--json")
    assert (again.code, again.json["parts"]) == (0, [])
    assert "All orders of more.csv" in again.sentence
    assert orders(inbox) == ["AC-3"]


@pytest.mark.usefixtures("sent")
def test_orders_with_other_values_are_told_or_written_as_changes(courier: Courier, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    changed = row(2, Amount="7.00")
    told = courier("send", write(tmp_path / "a.csv", [row(1), changed, row(3)]), "--to", first, *NOW, "--only-new")
    assert told.code == 4
    assert "--changes-to" in told.sentence
    assert orders(first) == ["AC-3"]
    changes, again = tmp_path / "changes.csv", write(tmp_path / "b.csv", [row(1), changed, row(4)])
    done = courier("send", again, "--to", second, *NOW, "--changes-to", changes)
    assert done.code == 0
    assert str(changes) in done.sentence
    assert orders(second) == ["AC-4"]
    header, *rows = records(changes)
    assert [(line[header.index("OrderId")], line[header.index("Amount")]) for line in rows] == [("AC-2", "7.00")]
    checked = courier("check", changes, *NOW, "--json").json
    assert (checked["template"], checked["counts"]["error"]) == ("modification", 0)


@pytest.mark.usefixtures("sent")
def test_what_cannot_be_compared_is_left_out_and_told(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    more = write(tmp_path / "more.csv", [row(1), row(1, Sku="SKU-9"), row(3)])
    changes = tmp_path / "changes.csv"
    run = courier("send", more, "--to", inbox, *NOW, "--only-new", "--changes-to", changes)
    assert run.code == 4
    assert "no changes were written" in run.err
    assert "cannot be compared" in run.err
    assert not changes.exists()
    assert orders(inbox) == ["AC-3"]


@pytest.mark.usefixtures("sent")
def test_errors_keep_the_changes_back_too(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    more = write(tmp_path / "more.csv", [row(2, Amount="7.00"), row(3, Quantity="0")])
    changes = tmp_path / "changes.csv"
    run = courier("send", more, "--to", inbox, *NOW, "--changes-to", changes)
    assert (run.code, changes.exists(), list(inbox.iterdir())) == (1, False, [])
    assert run.sentence


def test_the_changes_never_replace_the_sheet(courier: Courier, sent: Path, inbox: Path) -> None:
    before = sent.read_bytes()
    run = courier("send", sent, "--to", inbox, *NOW, "--changes-to", sent)
    assert run.code == 2
    assert "your own file" in run.sentence
    assert sent.read_bytes() == before


def became(state: State, which: int) -> str:
    """Says of a part of the newest submission what became of it; its name."""
    ledger = Ledger(ledger_folder())
    part = ledger.submissions()[0].parts[which]
    facts = {"host": "acme", "name": part.name}
    receipt = Receipt(part.name, state, "", part.remote_path, part.size, MOMENT, "receipt-half-left", facts)
    ledger.states.settle(part.uuid, receipt)
    ledger.close()
    return part.name


def test_what_is_missing_of_a_batch_is_sent_after_a_look_at_the_server(
    courier: Courier, tmp_path: Path, inbox: Path
) -> None:
    path = write(tmp_path / "orders.csv", [row(number) for number in (1, 2, 3)])
    with PracticeServer(inbox) as server:
        password = f"{server.secret.reveal()}\n"
        place = ("--url", server.destination.url, "--host-key", server.fingerprint)
        assert courier("destinations", "add", "Acme", *place).code == 0
        first = courier("send", path, "--to", "Acme", *NOW, "--max-rows", "1", "--password-stdin", typed=password)
        assert first.code == 0
        (batch,) = courier("history", "--json").json
        missing, there = became(State.REFUSED, 0), became(State.UNCONFIRMED, 1)
        (inbox / missing).unlink()
        rest = ("send", "--rest", batch["id"][:8], "--password-stdin")
        run = courier(*rest, "--json", typed=password)
        assert (run.code, run.err) == (0, "")
        assert list(run.json) == ["parts", "set_aside", "left_out", "manifest", "receipts"]
        assert [(one["part"], one["state"]) for one in run.json["receipts"]] == [
            (missing, "arrived"), (there, "arrived"),
        ]  # fmt: skip
        assert len(list(inbox.iterdir())) == 3
        nothing = courier(*rest, typed=password)
        assert (nothing.code, nothing.err) == (0, "")
        assert "Nothing is missing" in nothing.out
        unknown = became(State.UNCONFIRMED, 2)
        (inbox / unknown).unlink()
        asked = courier(*rest, typed=password)
        assert asked.code == 3
        assert f"Nobody knows whether {unknown}" in asked.sentence
        assert not (inbox / unknown).exists()
        assert courier(*rest, typed="wrong\n").code == 3


def test_an_accepted_key_is_remembered_after_the_rest_went(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1), row(2)])
    with PracticeServer(inbox) as server:
        password = f"{server.secret.reveal()}\n"
        key = ("--accept-host-key", server.fingerprint)
        assert courier("destinations", "add", "Acme", "--url", server.destination.url).code == 0
        first = courier("send", path, "--to", "Acme", *NOW, "--max-rows", "1", "--password-stdin", *key, typed=password)
        assert first.code == 0
        courier("destinations", "forget-key", "Acme")
        (batch,) = courier("history", "--json").json
        (inbox / became(State.REFUSED, 0)).unlink()
        rest = ("send", "--rest", batch["id"], "--password-stdin")
        unknown = courier(*rest, typed=password)
        assert unknown.code == 3
        assert server.fingerprint in unknown.sentence
        assert courier(*rest, *key, typed=password).code == 0
        assert server.fingerprint in courier("destinations", "show", "Acme").out
    assert len(list(inbox.iterdir())) == 2


def test_what_to_send_has_to_be_said(courier: Courier, sent: Path, inbox: Path) -> None:
    for arguments, words in (
        ((sent,), "--to"), (("--to", inbox), "Name a file"), (("--rest", "abc", sent), "neither the file"),
        (("--rest", "nonsense"), "No submission begins with nonsense"),
    ):  # fmt: skip
        run = courier("send", *arguments)
        assert (run.code, run.out) == (2, "")
        assert words in run.sentence
