"""What a release says of itself to apps that ask: ``python -m build.announce COMMAND``.

=================================  ====================================================================
``key``                            prints a new secret key, to be kept where the release is made
``source ADDRESS --output FILE``   writes what a build needs to ask there: ``resources/updates.json``
``sign --page URL --output FILE``  writes the signed file to be put at ADDRESS: version, day, what is new
=================================  ====================================================================

The secret key is read from the environment variable COURIER_UPDATE_KEY. Where the checkout has the file that its builds
were made with, nothing is written that these would not believe.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from build.release import ROOT, UPDATE_KEY, UPDATE_SOURCE, ReleaseError, notes, own_version
from courier.about import without_marks
from courier.updates import UpdateError, understood, update_source

_DAYS = 180
"""After so many days without a new release the file has to be signed again."""


def secret_key() -> Ed25519PrivateKey:
    """The key of the environment. Raises `ReleaseError`."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(os.environ.get(UPDATE_KEY, ""), validate=True))
    except ValueError:
        raise ReleaseError(f"{UPDATE_KEY} holds no key; `python -m build.announce key` makes one.") from None


def source(address: str) -> dict[str, str]:
    """What a build needs to know. Raises `ReleaseError`."""
    if urlsplit(address).scheme not in ("https", "http") or not urlsplit(address).hostname:
        raise ReleaseError(f"{address} is no address of a web server.")
    return {"address": address, "public_key": _text(secret_key().public_key().public_bytes_raw())}


def signed(version: str, news: str, page: str, now: datetime, days: int = _DAYS) -> dict[str, str]:
    """The file to be put at the address. Raises `ReleaseError`."""
    facts = {
        "version": version,
        "released": now.date().isoformat(),
        "expires": (now + timedelta(days=days)).isoformat(timespec="seconds"),
        "news": news,
        "page": page,
    }
    text = json.dumps(facts, ensure_ascii=False)
    return {"signed": text, "signature": _text(secret_key().sign(text.encode()))}


def check(content: str, named_in: Path, now: datetime) -> None:
    """Let the app read what was signed, as a build with that file does. Raises `ReleaseError`."""
    asked = update_source(named_in)
    if asked is None:
        raise ReleaseError(f"{named_in} names no address and key that an app uses.")
    try:
        understood(content.encode(), asked, now)
    except UpdateError as problem:
        raise ReleaseError(f"The apps of this release would not believe it: {problem}") from None


def _file(content: dict[str, str]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 1 if that cannot be done."""
    parser = argparse.ArgumentParser(prog="build.announce")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("key")
    making = commands.add_parser("source")
    making.add_argument("address")
    signing = commands.add_parser("sign")
    signing.add_argument("--page", default="")
    signing.add_argument("--days", type=int, default=_DAYS)
    signing.add_argument("--root", type=Path, default=ROOT)
    for command in (making, signing):
        command.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    now = datetime.now(UTC)
    try:
        if options.command == "key":
            print(_text(Ed25519PrivateKey.generate().private_bytes_raw()))
            return 0
        if options.command == "source":
            content = _file(source(options.address))
        else:
            version = own_version(options.root)
            news = without_marks(notes(f"v{version}", options.root)).strip()
            content = _file(signed(version, news, options.page, now, options.days))
            named_in = options.root / UPDATE_SOURCE
            if named_in.is_file():
                check(content, named_in, now)
    except ReleaseError as problem:
        print(problem, file=sys.stderr)
        return 1
    options.output.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
