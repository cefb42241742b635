"""Atomic writing of files, and renaming of damaged ones."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from courier.disk import patiently, sync
from courier.messages import UserError
from courier.own_files import is_own

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_LONGEST_NAME = 255


def is_plain_name(name: object) -> bool:
    """Whether a name can only be that of a file in a folder, on every system: it leads nowhere else."""
    return (
        isinstance(name, str)
        and _NOT_IN_NAMES.search(name) is None
        and name.strip(". ") != ""
        and len(name.encode("utf-8", "surrogatepass")) <= _LONGEST_NAME
    )


@contextmanager
def atomic_file(path: Path, *, private: bool = False, temporary: str = "") -> Iterator[Path]:
    """A temporary file beside ``path`` to write to. At the end it is synced and replaces ``path``; after an error
    nothing is left of it. Raises OSError.

    ``private``: readable by this user only, like all that the app keeps. ``temporary``: a fixed name for the temporary
    file, so that the next process overwrites the one of a killed process; "" for a unique name.
    """
    beside = path.with_name(temporary or f".{os.urandom(8).hex()}.tmp")
    new = os.O_TRUNC if temporary else os.O_EXCL
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | new, 0o600 if private or is_own(path) else 0o666))
    try:
        yield beside
        with beside.open("rb+") as written:
            sync(written.fileno())
        patiently(lambda: beside.replace(path))
    except BaseException:
        # on a drive that was removed it cannot be deleted
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """An `atomic_file` for output the user asked for. Raises UserError with one sentence when it cannot be
    written."""
    try:
        with atomic_file(path, private=private) as beside:
            yield beside
    except OSError as problem:
        raise UserError("output-not-written", path=str(path), problem=problem.strerror or "") from problem


def put_aside(path: Path, endings: Sequence[str] = (), why: str = "damaged") -> Path:
    """Rename a file to ``...-damaged-N``, or another word that says ``why``, together with the files whose names are
    its own plus one of ``endings``. Returns the new path. Raises OSError, after which all have their old names."""
    *_, aside = _names_aside(path, why)
    moved: list[tuple[Path, Path]] = []
    try:
        for ending in ("", *endings):
            source, target = path.with_name(path.name + ending), aside.with_name(aside.name + ending)
            if not ending or source.exists():
                source.rename(target)
                moved.append((source, target))
    except OSError:
        for source, target in moved:
            with suppress(OSError):
                target.rename(source)
        raise
    return aside


def last_aside(path: Path) -> Path:
    """The file that was put aside last; ``path`` itself if there is none."""
    return [path, *_names_aside(path)][-2]


def _names_aside(path: Path, why: str = "damaged") -> Iterator[Path]:
    """The paths of files put aside, oldest first, and then the first free one."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-{why}-{number}{path.suffix}")).exists():
        yield aside
        number += 1
    yield aside
