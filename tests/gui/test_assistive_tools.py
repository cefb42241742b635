"""The app as assistive tools see it: over the real bus, from another process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gui.test_real_window import ROOT, screen
from tests.needs import need, need_file

_CLIENT = Path(__file__).with_name("assistive_client.py")
_ROWS = 200_000
_SCRIPT = """
$LAUNCHER --launch-immediately & bus=$!
sleep 0.5
"$PYTHON" -m gui "$SHEET" & app=$!
timeout 90 "$SYSTEM_PYTHON" "$CLIENT"; code=$?
kill $app $bus
exit $code
"""


@pytest.mark.only_on("linux", why="AT-SPI is Linux's")
def test_a_screen_reader_finds_names_everywhere_and_selects_all_at_once(tmp_path: Path) -> None:
    launcher = need_file("/usr/libexec/at-spi-bus-launcher", "at-spi2-core")
    need_file("/usr/lib/python3/dist-packages/gi/__init__.py", "python3-gi")
    python = shutil.which("python3", path="/usr/bin")
    assert python
    bindings = subprocess.run([python, "-c", "import gi; gi.require_version('Atspi', '2.0')"], check=False)
    if bindings.returncode:
        need_file("/no/Atspi-2.0.typelib", "gir1.2-atspi-2.0")
    large = tmp_path / "large.csv"
    large.write_text("OrderId,Amount,Sku\n" + "".join(f"AC-{row},1.00,S{row}\n" for row in range(_ROWS)))
    with screen("1600x1000") as display:
        done = subprocess.run(
            [need("dbus-run-session", "dbus"), "--", "sh", "-c", _SCRIPT],
            cwd=ROOT,
            env={
                **os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "LAUNCHER": launcher, "PYTHON": sys.executable, "SYSTEM_PYTHON": python, "CLIENT": str(_CLIENT),
                "SHEET": str(large), "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout.strip().splitlines()[-1])
    assert seen["rows"] == _ROWS
    assert seen["cell"].startswith("OrderId, row 2: AC-0.")
    # of each cell alone it would take seconds
    assert seen["selecting"] < 1
    assert seen["selected"] == 1
    assert any("200,000 rows" in words for words in seen["heard"])
    assert seen["seen"] > 10
    assert seen["nameless"] == []
