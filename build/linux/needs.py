"""What the bundle asks of the Linux it is installed on: libraries, and the versions of glibc and libstdc++."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Version = tuple[int, ...]
_OF_GLIBC = {"libc.so.6", "libm.so.6", "libresolv.so.2", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"}


@dataclass(frozen=True)
class Needs:
    """``libraries``: by the names that are asked for, those of glibc left out. ``cxx_abi``: of libstdc++ too."""

    libraries: frozenset[str]
    glibc: Version
    cxx: Version
    cxx_abi: Version


def needs_of(bundle: Path) -> Needs:
    """What all programs and libraries of a bundle ask for that is not in it."""
    carried = {path.name for path in bundle.rglob("*.so*")}
    told = _told(binaries_of(bundle))
    wanted = _asked_for(told)
    own = {name for name in wanted if name.startswith("ld-linux")} | _OF_GLIBC
    glibc, cxx, cxx_abi = (max(_versions(told, of)) for of in ("GLIBC", "GLIBCXX", "CXXABI"))
    return Needs(frozenset(wanted - carried - own), glibc, cxx, cxx_abi)


def binaries_of(folder: Path) -> list[Path]:
    """All programs and libraries below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]


def asked_for(binaries: Iterable[str]) -> set[str]:
    """The libraries that these programs and libraries name themselves."""
    return _asked_for(_told([Path(path) for path in binaries]))


def _asked_for(told: str) -> set[str]:
    return set(re.findall(r"NEEDED +(\S+)", told))


def _told(binaries: list[Path]) -> str:
    command = ["objdump", "-p", *map(str, binaries)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


def _versions(told: str, of: str) -> Iterator[Version]:
    yield (0,)
    # those that are asked for stand behind two numbers, those that a library offers do not
    for found in re.findall(rf"0x[0-9a-f]+ 0x\w+ \d+ {of}_([\d.]+)", told):
        yield tuple(int(number) for number in found.split("."))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
