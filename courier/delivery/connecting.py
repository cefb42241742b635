"""Opens a connection to a destination of any kind, and retries where that is safe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Thread

from courier.credentials import Secret
from courier.delivery.dialer import STEPS, CancellableDialer
from courier.delivery.errors import DeliveryError, NotConnected, ServerSilent, destination_error_stops
from courier.delivery.transcript import Transcript
from courier.delivery.transport import AskServerQuestion, Transport
from courier.destinations import Destination
from courier.destinations.destination import refuse_line_breaks

PAUSES = (1.0, 4.0)
"""Seconds before each further attempt to reach a server that did not answer."""
LOOK_SHARE = 1 / 3
"""How much of the time that a destination has is for a look at what became of a part whose transfer fell silent."""
_POLL_SECONDS = 0.1
_LEAST_SECONDS = 0.05
"""What a further attempt has, even if the earlier ones used up the time."""


@dataclass(frozen=True)
class Connector:
    """A destination and everything needed to connect to it. ``clock``: the time for the Date header of messages."""

    destination: Destination
    secret: Secret | None
    clock: Callable[[], datetime]
    accept_host_key: str | None = None
    ask: AskServerQuestion | None = None
    dialer: CancellableDialer = field(default_factory=CancellableDialer)

    def open(self, seconds: float | None = None) -> Transport:
        """A connection within so many seconds, None for those of the destination. Raises DeliveryError in plain
        words."""
        destination, dialer = self.destination, self.dialer
        dialer.timeout = destination.timeout_seconds * (1 - LOOK_SHARE)
        dialer.transcript.begin()
        try:
            with dialer.limited(destination.timeout_seconds if seconds is None else seconds):
                return self._open()
        except DeliveryError as problem:
            if dialer.expired or _timed_out(problem):
                raise self.silent from None
            problem.quote(dialer.transcript)
            raise

    def anew(self) -> Connector:
        """The same with a dialer of its own, for a connection at the same time; the transcript is shared."""
        return replace(self, dialer=CancellableDialer(transcript=self.dialer.transcript))

    def to_look(self) -> Connector:
        """The same with the time that is kept for a look at what became of a part."""
        seconds = self.destination.timeout_seconds * LOOK_SHARE
        return replace(self.anew(), destination=replace(self.destination, timeout_seconds=seconds))

    @property
    def silent(self) -> NotConnected:
        """What to say once the time for connecting has run out."""
        host, port = self.destination.host, str(self.destination.port)
        if self.dialer.step in STEPS[:2]:
            return NotConnected("delivery-timeout", host=host, port=port)
        return ServerSilent(host, self.destination.timeout_seconds)

    def _open(self) -> Transport:
        # imported here: each brings a library that takes a while to load
        destination = self.destination
        if destination.by_mail:
            # a file of destinations may have been written by hand
            with destination_error_stops():
                refuse_line_breaks(destination)
        self.dialer.transcript.hide(self.secret)
        if destination.kind == "sftp":
            from courier.delivery.sftp import SftpTransport

            return SftpTransport(destination, self.secret, self.dialer, self.accept_host_key, self._asking)
        if destination.kind == "ftp":
            from courier.delivery.ftp import FtpTransport

            return FtpTransport(destination, self.secret, self.dialer)
        if destination.kind == "email":
            from courier.delivery.smtp import SmtpTransport

            return SmtpTransport(destination, self.secret, self.dialer, self.clock)
        if destination.by_call:
            from courier.delivery.conversions_api import ConversionsTransport

            return ConversionsTransport(destination, self.secret, self.dialer, self.clock)
        if destination.kind == "eml":
            from courier.delivery.eml import EmlWriter

            return EmlWriter(destination, self.clock)
        from courier.delivery.folder import FolderTransport

        return FolderTransport(destination)

    @property
    def _asking(self) -> AskServerQuestion | None:
        ask = self.ask
        if ask is None:
            return None

        def asking(prompt: str, echo: bool) -> Secret | None:
            with self.dialer.paused():
                answer = ask(prompt, echo)
            self.dialer.transcript.hide(answer)
            return answer

        return asking

    def open_with_retries(self, cancelled: Callable[[], bool]) -> Transport:
        """A connection, with retries while the server does not answer: no data was sent then."""
        until = time.monotonic() + self.destination.timeout_seconds

        def left() -> float:
            return max(_LEAST_SECONDS, until - time.monotonic())

        for pause in PAUSES:
            try:
                return self.open(left())
            except NotConnected:
                if time.monotonic() + pause >= until or wait_unless_cancelled(pause, cancelled):
                    raise
        return self.open(left())

    def open_cancellable(self, cancelled: Callable[[], bool]) -> Transport:
        """The first connection, with retries, aborted as soon as ``cancelled`` says so: nothing was sent yet. A
        connection that is opened later, to check on a part, is not aborted."""
        anew = self.anew()
        with anew.dialer, _watching(cancelled, anew.dialer.abort):
            try:
                return anew.open_with_retries(cancelled)
            except DeliveryError:
                if cancelled():
                    raise DeliveryError("delivery-cancelled-before") from None
                raise


class Connection:
    """The transport in use, which is replaced when it breaks."""

    def __init__(self, connector: Connector, cancelled: Callable[[], bool], transport: Transport | None = None) -> None:
        self._connector, self._cancelled = connector, cancelled
        self.transport: Transport = transport or connector.open_cancellable(cancelled)
        self._only_to_look = False

    @property
    def transcript(self) -> Transcript:
        """What was said on all its connections."""
        return self._connector.dialer.transcript

    @property
    def timeout(self) -> float:
        """Seconds without a sign of life after which the server is given up."""
        return self._connector.destination.timeout_seconds

    def renew(self) -> None:
        """Open another transport in place of a broken one. Raises DeliveryError."""
        self._replace(self._connector.anew())
        self._only_to_look = False

    def renew_to_look(self) -> None:
        """The same in the time that is left for a look at what became of a part."""
        self._replace(self._connector.to_look())
        self._only_to_look = True

    def _replace(self, connector: Connector) -> None:
        self.transport.close()
        self.transport = connector.open_with_retries(self._cancelled)

    def prepare(self) -> None:
        """Have a transport with all the time that sending may take. Raises DeliveryError."""
        if self._only_to_look:
            self.renew()

    def open_beside(self) -> Transport:
        """Another transport to look with, while the one in use stays open. Raises DeliveryError."""
        return self._connector.to_look().open()

    def wait(self, seconds: float) -> bool:
        """Let time pass; true at once if the user wants to stop."""
        return wait_unless_cancelled(seconds, self._cancelled)


def _timed_out(problem: BaseException) -> bool:
    """Whether a wait for the server that took too long led to this error."""
    before = problem.__context__
    return before is not None and (isinstance(before, TimeoutError) or _timed_out(before))


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


def wait_unless_cancelled(seconds: float, cancelled: Callable[[], bool]) -> bool:
    """Let time pass; true at once if ``cancelled`` says so."""
    while seconds > 0 and not cancelled():
        time.sleep(min(seconds, _POLL_SECONDS))
        seconds -= _POLL_SECONDS
    return cancelled()
