"""Files that appear whole or not at all, and damaged ones that are put aside."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from courier.disk import patiently, sync
from courier.messages import UserError


@contextmanager
def atomic_file(path: Path, *, private: bool = False, temporary: str = "") -> Iterator[Path]:
    """A new file beside ``path`` to write to. It is synced and takes the place of ``path`` at the end; if anything goes
    wrong nothing is left. Raises OSError.

    ``private``: for this user only, as the app's own records are. ``temporary``: the name of the new file, where the
    rest of a killed process is to be overwritten by the next; "" for a name that no other process has.
    """
    beside = path.with_name(temporary or f".{secrets.token_hex(8)}.tmp")
    new = os.O_TRUNC if temporary else os.O_EXCL
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | new, 0o600 if private else 0o666))
    try:
        yield beside
        with beside.open("rb+") as written:
            sync(written.fileno())
        patiently(lambda: beside.replace(path))
    except BaseException:
        # on a drive that is gone nothing can be removed either
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """An `atomic_file` that a person asked for. Raises UserError with one plain sentence when the place cannot be
    written to."""
    try:
        with atomic_file(path, private=private) as beside:
            yield beside
    except OSError as problem:
        raise UserError("output-not-written", path=str(path), problem=problem.strerror or "") from problem


def put_aside(path: Path, endings: Sequence[str] = ()) -> Path:
    """Give a damaged file another name that says so, and the files beside it whose names go on with ``endings`` too.
    Returns where it is now. Raises OSError, and then all of them have their old names."""
    *_, aside = _names_aside(path)
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
    """Where the file is that was put aside last; ``path`` itself where none was."""
    return [path, *_names_aside(path)][-2]


def _names_aside(path: Path) -> Iterator[Path]:
    """The names of what was put aside, oldest first, and the first that is free."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-damaged-{number}{path.suffix}")).exists():
        yield aside
        number += 1
    yield aside
