"""What differs between the console of Windows and other terminals: colours, how words with blanks are typed, and what a
pipe says that nobody reads."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    import errno
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

    def nobody_reads(problem: Exception) -> bool:
        """Whether a command failed because whoever read its output stopped."""
        if isinstance(problem, BrokenPipeError):
            return True
        if not isinstance(problem, OSError) or problem.errno != errno.EINVAL:
            return False
        # Python calls it an invalid argument, as it does other things; only such a pipe refuses even to take nothing
        kernel, written = ctypes.windll.kernel32, ctypes.c_ulong()
        return not kernel.WriteFile(kernel.GetStdHandle(_STANDARD_OUTPUT), b"", 0, ctypes.byref(written), None)

else:
    import shlex

    def obeys_colours() -> bool:
        """Terminals do."""
        return True

    def typed(*words: str) -> str:
        """A command as it is typed."""
        return shlex.join(words)

    def nobody_reads(problem: Exception) -> bool:
        """Whether a command failed because whoever read its output stopped."""
        return isinstance(problem, BrokenPipeError)
