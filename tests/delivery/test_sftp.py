"""Uploads to OpenSSH's server."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError, HostKeyChanged, HostKeyUnknown
from courier.delivery.receipt import Progress, State
from courier.delivery.trial import try_destination
from courier.destinations import Destination
from tests.delivery.sending import NOW, deliver, once, part
from tests.delivery.servers import Account, Server, free_port, openssh

BIG = 8_000_000


def fingerprint(folder: Path) -> str:
    """What OpenSSH itself says of the server's key."""
    shown = subprocess.run(["ssh-keygen", "-lf", folder / "host_key.pub"], check=True, capture_output=True, text=True)
    return shown.stdout.split()[1]


@pytest.fixture
def server(server_folder: Path, account: Account) -> Iterator[Server]:
    with openssh(server_folder) as running:
        yield running


@pytest.fixture
def destination(server: Server, server_folder: Path, account: Account) -> Destination:
    return at(server, server_folder, account)


def at(server: Server, folder: Path, account: Account) -> Destination:
    return Destination("Acme", "sftp", "127.0.0.1", server.port, account.name, host_keys=(fingerprint(folder),))


def test_all_parts_arrive_unchanged_and_each_receipt_says_so(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2, 100_000)]
    told: list[Progress] = []
    receipts = deliver(parts, destination, account.password, told.append)
    assert [one.state for one in receipts] == [State.ARRIVED, State.ARRIVED]
    for one in parts:
        assert (account.home / one.name).read_bytes() == one.path.read_bytes()
    assert receipts[1].as_json() == {
        "part": parts[1].name,
        "state": "arrived",
        "destination": "Acme",
        "remote_path": parts[1].name,
        "size": 100_000,
        "at": NOW.isoformat(),
        "message": "Arrived, and the server confirms the size.",
    }
    assert (told[-1].part, told[-1].sent_in_all, told[-1].size_in_all) == (2, 103_000, 103_000)
    assert [one.sent_in_all for one in told] == sorted(one.sent_in_all for one in told)


def test_a_part_that_is_there_already_is_not_sent_again(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    one = part(tmp_path)
    deliver([one], destination, account.password)
    before = (account.home / one.name).stat().st_mtime_ns
    (again,) = deliver([one], destination, account.password)
    assert (again.state, again.key) == (State.ARRIVED, "receipt-already-there")
    assert (account.home / one.name).stat().st_mtime_ns == before


def test_a_server_never_seen_gets_no_password_and_its_key_is_shown(
    destination: Destination, server_folder: Path, account: Account, tmp_path: Path
) -> None:
    with pytest.raises(HostKeyUnknown) as problem:
        deliver([part(tmp_path)], replace(destination, host_keys=()), "wrong, but never said")
    assert problem.value.fingerprint == fingerprint(server_folder)
    assert problem.value.fingerprint in str(problem.value)


def test_a_changed_key_stops_even_if_it_was_just_accepted(destination: Destination, account: Account) -> None:
    other = replace(destination, host_keys=("SHA256:" + "A" * 43,))
    with pytest.raises(HostKeyChanged, match="another key"):
        try_destination(other, Secret(account.password), destination.host_keys[0])


def test_one_of_several_pinned_keys_is_enough(destination: Destination, account: Account) -> None:
    several = replace(destination, host_keys=("SHA256:" + "A" * 43, *destination.host_keys))
    assert "knows you" in try_destination(several, Secret(account.password))


def test_a_wrong_password_says_so(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="did not accept user") as problem:
        deliver([part(tmp_path)], destination, "wrong")
    assert "batch stays ready" in str(problem.value)


def test_nobody_listening_says_so(destination: Destination, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="refused the connection"):
        deliver([part(tmp_path)], replace(destination, port=free_port()))


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 70 + ".invalid"])
def test_an_unknown_host_says_so(destination: Destination, host: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not known to the network"):
        deliver([part(tmp_path)], replace(destination, host=host))


@pytest.mark.parametrize("folder", ["no/such/folder", "/etc/passwd"])
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
    inbox = account.home / "inbox"
    inbox.mkdir()
    inbox.chmod(0o777)
    for number, folder in enumerate(("inbox", str(inbox)), 1):
        one = part(tmp_path, number)
        (receipt,) = deliver([one], replace(destination, folder=folder), account.password)
        assert receipt.state is State.ARRIVED
        assert receipt.remote_path == f"{folder}/{one.name}"
        assert (inbox / one.name).exists()


def test_a_folder_that_refuses_stops_the_batch(destination: Destination, account: Account, tmp_path: Path) -> None:
    refused, waiting = deliver(
        [part(tmp_path, 1), part(tmp_path, 2)], replace(destination, folder="/etc"), account.password
    )
    assert (refused.state, refused.key) == (State.REFUSED, "delivery-folder-refused")
    assert (waiting.state, waiting.key) == (State.PREPARED, "receipt-prepared")


def test_a_name_that_is_taken_by_a_folder_is_refused(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    one = part(tmp_path)
    (account.home / one.name).mkdir()
    (receipt,) = deliver([one], destination, account.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-name-refused")


def test_a_read_only_server_refuses(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with openssh(server_folder, extra="ForceCommand internal-sftp -R\n") as server:
        (receipt,) = deliver([part(tmp_path)], at(server, server_folder, account), account.password)
    assert receipt.state is State.REFUSED
    assert list(account.home.glob("*.csv")) == []


def test_a_server_that_shows_only_a_jail_takes_parts_into_its_folder(
    server_folder: Path, account: Account, tmp_path: Path
) -> None:
    one = part(tmp_path)
    # OpenSSH wants everything above a jail to belong to root alone
    with tempfile.TemporaryDirectory(prefix="courier-jail-", dir="/run") as made:
        jail = Path(made)
        jail.chmod(0o755)
        (jail / "in").mkdir()
        shutil.chown(jail / "in", account.uid)
        extra = f"ChrootDirectory {jail}\nForceCommand internal-sftp\n"
        with openssh(server_folder, extra=extra) as server:
            (top,) = deliver([one], at(server, server_folder, account), account.password)
            (receipt,) = deliver([one], replace(at(server, server_folder, account), folder="in"), account.password)
        assert (top.state, top.key) == (State.REFUSED, "delivery-folder-refused")
        assert receipt.key == "receipt-arrived"
        assert (jail / "in" / one.name).read_bytes() == one.path.read_bytes()


def test_a_full_disk_refuses_and_leaves_no_piece(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with openssh(server_folder, most_bytes=200_000) as server:
        (receipt,) = deliver([part(tmp_path, size=900_000)], at(server, server_folder, account), account.password)
    assert receipt.state is State.REFUSED
    assert "full" in receipt.message
    assert list(account.home.glob("*.csv")) == []


def test_a_server_killed_half_way_leaves_the_part_unconfirmed(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    unknown, waiting = deliver(parts, destination, account.password, once(BIG // 4, server.kill))
    assert (unknown.state, unknown.key) == (State.UNCONFIRMED, "receipt-unconfirmed")
    assert waiting.state is State.PREPARED


def test_a_cut_connection_is_looked_into_and_the_piece_removed(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    one = part(tmp_path, size=BIG)
    (receipt,) = deliver([one], destination, account.password, once(BIG // 4, server.kill_sessions))
    assert (receipt.state, receipt.key) == (State.REFUSED, "receipt-broken-removed")
    assert not (account.home / one.name).exists()
    (again,) = deliver([one], destination, account.password)
    assert again.state is State.ARRIVED


def test_cancel_leaves_nothing_and_the_next_try_works(
    destination: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    wish: list[bool] = []
    cancelled, waiting = deliver(
        parts, destination, account.password, once(BIG // 4, lambda: wish.append(True)), lambda: bool(wish)
    )
    assert (cancelled.state, cancelled.key) == (State.REFUSED, "receipt-cancelled")
    assert waiting.state is State.PREPARED
    assert list(account.home.glob("*.csv")) == []
    assert [one.state for one in deliver(parts, destination, account.password)] == [State.ARRIVED, State.ARRIVED]


def test_cancel_before_a_part_never_touches_an_earlier_copy(
    destination: Destination, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = part(tmp_path)
    deliver([one], destination, account.password)
    # nobody looks while the connection is opened, so that it is there
    monkeypatch.setattr("courier.delivery.connecting._POLL_SECONDS", 60.0)
    (receipt,) = deliver([one], destination, account.password, cancelled=lambda: True)
    assert receipt.state is State.PREPARED
    assert (account.home / one.name).read_bytes() == one.path.read_bytes()


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("another")])
def test_a_local_file_that_changed_is_not_blamed_on_the_server(
    destination: Destination, account: Account, tmp_path: Path, change: object
) -> None:
    one = part(tmp_path)
    change(one.path)  # type: ignore[operator]
    (receipt,) = deliver([one], destination, account.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-part-changed")
    assert list(account.home.glob("*.csv")) == []


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
@pytest.mark.parametrize("passphrase", ["", "pässwort"])
def test_a_key_opens_the_door(
    destination: Destination, server_folder: Path, tmp_path: Path, kind: str, passphrase: str
) -> None:
    key = make_key(tmp_path, server_folder, kind, passphrase)
    (receipt,) = deliver([part(tmp_path)], replace(destination, key_file=str(key)), passphrase)
    assert receipt.state is State.ARRIVED


def test_problems_with_a_key_are_told_apart(destination: Destination, server_folder: Path, tmp_path: Path) -> None:
    key = make_key(tmp_path, server_folder, "ed25519", "right")
    rubbish = tmp_path / "rubbish"
    rubbish.write_text("no key")
    cases = [(key, "", "passphrase"), (key, "wrong", "cannot be read"), (rubbish, "", "cannot be read")]
    for path, passphrase, words in [*cases, (tmp_path / "gone", "", "no key file")]:
        with pytest.raises(DeliveryError, match=words):
            try_destination(replace(destination, key_file=str(path)), Secret(passphrase))
    (server_folder / "authorized_keys").write_text("")
    with pytest.raises(DeliveryError, match="did not accept user"):
        try_destination(replace(destination, key_file=str(key)), Secret("right"))


def make_key(folder: Path, server_folder: Path, kind: str, passphrase: str) -> Path:
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", key], check=True)
    allowed = server_folder / "authorized_keys"
    allowed.write_text((folder / "key.pub").read_text())
    allowed.chmod(0o644)
    return key
