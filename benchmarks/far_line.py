"""A line to a server that takes its time, as one over the sea does, without being narrow."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

_BLOCK = 1 << 18


@contextmanager
def far_line(port: int, round_trip: float) -> Iterator[int]:
    """A port of 127.0.0.1 that leads to another one; an answer takes ``round_trip`` seconds longer."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_let_in, args=(door, port, round_trip / 2), daemon=True).start()
        try:
            yield int(door.getsockname()[1])
        finally:
            # wakes the thread that waits for the next visitor
            door.shutdown(socket.SHUT_RDWR)


def _let_in(door: socket.socket, port: int, delay: float) -> None:
    with suppress(OSError):
        while True:
            visitor, inside = door.accept()[0], socket.create_connection(("127.0.0.1", port))
            for line in (visitor, inside):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for one, other in ((visitor, inside), (inside, visitor)):
                on_the_way: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
                threading.Thread(target=_read, args=(one, on_the_way, delay), daemon=True).start()
                threading.Thread(target=_write, args=(other, on_the_way), daemon=True).start()


def _read(line: socket.socket, on_the_way: SimpleQueue[tuple[float, bytes]], delay: float) -> None:
    block = b"-"
    while block:
        try:
            block = line.recv(_BLOCK)
        except OSError:
            block = b""
        on_the_way.put((time.monotonic() + delay, block))


def _write(line: socket.socket, on_the_way: SimpleQueue[tuple[float, bytes]]) -> None:
    with suppress(OSError):
        while True:
            due, block = on_the_way.get()
            time.sleep(max(0.0, due - time.monotonic()))
            if not block:
                line.shutdown(socket.SHUT_WR)
                return
            line.sendall(block)
