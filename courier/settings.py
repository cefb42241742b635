"""The folders of the app."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path

_NAME = "conversion-courier"


def home_folder() -> Path | None:
    """The folder to which ``COURIER_HOME`` moves all state of the app; None without it."""
    home = os.environ.get("COURIER_HOME")
    return Path(home).absolute() if home else None


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
