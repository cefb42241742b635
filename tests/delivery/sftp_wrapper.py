"""Runs OpenSSH's SFTP server for a user and does something to each file that it closes.

``python sftp_wrapper.py PROGRAM take|rename|double FOLDER``. The server logs a close before it responds; the response
waits here until the file is taken away, renamed or doubled.
"""

import os
import re
import select
import subprocess
import sys
from pathlib import Path

_CLOSED = re.compile(rb'close "([^"]+)" bytes read \d+ written [1-9]')


def act(path: Path, what: str, taken: Path) -> None:
    if what == "take":
        path.replace(taken / path.name)
    elif what == "rename":
        path.replace(path.with_name(f"20261123_{path.name}.done"))
    else:
        path.write_bytes(path.read_bytes() * 2)


def main() -> None:
    program, what, taken = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    server = subprocess.Popen([program, "-e", "-l", "VERBOSE"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert server.stdout
    assert server.stderr
    responses, log = server.stdout.fileno(), server.stderr.fileno()
    while response := os.read(responses, 1 << 16):
        while select.select([log], [], [], 0)[0] and (words := os.read(log, 1 << 16)):
            for closed in _CLOSED.findall(words):
                act(Path(os.fsdecode(closed)), what, taken)
        os.write(1, response)


main()
