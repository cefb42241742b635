"""Finds the files that ship with the product."""

import sys
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource("messages", "en")``.

    Works from a checkout, from an installed package and inside a frozen program.
    Raises FileNotFoundError when it is missing, because Qt would show an empty picture instead.
    """
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    path = root.joinpath("resources", *parts)
    if not path.exists():
        raise FileNotFoundError(path)
    return path
