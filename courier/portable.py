"""Portable mode: all that is kept stands beside the program, and nowhere else. `courier.settings` knows where."""

from __future__ import annotations

from courier.messages import UserError, text
from courier.own_files import make_folder
from courier.settings import portable_home


def refuse_unwritable() -> None:
    """Raise UserError where portable mode is wanted in a folder that cannot be written: nothing is kept elsewhere
    instead."""
    home = portable_home()
    if home is None:
        return
    # the first picture does not wait for it elsewhere
    import tempfile

    try:
        make_folder(home, private=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as problem:
        raise UserError("portable-unwritable", path=str(home)) from problem


def portable_words() -> str:
    """Where all is kept in portable mode, in words; "" in no portable mode."""
    home = portable_home()
    return text("portable-here", path=str(home)) if home else ""
