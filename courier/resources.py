"""Finds the files that ship with the product."""

import sys
from pathlib import Path


def shipped_root() -> Path:
    """The folder in which everything stands that ships with the product: the checkout, or the inside of a frozen
    program."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource("messages", "en")``.

    Works from a checkout, from an installed package and inside a frozen program.
    Raises FileNotFoundError when it is missing, because Qt would show an empty picture instead.
    """
    path = shipped_root().joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
