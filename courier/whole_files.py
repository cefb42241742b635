"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courier.messages import PlainError


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """A new file beside ``path`` to write to, which takes its place at the end; if anything goes wrong nothing is left.
    ``private``: for this user only, as the app's own records are.

    Raises PlainError with one plain sentence when the place cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        os.close(handle)
        beside = Path(name)
        try:
            yield beside
            with beside.open("rb+") as written:
                os.fsync(written.fileno())
            if not private:
                beside.chmod(0o644)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise PlainError("output-not-written", path=str(path), problem=problem.strerror or "") from problem
