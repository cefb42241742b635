"""Lets another process come to the front, which Windows allows only if the one in front agrees."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes

    _ANY = -1
    """Whichever process asks next."""

    def give_way() -> None:
        """Agree that another process comes to the front."""
        ctypes.windll.user32.AllowSetForegroundWindow(_ANY)
else:

    def give_way() -> None:
        """Nothing has to be done here."""
