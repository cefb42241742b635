"""Under which licences a package of Python is, by what it says of itself."""

from __future__ import annotations

import re
from importlib.metadata import Distribution
from pathlib import Path

_NAMED = {"MIT License": "MIT", "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause"}
"""SPDX names for what older packages call their licence. Of the BSD licences they mean the one with three clauses."""

_EXPRESSION = re.compile(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*")
_TEXT = re.compile(r"(?:licen[cs]e|copying|notice)", re.IGNORECASE)


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
