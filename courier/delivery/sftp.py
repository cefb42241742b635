"""Delivery over SFTP. The server's host key is checked before anything secret is sent."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import islice
from stat import S_ISDIR
from threading import Event, Timer

import paramiko
from paramiko.sftp import SFTPError

from courier.credentials import Secret
from courier.delivery.bounded_sftp import BoundedSftpClient
from courier.delivery.dialer import CancellableDialer
from courier.delivery.errors import Broken, BrokenBeforeData, CutShort, DeliveryError, Silent
from courier.delivery.host_keys import GONE, connect_to_known
from courier.delivery.pipelined_write import write_all
from courier.delivery.receipt import PartFile
from courier.delivery.ssh_login import Login
from courier.delivery.transport import Ack, AskServerQuestion, open_part
from courier.destinations import Destination

_BROKEN_PROTOCOL = (SFTPError, struct.error, ValueError, IndexError)
"""What paramiko raises for replies that are no SFTP."""
_ERRORS = (OSError, *GONE, *_BROKEN_PROTOCOL)
_READ_BLOCK = 1 << 15
MOST_LISTED = 100_000
"""Files of a folder. A longer listing tells nothing."""


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
            Login(ssh, destination, secret, ask).do(dialer.transcript)
            self._set_up(destination, ssh, dialer, owner=True)
            dialer.enter_step("folder")
            self._check_folder()
        except BaseException:
            ssh.close()
            raise

    def _set_up(
        self, destination: Destination, ssh: paramiko.Transport, dialer: CancellableDialer, *, owner: bool
    ) -> None:
        self._destination, self._ssh, self._dialer, self._owner = destination, ssh, dialer, owner
        self._client = self._open_channel()

    def open_parallel(self) -> SftpTransport | None:
        parallel = object.__new__(SftpTransport)
        try:
            parallel._set_up(self._destination, self._ssh, self._dialer, owner=False)
        except DeliveryError:
            # servers limit the channels of one connection
            return None
        return parallel

    def _open_channel(self) -> paramiko.SFTPClient:
        host, timeout = self._destination.host, self._dialer.timeout
        channel: paramiko.Channel | None = None
        try:
            channel = self._ssh.open_session(timeout=timeout)
            channel.settimeout(timeout)
            # paramiko waits for the answer to this request without a limit
            with _closing_after(timeout, channel):
                channel.invoke_subsystem("sftp")
                return BoundedSftpClient(channel)
        except _BROKEN_PROTOCOL:
            if channel is not None:
                channel.close()
            raise DeliveryError("delivery-noisy-login", host=host) from None
        except (OSError, *GONE):
            # a server that prints a text and hangs up may have hung up before the text was looked at
            noisy = channel is not None and channel.recv_ready()
            if channel is not None:
                channel.close()
            raise DeliveryError("delivery-noisy-login" if noisy else "delivery-no-sftp", host=host) from None

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
            size: int | None = self._client.stat(self.remote_path(name)).st_size
        except FileNotFoundError:
            return None
        except _ERRORS as problem:
            raise Broken if self._is_lost(problem) else PermissionError from problem
        if size is None:
            # the file is there, but the server does not say how large
            raise PermissionError
        return size

    def names(self) -> list[str]:
        try:
            # one question at a time: the answers to others would come after the last that is wanted
            entries = self._client.listdir_iter(self._destination.folder or ".", read_aheads=1)
            names = [entry.filename for entry in islice(entries, MOST_LISTED + 1)]
        except _ERRORS as problem:
            raise Broken if self._is_lost(problem) else PermissionError from problem

        if len(names) > MOST_LISTED:
            raise PermissionError
        return names

    def put(self, part: PartFile, begin: Callable[[], None], progress: Callable[[int], None]) -> Ack:
        with open_part(part) as source:
            remote = self._open_remote(part)
            try:
                begin()
                write_all(self._client, remote, source, progress)
                remote.close()
            except TimeoutError as problem:
                raise Silent from problem
            except _ERRORS as problem:
                if self._is_lost(problem):
                    raise Broken from problem
                self._say_refused(problem)
                _quietly_close(remote)
                raise CutShort(DeliveryError("delivery-write-failed", host=self._destination.host)) from problem
            except BaseException:
                _quietly_close(remote)
                raise
        return Ack.ALL_BYTES_STORED

    def digest(self, name: str) -> str | None:
        stored = sha256()
        try:
            with self._client.open(self.remote_path(name), "rb") as remote:
                remote.prefetch()
                while block := remote.read(_READ_BLOCK):
                    stored.update(block)
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise Broken from problem
            return None
        return stored.hexdigest()

    def _say_refused(self, problem: Exception) -> None:
        """Note down the server's words in an error that paramiko made of its reply."""
        words = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        self._dialer.transcript.received(words, refusal=True)

    def _is_lost(self, problem: Exception) -> bool:
        """Whether an error means that the connection is lost. Some losses raise a plain OSError, as a refusal does: the
        channel's state tells them apart."""
        channel = self._client.get_channel()
        return isinstance(problem, GONE) or channel is None or channel.closed or not self._ssh.is_active()

    def _open_remote(self, part: PartFile) -> paramiko.SFTPFile:
        path = self.remote_path(part.name)
        host, folder = self._destination.host, self._destination.folder or "/"
        self._dialer.transcript.sent(f"open {path}")
        try:
            return self._client.open(path, "wb")
        except FileNotFoundError as problem:
            self._say_refused(problem)
            raise DeliveryError("delivery-folder-missing", folder=folder, host=host) from None
        except PermissionError as problem:
            self._say_refused(problem)
            raise DeliveryError("delivery-folder-refused", folder=folder, host=host) from None
        except TimeoutError:
            # the file may have been made
            raise CutShort(BrokenBeforeData(host)) from None
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise BrokenBeforeData(host) from None
            self._say_refused(problem)
            raise DeliveryError("delivery-name-refused", name=part.name, host=host) from None

    def rename(self, name: str, final: str) -> None:
        self._dialer.transcript.sent(f"rename {name} {final}")
        try:
            self._client.rename(self.remote_path(name), self.remote_path(final))
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise Broken from problem
            self._say_refused(problem)
            raise DeliveryError("delivery-rename-refused", host=self._destination.host, name=final) from None

    def remove(self, name: str) -> None:
        try:
            self._client.remove(self.remote_path(name))
        except FileNotFoundError:
            return
        except _ERRORS as problem:
            if self._is_lost(problem):
                raise Broken from problem
            raise PermissionError from problem

    def close(self) -> None:
        # a connection that was just lost cannot be closed properly
        with suppress(*_ERRORS):
            self._client.close()
        if self._owner:
            self._ssh.close()


@contextmanager
def _closing_after(seconds: float, channel: paramiko.Channel) -> Iterator[None]:
    """Closes a channel if the ``with`` statement takes longer. Raises TimeoutError then."""
    late = Event()

    def close() -> None:
        late.set()
        channel.close()

    timer = Timer(seconds, close)
    timer.daemon, timer.name = True, "time limit"
    timer.start()
    try:
        yield
    except (*GONE, OSError) as problem:
        if late.is_set():
            raise TimeoutError from problem
        raise
    finally:
        timer.cancel()
        timer.join()


def _quietly_close(remote: paramiko.SFTPFile) -> None:
    with suppress(*_ERRORS):
        remote.close()
