"""The command as a process that is spoken to while it runs: signals, and what it has said so far."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.commands.running import PATIENCE, ROOT


def until(happened: Callable[[], object], what: str) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.02)


class Running:
    """A process whose output goes to files."""

    def __init__(self, process: "subprocess.Popen[bytes]", out: Path, err: Path) -> None:
        self._process, self._out, self._err = process, out, err

    @property
    def out(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    def says(self, words: str, times: int = 1) -> None:
        """Wait until it has said this so many times."""
        until(lambda: (self.out + self.err).count(words) >= times, f"{words!r} is not in {self.out!r} or {self.err!r}")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        """Wait for its end; the exit code."""
        code = self._process.wait(PATIENCE)
        assert "Traceback" not in self.err
        return code


@contextmanager
def started(folder: Path, *arguments: object, typed: str = "") -> Iterator[Running]:
    """``python -m courier``, killed if it still runs at the end. ``folder``: for the files with its output."""
    out, err = folder / "stdout.txt", folder / "stderr.txt"
    with out.open("wb") as to_out, err.open("wb") as to_err:
        process = subprocess.Popen(
            [sys.executable, "-m", "courier", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=to_out, stderr=to_err, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.close()
        yield Running(process, out, err)
    finally:
        process.kill()
        process.wait()
