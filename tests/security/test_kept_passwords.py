"""A password goes to the server and the user that it was typed for, and to no other."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from courier.commands.passwords import KnownPassword
from courier.credentials import Credentials, Secret
from courier.destination_registry import DestinationRegistry
from courier.destinations import Destination, Destinations
from courier.programs import Programs
from tests.commands.running import Courier
from tests.keychain import FakeKeychain

ACME = Destination("Acme", "ftp", "files.acme.example", 21, "me")
OTHERS = [
    replace(ACME, kind="sftp"),
    replace(ACME, host="files.evil.example"),
    replace(ACME, port=2121),
    replace(ACME, user="you"),
]
URLS = ["sftp://me@files.acme.example:21", "ftp://me@files.evil.example", "ftp://me@files.acme.example:2121",
        "ftp://you@files.acme.example"]  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> DestinationRegistry:
    kept = DestinationRegistry(Destinations(tmp_path), Credentials(), Programs(tmp_path))
    kept.keep(ACME, Secret("a word"), "", lambda: None)
    return kept


def found(places: DestinationRegistry, destination: Destination) -> str | None:
    secret = places.credentials.get(destination.account)
    return secret.reveal() if secret else None


@pytest.mark.parametrize("other", OTHERS)
def test_another_login_under_the_same_name_has_no_password(
    keychain: FakeKeychain, places: DestinationRegistry, other: Destination
) -> None:
    # written into the file by somebody else, or changed in the app
    places.destinations.save(other)
    assert found(places, other) is None
    places.destinations.save(ACME)
    places.keep(other, None, "Acme", lambda: None)
    assert (found(places, other), keychain.entries) == (None, {})


@pytest.mark.parametrize("other", OTHERS)
def test_the_same_holds_in_memory(places: DestinationRegistry, other: Destination) -> None:
    places.keep(other, None, "Acme", lambda: None)
    assert (found(places, other), found(places, ACME)) == (None, None)


@pytest.mark.parametrize("url", URLS)
def test_the_same_holds_for_the_command(courier: Courier, keychain: FakeKeychain, url: str) -> None:
    courier("destinations", "add", "Acme", "--url", ACME.url, "--password-stdin", typed="a word\n")
    assert keychain.entries == {ACME.account: "a word"}
    assert courier("destinations", "add", "Acme", "--url", url).code == 0
    assert keychain.entries == {}


@pytest.mark.parametrize("other", OTHERS)
def test_a_typed_password_is_for_one_login(other: Destination) -> None:
    passwords = KnownPassword(ACME.account, Secret("a word"), Credentials())
    assert passwords.get(ACME.account) is not None
    assert passwords.get(other.account) is None


def test_what_concerns_no_login_changes_nothing(keychain: FakeKeychain, places: DestinationRegistry) -> None:
    changed = replace(ACME, folder="in", tls="required", timeout_seconds=9.0, host="Files.ACME.example")
    keychain.failures["get"] = OSError()
    places.keep(changed, None, "Acme", lambda: None)
    keychain.failures.clear()
    assert found(places, changed) == "a word"


def test_what_earlier_versions_kept_under_the_name_alone_is_deleted(
    keychain: FakeKeychain, places: DestinationRegistry
) -> None:
    earlier = {"Acme": "of long ago", "Bolt": "of long ago", "Acme 2": "of a name before"}
    keychain.entries |= earlier
    assert places.destinations.get("Acme") == ACME
    assert found(places, ACME) == "a word"
    # another login: what is kept for the old one goes, in both spellings
    other = replace(ACME, name="Acme 2", user="you")
    places.keep(other, None, "Acme", lambda: None)
    assert keychain.entries == {"Bolt": "of long ago"}
    places.keep(replace(ACME, name="Bolt"), Secret("new"), "", lambda: None)
    assert "Bolt" not in keychain.entries
    keychain.entries["Bolt"] = "of long ago"
    places.forget("Bolt")
    assert keychain.entries == {}


def test_a_name_that_looks_like_a_login_takes_no_password_along(
    keychain: FakeKeychain, places: DestinationRegistry
) -> None:
    mean = replace(ACME, name=ACME.account, host="files.evil.example")
    places.keep(mean, Secret("x"), "", lambda: None)
    places.forget(mean.name)
    assert keychain.entries == {ACME.account: "a word"}


def test_no_two_logins_are_written_alike() -> None:
    parts = ("a", "a@b", "a b", "a) (ftp://b@c:1", "ä", "%40", "a:1", "")
    made = [Destination(name, "ftp", host, 21, user) for name in parts for host in parts for user in parts]
    accounts = {destination.account for destination in made}
    assert len(accounts) == len(made)
    assert all(one.login != other.login for one, other in combinations([ACME, *OTHERS], 2))
