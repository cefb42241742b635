"""The rpm and the archive in a bare Debian with the libraries that they ask for: installed, started, taken away."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.linux.system_libraries import PACKAGES
from tests.installed.chroot import HOME, SHEET, Chroot, bare_debian
from tests.installed.test_packages import ROOT, RPM, TAR, VERSION, told
from tests.needs import need

FORMER = ROOT / ".work" / "linux" / "conversion-courier-0.0.1-1.x86_64.rpm"


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    with bare_debian(tmp_path_factory.mktemp("debian") / "root", "bookworm") as chroot:
        # every desktop can unpack, a system that was made for one program need not
        chroot.installs("xkb-data", "xz-utils", *sorted(set(PACKAGES.values())))
        yield chroot


def speaks_for(debian: Chroot, folder: Path) -> Path:
    """An rpm that says what libraries are there, as the packages of a Fedora do for theirs."""
    listed = re.findall(r"^\s+(\S+) \(libc6,x86-64", debian.does("ldconfig", "--print-cache"), re.MULTILINE)
    glibc = debian.does("getconf", "GNU_LIBC_VERSION").rpartition(".")[2]
    facts = {
        "name": "what-is-there", "arch": "amd64", "platform": "linux", "version": "1", "maintainer": "a <a@b.example>",
        "description": "libraries of the system", "license": "none",
        "provides": [
            "xkeyboard-config",
            *(f"{name}()(64bit)" for name in sorted(set(listed))),
            *(f"libc.so.6(GLIBC_2.{minor})(64bit)" for minor in range(2, int(glibc) + 1)),
        ],
    }  # fmt: skip
    config = folder / "what-is-there.json"
    config.write_text(json.dumps(facts), encoding="utf-8")
    nfpm = Path(sys.executable).with_name("nfpm")
    told(nfpm, "package", "--config", config, "--packager", "rpm", "--target", f"{folder}/")
    return next(folder.glob("*.rpm"))


def test_the_rpm_from_the_former_version_to_nothing(debian: Chroot, tmp_path: Path) -> None:
    def dnf(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # what a Fedora knows of other packages is left out
        command = [need("dnf", "dnf"), f"--installroot={debian.root}", f"--setopt=reposdir={tmp_path}", "--assumeyes"]
        return subprocess.run([*command, *arguments], capture_output=True, encoding="utf-8", check=False)

    def does(*arguments: str | Path) -> None:
        done = dnf(*arguments)
        assert done.returncode == 0, done.stderr[-2000:]

    def asked(*arguments: str) -> str:
        return told(need("rpm", "rpm"), "--root", debian.root, *arguments)

    before = debian.files()
    refused = dnf("install", FORMER)
    assert refused.returncode != 0
    assert "nothing provides libGL.so.1()(64bit) needed by conversion-courier" in refused.stderr
    does("install", speaks_for(debian, tmp_path))
    does("install", FORMER)
    assert "self-test: ok" in debian.as_person("conversion-courier", "--self-test")
    debian.as_person("mkdir", f"{HOME}/outbox")
    debian.as_person("courier", "send", SHEET, "--to", f"{HOME}/outbox")
    history, state = debian.as_person("courier", "history"), debian.kept()

    does("install", RPM)
    assert asked("--query", "conversion-courier").strip() == f"conversion-courier-{VERSION}-1.x86_64"
    # what is there is what was packed: sizes, digests, links and modes
    assert asked("--verify", "conversion-courier") == ""
    assert debian.kept() == state
    assert debian.as_person("courier", "history") == history
    assert "self-test: ok" in debian.as_person("conversion-courier", "--self-test")
    debian.show_window("rpm.png")

    does("remove", "conversion-courier")
    of_dnf = ("/var/lib/dnf/", "/var/lib/rpm/")
    left = {path for path in debian.files() - before if not path.startswith((HOME, *of_dnf)) and "/.rpmdb/" not in path}
    assert left == set()


def test_the_archive_at_home_without_root(debian: Chroot) -> None:
    shutil.rmtree(debian.root / HOME.removeprefix("/") / ".local", ignore_errors=True)
    shutil.copy(TAR, debian.root / "tmp" / TAR.name)
    before, of_others = debian.files(HOME), debian.files() - debian.files(HOME)
    folder = f"/tmp/conversion-courier-{VERSION}"
    debian.as_person("tar", "--extract", "--file", f"/tmp/{TAR.name}", "--directory", "/tmp")
    debian.as_person("sh", f"{folder}/install.sh")
    debian.does("rm", "-r", folder)
    assert debian.as_person("courier", "--version").strip() == f"courier {VERSION}"
    assert "self-test: ok" in debian.as_person("conversion-courier", "--self-test")
    installed = debian.files(HOME) - before
    debian.as_person("courier", "practice")
    debian.show_window("archive.png", "key End", "type 25.00", "key Return")

    state = debian.kept()
    debian.as_person("sh", f"{HOME}/.local/lib/conversion-courier/uninstall.sh")
    assert debian.files() - debian.files(HOME) == of_others
    left = {path for path in debian.files(HOME) if path.startswith(f"{HOME}/.local/")} & installed
    assert {path for path in left if not path.startswith(f"{HOME}/.local/share/conversion-courier/")} == set()
    assert not (debian.root / HOME.removeprefix("/") / ".local" / "bin").exists()
    assert [path for path in state if "drafts" in path], sorted(state)
    assert debian.kept().items() <= state.items()
