"""The app with a sheet that is edited and uploaded once it is checked: a process of its own. Argument: the sheet."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.app import run
from gui.application import make_app
from gui.window.main_window import MainWindow


def upload() -> None:
    (window,) = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    session = window.workspace.session
    if not session.settled:
        QTimer.singleShot(20, upload)
        return
    session.type_cell(0, "c8", "Golf")
    window.workspace.commands.upload.trigger()


if __name__ == "__main__":
    make_app()
    QTimer.singleShot(0, upload)
    sys.exit(run([Path(sys.argv[1])]))
