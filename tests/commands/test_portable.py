"""Portable mode: a bundled program with a file ``portable`` beside it keeps all state there, and no secret."""

import sys
from pathlib import Path

import pytest

from courier.settings import config_folder, data_folder, home_folder, ledger_folder
from tests.commands.running import Courier
from tests.keychain import FakeKeychain


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a bundled program that runs, with the file."""
    folder = tmp_path / "stick" / "Conversion Courier"
    folder.mkdir(parents=True)
    (folder / "portable").touch()
    monkeypatch.delenv("COURIER_HOME")
    # what would be written to without portable mode, which no test may touch
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "profile"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "courier"))
    return folder


def test_all_state_is_beside_the_program_and_no_password(
    program: Path, courier: Courier, tmp_path: Path, inbox: Path, keychain: FakeKeychain
) -> None:
    home = program / "portable-data"
    added = courier(
        "destinations", "add", "Acme", "--url", "sftp://me@shop.example/in", "--password-stdin", typed="s3cret-word\n"
    )
    assert added.code == 0, added.err
    assert courier("destinations", "add", "Box", "--url", inbox).code == 0
    assert "s3cret-word" in keychain.entries.values()
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "destinations.json" for path in files)
    assert [path for path in files if b"s3cret-word" in path.read_bytes()] == []
    assert all(folder.is_relative_to(home) for folder in (config_folder(), data_folder(), ledger_folder()))
    assert not (tmp_path / "profile").exists()
    told = courier("privacy").out
    assert f"all but passwords is kept in {home}." in told


def test_without_the_file_or_in_no_bundle_the_profile_is_used(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home_folder() == program / "portable-data"
    (program / "portable").unlink()
    assert home_folder() is None
    (program / "portable").touch()
    monkeypatch.setattr(sys, "frozen", False)
    assert home_folder() is None


def test_a_folder_that_was_named_goes_first(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURIER_HOME", str(tmp_path / "elsewhere"))
    assert home_folder() == tmp_path / "elsewhere"


def test_an_app_of_macos_keeps_it_beside_itself(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(program / "Conversion Courier.app/Contents/MacOS/courier"))
    assert home_folder() == program / "portable-data"


def test_where_nothing_can_be_written_nothing_is_kept_elsewhere(
    program: Path, courier: Courier, tmp_path: Path
) -> None:
    # a file of this name stops root too
    (program / "portable-data").write_text("")
    refused = courier("destinations", "list")
    assert refused.code == 2
    assert refused.sentence == (
        f"Portable mode keeps everything in {program / 'portable-data'}, which cannot be written."
        " Move the program, or remove the file “portable” beside it."
    )
    assert not (tmp_path / "profile").exists()


@pytest.mark.only_on("linux", "darwin", why="a mode means nothing on Windows")
def test_what_is_kept_there_is_for_its_owner_alone(program: Path, courier: Courier, inbox: Path) -> None:
    assert courier("destinations", "add", "Box", "--url", inbox).code == 0
    assert (program / "portable-data").stat().st_mode & 0o077 == 0
