"""An SSH transport that also accepts methods that are weak but not broken, for servers that have no better ones."""

from __future__ import annotations

from hashlib import sha1
from typing import Any, ClassVar

import paramiko
from cryptography.hazmat.primitives.hashes import SHA1
from paramiko.kex_group14 import KexGroup14SHA256

OLD_CIPHERS = ("aes128-cbc", "aes192-cbc", "aes256-cbc")
# paramiko chooses from these tables and has no public way to extend them
_TABLES: Any = paramiko.Transport


class _Group14Sha1(KexGroup14SHA256):
    name = "diffie-hellman-group14-sha1"
    hash_algo = sha1


class _RsaWithSha1(paramiko.RSAKey):
    HASHES: ClassVar[dict[str, Any]] = {**paramiko.RSAKey.HASHES, "ssh-rsa": SHA1}  # type: ignore[misc]


class OldMethodsTransport(paramiko.Transport):
    """Offers group14-sha1 and RSA signatures with SHA-1 last, so that a server with better ones uses those.

    Group 1, DSA, MD5 and 3DES are never offered.
    """

    _kex_info: ClassVar[dict[str, Any]] = {**_TABLES._kex_info, _Group14Sha1.name: _Group14Sha1}
    _preferred_kex: ClassVar[tuple[str, ...]] = (*_TABLES._preferred_kex, _Group14Sha1.name)
    _key_info: ClassVar[dict[str, Any]] = {**_TABLES._key_info, "ssh-rsa": _RsaWithSha1}
    _preferred_keys: ClassVar[tuple[str, ...]] = (*_TABLES._preferred_keys, "ssh-rsa")
