"""Whatever a server replies, each part has a receipt, or one sentence says why nothing was sent: nothing else is
raised, nothing waits for ever, and the password is in no word."""

import gc
import io
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import paramiko
import pytest

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError
from courier.delivery.receipt import Receipt, State
from courier.delivery.send import send
from courier.delivery.sftp import SftpTransport
from courier.delivery.transcript import Transcript
from courier.destinations import Destination
from courier.practice.server import PracticeServer
from tests.delivery.mean_servers import MeanFtp, MeanSmtp, speaking
from tests.delivery.sending import NOW, agreed, part
from tests.delivery.servers import encrypting
from tests.delivery.stages import existing
from tests.reading.time_limit import within
from tests.tries import tries

pytestmark = pytest.mark.soak
TIMEOUT = 0.6
LONGEST = 20.0
"""Seconds that one sending may take: several times the timeout for each of its connections, on a busy machine."""
WORD = "word-of-mine"
FTP_REPLIES = [
    b"", b"\r\n", b"2", b"220", b"220-", b"999 what", b"000 x", b"-1 x", b"331", b"530 " + WORD.encode(), b"421 bye",
    b"229 (|||99999|)", b"229 (|||0|)", b"229 (||||)", b"229 (|||-1|)", b"229 (~~~x~)", b"227 (1,2,3)", b"500 \x1b[2J",
    b"227 (999,999,999,999,999,999)", b"227 (10,255,255,1,0,1)", b"213 -5", b"213 " + b"9" * 5_000, b"213 x",
    b"150 \xff\xfe", b"226-\r\n226-\r\n226 ok", b"220 " + b"a" * 20_000, b"SSH-2.0-x", b"\0" * 100,
    "２２０ ready".encode(), b"250 \xc2\x85", b"250-size=1;\r\n size=" + b"1" * 5_000 + b"; x\r\n250 end", b"257 \"",
    b"234 go", b"200 ok\r\n200 ok\r\n200 ok",
]  # fmt: skip
SMTP_REPLIES = [
    b"", b"\r\n", b"250", b"250-", b"999 what", b"-50 x", b"abc", b"421 bye", b"550 " + WORD.encode(), b"354 go",
    b"334 " + b"A" * 5_000, b"334 \xff", b"235", b"250 " + b"a" * 20_000, b"250-SIZE x\r\n250 AUTH", b"250 SIZE -1",
    b"250-AUTH CRAM-MD5 LOGIN\r\n250 SIZE", b"220 \x1b]0;x\x07", b"503 5.5.1", b"\0" * 100, "２５０ ok".encode(),
    b"250 ok\r\n250 ok\r\n", b"452-later\r\n451 later", b"SSH-2.0-x",
]  # fmt: skip


def altered(reply: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A reply with something wrong."""
    out = bytearray(reply)
    match chance.randrange(5):
        case 0 if out:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
        case 1:
            del out[chance.randrange(len(out) + 1) :]
        case 2:
            place = chance.randrange(len(out) + 1)
            out[place:place] = chance.randbytes(chance.randrange(1, 20))
        case _:
            return chance.choice(others)
    return bytes(out)


@dataclass
class FuzzedSocket:
    """A server's end of a connection, on which some replies are altered."""

    inner: socket.socket
    chance: random.Random
    others: list[bytes]
    share: float

    def sendall(self, reply: bytes) -> None:
        if self.chance.random() < self.share:
            reply = altered(reply.removesuffix(b"\r\n"), self.chance, self.others) + self.chance.choice(
                [b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b""]
            )
        self.inner.sendall(reply)

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)


@dataclass
class Fuzzed:
    """Runs sendings one after the other and says what came of each kind of end."""

    folder: Path
    ends: dict[str, int] = field(default_factory=dict)

    def try_once(self, destination: Destination, seed: object, accept_host_key: str | None = None) -> None:
        transcript, begun = Transcript(), time.monotonic()
        parts = [part(self.folder, number) for number in (1, 2)]
        said: list[str] = []
        receipts: list[Receipt] = []
        try:
            receipts += send(
                parts, destination, Secret(WORD), lambda: NOW, transcript=transcript, accept_host_key=accept_host_key
            )
            end = ", ".join(sorted({receipt.state for receipt in receipts}))
            said = [receipt.message for receipt in receipts]
            assert len(receipts) == len(parts), seed
        except DeliveryError as problem:
            end, said = problem.key, [str(problem)]
        assert time.monotonic() - begun < LONGEST, seed
        assert all(said), seed
        assert not any(WORD in line for line in (*said, *transcript.lines)), seed
        assert not any("\x1b" in line or "\x07" in line for line in (*said, *transcript.lines)), seed
        self.ends[end] = self.ends.get(end, 0) + 1


@pytest.fixture
def fuzzed(tmp_path: Path) -> Fuzzed:
    return Fuzzed(existing(tmp_path / "parts"))


def fuzzing(
    talk: Callable[[socket.socket], None], seed: str, others: list[bytes], share: float
) -> Callable[[socket.socket], None]:
    chance = random.Random(seed)
    return patient(lambda client: talk(FuzzedSocket(client, chance, others, share)))  # type: ignore[arg-type]


def patient(talk: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    """A server that does not wait for ever for a client that gave it up."""

    def talk_for_a_while(client: socket.socket) -> None:
        client.settimeout(LONGEST)
        talk(client)

    return talk_for_a_while


def test_whatever_an_ftp_server_replies(fuzzed: Fuzzed, tmp_path: Path) -> None:
    home = existing(tmp_path / "home")
    for seed in range(tries(25, 500)):
        for left in home.iterdir():
            left.unlink()
        share = (0.05, 0.1, 0.3)[seed % 3]
        with speaking(fuzzing(MeanFtp(home, patience=TIMEOUT).talk, f"ftp {seed}", FTP_REPLIES, share)) as port:
            fuzzed.try_once(agreed(Destination("Acme", "ftp", "127.0.0.1", port, "me", timeout_seconds=TIMEOUT)), seed)
    assert len(fuzzed.ends) > 3, fuzzed.ends


def test_whatever_a_mail_server_replies(fuzzed: Fuzzed, server_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courier.delivery.smtp.LAST_REPLY_SECONDS", TIMEOUT)
    certificate = encrypting(server_folder)[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for seed in range(tries(25, 500)):
        chance = random.Random(f"smtp {seed}")
        changes = {
            "starttls": {"starttls": chance.choice(SMTP_REPLIES).decode("latin-1")},
            "auth": {"auth": chance.choice(SMTP_REPLIES).decode("latin-1")},
            "recipient": {"recipient": chance.choice(SMTP_REPLIES).decode("latin-1")},
            "end": {"at_end": altered(b"250 ok\r\n", chance, SMTP_REPLIES)},
            "any": {},
        }
        where = chance.choice([*changes])
        mail = MeanSmtp(certificate, certificate.with_suffix(".key"), **changes[where])  # type: ignore[arg-type]
        talk = fuzzing(mail.talk, f"smtp {seed}", SMTP_REPLIES, 0.2) if where == "any" else patient(mail.talk)
        with speaking(talk) as port:
            destination = Destination(
                "Acme", "email", "127.0.0.1", port, "me@acme.example", tls="required", to="4d0c@batch.impact.com",
                timeout_seconds=TIMEOUT,
            )  # fmt: skip
            fuzzed.try_once(destination, seed)
    assert len(fuzzed.ends) > 3, fuzzed.ends


SSH_BEGINNINGS = [
    b"", b"SSH-2.0-", b"SSH-2.0-x\r\n", b"SSH-1.99-x\r\n", b"SSH-9.9-x\r\n", b"220 FTP\r\n", b"\xff" * 300 + b"\r\n",
    b"motd\r\n" * 2_000, b"SSH-2.0-\xff\xfe\r\n", b"SSH-2.0-" + b"a" * 20_000 + b"\r\n", b"\0\0\0\1",
    b"HTTP/1.1 400\r\n\r\n", b"SSH-2.0-x\r\n\xff\xff\xff\xff" + b"a" * 100,
    b"SSH-2.0-x\r\n\0\0\0\x0c\x0a\x14" + b"\0" * 60, b"MaxStartups\r\n",
]  # fmt: skip


def test_however_an_ssh_server_begins(fuzzed: Fuzzed) -> None:
    for seed in range(tries(20, 300)):
        chance = random.Random(f"ssh {seed}")
        beginning = SSH_BEGINNINGS[seed] if seed < len(SSH_BEGINNINGS) else chance.choice(SSH_BEGINNINGS)
        if seed >= len(SSH_BEGINNINGS):
            beginning = altered(beginning, chance, SSH_BEGINNINGS) + chance.randbytes(chance.randrange(200))
        stays = chance.random() < 0.3

        def talk(client: socket.socket, beginning: bytes = beginning, stays: bool = stays) -> None:
            client.sendall(beginning)
            while stays and client.recv(1 << 16):
                pass

        with speaking(talk) as port:
            fuzzed.try_once(Destination("Acme", "sftp", "127.0.0.1", port, "me", timeout_seconds=TIMEOUT), seed)
    assert not {*fuzzed.ends} & set(State)
    assert len(fuzzed.ends) > 2, fuzzed.ends


# the server's own file of a client that gave it up stays open until it is collected
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_whatever_an_sftp_server_replies(fuzzed: Fuzzed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, share = random.Random(), 0.0
    send_packet = paramiko.SFTPServer._send_packet

    def altering(server: paramiko.SFTPServer, kind: int, packet: object) -> None:
        content = packet.asbytes() if hasattr(packet, "asbytes") else bytes(packet)  # type: ignore[call-overload]
        if chance.random() < share:
            if chance.random() < 0.2:
                kind = chance.randrange(256)
            if chance.random() < 0.8:
                # the first four bytes say which question is answered: sometimes another one
                keep = 4 if chance.random() < 0.7 else 0
                content = content[:keep] + altered(content[keep:], chance, [b"", b"\xff" * 40, b"\0" * 8, bytes(4_000)])
        out = paramiko.Message()
        out.packet = io.BytesIO(content)
        out.packet.seek(0, io.SEEK_END)
        send_packet(server, kind, out)

    monkeypatch.setattr(paramiko.SFTPServer, "_send_packet", altering)
    home = existing(tmp_path / "home")
    with PracticeServer(home) as server:
        usual = replace(server.destination, host_keys=(server.fingerprint,), timeout_seconds=TIMEOUT)
        fuzzed_word = Secret(WORD)
        monkeypatch.setattr(server, "secret", fuzzed_word)
        for seed in range(tries(25, 400)):
            for left in home.iterdir():
                left.unlink()
            chance.seed(f"sftp {seed}")
            share = (0.05, 0.15, 0.4)[seed % 3]
            fuzzed.try_once(usual, seed)
    gc.collect()
    assert len(fuzzed.ends) > 3, fuzzed.ends


def test_attributes_without_end_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = b"\x80\0\0\0\xff\xff\xff\xff"

    def attributes(_attr: paramiko.SFTPAttributes, message: paramiko.Message) -> None:
        message.add_bytes(endless)

    home = existing(tmp_path / "home")
    (home / "one.csv").write_bytes(b"x")
    with PracticeServer(home) as server:
        place = replace(server.destination, host_keys=(server.fingerprint,))
        transport = Connector(place, server.secret, lambda: NOW).open()
        assert isinstance(transport, SftpTransport)
        monkeypatch.setattr(paramiko.SFTPAttributes, "_pack", attributes)
        with within(2), pytest.raises(PermissionError):
            transport.size("one.csv")
        with within(2), pytest.raises(PermissionError):
            transport.names()
        transport.close()
