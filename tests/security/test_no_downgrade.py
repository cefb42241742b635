"""Encryption that was there once is never given up in silence, and nobody's password goes out in the open unasked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError, OpenLogin
from courier.delivery.trial import try_destination
from courier.destinations import Destination, Destinations
from courier.destinations.destination import TlsMode
from courier.destinations.encryption import encryption_memory
from courier.settings import config_folder
from tests.commands.running import NOW, Courier, row, write
from tests.delivery.mean_servers import MeanFtp, speaking
from tests.delivery.servers import encrypting, pyftpd
from tests.delivery.stages import existing

PASSWORD = "word-of-mine"


@contextmanager
def without_encryption(home: Path) -> Iterator[tuple[int, MeanFtp]]:
    server = MeanFtp(home)
    with speaking(server.talk) as port:
        yield port, server


@pytest.fixture
def home(server_folder: Path) -> Path:
    return existing(server_folder / "home")


def at(port: int, tls: TlsMode = "when-offered") -> Destination:
    return Destination("Acme", "ftp", "127.0.0.1", port, "courier", tls=tls)


def try_it(destination: Destination) -> str:
    return try_destination(destination, Secret(PASSWORD))


@pytest.mark.parametrize("tls", ["when-offered", "off"])
def test_nothing_is_said_in_the_open_before_a_person_agreed(home: Path, tls: TlsMode) -> None:
    with without_encryption(home) as (port, server):
        with pytest.raises(OpenLogin, match="--allow-open"):
            try_it(at(port, tls))
        assert not {"USER", "PASS"} & set(server.commands)
        encryption_memory().allow_open(at(port))
        assert "is not encrypted" in try_it(at(port, tls))
        for other in (replace(at(port), user="you"), replace(at(port), host="localhost")):
            with pytest.raises(OpenLogin):
                try_it(other)


@pytest.mark.parametrize("agreed", [False, True])
def test_a_server_that_encrypted_once_has_to(
    home: Path, server_folder: Path, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    certificate = encrypting(server_folder)[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with without_encryption(home) as (port, server):
        with pyftpd(home, PASSWORD, tls="explicit", certificate=certificate) as encrypted:
            # agreed while it did not encrypt: that is void once it does
            encryption_memory().allow_open(at(encrypted.port))
            try_it(at(encrypted.port))
            assert encryption_memory().was_encrypted(at(encrypted.port))
            assert not encryption_memory().may_be_open(at(encrypted.port))
        # somebody in between answers for it, and takes the offer of encryption away
        encryption_memory().saw_encryption(at(port))
        if agreed:
            encryption_memory().allow_open(at(port))
        for changed in (at(port), replace(at(port), user="you"), replace(at(port), name="Other", folder="in")):
            with pytest.raises(DeliveryError, match="was encrypted before") as problem:
                try_it(changed)
            assert not isinstance(problem.value, OpenLogin)
        assert not {"USER", "PASS"} & set(server.commands)
        # on purpose only: encryption turned off by hand, and agreed to
        if agreed:
            assert "is not encrypted" in try_it(at(port, "off"))
        else:
            with pytest.raises(OpenLogin):
                try_it(at(port, "off"))


def test_a_certificate_that_nobody_trusts_proves_nothing(home: Path, server_folder: Path) -> None:
    with pyftpd(home, PASSWORD, tls="explicit", certificate=encrypting(server_folder)[1]) as server:
        with pytest.raises(DeliveryError):
            try_it(at(server.port))
        assert not encryption_memory().was_encrypted(at(server.port))


def test_the_command_needs_to_be_allowed_once(courier: Courier, home: Path, tmp_path: Path) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1)])
    with without_encryption(home) as (port, server):
        send = ("send", sheet, "--to", f"ftp://courier@127.0.0.1:{port}", *NOW, "--password-stdin")
        refused = courier(*send, typed=PASSWORD)
        assert refused.code == 3
        assert "--allow-open" in refused.err
        assert "PASS" not in server.commands
        assert courier(*send, "--allow-open", typed=PASSWORD).code == 0
        again = ("--again", "once more")
        assert courier(*send, *again, typed=PASSWORD).code == 0


@pytest.mark.parametrize("command", ["add", "test"])
def test_it_is_allowed_for_a_saved_destination_and_forgotten_with_its_keys(
    courier: Courier, home: Path, command: str
) -> None:
    with without_encryption(home) as (port, _):
        add = ("destinations", "add", "Acme", "--url", f"ftp://courier@127.0.0.1:{port}")
        test = ("destinations", "test", "Acme", "--password-stdin")
        courier(*add, *(["--allow-open"] if command == "add" else []))
        allowed = ["--allow-open"] if command == "test" else []
        assert courier(*test, *allowed, typed=PASSWORD).code == 0
        assert courier(*test, typed=PASSWORD).code == 0
        courier("destinations", "forget-key", "Acme")
        assert courier(*test, typed=PASSWORD).code == 3


@pytest.mark.parametrize("damage", [b"{", b'{"version": 1, "servers": [1]}', b'{"version": 99, "servers": []}'])
def test_a_damaged_memory_opens_nothing(home: Path, damage: bytes) -> None:
    with without_encryption(home) as (port, server):
        encryption_memory().allow_open(at(port))
        (config_folder() / "encryption.json").write_bytes(damage)
        for _ in range(2):
            with pytest.raises(DeliveryError, match=r"without encryption|offers no encryption"):
                try_it(at(port))
        assert "PASS" not in server.commands


def test_another_login_is_another_question_and_a_destination_file_agrees_to_nothing() -> None:
    memory, place = encryption_memory(), at(21)
    memory.allow_open(place)
    Destinations(config_folder()).save(replace(place, host="evil.example"))
    assert memory.may_be_open(replace(place, name="New", folder="in", host="127.0.0.1"))
    for other in (replace(place, host="evil.example"), replace(place, port=2121), replace(place, user="you")):
        assert not memory.may_be_open(other)
    memory.saw_encryption(replace(place, user="you"))
    assert not memory.may_be_open(place)
    memory.forget(place)
    assert memory.load() == []
