"""A way between client and server that can be cut, muted, slowed, or that swallows what goes through."""

import secrets
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_BLOCK = 1 << 16
_AT_ONCE = struct.pack("ii", 1, 0)


class Way:
    """One port of 127.0.0.2 that leads to the same or another port of 127.0.0.1."""

    def __init__(self, target: int, port: int = 0) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.2", port))
        self.port = int(self._door.getsockname()[1])
        self._lines: list[socket.socket] = []
        self._muted = False
        self.swallow_after: int | None = None
        """Bytes of an upload after which the server sees its end, while the client goes on unhindered."""
        self.bytes_per_second = 0
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut(self) -> None:
        """End every connection at once, without a goodbye; new ones are let in."""
        lines, self._lines = self._lines, []
        for line in lines:
            with suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._muted = False

    def mute(self) -> None:
        """Let no answer of the server through any more."""
        self._muted = True

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                visitor = self._door.accept()[0]
                try:
                    inside = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    visitor.close()
                    continue
                for line in (visitor, inside):
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines += [visitor, inside]
                threading.Thread(target=self._up, args=(visitor, inside), daemon=True).start()
                threading.Thread(target=self._down, args=(inside, visitor), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        passed = 0
        with _ending(client, server):
            for block in self._blocks(client):
                if self.swallow_after is not None and passed + len(block) > self.swallow_after:
                    if passed <= self.swallow_after:
                        server.sendall(block[: self.swallow_after - passed])
                        server.shutdown(socket.SHUT_WR)
                    passed = self.swallow_after + 1
                    continue
                server.sendall(block)
                passed += len(block)
            server.shutdown(socket.SHUT_WR)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with _ending(client, server):
            for block in self._blocks(server):
                if not self._muted:
                    client.sendall(block)
            if not self._muted:
                client.shutdown(socket.SHUT_WR)

    def _blocks(self, line: socket.socket) -> Iterator[bytes]:
        while block := line.recv(_BLOCK if not self.bytes_per_second else self.bytes_per_second // 20):
            if self.bytes_per_second:
                time.sleep(0.05)
            yield block


@contextmanager
def _ending(*lines: socket.socket) -> Iterator[None]:
    """When one side is gone without a goodbye, so is the other."""
    try:
        yield
    except OSError:
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class Ways:
    """All ways to one server, which are cut and muted together."""

    def __init__(self, target: int, others: range = range(0)) -> None:
        self.main = Way(target)
        self.all = [self.main, *(Way(port, port) for port in others)]

    def cut(self) -> None:
        for way in self.all:
            way.cut()

    def mute(self) -> None:
        for way in self.all:
            way.mute()

    def crawl(self, bytes_per_second: int) -> None:
        for way in self.all:
            way.bytes_per_second = bytes_per_second

    def swallow_after(self, size: int | None) -> None:
        """On the data connections of FTP only."""
        for way in self.all[1:]:
            way.swallow_after = size


@contextmanager
def ways_to(target: int, others: range = range(0)) -> Iterator[Ways]:
    """``others``: ports that lead to the same ports of the server, as FTP needs them for data."""
    ways = Ways(target, others)
    try:
        yield ways
    finally:
        for way in ways.all:
            way.close()


def free_ports(count: int) -> range:
    """So many ports in a row that nobody listens on, here or on 127.0.0.2."""
    while True:
        # below the ports that systems give to whoever opens a connection
        begin = 15_000 + secrets.randbelow(15_000)
        try:
            for port in range(begin, begin + count):
                for address in ("127.0.0.1", "127.0.0.2"):
                    socket.create_server((address, port)).close()
        except OSError:
            continue
        return range(begin, begin + count)
