"""The bundle as a user has it: moved to another folder, without the environment it was built in."""

import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "dist" / "conversion-courier"
SUFFIX = ".exe" if sys.platform == "win32" else ""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert BUILT.is_dir(), "make bundle comes first"
    moved = tmp_path_factory.mktemp("moved") / "Größe & Ordner"
    shutil.copytree(BUILT, moved, symlinks=True)
    return moved


@pytest.fixture
def surroundings(tmp_path: Path, courier_home: Path) -> dict[str, str]:
    """What a user's session has, and nothing of ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    return kept | {
        "HOME": str(tmp_path),
        "COURIER_HOME": str(courier_home),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
    }


def unexpected(printed: str) -> list[str]:
    """What a program printed, apart from the remark of a screen that is none."""
    return [line for line in printed.splitlines() if line != "This plugin does not support propagateSizeHints()"]


def run(program: Path, *arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [f"{program}{SUFFIX}", *arguments], env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_self_test_passes_and_writes_its_log(bundle: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "self-test.txt"
    done = run(bundle / "conversion-courier", "--self-test", "--log", str(log), env=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert unexpected(done.stderr) == []
    *lines, last = log.read_text(encoding="utf-8").splitlines()
    assert last.startswith("self-test: ok in ")
    checks = {line.split(":")[0] for line in lines if line.startswith("ok ")}
    assert checks == {
        f"ok {name}"
        for name in (
            "icons", "messages", "plugins", "fonts", "locale", "folders", "certificates", "keychain", "window",
            "practice sheet", "repairs", "upload",
        )
    }  # fmt: skip


def test_window_opens_and_prints_nothing(bundle: Path, surroundings: dict[str, str]) -> None:
    window = subprocess.Popen(
        [f"{bundle / 'conversion-courier'}{SUFFIX}"],
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    time.sleep(8)
    still_open = window.poll() is None
    window.kill()
    printed, _ = window.communicate()
    assert unexpected(printed) == []
    assert still_open


def test_command_knows_its_version(bundle: Path, surroundings: dict[str, str]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run(bundle / "courier", "--version", env=surroundings).stdout.strip() == f"courier {version}"


def test_command_prints_the_licences_of_all_its_parts(bundle: Path, surroundings: dict[str, str]) -> None:
    done = run(bundle / "courier", "--licences", env=surroundings)
    assert done.returncode == 0, done.stderr
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in done.stdout


def test_command_does_the_practice_job(bundle: Path, surroundings: dict[str, str]) -> None:
    done = run(bundle / "courier", "practice", env=surroundings)
    assert done.returncode == 0
    assert done.stderr == ""


def test_command_says_plainly_what_it_cannot_read(bundle: Path, surroundings: dict[str, str]) -> None:
    done = run(bundle / "courier", "check", "nowhere.csv", env=surroundings)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_nothing_is_carried_that_the_app_does_not_use(bundle: Path) -> None:
    names = {path.name for path in (bundle / "_internal").iterdir()}
    assert names.isdisjoint({"numpy", "pandas", "pyarrow", "tkinter", "pytest", "hypothesis"})
    # the looks of GTK bring forty libraries; the licence of readline asks more than the app may promise
    unwanted = ("Qml", "Quick", "libgtk", "libreadline", "networkmanager")
    assert not [path for path in bundle.rglob("*") if any(name in path.name for name in unwanted)]


def test_nothing_tells_where_it_was_built(bundle: Path) -> None:
    texts = {".json", ".txt", ".py", ".ftl", ".ini", ".conf", ".cfg", ""}
    built = str(ROOT).encode()
    programs = {"conversion-courier", "courier"}
    told = [
        path
        for path in bundle.rglob("*")
        if path.is_file() and (path.suffix in texts or path.name in programs) and built in path.read_bytes()
    ]
    assert told == []


def test_a_portable_program_keeps_all_beside_itself(bundle: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    alone = {name: value for name, value in surroundings.items() if name != "COURIER_HOME"}
    (bundle / "portable").touch()
    try:
        added = run(bundle / "courier", "destinations", "add", "Box", "--url", tmp_path.as_uri(), env=alone)
        assert added.returncode == 0, added.stderr
        told = run(bundle / "courier", "privacy", env=alone)
    finally:
        (bundle / "portable").unlink()
    assert str(bundle / "portable-data") in told.stdout
    assert (bundle / "portable-data" / "config" / "destinations.json").is_file()
    shutil.rmtree(bundle / "portable-data")
