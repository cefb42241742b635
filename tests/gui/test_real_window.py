"""The journey once more in a window of a real window system, with pictures kept to look at."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import need
from tests.tries import tries

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


SIZES = ("1280x720", "1366x768", "1440x900")
"""The smallest first: it has the least room for what has to be clicked."""


def do_under_a_window_manager(size: str, *journeys: str) -> Path:
    """Do tests of the window on a screen of that size: the folder of the pictures they kept."""
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
    return pictures


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES[: tries(1, len(SIZES))])
def test_from_drop_to_delivered_under_a_real_window_system(size: str) -> None:
    pictures = do_under_a_window_manager(size, "test_journey.py::test_practice_in_the_window", "test_first_job.py")
    for name in ("practice-light", "practice-dark"):
        assert (pictures / f"{name}.png").stat().st_size > 20_000


@pytest.mark.soak
def test_workbooks_and_damaged_lists_under_a_real_window_system() -> None:
    for size in SIZES[: tries(1, len(SIZES))]:
        do_under_a_window_manager(size, "test_other_first_jobs.py")
