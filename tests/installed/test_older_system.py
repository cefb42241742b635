"""The deb on a system older than Ubuntu 22.04, whose own packages no mirror of Debian has: Debian 11, with glibc and
the libraries of gcc of Debian 12.

That the bundle asks these for nothing that Ubuntu 22.04 lacks is tested with the bundle. Of the others only libdbus has
newer patches here than there, of the same series.
"""

import re
import shutil
from collections.abc import Iterator

import pytest

from build.linux.needs import binaries_of
from tests.installed.chroot import Chroot, bare_debian
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
        shutil.copy(DEB, chroot.root / "tmp" / DEB.name)
        chroot.installs(f"/tmp/{DEB.name}")
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


def test_it_runs_and_shows_its_window(older: Chroot) -> None:
    assert "self-test: ok" in older.as_person("conversion-courier", "--self-test", env={"LD_BIND_NOW": "1"})
    assert older.as_person("courier", "--version").strip() == f"courier {VERSION}"
    older.as_person("courier", "practice")
    older.show_window("older.png")
