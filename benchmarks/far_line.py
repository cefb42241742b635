"""A line to a server that takes its time, as one over the sea does, without being narrow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

_BLOCK = 1 << 18


class RoundTrips:
    """How often somebody waited for the far end: counts what is said there after it has answered."""

    def __init__(self) -> None:
        self.count = 0
        self._guard = threading.Lock()

    def add(self) -> None:
        """One more."""
        with self._guard:
            self.count += 1


@contextmanager
def far_line(port: int, round_trip: float, trips: RoundTrips | None = None) -> Iterator[int]:
    """A port of 127.0.0.1 that leads to another one; an answer takes ``round_trip`` seconds longer. ``trips``: counts
    those of all connections, without the one in which TCP connects."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_let_in, args=(door, port, round_trip / 2, trips or RoundTrips()), daemon=True).start()
        try:
            yield int(door.getsockname()[1])
        finally:
            # wakes the thread that waits for the next visitor
            door.shutdown(socket.SHUT_RDWR)


def _let_in(door: socket.socket, port: int, delay: float, trips: RoundTrips) -> None:
    with suppress(OSError):
        while True:
            visitor, inside = door.accept()[0], socket.create_connection(("127.0.0.1", port))
            for line in (visitor, inside):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waited = threading.Event()
            waited.set()

            def ask(waited: threading.Event = waited) -> None:
                if waited.is_set():
                    waited.clear()
                    trips.add()

            ways = ((visitor, inside, ask, _nothing), (inside, visitor, _nothing, waited.set))
            for one, other, said, heard in ways:
                on_the_way: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
                threading.Thread(target=_read, args=(one, on_the_way, delay, said), daemon=True).start()
                threading.Thread(target=_write, args=(other, on_the_way, heard), daemon=True).start()


def _nothing() -> None:
    pass


def _read(
    line: socket.socket, on_the_way: SimpleQueue[tuple[float, bytes]], delay: float, said: Callable[[], None]
) -> None:
    block = b"-"
    while block:
        try:
            block = line.recv(_BLOCK)
        except OSError:
            block = b""
        if block:
            said()
        on_the_way.put((time.monotonic() + delay, block))


def _write(line: socket.socket, on_the_way: SimpleQueue[tuple[float, bytes]], heard: Callable[[], None]) -> None:
    with suppress(OSError):
        while True:
            due, block = on_the_way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if not block:
                line.shutdown(socket.SHUT_WR)
                return
            # before, because the answer to it may be there before this thread goes on
            heard()
            line.sendall(block)
