"""Uploads to vsftpd."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import State
from courier.delivery.send import send
from courier.delivery.trial import try_destination
from courier.destinations import Destination
from tests.delivery.sending import NOW, agreed, deliver, once, part
from tests.delivery.servers import Account, Server, encrypting, free_port, openssh, single_port_proxy, vsftpd

BIG = 8_000_000
OPEN = "The way there was not encrypted."


@pytest.fixture
def server(server_folder: Path) -> Iterator[Server]:
    with vsftpd(server_folder, extra="delay_failed_login=0\n") as running:
        yield running


@pytest.fixture
def destination(server: Server, account: Account) -> Destination:
    return at(server, account)


@pytest.fixture
def encrypted(server_folder: Path, account: Account) -> Iterator[Destination]:
    """A server that offers encryption with a certificate that is not trusted yet."""
    settings, _ = encrypting(server_folder)
    with vsftpd(server_folder, extra=settings) as running:
        yield at(running, account)


@pytest.fixture
def trusted(encrypted: Destination, server_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Destination:
    monkeypatch.setenv("SSL_CERT_FILE", str(server_folder / "tls.pem"))
    return encrypted


def at(server: Server, account: Account) -> Destination:
    return agreed(Destination("Acme", "ftp", "127.0.0.1", server.port, account.name))


def left_in(account: Account) -> list[str]:
    return [path.name for path in account.home.glob("*.csv")]


def test_line_ends_stay_as_they_are(server_folder: Path, account: Account, tmp_path: Path) -> None:
    one = part(tmp_path, size=3000)
    one.path.write_bytes(b"a,b,\r\n" * 500)
    # such a server changes line ends, unless it is told that a file is no text
    with vsftpd(server_folder, extra="ascii_upload_enable=YES\n") as server:
        (receipt,) = deliver([one], at(server, account), account.password)
    assert receipt.key == "receipt-arrived"
    assert (account.home / one.name).read_bytes() == one.path.read_bytes()


def test_a_part_that_the_server_moves_away_is_taken(destination: Destination, account: Account, tmp_path: Path) -> None:
    one = part(tmp_path)
    (receipt,) = deliver([one], destination, account.password, once(one.size, (account.home / one.name).unlink))
    assert (receipt.state, receipt.key) == (State.TAKEN, "receipt-taken")
    assert OPEN in receipt.message


# Reaching the server


@pytest.mark.parametrize("user", ["two\nlines", "sur\udcffrogate"])
def test_a_name_that_cannot_be_said_is_not_accepted(destination: Destination, user: str) -> None:
    with pytest.raises(DeliveryError, match="did not accept user"):
        try_destination(agreed(replace(destination, user=user)), Secret(""))
    with pytest.raises(DeliveryError, match="did not accept user"):
        try_destination(destination, Secret(user))


def test_a_server_that_speaks_something_else_says_so(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with openssh(server_folder) as server, pytest.raises(DeliveryError, match="does not speak FTP"):
        deliver([part(tmp_path)], at(server, account), account.password)


def test_a_server_that_is_full_is_a_server_all_the_same(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with (
        vsftpd(server_folder, extra="max_clients=1\n") as server,
        the_only_guest(server),
        pytest.raises(DeliveryError, match="lets nobody in at the moment"),
    ):
        deliver([part(tmp_path)], at(server, account), account.password)


@contextmanager
def the_only_guest(server: Server) -> Iterator[None]:
    # whoever looked whether the server listens may still count as a guest
    while True:
        with socket.create_connection(("127.0.0.1", server.port)) as guest:
            if guest.recv(100).startswith(b"220"):
                yield
                return
        time.sleep(0.02)


def test_what_servers_say_in_older_alphabets_does_not_matter(
    server_folder: Path, account: Account, tmp_path: Path
) -> None:
    greeting = server_folder / "greeting"
    greeting.write_bytes("Grüße von Acme\n".encode("latin-1"))
    (account.home / ".message").write_bytes("Grüße\n".encode("latin-1"))
    (account.home / "Grüße".encode("latin-1").decode(errors="surrogateescape")).touch()
    one = part(tmp_path)
    with vsftpd(server_folder, extra=f"banner_file={greeting}\ndirmessage_enable=YES\n") as server:
        (receipt,) = deliver([one], at(server, account), account.password)
    assert receipt.key == "receipt-arrived"


# Folders


def test_a_read_only_server_refuses(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with vsftpd(server_folder, extra="write_enable=NO\n") as server:
        (receipt,) = deliver([part(tmp_path)], at(server, account), account.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-folder-refused")
    assert left_in(account) == []


# Encryption


def test_encryption_is_used_when_offered_and_then_nothing_is_said_of_an_open_way(
    trusted: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2, 300_000)]
    receipts = deliver(parts, trusted, account.password)
    assert [receipt.key for receipt in receipts] == ["receipt-arrived"] * 2
    assert [receipt.message for receipt in receipts] == ["Arrived, and the server confirms the size."] * 2
    for sent in parts:
        assert (account.home / sent.name).read_bytes() == sent.path.read_bytes()


def test_password_and_data_are_encrypted_where_the_server_insists(
    server_folder: Path, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, certificate = encrypting(server_folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    insisting = settings.replace("force_local_logins_ssl=NO", "force_local_logins_ssl=YES")
    insisting = insisting.replace("force_local_data_ssl=NO", "force_local_data_ssl=YES")
    with vsftpd(server_folder, extra=insisting) as server:
        for number, tls in enumerate(("when-offered", "required"), 1):
            (receipt,) = deliver([part(tmp_path, number)], replace(at(server, account), tls=tls), account.password)
            assert receipt.key == "receipt-arrived"
        with pytest.raises(DeliveryError, match="only over an encrypted connection"):
            deliver([part(tmp_path)], replace(at(server, account), tls="off"), account.password)


def test_a_certificate_that_is_not_trusted_stops_before_the_password(
    encrypted: Destination, account: Account, tmp_path: Path
) -> None:
    for tls in ("when-offered", "required"):
        # with a wrong password the answer is the same: nobody has asked for it yet
        for password in (account.password, "wrong"):
            with pytest.raises(DeliveryError, match=r"not trusted, so no password was said"):
                deliver([part(tmp_path)], replace(encrypted, tls=tls), password)
    assert left_in(account) == []


def test_a_certificate_of_another_name_is_not_trusted(trusted: Destination, account: Account, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not trusted"):
        deliver([part(tmp_path)], replace(trusted, host="localhost"), account.password)


def test_without_encryption_required_is_refused_and_off_is_said(
    destination: Destination, account: Account, encrypted: Destination, tmp_path: Path
) -> None:
    with pytest.raises(DeliveryError, match="offers no encryption but this destination asks for it"):
        deliver([part(tmp_path)], replace(destination, tls="required"), account.password)
    assert left_in(account) == []
    (receipt,) = deliver([part(tmp_path)], replace(encrypted, tls="off"), account.password)
    assert receipt.state is State.ARRIVED
    assert OPEN in receipt.message


def test_encryption_that_fails_is_not_replaced_by_none(
    encrypted: Destination, account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a computer that demands what the server's certificate cannot do
    demanding = ssl.create_default_context()
    demanding.maximum_version = ssl.TLSVersion.TLSv1_2
    demanding.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
    monkeypatch.setattr("ssl.create_default_context", lambda: demanding)
    with pytest.raises(DeliveryError, match="could not agree on encryption"):
        deliver([part(tmp_path)], encrypted, account.password)
    assert left_in(account) == []


# Breaks


def test_a_piece_that_may_not_be_deleted_is_told(server_folder: Path, account: Account, tmp_path: Path) -> None:
    one = part(tmp_path, size=BIG)
    wish: list[bool] = []
    with vsftpd(server_folder, extra="cmds_denied=DELE\n") as server:
        (receipt,) = deliver(
            [one], at(server, account), account.password, once(BIG // 4, lambda: wish.append(True)), lambda: bool(wish)
        )
    assert (receipt.state, receipt.key) == (State.UNCONFIRMED, "receipt-half-left")
    assert one.name in receipt.message
    assert left_in(account) == [one.name]


def test_cancel_while_the_server_dies_leaves_the_part_unconfirmed(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    wish: list[bool] = []

    def give_up() -> None:
        server.kill()
        wish.append(True)

    parts = [part(tmp_path, 1, BIG), part(tmp_path, 2)]
    unknown, waiting = deliver(parts, destination, account.password, once(BIG // 4, give_up), lambda: bool(wish))
    assert (unknown.state, unknown.key) == (State.UNCONFIRMED, "receipt-half-left")
    assert waiting.state is State.PREPARED


def test_a_server_killed_between_two_parts_has_not_got_the_second(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    parts = [part(tmp_path, 1), part(tmp_path, 2)]
    receipts = send(parts, destination, Secret(account.password), lambda: NOW)
    assert next(receipts).state is State.ARRIVED
    server.kill()
    (lost,) = receipts
    assert (lost.state, lost.key) == (State.REFUSED, "delivery-broken-before")


def test_a_session_killed_after_the_last_byte_is_looked_into(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    one = part(tmp_path, size=3000)

    def cut() -> None:
        until = time.monotonic() + 10
        while (account.home / one.name).stat().st_size < one.size:
            assert time.monotonic() < until, "the server does not write"
        server.kill_sessions()

    (receipt,) = deliver([one], destination, account.password, once(one.size, cut))
    assert (receipt.state, receipt.key) == (State.ARRIVED, "receipt-arrived-after-break")
    assert (account.home / one.name).read_bytes() == one.path.read_bytes()


# Servers that let nobody look, and firewalls


@pytest.mark.parametrize("denied", ["SIZE", "SIZE,NLST"])
def test_where_no_size_is_told_the_listing_tells_it(
    server_folder: Path, account: Account, tmp_path: Path, denied: str
) -> None:
    with vsftpd(server_folder, extra=f"cmds_denied={denied}\n") as server:
        (receipt,) = deliver([part(tmp_path)], at(server, account), account.password)
    assert (receipt.state, receipt.key) == (State.ARRIVED, "receipt-arrived")
    assert OPEN in receipt.message


def test_where_nobody_may_look_the_end_of_a_transfer_proves_nothing(
    server_folder: Path, account: Account, tmp_path: Path
) -> None:
    with vsftpd(server_folder, extra="cmds_denied=SIZE,NLST,LIST\n") as server:
        (receipt,) = deliver([part(tmp_path)], at(server, account), account.password)
    assert (receipt.state, receipt.key) == (State.UNCONFIRMED, "receipt-unseen")


def test_a_drop_box_takes_parts(destination: Destination, account: Account, tmp_path: Path) -> None:
    box = account.home / "box"
    box.mkdir()
    box.chmod(0o333)
    one = part(tmp_path)
    (receipt,) = deliver([one], replace(destination, folder="box"), account.password)
    assert receipt.state is State.ARRIVED
    assert (box / one.name).read_bytes() == one.path.read_bytes()


def test_a_blocked_data_connection_is_told_by_the_trial_and_by_sending(
    server: Server, destination: Destination, account: Account, tmp_path: Path
) -> None:
    with single_port_proxy(server) as port:
        behind = agreed(replace(destination, host="127.0.0.2", port=port))
        with pytest.raises(DeliveryError, match="FTP's data connection was blocked"):
            try_destination(behind, Secret(account.password))
        refused, waiting = deliver([part(tmp_path, 1), part(tmp_path, 2)], behind, account.password)
    assert (refused.state, refused.key) == (State.REFUSED, "delivery-no-data-line")
    assert waiting.state is State.PREPARED
    assert left_in(account) == []


def test_a_server_without_passive_connections_is_told(server_folder: Path, account: Account, tmp_path: Path) -> None:
    with vsftpd(server_folder, extra="pasv_enable=NO\n") as server:
        with pytest.raises(DeliveryError, match="FTP's data connection was blocked"):
            try_destination(at(server, account), Secret(account.password))
        (receipt,) = deliver([part(tmp_path)], at(server, account), account.password)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-no-data-line")


# The trial


def test_the_trial_says_whether_the_way_is_encrypted(
    destination: Destination, trusted: Destination, account: Account
) -> None:
    word = Secret(account.password)
    assert "can read your password" in try_destination(destination, word)
    assert try_destination(trusted, word) == "127.0.0.1 answers, knows you and shows its folder."
    in_the_open = try_destination(agreed(replace(trusted, tls="off")), word)
    assert "can read your password" in in_the_open
    # it does offer it; this destination does not want it
    assert "offers no encryption" not in in_the_open
    assert left_in(account) == []


def test_the_trial_tells_that_a_server_lets_nobody_look(server_folder: Path, account: Account) -> None:
    with vsftpd(server_folder, extra="cmds_denied=SIZE,NLST,LIST\n") as server:
        said = try_destination(at(server, account), Secret(account.password))
    assert "lets nobody look" in said
    assert "can read your password" in said


def test_the_trial_tells_what_sending_would_tell(destination: Destination, encrypted: Destination) -> None:
    with pytest.raises(DeliveryError, match="did not accept user"):
        try_destination(destination, Secret("wrong"))
    with pytest.raises(DeliveryError, match="refused the connection"):
        try_destination(replace(destination, port=free_port()), Secret(""))
    with pytest.raises(DeliveryError, match="not trusted"):
        try_destination(encrypted, Secret(""))
