"""The packages for Linux: what is in them, what they ask for, and the archive installed without root."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from build.bundle_sizes import MEGABYTE
from tests.needs import need

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "dist"
LIMIT = ROOT / "build" / "linux" / "package_limit.txt"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
DEB = DIST / f"conversion-courier_{VERSION}-1_amd64.deb"
RPM = DIST / f"conversion-courier-{VERSION}-1.x86_64.rpm"
TAR = DIST / f"conversion-courier-{VERSION}-linux-x86_64.tar.xz"


def told(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def made() -> None:
    assert DEB.is_file(), "make packages comes first"
    assert RPM.is_file()
    assert TAR.is_file()


def in_deb() -> set[str]:
    listed = told(need("dpkg-deb", "dpkg"), "--contents", DEB).splitlines()
    assert not [line for line in listed if " root/root " not in line]
    return {line.split(" ./", 1)[1].partition(" -> ")[0] for line in listed if not line.startswith("d")}


@pytest.mark.parametrize("package", [DEB, RPM, TAR], ids=["deb", "rpm", "archive"])
def test_no_package_grows(package: Path) -> None:
    assert package.stat().st_size / MEGABYTE <= int(LIMIT.read_text(encoding="ascii"))


def test_what_a_desktop_and_a_shell_look_for_is_there() -> None:
    files = in_deb()
    assert {
        "usr/bin/courier",
        "usr/bin/conversion-courier",
        "usr/lib/conversion-courier/conversion-courier",
        "usr/share/applications/conversion-courier.desktop",
        "usr/share/metainfo/org.conversion_courier.app.metainfo.xml",
        "usr/share/icons/hicolor/16x16/apps/conversion-courier.png",
        "usr/share/icons/hicolor/512x512/apps/conversion-courier.png",
        "usr/share/icons/hicolor/scalable/apps/conversion-courier.svg",
        "usr/share/man/man1/courier.1.gz",
        "usr/share/man/man1/conversion-courier.1.gz",
        "usr/share/bash-completion/completions/courier",
        "usr/share/zsh/site-functions/_courier",
        "usr/share/fish/vendor_completions.d/courier.fish",
        "usr/share/doc/conversion-courier/copyright",
    } <= files


def test_deb_and_rpm_hold_the_same() -> None:
    rpm = told(need("rpm", "rpm"), "--query", "--list", "--package", RPM).splitlines()
    missing = in_deb() - {path.removeprefix("/") for path in rpm}
    assert missing == set()


def test_both_ask_for_the_same_libraries() -> None:
    deb = told(need("dpkg-deb", "dpkg"), "--field", DEB, "Depends")
    rpm = told(need("rpm", "rpm"), "--query", "--requires", "--package", RPM)
    assert {"libgl1", "libegl1", "libfontconfig1", "xkb-data"} <= set(re.split(r"[, ]+", deb))
    assert {"libGL.so.1()(64bit)", "libEGL.so.1()(64bit)", "xkeyboard-config"} <= set(rpm.splitlines())
    glibc = re.search(r"libc6 \(>= ([\d.]+)\)", deb)
    assert glibc is not None
    assert f"libc.so.6(GLIBC_{glibc[1]})(64bit)" in rpm


def test_lintian_finds_no_error(tmp_path: Path) -> None:
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [need("lintian", "lintian"), "--allow-root", "--fail-on", "error", DEB],
        env=env, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_archive_is_installed_without_root_and_taken_away(tmp_path: Path) -> None:
    unpacked, home = tmp_path / "unpacked", tmp_path / "My home"
    unpacked.mkdir()
    (home / ".local" / "share" / "applications").mkdir(parents=True)
    other = home / ".local" / "share" / "applications" / "other.desktop"
    other.write_text("of somebody else", encoding="utf-8")
    told("tar", "--extract", "--file", TAR, "--directory", unpacked)
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def does(*command: str | Path) -> str:
        done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    local = home / ".local"
    for _ in ("installed", "once more"):
        assert "not on your PATH" in does("sh", unpacked / f"conversion-courier-{VERSION}" / "install.sh")
    assert does(local / "bin" / "courier", "--version").strip() == f"courier {VERSION}"
    desktop = local / "share" / "applications" / "conversion-courier.desktop"
    assert f'\nExec="{local}/bin/conversion-courier" %F\n' in desktop.read_text(encoding="utf-8")
    does(need("desktop-file-validate", "desktop-file-utils"), desktop)
    does("sh", local / "lib" / "conversion-courier" / "uninstall.sh")
    left = {path for path in local.rglob("*") if not path.is_dir()} - {other}
    assert {path for path in left if path.name != "mimeinfo.cache"} == set()
