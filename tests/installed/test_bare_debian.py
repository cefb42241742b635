"""The deb in a Debian that has nothing else: installed, tried, upgraded with what was kept, and purged."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installed.chroot import HOME, SHEET, Chroot, bare_debian
from tests.installed.test_packages import DEB, ROOT, VERSION

FORMER = ROOT / ".work" / "linux" / "conversion-courier_0.0.1-1_amd64.deb"


@pytest.fixture(scope="module")
def debian(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    assert DEB.is_file(), "make packages comes first"
    with bare_debian(tmp_path_factory.mktemp("debian") / "root", "bookworm") as chroot:
        yield chroot


def install(debian: Chroot, package: Path) -> None:
    shutil.copy(package, debian.root / "tmp" / package.name)
    debian.installs(f"/tmp/{package.name}")


def test_from_the_former_version_to_nothing(debian: Chroot) -> None:
    before = debian.files()
    install(debian, FORMER)
    assert "self-test: ok" in debian.as_person("conversion-courier", "--self-test")
    debian.as_person("mkdir", f"{HOME}/outbox")
    debian.as_person("courier", "send", SHEET, "--to", f"{HOME}/outbox")
    debian.show_window("former.png", "key End", "type 25.00", "key Return")
    history, state = debian.as_person("courier", "history"), debian.kept()
    assert "A-1" in debian.as_person("courier", "history", "--order", "A-1")
    assert [path for path in state if "drafts" in path], sorted(state)

    install(debian, DEB)
    assert debian.does("dpkg-query", "--show", "--showformat=${Version}", "conversion-courier") == f"{VERSION}-1"
    assert debian.kept() == state
    assert debian.as_person("courier", "history") == history
    assert debian.as_person("courier", "--version").strip() == f"courier {VERSION}"
    debian.as_person("courier", "practice")
    debian.show_window("upgraded.png")

    state = debian.kept()
    debian.does("apt-get", "purge", "--yes", "--quiet", "conversion-courier")
    assert {path for path in debian.files("/usr") if "courier" in path.replace("/courier-", "/")} == set()
    debian.does("apt-get", "autoremove", "--purge", "--yes", "--quiet")
    left = {path for path in debian.files() - before if not path.startswith((HOME, "/etc/ssl", "/var/lib"))}
    assert not [path for path in left if "conversion" in path or "/courier" in path], left
    assert debian.kept() == state
