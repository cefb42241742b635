"""What servers say without end, and texts that would say more to a server than one line."""

import socket
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import paramiko
import pytest

from courier.credentials import Secret
from courier.delivery import ftp_listing, sftp
from courier.delivery.connecting import Connector
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import DeliveryError
from courier.delivery.ftp import FtpTransport
from courier.delivery.host_keys import connect
from courier.delivery.transcript import MOST_REPLY_LINES
from courier.destinations import Destination, DestinationError, Destinations, from_url
from courier.practice.server import PracticeServer
from tests.delivery.mean_servers import MeanFtp, speaking
from tests.delivery.sending import NOW, agreed, deliver, part
from tests.delivery.stages import existing

BREAKS = ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
MAIL = Destination("Acme", "email", "mail.acme.example", 587, "me@acme.example", tls="required", to="in@impact.example")


# ---------------------------------------------------------------------- one line


@pytest.mark.parametrize("field", ["name", "host", "user", "to", "cc", "sender", "subject", "pattern", "event_type"])
@pytest.mark.parametrize("ending", BREAKS)
def test_no_text_of_a_destination_ends_a_line(tmp_path: Path, field: str, ending: str) -> None:
    words = f"a{ending}Bcc: thief@evil.example"
    bad = replace(MAIL, **{field: (words,) if field == "cc" else words})  # type: ignore[arg-type]
    with pytest.raises(DestinationError, match="line break"):
        Destinations(tmp_path).save(bad)
    assert list(Destinations(tmp_path)) == []
    # written into the file by hand
    for kind in ("email", "eml"):
        with pytest.raises(DeliveryError):
            deliver([part(tmp_path)], replace(bad, kind=kind, folder=str(tmp_path), sender=bad.sender or "a@b.example"))
    assert [path for path in tmp_path.iterdir() if path.suffix == ".eml"] == []


@pytest.mark.parametrize("start", ["smtp://me@mail.acme.example", "eml:/tmp"])
@pytest.mark.parametrize("ending", ["%0D%0A", "%0A", "%0D", "%00", "%C2%85", "%E2%80%A8"])
def test_no_text_of_a_url_ends_a_line(start: str, ending: str) -> None:
    for query in (f"to=a@b.example&subject=x{ending}Bcc:%20thief@evil.example", f"to=a{ending}@b.example"):
        with pytest.raises(DestinationError):
            from_url(f"{start}?{query}")


# ---------------------------------------------------------------------- replies and listings without end


def endless(before: bytes, line: bytes) -> Callable[[socket.socket], None]:
    def talk(client: socket.socket) -> None:
        client.sendall(before)
        while True:
            client.sendall(line * 1000)

    return talk


@pytest.mark.parametrize("kind", ["ftp", "email"])
def test_a_reply_without_end_is_given_up(kind: str) -> None:
    with speaking(endless(b"220-hello\r\n", b"220-more\r\n")) as port:
        place = replace(MAIL, kind=kind, host="127.0.0.1", port=port)  # type: ignore[arg-type]
        with pytest.raises(DeliveryError, match=r"does not speak FTP|is no usable mail server"):
            Connector(place, Secret("x"), lambda: NOW).open()


def test_a_long_reply_is_still_read(tmp_path: Path) -> None:
    welcome = "220-a\r\n" + "220-b\r\n" * 900 + "220 ready"
    with speaking(MeanFtp(tmp_path, greeting=welcome).talk) as port:
        place = agreed(Destination("Acme", "ftp", "127.0.0.1", port, "me"))
        Connector(place, Secret("x"), lambda: NOW).open().close()
    assert MOST_REPLY_LINES == 1000


def test_a_listing_without_end_tells_nothing(server_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = existing(server_folder / "home")
    for number in range(300):
        (home / f"{number:03}.csv").write_bytes(b"x")
    monkeypatch.setattr(ftp_listing, "MOST_LISTED", 1000)
    with speaking(MeanFtp(home).talk) as port:
        transport = Connector(
            agreed(Destination("Acme", "ftp", "127.0.0.1", port, "me")), Secret("x"), lambda: NOW
        ).open()
        assert isinstance(transport, FtpTransport)
        with pytest.raises(PermissionError):
            transport.names()
        # the next answer belongs to the next question
        assert transport.size("007.csv") == 1
        transport.close()


def test_a_folder_without_end_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / f"{number}.csv").write_bytes(b"x")
    with PracticeServer(tmp_path) as server:
        place = replace(server.destination, host_keys=(server.fingerprint,))
        transport = Connector(place, server.secret, lambda: NOW).open()
        assert isinstance(transport, sftp.SftpTransport)
        assert len(transport.names()) == 30
        monkeypatch.setattr(sftp, "MOST_LISTED", 20)
        with pytest.raises(PermissionError):
            transport.names()
        assert transport.size("7.csv") == 1
        transport.close()


# ---------------------------------------------------------------------- methods of SSH


def offered(packet: bytes) -> set[str]:
    """The methods of an SSH message that begins the exchange of keys."""
    length, padding = struct.unpack(">IB", packet[:5])
    lists, at, found = packet[5 : 4 + length - padding], 17, set[str]()
    assert lists[0] == 20
    for _ in range(8):
        (size,) = struct.unpack(">I", lists[at : at + 4])
        found |= set(lists[at + 4 : at + 4 + size].decode().split(","))
        at += 4 + size
    return found


def heard_by(connection: socket.socket) -> set[str]:
    connection.sendall(b"SSH-2.0-listener\r\n")
    lines = connection.makefile("rb")
    assert lines.readline().startswith(b"SSH-2.0-")
    head = lines.read(4)
    return offered(head + lines.read(struct.unpack(">I", head)[0]))


def assert_strong(methods: set[str]) -> None:
    weak = ("md5", "sha1-96", "-96", "3des", "arcfour", "blowfish", "group1-", "dss", "none@")
    assert "hmac-sha2-256" in methods
    assert [name for name in sorted(methods) if any(word in name for word in weak)] == []


@pytest.mark.parametrize("old_methods", [False, True])
def test_ssh_offers_no_broken_method(old_methods: bool) -> None:
    heard = SimpleNamespace(methods=set[str]())

    def talk(client: socket.socket) -> None:
        heard.methods = heard_by(client)

    with speaking(talk) as port:
        place = Destination("Acme", "sftp", "127.0.0.1", port, "me", old_methods=old_methods)
        with pytest.raises(DeliveryError):
            connect(place, CancellableDialer())
    assert_strong(heard.methods)
    assert ("diffie-hellman-group14-sha1" in heard.methods) == old_methods


def test_nor_does_the_practice_server(tmp_path: Path) -> None:
    with (
        PracticeServer(tmp_path) as server,
        socket.create_connection((server.destination.host, server.destination.port)) as connection,
    ):
        assert_strong(heard_by(connection))
    assert "hmac-md5" in paramiko.Transport._preferred_macs, "what this test is about is gone"
