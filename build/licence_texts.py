"""The licences of all parts of a bundle, with their texts, in the file that the bundled app reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from build.bundle_parts import Kind, Part
from build.sbom_inside import Library, libraries_inside
from courier.licences import OWN, ShippedLicence, licence_text
from courier.resources import resource

IN_BUNDLE = "resources/licences/shipped.json"
COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the texts that the files of its packages only point to."""


def write_licences(parts: Iterable[Part], path: Path, version: str) -> None:
    """Write the file for `IN_BUNDLE`."""
    parts = list(parts)
    bundled = [Path(name).name for part in parts for name in part.files]
    own = [part for part in parts if part.kind is Kind.OWN][:1]
    others = [part for part in parts if part.kind is not Kind.OWN]
    shipped = [ShippedLicence(OWN, version, *_words(part, bundled)) for part in own]
    shipped += [ShippedLicence(part.name, part.version, *_words(part, bundled)) for part in others]
    shipped += _common_texts([one.text for one in shipped])
    shipped += _texts_inside(library for part in parts for library in libraries_inside(part, bundled))
    text = json.dumps([asdict(one) for one in shipped], ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def _words(part: Part, bundled: list[str]) -> tuple[str, str]:
    """Its licence and the text, and what is known to be linked into it with licences of its own."""
    licence = " AND ".join(part.licences)
    text = licence_text(part.name, licence, part.texts)
    inside = [f"  {library.described}" for library in libraries_inside(part, bundled)]
    return licence, "\n".join((text, "", "With libraries inside:", *inside)) if inside else text


def _texts_inside(libraries: Iterable[Library]) -> Iterator[ShippedLicence]:
    """The words of the licences of what is linked in, which brings none of its own; where it lets choose, of those
    that are chosen."""
    named = {name for library in libraries for name in re.findall(r"[\w.-]+", library.licence)}
    for name in sorted(named):
        path = resource("licences") / f"{name}.txt"
        if path.is_file():
            yield ShippedLicence(f"{name}, for libraries inside", "", name, licence_text(name, name, [path]))


def _common_texts(texts: list[str]) -> Iterator[ShippedLicence]:
    """The texts that others point to."""
    # the name of a system that the bundle may not be built on
    pointer = re.compile(rf"{re.escape(COMMON.as_posix())}/([\w.-]+)")
    named = {name.rstrip(".") for text in texts for name in re.findall(pointer, text)}
    for name in sorted(named):
        path = COMMON / name
        if path.is_file():
            yield ShippedLicence(path.as_posix(), "", name, licence_text(name, name, [path]))
