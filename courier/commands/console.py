"""What differs between the console of Windows and other terminals: colours, and how words with blanks are typed."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import subprocess

    _STANDARD_OUTPUT = -11
    _VIRTUAL_TERMINAL = 4

    def obeys_colours() -> bool:
        """Tell the console to obey colours; whether it does."""
        kernel = ctypes.windll.kernel32
        handle, mode = kernel.GetStdHandle(_STANDARD_OUTPUT), ctypes.c_ulong()
        return bool(
            kernel.GetConsoleMode(handle, ctypes.byref(mode))
            and kernel.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL)
        )

    def typed(*words: str) -> str:
        """A command as it is typed."""
        return subprocess.list2cmdline(words)

else:
    import shlex

    def obeys_colours() -> bool:
        """Terminals do."""
        return True

    def typed(*words: str) -> str:
        """A command as it is typed."""
        return shlex.join(words)
