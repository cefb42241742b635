"""Questions of a server, such as a one-time code, to the person at the terminal."""

from __future__ import annotations

import getpass
import sys

from courier.credentials import Secret
from courier.delivery.transport import Ask


def ask_on_terminal() -> Ask | None:
    """Somebody who can be asked, None where nobody is: in a schedule, or when standard input holds the password."""
    return _ask if sys.stdin.isatty() and sys.stderr.isatty() else None


def _ask(prompt: str, echo: bool) -> Secret | None:
    try:
        if echo:
            print(f"{prompt} ", end="", file=sys.stderr, flush=True)  # noqa: T201
            return Secret(sys.stdin.readline().rstrip("\r\n"))
        return Secret(getpass.getpass(f"{prompt} ", sys.stderr))
    except EOFError:
        return None
