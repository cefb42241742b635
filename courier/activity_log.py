"""A log of what the window did and how long it took, without any value of a sheet, a server or a person.

Only constants of the program and numbers go into it: names of actions and of functions, counts, seconds.
"""

from __future__ import annotations

import logging
from pathlib import Path

from courier.settings import data_folder

ACTIVITY = logging.getLogger("courier.activity")


def log_folder() -> Path:
    """Where the log is kept."""
    return data_folder() / "log"
