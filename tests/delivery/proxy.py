"""Proxies between client and server that can cut, mute, slow down or swallow the traffic."""

import secrets
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

_BLOCK = 1 << 16
_NO_LINGER = struct.pack("ii", 1, 0)


class Proxy:
    """Forwards one port of 127.0.0.2 to the same or another port of 127.0.0.1."""

    def __init__(self, target: int, port: int = 0) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.2", port))
        self.port = int(self._listener.getsockname()[1])
        self._connections: list[socket.socket] = []
        self._muted = False
        self.swallow_after: int | None = None
        """Bytes of an upload after which the server sees its end, while the client can go on sending."""
        self.bytes_per_second = 0
        self.buffers = False
        """Whether an upload is taken at once, however slowly it is passed on."""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Reset every connection; new ones are accepted."""
        connections, self._connections = self._connections, []
        for connection in connections:
            with suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._muted = False

    def mute(self) -> None:
        """Drop everything that the server answers from now on."""
        self._muted = True

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client = self._listener.accept()[0]
                try:
                    server = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    client.close()
                    continue
                for connection in (client, server):
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._connections += [client, server]
                threading.Thread(target=self._up, args=(client, server), daemon=True).start()
                threading.Thread(target=self._down, args=(server, client), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        passed = 0
        with _ending(client, server):
            for block in self._buffered(client) if self.buffers else self._blocks(client):
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

    def _buffered(self, connection: socket.socket) -> Iterator[bytes]:
        blocks: SimpleQueue[bytes] = SimpleQueue()

        def read() -> None:
            block = b"-"
            while block:
                try:
                    block = connection.recv(_BLOCK)
                except OSError:
                    block = b""
                blocks.put(block)

        threading.Thread(target=read, daemon=True).start()
        step = self.bytes_per_second // 20
        while block := blocks.get():
            for begin in range(0, len(block), step):
                time.sleep(0.05)
                yield block[begin : begin + step]

    def _blocks(self, connection: socket.socket) -> Iterator[bytes]:
        while block := connection.recv(_BLOCK if not self.bytes_per_second else self.bytes_per_second // 20):
            if self.bytes_per_second:
                time.sleep(0.05)
            yield block


@contextmanager
def _ending(*connections: socket.socket) -> Iterator[None]:
    """Closes both sides when one of them breaks."""
    try:
        yield
    except OSError:
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class ProxyGroup:
    """All proxies to one server, which are cut and muted together."""

    def __init__(self, target: int, others: range = range(0)) -> None:
        self.main = Proxy(target)
        self.all = [self.main, *(Proxy(port, port) for port in others)]

    def cut(self) -> None:
        for proxy in self.all:
            proxy.cut()

    def mute(self) -> None:
        for proxy in self.all:
            proxy.mute()

    def crawl(self, bytes_per_second: int) -> None:
        for proxy in self.all:
            proxy.bytes_per_second = bytes_per_second

    def buffer(self, bytes_per_second: int) -> None:
        """Take uploads at once and pass them on slowly; of FTP only the data."""
        for proxy in self.all[1:] or self.all:
            proxy.bytes_per_second, proxy.buffers = bytes_per_second, True

    def swallow_after(self, size: int | None) -> None:
        """On the data connections of FTP only."""
        for proxy in self.all[1:]:
            proxy.swallow_after = size


@contextmanager
def proxies_to(target: int, others: range = range(0)) -> Iterator[ProxyGroup]:
    """``others``: ports that lead to the same ports of the server, as FTP needs them for data."""
    group = ProxyGroup(target, others)
    try:
        yield group
    finally:
        for proxy in group.all:
            proxy.close()


def free_ports(count: int) -> range:
    """Consecutive ports on which nothing listens, on 127.0.0.1 and 127.0.0.2."""
    while True:
        # below the ephemeral ports of the systems
        begin = 15_000 + secrets.randbelow(15_000)
        try:
            for port in range(begin, begin + count):
                for address in ("127.0.0.1", "127.0.0.2"):
                    socket.create_server((address, port)).close()
        except OSError:
            continue
        return range(begin, begin + count)
