"""Opens a connection to a destination of any kind, and retries where that is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Thread

from courier.credentials import Secret
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import DeliveryError, NotConnected
from courier.delivery.transport import AskServerQuestion, Transport
from courier.destinations import Destination

PAUSES = (1.0, 4.0)
"""Seconds before each further attempt to reach a server that did not answer."""
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Connector:
    """A destination and everything needed to connect to it. ``clock``: the time for the Date header of messages."""

    destination: Destination
    secret: Secret | None
    clock: Callable[[], datetime]
    accept_host_key: str | None = None
    ask: AskServerQuestion | None = None
    dialer: CancellableDialer = field(default_factory=CancellableDialer)

    def open(self) -> Transport:
        """A connection. Raises DeliveryError in plain words."""
        # imported here: each brings a library that takes a while to load
        destination = self.destination
        if destination.kind == "sftp":
            from courier.delivery.sftp import SftpTransport

            return SftpTransport(destination, self.secret, self.dialer, self.accept_host_key, self.ask)
        if destination.kind == "ftp":
            from courier.delivery.ftp import FtpTransport

            return FtpTransport(destination, self.secret, self.dialer)
        if destination.kind == "email":
            from courier.delivery.smtp import SmtpTransport

            return SmtpTransport(destination, self.secret, self.dialer, self.clock)
        if destination.kind == "eml":
            from courier.delivery.eml import EmlWriter

            return EmlWriter(destination, self.clock)
        from courier.delivery.folder import FolderTransport

        return FolderTransport(destination)

    def open_with_retries(self, cancelled: Callable[[], bool]) -> Transport:
        """A connection, with retries while the server does not answer: no data was sent then."""
        for pause in PAUSES:
            try:
                return self.open()
            except NotConnected:
                if _wait_unless_cancelled(pause, cancelled):
                    raise
        return self.open()

    def open_cancellable(self, cancelled: Callable[[], bool]) -> Transport:
        """The first connection, with retries, aborted as soon as ``cancelled`` says so: nothing was sent yet. A
        connection that is opened later, to check on a part, is not aborted."""
        dialer = CancellableDialer()
        with dialer, _watching(cancelled, dialer.abort):
            try:
                return replace(self, dialer=dialer).open_with_retries(cancelled)
            except DeliveryError:
                if cancelled():
                    raise DeliveryError("delivery-cancelled-before") from None
                raise


class Connection:
    """The transport in use, which is replaced when it breaks."""

    def __init__(self, connector: Connector, cancelled: Callable[[], bool], transport: Transport | None = None) -> None:
        self._connector, self._cancelled = connector, cancelled
        self.transport: Transport = transport or connector.open_cancellable(cancelled)

    def renew(self) -> Transport:
        """Open another transport in place of a broken one. Raises DeliveryError."""
        self.transport.close()
        self.transport = self._connector.open_with_retries(self._cancelled)
        return self.transport


@contextmanager
def _watching(cancelled: Callable[[], bool], end: Callable[[], None]) -> Iterator[None]:
    """Calls ``end`` if ``cancelled`` becomes true within the ``with`` statement."""
    done = Event()

    def watch() -> None:
        while not done.wait(_POLL_SECONDS):
            if cancelled():
                end()
                return

    watcher = Thread(target=watch, name="cancelling", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _wait_unless_cancelled(seconds: float, cancelled: Callable[[], bool]) -> bool:
    while seconds > 0 and not cancelled():
        time.sleep(min(seconds, _POLL_SECONDS))
        seconds -= _POLL_SECONDS
    return cancelled()
