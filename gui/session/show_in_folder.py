"""Shows a file in the system's file manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_in_folder(path: Path) -> bool:
    """Open the folder of a file; False if the file is gone or there is no file manager."""
    return path.exists() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
