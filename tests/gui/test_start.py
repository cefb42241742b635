"""The first moments of the program."""

import subprocess
import sys

FIRST = """
import sys
from PySide6.QtCore import QPoint
from gui.app import Windows
from gui.application import make_app

app = make_app()
window = Windows().open()
window.grab()
heavy = {"polars", "paramiko", "openpyxl", "keyring", "gui.grid.view", "fluent.runtime", "babel", "asyncio", "_hashlib"}
heavy &= set(sys.modules)
assert not heavy, heavy
before = window.start.mapTo(window, QPoint(0, 0)), window.start.size()
window.repaint()
while window.start.isHidden() or window.centralWidget().objectName() != "desk":
    app.processEvents()
app.processEvents()
assert window.start.isVisible()
# what stands there must not jump when the rest comes
assert (window.start.mapTo(window, QPoint(0, 0)), window.start.size()) == before
window.close()
"""


def test_the_first_picture_waits_for_no_heavy_library_and_the_rest_comes_by_itself() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
