"""Takes the pictures of the README from the real window with the practice sheet: ``make screenshots``."""

import os
import sys
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    # a machine's own destinations and batches are nobody's business
    os.environ["COURIER_HOME"] = tempfile.mkdtemp(prefix="courier-screenshots-")

    from PySide6.QtCore import QEventLoop, QTimer

    from gui.app import Windows
    from gui.application import make_app
    from gui.style import colours, theme
    from gui.work import wait_for_all

    def wait(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    app = make_app()
    PICTURES.mkdir(exist_ok=True)
    for name, scheme in (("light", colours.LIGHT), ("dark", colours.DARK)):
        theme.show(app, scheme)
        window = Windows().open()
        loop = QEventLoop()
        window.workspace.session.opened_sheet.connect(loop.quit)
        window.workspace.loader.practice()
        loop.exec()
        window.workspace.commands.next_problem.trigger()
        wait(500)
        if not window.grab().save(str(PICTURES / f"window-{name}.png")):
            sys.exit("the picture could not be written")
        window.workspace.session.kept = True
        window.close()
    wait_for_all()


if __name__ == "__main__":
    main()
