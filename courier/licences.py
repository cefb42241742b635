"""The licences of all that the app is shipped with: names, versions and texts."""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from courier.messages import text
from courier.resources import resource

if TYPE_CHECKING:
    # takes longer to load than the window's first picture
    from importlib.metadata import Distribution

OWN = "conversion-courier"
PYTHON = "cpython"
PYTHON_LICENCE = "PSF-2.0"

_NAMED = {"MIT License": "MIT", "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause"}
"""SPDX names for what older packages call their licence. Of the BSD licences they mean the one with three clauses."""

_EXPRESSION = re.compile(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*")
_NAME = re.compile(r"[\w.-]+(?:\[\w+\])?")
_TEXT = re.compile(r"(?:licen[cs]e|copying|notice)", re.IGNORECASE)
_REPLACEABLE = {
    "pyside6-essentials": "PySide6",
    "shiboken6": "shiboken6",
    "psycopg": "psycopg",
    "psycopg-binary": "psycopg_binary",
}
"""Packages under the LGPL, with their folders: it asks to say how they can be replaced."""


@dataclass(frozen=True)
class ShippedLicence:
    """One piece of software that is shipped."""

    name: str
    version: str
    licence: str
    """An SPDX expression or, where there is none, what its makers call it."""
    text: str

    @property
    def title(self) -> str:
        """All but the text, in one line."""
        return f"{self.name} {self.version}".rstrip() + f": {self.licence}"


@cache
def shipped_licences() -> tuple[ShippedLicence, ...]:
    """The app itself first. In a bundle these are all parts of it; elsewhere Python and the packages in use."""
    try:
        listed = resource("licences", "shipped.json")
    except FileNotFoundError:
        return tuple(_installed())
    return tuple(ShippedLicence(**part) for part in json.loads(listed.read_text(encoding="utf-8")))


def licence_lines() -> Iterator[str]:
    """All of it to be read: how many parts there are, one line for each, then the texts under their titles."""
    shipped = shipped_licences()
    yield text("licences-parts", count=len(shipped))
    yield ""
    yield from (part.title for part in shipped)
    for part in shipped:
        rule = "=" * len(part.title)
        yield from ("", rule, part.title, rule, "", *part.text.splitlines())


def licence_name(distribution: Distribution) -> str:
    """The SPDX expression, or what the package says instead."""
    said = distribution.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classes = [line.rsplit(" :: ", 1)[-1] for line in said.get_all("Classifier") or [] if line.startswith("License")]
    short = str(said.json.get("license", ""))
    if classes and (classes[0] in _NAMED or not short):
        return _NAMED.get(classes[0]) or classes[0]
    return short if _EXPRESSION.fullmatch(short) else short.partition("\n")[0]


def licence_paths(distribution: Distribution) -> list[Path]:
    """The files of the package that hold the words of its licences."""
    return [
        Path(str(distribution.locate_file(path)))
        for path in distribution.files or ()
        if _TEXT.search(path.name) and path.suffix not in {".py", ".pyc", ".json"}
    ]


def python_paths() -> list[Path]:
    """The file that holds the words of this Python's licence, if it brings one."""
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    return [path for path in (folder / "LICENSE.txt" for folder in folders) if path.is_file()][:1]


def licence_text(name: str, licence: str, paths: Iterable[Path]) -> str:
    """The words in these files or, where a package brings none, those that its licence has everywhere."""
    texts = [path.read_text(encoding="utf-8", errors="replace").strip("\n") for path in paths if path.is_file()]
    if not texts:
        usual = (resource("licences") / f"{identifier}.txt" for identifier in licence.split())
        texts = [path.read_text(encoding="utf-8").strip("\n") for path in usual if path.is_file()]
    if name in _REPLACEABLE:
        texts.insert(0, text("licences-replaceable", folder=_REPLACEABLE[name]))
    return "\n\n".join(texts)


def _is_meant(wish: str, extra: str) -> bool:
    """Whether a package wishes for this one where it is asked for with an ``extra``, "" for none."""
    return "extra ==" not in wish or (extra != "" and f'extra == "{extra}"' in wish.replace("'", '"'))


def _installed() -> Iterable[ShippedLicence]:
    """The app, Python, and the packages that the app asks for here, and those that these ask for."""
    from importlib.metadata import PackageNotFoundError, distribution

    pending, found = [OWN], dict[str, ShippedLicence]()
    while pending:
        wanted, _, extra = pending.pop().partition("[")
        name = re.sub(r"[-_.]+", "-", wanted).lower()
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # is for another system
        if name not in found:
            licence = licence_name(package)
            words = licence_text(name, licence, licence_paths(package))
            found[name] = ShippedLicence(name, package.version, licence, words)
            wishes = [wish for wish in package.requires or () if _is_meant(wish, extra.rstrip("]"))]
            pending += [_NAME.match(wish)[0] for wish in wishes]  # type: ignore[index]
    own = found.pop(OWN, None)
    if own is not None:
        yield own
    yield ShippedLicence(PYTHON, python_version(), PYTHON_LICENCE, licence_text(PYTHON, PYTHON_LICENCE, python_paths()))
    yield from (found[name] for name in sorted(found))
