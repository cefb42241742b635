"""The folders of the app."""

import os
import sys
from pathlib import Path

from platformdirs import user_config_path, user_data_path

_NAME = "conversion-courier"
_PORTABLE, _PORTABLE_HOME = "portable", "portable-data"


def home_folder() -> Path | None:
    """The folder to which ``COURIER_HOME`` or, without it, portable mode moves all state of the app; None without
    both."""
    home = os.environ.get("COURIER_HOME")
    return Path(home).absolute() if home else portable_home()


def portable_home() -> Path | None:
    """The folder of all state in portable mode: beside a bundled program that has a file ``portable`` beside it. None
    otherwise, and where ``COURIER_HOME`` names another folder."""
    if os.environ.get("COURIER_HOME") or not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).absolute().parent
    if folder.parts[-2:] == ("Contents", "MacOS"):
        # what is inside an app of macOS is signed and never written to
        folder = folder.parents[2]
    return folder / _PORTABLE_HOME if (folder / _PORTABLE).exists() else None


def config_folder() -> Path:
    """Readable settings: programs, destinations."""
    home = home_folder()
    return home / "config" if home else user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """The app's records: the ledger, drafts, written batches, remembered decisions."""
    home = home_folder()
    return home / "data" if home else user_data_path(_NAME, appauthor=False)


def own_folders() -> tuple[Path, Path]:
    """The folders that hold all the app keeps."""
    return config_folder(), data_folder()


def ledger_folder() -> Path:
    """The folder of the ledger."""
    return data_folder() / "ledger"
