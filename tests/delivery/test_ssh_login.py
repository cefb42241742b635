"""Getting in by SSH: agents, keys with a password besides, one-time codes; and knowing who the server is."""

import secrets
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest
from paramiko.common import AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from courier.credentials import Secret
from courier.delivery.connecting import Connector
from courier.delivery.errors import DeliveryError, HostKeyChanged
from courier.delivery.host_keys import fingerprint, known_to_openssh
from courier.delivery.receipt import State
from courier.delivery.trial import run_trial
from courier.destinations import Destination, DestinationError
from tests.delivery.sending import NOW, deliver, part
from tests.delivery.servers import Account, Server, openssh
from tests.needs import need


@pytest.fixture
def server(server_folder: Path) -> Iterator[Server]:
    with openssh(server_folder) as running:
        yield running


@pytest.fixture
def destination(server: Server, server_folder: Path, account: Account) -> Destination:
    return at(server.port, account, server_folder)


def at(port: int, account: Account, folder: Path) -> Destination:
    return Destination("Acme", "sftp", "127.0.0.1", port, account.name, host_keys=(key_of(folder / "host_key.pub"),))


def key_of(path: Path) -> str:
    shown = subprocess.run(["ssh-keygen", "-lf", path], check=True, capture_output=True, text=True)
    return shown.stdout.split()[1]


def make_key(path: Path, allowed: Path | None, passphrase: str = "", kind: str = "ed25519") -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", path], check=True)
    if allowed is not None:
        allowed.write_text(path.with_suffix(".pub").read_text())
        allowed.chmod(0o644)
    return path


# The agent


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The socket of an SSH agent without keys."""
    program = need("ssh-agent", "openssh-client")
    place = tmp_path / "agent"
    process = subprocess.Popen([program, "-D", "-a", place], stdout=subprocess.DEVNULL)
    while not place.exists():
        assert process.poll() is None
    monkeypatch.setenv("SSH_AUTH_SOCK", str(place))
    yield place
    process.terminate()
    process.wait()


def test_the_agent_logs_in_with_one_of_its_keys(
    agent: Path, destination: Destination, server_folder: Path, tmp_path: Path
) -> None:
    for name, allowed in (("other", None), ("right", server_folder / "authorized_keys")):
        subprocess.run(["ssh-add", "-q", make_key(tmp_path / name, allowed)], check=True, capture_output=True)
    (receipt,) = deliver([part(tmp_path)], replace(destination, agent=True))
    assert receipt.state is State.ARRIVED


@pytest.mark.usefixtures("agent")
def test_an_agent_without_keys_is_told_and_so_is_one_with_wrong_ones(destination: Destination, tmp_path: Path) -> None:
    by_agent = replace(destination, agent=True)
    with pytest.raises(DeliveryError, match="computer's SSH agent"):
        deliver([part(tmp_path)], by_agent)
    subprocess.run(["ssh-add", "-q", make_key(tmp_path / "other", None)], check=True, capture_output=True)
    with pytest.raises(DeliveryError, match="did not accept user"):
        deliver([part(tmp_path)], by_agent)


# Two steps


def test_a_key_and_then_the_password(server_folder: Path, account: Account, tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", server_folder / "authorized_keys")
    with openssh(server_folder, extra="AuthenticationMethods publickey,password\n") as server:
        destination = replace(at(server.port, account, server_folder), key_file=str(key))
        (receipt,) = deliver([part(tmp_path)], destination, account.password)
        assert receipt.state is State.ARRIVED
        with pytest.raises(DeliveryError, match="did not accept user"):
            deliver([part(tmp_path)], destination, "wrong")


def test_a_key_with_a_passphrase_and_then_the_password_that_somebody_types(
    server_folder: Path, account: Account, tmp_path: Path
) -> None:
    key = make_key(tmp_path / "key", server_folder / "authorized_keys", "opens the key")
    asked = []

    def ask(prompt: str, echo: bool) -> Secret:
        asked.append((prompt, echo))
        return Secret(account.password)

    with openssh(server_folder, extra="AuthenticationMethods publickey,password\n") as server:
        destination = replace(at(server.port, account, server_folder), key_file=str(key))
        trial = run_trial(Connector(destination, Secret("opens the key"), lambda: NOW, ask=ask))
        assert trial.problem is None
        assert asked == [("Password for 127.0.0.1", False)]
        alone = run_trial(Connector(destination, Secret("opens the key"), lambda: NOW))
    assert alone.problem
    assert alone.problem.key == "delivery-code-needed"


class _TwoStepInterface(paramiko.ServerInterface):
    """Asks for a password, and for a code after it; or for both at once."""

    def __init__(self, password: str, code: str, *, first: str) -> None:
        self._password, self._code, self._first = password, code, first
        self._half = first == "together"

    def get_allowed_auths(self, username: str) -> str:
        return "password" if self._first == "password" and not self._half else "keyboard-interactive"

    def check_auth_password(self, username: str, password: str) -> int:
        self._half = password == self._password
        return AUTH_PARTIALLY_SUCCESSFUL if self._half else AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> paramiko.server.InteractiveQuery:
        prompts = [("Password: ", False), ("One-time code: ", True)]
        return paramiko.server.InteractiveQuery("Acme", "", *(prompts if self._first == "together" else prompts[1:]))

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        wanted = [self._password, self._code] if self._first == "together" else [self._code]
        return AUTH_SUCCESSFUL if self._half and list(responses) == wanted else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class TwoSteps:
    """A server with two steps on loopback."""

    def __init__(self, first: str) -> None:
        self.password, self.code = secrets.token_urlsafe(8), "492 039"
        self._first = first
        self._key = paramiko.ECDSAKey.generate()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._transports: list[paramiko.Transport] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def destination(self) -> Destination:
        port = self._listener.getsockname()[1]
        return Destination("Acme", "sftp", "127.0.0.1", port, "me", host_keys=(fingerprint(self._key),))

    def _serve(self) -> None:
        with suppress(OSError, paramiko.SSHException, EOFError):
            while True:
                transport = paramiko.Transport(self._listener.accept()[0])
                transport.add_server_key(self._key)
                transport.set_subsystem_handler("sftp", paramiko.SFTPServer, paramiko.SFTPServerInterface)
                self._transports.append(transport)
                transport.start_server(server=_TwoStepInterface(self.password, self.code, first=self._first))

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for transport in self._transports:
            transport.close()


@pytest.fixture(params=["password", "together"])
def two_steps(request: pytest.FixtureRequest) -> Iterator[TwoSteps]:
    server = TwoSteps(request.param)
    yield server
    server.close()


def test_the_saved_password_is_said_and_somebody_is_asked_for_the_code(two_steps: TwoSteps) -> None:
    asked = []

    def ask(prompt: str, echo: bool) -> Secret:
        asked.append((prompt, echo))
        return Secret(two_steps.code)

    trial = run_trial(Connector(two_steps.destination, Secret(two_steps.password), lambda: NOW, ask=ask))
    assert trial.problem is None
    assert asked == [("One-time code:", True)]


def test_without_anybody_to_ask_or_an_answer_it_is_said_that_a_code_is_needed(two_steps: TwoSteps) -> None:
    for ask in (None, lambda _prompt, _echo: None):
        trial = run_trial(Connector(two_steps.destination, Secret(two_steps.password), lambda: NOW, ask=ask))
        assert trial.problem
        assert trial.problem.key == "delivery-code-needed"


def test_a_wrong_code_is_a_login_that_was_not_accepted(two_steps: TwoSteps) -> None:
    trial = run_trial(
        Connector(
            two_steps.destination, Secret(two_steps.password), lambda: NOW, ask=lambda _prompt, _echo: Secret("0")
        )
    )
    assert trial.problem
    assert trial.problem.key == "delivery-login"


# Who the server is


def test_a_pinned_key_of_any_kind_is_enough_where_the_server_has_several(
    server_folder: Path, account: Account, tmp_path: Path
) -> None:
    older = make_key(server_folder / "older_key", None, kind="rsa")
    with openssh(server_folder, extra=f"HostKey {older}\n") as server:
        destination = at(server.port, account, server_folder)
        for pinned in (key_of(older.with_suffix(".pub")), destination.host_keys[0]):
            (receipt,) = deliver([part(tmp_path)], replace(destination, host_keys=(pinned,)), account.password)
            assert receipt.state is State.ARRIVED
        with pytest.raises(HostKeyChanged):
            deliver([part(tmp_path)], replace(destination, host_keys=("SHA256:" + "A" * 43,)), account.password)


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("port", [22, 2222])
def test_what_openssh_knows_of_a_server_is_taken_over(tmp_path: Path, hashed: bool, port: int) -> None:
    known, names = tmp_path / "known_hosts", {22: "acme.example", 2222: "[acme.example]:2222"}
    keys = [make_key(tmp_path / f"key{number}", None) for number in range(5)]
    lines = [path.with_suffix(".pub").read_text().strip() for path in keys]
    name = names[port]
    known.write_text(
        f"# a comment\n\n{name},other.example {lines[0]}\n{name}\t{lines[1]}\nother.example {lines[2]}\n"
        f"@revoked * {lines[3]}\n@cert-authority {name} {lines[3]}\n{name} ssh-ed25519 AAAAdamaged\n"
        f"{names[22 if port == 2222 else 2222]} {lines[4]}\n"
    )
    if hashed:
        subprocess.run(["ssh-keygen", "-q", "-H", "-f", known], check=True, capture_output=True)
    assert known_to_openssh(known, "Acme.example", port) == tuple(key_of(path.with_suffix(".pub")) for path in keys[:2])
    assert known_to_openssh(known, "nobody.example", port) == ()


def test_a_revoked_key_is_not_taken_over(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", None).with_suffix(".pub").read_text().strip()
    known = tmp_path / "known_hosts"
    known.write_text(f"acme.example {key}\n@revoked acme.example {key}\n")
    assert known_to_openssh(known, "acme.example", 22) == ()
    with pytest.raises(DestinationError, match="cannot be read"):
        known_to_openssh(tmp_path / "gone", "acme.example", 22)
