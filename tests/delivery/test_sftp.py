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
from courier.delivery.receipt import State
from courier.delivery.trial import try_destination
from courier.destinations import Destination
from tests.delivery.sending import deliver, part
from tests.delivery.servers import Account, Server, openssh

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


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
@pytest.mark.parametrize("passphrase", ["", "pässwort"])
def test_a_key_logs_in(
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
