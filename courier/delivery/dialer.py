"""Opens network connections, and says in plain words why one could not be opened."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from courier.delivery.errors import DeliveryError, NotConnected

STEPS = ("name", "port", "key", "login", "folder", "permission")
"""The steps of connecting to a server, in order."""


class CancellableDialer:
    """Opens the connections to one server, remembers which step was reached, and lets another thread end them.

    `abort` works within a ``with`` statement, at whose end the dialer lets go of the connections. ``progress``: called
    with the name of each step when it begins.
    """

    timeout = 30.0
    """Seconds that a server may be silent."""

    def __init__(self, progress: Callable[[str], None] = lambda _: None) -> None:
        self.step = STEPS[0]
        self.is_plaintext = False
        """Whether the connection is unencrypted."""
        self._progress = progress
        self._held: list[socket.socket] | None = None
        self._aborted = False
        self._guard = threading.Lock()

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

    def abort(self) -> None:
        """End all connections, and open no others."""
        with self._guard:
            self._aborted = True
            for connection in self._held or ():
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _hold(self, connection: socket.socket) -> None:
        with self._guard:
            if self._aborted:
                raise ConnectionAbortedError
            if self._held is not None:
                # wrapping in TLS detaches the original socket
                self._held.append(connection.dup())

    def __enter__(self) -> CancellableDialer:
        with self._guard:
            self._held = []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            for connection in self._held or ():
                connection.close()
            self._held = None


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
    return NotConnected("delivery-no-connection", host=host, port=str(port))
