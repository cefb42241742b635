"""Delivery over SFTP. The server's key is looked at before anything secret is said."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from stat import S_ISDIR

import paramiko

from courier.credentials import Secret
from courier.delivery import carrier
from courier.delivery.carrier import Ask, Word, open_part
from courier.delivery.host_keys import GONE, connect_to_known
from courier.delivery.line import Line
from courier.delivery.parcel import Broken, BrokenBefore, CutShort, DeliveryError, Outgoing
from courier.delivery.pipelining import write_all
from courier.delivery.ssh_login import Login
from courier.destinations import Destination


class SftpCarrier:
    """One SSH transport with one SFTP channel."""

    in_the_open = False
    handed_over = None

    def __init__(
        self,
        destination: Destination,
        secret: Secret | None,
        line: Line,
        accept_host_key: str | None = None,
        ask: Ask | None = None,
    ) -> None:
        """Connect, compare the host key, log in. Raises DeliveryError in plain words."""
        transport = connect_to_known(destination, line, accept_host_key)
        try:
            line.begins("login")
            Login(transport, destination, secret, ask).do()
            self._take(destination, transport, owner=True)
            line.begins("folder")
            self._enter()
        except BaseException:
            transport.close()
            raise

    def _take(self, destination: Destination, transport: paramiko.Transport, *, owner: bool) -> None:
        self._destination, self._transport, self._owner = destination, transport, owner
        self._client = self._open()

    def beside(self) -> SftpCarrier | None:
        twin = object.__new__(SftpCarrier)
        try:
            twin._take(self._destination, self._transport, owner=False)
        except DeliveryError:
            # servers allow only so many channels
            return None
        return twin

    def _open(self) -> paramiko.SFTPClient:
        try:
            client = paramiko.SFTPClient.from_transport(self._transport)
        except GONE:
            client = None
        if client is None:
            raise DeliveryError("delivery-no-sftp", host=self._destination.host)
        channel = client.get_channel()
        assert channel is not None
        channel.settimeout(carrier.TIMEOUT)
        return client

    def _enter(self) -> None:
        folder, host = self._destination.folder, self._destination.host
        if not folder:
            return
        try:
            mode = self._client.stat(folder).st_mode
        except FileNotFoundError:
            mode = 0
        except GONE:
            raise BrokenBefore(host) from None
        except OSError:
            return  # a server that does not let anybody look may still take files
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
        except GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise PermissionError from problem

    def names(self) -> list[str]:
        try:
            return self._client.listdir(self._destination.folder or ".")
        except GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise PermissionError from problem

    def put(self, part: Outgoing, report: Callable[[int], None]) -> Word:
        with open_part(part) as source:
            remote = self._open_remote(part)
            try:
                write_all(self._client, remote, source, report)
                remote.close()
            except GONE as problem:
                raise Broken from problem
            except OSError as problem:
                self._raise_if_broken(problem)
                _quietly_close(remote)
                raise CutShort(DeliveryError("delivery-write-failed", host=self._destination.host)) from problem
            except BaseException:
                _quietly_close(remote)
                raise
        return Word.HOLDS_ALL

    def _raise_if_broken(self, problem: OSError) -> None:
        """Writing to a closed channel is a plain OSError, like a server's refusal: the channel tells which it was."""
        channel = self._client.get_channel()
        if channel is None or channel.closed or not self._transport.is_active():
            raise Broken from problem

    def _open_remote(self, part: Outgoing) -> paramiko.SFTPFile:
        path = self.remote_path(part.name)
        host, folder = self._destination.host, self._destination.folder or "/"
        try:
            return self._client.open(path, "wb")
        except FileNotFoundError:
            raise DeliveryError("delivery-folder-missing", folder=folder, host=host) from None
        except PermissionError:
            raise DeliveryError("delivery-folder-refused", folder=folder, host=host) from None
        except GONE:
            raise BrokenBefore(host) from None
        except OSError as problem:
            try:
                self._raise_if_broken(problem)
            except Broken:
                raise BrokenBefore(host) from None
            raise DeliveryError("delivery-name-refused", name=part.name, host=host) from None

    def rename(self, name: str, final: str) -> None:
        try:
            self._client.rename(self.remote_path(name), self.remote_path(final))
        except GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise DeliveryError("delivery-rename-refused", host=self._destination.host, name=final) from None

    def remove(self, name: str) -> None:
        try:
            self._client.remove(self.remote_path(name))
        except FileNotFoundError:
            return
        except GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise

    def close(self) -> None:
        # a line that broke a moment ago takes no goodbye
        with suppress(OSError, *GONE):
            self._client.close()
        if self._owner:
            self._transport.close()


def _quietly_close(remote: paramiko.SFTPFile) -> None:
    try:
        remote.close()
    except (OSError, *GONE):
        return
