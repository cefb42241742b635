"""Limits the processor time of a test."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_YARDSTICK_SECONDS = 0.015  # what the yardstick takes on the machine that the limits were set on


@contextmanager
def within(seconds: float, what: object = "") -> Iterator[None]:
    """Fails unless the block takes less processor time than ``seconds``, counted on the machine that they were set on:
    a machine that is slower before or after the block has as many times longer."""
    # what follows each line for coverage takes several times as long as the lines, and it may be at work here even
    # though the test is not measured
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        before = slowness()
        begun = time.process_time()
        yield
        taken = time.process_time() - begun
    finally:
        sys.settrace(trace)
    allowed = seconds * max(before, slowness())
    assert taken < allowed, f"{taken:.1f} s of {allowed:.1f} s: {what}"


def slowness() -> float:
    """How many times slower this machine is than the one that limits are set on; at least 1."""
    return max(1.0, min(_yardstick() for _ in range(3)) / _YARDSTICK_SECONDS)


def _yardstick() -> float:
    """How long this machine takes for texts and a dictionary, which is what reading a file consists of."""
    begun = time.process_time()
    seen: dict[str, int] = {}
    for number in range(60_000):
        seen[str(number % 1000)] = number
    return time.process_time() - begun
