"""Keeps the details of an unexpected exception for a bug report, without any value that the program worked with."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from courier import version
from courier.own_files import for_owner, make_folder
from courier.settings import data_folder

_MOST_KEPT = 50
"""Reports; the oldest go, so that a fault that happens again and again fills no disk."""


def reports_folder() -> Path:
    """Where the details are kept."""
    return data_folder() / "crashes"


def keep_details(problem: BaseException | None = None) -> tuple[Path, bool]:
    """Keep the traceback of an exception, by default the current one; the file and True, or the folder that cannot be
    written to and False."""
    folder = reports_folder()
    path = folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S-%f}.txt"
    try:
        make_folder(folder, private=True)
        with open(path, "w", encoding="utf-8", opener=for_owner) as file:
            file.write("\n".join(_lines(problem or sys.exception())) + "\n")
    except OSError:
        return folder, False
    for old in sorted(folder.glob("*.txt"))[:-_MOST_KEPT]:
        with suppress(OSError):
            old.unlink()
    return path, True


def _lines(problem: BaseException | None) -> Iterator[str]:
    # no start waits for it
    import platform

    yield f"Conversion Courier {version()}, Python {platform.python_version()}, {platform.platform()}"
    told = set[int]()
    while problem is not None and id(problem) not in told:
        told.add(id(problem))
        # types, files and lines only: the words of an exception could hold customers' data
        yield f"{type(problem).__module__}.{type(problem).__qualname__}"
        yield from (line.rstrip("\n") for line in traceback.format_tb(problem.__traceback__))
        problem = problem.__cause__ or problem.__context__
