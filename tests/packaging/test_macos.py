"""What a Mac is told of the app, and how it is signed. Scripts that write down their calls play the tools of macOS."""

import base64
import os
import plistlib
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from build.macos.info_plist import info_plist
from courier.reading.source import ENDINGS

ROOT = Path(__file__).resolve().parents[2]
MACOS = ROOT / "build" / "macos"
IDENTITY = "0123456789ABCDEF0123456789ABCDEF01234567"
CERTIFICATE = {
    "COURIER_MAC_CERTIFICATE": base64.b64encode(b"a certificate").decode(),
    "COURIER_MAC_CERTIFICATE_PASSWORD": "its password",
}
NOTARY = {
    "COURIER_MAC_NOTARY_KEY": "a key",
    "COURIER_MAC_NOTARY_KEY_ID": "ABC",
    "COURIER_MAC_NOTARY_ISSUER": "somebody",
}
MACH_O = b"\xcf\xfa\xed\xfe and more"


@pytest.fixture(scope="module")
def plist() -> dict:
    """As it is once written and read again."""
    return plistlib.loads(plistlib.dumps(info_plist("1.2.3")))


def test_the_plist_has_the_version_and_leaves_dark_mode_alone(plist: dict) -> None:
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == "1.2.3"
    assert plist["CFBundleExecutable"] == "conversion-courier"
    assert plist["NSHighResolutionCapable"] is True
    assert plist["LSBackgroundOnly"] is False
    assert "NSRequiresAquaSystemAppearance" not in plist


def test_sheets_are_opened_without_taking_them_from_other_programs(plist: dict) -> None:
    endings = {
        one["UTTypeIdentifier"]: one["UTTypeTagSpecification"]["public.filename-extension"]
        for one in (*plist["UTImportedTypeDeclarations"], *plist["UTExportedTypeDeclarations"])
    }
    ranks = {}
    for one in plist["CFBundleDocumentTypes"]:
        assert one["CFBundleTypeRole"] == "Editor"
        for identifier in one["LSItemContentTypes"]:
            ranks |= dict.fromkeys(endings[identifier], one["LSHandlerRank"])
    own = {ending: rank for ending, rank in ranks.items() if rank != "Alternate"}
    assert own == {"courier": "Owner"}
    assert ranks.keys() - own == {"csv", "tsv", "xlsx", "xlsm", "xls", "xlsb", "ods"}
    # and the app reads what it says that it opens
    assert ranks.keys() - own <= set(ENDINGS)


def test_no_more_is_asked_of_the_hardened_runtime_than_is_needed() -> None:
    with (MACOS / "entitlements.plist").open("rb") as file:
        allowed = plistlib.load(file)
    assert allowed == {
        "com.apple.security.cs.allow-jit": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }


def test_the_disk_image_shows_the_app_beside_the_folder_it_goes_to() -> None:
    app = ROOT / "dist" / "Conversion Courier.app"
    settings = runpy.run_path(str(MACOS / "dmg_settings.py"), init_globals={"defines": {"app": str(app)}})
    assert settings["files"] == [str(app)]
    assert settings["icon_locations"].keys() == {app.name, *settings["symlinks"]}
    _, (width, height) = settings["window_rect"]
    assert all(0 < x < width and 0 < y < height for x, y in settings["icon_locations"].values())


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the tools; what they were asked is in ``calls``."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("codesign", "security", "xcrun"):
        tool = folder / name
        tool.write_text(
            f'#!/bin/sh\necho "{name} $*" >>"{tmp_path}/calls"\n'
            f'case "$1" in find-identity) echo "1) {IDENTITY}";; list-keychains) echo "    \\"/a/b\\"";; esac\n'
            '[ "$1" != "${FAILING:-}" ]\n',
            encoding="utf-8",
        )
        tool.chmod(0o755)
    (folder / "dmgbuild.py").write_text("import sys; open(sys.argv[-1], 'w').write(sys.argv[-2])", encoding="utf-8")
    return folder


@pytest.fixture
def app(tmp_path: Path) -> Path:
    app = tmp_path / "Conversion Courier.app"
    contents = app / "Contents"
    qt = contents / "Frameworks" / "PySide6" / "Qt" / "lib" / "QtCore.framework"
    for path in (
        contents / "MacOS" / "conversion-courier",
        contents / "MacOS" / "courier",
        contents / "Frameworks" / "libssl.3.dylib",
        qt / "Versions" / "A" / "QtCore",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(MACH_O)
    (contents / "Frameworks" / "words.txt").write_text("no code", encoding="utf-8")
    (qt / "QtCore").symlink_to("Versions/A/QtCore")
    return app


SHELL = pytest.mark.only_on("linux", "darwin", why="the tools are played by scripts of a shell")


def make_dmg(app: Path, tools: Path, **env: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """As `make dmg` does, with those variables alone. Returns the calls of the tools too."""
    done = subprocess.run(
        [sys.executable, "-m", "build.macos.make_dmg", str(app.parent)],
        cwd=ROOT,
        env={"PATH": f"{tools}{os.pathsep}{os.defpath}", "PYTHONPATH": f"{ROOT}{os.pathsep}{tools}"} | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    calls = tools.parent / "calls"
    return done, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


@SHELL
def test_without_a_certificate_nothing_is_signed_and_that_is_said(app: Path, tools: Path) -> None:
    done, calls = make_dmg(app, tools, COURIER_MAC_CERTIFICATE="", COURIER_MAC_CERTIFICATE_PASSWORD="")
    assert (done.returncode, calls) == (0, [])
    assert done.stdout.startswith("COURIER_MAC_CERTIFICATE is not set: nothing is signed")


@SHELL
def test_what_is_inside_is_signed_before_what_holds_it(app: Path, tools: Path) -> None:
    done, calls = make_dmg(app, tools, **CERTIFICATE, **NOTARY)
    assert done.returncode == 0, done.stderr
    image = Path(done.stdout.splitlines()[-1])
    assert image.read_text(encoding="utf-8") == "Conversion Courier"
    signed = [call for call in calls if call.startswith("codesign --force")]
    assert [Path(call).name for call in signed] == [
        "QtCore",
        "libssl.3.dylib",
        "QtCore.framework",
        "conversion-courier",
        "courier",
        "Conversion Courier.app",
        image.name,
    ]
    assert all(f"--timestamp --sign {IDENTITY}" in call for call in signed)
    assert all("--options runtime" in call for call in signed[:-1])
    # libraries need no exceptions of their own
    assert [("entitlements.plist" in call) for call in signed] == [False] * 3 + [True] * 3 + [False]
    assert [call.split()[:3] for call in calls if call.startswith("xcrun")] == [
        ["xcrun", "notarytool", "submit"],
        ["xcrun", "stapler", "staple"],
    ]


@SHELL
def test_the_keychain_joins_those_that_are_searched_and_goes_again(app: Path, tools: Path) -> None:
    _, calls = make_dmg(app, tools, **CERTIFICATE)
    asked = [call.split()[1] for call in calls if call.startswith("security")]
    assert asked[:2] == ["list-keychains", "create-keychain"]
    assert asked[-1] == "delete-keychain"
    (listed,) = [call for call in calls if "list-keychains -d user -s" in call]
    assert listed.split("-s ")[1].startswith("/a/b /")


@SHELL
@pytest.mark.parametrize(
    ("failing", "said"),
    [("import", "security import ended with 1"), ("--force", "codesign --force ended with 1")],
)
def test_a_step_that_fails_ends_it_without_telling_a_secret(app: Path, tools: Path, failing: str, said: str) -> None:
    done, calls = make_dmg(app, tools, FAILING=failing, **CERTIFICATE)
    assert done.returncode == 1
    assert said in done.stderr
    assert "its password" not in done.stdout + done.stderr
    assert calls[-1].startswith("security delete-keychain")


@SHELL
def test_half_of_the_keys_is_a_mistake(app: Path, tools: Path) -> None:
    done, calls = make_dmg(app, tools, COURIER_MAC_CERTIFICATE="abcd")
    assert "COURIER_MAC_CERTIFICATE_PASSWORD must be set too." in done.stderr
    assert (done.returncode, calls) == (1, [])


@SHELL
def test_without_an_app_no_image_is_made(tmp_path: Path, tools: Path) -> None:
    done, calls = make_dmg(tmp_path / "none" / "Conversion Courier.app", tools)
    assert (done.returncode, calls) == (1, [])
    assert "Run `make bundle` on a Mac first." in done.stderr
