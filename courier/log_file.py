"""The files of the activity log: the newest lines of it, for their owner alone."""

from __future__ import annotations

import logging
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler

from courier.activity_log import ACTIVITY, log_folder
from courier.own_files import for_owner, make_folder

_MOST_BYTES = 300_000
_FILES = 3


class _OwnFile(RotatingFileHandler):
    """For the owner alone, like all that the app keeps."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=for_owner)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (named by logging)
        """A full disk must not stop the work that is told about."""


def begin_log() -> logging.Handler | None:
    """Write the log from now on; None if it cannot be written, which stops nothing else."""
    with suppress(OSError):
        make_folder(log_folder(), private=True)
        handler = _OwnFile(
            log_folder() / "activity.log", maxBytes=_MOST_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        ACTIVITY.addHandler(handler)
        ACTIVITY.setLevel(logging.INFO)
        ACTIVITY.propagate = False
        return handler
    return None


def end_log(handler: logging.Handler) -> None:
    """Write no more of it."""
    ACTIVITY.removeHandler(handler)
    ACTIVITY.setLevel(logging.NOTSET)
    ACTIVITY.propagate = True
    handler.close()
