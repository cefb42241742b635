"""Who an SSH server is: its keys, and those that OpenSSH knows of it already."""

from __future__ import annotations

import base64
import binascii
import logging
import select
import socket
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import paramiko
from paramiko.hostkeys import HostKeyEntry, HostKeys, InvalidHostKey

from courier.delivery import carrier
from courier.delivery.line import Line, open_socket
from courier.delivery.parcel import DeliveryError, HostKeyChanged, HostKeyUnknown, Unreached
from courier.destinations import Destination, DestinationError

GONE = (EOFError, paramiko.SSHException, ConnectionError, socket.timeout)
_FAMILIES = {
    "ssh-ed25519": ("ssh-ed25519",),
    "ecdsa": ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    "ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256"),
}
"""How the names of keys begin, and the ways to sign with them."""
# the fast ones first: most of the time of a transfer goes into them
_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr")

# Every break comes as an exception too; the log would only put stray lines on the terminal.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


def fingerprint(key: paramiko.PKey) -> str:
    """A host key's SHA-256 fingerprint as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(sha256(key.asbytes()).digest()).decode().rstrip("=")


def connect_to_known(destination: Destination, line: Line, accepted: str | None) -> paramiko.Transport:
    """A transport to a server that proved to be the one that is pinned, or whose key was just ``accepted``.

    Raises HostKeyUnknown, HostKeyChanged and other DeliveryErrors; nothing secret has been said then.
    """
    transport = connect(destination, line)
    line.begins("key")
    key = transport.get_remote_server_key()
    shown, pinned = fingerprint(key), destination.host_keys
    if shown in pinned or (not pinned and shown == accepted):
        return transport
    transport.close()
    if not pinned:
        raise HostKeyUnknown(destination.host, shown)
    # a server has a key of each kind and shows the one that we like best, which may not be the pinned one
    for name, ways in _FAMILIES.items():
        other = None if key.get_name().startswith(name) else _try(destination, line, ways)
        if other is not None:
            if fingerprint(other.get_remote_server_key()) in pinned:
                return other
            other.close()
    raise HostKeyChanged(destination.host, shown)


def _try(destination: Destination, line: Line, ways: tuple[str, ...]) -> paramiko.Transport | None:
    try:
        return connect(destination, line, ways)
    except DeliveryError:
        return None


def connect(destination: Destination, line: Line, key_types: tuple[str, ...] | None = None) -> paramiko.Transport:
    """A transport that has exchanged keys but not logged in. Raises DeliveryError."""
    host, port = destination.host, destination.port
    made = open_socket(line, host, port)
    if not select.select([made], [], [], carrier.TIMEOUT)[0]:
        # an SSH server speaks first
        made.close()
        raise Unreached("delivery-timeout", host=host, port=str(port))
    try:
        transport = paramiko.Transport(made)
    except GONE:
        made.close()
        raise DeliveryError("delivery-not-ssh", host=host, port=str(port)) from None
    transport.banner_timeout = carrier.TIMEOUT
    transport.auth_timeout = carrier.TIMEOUT
    options = transport.get_security_options()
    options.ciphers = _CIPHERS
    if key_types:
        options.key_types = key_types
    try:
        transport.start_client(timeout=carrier.TIMEOUT)
    except GONE:
        transport.close()
        raise DeliveryError("delivery-not-ssh", host=host, port=str(port)) from None
    return transport


def known_to_openssh(path: Path, host: str, port: int) -> tuple[str, ...]:
    """The fingerprints of a host's keys in an OpenSSH ``known_hosts`` file, hashed names included; revoked keys and
    authorities are left out. Raises DestinationError if the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        raise DestinationError("known-hosts-unreadable", path=str(path)) from None
    wanted = {f"[{host.lower()}]:{port}"} | ({host.lower()} if port == 22 else set())
    revoked = set(_keys((line.partition(" ")[2] for line in lines if line.startswith("@revoked")), wanted))
    found = _keys((line for line in lines if not line.startswith(("@", "#"))), wanted)
    return tuple(dict.fromkeys(one for one in found if one not in revoked))


def _keys(lines: Iterable[str], wanted: set[str]) -> Iterator[str]:
    for line in lines:
        try:
            entry = HostKeyEntry.from_line(" ".join(line.split()))
        except (InvalidHostKey, paramiko.SSHException, ValueError):
            continue
        if entry is None or entry.key is None:
            continue
        known = HostKeys()
        for name in entry.hostnames:
            known.add(name, entry.key.get_name(), entry.key)
        try:
            if any(known.lookup(name) for name in wanted):
                yield fingerprint(entry.key)
        except (ValueError, binascii.Error):
            # a damaged hash is nobody's name
            continue
