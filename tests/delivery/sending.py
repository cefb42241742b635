"""Shared by the tests of all kinds of destination: parts, a fixed time, and a batch sent in one call."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from courier.credentials import Secret
from courier.delivery.receipt import PartFile, Progress, Receipt
from courier.delivery.send import send
from courier.destinations import Destination
from courier.destinations.encryption import encryption_memory

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def agreed(destination: Destination) -> Destination:
    """The destination, after a person agreed to log in there without encryption."""
    encryption_memory().allow_open(destination)
    return destination


def part(folder: Path, number: int = 1, size: int = 3000) -> PartFile:
    """A part of so many bytes, written to ``folder``."""
    content = (b"%07d\n" % number) * (size // 8 + 1)
    path = folder / f"2026-11-23_ItemConversions_acme_{number:02}of02_1a2b3c4d.csv"
    path.write_bytes(content[:size])
    return PartFile(path.name, path, size, hashlib.sha256(content[:size]).hexdigest())


def deliver(
    parts: Sequence[PartFile],
    destination: Destination,
    password: str = "",
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Receipt]:
    """All receipts of one sending."""
    return list(send(parts, destination, Secret(password), lambda: NOW, progress=progress, cancelled=cancelled))


def once(sent: int, action: Callable[[], None]) -> Callable[[Progress], None]:
    """A progress callback that calls ``action`` once, when that many bytes of a part were sent."""
    done: list[bool] = []

    def report(progress: Progress) -> None:
        if progress.sent >= sent and not done:
            done.append(True)
            action()

    return report


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Imitates a full disk for this process: no file may grow beyond this size."""
    # imported here: Windows has no such module
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class _LogLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.args!r}")


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """The lines that are logged meanwhile, at whatever level."""
    handler, root = _LogLines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    try:
        yield handler.lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
