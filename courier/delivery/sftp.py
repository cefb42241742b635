"""Delivery over SFTP. The server's host key is checked before anything secret is sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from stat import S_ISDIR

import paramiko

from courier.credentials import Secret
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import Broken, BrokenBeforeData, CutShort, DeliveryError
from courier.delivery.host_keys import GONE, connect_to_known
from courier.delivery.pipelined_write import write_all
from courier.delivery.receipt import PartFile
from courier.delivery.ssh_login import Login
from courier.delivery.transport import Ack, AskServerQuestion, open_part
from courier.destinations import Destination

_ERRORS = (OSError, *GONE)


class SftpTransport:
    """One SSH transport with one SFTP channel."""

    is_plaintext = False

    def __init__(
        self,
        destination: Destination,
        secret: Secret | None,
        dialer: CancellableDialer,
        accept_host_key: str | None = None,
        ask: AskServerQuestion | None = None,
    ) -> None:
        """Connect, check the host key, log in. Raises DeliveryError in plain words."""
        ssh = connect_to_known(destination, dialer, accept_host_key)
        try:
            dialer.enter_step("login")
            Login(ssh, destination, secret, ask).do()
            self._set_up(destination, ssh, dialer.timeout, owner=True)
            dialer.enter_step("folder")
            self._check_folder()
        except BaseException:
            ssh.close()
            raise

    def _set_up(self, destination: Destination, ssh: paramiko.Transport, timeout: float, *, owner: bool) -> None:
        self._destination, self._ssh, self._timeout, self._owner = destination, ssh, timeout, owner
        self._client = self._open_channel()

    def open_parallel(self) -> SftpTransport | None:
        parallel = object.__new__(SftpTransport)
        try:
            parallel._set_up(self._destination, self._ssh, self._timeout, owner=False)
        except DeliveryError:
            # servers limit the channels of one connection
            return None
        return parallel

    def _open_channel(self) -> paramiko.SFTPClient:
        try:
            client = paramiko.SFTPClient.from_transport(self._ssh)
        except GONE:
            client = None
        if client is None:
            raise DeliveryError("delivery-no-sftp", host=self._destination.host)
        channel = client.get_channel()
        assert channel is not None
        channel.settimeout(self._timeout)
        return client

    def _check_folder(self) -> None:
        folder, host = self._destination.folder, self._destination.host
        if not folder:
            return
        try:
            mode = self._client.stat(folder).st_mode
        except FileNotFoundError:
            mode = 0
        except GONE:
            raise BrokenBeforeData(host) from None
        except OSError:
            return  # a server that refuses to describe the folder may still accept files
        if mode is not None and not S_ISDIR(mode):
            raise DeliveryError("delivery-folder-missing", folder=folder, host=host)

    def remote_path(self, name: str) -> str:
        folder = self._destination.folder.rstrip("/")
        if self._destination.folder.startswith("/") and not folder:
            return f"/{name}"
        return f"{folder}/{name}" if folder else name

    def size(self, name: str) -> int | None:
        try:
            return self._client.stat(self.remote_path(name)).st_size or 0
        except FileNotFoundError:
            return None
        except _ERRORS as problem:
            raise Broken if self._is_lost(problem) else PermissionError from problem

    def names(self) -> list[str]:
        try:
            return self._client.listdir(self._destination.folder or ".")
        except _ERRORS as problem:
            raise Broken if self._is_lost(problem) else PermissionError from problem

    def put(self, part: PartFile, progress: Callable[[int], None]) -> Ack:
        with open_part(part) as source:
            remote = self._open_remote(part)
            try:
                write_all(self._client, remote, source, progress)
                remote.close()
            except _ERRORS as problem:
                if self._is_lost(problem):
                    raise Broken from problem
                _quietly_close(remote)
                raise CutShort(DeliveryError("delivery-write-failed", host=self._destination.host)) from problem
            except BaseException:
                _quietly_close(remote)
                raise
        return Ack.ALL_BYTES_STORED

    def _is_lost(self, problem: Exception) -> bool:
        """Whether an error means that the connection is lost. Some losses raise a plain OSError, as a refusal does: the
        channel's state tells them apart."""
        channel = self._client.get_channel()
        return isinstance(problem, GONE) or channel is None or channel.closed or not self._ssh.is_active()

    def _open_remote(self, part: PartFile) -> paramiko.SFTPFile:
        path = self.remote_path(part.name)
        host, folder = self._destination.host, self._destination.folder or "/"
        try:
            return self._client.open(path, "wb")
        except FileNotFoundError:
            raise DeliveryError("delivery-folder-missing", folder=folder, host=host) from None
        except PermissionError:
            raise DeliveryError("delivery-folder-refused", folder=folder, host=host) from None
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise BrokenBeforeData(host) from None
            raise DeliveryError("delivery-name-refused", name=part.name, host=host) from None

    def rename(self, name: str, final: str) -> None:
        try:
            self._client.rename(self.remote_path(name), self.remote_path(final))
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise Broken from problem
            raise DeliveryError("delivery-rename-refused", host=self._destination.host, name=final) from None

    def remove(self, name: str) -> None:
        try:
            self._client.remove(self.remote_path(name))
        except FileNotFoundError:
            return
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise Broken from problem
            raise

    def close(self) -> None:
        # a connection that was just lost cannot be closed properly
        with suppress(*_ERRORS):
            self._client.close()
        if self._owner:
            self._ssh.close()


def _quietly_close(remote: paramiko.SFTPFile) -> None:
    with suppress(*_ERRORS):
        remote.close()
