"""Limits the processor time of a test."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """Fails unless the block takes less processor time than ``seconds``."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < seconds, what
