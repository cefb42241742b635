"""Reaching a host, and plain words for why that did not work."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from courier.delivery import carrier
from courier.delivery.parcel import DeliveryError, Unreached

STEPS = ("name", "port", "key", "login", "folder", "permission")
"""The way into a server, one after the other."""


class Line:
    """How servers are reached: how far that got, and a way for another thread to end it whatever it waits for.

    It can be cut within a ``with`` statement, at whose end it lets go of the connections. ``told``: hears of each step
    as it begins.
    """

    def __init__(self, told: Callable[[str], None] = lambda _: None) -> None:
        self.step = STEPS[0]
        self.in_the_open = False
        """Whether what is said to the server can be read on the way."""
        self._told = told
        self._held: list[socket.socket] | None = None
        self._cut = False
        self._guard = threading.Lock()

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection. Raises OSError, and UnicodeError for a name that is none."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self.begins("port")
        problem = OSError()
        for family, kind, protocol, _, address in found:
            line = socket.socket(family, kind, protocol)
            line.settimeout(carrier.TIMEOUT)
            try:
                self._hold(line)
                line.connect(address)
            except OSError as refused:
                line.close()
                problem = refused
            else:
                return line
        raise problem

    def begins(self, step: str) -> None:
        """What is tried next, one of `STEPS`."""
        # a second connection, for another look at the server, begins again
        if STEPS.index(step) > STEPS.index(self.step):
            self.step = step
            self._told(step)

    def cut(self) -> None:
        """End all connections, and begin none any more."""
        with self._guard:
            self._cut = True
            for line in self._held or ():
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _hold(self, line: socket.socket) -> None:
        with self._guard:
            if self._cut:
                raise ConnectionAbortedError
            if self._held is not None:
                # encryption takes the socket itself away
                self._held.append(line.dup())

    def __enter__(self) -> Line:
        with self._guard:
            self._held = []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            for line in self._held or ():
                line.close()
            self._held = None


def open_socket(line: Line, host: str, port: int) -> socket.socket:
    """A connection to a host. Raises DeliveryError when the name is unknown or nobody answers."""
    try:
        return line.connect(host, port)
    except (OSError, UnicodeError) as problem:
        raise unreachable(problem, host, port) from None


def unreachable(problem: OSError | UnicodeError, host: str, port: int) -> DeliveryError:
    """Why a connection could not be opened. A name that is no name at all is a UnicodeError."""
    if isinstance(problem, (socket.gaierror, UnicodeError)):
        return DeliveryError("delivery-unknown-host", host=host)
    if isinstance(problem, TimeoutError):
        return Unreached("delivery-timeout", host=host, port=str(port))
    return Unreached("delivery-no-connection", host=host, port=str(port))
