"""A local SFTP server on loopback, with a host key and a password that are generated at each start."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)
from paramiko.sftp import SFTP_OK

from courier.credentials import Secret
from courier.delivery.host_keys import fingerprint, offer_strong_methods
from courier.destinations import Destination
from courier.own_files import for_owner

_USER = "practice"


class PracticeServer:
    """Stores received files in a folder. A context manager: the server runs inside the ``with`` statement."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.secret = Secret(secrets.token_urlsafe(12))
        self._key = paramiko.ECDSAKey.generate()
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._transports: list[paramiko.Transport] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="practice-server", daemon=True)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 fingerprint of the server's key."""
        return fingerprint(self._key)

    @property
    def destination(self) -> Destination:
        """The destination of this server, without a pinned host key."""
        host, port = self._listener.getsockname()
        return Destination("Practice", "sftp", host, port, _USER)

    def __enter__(self) -> PracticeServer:
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(5)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        # closing the socket does not wake a thread in accept() on every system; a connection does
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join()
        self._listener.close()
        for transport in self._transports:
            transport.close()
            transport.join()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._ending.is_set():
                connection.close()
                return
            transport = paramiko.Transport(connection)
            offer_strong_methods(transport)
            transport.add_server_key(self._key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, self._folder)
            self._transports.append(transport)
            try:
                transport.start_server(server=_LoginServer(self.secret))
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()


class _LoginServer(paramiko.ServerInterface):
    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        is_right = username == _USER and secrets.compare_digest(password.encode(), self._secret.reveal().encode())
        return AUTH_SUCCESSFUL if is_right else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED if kind == "session" else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


class _Handle(paramiko.SFTPHandle):
    # paramiko reads and writes through these
    readfile: IO[bytes]
    writefile: IO[bytes]

    def stat(self) -> paramiko.SFTPAttributes | int:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.writefile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    """One flat folder; names cannot refer to files outside it."""

    def __init__(self, server: paramiko.ServerInterface, folder: Path) -> None:
        super().__init__(server)
        self._folder = folder

    def _path(self, path: str) -> Path:
        return self._folder / Path(path).name

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> paramiko.SFTPHandle | int:
        try:
            handle = _Handle(flags)
            mode = "wb" if flags & os.O_WRONLY else "rb"
            handle.writefile = handle.readfile = open(self._path(path), mode, opener=for_owner)  # noqa: SIM115
        except OSError as problem:
            return int(paramiko.SFTPServer.convert_errno(problem.errno or 0))
        return handle

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(self._path(path).stat())
        except OSError as problem:
            return int(paramiko.SFTPServer.convert_errno(problem.errno or 0))

    lstat = stat

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        return [paramiko.SFTPAttributes.from_stat(file.stat(), file.name) for file in self._folder.iterdir()]

    def remove(self, path: str) -> int:
        try:
            self._path(path).unlink()
        except OSError as problem:
            return int(paramiko.SFTPServer.convert_errno(problem.errno or 0))
        return int(SFTP_OK)
