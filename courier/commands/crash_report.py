"""Keeps the details of an unexpected exception for a bug report."""

from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from courier.own_files import for_owner, make_folder
from courier.settings import data_folder


def keep_details() -> tuple[Path, bool]:
    """Keep the traceback of the current exception without any data of customers; the file and True, or the folder that
    cannot be written to and False."""
    folder = data_folder() / "crashes"
    path = folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}.txt"
    # frames and lines only: values could hold customers' data
    lines = traceback.format_tb(sys.exc_info()[2])
    try:
        make_folder(folder, private=True)
        with open(path, "w", encoding="utf-8", opener=for_owner) as file:
            file.write(f"{sys.exc_info()[0]}\n{''.join(lines)}")
    except OSError:
        return folder, False
    return path, True
