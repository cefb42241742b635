"""Reading in time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """Fails unless what is done takes less processor time, in seconds."""
    begun = time.process_time()
    yield
    assert time.process_time() - begun < seconds, what
