"""Libraries inside of packages: what their own lists name, and what they answer when they are asked."""

from __future__ import annotations

import json
import pyexpat
import re
import sqlite3
import ssl
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from packageurl import PackageURL
from PySide6.QtCore import qVersion

from build.bundle_parts import Kind, Part


class Library(NamedTuple):
    """A library that a package brings along, linked into its files or beside them."""

    name: str
    version: str
    purl: PackageURL
    licence: str = ""
    """An SPDX expression; empty where nobody says."""
    authors: str = ""
    """Their names; empty where nobody says."""

    @property
    def described(self) -> str:
        """All of it that people want to know, in one line."""
        return f"{self.name} {self.version}: {self.licence}" + (f", by {self.authors}" if self.authors else "")


def libraries_inside(part: Part, bundled: Iterable[str]) -> list[Library]:
    """What is known to be inside of a part, by name. `bundled` are the names of all files of the bundle."""
    found = set(_listed(part))
    if part.name == "pyside6-essentials":
        found.add(_generic("qt", qVersion(), "LGPL-3.0-only"))
        # the number of ICU's version is the one in the names of its libraries
        versions = {match[1] for name in part.files if (match := re.search(r"(?:icudata|icudt)\D*(\d+)", name))}
        found.update(_generic("icu", version, "Unicode-3.0") for version in versions)
    if part.name == "psycopg-binary":
        found = {one._replace(licence=_BESIDE_PSYCOPG[one.name]) for one in found if one.name in _BESIDE_PSYCOPG}
        found.update(_with_psycopg(part.files))
    if part.kind is Kind.PYTHON:
        found.update(_in_python(list(bundled)))
    return sorted(found)


_BESIDE_PSYCOPG = {
    "cyrus-sasl-lib": "BSD-4-Clause",
    "keyutils-libs": "LGPL-2.1-or-later",
    "libcom_err": "MIT",
}
"""What psycopg lists without a licence."""
_OF_LIBPQ = (
    ("postgresql", "libpq", "PostgreSQL"),
    ("openssl", "libcrypto", "Apache-2.0"),
    ("krb5", "libkrb5", "MIT"),
    ("openldap", "libldap", "OLDAP-2.8"),
    ("glibc", "libcrypt-", "LGPL-2.1-or-later"),
)
"""What it does not list: name, how its file begins, licence."""


def _with_psycopg(files: Iterable[str]) -> Iterator[Library]:
    """The libraries that psycopg brings. Their versions are those in the names of the files."""
    for name, beginning, licence in _OF_LIBPQ:
        for file in sorted(files):
            own = re.search(rf"/{beginning}[^/]*?(?:\.so\.([\d.]+)|-(\d[\w.-]*)\.dll|\.dll)$", file)
            if own is not None:
                yield _generic(name, own[1] or own[2] or "", licence)
                break


def _generic(name: str, version: str, licence: str) -> Library:
    return Library(name, version, PackageURL("generic", name=name, version=version), licence)


def _in_python(bundled: list[str]) -> Iterator[Library]:
    """What Python itself is linked with, unless the library is a file of the bundle and named as such."""
    openssl = ssl.OPENSSL_VERSION.split()[1]
    for name, file, version, licence in (
        ("openssl", "libssl", openssl, "Apache-2.0"),
        ("sqlite", "libsqlite3", sqlite3.sqlite_version, "blessing"),
        ("zlib", "libz", zlib.ZLIB_RUNTIME_VERSION, "Zlib"),
        ("expat", "libexpat", pyexpat.EXPAT_VERSION.removeprefix("expat_"), "MIT"),
    ):
        if not any(one.startswith(f"{file}.so") for one in bundled):
            yield _generic(name, version, licence)


def _listed(part: Part) -> Iterator[Library]:
    """What a package's own lists in the form of CycloneDX name (`dist-info/sboms`), such as the crates of Rust."""
    if part.distribution is None:
        return
    for path in part.distribution.files or ():
        if path.parent.name == "sboms" and path.suffix == ".json":
            components: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")).get("components", [])
            for component in components:
                if component.get("version") and component.get("purl"):
                    yield Library(
                        component["name"],
                        component["version"],
                        PackageURL.from_string(component["purl"]),
                        _expression(component.get("licenses", [])),
                        # addresses are for those who work on it
                        re.sub(r"\s*<[^>]*>", "", component.get("author", "")),
                    )


def _expression(licences: list[dict[str, Any]]) -> str:
    """What a list says of one component's licence."""
    texts = [one.get("expression") or _named(one.get("license", {})) for one in licences]
    return " AND ".join(f"({text})" if " OR " in text and len(texts) > 1 else text for text in texts if text)


def _named(licence: dict[str, str]) -> str:
    return licence.get("id") or licence.get("name") or ""
