"""Servers that break the rules, to see what becomes of a part then. Each serves one connection after the other, or
several, in threads of this process."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_RESET = struct.pack("ii", 1, 0)


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does ``talk`` with each client; its port. It ends with the ``with`` statement."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(client: socket.socket) -> None:
        with suppress(OSError, ValueError), client:
            talk(client)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client = listener.accept()[0]
                open_ones.append(client)
                threads.append(threading.Thread(target=serve, args=(client,), daemon=True))
                threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        for connection in (listener, *open_ones):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        for thread in (accepting, *threads):
            thread.join()


def reset(connection: socket.socket) -> None:
    """End a connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()


def silence(connection: socket.socket) -> None:
    """Read whatever comes and answer nothing."""
    while connection.recv(1 << 16):
        pass


@dataclass
class MeanFtp:
    """An FTP server with bad habits, for one user with any password.

    ``greeting``, ``login``: what it says to a client and to a password. ``stor``: the reply to STOR after the file was
    made, "" for data as usual, or "close", "reset", "silent". ``size``: the reply to SIZE instead of the true one.
    ``bytes_per_second``: how fast received data gets into the file, 0 for at once: the data itself is taken at once, as
    by a device on the way that buffers it. ``may_delete``: whether files may be removed. ``patience``: seconds that it
    waits for a client to connect for data.
    """

    home: Path
    greeting: str = "220 ready"
    login: str = "230 in"
    stor: str = ""
    size: str = ""
    bytes_per_second: int = 0
    may_delete: bool = True
    patience: float = 30.0
    commands: list[str] = field(default_factory=list)

    def talk(self, control: socket.socket) -> None:
        """Serve one client."""
        with ExitStack() as listening:
            self._converse(control, listening)

    def _converse(self, control: socket.socket, listening: ExitStack) -> None:
        self._say(control, self.greeting)
        lines, passive = control.makefile("r", encoding="utf-8", newline="\r\n"), None
        for line in lines:
            command, _, name = line.rstrip("\r\n").partition(" ")
            self.commands.append(command)
            path = self.home / name.rpartition("/")[2]
            if command in ("PASV", "EPSV"):
                passive = listening.enter_context(socket.create_server(("127.0.0.1", 0)))
                self._listen(control, passive, command)
            elif command == "STOR" and passive:
                if not self._store(control, passive, path):
                    return
            elif command in ("NLST", "LIST", "RETR") and passive:
                self._send(control, passive, path, command)
            else:
                self._say(control, self._reply(command, path))
                if command == "QUIT":
                    return

    def _reply(self, command: str, path: Path) -> str:
        there = path.is_file()
        if command == "SIZE":
            return self.size or (f"213 {path.stat().st_size}" if there else "550 no")
        if command == "DELE":
            if not self.may_delete or not there:
                return "550 no"
            path.unlink()
            return "250 gone"
        known = {"USER": "331 password", "PASS": self.login, "TYPE": "200 ok", "QUIT": "221 bye"}
        return known.get(command, "502 what")

    def _listen(self, control: socket.socket, passive: socket.socket, command: str) -> None:
        passive.settimeout(self.patience)
        port = passive.getsockname()[1]
        said = f"229 (|||{port}|)" if command == "EPSV" else f"227 (127,0,0,1,{port >> 8},{port & 255})"
        self._say(control, said)

    def _store(self, control: socket.socket, passive: socket.socket, path: Path) -> bool:
        path.write_bytes(b"")
        if self.stor:
            passive.close()
        if self.stor == "silent":
            silence(control)
        if self.stor in ("close", "reset", "silent"):
            if self.stor == "reset":
                reset(control)
            return False
        if self.stor:
            self._say(control, self.stor)
            return True
        self._say(control, "150 go")
        with passive, passive.accept()[0] as data:
            content = b"".join(iter(lambda: data.recv(1 << 16), b""))
        step = self.bytes_per_second // 10
        while self.bytes_per_second and (stored := path.stat().st_size) < len(content):
            with path.open("ab") as file:
                file.write(content[stored : stored + step])
            time.sleep(0.1)
        path.write_bytes(content)
        self._say(control, "226 done")
        return True

    def _send(self, control: socket.socket, passive: socket.socket, path: Path, command: str) -> None:
        if command == "RETR" and not path.is_file():
            passive.close()
            self._say(control, "550 no")
            return
        self._say(control, "150 here")
        with passive, passive.accept()[0] as data:
            names = "".join(f"{file.name}\r\n" for file in self.home.iterdir())
            data.sendall(path.read_bytes() if command == "RETR" else names.encode())
        self._say(control, "226 done")

    def _say(self, control: socket.socket, reply: str) -> None:
        control.sendall(reply.encode() + b"\r\n")


@dataclass
class MeanSmtp:
    """A mail server with odd replies. Each is what it says instead of yes; ``at_end`` is bytes, so that it can be
    anything, after ``pause`` seconds. ``received``: the messages that it took."""

    certificate: Path
    key: Path
    starttls: str = "220 go"
    auth: str = "235 in"
    recipient: str = "250 ok"
    at_end: bytes = b"250 ok\r\n"
    pause: float = 0.0
    received: list[bytes] = field(default_factory=list)

    def talk(self, client: socket.socket) -> None:
        """Serve one client."""
        client.sendall(b"220 mail\r\n")
        lines = client.makefile("rb")
        while line := lines.readline():
            command = line[:4].upper()
            if command == b"EHLO":
                offers = b"250-AUTH PLAIN\r\n" if isinstance(client, ssl.SSLSocket) else b"250-STARTTLS\r\n"
                client.sendall(b"250-mail\r\n" + offers + b"250 SIZE 1000000\r\n")
            elif command == b"STAR":
                client.sendall(self.starttls.encode() + b"\r\n")
                if self.starttls.startswith("220"):
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(self.certificate, self.key)
                    client = context.wrap_socket(client, server_side=True)
                    lines = client.makefile("rb")
            elif command == b"AUTH":
                client.sendall(self.auth.encode() + b"\r\n")
            elif command == b"RCPT":
                client.sendall(self.recipient.encode() + b"\r\n")
            elif command == b"DATA":
                client.sendall(b"354 go\r\n")
                self.received.append(b"".join(iter(lines.readline, b".\r\n")))
                time.sleep(self.pause)
                if not self.at_end:
                    silence(client)
                client.sendall(self.at_end)
            elif command == b"QUIT":
                client.sendall(b"221 bye\r\n")
                break
            else:
                client.sendall(b"250 ok\r\n")
        client.close()
