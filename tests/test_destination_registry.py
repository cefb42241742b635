"""Destinations with what hangs on them: all of it is kept, renamed and forgotten together, or nothing is."""

from pathlib import Path

import pytest
from keyring.errors import KeyringError

from courier.credentials import CredentialError, Credentials, Secret
from courier.destination_registry import DestinationRegistry
from courier.destinations import Destination, DestinationError, Destinations
from courier.programs import Program, ProgramError, Programs
from tests.keychain import FakeKeychain

ACME = Destination("Acme", host="files.acme.example", user="me")
BOLT = Destination("Bolt", host="files.bolt.example", user="me")
NEW = Destination("New", host="files.new.example", user="me")


@pytest.fixture
def places(tmp_path: Path, keychain: FakeKeychain) -> DestinationRegistry:
    keychain.entries |= {ACME.account: "of acme", BOLT.account: "of bolt"}
    kept = DestinationRegistry(Destinations(tmp_path), Credentials(), Programs(tmp_path))
    for destination in (ACME, BOLT):
        kept.destinations.save(destination)
        kept.programs.save(Program(f"Program of {destination.name}", destination=destination.name))
    return kept


def nobody_minds() -> None:
    """Whoever asked still waits."""


def state(places: DestinationRegistry, keychain: FakeKeychain) -> tuple[list[Destination], list[str], dict[str, str]]:
    return list(places.destinations), [program.destination for program in places.programs], dict(keychain.entries)


def renamed(one: Destination, name: str) -> Destination:
    return Destination(name, host=one.host, user=one.user)


@pytest.mark.parametrize("password", [None, "another"])
def test_a_new_name_takes_everything_along(
    places: DestinationRegistry, keychain: FakeKeychain, password: str | None
) -> None:
    other = renamed(ACME, "Acme 2")
    places.keep(other, Secret(password) if password else None, "Acme", nobody_minds)
    secrets = {other.account: password or "of acme", BOLT.account: "of bolt"}
    assert state(places, keychain) == ([other, BOLT], ["Acme 2", "Bolt"], secrets)


def test_without_a_word_about_the_password_the_keychain_is_left_alone(
    places: DestinationRegistry, keychain: FakeKeychain
) -> None:
    keychain.failures["get"] = KeyringError()
    changed = Destination("Acme", host="files.acme.example", user="me", folder="in")
    places.keep(changed, None, "Acme", nobody_minds)
    places.keep(NEW, None, "", nobody_minds)
    assert list(places.destinations) == [changed, BOLT, NEW]


@pytest.mark.parametrize("what", ["get", "set", "delete"])
def test_a_keychain_that_refuses_changes_nothing(
    places: DestinationRegistry, keychain: FakeKeychain, what: str
) -> None:
    before = state(places, keychain)
    keychain.failures[what] = KeyringError()
    with pytest.raises(CredentialError):
        places.keep(renamed(ACME, "Acme 2"), Secret("another"), "Acme", nobody_minds)
    keychain.failures.clear()
    keychain.entries.pop(renamed(ACME, "Acme 2").account, None)
    assert state(places, keychain) == before


@pytest.mark.parametrize("one", [renamed(ACME, "Acme 2"), ACME, NEW])
def test_who_does_not_wait_any_more_has_changed_nothing(
    places: DestinationRegistry, keychain: FakeKeychain, one: Destination
) -> None:
    before = state(places, keychain)

    def gone() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        places.keep(one, Secret("another"), "" if one is NEW else "Acme", gone)
    assert state(places, keychain) == before


def test_files_that_cannot_be_written_or_read_change_nothing(
    places: DestinationRegistry, keychain: FakeKeychain, tmp_path: Path
) -> None:
    before = dict(keychain.entries)
    (tmp_path / "programs.json").write_text("{")
    with pytest.raises(ProgramError):
        places.keep(renamed(ACME, "Acme 2"), None, "Acme", nobody_minds)
    (tmp_path / "destinations.json").write_text("{")
    with pytest.raises(DestinationError):
        places.keep(renamed(ACME, "Acme 2"), None, "Acme", nobody_minds)
    assert keychain.entries == before


def test_forgetting_takes_the_password_first(places: DestinationRegistry, keychain: FakeKeychain) -> None:
    keychain.failures["delete"] = KeyringError()
    with pytest.raises(CredentialError):
        places.forget("Acme")
    assert list(places.destinations) == [ACME, BOLT]
    keychain.failures.clear()
    places.forget("Acme")
    assert (list(places.destinations), keychain.entries) == ([BOLT], {BOLT.account: "of bolt"})
    with pytest.raises(DestinationError):
        places.forget("Acme")
