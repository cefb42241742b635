"""The deb on systems that are older and newer than Debian 12.

No mirror of Debian has the packages of Ubuntu 22.04. Debian 11 stands for it, which is older, with glibc and
libstdc++ of Debian 12; that the bundle asks these for nothing that Ubuntu 22.04 lacks is tested with the bundle. Of
all others only libdbus has newer patches here than there, of the same series.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from build.linux.needs import binaries_of
from tests.installed.chroot import Chroot, bare_debian
from tests.installed.test_bare_debian import install
from tests.installed.test_packages import DEB, VERSION

OLD, NEW = "bullseye", "bookworm"
NEWER = "libc6 libc-bin libstdc++6 libgcc-s1 gcc-12-base"
ONLY_NEWER = {"wl_proxy_marshal_flags"}
"""Of libwayland 1.20, which Ubuntu 22.04 has, and Debian 11 not yet."""
HERE = "/usr/lib/conversion-courier"


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    assert DEB.is_file(), "make packages comes first"
    with bare_debian(tmp_path_factory.mktemp("older") / "root", OLD) as chroot:
        apt = chroot.root / "etc" / "apt"
        sources = (apt / "sources.list").read_text(encoding="utf-8")
        (apt / "sources.list.d" / "newer.list").write_text(sources.replace(OLD, NEW), encoding="utf-8")
        (apt / "preferences.d" / "newer").write_text(
            f"Package: *\nPin: release n={NEW}*\nPin-Priority: -1\n\n"
            f"Package: {NEWER}\nPin: release n={NEW}*\nPin-Priority: 990\n",
            encoding="utf-8",
        )
        chroot.does("apt-get", "-qq", "update")
        chroot.installs(*NEWER.split())
        install(chroot, DEB)
        yield chroot


def test_each_function_that_is_asked_for_is_there(older: Chroot) -> None:
    # a function is looked for when it is called first; this looks for all of them
    asking = [f"/{path.relative_to(older.root)}" for path in binaries_of(older.root / HERE.removeprefix("/"))]
    assert len(asking) > 100
    # modules find Python, and what it brings, in the program that loads them
    python = next(path for path in asking if "/libpython3" in path)
    known = {"LD_LIBRARY_PATH": f"{HERE}/_internal", "LD_PRELOAD": python}
    told = older.run("ldd", "-r", *asking, env=known)
    said = told.stdout + told.stderr
    assert set(re.findall(r"undefined symbol: (\S+?)[,\s]", said)) <= ONLY_NEWER
    assert not [line for line in said.splitlines() if "not found" in line]


def test_it_runs_on_an_older_system(older: Chroot) -> None:
    runs(older, "older.png")


def test_it_runs_on_debian_13(tmp_path: Path) -> None:
    with bare_debian(tmp_path / "root", "trixie") as newer:
        install(newer, DEB)
        runs(newer, "newer.png")


def runs(system: Chroot, picture: str) -> None:
    assert "self-test: ok" in system.as_person("conversion-courier", "--self-test", env={"LD_BIND_NOW": "1"})
    assert system.as_person("courier", "--version").strip() == f"courier {VERSION}"
    system.as_person("courier", "practice")
    system.show_window(picture)
