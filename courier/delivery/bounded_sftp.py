"""An SFTP client that believes no reply that says it holds more than it has: paramiko would count to the end."""

from __future__ import annotations

import struct

import paramiko
from paramiko.sftp import CMD_ATTRS, CMD_NAME, SFTPError

_SIZES = ((1, 8), (2, 8), (4, 4), (8, 8))
"""Flags of attributes, and the bytes that each stands for."""
_EXTENDED = 0x80000000
_LEAST_PAIR = 8


class BoundedSftpClient(paramiko.SFTPClient):
    """Raises SFTPError or struct.error for names and attributes that say they have more than fits in the reply."""

    def _read_packet(self) -> tuple[int, bytes]:
        kind, content = super()._read_packet()  # type: ignore[misc]
        if kind == CMD_ATTRS:
            _behind_attributes(content, 4)
        elif kind == CMD_NAME:
            _require_bounded_names(content)
        return kind, content


def _require_bounded_names(content: bytes) -> None:
    (names,), at = struct.unpack_from(">I", content, 4), 8
    for _ in range(names):
        # a name and how a listing shows it; what lies beyond the reply cannot be unpacked
        at = _behind_attributes(content, _behind_text(content, _behind_text(content, at)))


def _behind_text(content: bytes, at: int) -> int:
    (length,) = struct.unpack_from(">I", content, at)
    return at + 4 + int(length)


def _behind_attributes(content: bytes, at: int) -> int:
    """Where attributes end. Raises SFTPError or struct.error if that is beyond the reply."""
    (flags,) = struct.unpack_from(">I", content, at)
    at += 4 + sum(size for flag, size in _SIZES if flags & flag)
    if flags & _EXTENDED:
        (pairs,) = struct.unpack_from(">I", content, at)
        if pairs * _LEAST_PAIR > len(content) - at:
            raise SFTPError("attributes without end")
        at += 4
        for _ in range(2 * pairs):
            at = _behind_text(content, at)
    return at
