"""Programs and destinations that a team shares, by command over a real PostgreSQL."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from courier.settings import config_folder
from tests.commands.running import Courier
from tests.postgres import PASSWORD, PostgresServer

As = Callable[[str], None]


@pytest.fixture
def become(
    courier: Courier, postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keychain: object
) -> As:
    """Go on as somebody of one team, on a computer of their own."""
    database = postgres.fresh()

    def change(user: str) -> None:
        home = tmp_path / f"home-{user}"
        monkeypatch.setenv("COURIER_HOME", str(home))
        if not home.exists():
            done = courier("ledger", "use", str(postgres.address(database, user)), typed=f"{PASSWORD}\n")
            assert done.code == 0, done.err

    return change


def add_program(courier: Courier, folder: Path, name: str, campaign: str) -> None:
    path = folder / f"{name}-{campaign}.json"
    path.write_text(json.dumps({"name": name, "campaign_id": campaign, "destination": "Impact"}))
    done = courier("programs", "import", path)
    assert done.code == 0, done.err


def campaign_of(name: str) -> str:
    saved = json.loads((config_folder() / "programs.json").read_text())
    return next(one["campaign_id"] for one in saved["programs"] if one["name"] == name)


def test_what_one_shares_the_others_have(courier: Courier, become: As, tmp_path: Path) -> None:
    become("ann")
    add_program(courier, tmp_path, "Acme", "1000")
    assert courier("destinations", "add", "Impact", "--url", "sftp://acme@batch.example.com/in").code == 0
    assert "version 1" in courier("ledger", "share", "program", "Acme").out
    assert courier("ledger", "share", "destination", "Impact").code == 0
    become("bob")
    pulled = courier("ledger", "pull")
    assert (pulled.code, pulled.err) == (0, "")
    assert "Acme is as ann shared it" in pulled.out
    assert campaign_of("Acme") == "1000"
    assert "batch.example.com" in courier("destinations", "show", "Impact").out
    assert "Nothing new" in courier("ledger", "pull").out
    assert "There is no program Nobody" in courier("ledger", "share", "program", "Nobody").sentence


def test_what_was_changed_here_stays_until_a_person_says_so(courier: Courier, become: As, tmp_path: Path) -> None:
    become("ann")
    add_program(courier, tmp_path, "Acme", "1000")
    courier("ledger", "share", "program", "Acme")
    become("bob")
    add_program(courier, tmp_path, "Acme", "3000")
    assert "was changed here" in courier("ledger", "pull").sentence
    assert campaign_of("Acme") == "3000"
    assert courier("ledger", "pull", "--replace", "Acme").err == ""
    assert campaign_of("Acme") == "1000"


def test_of_what_its_owner_locked_others_make_proposals(courier: Courier, become: As, tmp_path: Path) -> None:
    become("ann")
    add_program(courier, tmp_path, "Acme", "1000")
    courier("ledger", "share", "program", "Acme", "--lock")
    become("bob")
    add_program(courier, tmp_path, "Acme", "2000")
    assert "a proposal" in courier("ledger", "share", "program", "Acme", "--unlock").out
    assert "belongs to ann" in courier("ledger", "take", "program", "Acme").sentence
    become("ann")
    assert "Nothing new" in courier("ledger", "pull").out
    listed = courier("ledger", "proposals").out
    assert "bob proposes" in listed
    assert 'campaign_id: "1000" → "2000"' in listed
    assert "as bob proposed it" in courier("ledger", "take", "program", "Acme").out
    assert "Nothing is proposed" in courier("ledger", "proposals").out
    courier("ledger", "pull")
    assert campaign_of("Acme") == "2000"


def test_without_a_team_nothing_is_shared(courier: Courier, tmp_path: Path) -> None:
    add_program(courier, tmp_path, "Acme", "1000")
    for command in (("share", "program", "Acme"), ("pull",), ("proposals",), ("take", "program", "Acme")):
        assert courier("ledger", *command).code == 2
