"""What helps to find a fault, as a person can read it first: version, system, the log and the notes about faults."""

from __future__ import annotations

import os
import platform
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from courier import version
from courier.activity_log import log_folder
from courier.crash_report import reports_folder
from courier.settings import own_folders
from courier.whole_files import whole_file

_NEWEST_REPORTS = 10
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
_SHORTEST_NAME = 3
"""A name of fewer letters is part of too many words."""


def bundle_texts(more: Mapping[str, str]) -> dict[str, str]:
    """The files of a bundle by name, with names of the person and of folders taken out. ``more``: further facts."""
    facts = {
        "Conversion Courier": version(),
        "Python": platform.python_version(),
        "System": platform.platform(),
        **more,
    }
    texts = {"about.txt": "".join(f"{name}: {fact}\n" for name, fact in facts.items())}
    for path in _files():
        with suppress(OSError):
            texts[path.name] = path.read_text(encoding="utf-8", errors="replace")
    return {name: _scrubbed(content) for name, content in texts.items()}


def write_bundle(path: Path, texts: Mapping[str, str]) -> None:
    """Write the texts into a ZIP. Raises UserError."""
    with whole_file(path) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)


def _files() -> Iterator[Path]:
    yield from sorted(log_folder().glob("activity.log*"))
    yield from sorted(reports_folder().glob("*.txt"))[-_NEWEST_REPORTS:]


def _scrubbed(content: str) -> str:
    for folder, sign in [*((folder, "[app folder]") for folder in own_folders()), (Path.home(), "~")]:
        content = content.replace(str(folder), sign)
    users = {Path.home().name, os.environ.get("USER", ""), os.environ.get("USERNAME", "")}
    for name, sign in [*((user, "[user]") for user in users), (platform.node(), "[computer]")]:
        if len(name) >= _SHORTEST_NAME:
            content = re.sub(rf"\b{re.escape(name)}\b", sign, content)
    return _ADDRESS.sub("[address]", content)
