"""Runs a program with its output through pipes, and ends when it ends, with its exit code: piped.py PROGRAM ARGUMENT…

Wine 8 gives Python no usable handle of a file of Linux, so a pipe stands between. The first Windows program starts
Wine's own services, which hold its output open for as long as any other program runs: whoever waits for the end of such
a pipe, as ``| cat`` does, may wait for an hour.
"""

import os
import selectors
import signal
import subprocess
import sys

_PART = 65536
"""Bytes that are read at a time, as many as a pipe holds."""


def main(command: list[str]) -> int:
    """Run it and pass on what it prints."""
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # Ctrl-C is for the program, which decides what it does then
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert program.stdout is not None
    assert program.stderr is not None
    sources = {program.stdout.fileno(): 1, program.stderr.fileno(): 2}
    end = os.pidfd_open(program.pid)
    with selectors.DefaultSelector() as ready:
        for source in (*sources, end):
            ready.register(source, selectors.EVENT_READ)
        # what it printed before it ended is in the pipes by then
        while said := ready.select(None if end in ready.get_map() else 0):
            for key, _ in said:
                if key.fd == end or not pass_on(key.fd, sources[key.fd]):
                    ready.unregister(key.fd)
    code = program.wait()
    return code if code >= 0 else 128 - code


def pass_on(source: int, target: int) -> bool:
    """Write what can be read, or a part of it; False when there will be no more."""
    part = left = os.read(source, _PART)
    while left:
        left = left[os.write(target, left) :]
    return bool(part)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
