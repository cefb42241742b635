"""Identity of SSH servers: their host keys, and those in OpenSSH's ``known_hosts``."""

from __future__ import annotations

import base64
import binascii
import logging
import re
import select
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import paramiko
from paramiko.hostkeys import HostKeyEntry, HostKeys, InvalidHostKey

from courier.delivery.dialer import CancellableDialer, open_socket
from courier.delivery.errors import DeliveryError, HostKeyChanged, HostKeyUnknown, NotConnected, ServerSilent
from courier.delivery.old_ssh import OLD_CIPHERS, OldMethodsTransport
from courier.destinations import Destination, DestinationError

GONE = (EOFError, paramiko.SSHException, ConnectionError, socket.timeout)
_FAMILIES = {
    "ssh-ed25519": ("ssh-ed25519",),
    "ecdsa": ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    "ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256"),
}
"""Prefixes of key names, and the signature algorithms for such keys."""
# the fast ones first: encryption takes most of the time of a transfer
_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr")
_MACS = (
    "hmac-sha2-256-etm@openssh.com",
    "hmac-sha2-512-etm@openssh.com",
    "hmac-sha2-256",
    "hmac-sha2-512",
    "hmac-sha1",
)
_METHODS = {"kex": "key-exchange", "host key": "host-key", "cipher": "cipher", "macs": "mac"}
"""Words in paramiko's errors, and the kind of method on which there is no agreement."""
_TYPING_TIME = 180.0
"""Seconds a person has for a one-time code."""
# what OpenSSH says when too many connections are being made, or an address is barred
_TURNS_AWAY = re.compile(rb"MaxStartups|Not allowed at this time", re.IGNORECASE)

# Every failure is raised as an exception too; the log would only add noise on the terminal.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


def fingerprint(key: paramiko.PKey) -> str:
    """A host key's SHA-256 fingerprint as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(sha256(key.asbytes()).digest()).decode().rstrip("=")


def connect_to_known(destination: Destination, dialer: CancellableDialer, accepted: str | None) -> paramiko.Transport:
    """An SSH transport to a server with a pinned host key, or with the one that a person just ``accepted``.

    Raises HostKeyUnknown, HostKeyChanged and other DeliveryErrors; nothing secret has been sent then.
    """
    transport = connect(destination, dialer)
    dialer.enter_step("key")
    key = transport.get_remote_server_key()
    presented, pinned = fingerprint(key), destination.host_keys
    if presented in pinned or (not pinned and presented == accepted):
        return transport
    transport.close()
    if not pinned:
        raise HostKeyUnknown(destination.host, presented)
    # a server may have a key of each kind and presents the one that we prefer, which may not be the pinned one
    for name, algorithms in _FAMILIES.items():
        if key.get_name().startswith(name):
            continue
        with suppress(DeliveryError):
            other = connect(destination, dialer, algorithms)
            if fingerprint(other.get_remote_server_key()) in pinned:
                return other
            other.close()
    raise HostKeyChanged(destination.host, presented)


def connect(
    destination: Destination, dialer: CancellableDialer, key_types: tuple[str, ...] | None = None
) -> paramiko.Transport:
    """An SSH transport after the key exchange and before the login. Raises DeliveryError."""
    host, port = destination.host, destination.port
    connection = open_socket(dialer, host, port)
    greeting = _greeting(connection, dialer, destination)
    try:
        transport = (OldMethodsTransport if destination.old_methods else paramiko.Transport)(connection)
    except GONE:
        connection.close()
        raise NotConnected("delivery-ssh-closed", host=host) from None
    transport.banner_timeout = dialer.timeout
    # the dialer limits the login as a whole; paramiko would call a silent server a wrong password
    transport.auth_timeout = _TYPING_TIME
    offer_strong_methods(transport)
    options = transport.get_security_options()
    if destination.old_methods:
        options.ciphers = (*_CIPHERS, *OLD_CIPHERS)
    if key_types:
        options.key_types = key_types
    try:
        transport.start_client(timeout=dialer.timeout)
        if not transport.initial_kex_done:
            # paramiko returns when the time is over
            raise TimeoutError
    except paramiko.ssh_exception.IncompatiblePeer as problem:
        transport.close()
        methods = next((name for word, name in _METHODS.items() if word in str(problem)), "version")
        key = "delivery-ssh-methods-even-old" if destination.old_methods else "delivery-ssh-methods"
        raise DeliveryError(key, host=host, methods=methods) from None
    except TimeoutError:
        transport.close()
        raise ServerSilent(host, destination.timeout_seconds) from None
    except GONE as problem:
        transport.close()
        if "banner" in str(problem).lower() and b"SSH-" not in greeting and not _TURNS_AWAY.search(greeting):
            raise DeliveryError("delivery-not-ssh", host=host, port=str(port)) from None
        raise NotConnected("delivery-ssh-closed", host=host) from None
    dialer.transcript.received(transport.remote_version)
    return transport


def offer_strong_methods(transport: paramiko.Transport) -> None:
    """Neither MD5 nor truncated hashes nor ciphers of old, which paramiko offers by itself."""
    options = transport.get_security_options()
    options.ciphers, options.digests = _CIPHERS, _MACS


def _greeting(connection: socket.socket, dialer: CancellableDialer, destination: Destination) -> bytes:
    """The first bytes of what the server says, which stay unread. Raises NotConnected if it says nothing."""
    host, port = destination.host, destination.port
    try:
        # an SSH server speaks first
        spoke = bool(select.select([connection], [], [], dialer.timeout)[0])
        greeting = connection.recv(256, socket.MSG_PEEK) if spoke else b""
    except OSError:
        spoke, greeting = True, b""
    if greeting:
        line = greeting.partition(b"\n")[0].decode("utf-8", "replace")
        dialer.transcript.received(line, refusal=not greeting.startswith(b"SSH-"))
        return greeting
    connection.close()
    if spoke:
        raise NotConnected("delivery-ssh-closed", host=host)
    raise NotConnected("delivery-timeout", host=host, port=str(port))


def known_to_openssh(path: Path, host: str, port: int) -> tuple[str, ...]:
    """The fingerprints of a host's keys in an OpenSSH ``known_hosts`` file, hashed names included; revoked keys and
    certificate authorities are left out. Raises DestinationError if the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        raise DestinationError("known-hosts-unreadable", path=str(path)) from None
    wanted = {f"[{host.lower()}]:{port}"} | ({host.lower()} if port == 22 else set())
    revoked = set(_keys((line.partition(" ")[2] for line in lines if line.startswith("@revoked")), wanted))
    keys = _keys((line for line in lines if not line.startswith(("@", "#"))), wanted)
    return tuple(dict.fromkeys(key for key in keys if key not in revoked))


def _keys(lines: Iterable[str], wanted: set[str]) -> Iterator[str]:
    for line in lines:
        try:
            entry = HostKeyEntry.from_line(" ".join(line.split()))
        except (InvalidHostKey, paramiko.SSHException, ValueError):
            continue
        if entry is None or entry.key is None:
            continue
        host_keys = HostKeys()
        for name in entry.hostnames:
            host_keys.add(name, entry.key.get_name(), entry.key)
        try:
            if any(host_keys.lookup(name) for name in wanted):
                yield fingerprint(entry.key)
        except (ValueError, binascii.Error):
            # a damaged hash matches no host name
            continue
