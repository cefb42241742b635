"""Shows the progress of sending on the terminal, and asks for what a server wants, such as a one-time code."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from courier.commands.base import progress_bar, waiting_line, warn
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
    Routed,
    TranscriptKnown,
    WriteProgress,
)
from courier.stop_signals import stop_on_signal
from courier.visible import in_one_line
from courier.whole_files import whole_file

_LONGEST_PROMPT = 500


def ask_on_terminal(before: Callable[[], None] = lambda: None) -> AskServerQuestion | None:
    """A function that asks on the terminal, after ``before``; None in a schedule, or when standard input holds the
    password."""

    def ask(prompt: str, echo: bool) -> Secret | None:
        before()
        return _ask(prompt, echo)

    return ask if sys.stdin.isatty() and sys.stderr.isatty() else None


@contextmanager
def follow_on_terminal(
    sent: Callable[[Destination], None] = lambda _: None, transcript: Path | None = None
) -> Iterator[Listener]:
    """A listener that shows what is being done, with a progress bar for each batch that is written and sent; Ctrl-C
    cancels. ``sent``: is called with the destination of each batch that was sent; ``transcript``: a file for what is
    said to the servers and by them. Raises UserError at the end when that file cannot be written."""
    lines: list[str] = []
    try:
        with stop_on_signal() as stop, ExitStack() as shown:
            steps = _Steps(shown)

            def tell(event: Event) -> None:
                steps.show(event)
                if isinstance(event, TranscriptKnown):
                    lines.extend((event.destination.url, *event.lines, ""))
                elif isinstance(event, Routed):
                    for words in filter(None, (batch.pace_words for batch in event.batches)):
                        warn(words)
                elif isinstance(event, BatchSent):
                    sent(event.destination)

            ask = ask_on_terminal(before=steps.clear)
            answer = None if ask is None else lambda question: ask(question.prompt, question.echo)
            yield Listener(tell, answer, stop.is_set)
    finally:
        if transcript is not None:
            # after a failure it is wanted most
            with whole_file(transcript, private=True) as temporary:
                temporary.write_text("\n".join(map(in_one_line, lines)), encoding="utf-8")


class _Steps:
    """Shows the step that a batch is in; ``shown`` holds its bar or its line."""

    def __init__(self, shown: ExitStack) -> None:
        self._shown = shown
        self._key = ""
        self._advance: Callable[[float], None] = lambda _: None

    def show(self, event: Event) -> None:
        """Show what an event says about the step."""
        match event:
            case WriteProgress():
                self._bar("progress-writing", event.fraction)
            case BatchWritten():
                self._wait("progress-connecting")
            case Progress() if event.sent_in_all < event.size_in_all:
                self._bar("progress-sending", event.sent_in_all / event.size_in_all)
            case Progress():
                # a mail server may take minutes for the last reply
                self._wait("progress-confirming")
            case BatchSent():
                self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._key = ""
        self._shown.close()

    def _bar(self, key: str, fraction: float) -> None:
        if key != self._key:
            self.clear()
            self._advance = self._shown.enter_context(progress_bar(text(key)))
            self._key = key
        self._advance(fraction)

    def _wait(self, key: str) -> None:
        if key != self._key:
            self.clear()
            self._shown.enter_context(waiting_line(text(key)))
            self._key = key


def asked_secret(prompt: str) -> Secret:
    """What a person types unseen; "" at the end of input."""
    return _ask(prompt, echo=False) or Secret("")


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
