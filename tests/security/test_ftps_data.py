"""The data connections of FTPS: whoever answers one must be the server that the password was said to."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.ftp import FtpTransport
from courier.delivery.ftp_session import FtpSession
from courier.delivery.receipt import State
from courier.destinations import Destination
from tests.delivery.mean_servers import speaking
from tests.delivery.sending import NOW, deliver, part
from tests.delivery.servers import encrypting, pyftpd
from tests.delivery.stages import existing

PASSWORD = "a password"


@dataclass
class Stranger:
    """Answers data connections instead of the server, and takes what it gets."""

    certificate: Path
    heard: list[bytes] = field(default_factory=list)
    greeted: int = 0

    def talk(self, client: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.certificate.with_suffix(".key"))
        self.greeted += 1
        with context.wrap_socket(client, server_side=True) as encrypted:
            while block := encrypted.recv(1 << 16):
                self.heard.append(block)


@pytest.fixture
def home(server_folder: Path) -> Path:
    return existing(server_folder / "home")


@pytest.fixture
def certificates(server_folder: Path) -> tuple[Path, Path]:
    """The server's and the stranger's; both are for the server's name."""
    own, strange = (encrypting(existing(server_folder / whose))[1] for whose in ("own", "strange"))
    return own, strange


@pytest.fixture(params=["implicit", "explicit"])
def server(request: pytest.FixtureRequest, home: Path, certificates: tuple[Path, Path]) -> Iterator[Destination]:
    with pyftpd(home, PASSWORD, tls=request.param, certificate=certificates[0]) as running:
        mode = {"implicit": "implicit", "explicit": "required"}[request.param]
        yield Destination("Acme", "ftp", "127.0.0.1", running.port, "courier", tls=mode)


@pytest.fixture
def stranger(certificates: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    between = Stranger(certificates[1])
    with speaking(between.talk) as port:
        passive = FtpSession.makepasv

        def diverted(session: FtpSession) -> tuple[str, int]:
            passive(session)
            return "127.0.0.1", port

        monkeypatch.setattr(FtpSession, "makepasv", diverted)
        yield between


@pytest.fixture(params=["pinned", "authority", "authority for both"])
def trusting(
    request: pytest.FixtureRequest, server: Destination, certificates: tuple[Path, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Destination:  # fmt: skip
    own, strange = certificates
    if request.param == "pinned":
        return replace(server, tls_pin=sha256(ssl.PEM_cert_to_DER_cert(own.read_text())).hexdigest())
    trusted = tmp_path / "authorities.pem"
    shutil.copy(own, trusted)
    if "both" in request.param:
        trusted.write_text(own.read_text() + strange.read_text())
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    return server


def test_a_stranger_gets_nothing_of_a_part(
    trusting: Destination, stranger: Stranger, home: Path, tmp_path: Path
) -> None:
    (receipt,) = deliver([part(tmp_path)], trusting, PASSWORD)
    assert (receipt.state, receipt.key) == (State.REFUSED, "delivery-data-stranger")
    assert stranger.greeted
    assert stranger.heard == []
    assert [path.stat().st_size for path in home.iterdir()] == []


def test_a_stranger_is_not_believed_about_files_either(trusting: Destination, stranger: Stranger, home: Path) -> None:
    (home / "there.csv").write_bytes(b"x")
    transport = Connector(trusting, Secret(PASSWORD), lambda: NOW).open()
    assert isinstance(transport, FtpTransport)
    try:
        with pytest.raises(PermissionError) as refused:
            transport.names()
        assert "answered the data connection" in str(refused.value.__cause__)
        # the next answer belongs to the next question
        assert transport.size("there.csv") == 1
    finally:
        transport.close()
    assert stranger.heard == []


def test_the_server_itself_is_still_known(trusting: Destination, home: Path, tmp_path: Path) -> None:
    receipts = deliver([part(tmp_path, 1), part(tmp_path, 2)], trusting, PASSWORD)
    assert [receipt.state for receipt in receipts] == [State.ARRIVED] * 2
    assert len(list(home.iterdir())) == 2
