"""``courier send``: to folders and to a server that checks keys and passwords."""

import hashlib
import json
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import paramiko
import pytest
from keyring.errors import KeyringLocked

from courier.ledger.ledger import Ledger
from courier.practice.server import PracticeServer
from courier.settings import ledger_folder
from tests.commands.running import NOW, Courier, in_its_own_process, order, row, write
from tests.keychain import FakeKeychain

RECEIPT_KEYS = ["part", "state", "destination", "remote_path", "size", "at", "message"]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "orders.csv", [*order(1, 2), row(2)])


@pytest.fixture
def server(inbox: Path) -> Iterator[PracticeServer]:
    with PracticeServer(inbox) as running:
        yield running


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_folder(courier: Courier, good: Path, inbox: Path) -> None:
    run = courier("send", good, "--to", inbox, *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    assert list(run.json) == ["parts", "set_aside", "left_out", "manifest", "receipts"]
    (part,), (receipt,) = run.json["parts"], run.json["receipts"]
    assert list(receipt) == RECEIPT_KEYS
    assert (receipt["part"], receipt["state"], receipt["size"]) == (part["name"], "arrived", part["size"])
    assert receipt["remote_path"] == str(inbox / part["name"])
    assert datetime.fromisoformat(receipt["at"]).tzinfo
    assert receipt["message"].endswith(".")
    assert [path.name for path in inbox.iterdir()] == [part["name"]]
    assert hashlib.sha256((inbox / part["name"]).read_bytes()).hexdigest() == part["sha256"]
    assert Path(run.json["manifest"]).is_file()


def test_a_programs_file_does_not_go_to_another_programs_destination_unasked(
    courier: Courier, good: Path, tmp_path: Path
) -> None:
    for name in ("Acme", "Bolt"):
        (tmp_path / name).mkdir()
        assert courier("destinations", "add", name, "--url", tmp_path / name).code == 0
        (tmp_path / "program.json").write_text(json.dumps({"name": name, "destination": name}), encoding="utf-8")
        assert courier("programs", "import", tmp_path / "program.json").code == 0
    for place in ("Bolt", tmp_path / "Bolt"):
        run = courier("send", good, "--to", place, *NOW, "--program", "Acme")
        assert (run.code, run.out) == (2, "")
        assert "--elsewhere" in run.sentence
        assert courier("history", "--json").json == []
    # no program, or its own destination, or allowed by the option
    assert courier("send", good, "--to", tmp_path / "Acme", *NOW, "--program", "Acme").code == 0
    other = write(tmp_path / "more.csv", [row(7)])
    assert courier("send", other, "--to", "Bolt", *NOW, "--program", "Acme", "--elsewhere").code == 0
    assert courier("send", write(tmp_path / "last.csv", [row(8)]), "--to", "Bolt", *NOW).code == 0
    assert [len(list((tmp_path / name).iterdir())) for name in ("Acme", "Bolt")] == [1, 2]


def test_a_folder_as_a_url_and_the_same_parts_again(courier: Courier, good: Path, inbox: Path) -> None:
    first = courier("send", good, "--to", inbox.as_uri(), *NOW, "--max-rows", "2")
    assert (first.code, first.err) == (0, "")
    lines = first.out.splitlines()
    assert len(lines) == 4
    assert all(": Arrived, and the server confirms the size." in line for line in lines[2:])
    before = {path: path.stat().st_mtime_ns for path in inbox.iterdir()}
    again = courier("send", good, "--to", inbox.as_uri(), *NOW, "--max-rows", "2")
    assert again.code == 0
    assert "already, and not again" in again.out
    assert {path: path.stat().st_mtime_ns for path in inbox.iterdir()} == before


def test_a_folder_that_is_not_there(courier: Courier, good: Path, tmp_path: Path) -> None:
    run = courier("send", good, "--to", tmp_path / "gone", *NOW, "--json")
    assert run.code == 3
    assert str(tmp_path / "gone") in run.sentence
    (receipt,) = run.json["receipts"]
    assert (receipt["state"], receipt["message"]) == ("prepared", run.sentence)


def test_errors_keep_everything_back(courier: Courier, messy: Path, inbox: Path, courier_home: Path) -> None:
    run = courier("send", messy, "--to", inbox, *NOW)
    assert (run.code, run.out) == (1, "")
    assert run.sentence
    assert list(inbox.iterdir()) == []
    assert not (courier_home / "data" / "batches").exists()


def test_set_aside_rows_go_to_no_destination(courier: Courier, messy: Path, inbox: Path) -> None:
    run = courier("send", messy, "--to", inbox, *NOW, "--set-aside", "--json")
    assert run.code == 4
    assert (run.json["set_aside"], run.json["left_out"]) == (3, 0)
    (arrived,) = inbox.rglob("*")
    assert b"AC-2" not in arrived.read_bytes()


def test_a_failed_delivery_matters_more_than_set_aside_orders(courier: Courier, messy: Path, tmp_path: Path) -> None:
    assert courier("send", messy, "--to", tmp_path / "gone", *NOW, "--set-aside").code == 3


def test_an_unknown_host_key_is_shown_and_nothing_is_sent(
    courier: Courier, good: Path, inbox: Path, server: PracticeServer
) -> None:
    to = ("--to", server.destination.url, "--password-stdin")
    run = courier("send", good, *to, *NOW, "--json", typed=server.secret.reveal())
    assert run.code == 3
    assert server.fingerprint in run.sentence
    (receipt,) = run.json["receipts"]
    assert receipt["state"] == "prepared"
    assert server.fingerprint in receipt["message"]
    assert list(inbox.iterdir()) == []
    wrong = courier("send", good, *to, *NOW, "--accept-host-key", "SHA256:nonsense", typed=server.secret.reveal())
    assert wrong.code == 3
    assert server.fingerprint in wrong.sentence
    assert list(inbox.iterdir()) == []


def test_an_accepted_host_key_lets_the_parts_through(
    courier: Courier, good: Path, inbox: Path, server: PracticeServer
) -> None:
    options = (*NOW, "--password-stdin", "--accept-host-key", server.fingerprint, "--max-rows", "2")
    run = courier(
        "send", good, "--to", server.destination.url, *options, "--json", typed=f"{server.secret.reveal()}\r\n"
    )
    assert (run.code, run.err) == (0, "")
    assert [one["state"] for one in run.json["receipts"]] == ["arrived", "arrived"]
    assert {path.name: path.stat().st_size for path in inbox.iterdir()} == {
        part["name"]: part["size"] for part in run.json["parts"]
    }


def test_a_wrong_password(courier: Courier, good: Path, inbox: Path, server: PracticeServer) -> None:
    options = (*NOW, "--password-stdin", "--accept-host-key", server.fingerprint)
    for typed in ("wrong\n", ""):
        run = courier("send", good, "--to", server.destination.url, *options, typed=typed)
        assert run.code == 3
        assert "did not accept user practice" in run.sentence
    assert list(inbox.iterdir()) == []


def test_in_its_own_process(good: Path, inbox: Path, server: PracticeServer, courier_home: Path) -> None:
    to = ("--to", server.destination.url, *NOW, "--password-stdin")
    unknown = in_its_own_process("send", good, *to, typed=server.secret.reveal())
    assert unknown.code == 3
    assert server.fingerprint in unknown.sentence
    accepted = in_its_own_process(
        "send", good, *to, "--accept-host-key", server.fingerprint, typed=server.secret.reveal()
    )
    assert (accepted.code, accepted.err) == (0, "")
    assert len(list(inbox.iterdir())) == 1
    for shown in (unknown.out.encode(), accepted.out.encode(), everything_below(courier_home)):
        assert server.secret.reveal().encode() not in shown


def test_a_saved_destination_remembers_the_accepted_key(
    courier: Courier, good: Path, server: PracticeServer, courier_home: Path
) -> None:
    courier("destinations", "add", "Shop", "--url", server.destination.url)
    to = ("--to", "Shop", *NOW, "--password-stdin")
    assert courier("send", good, *to, typed=server.secret.reveal()).code == 3
    assert courier("send", good, *to, "--accept-host-key", server.fingerprint, typed=server.secret.reveal()).code == 0
    assert courier("send", good, *to, typed=server.secret.reveal()).code == 0
    (saved,) = json.loads((courier_home / "config" / "destinations.json").read_text(encoding="utf-8"))["destinations"]
    assert saved["host_keys"] == [server.fingerprint]
    assert server.secret.reveal().encode() not in everything_below(courier_home)


def test_a_key_that_no_server_has_shown_is_not_remembered(
    courier: Courier, good: Path, server: PracticeServer, courier_home: Path
) -> None:
    courier("destinations", "add", "Shop", "--url", server.destination.url, "--host-key", server.fingerprint)
    other = ("--accept-host-key", "SHA256:somebodyelse")
    assert (
        courier("send", good, "--to", "Shop", *NOW, "--password-stdin", *other, typed=server.secret.reveal()).code == 0
    )
    (saved,) = json.loads((courier_home / "config" / "destinations.json").read_text(encoding="utf-8"))["destinations"]
    assert saved["host_keys"] == [server.fingerprint]


def test_a_changed_host_key_cannot_be_waved_through(
    courier: Courier, good: Path, inbox: Path, server: PracticeServer
) -> None:
    courier("destinations", "add", "Shop", "--url", server.destination.url, "--host-key", "SHA256:theoldone")
    options = (*NOW, "--password-stdin", "--accept-host-key", server.fingerprint)
    run = courier("send", good, "--to", "Shop", *options, typed=server.secret.reveal())
    assert run.code == 3
    assert server.fingerprint in run.sentence
    assert list(inbox.iterdir()) == []


def test_nobody_listens(courier: Courier, good: Path) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
        run = courier("send", good, "--to", f"sftp://me@127.0.0.1:{port}", *NOW, "--password-stdin", typed="x")
    assert run.code == 3
    assert "127.0.0.1 refused the connection" in run.sentence


def test_nothing_to_send_asks_nobody(courier: Courier, tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", [])
    run = courier("send", path, "--to", tmp_path / "gone", *NOW, "--json")
    assert run.code == 0
    assert (run.json["parts"], run.json["receipts"]) == ([], [])
    assert "no rows to send" in run.sentence


@pytest.mark.parametrize(
    "to", ["sftp://me:secret@127.0.0.1", "gopher://127.0.0.1", "sftp://", "sftp://me@127.0.0.1:port"]
)
def test_an_address_that_is_none(courier: Courier, good: Path, to: str) -> None:
    run = courier("send", good, "--to", to, *NOW)
    assert (run.code, run.out) == (2, "")
    assert run.sentence
    assert "secret" not in run.err


def test_what_cannot_be_read_is_not_sent(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    run = courier("send", tmp_path / "gone.csv", "--to", inbox, *NOW)
    assert (run.code, run.out) == (2, "")
    assert run.sentence


def test_a_locked_keychain_is_no_wrong_usage(courier: Courier, good: Path, keychain: FakeKeychain) -> None:
    keychain.failures["get"] = KeyringLocked()
    run = courier("send", good, "--to", "sftp://me@127.0.0.1", *NOW)
    assert run.code == 3
    assert "Prepared." in run.out
    assert "keychain" in run.sentence


@pytest.mark.parametrize("command", ["send", "watch", "destinations"])
def test_a_defect_while_logging_in_leaves_no_password_behind(
    courier: Courier, courier_home: Path, good: Path, server: PracticeServer, command: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A library that dies with the password in its message, its arguments and its frames."""
    password = "m4rk3d-p4ssw0rd-ß"

    def dies(_self: paramiko.Transport, user: str, password: str, **_: object) -> None:
        try:
            raise ValueError(user, password)
        except ValueError as problem:
            raise RuntimeError(f"cannot log {user} in with {password}") from problem

    monkeypatch.setattr(paramiko.Transport, "auth_password", dies)
    place = ("--url", server.destination.url, "--host-key", server.fingerprint)
    assert courier("destinations", "add", "Acme", *place).code == 0
    arguments = {
        "send": (good, "--to", "Acme", *NOW),
        "watch": (good.parent, "--to", "Acme", *NOW, "--once", "--every", "0.05", "--quiet-for", "0.05"),
        "destinations": ("test", "Acme", "--steps"),
    }[command]
    run = courier(command, *arguments, "--password-stdin", typed=f"{password}\n", defect=True)
    assert run.code == 2, run
    (details,) = (courier_home / "data" / "crashes").iterdir()
    assert str(details) in run.sentence
    # it says where the defect is: in the line that raised it
    assert "raise RuntimeError(" in details.read_text(encoding="utf-8")
    assert password not in run.out + run.err
    for folder in (courier_home, tmp_path):
        assert password.encode() not in everything_below(folder)
    assert all(part.state != "sending" for one in Ledger(ledger_folder()).submissions() for part in one.parts)


def test_a_message_that_is_written_as_wished_is_no_failure(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, EventDate="NOW")])
    to = f"{inbox.as_uri().replace('file:', 'eml:')}?to=upload@example.com"
    run = courier("send", path, "--to", to, *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    assert [receipt["state"] for receipt in run.json["receipts"]] == ["prepared"]
    assert [written.suffix for written in inbox.iterdir()] == [".eml"]
    other = write(tmp_path / "more.csv", [row(2, EventDate="NOW")])
    assert courier("send", other, "--to", to, *NOW, "--at", "2020-01-01T06:00:00Z").code == 0
    due = courier("history", "send-due")
    assert (due.code, due.err) == (0, "")
    assert len(list(inbox.iterdir())) == 2


def test_what_was_said_is_kept_in_a_file_after_a_failure_too(
    courier: Courier, good: Path, server: PracticeServer, tmp_path: Path
) -> None:
    place = ("--to", server.destination.url, "--accept-host-key", server.fingerprint, "--password-stdin")
    failed, rest, sent = (tmp_path / f"{name}.txt" for name in ("failed", "rest", "sent"))
    secret = server.secret.reveal()
    assert courier("send", good, *place, *NOW, "--transcript", failed, typed="wrong-word").code == 3
    (batch,) = courier("history", "--json").json
    again = ("send", "--rest", batch["id"], "--accept-host-key", server.fingerprint, "--password-stdin")
    assert courier(*again, "--transcript", rest, typed="wrong-word").code == 3
    assert courier(*again, "--transcript", sent, typed=secret).code == 0
    for path in (failed, rest, sent):
        said = path.read_text(encoding="utf-8")
        assert said.startswith(f"{server.destination.url}\n< SSH-2.0-")
        assert "wrong-word" not in said
        assert secret not in said
        assert ("> open " in said) == (path == sent)
