"""An SFTP client that believes no reply that says it holds more than it has: paramiko would count to the end."""

from __future__ import annotations

import struct

import paramiko
from paramiko.sftp import CMD_ATTRS, SFTPError

_SIZES = ((1, 8), (2, 8), (4, 4), (8, 8))
"""Flags of attributes, and the bytes that each stands for."""
_EXTENDED = 0x80000000
_LEAST_PAIR = 8


class BoundedSftpClient(paramiko.SFTPClient):
    """Raises SFTPError for attributes that say they have more further ones than fit in the reply."""

    def _read_packet(self) -> tuple[int, bytes]:
        kind, content = super()._read_packet()  # type: ignore[misc]
        if kind == CMD_ATTRS:
            _require_bounded(content, 4)
        return kind, content


def _require_bounded(content: bytes, at: int) -> None:
    (flags,) = struct.unpack_from(">I", content, at)
    at += 4 + sum(size for flag, size in _SIZES if flags & flag)
    if flags & _EXTENDED:
        (pairs,) = struct.unpack_from(">I", content, at)
        if pairs * _LEAST_PAIR > len(content) - at:
            raise SFTPError("attributes without end")
