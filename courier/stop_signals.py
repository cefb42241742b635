"""Ctrl-C, and the signal with which a schedule ends a program.

Loads nothing large, so that a program which is still being loaded can be interrupted too.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

EXIT_INTERRUPTED = 130
"""Interrupted while nothing was under way, or ended at once by a second signal."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def termination_interrupts() -> Iterator[None]:
    """SIGTERM raises KeyboardInterrupt within the ``with`` statement, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say_interrupted() -> int:
    """Say that the program was interrupted while nothing was being sent; the exit code. A further signal ends it at
    once, also while it waits for its threads."""
    for number in _SIGNALS:
        signal.signal(number, _end_at_once)
    from courier.messages import text

    print(text("command-interrupted"), file=sys.stderr)  # noqa: T201
    return EXIT_INTERRUPTED


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets, so that what is under way comes to a safe end; the user is told
    at once. The second ends the process at once with `EXIT_INTERRUPTED`. For the main thread only."""
    from courier.messages import text

    words = (text("stop-begun"), text("stop-at-once"))
    stop, (receiver, sender) = threading.Event(), socket.socketpair()
    # written to by the system itself, whatever the main thread is waiting for
    sender.setblocking(False)
    # a signal that the caller has the program ignore stays ignored, as under nohup
    numbers = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    thread = threading.Thread(target=_obey, args=(receiver, numbers, stop, words), name="stop-signals", daemon=True)
    thread.start()
    wakeup = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    before = [(number, signal.signal(number, _leave_to_thread)) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        sender.close()
        thread.join()
        receiver.close()


def _end_at_once(_number: int, _frame: FrameType | None) -> None:
    os._exit(EXIT_INTERRUPTED)


def _leave_to_thread(_number: int, _frame: FrameType | None) -> None:
    """The number of the signal has been sent to the thread."""


def _obey(
    receiver: socket.socket, numbers: list[signal.Signals], stop: threading.Event, words: tuple[str, str]
) -> None:
    while heard := receiver.recv(1):
        if heard[0] not in numbers:
            continue
        first = not stop.is_set()
        stop.set()
        _tell(words[0] if first else words[1])
        if not first:
            # nothing is waited for: the ledger knows what was on its way, and its next reader settles it
            os._exit(EXIT_INTERRUPTED)


def _tell(sentence: str) -> None:
    # the cursor is behind a progress bar, or behind the ^C of the terminal
    start = "\n" if sys.stderr.isatty() else ""
    with suppress(OSError, ValueError):
        print(f"{start}{sentence}", file=sys.stderr, flush=True)  # noqa: T201
