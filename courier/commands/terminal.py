"""Shows the progress of sending on the terminal, and asks for what a server wants, such as a one-time code."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from courier.commands.base import progress_bar
from courier.credentials import Secret
from courier.delivery.receipt import Progress
from courier.delivery.transport import AskServerQuestion
from courier.destinations import Destination
from courier.messages import shortened, text
from courier.shipping.events import (
    BatchSent,
    BatchWritten,
    Event,
    Listener,
    TranscriptKnown,
    WriteProgress,
)
from courier.stop_signals import stop_on_signal
from courier.visible import in_one_line
from courier.whole_files import whole_file

_LONGEST_PROMPT = 500


def ask_on_terminal() -> AskServerQuestion | None:
    """A function that asks on the terminal; None in a schedule, or when standard input holds the password."""
    return _ask if sys.stdin.isatty() and sys.stderr.isatty() else None


@contextmanager
def follow_on_terminal(
    sent: Callable[[Destination], None] = lambda _: None, transcript: Path | None = None
) -> Iterator[Listener]:
    """A listener with a progress bar for each batch that is written and sent; Ctrl-C cancels. ``sent``: is called with
    the destination of each batch that was sent; ``transcript``: a file for what is said to the servers and by them.
    Raises UserError at the end when that file cannot be written."""
    ask = ask_on_terminal()
    answer = None if ask is None else lambda question: ask(question.prompt, question.echo)
    lines: list[str] = []
    try:
        with stop_on_signal() as stop, ExitStack() as stack:
            bars: dict[str, Callable[[float], None]] = {}

            def tell(event: Event) -> None:
                match event:
                    case WriteProgress() | Progress():
                        for key, fraction in _bars(event):
                            if key not in bars:
                                bars[key] = stack.enter_context(progress_bar(text(key)))
                            bars[key](fraction)
                    case TranscriptKnown():
                        lines.extend((event.destination.url, *event.lines, ""))
                    case BatchWritten() | BatchSent():
                        bars.clear()
                        stack.close()
                        if isinstance(event, BatchSent):
                            sent(event.destination)

            yield Listener(tell, answer, stop.is_set)
    finally:
        if transcript is not None:
            # after a failure it is wanted most
            with whole_file(transcript, private=True) as temporary:
                temporary.write_text("\n".join(map(in_one_line, lines)), encoding="utf-8")


def _bars(event: WriteProgress | Progress) -> list[tuple[str, float]]:
    """The words of the bars to show, and how far each is."""
    if isinstance(event, WriteProgress):
        return [("progress-writing", event.fraction)]
    if event.sent_in_all < event.size_in_all:
        return [("progress-sending", event.sent_in_all / event.size_in_all)]
    # a mail server may take minutes for the last reply
    return [("progress-sending", 1.0), ("progress-confirming", 0.0)]


def _ask(prompt: str, echo: bool) -> Secret | None:
    # the server's words
    prompt = in_one_line(shortened(prompt.strip(), _LONGEST_PROMPT))
    try:
        if echo:
            print(f"{prompt} ", end="", file=sys.stderr, flush=True)  # noqa: T201
            return Secret(sys.stdin.readline().rstrip("\r\n"))
        return Secret(getpass.getpass(f"{prompt} ", sys.stderr))
    except EOFError:
        return None
