"""Where both bundled programs begin on Linux: the name under which the file was started says which is meant."""

import sys
from pathlib import Path

if Path(sys.argv[0]).name == "courier":
    from courier.cli import main as command

    sys.exit(command())

from gui.__main__ import main as window

sys.exit(window())
