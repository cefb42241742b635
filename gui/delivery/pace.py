"""How fast an upload goes, so that a slow line is told from a stuck one."""

from __future__ import annotations

import time
from collections import deque

_SECONDS = 10.0
_SLOW_BYTES_PER_SECOND = 20_000


class Pace:
    """The bytes that were sent within the last ten seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def note(self, sent: int) -> None:
        """Remember how many bytes are sent by now."""
        now = time.monotonic()
        self._seen.append((now, sent))
        while self._seen[0][0] < now - _SECONDS:
            self._seen.popleft()

    @property
    def slow(self) -> int | None:
        """Bytes per second if the line is slow; None if it is not, or nothing can be said yet."""
        if not self._seen:
            return None
        (began, before), (now, sent) = self._seen[0], self._seen[-1]
        if now - began < 1.0:
            return None
        pace = int((sent - before) / (now - began))
        return pace if pace < _SLOW_BYTES_PER_SECOND else None
