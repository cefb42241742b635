"""Secrets in a real keychain: gnome-keyring on a bus of its own, asked by processes of their own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from keyring.errors import PasswordDeleteError

from courier.credentials import CredentialError, Credentials, Keychain, Secret
from tests.keychain import FakeKeychain
from tests.needs import need

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = "hunter2-ß-🎉"
ODD = ["a b", " both ends ", "ünïcödé ß", "\"'`$(id)\\%s{}", "🎉👩‍👩‍👧", "two\nlines\ttab", "x" * 5000, ""]

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""

# Reads actions from its input and answers with what became of each; nothing secret is in its command line.
PROBE = """
import json, os, sys
from courier.credentials import CredentialError, Credentials, Secret

credentials = Credentials()
answers = []
for action, *facts in json.load(sys.stdin):
    try:
        if action == "state":
            answers.append(str(credentials.state()))
        elif action == "set":
            answers.append(credentials.set(facts[0], Secret(facts[1])))
        elif action == "get":
            found = credentials.get(facts[0])
            answers.append(None if found is None else found.reveal())
        elif action == "delete":
            answers.append(credentials.delete(facts[0]))
        elif action == "lock":
            import secretstorage
            with secretstorage.dbus_init() as bus:
                answers.append(secretstorage.get_default_collection(bus).lock())
        elif action == "cut off":
            os.environ["DBUS_SESSION_BUS_ADDRESS"] += "-gone"
            answers.append(None)
        elif action == "fall silent":
            import courier.credentials
            courier.credentials._PATIENCE = 0.5
            os.environ["DBUS_SESSION_BUS_ADDRESS"] += "-mute"
            answers.append(None)
    except CredentialError as problem:
        answers.append({"key": problem.key, "words": str(problem)})
json.dump(answers, sys.stdout)
"""


class Machine:
    """A user's session; each question is asked by a new process."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def ask(self, *actions: tuple[str, ...]) -> list[Any]:
        done = subprocess.run(
            [sys.executable, "-c", PROBE],
            cwd=ROOT,
            env=self._environment,
            input=json.dumps(actions),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        answers: list[Any] = json.loads(done.stdout)
        return answers


def environment(folder: Path) -> dict[str, str]:
    """What a process sees of a user with nothing but this folder, and with a bus on which nobody listens."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_RUNTIME_DIR": str(folder),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}",
        "PYTHONUTF8": "1",
    }


@pytest.fixture
def user() -> Iterator[Path]:
    # not pytest's own folder: the address of a bus must be short
    with tempfile.TemporaryDirectory(prefix="courier-user-") as folder:
        yield Path(folder)


@pytest.fixture
def machine(user: Path) -> Iterator[Machine]:
    """A session with an unlocked keychain."""
    bus, daemon = need("dbus-daemon", "dbus"), need("gnome-keyring-daemon", "gnome-keyring")
    around = environment(user)
    settings = user / "bus.conf"
    settings.write_text(BUS.format(address=user / "bus"), encoding="utf-8")
    with (
        running([bus, "--nofork", "--nosyslog", f"--config-file={settings}"], around),
        running([daemon, "--foreground", "--unlock", "--components=secrets"], around, "the keychain's own password"),
    ):
        found = Machine({**around, "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"})
        until = time.monotonic() + 10
        while not (user / "data" / "keyrings" / "login.keyring").exists() or found.ask(("state",)) != ["ready"]:
            assert time.monotonic() < until, "the keychain does not answer"
            time.sleep(0.02)
        yield found


@contextmanager
def running(command: list[str], around: dict[str, str], word: str = "") -> Iterator[None]:
    process = subprocess.Popen(
        command, env=around, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin as line:
            line.write(word.encode())
        if not word:
            _wait_for_bus(process, Path(around["XDG_RUNTIME_DIR"]) / "bus")
        yield
    finally:
        process.kill()
        process.wait()


def _wait_for_bus(process: "subprocess.Popen[bytes]", address: Path) -> None:
    until = time.monotonic() + 10
    while not address.exists():
        assert process.poll() is None, f"the bus ended with {process.returncode}"
        assert time.monotonic() < until, "the bus does not listen"
        time.sleep(0.01)


def test_a_secret_outlives_the_process_and_can_be_replaced_and_deleted(machine: Machine) -> None:
    assert machine.ask(("state",), ("get", "Acme"), ("set", "Acme", "first"), ("get", "Acme")) == [
        "ready",
        None,
        True,
        "first",
    ]
    assert machine.ask(("get", "Acme"), ("set", "Acme", "second")) == ["first", True]
    assert machine.ask(("get", "Acme"), ("get", "Other"), ("delete", "Acme")) == ["second", None, None]
    # a replaced secret is not below the new one
    assert machine.ask(("get", "Acme"), ("delete", "Acme"), ("get", "Acme")) == [None, None, None]


def test_each_destination_has_its_own(machine: Machine) -> None:
    machine.ask(("set", "Acme", "one"), ("set", "acme", "two"), ("set", "Äcme “🎉”", "three"), ("delete", "acme"))
    assert machine.ask(("get", "Acme"), ("get", "acme"), ("get", "Äcme “🎉”")) == ["one", None, "three"]


def test_every_character_comes_back_as_it_was(machine: Machine) -> None:
    names = [f"Acme {number}" for number in range(len(ODD))]
    kept = machine.ask(*(("set", name, word) for name, word in zip(names, ODD, strict=True)))
    assert kept == [True] * len(ODD)
    assert machine.ask(*(("get", name) for name in names)) == ODD


def test_a_locked_keychain_says_so_and_keeps_what_it_has(machine: Machine) -> None:
    machine.ask(("set", "Acme", HIDDEN))
    machine.ask(("lock",))
    state, got, kept, meanwhile, deleted = machine.ask(
        ("state",), ("get", "Acme"), ("set", "Other", HIDDEN), ("get", "Other"), ("delete", "Acme")
    )
    assert state == "locked"
    for answer in (got, kept, deleted):
        assert answer["key"] == "keychain-locked"
        assert "keychain is locked" in answer["words"]
        assert HIDDEN not in answer["words"]
    # what the keychain refused is kept nowhere else
    assert meanwhile["key"] == "keychain-locked"
    assert machine.ask(("get", "Other"))[0] != HIDDEN


def test_nothing_readable_is_on_the_disk(machine: Machine, user: Path) -> None:
    machine.ask(("set", "Acme", HIDDEN))
    written = [path for path in user.rglob("*") if path.is_file()]
    assert any(path.suffix == ".keyring" for path in written)
    assert [path.name for path in written if HIDDEN.encode() in path.read_bytes()] == []


@pytest.mark.only_on("linux", why="other systems always have a keychain, and this one would be the user's own")
def test_without_a_keychain_a_secret_lives_for_the_session_only(user: Path) -> None:
    nobody = Machine(environment(user))
    assert nobody.ask(("state",), ("set", "Acme", HIDDEN), ("get", "Acme")) == ["none", False, HIDDEN]
    assert nobody.ask(("get", "Acme"), ("delete", "Acme")) == [None, None]
    assert [path for path in user.rglob("*") if path.is_file()] == []


def test_a_configured_keychain_that_is_not_here_is_none(user: Path) -> None:
    gone = Machine({**environment(user), "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring"})
    assert gone.ask(("state",), ("get", "Acme"), ("set", "Acme", HIDDEN), ("get", "Acme"), ("delete", "Acme")) == [
        "none",
        None,
        False,
        HIDDEN,
        None,
    ]


def test_a_keychain_that_goes_away_says_what_it_means(machine: Machine) -> None:
    there, _, state, got, kept, meanwhile, deleted = machine.ask(
        ("state",),
        ("cut off",),
        ("state",),
        ("get", "Acme"),
        ("set", "Acme", HIDDEN),
        ("get", "Acme"),
        ("delete", "Acme"),
    )
    assert (there, state) == ("ready", "none")
    assert [answer["key"] for answer in (got, kept, meanwhile, deleted)] == [
        "keychain-unread",
        "keychain-refused",
        "keychain-unread",
        "keychain-undeleted",
    ]


def test_a_keychain_that_falls_silent_is_not_waited_for_for_ever(machine: Machine, user: Path) -> None:
    """A bus that takes every call and says nothing."""
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(user / "bus-mute"))
        mute.listen()
        said = machine.ask(("state",), ("fall silent",), ("get", "Acme"), ("set", "Acme", HIDDEN), ("state",))
    assert (said[0], said[4]) == ("ready", "none")
    assert [answer["key"] for answer in said[2:4]] == ["keychain-silent"] * 2
    assert "does not answer" in said[2]["words"]


def test_in_memory_secrets_are_replaced_and_forgotten() -> None:
    credentials = Credentials()
    assert credentials.state() is Keychain.NONE
    for word in ("first", *ODD):
        assert credentials.set("Acme", Secret(word)) is False
        found = credentials.get("Acme")
        assert found is not None
        assert found.reveal() == word
    assert Credentials().get("Acme") is None
    credentials.delete("Acme")
    credentials.delete("Acme")
    assert credentials.get("Acme") is None


def test_a_store_that_did_not_delete_is_not_believed(keychain: FakeKeychain) -> None:
    keychain.entries["Acme"] = HIDDEN
    # "not there" and "not allowed" come as the same error from some stores
    keychain.failures["delete"] = PasswordDeleteError("Can't delete password in keychain")
    with pytest.raises(CredentialError, match="did not delete"):
        Credentials().delete("Acme")


def test_a_secret_shows_nowhere(keychain: FakeKeychain) -> None:
    # stores of other systems fail so, with the secret in their own words
    keychain.failures["set"] = OSError(f"cannot store {('Acme', HIDDEN)}")
    secret, credentials = Secret(HIDDEN), Credentials()
    shown = [repr(secret), str(secret), f"{secret} {secret!r:>20}", f"{[secret]} { ({'password': secret}) }"]
    with pytest.raises(CredentialError) as problem:
        credentials.set("Acme", secret)
    shown += [str(problem.value), repr(problem.value), repr(vars(credentials))]
    shown += traceback.TracebackException.from_exception(problem.value, capture_locals=True).format()
    assert len(shown) > 7
    assert [text for text in shown if HIDDEN in text] == []
    assert not hasattr(secret, "__dict__")
