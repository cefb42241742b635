"""FTP that is encrypted from the first byte or on demand, and certificates that are trusted or pinned."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from courier.delivery.errors import CertificateChanged, CertificateUnknown, DeliveryError
from courier.delivery.receipt import State
from courier.destinations import Destination
from tests.delivery.sending import agreed, deliver, part
from tests.delivery.servers import encrypting, pyftpd
from tests.delivery.stages import existing

PASSWORD = "a password"


@pytest.fixture
def home(server_folder: Path) -> Path:
    return existing(server_folder / "home")


@pytest.fixture
def certificate(server_folder: Path) -> Path:
    return encrypting(server_folder)[1]


@pytest.fixture(params=["implicit", "explicit"])
def destination(request: pytest.FixtureRequest, home: Path, certificate: Path) -> Iterator[Destination]:
    with pyftpd(home, PASSWORD, tls=request.param, certificate=certificate) as server:
        mode = {"implicit": "implicit", "explicit": "required"}[request.param]
        yield Destination("Acme", "ftp", "127.0.0.1", server.port, "courier", tls=mode)


def test_a_certificate_of_a_known_authority_is_trusted(
    destination: Destination, certificate: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    parts = [part(tmp_path, 1), part(tmp_path, 2, 300_000)]
    receipts = deliver(parts, destination, PASSWORD)
    assert [receipt.message for receipt in receipts] == ["Arrived, and the server confirms the size."] * 2
    assert {path.name: path.read_bytes() for path in home.iterdir()} == {
        part.name: part.path.read_bytes() for part in parts
    }


def test_any_other_is_shown_and_may_be_pinned(destination: Destination, home: Path, tmp_path: Path) -> None:
    with pytest.raises(CertificateUnknown) as problem:
        deliver([part(tmp_path)], destination, PASSWORD)
    shown = problem.value.fingerprint
    assert len(shown) == 32 * 3 - 1
    assert shown in str(problem.value)
    for written in (shown, f"SHA256:{shown}", f"sha256 Fingerprint={shown}", shown.replace(":", "").lower()):
        (receipt,) = deliver([part(tmp_path)], replace(destination, tls_pin=written), PASSWORD)
        assert receipt.state is State.ARRIVED
    assert len(list(home.iterdir())) == 1


def test_another_certificate_than_the_pinned_one_stops_before_the_password(
    destination: Destination, home: Path, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # even one that an authority vouches for
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for password in (PASSWORD, "wrong"):
        with pytest.raises(CertificateChanged, match="no password was said"):
            deliver([part(tmp_path)], replace(destination, tls_pin="AB" * 32), password)
    assert list(home.iterdir()) == []


def test_a_pinned_server_that_offers_no_encryption_any_more_is_not_spoken_to(home: Path, tmp_path: Path) -> None:
    with pyftpd(home, PASSWORD) as server:
        plain = Destination("Acme", "ftp", "127.0.0.1", server.port, "courier")
        for changed in (replace(plain, tls_pin="AB" * 32), replace(plain, tls="required")):
            with pytest.raises(DeliveryError, match="offers no encryption"):
                deliver([part(tmp_path)], changed, PASSWORD)
        with pytest.raises(DeliveryError, match="could not agree on encryption"):
            deliver([part(tmp_path)], replace(plain, tls="implicit"), PASSWORD)
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("without", [["SIZE"], ["SIZE", "MLST", "MLSD"], ["MLST", "MLSD"]])
def test_the_size_is_confirmed_in_whatever_way_the_server_knows(home: Path, tmp_path: Path, without: list[str]) -> None:
    with pyftpd(home, PASSWORD, without=without) as server:
        place = agreed(Destination("Acme", "ftp", "127.0.0.1", server.port, "courier"))
        (receipt,) = deliver([part(tmp_path)], place, PASSWORD)
    assert receipt.key == "receipt-arrived"
