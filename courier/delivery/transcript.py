"""What the app and a server said to each other, without secrets."""

from __future__ import annotations

import threading
import unicodedata
from base64 import b64encode
from collections import deque
from collections.abc import Mapping

from courier.credentials import Secret
from courier.messages import Fact, text

MOST_REPLY_LINES = 1000
"""A server whose reply has more is given up like one that is lost."""
_MOST_LINES = 2000
_LONGEST_LINE = 500
_LONGEST_QUOTE = 200
_HIDDEN = "•••"


def quoting(key: str, facts: Mapping[str, Fact | None]) -> str:
    """The sentence of ``key``, and after it what the server said, if the facts have it as ``said``."""
    sentence = text(key, **facts)
    said = facts.get("said")
    return f"{sentence} {text('server-said', said=said)}" if said else sentence


class Transcript:
    """The lines of the conversations with one server, oldest first; only the last ones of a long conversation.

    Threads may share it. What a server refuses is remembered for each thread, since each sends a part of its own.
    """

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)
        self._secrets: tuple[Secret, ...] = ()
        self._refusals = threading.local()

    def hide(self, secret: Secret | None) -> None:
        """Replace a password in all further lines, should the server repeat it."""
        if secret is not None and secret not in self._secrets:
            self._secrets = (*self._secrets, secret)

    def sent(self, line: str) -> None:
        """What the app said."""
        self._lines.append("> " + self._clean(line, _LONGEST_LINE))

    def received(self, line: str, *, refusal: bool = False) -> None:
        """What the server said; ``refusal``: it refused something with these words."""
        self._lines.append("< " + self._clean(line, _LONGEST_LINE))
        if refusal:
            self._refusals.words = self._clean(line, _LONGEST_QUOTE)

    def begin(self) -> None:
        """Forget the words of earlier refusals: something new begins in this thread."""
        self._refusals.words = ""

    @property
    def refusal(self) -> str:
        """The words of the last refusal in this thread since `begin`, on one line and cut to 200 characters; "" if
        there are none."""
        words: str = getattr(self._refusals, "words", "")
        return words

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines; those of the app begin with ">", those of the server with "<"."""
        return tuple(self._lines)

    def _clean(self, line: str, longest: int) -> str:
        for secret in self._secrets:
            if word := secret.reveal():
                for spelling in (word, b64encode(word.encode(errors="replace")).decode()):
                    line = line.replace(spelling, _HIDDEN)
        visible = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in line[: 8 * longest])
        shown = " ".join(visible.split())
        return shown if len(shown) <= longest else shown[: longest - 1] + "…"
