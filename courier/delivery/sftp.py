"""Delivery over SFTP. The server's key is looked at before anything secret is said."""

from __future__ import annotations

import base64
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR
from typing import BinaryIO

import paramiko
from paramiko.pkey import UnknownKeyType

from courier.credentials import Secret
from courier.delivery.carrier import TIMEOUT, open_part
from courier.delivery.line import open_socket
from courier.delivery.parcel import Broken, CutShort, DeliveryError, HostKeyChanged, HostKeyUnknown, Outgoing
from courier.destinations import Destination

_BLOCK = 1 << 15
_GONE = (EOFError, paramiko.SSHException, ConnectionError, socket.timeout)


# Every break comes as an exception too; the log would only put stray lines on the terminal.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


def fingerprint(key: paramiko.PKey) -> str:
    """A host key's SHA-256 fingerprint as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(sha256(key.asbytes()).digest()).decode().rstrip("=")


class SftpCarrier:
    """One SSH transport with one SFTP channel."""

    in_the_open = False

    def __init__(self, destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> None:
        """Connect, compare the host key, log in. Raises DeliveryError in plain words."""
        self._destination = destination
        self._transport = connect(destination)
        try:
            self._check_key(accept_host_key)
            self._log_in(secret)
            self._client = self._open()
            self._enter()
        except BaseException:
            self._transport.close()
            raise

    def _check_key(self, accepted: str | None) -> None:
        shown = fingerprint(self._transport.get_remote_server_key())
        pinned = self._destination.host_keys
        if shown in pinned:
            return
        if pinned:
            raise HostKeyChanged(self._destination.host, shown)
        if shown != accepted:
            raise HostKeyUnknown(self._destination.host, shown)

    def _log_in(self, secret: Secret | None) -> None:
        user = self._destination.user
        word = secret.reveal() if secret else ""
        try:
            if self._destination.key_file:
                self._transport.auth_publickey(user, _load_key(Path(self._destination.key_file), word))
                return
            try:
                self._transport.auth_password(user, word, fallback=True)
            except paramiko.BadAuthenticationType:
                self._transport.auth_interactive(user, lambda _title, _text, prompts: [word for _ in prompts])
        except paramiko.AuthenticationException:
            # paramiko says the same when the server went away in the middle of the login
            key = "delivery-login" if self._transport.is_active() else "delivery-login-broken"
            raise DeliveryError(key, host=self._destination.host, user=user) from None
        except _GONE:
            raise DeliveryError("delivery-login-broken", host=self._destination.host) from None

    def _open(self) -> paramiko.SFTPClient:
        try:
            client = paramiko.SFTPClient.from_transport(self._transport)
        except _GONE:
            client = None
        if client is None:
            raise DeliveryError("delivery-no-sftp", host=self._destination.host)
        channel = client.get_channel()
        assert channel is not None
        channel.settimeout(TIMEOUT)
        return client

    def _enter(self) -> None:
        folder, host = self._destination.folder, self._destination.host
        if not folder:
            return
        try:
            mode = self._client.stat(folder).st_mode
        except FileNotFoundError:
            mode = 0
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=host) from None
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
        except _GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise PermissionError from problem

    def put(self, part: Outgoing, report: Callable[[int], None]) -> bool:
        with open_part(part) as source:
            remote = self._open_remote(part)
            try:
                there = self._write(source, remote, report)
            except _GONE as problem:
                raise Broken from problem
            except OSError as problem:
                self._raise_if_broken(problem)
                _quietly_close(remote)
                raise CutShort(DeliveryError("delivery-write-failed", host=self._destination.host)) from problem
            except BaseException:
                _quietly_close(remote)
                raise
        if there is not None and there != part.size:
            raise CutShort(DeliveryError("delivery-disk-full", host=self._destination.host))
        return there is not None

    def _write(self, source: BinaryIO, remote: paramiko.SFTPFile, report: Callable[[int], None]) -> int | None:
        sent = 0
        remote.set_pipelined(True)
        while block := source.read(_BLOCK):
            remote.write(block)
            sent += len(block)
            report(sent)
        remote.flush()
        # Replies to pipelined writes carry no errors here, but this question is answered after all of them,
        # and before the server may take the file away.
        there = self._handle_size(remote)
        remote.close()
        return there

    def _handle_size(self, remote: paramiko.SFTPFile) -> int | None:
        try:
            return remote.stat().st_size
        except _GONE:
            raise
        except OSError as problem:
            self._raise_if_broken(problem)
            return None

    def _raise_if_broken(self, problem: OSError) -> None:
        """Writing to a closed channel is a plain OSError, like a server's refusal: the channel tells which it was."""
        channel = self._client.get_channel()
        if channel is None or channel.closed or not self._transport.is_active():
            raise Broken from problem

    def _open_remote(self, part: Outgoing) -> paramiko.SFTPFile:
        path = self.remote_path(part.name)
        folder = self._destination.folder or "/"
        try:
            return self._client.open(path, "wb")
        except FileNotFoundError:
            raise DeliveryError("delivery-folder-missing", folder=folder, host=self._destination.host) from None
        except PermissionError:
            raise DeliveryError("delivery-folder-refused", folder=folder, host=self._destination.host) from None
        except _GONE:
            raise DeliveryError("delivery-broken-before", host=self._destination.host) from None
        except OSError as problem:
            try:
                self._raise_if_broken(problem)
            except Broken:
                raise DeliveryError("delivery-broken-before", host=self._destination.host) from None
            raise DeliveryError("delivery-name-refused", name=part.name, host=self._destination.host) from None

    def remove(self, name: str) -> None:
        try:
            self._client.remove(self.remote_path(name))
        except FileNotFoundError:
            return
        except _GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._raise_if_broken(problem)
            raise

    def close(self) -> None:
        # a line that broke a moment ago takes no goodbye
        with suppress(OSError, *_GONE):
            self._client.close()
        self._transport.close()


def connect(destination: Destination) -> paramiko.Transport:
    """A transport that has exchanged keys but not logged in. Raises DeliveryError."""
    host, port = destination.host, destination.port
    line = open_socket(host, port)
    try:
        transport = paramiko.Transport(line)
    except _GONE:
        line.close()
        raise DeliveryError("delivery-not-ssh", host=host, port=str(port)) from None
    transport.banner_timeout = TIMEOUT
    transport.auth_timeout = TIMEOUT
    try:
        transport.start_client(timeout=TIMEOUT)
    except _GONE:
        transport.close()
        raise DeliveryError("delivery-not-ssh", host=host, port=str(port)) from None
    return transport


def _load_key(path: Path, passphrase: str) -> paramiko.PKey:
    try:
        return _read_key(path, passphrase.encode())
    except FileNotFoundError:
        raise DeliveryError("delivery-key-missing", path=str(path)) from None
    except TypeError:
        raise DeliveryError("delivery-key-passphrase", path=str(path)) from None
    except (paramiko.SSHException, UnknownKeyType, ValueError, OSError):
        raise DeliveryError("delivery-key-unreadable", path=str(path)) from None


def _read_key(path: Path, passphrase: bytes) -> paramiko.PKey:
    # the stubs say str, the function wants bytes
    try:
        return paramiko.PKey.from_path(path, passphrase or None)  # type: ignore[arg-type]
    except TypeError:
        if not passphrase:
            raise
        # a passphrase for a key that has none is no reason to stay outside
        return paramiko.PKey.from_path(path)


def _quietly_close(remote: paramiko.SFTPFile) -> None:
    try:
        remote.close()
    except (OSError, *_GONE):
        return
