"""The folders of the app."""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path

_NAME = "conversion-courier"


def config_folder() -> Path:
    """Readable settings: programs, destinations. ``COURIER_HOME`` moves all state of the app to one folder."""
    home = os.environ.get("COURIER_HOME")
    return Path(home) / "config" if home else user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """The app's records: the ledger, drafts, written batches, remembered decisions."""
    home = os.environ.get("COURIER_HOME")
    return Path(home) / "data" if home else user_data_path(_NAME, appauthor=False)


def ledger_folder() -> Path:
    """The folder of the ledger."""
    return data_folder() / "ledger"
