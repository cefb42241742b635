"""The journey once more in a window of a real window system, with pictures kept to look at."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import need

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / ".work" / "pictures"


@contextmanager
def screen(size: str) -> Iterator[str]:
    """A screen that nobody sees, with a window manager; the server picks a free number and tells it."""
    program, manager = need("Xvfb", "xvfb"), need("openbox", "openbox")
    read, write = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        managing = subprocess.Popen(
            [manager], env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield display
        finally:
            managing.terminate()
            managing.wait()
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("size", ["1280x720", "1366x768", "1440x900"])
def test_from_drop_to_delivered_under_a_real_window_system(size: str) -> None:
    journeys = ["test_journey.py::test_practice_in_the_window", "test_first_job.py"]
    pictures = PICTURES / size
    with screen(size) as display:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:xdist",
             *(f"tests/gui/{name}" for name in journeys)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "COURIER_PICTURES": str(pictures)},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("practice-light", "practice-dark"):
        assert (pictures / f"{name}.png").stat().st_size > 20_000
