"""What the bundle asks of a Linux, and how much room it takes."""

import sys
from pathlib import Path

import pytest

from build.bundle_sizes import MEGABYTE, sizes
from build.linux.needs import Needs, needs_of
from build.linux.system_libraries import OLDEST_CXX, OLDEST_CXX_ABI, OLDEST_GLIBC, PACKAGES

BUILT = Path(__file__).resolve().parent.parent.parent / "dist" / "conversion-courier"
LIMIT = Path(__file__).resolve().parent.parent.parent / "build" / "linux" / "bundle_limit.txt"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all libraries are carried")


@pytest.fixture(scope="module")
def needs() -> Needs:
    assert BUILT.is_dir(), "make bundle comes first"
    return needs_of(BUILT)


def test_ubuntu_2204_is_new_enough(needs: Needs) -> None:
    assert needs.glibc <= OLDEST_GLIBC
    assert needs.cxx <= OLDEST_CXX
    assert needs.cxx_abi <= OLDEST_CXX_ABI


def test_each_library_that_is_not_carried_has_its_package(needs: Needs) -> None:
    assert needs.libraries <= PACKAGES.keys()
    assert "libGL.so.1" in needs.libraries


def test_no_library_of_the_desktop_is_carried() -> None:
    # beside the system's own, one of these would be loaded by the drivers of the screen too
    names = {path.name for path in BUILT.rglob("*.so*")}
    assert names.isdisjoint(PACKAGES)
    assert not [name for name in names if name.startswith(("libgtk", "libgdk", "libgio", "libsystemd", "libgcrypt"))]


def test_the_bundle_does_not_grow() -> None:
    assert sum(sizes(BUILT).values()) / MEGABYTE <= int(LIMIT.read_text(encoding="ascii"))
