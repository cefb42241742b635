"""The journey once more in a window of a real window system, with pictures kept to look at."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import need

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / ".work" / "pictures"


@pytest.fixture
def display() -> Iterator[str]:
    """A screen that nobody sees; the server picks a free number and tells it."""
    program = need("Xvfb", "xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def test_from_drop_to_upload_under_a_real_window_system(display: str) -> None:
    journeys = ["test_drop_repair_upload", "test_practice_in_the_window"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:xdist",
         *(f"tests/gui/test_journey.py::{name}" for name in journeys)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "COURIER_PICTURES": str(PICTURES)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("sheet", "sent", "practice-light", "practice-dark"):
        assert (PICTURES / f"{name}.png").stat().st_size > 20_000
