"""What the files in ``locks/`` name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

LOCKS = Path(__file__).resolve().parent.parent / "locks"

ENTRY = re.compile(r"^([^\s#-].*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)
"""A package, and the digests of the files that may be installed as this package."""


@dataclass(frozen=True)
class LockedPackage:
    """One package of one version."""

    name: NormalizedName
    version: str
    marker: Marker | None
    """On which systems and Pythons it is installed; None for all."""
    sha256: tuple[str, ...]
    """One for each file that may be installed, of which there is one per system and Python or one for all."""


def read_lock(name: str, folder: Path = LOCKS) -> dict[NormalizedName, LockedPackage]:
    """The packages of ``locks/NAME.lock``."""
    packages = {}
    for line, digests in ENTRY.findall((folder / f"{name}.lock").read_text(encoding="utf-8")):
        entry = Requirement(line)
        package = canonicalize_name(entry.name)
        version = str(entry.specifier).removeprefix("==")
        packages[package] = LockedPackage(
            package, version, entry.marker, tuple(re.findall("sha256:([0-9a-f]+)", digests))
        )
    return packages
