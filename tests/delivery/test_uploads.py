"""What holds for uploads to every server alike."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Progress, State
from courier.delivery.trial import try_destination
from courier.destinations import Destination
from tests.delivery.sending import NOW, deliver, once, part
from tests.delivery.servers import Account, free_port
from tests.delivery.stages import STAGES, Ground, Stage, ftp_with_tls

BIG = 8_000_000
PROTOCOLS = {**STAGES, "FTP with TLS": ftp_with_tls}
REMARK = {"SFTP": "", "FTP": " The way there was not encrypted."}
"""What receipts add about the encryption."""

all_encryptions = pytest.mark.parametrize("protocol", ["SFTP", "FTP", "FTP with TLS"], indirect=True)


@pytest.fixture(params=["SFTP", "FTP"])
def protocol(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def stage(protocol: str, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setenv("SSL_CERT_FILE", str(ground.certificate))
    with PROTOCOLS[protocol](ground) as stage:
        yield stage


@pytest.fixture
def destination(stage: Stage) -> Destination:
    return stage.direct


def test_all_parts_arrive_unchanged_and_each_receipt_says_so(
    protocol: str, destination: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2, 300_000)]
    reports: list[Progress] = []
    receipts = deliver(parts, destination, account.password, reports.append)
    for sent in parts:
        assert (account.home / sent.name).read_bytes() == sent.path.read_bytes()
    assert [(receipt.state, receipt.key) for receipt in receipts] == [(State.ARRIVED, "receipt-arrived")] * 2
    assert receipts[1].as_json() == {
        "part": parts[1].name,
        "state": "arrived",
        "destination": "Acme",
        "remote_path": parts[1].name,
        "size": 300_000,
        "at": NOW.isoformat(),
        "message": f"Arrived, and the server confirms the size.{REMARK[protocol]}",
    }
    assert (reports[-1].part, reports[-1].sent_in_all, reports[-1].size_in_all) == (2, 303_000, 303_000)
    assert [report.sent_in_all for report in reports] == sorted(report.sent_in_all for report in reports)


def test_a_part_that_is_there_already_is_not_sent_again(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    sent = part(tmp_path)
    deliver([sent], destination, account.password)
    before = (account.home / sent.name).stat().st_mtime_ns
    (again,) = deliver([sent], destination, account.password)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-already-there")
    assert (account.home / sent.name).stat().st_mtime_ns == before


def test_a_piece_of_an_earlier_try_is_replaced(destination: Destination, account: Account, tmp_path: Path) -> None:
    sent = part(tmp_path)
    piece = account.home / sent.name
    piece.write_bytes(b"x" * 5000)
    piece.chmod(0o666)
    (receipt,) = deliver([sent], destination, account.password)
    assert receipt.key == "receipt-arrived"
    assert piece.read_bytes() == sent.path.read_bytes()


# Reaching the server


def test_a_wrong_password_says_so(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="did not accept user") as problem:
        deliver([part(tmp_path)], destination, "wrong, but never repeated")
    assert "Nothing was sent" in str(problem.value)
    assert "never repeated" not in str(problem.value)


def test_nobody_listening_says_so(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="refused the connection"):
        deliver([part(tmp_path)], replace(destination, port=free_port()))


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70 + ".invalid"])
def test_an_unknown_host_says_so(destination: Destination, host: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="network does not know"):
        deliver([part(tmp_path)], replace(destination, host=host))


def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = replace(destination, port=silent.getsockname()[1], timeout_seconds=0.3)
        with pytest.raises(DeliveryError, match=r"did not answer on port \d+\."):
            deliver([part(tmp_path)], mute, account.password)


# Folders


@pytest.mark.parametrize("folder", ["no/such/folder", "/etc/passwd", "two\nlines"])
def test_a_missing_folder_is_found_by_the_trial_and_by_sending(
    destination: Destination, account: Account, folder: str, tmp_path: Path
) -> None:
    wrong = replace(destination, folder=folder)
    with pytest.raises(DeliveryError, match="There is no folder"):
        try_destination(wrong, Secret(account.password))
    with pytest.raises(DeliveryError, match="There is no folder"):
        deliver([part(tmp_path)], wrong, account.password)


def test_a_folder_is_taken_from_the_login_folder_or_from_the_root(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    inbox = account.home / "in bòx 🎉"
    inbox.mkdir()
    inbox.chmod(0o777)
    for number, folder in enumerate((inbox.name, str(inbox)), 1):
        sent = part(tmp_path, number)
        (receipt,) = deliver([sent], replace(destination, folder=folder), account.password)
        assert receipt.state is State.ARRIVED
        assert receipt.remote_path == f"{folder}/{sent.name}"
        assert (inbox / sent.name).read_bytes() == sent.path.read_bytes()


def test_a_folder_that_refuses_stops_the_batch(
    protocol: str, destination: Destination, account: Account, tmp_path: Path
) -> None:
    refused, waiting = deliver(
        [part(tmp_path, 1), part(tmp_path, 2)], replace(destination, folder="/etc"), account.password
    )
    # FTP has the same reply for a refused folder and a refused name
    key, words = {
        "SFTP": ("delivery-folder-refused", "does not let you write"),
        "FTP": ("delivery-name-refused", "write there"),
    }[protocol]
    assert (refused.state, refused.key) == (State.REFUSED, key)
    assert words in refused.message
    assert (waiting.state, waiting.key) == (State.PREPARED, "receipt-prepared")


def test_a_name_that_is_taken_by_a_folder_is_refused(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    sent = part(tmp_path)
    (account.home / sent.name).mkdir()
    (receipt,) = deliver([sent], destination, account.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-name-refused")


@pytest.mark.parametrize("size", [300_000, BIG])
def test_a_full_disk_refuses_and_leaves_no_piece(protocol: str, ground: Ground, tmp_path: Path, size: int) -> None:
    with PROTOCOLS[protocol](ground, most_bytes=200_000) as stage:
        (receipt,) = deliver([part(tmp_path, size=size)], stage.direct, stage.password)
        assert stage.received() == {}
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-write-failed")
    assert "disk may be full" in receipt.message


# Interrupted transfers


@all_encryptions
def test_cancel_leaves_nothing_and_the_next_try_works(stage: Stage, destination: Destination, tmp_path: Path) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    wish: list[bool] = []
    cancelled, waiting = deliver(
        parts, destination, stage.password, once(BIG // 4, lambda: wish.append(True)), lambda: bool(wish)
    )
    assert (cancelled.state, cancelled.key) == (State.REFUSED, "receipt-cancelled")
    assert waiting.state is State.PREPARED
    assert stage.received() == {}
    states = [receipt.state for receipt in deliver(parts, destination, stage.password)]
    assert states == [State.ARRIVED, State.ARRIVED]


def test_cancel_before_a_part_never_touches_an_earlier_copy(
    destination: Destination, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = part(tmp_path)
    deliver([sent], destination, account.password)
    # no poll happens while the connection is opened, so that it does get opened
    monkeypatch.setattr("courier.delivery.connecting._POLL_SECONDS", 60.0)
    (receipt,) = deliver([sent], destination, account.password, cancelled=lambda: True)
    assert (receipt.state, receipt.key) == (State.PREPARED, "receipt-cancelled-before")
    assert (account.home / sent.name).read_bytes() == sent.path.read_bytes()


@all_encryptions
def test_a_cut_connection_is_looked_into_and_the_piece_removed(
    stage: Stage, destination: Destination, tmp_path: Path
) -> None:
    assert stage.server
    sent = part(tmp_path, size=BIG)
    (receipt,) = deliver([sent], destination, stage.password, once(BIG // 4, stage.server.kill_sessions))
    assert (receipt.state, receipt.key) == (State.REFUSED, "receipt-broken-removed")
    assert stage.received() == {}
    (again,) = deliver([sent], destination, stage.password)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-arrived")


def test_a_server_killed_half_way_leaves_the_part_unconfirmed(
    stage: Stage, destination: Destination, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    unknown, waiting = deliver(parts, destination, stage.password, once(BIG // 4, stage.kill))
    assert (unknown.state, unknown.key) == (State.UNCONFIRMED, "receipt-unconfirmed")
    assert waiting.state is State.PREPARED


@pytest.mark.parametrize("protocol", ["SFTP", "FTP", "Folder"], indirect=True)
@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("another")])
def test_a_local_file_that_changed_is_not_blamed_on_the_destination(
    stage: Stage, tmp_path: Path, change: Callable[[Path], object]
) -> None:
    sent = part(tmp_path)
    change(sent.path)
    (receipt,) = deliver([sent], stage.destination, stage.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-part-changed")
    assert stage.received() == {}
