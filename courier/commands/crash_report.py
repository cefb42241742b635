"""What is kept of a defect of ours, for whoever mends it."""

from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from courier.settings import data_folder


def crash_folder() -> Path:
    """Where details of defects are kept."""
    return data_folder() / "crashes"


def keep_details() -> Path:
    """Keep what is known of the exception in hand, without anybody's data; the file. Raises OSError."""
    path = crash_folder() / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}.txt"
    # frames and lines only: values could hold customers' data
    lines = traceback.format_tb(sys.exc_info()[2])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{sys.exc_info()[0]}\n{''.join(lines)}", encoding="utf-8")
    return path
