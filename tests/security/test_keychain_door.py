"""The keychain: only the system's own is trusted, and it is only asked when there is a password to keep or to say."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, null
from PySide6.QtWidgets import QLabel, QLineEdit

from courier.commands.base import EXIT_DELIVERY
from courier.credentials import SYSTEM_KEYCHAINS, Credentials, Keychain, Secret
from courier.destinations import Destination
from gui.session.services import AppServices
from gui.work import wait_for_all
from tests.commands.running import NOW, Courier, row, write
from tests.gui.conftest import nothing_left_alive, qapp_args, window
from tests.gui.test_journey import question
from tests.keychain import FakeKeychain

__all__ = ["nothing_left_alive", "qapp_args", "window"]
WORD = "a word nobody may see"


class PlainFile(FakeKeychain):
    """What a package of others may bring along: it keeps passwords where everybody can read them."""


class SecondFake(FakeKeychain):
    """One more keychain of the system."""


class Chain(chainer.ChainerBackend):
    """A chain of what a test says."""

    backends: tuple[KeyringBackend, ...] = ()


@pytest.fixture
def watched(keychain: FakeKeychain, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every search for a keychain, which may start or unlock one."""
    searches: list[str] = []
    found = keyring.get_keyring

    def get_keyring() -> KeyringBackend:
        searches.append("search")
        return found()

    monkeypatch.setattr(keyring, "get_keyring", get_keyring)
    yield searches
    assert not searches or keychain.asked.is_set()


def test_the_known_keychains_are_those_of_the_systems() -> None:
    assert {name.split(".")[2] for name in SYSTEM_KEYCHAINS} == {"Windows", "macOS", "SecretService", "kwallet"}


@pytest.mark.parametrize("store", [PlainFile(), null.Keyring()])
def test_a_store_of_others_gets_no_password(keychain: FakeKeychain, store: KeyringBackend) -> None:
    keyring.set_keyring(store)
    if isinstance(store, PlainFile):
        store.entries["Acme"] = "planted"
    credentials = Credentials()
    assert credentials.state() is Keychain.NONE
    assert credentials.get("Acme") is None
    assert credentials.set("Acme", Secret(WORD)) is False
    credentials.delete("Acme")
    if isinstance(store, PlainFile):
        assert not store.asked.is_set()
        assert store.entries == {"Acme": "planted"}
    assert not keychain.asked.is_set()


def test_of_a_chain_only_the_one_that_was_judged_is_asked(
    keychain: FakeKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = PlainFile(), PlainFile()
    others[0].entries["Acme"] = "planted"
    monkeypatch.setattr(Chain, "backends", (others[0], keychain, others[1]))
    keyring.set_keyring(Chain())  # type: ignore[no-untyped-call]
    credentials = Credentials()
    assert credentials.get("Acme") is None
    assert credentials.set("Acme", Secret(WORD)) is True
    # and none that somebody puts into its place afterwards
    keyring.set_keyring(others[1])
    assert credentials.set("Bolt", Secret(WORD)) is True
    credentials.delete("Acme")
    assert keychain.entries == {"Bolt": WORD}
    assert [other.asked.is_set() for other in others] == [False, False]
    monkeypatch.setattr(Chain, "backends", others)
    keyring.set_keyring(Chain())  # type: ignore[no-untyped-call]
    assert Credentials().state() is Keychain.NONE


def test_neither_the_start_nor_opening_a_form_touches_it(watched: list[str], qtbot, window) -> None:
    services = window.workspace._services
    assert isinstance(services, AppServices)
    services.destinations.save(Destination("Acme", "ftp", "files.acme.example", 21, "me"))
    for name in ("", "Acme"):
        window.workspace.shipping.ask_for_destination(name)
        form = question(window, "destinationForm")
        wait_for_all()
        assert any("goes to the keychain" in label.text() for label in form.findChildren(QLabel))
        form.reject()
    assert watched == []


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("presets",), ("show", "Acme"), ("add", "Bolt", "--url", "sftp://me@bolt.example"),
     ("add", "Acme", "--url", "ftpes://me@files.acme.example/in"), ("forget-key", "Acme")],
)  # fmt: skip
def test_the_command_leaves_it_alone_where_no_password_is_said(
    watched: list[str], courier: Courier, arguments: tuple[str, ...]
) -> None:
    courier("destinations", "add", "Acme", "--url", "ftpes://me@files.acme.example")
    assert courier("destinations", *arguments).code == 0
    assert watched == []


def test_a_sheet_that_is_not_sent_needs_no_password(watched: list[str], courier: Courier, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", [row(1, Quantity="none")])
    assert courier("send", bad, "--to", "sftp://me@127.0.0.1:9", *NOW).code not in (0, EXIT_DELIVERY)
    assert watched == []


def test_without_a_keychain_of_the_system_nothing_is_said_to_be_kept(
    keychain: FakeKeychain, courier: Courier, courier_home: Path
) -> None:
    keyring.set_keyring(PlainFile())
    run = courier("destinations", "add", "Acme", "--url", "sftp://me@x", "--password-stdin", typed=f"{WORD}\n")
    assert run.code == 0
    assert "was not kept" in run.sentence
    assert "--password-stdin" in run.sentence
    keyring.set_keyring(keychain)
    keychain.failures["set"] = OSError(WORD)
    run = courier("destinations", "add", "Bolt", "--url", "sftp://me@x", "--password-stdin", typed=f"{WORD}\n")
    assert (run.code, run.out) == (2, "")
    assert "nothing was saved" in run.sentence
    assert "Bolt" not in courier("destinations", "list").out
    files = [path for path in courier_home.rglob("*") if path.is_file()]
    assert [path for path in files if WORD.encode() in path.read_bytes()] == []


def test_the_window_says_that_a_password_is_kept_for_the_session_only(qtbot, window) -> None:
    said: list[str] = []
    window.workspace.session.told.connect(said.append)
    window.workspace._services.destinations.save(Destination("Acme", "ftp", "files.acme.example", 21, "me"))
    window.workspace.shipping.ask_for_destination("Acme")
    form = question(window, "destinationForm")
    form.findChild(QLineEdit, "destinationPassword").setText(WORD)
    form._save()
    qtbot.waitUntil(lambda: any("only until you close the app" in words for words in said), timeout=20_000)
    wait_for_all()
