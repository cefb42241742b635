"""The installer and what it installs, as a person on Windows has it: `make windows`, then `make test-windows`.

The tests belong together and follow each other: installed, used, installed again over itself, uninstalled.
"""

import json
import os
import subprocess
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.bundle_sizes import MEGABYTE

pytestmark = pytest.mark.only_on("win32", why="it installs on Windows")

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
SETUP = ROOT / "dist" / "windows" / f"conversion-courier-{VERSION}-setup.exe"
STATE = Path(os.environ.get("LOCALAPPDATA", "")) / "conversion-courier"
LIMIT = ROOT / "build" / "windows" / "installer_limit.txt"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\ConversionCourier"
IT_RUNS = 3
"""The exit code of an installer that leaves everything as it is because the app runs."""
LONG_PATH = ";".join(rf"%USERPROFILE%\tools\number {number}" for number in range(60))
"""Longer than what a variable of the installer can hold."""


def installer(options: str = "") -> int:
    """Run it silently; its exit code. The folder comes last, and without quotation marks."""
    assert SETUP.is_file(), "make windows comes first"
    return subprocess.run(f'"{SETUP}" /S {options}', timeout=500, check=False).returncode


def surroundings() -> dict[str, str]:
    """What a person's session has: a screen, and the keychain of the system."""
    of_tests = {"QT_QPA_PLATFORM", "PYTHON_KEYRING_BACKEND"}
    return {name: value for name, value in os.environ.items() if name not in of_tests}


def run(program: Path, *arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """What an installed program prints."""
    return subprocess.run(
        [program, *map(str, arguments)],
        env=surroundings(),
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        check=False,
    )


def wait_until(done: object, seconds: float = 240) -> None:
    """Wait for another process."""
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def of_person(key: str, name: str = "") -> str | int | None:
    """A value in the person's half of the registry, None if there is none."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except FileNotFoundError:
        return None


def offered_for(ending: str) -> bool:
    """Whether it stands under *Open with* for files of this ending, by a value that has a name and no content."""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"Software\Classes\.{ending}\OpenWithProgids") as opened:
            winreg.QueryValueEx(opened, "ConversionCourier.Sheet")
    except FileNotFoundError:
        return False
    return True


@pytest.fixture(scope="module")
def long_path() -> Iterator[None]:
    """A PATH of the person with variables in it; the one before comes back."""
    import winreg

    key = winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment")
    before = of_person("Environment", "Path")
    winreg.SetValueEx(key, "Path", 0, winreg.REG_EXPAND_SZ, LONG_PATH)
    yield
    if before is None:
        winreg.DeleteValue(key, "Path")
    else:
        winreg.SetValueEx(key, "Path", 0, winreg.REG_EXPAND_SZ, before)
    key.Close()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, long_path: None) -> Path:
    """The folder into which a person without rights installed it, on the path."""
    folder = tmp_path_factory.mktemp("programs") / "Größe & Ordner"
    assert of_person(UNINSTALL, "DisplayName") is None, "it is installed here already"
    assert installer(f"/Path /D={folder}") == 0
    return folder


@pytest.fixture
def window(installed: Path, courier_home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The app, still starting."""
    process = subprocess.Popen([installed / "conversion-courier.exe"], env=surroundings())
    wait_until((courier_home / "data" / "window.lock").exists)
    yield process
    process.kill()
    process.wait()


def test_the_installer_does_not_grow() -> None:
    assert SETUP.stat().st_size / MEGABYTE <= int(LIMIT.read_text(encoding="ascii"))


@pytest.mark.parametrize("name", ["conversion-courier.exe", "courier.exe"])
def test_a_program_says_what_it_is_and_what_it_can(installed: Path, name: str) -> None:
    import pefile

    with pefile.PE(installed / name) as program:
        told = {
            word.decode(): text.decode()
            for part in program.FileInfo[0]
            if part.Key == b"StringFileInfo"
            for table in part.StringTable
            for word, text in table.entries.items()
        }
        numbers = program.VS_FIXEDFILEINFO[0]
    assert told["ProductName"] == "Conversion Courier"
    assert {told["ProductVersion"], told["FileVersion"]} == {VERSION}
    assert told["FileDescription"].startswith("Conversion Courier")
    assert f"{numbers.FileVersionMS >> 16}.{numbers.FileVersionMS & 0xFFFF}.{numbers.FileVersionLS >> 16}" == VERSION
    content = (installed / name).read_bytes()
    assert b"PerMonitorV2" in content
    assert b"longPathAware" in content


def test_what_windows_has_or_nothing_uses_is_left_out(installed: Path) -> None:
    names = {path.name.lower() for path in installed.rglob("*")}
    assert {"opengl32sw.dll", "qdirect2d.dll"} & names == set()
    assert {"qwindows.dll", "qt6core.dll"} <= names


def test_licences_and_the_list_of_parts_are_there(installed: Path) -> None:
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (installed / "licences.txt").read_text(encoding="utf-8")
    assert json.loads((installed / "sbom.cdx.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"


def test_windows_knows_how_to_open_uninstall_and_find_it(installed: Path) -> None:
    window = installed / "conversion-courier.exe"
    applications = r"Software\Classes\Applications\conversion-courier.exe"
    assert of_person(applications, "FriendlyAppName") == "Conversion Courier"
    assert of_person(rf"{applications}\shell\open\command") == f'"{window}" "%1"'
    for ending in ("csv", "tsv", "xlsx", "xlsm", "xlsb", "xls", "ods"):
        assert of_person(rf"{applications}\SupportedTypes", f".{ending}") == ""
        assert offered_for(ending)
        # what opens such a file by double-click is the person's choice
        assert of_person(rf"Software\Classes\.{ending}") is None
    assert of_person(UNINSTALL, "DisplayVersion") == VERSION
    assert int(of_person(UNINSTALL, "EstimatedSize") or 0) > 50_000
    links = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    assert (links / "Conversion Courier.lnk").is_file()
    # a long path loses nothing
    assert of_person("Environment", "Path") == f"{LONG_PATH};{installed}"


def test_its_self_test_passes(installed: Path, tmp_path: Path) -> None:
    log = tmp_path / "self-test.txt"
    done = run(installed / "conversion-courier.exe", "--self-test", "--log", log)
    assert done.returncode == 0, log.read_text(encoding="utf-8") if log.exists() else done.stderr
    assert log.read_text(encoding="utf-8").splitlines()[-1].startswith("self-test: ok")


def test_the_command_does_the_practice_job(installed: Path) -> None:
    assert run(installed / "courier.exe", "--version").stdout.strip() == f"courier {VERSION}"
    done = run(installed / "courier.exe", "practice")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_token_goes_to_the_credential_manager_and_comes_off_it(installed: Path, tmp_path: Path) -> None:
    from keyring.backends.Windows import WinVaultKeyring

    kept = WinVaultKeyring()
    name = "api:IRtest7291@api.impact.com"
    program = tmp_path / "Acme.json"
    program.write_text(json.dumps({"name": "Acme"}))
    command = installed / "courier.exe"
    assert run(command, "programs", "import", program).returncode == 0
    try:
        done = run(command, "programs", "api", "Acme", "--account-sid", "IRtest7291", "--token-stdin", typed="s3cret\n")
        assert done.returncode == 0, done.stderr
        assert kept.get_password("conversion-courier", name) == "s3cret"
        assert run(command, "programs", "remove", "Acme").returncode == 0
        assert kept.get_password("conversion-courier", name) is None
    finally:
        if kept.get_password("conversion-courier", name) is not None:
            kept.delete_password("conversion-courier", name)


def test_a_second_start_hands_its_file_over(
    installed: Path, window: subprocess.Popen[bytes], tmp_path: Path, courier_home: Path
) -> None:
    sheet = tmp_path / "orders äß.csv"
    sheet.write_text("OrderId,Amount\nAC-1,10.00\n")
    second = run(installed / "conversion-courier.exe", sheet)
    assert second.returncode == 0
    assert window.poll() is None
    recent = courier_home / "data" / "recent.json"
    wait_until(lambda: recent.exists() and str(sheet) in json.loads(recent.read_text(encoding="utf-8")))


def test_nothing_is_changed_while_it_runs(installed: Path, window: subprocess.Popen[bytes]) -> None:
    before = sorted(installed.rglob("*"))
    assert installer() == IT_RUNS
    # told where it is, it does not go on as a copy of itself, and can be waited for
    uninstaller = f'"{installed / "uninstall.exe"}" /S _?={installed}'
    assert subprocess.run(uninstaller, timeout=240, check=False).returncode == IT_RUNS
    assert sorted(installed.rglob("*")) == before
    assert window.poll() is None
    assert of_person(UNINSTALL, "DisplayVersion") == VERSION


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    """A draft where the app keeps its own on this system."""
    from platformdirs import user_config_path, user_data_path

    # the installer's script has it by name
    assert {user_config_path("conversion-courier", appauthor=False)} == {STATE}
    assert {user_data_path("conversion-courier", appauthor=False)} == {STATE}
    draft = STATE / "drafts" / "test" / "journal"
    draft.parent.mkdir(parents=True)
    draft.write_text("kept")
    yield draft
    draft.unlink()
    for folder in (draft.parent, draft.parent.parent, STATE):
        if not list(folder.iterdir()):
            folder.rmdir()


def test_a_newer_one_takes_the_place_of_an_older_one(installed: Path, state: Path) -> None:
    older = installed / "_internal" / "older.dll"
    older.write_text("of the version before")
    assert installer() == 0
    assert not older.exists()
    assert run(installed / "courier.exe", "--version").returncode == 0
    assert state.read_text() == "kept"
    assert of_person("Environment", "Path") == f"{LONG_PATH};{installed}"


def test_uninstalled_it_leaves_only_what_the_person_made(installed: Path, state: Path) -> None:
    assert subprocess.run(str(of_person(UNINSTALL, "QuietUninstallString")), timeout=240, check=False).returncode == 0
    wait_until(lambda: not installed.exists())
    assert state.read_text() == "kept"
    assert of_person(UNINSTALL, "DisplayName") is None
    assert of_person(r"Software\Conversion Courier", "Folder") is None
    assert of_person(r"Software\Classes\ConversionCourier.Sheet") is None
    assert not offered_for("csv")
    assert of_person(r"Software\Classes\Applications\conversion-courier.exe", "FriendlyAppName") is None
    links = Path(os.environ["APPDATA"]) / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    assert not (links / "Conversion Courier.lnk").exists()
    assert of_person("Environment", "Path") == LONG_PATH
