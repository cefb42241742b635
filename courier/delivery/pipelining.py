"""Writing a file over SFTP as fast as the line allows.

paramiko's own pipelined writing waits for all answers whenever a hundred are missing, and never hears those that say
no.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, BinaryIO

import paramiko
from paramiko.sftp import CMD_WRITE, int64

_BLOCK = 32_000
"""With its head, just what fits into one packet of SSH."""
_UNANSWERED = 128
"""Blocks on the way at a time: four megabytes, enough for a line over the sea."""


def write_all(
    client: paramiko.SFTPClient, remote: paramiko.SFTPFile, source: BinaryIO, report: Callable[[int], None]
) -> None:
    """Write everything and wait until the server has said of each block that it holds it. Raises OSError when it says
    no, and what paramiko raises when the connection is gone."""
    missing: deque[int] = deque()
    # these two have no public face
    asking: Any = client
    channel = client.get_channel()
    assert channel is not None
    sent = 0
    while block := source.read(_BLOCK):
        missing.append(asking._async_request(type(None), CMD_WRITE, remote.handle, int64(sent), block))
        sent += len(block)
        report(sent)
        while len(missing) > _UNANSWERED or (missing and channel.recv_ready()):
            asking._read_response(missing.popleft())
    while missing:
        asking._read_response(missing.popleft())
