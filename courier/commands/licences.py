"""``courier --licences``: the licences of all that the app is shipped with."""

from __future__ import annotations

import argparse
from typing import Any

from courier.commands.base import say
from courier.licences import licence_lines
from courier.messages import text


class PrintLicences(argparse.Action):
    """Prints names, versions and licences, then the texts, and ends."""

    def __init__(self, option_strings: list[str], **_: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=text("option-licences"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Called by argparse when it meets the option."""
        for line in licence_lines():
            say(line)
        parser.exit()
