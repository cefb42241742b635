"""A connection to a destination of any kind, tried again where that is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Thread

from courier.credentials import Secret
from courier.delivery.carrier import Ask, Carrier
from courier.delivery.line import Line
from courier.delivery.parcel import DeliveryError, Unreached
from courier.destinations import Destination

PAUSES = (1.0, 4.0)
"""Seconds before each further try to reach a server that did not answer."""
_STEP = 0.1


@dataclass(frozen=True)
class Door:
    """Where to, and all that opens it. ``clock``: the time that a message is dated with."""

    destination: Destination
    secret: Secret | None
    clock: Callable[[], datetime]
    accept_host_key: str | None = None
    ask: Ask | None = None
    line: Line = field(default_factory=Line)

    def open(self) -> Carrier:
        """A connection. Raises DeliveryError in plain words."""
        # each brings a library that takes a while to load
        destination = self.destination
        if destination.kind == "sftp":
            from courier.delivery.sftp import SftpCarrier

            return SftpCarrier(destination, self.secret, self.line, self.accept_host_key, self.ask)
        if destination.kind == "ftp":
            from courier.delivery.ftp import FtpCarrier

            return FtpCarrier(destination, self.secret, self.line)
        if destination.kind == "email":
            from courier.delivery.smtp import SmtpCarrier

            return SmtpCarrier(destination, self.secret, self.line, self.clock)
        if destination.kind == "draft":
            from courier.delivery.drafts import DraftCarrier

            return DraftCarrier(destination, self.clock)
        from courier.delivery.folder import FolderCarrier

        return FolderCarrier(destination)

    def open_patiently(self, cancelled: Callable[[], bool]) -> Carrier:
        """A connection, tried again a little later while nobody answers: nothing was said to anybody then."""
        for pause in PAUSES:
            try:
                return self.open()
            except Unreached:
                if _cancelled_within(pause, cancelled):
                    raise
        return self.open()

    def open_unless(self, cancelled: Callable[[], bool]) -> Carrier:
        """The first connection, opened patiently and given up at once when that is cancelled: nothing is on its way
        then. One that is opened for another look is not given up."""
        line = Line()
        with line, _watching(cancelled, line.cut):
            try:
                return replace(self, line=line).open_patiently(cancelled)
            except DeliveryError:
                if cancelled():
                    raise DeliveryError("delivery-cancelled-before") from None
                raise


class Link:
    """The connection in use, which may have to be made anew."""

    def __init__(self, door: Door, cancelled: Callable[[], bool], carrier: Carrier | None = None) -> None:
        self._door, self._cancelled = door, cancelled
        self.carrier = carrier or door.open_unless(cancelled)

    def renew(self) -> Carrier:
        """Another connection in place of a broken one. Raises DeliveryError."""
        self.carrier.close()
        self.carrier = self._door.open_patiently(self._cancelled)
        return self.carrier


@contextmanager
def _watching(cancelled: Callable[[], bool], end: Callable[[], None]) -> Iterator[None]:
    """Calls ``end`` when something is cancelled meanwhile."""
    over = Event()

    def watch() -> None:
        while not over.wait(_STEP):
            if cancelled():
                end()
                return

    watcher = Thread(target=watch, name="cancelling", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _cancelled_within(seconds: float, cancelled: Callable[[], bool]) -> bool:
    left = seconds
    while left > 0 and not cancelled():
        time.sleep(min(left, _STEP))
        left -= _STEP
    return cancelled()
