"""Which software each file and module of a bundle comes from: packages of Python, Python, packages of the system."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.metadata import Distribution, distributions
from pathlib import Path
from platform import freedesktop_os_release, python_version
from shutil import which

from packaging.utils import canonicalize_name

from courier.licences import OWN, PYTHON, PYTHON_LICENCE, licence_name, licence_paths, python_paths

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = Path("/usr/share/doc")
_OF_SYSTEMS = {"/usr", "/usr/local"}


class Kind(StrEnum):
    """Where a part comes from."""

    OWN = "own"
    PACKAGE = "package"
    """A package of Python."""
    PYTHON = "python"
    SYSTEM = "system"
    """A package of the Linux that the bundle was built on."""
    UNKNOWN = "unknown"


@dataclass
class Part:
    """One piece of software in the bundle."""

    kind: Kind
    name: str
    version: str
    licences: tuple[str, ...]
    """An SPDX expression or, where there is none, the name that its makers use; empty where nothing is known."""
    texts: tuple[Path, ...]
    """The files that hold the licences' words."""
    distribution: Distribution | None = None
    architecture: str = ""
    """Of a package of the system."""
    files: list[str] = field(default_factory=list)
    """Paths in the bundle, with `/`."""
    modules: list[str] = field(default_factory=list)
    """Modules within the programs."""


def parts_of(files: Iterable[tuple[str, str]], modules: Iterable[tuple[str, str]]) -> list[Part]:
    """All parts, each with what the bundle holds of it. Both are given as name in the bundle and path it comes from."""
    files = list(files)
    # a namespace is a folder of nobody
    modules = [(name, source) for name, source in modules if Path(source).is_file()]
    sources = {source: Path(source) for _, source in (*files, *modules)}
    packages = _by_file(sources)
    left = [source for source, path in sources.items() if source not in packages and _of_project(path) is None]
    system = _system_packages(left)
    parts: dict[tuple[Kind, str], Part] = {}
    for found, of_part in ((files, "files"), (modules, "modules")):
        for name, source in found:
            part = packages.get(source) or _of_project(sources[source]) or system.get(source)
            part = part or Part(Kind.UNKNOWN, Path(name).name, "", (), ())
            held = parts.setdefault((part.kind, part.name), part)
            getattr(held, of_part).append(name.replace("\\", "/"))
    for part in parts.values():
        part.files.sort()
        part.modules.sort()
    return [parts[key] for key in sorted(parts)]


def system_name() -> str:
    """What the Linux calls itself that the packages of `Kind.SYSTEM` come from."""
    return freedesktop_os_release()["ID"]


def _by_file(sources: Mapping[str, Path]) -> dict[str, Part]:
    """The package of Python that each source belongs to."""
    found: dict[str, Part] = {}
    real = {path.resolve(): source for source, path in sources.items()}
    for distribution in distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        kind = Kind.OWN if name == OWN else Kind.PACKAGE
        part = Part(
            kind,
            name,
            distribution.version,
            (licence_name(distribution),),
            tuple(licence_paths(distribution)),
            None if kind is Kind.OWN else distribution,
        )
        for path in distribution.files or ():
            source = real.get(Path(str(distribution.locate_file(path))).resolve())
            if source is not None:
                found[source] = part
    return found


def _of_project(path: Path) -> Part | None:
    """What is made of the project's own files, or comes from the Python that runs this."""
    if path.name == "base_library.zip" or _is_python(path):
        return Part(Kind.PYTHON, PYTHON, python_version(), (PYTHON_LICENCE,), tuple(python_paths()))
    # the environment lies within the project, and what is in it has other owners
    if path.is_relative_to(ROOT) and not path.is_relative_to(sys.prefix):
        return Part(Kind.OWN, OWN, "", ("MIT",), (ROOT / "LICENSE",))
    return None


def _is_python(path: Path) -> bool:
    """Whether a file belongs to the Python that runs this, which may share its folder with all of a system."""
    if re.match(r"(?:lib)?python3", path.name, re.IGNORECASE) or path.is_relative_to(sysconfig.get_path("stdlib")):
        return True
    return sys.base_prefix not in _OF_SYSTEMS and path.is_relative_to(sys.base_prefix)


def _system_packages(sources: Iterable[str]) -> dict[str, Part]:
    """The package of Debian, Ubuntu and the like that each source belongs to; nothing elsewhere."""
    if not which("dpkg-query"):
        return {}
    # the folder that a library is asked for in may be a link to the one that the package names
    asked = {
        name: source
        for source in sources
        for name in (source, str(Path(source).resolve()), source.removeprefix("/usr"), f"/usr{source}")
    }
    answer = _dpkg("--search", *asked)
    owners = {
        asked[path]: owner for owner, path in re.findall(r"^([^\s,]+): (.+)$", answer, re.MULTILINE) if path in asked
    }
    if not owners:
        return {}
    wanted = "${binary:Package}\\t${Package}\\t${Version}\\t${Architecture}\\n"
    shown = _dpkg("--show", "--showformat", wanted, *owners.values())
    packages = {}
    for line in shown.splitlines():
        owner, name, version, architecture = line.split("\t")
        text = DOCUMENTS / name / "copyright"
        packages[owner] = Part(
            Kind.SYSTEM, name, version, _licences_in(text), (text,) if text.exists() else (), architecture=architecture
        )
    return {source: packages[owner] for source, owner in owners.items() if owner in packages}


def _dpkg(*arguments: str) -> str:
    """What the package manager answers; about some files it may know nothing, and says so by its exit code."""
    answer = subprocess.run(["dpkg-query", *arguments], capture_output=True, encoding="utf-8", check=False)
    return answer.stdout


def _licences_in(copyright_file: Path) -> tuple[str, ...]:
    """The licence of most files of a package, by a file of Debian's form; the file itself where it has another form."""
    if not copyright_file.exists():
        return ()
    text = copyright_file.read_text(encoding="utf-8", errors="replace")
    for paragraph in text.split("\n\n"):
        if re.search(r"^Files:\s*\*\s*$", paragraph, re.MULTILINE):
            return tuple(re.findall(r"^License: *(\S.*?) *$", paragraph, re.MULTILINE))
    return (f"as in {copyright_file}",)
