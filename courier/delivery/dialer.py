"""Opens network connections, and says in plain words why one could not be opened."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

from courier.delivery.errors import DeliveryError, NotConnected
from courier.delivery.transcript import Transcript

STEPS = ("name", "port", "key", "login", "folder", "permission")
"""The steps of connecting to a server, in order."""


class CancellableDialer:
    """Opens the connections to one server, remembers which step was reached, and lets another thread end them.

    `abort` works within a ``with`` statement, at whose end the dialer lets go of the connections. ``progress``: called
    with the name of each step when it begins. ``transcript``: records what is said on the connections.
    """

    def __init__(self, progress: Callable[[str], None] = lambda _: None, transcript: Transcript | None = None) -> None:
        self.step = STEPS[0]
        self.is_plaintext = False
        """Whether the connection is unencrypted."""
        self.timeout = 30.0
        """Seconds that a server may be silent."""
        self.expired = False
        """Whether the time of `limited` ran out."""
        self.transcript = transcript or Transcript()
        self._progress = progress
        self._held: list[socket.socket] | None = None
        self._aborted = False
        self._limit: _TimeLimit | None = None
        self._guard = threading.Lock()

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """End all connections that are opened within this ``with`` statement if it takes longer than that. A statement
        within another one has the time of the outer one."""
        if self._limit is not None:
            yield
            return
        self.expired = False
        keeps = self._held is None
        if keeps:
            self._hold_all()
        self._limit = _TimeLimit(seconds, self._expire)
        try:
            yield
        finally:
            self._limit.pause()
            self._limit = None
            if keeps:
                self._let_go()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the clock of `limited` while a person is asked."""
        limit = self._limit
        if limit is not None:
            limit.pause()
        try:
            yield
        finally:
            if limit is not None:
                limit.resume()

    def _expire(self) -> None:
        self.expired = True
        self._end_all()

    def connect(self, host: str, port: int) -> socket.socket:
        """An open connection. Raises OSError, and UnicodeError for an impossible host name."""
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self.enter_step("port")
        problem = OSError()
        for family, kind, protocol, _, address in addresses:
            connection = socket.socket(family, kind, protocol)
            connection.settimeout(self.timeout)
            try:
                self._hold(connection)
                connection.connect(address)
            except OSError as refused:
                connection.close()
                problem = refused
            else:
                return connection
        raise problem

    def enter_step(self, step: str) -> None:
        """Record which of the `STEPS` begins now."""
        # a second connection to the same server starts at an earlier step, which changes nothing
        if STEPS.index(step) > STEPS.index(self.step):
            self.step = step
            self._progress(step)

    @property
    def ended(self) -> bool:
        """Whether it was aborted, or its time ran out."""
        return self._aborted or self.expired

    def abort(self) -> None:
        """End all connections, and open no others."""
        self._aborted = True
        self._end_all()

    def _end_all(self) -> None:
        with self._guard:
            for connection in self._held or ():
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _hold(self, connection: socket.socket) -> None:
        with self._guard:
            if self._aborted or self.expired:
                raise ConnectionAbortedError
            if self._held is not None:
                # wrapping in TLS detaches the original socket
                self._held.append(connection.dup())

    def __enter__(self) -> CancellableDialer:
        self._hold_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    def _hold_all(self) -> None:
        with self._guard:
            self._held = []

    def _let_go(self) -> None:
        with self._guard:
            for connection in self._held or ():
                connection.close()
            self._held = None


class _TimeLimit:
    """Calls ``act`` after so many seconds, not counting the time between `pause` and `resume`."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._left, self._act = seconds, act
        self.resume()

    def resume(self) -> None:
        self._since = time.monotonic()
        self._timer = threading.Timer(self._left, self._act)
        self._timer.daemon, self._timer.name = True, "time limit"
        self._timer.start()

    def pause(self) -> None:
        self._timer.cancel()
        self._timer.join()
        self._left = max(0.0, self._left - (time.monotonic() - self._since))


def open_socket(dialer: CancellableDialer, host: str, port: int) -> socket.socket:
    """A connection to a host. Raises DeliveryError when the name is unknown or nothing answers."""
    try:
        return dialer.connect(host, port)
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None


def unreachable(problem: OSError | UnicodeError, host: str, port: int) -> DeliveryError:
    """Why a connection could not be opened. An impossible host name is a UnicodeError."""
    if isinstance(problem, (socket.gaierror, UnicodeError)):
        return DeliveryError("delivery-unknown-host", host=host)
    if isinstance(problem, TimeoutError):
        return NotConnected("delivery-timeout", host=host, port=str(port))
    if isinstance(problem, ConnectionResetError):
        return NotConnected("delivery-turned-away", host=host)
    return NotConnected("delivery-no-connection", host=host, port=str(port))
