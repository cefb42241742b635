"""Writes a file over SFTP as fast as the connection allows.

paramiko's own pipelined writing waits for all responses whenever a hundred are outstanding, and ignores those that
report an error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO

import paramiko
from paramiko.sftp import CMD_WRITE, int64

_BLOCK = 32_000
"""Bytes: with its header, one block just fits into one SSH packet."""
_MOST_OUTSTANDING = 128
"""Blocks in flight at a time: four megabytes, enough for a long round trip."""


def write_all(
    client: paramiko.SFTPClient, remote: paramiko.SFTPFile, source: BinaryIO, progress: Callable[[int], None]
) -> None:
    """Write everything and wait until the server has acknowledged each block. ``progress``: is called with the
    acknowledged bytes. Raises OSError when it refuses one, and
    what paramiko raises when the connection is lost."""
    outstanding: deque[tuple[int, int]] = deque()
    """The numbers of requests, and their bytes."""
    # paramiko has no public methods for single requests
    requests: Any = client
    channel = client.get_channel()
    assert channel is not None
    sent = acknowledged = 0
    while block := source.read(_BLOCK):
        number = requests._async_request(type(None), CMD_WRITE, remote.handle, int64(sent), block)
        outstanding.append((number, len(block)))
        sent += len(block)
        while len(outstanding) > _MOST_OUTSTANDING or (outstanding and channel.recv_ready()):
            acknowledged += _acknowledge(requests, outstanding)
        progress(acknowledged)
    while outstanding:
        acknowledged += _acknowledge(requests, outstanding)
        progress(acknowledged)


def _acknowledge(requests: Any, outstanding: deque[tuple[int, int]]) -> int:
    """Wait for the server's answer to the oldest block; how many bytes it acknowledged."""
    number, size = outstanding.popleft()
    requests._read_response(number)
    return size
