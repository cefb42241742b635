"""Delivery over SFTP. The server's key is looked at before anything secret is said."""

from __future__ import annotations

import base64
import errno
import logging
import socket
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import paramiko

from courier.credentials import Secret
from courier.delivery.carrier import TIMEOUT
from courier.delivery.parcel import Broken, DeliveryError, HostKeyChanged, HostKeyUnknown, Outgoing
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

    def __init__(self, destination: Destination, secret: Secret | None, accept_host_key: str | None = None) -> None:
        """Connect, compare the host key, log in. Raises DeliveryError in plain words."""
        self._destination = destination
        self._transport = connect(destination)
        try:
            self._check_key(accept_host_key)
            self._log_in(secret)
            self._client = self._open()
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
            raise DeliveryError("delivery-login", host=self._destination.host, user=user) from None
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
            raise PermissionError from problem

    def put(self, part: Outgoing, report: Callable[[int], None]) -> None:
        remote = self._open_remote(part)
        sent = 0
        try:
            remote.set_pipelined(True)
            with part.path.open("rb") as source:
                while block := source.read(_BLOCK):
                    remote.write(block)
                    sent += len(block)
                    report(sent)
            remote.flush()
            # Replies to pipelined writes carry no errors here, but this question is answered after all of them,
            # and before the server may take the file away.
            there = _handle_size(remote)
            remote.close()
        except _GONE as problem:
            raise Broken from problem
        except OSError as problem:
            self._take_back(remote, part.name)
            raise DeliveryError("delivery-write-failed", host=self._destination.host) from problem
        except BaseException:
            _quietly_close(remote)
            raise
        if there is not None and there != part.size:
            self._take_back(remote, part.name)
            raise DeliveryError("delivery-disk-full", host=self._destination.host)

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
            if problem.errno == errno.EACCES:
                raise DeliveryError("delivery-folder-refused", folder=folder, host=self._destination.host) from None
            raise DeliveryError("delivery-name-refused", name=part.name, host=self._destination.host) from None

    def _take_back(self, remote: paramiko.SFTPFile, name: str) -> None:
        _quietly_close(remote)
        try:
            self.remove(name)
        except (OSError, Broken):
            return

    def remove(self, name: str) -> None:
        try:
            self._client.remove(self.remote_path(name))
        except FileNotFoundError:
            return
        except _GONE as problem:
            raise Broken from problem

    def close(self) -> None:
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


def open_socket(host: str, port: int) -> socket.socket:
    """A connection to a host. Raises DeliveryError when the name is unknown or nobody answers."""
    try:
        return socket.create_connection((host, port), TIMEOUT)
    except socket.gaierror:
        raise DeliveryError("delivery-unknown-host", host=host) from None
    except TimeoutError:
        raise DeliveryError("delivery-timeout", host=host, port=str(port)) from None
    except OSError:
        raise DeliveryError("delivery-no-connection", host=host, port=str(port)) from None


def _load_key(path: Path, passphrase: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(path, passphrase.encode() if passphrase else None)
    except FileNotFoundError:
        raise DeliveryError("delivery-key-missing", path=str(path)) from None
    except paramiko.PasswordRequiredException:
        raise DeliveryError("delivery-key-passphrase", path=str(path)) from None
    except (paramiko.SSHException, ValueError, TypeError, OSError):
        raise DeliveryError("delivery-key-unreadable", path=str(path)) from None


def _handle_size(remote: paramiko.SFTPFile) -> int | None:
    try:
        return remote.stat().st_size
    except _GONE:
        raise
    except OSError:
        return None


def _quietly_close(remote: paramiko.SFTPFile) -> None:
    try:
        remote.close()
    except (OSError, *_GONE):
        return
