"""``courier programs api``: a program's account at impact.com's API, and its token in the keychain."""

import json
from pathlib import Path

import pytest

from tests.commands.running import Courier
from tests.keychain import FakeKeychain

ACME = "api:IRabc123@api.impact.com"


@pytest.fixture(autouse=True)
def programs(courier: Courier, tmp_path: Path) -> None:
    for name in ("Acme", "Bolt"):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps({"name": name}))
        assert courier("programs", "import", path).code == 0


def keep(courier: Courier, name: str, *more: str, token: str = "s3cret", sid: str = "IRabc123") -> None:
    run = courier("programs", "api", name, "--account-sid", sid, "--token-stdin", *more, typed=f"{token}\n")
    assert (run.code, run.out) == (
        0,
        f"Results of {name} are read, and only read, with the account {sid}.\n",
    )


def test_a_token_is_kept_for_its_account_and_server_and_no_file_has_it(
    courier: Courier, keychain: FakeKeychain, courier_home: Path
) -> None:
    keep(courier, "Acme")
    assert keychain.entries == {ACME: "s3cret"}
    files = [path for path in courier_home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"s3cret" in path.read_bytes()] == []
    # another server never gets what this one was told
    keep(courier, "Acme", "--api-url", "http://127.0.0.1:8080", token="other")
    assert keychain.entries == {"api:IRabc123@127.0.0.1:8080": "other"}


def test_a_token_goes_with_the_last_program_that_reads_with_it(courier: Courier, keychain: FakeKeychain) -> None:
    keep(courier, "Acme")
    keep(courier, "Bolt")
    assert courier("programs", "remove", "Acme").code == 0
    assert keychain.entries == {ACME: "s3cret"}
    run = courier("programs", "api", "Bolt", "--remove")
    assert run.out == "The API account of Bolt and its token are forgotten.\n"
    assert keychain.entries == {}


def test_a_program_from_a_file_leads_no_kept_token_elsewhere(
    courier: Courier, keychain: FakeKeychain, tmp_path: Path
) -> None:
    keep(courier, "Acme")
    path = tmp_path / "Acme.json"
    path.write_text(json.dumps({"name": "Acme", "account_sid": "IRabc123", "api_url": "https://elsewhere.example"}))
    assert courier("programs", "import", path).code == 0
    assert keychain.entries == {}


def test_without_a_keychain_that_is_said(courier: Courier) -> None:
    run = courier("programs", "api", "Acme", "--account-sid", "IRabc123", "--token-stdin", typed="s3cret\n")
    assert run.sentence.startswith("This computer has no keychain, so the token was not kept.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--account-sid", "IRabc123"), "Give both the Account SID"),
        (("--token-stdin",), "Give both the Account SID"),
        (("--account-sid", "a:b", "--token-stdin"), "“a:b” is no Account SID"),
        (("--account-sid", "IR1", "--token-stdin", "--api-url", "http://api.impact.com"), "is not encrypted"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    courier: Courier, keychain: FakeKeychain, options: tuple[str, ...], words: str
) -> None:
    run = courier("programs", "api", "Acme", *options, typed="s3cret\n")
    assert (run.code, run.out, keychain.entries) == (2, "", {})
    assert words in run.sentence


def test_what_to_type_into_impact_com_is_printed(courier: Courier, tmp_path: Path) -> None:
    url = "sftp://up@files.acme.example:2222/out"
    assert courier("destinations", "add", "Own server", "--url", url, "--pulled").code == 0
    path = tmp_path / "Acme.json"
    path.write_text(json.dumps({"name": "Acme", "destination": "Own server"}))
    assert courier("programs", "import", path).code == 0
    run = courier("programs", "setup", "Acme")
    assert (run.code, run.err) == (0, "")
    assert "    Server: files.acme.example\n    Port: 2222\n    Directory: out\n    User: up\n" in run.out
    assert "Save a destination" in courier("programs", "setup", "Bolt").out
