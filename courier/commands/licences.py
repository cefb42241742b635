"""``courier --licences``: the licences of all that the app is shipped with."""

from __future__ import annotations

import argparse
from typing import Any

from courier.commands.base import say
from courier.licences import shipped_licences
from courier.messages import text


class PrintLicences(argparse.Action):
    """Prints names, versions and licences, then the texts, and ends."""

    def __init__(self, option_strings: list[str], **_: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=text("option-licences"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Called by argparse when it meets the option."""
        shipped = shipped_licences()
        say(text("licences-parts", count=len(shipped)))
        say("")
        for part in shipped:
            say(part.title)
        for part in shipped:
            for line in ("", "=" * len(part.title), part.title, "=" * len(part.title), "", *part.text.splitlines()):
                say(line)
        parser.exit()
