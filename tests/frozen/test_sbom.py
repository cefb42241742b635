"""The bundle's list of what it is made of names each of its files, modules and packages, and nothing else."""

import hashlib
import json
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name
from PyInstaller.archive.readers import CArchiveReader

from build.locks import read_lock

BUILT = Path(__file__).resolve().parent.parent.parent / "dist" / "conversion-courier"
SUFFIX = ".exe" if sys.platform == "win32" else ""
OWN = {"courier", "gui", "resources", "build", "start_window", "start_command"}


@pytest.fixture(scope="module")
def sbom() -> dict:
    assert BUILT.is_dir(), "make bundle comes first"
    return json.loads((BUILT / "sbom.cdx.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def components(sbom: dict) -> dict[str, dict]:
    return {component["name"]: component for component in sbom["components"]}


def test_each_file_is_listed_with_its_digest(sbom: dict) -> None:
    listed = {
        file["name"]: file["hashes"][0]["content"]
        for component in (sbom["metadata"]["component"], *sbom["components"])
        for file in component.get("components", [])
        if file["type"] == "file"
    }
    held = {
        path.relative_to(BUILT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in BUILT.rglob("*")
        if path.is_file() and not path.is_symlink() and path != BUILT / "sbom.cdx.json"
    }
    assert listed == held


def test_each_package_within_the_programs_is_listed(components: dict[str, dict]) -> None:
    distributions = packages_distributions()
    archive = CArchiveReader(str(BUILT / f"courier{SUFFIX}"))
    modules = {name.partition(".")[0] for name in archive.open_embedded_archive("PYZ.pyz").toc}
    foreign = modules - OWN - set(sys.stdlib_module_names) - {"_pyi_rth_utils"}
    assert {"polars", "paramiko", "xlrd"} <= foreign
    # a module of Python that it does not list among its own
    foreign = {name for name in foreign if not name.startswith("_sysconfigdata")}
    named = {name: {canonicalize_name(one) for one in distributions.get(name, [name])} for name in foreign}
    assert {name for name, packages in named.items() if not packages & components.keys()} == set()
    assert {"cpython", "pyinstaller"} <= components.keys()


def test_packages_are_the_locked_ones_and_no_tools(components: dict[str, dict]) -> None:
    locked = {name: package.version for name, package in read_lock("run").items()}
    packages = {
        name: component["version"]
        for name, component in components.items()
        if component.get("purl", "").startswith("pkg:pypi/")
    }
    # the programs begin with pieces of these
    builders = {name: packages.pop(name, None) for name in ("pyinstaller", "pyinstaller-hooks-contrib")}
    assert builders["pyinstaller"]
    assert packages
    assert packages == {name: locked.get(name) for name in packages}


def test_each_part_has_a_version_a_licence_and_an_origin(components: dict[str, dict]) -> None:
    without = [
        name for name, one in components.items() if not (one.get("version") and one.get("licenses") and one.get("purl"))
    ]
    assert without == []


def test_libraries_linked_into_packages_are_named(components: dict[str, dict]) -> None:
    inside = {
        (name, library["name"])
        for name, component in components.items()
        for library in component.get("components", [])
        if library["type"] == "library" and library["version"]
    }
    assert {("cryptography", "openssl"), ("pyside6-essentials", "qt"), ("pyside6-essentials", "icu")} <= inside
    assert len([library for name, library in inside if name == "polars-runtime-32"]) > 100


def test_each_part_has_a_licence_with_its_words(components: dict[str, dict]) -> None:
    told = json.loads((BUILT / "_internal/resources/licences/shipped.json").read_text(encoding="utf-8"))
    words = {part["name"]: part["text"] for part in told}
    assert {name for name in (*components, "conversion-courier") if not words.get(name, "").strip()} == set()
    pointed_to = set(re.findall(r"/usr/share/common-licenses/[\w-]+(?:\.\d+)?", "".join(words.values())))
    assert pointed_to - words.keys() == set()


def test_libraries_inside_are_named_with_authors_and_the_words_of_a_licence(components: dict[str, dict]) -> None:
    told = json.loads((BUILT / "_internal/resources/licences/shipped.json").read_text(encoding="utf-8"))
    words = {part["licence"] for part in told if part["name"].endswith(", for libraries inside") and part["text"]}
    assert {"MIT", "Apache-2.0", "ISC", "Unicode-3.0", "Zlib"} <= words
    inside = [
        library
        for component in components.values()
        for library in component.get("components", [])
        if library["type"] == "library"
    ]
    assert len([library for library in inside if library.get("authors")]) > 250
    (polars,) = (part["text"] for part in told if part["name"] == "polars-runtime-32")
    assert re.search(r"^  tokio [\d.]+: MIT, by Tokio Contributors$", polars, re.MULTILINE)
    for library in inside:
        (licence,) = library.get("licenses", [{"expression": "Apache-2.0"}])
        expression = licence.get("expression") or licence["license"]["id"]
        # an exception only allows more
        for wanted in re.sub(r" WITH \S+|[()]", "", expression).split(" AND "):
            assert words & set(wanted.split()), library["name"]


def test_each_shared_library_belongs_to_a_part_with_a_licence(sbom: dict, components: dict[str, dict]) -> None:
    libraries = {
        path.relative_to(BUILT).as_posix()
        for path in BUILT.rglob("*")
        if path.is_file() and not path.is_symlink() and re.search(r"\.(?:so|dll|dylib|pyd)\b", path.name)
    }
    owned = {file["name"] for component in components.values() for file in component.get("components", [])}
    assert len(libraries) > 50
    assert libraries - owned == set()
