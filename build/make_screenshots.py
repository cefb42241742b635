"""Takes the pictures of the documents from the real window with sheets to practise on: ``make screenshots``.

Each look (light, dark, twice the size, longer words, from right to left) is taken by a process of its own, because
scale and fonts are decided once.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui.window.main_window import MainWindow

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LOOKS: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {},
    "large": {"QT_SCALE_FACTOR": "2"},
    "long": {},
    "mirrored": {},
}
"""Per look the environment of its process."""
_SIZE, _LARGE = (1366, 728), (1000, 640)
_PAGES = ("start", "sheet", "columns", "review", "difference", "destination", "history", "results", "shortcuts")
"""What is taken in light and dark; of the other looks only the sheet and the columns."""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for look, more in LOOKS.items():
        # a machine's own destinations and batches are nobody's business
        with tempfile.TemporaryDirectory(prefix="courier-screenshots-") as home:
            environment = {**os.environ, **more, "COURIER_HOME": home}
            subprocess.run([sys.executable, "-m", "build.make_screenshots", look], env=environment, check=True)


class _Photographer:
    """Brings one window of the app into the states to show."""

    def __init__(self, look: str) -> None:
        from PySide6.QtCore import Qt

        from courier import messages
        from gui.app import Windows
        from gui.application import make_app
        from gui.style import colours, theme

        self.look = look
        self.app = make_app()
        theme.show(self.app, colours.DARK if look == "dark" else colours.LIGHT)
        if look == "long":
            messages.use_language(messages.PSEUDO_LONG)
        if look == "mirrored":
            self.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.window: MainWindow = Windows().open()
        self.window.resize(*(_LARGE if look == "large" else _SIZE))
        self.wait(300)

    def wait(self, milliseconds: int) -> None:
        """Let the window work."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, reached: Callable[[], object]) -> None:
        """Let the window work until something is so."""
        for _ in range(400):
            if reached():
                break
            self.wait(50)
        else:
            sys.exit("the window did not come so far")
        self.wait(300)

    def take(self, page: str, what: Any = None) -> None:
        """Take a picture of the window, or of a dialog of it."""
        self.wait(300)
        if not (what or self.window).grab().save(str(PICTURES / f"{page}-{self.look}.png")):
            sys.exit("the picture could not be written")

    def dialog(self, name: str) -> Any:
        """The open dialog of that name."""
        from PySide6.QtWidgets import QDialog

        def shown() -> list[QDialog]:
            return [dialog for dialog in self.window.findChildren(QDialog, name) if dialog.isVisible()]

        self.until(shown)
        return shown()[0]


def take_results(by: _Photographer) -> None:
    """Take the picture of the results, of a batch that was made up for it."""
    from build.answered_batch import answered_batch
    from courier.services import LocalServices

    answered_batch(LocalServices().ledger)
    results = by.window.workspace.history.results
    results.show()
    by.until(lambda: results.page.groups)
    results.page.groups[0].turn()
    by.take("results")


def photograph(look: str) -> None:
    """Take all pictures of one look."""
    by = _Photographer(look)
    window = by.window
    pages = _PAGES if look in ("light", "dark") else ("sheet", "columns")
    if "start" in pages:
        by.take("start")
    desk = window.workspace
    desk.loader.practice()
    # the repairs are counted after all else
    by.until(lambda: desk.session.sheet_open and desk.session.settled and desk.session.safe_changes)
    if "columns" in pages:
        desk.show_columns()
        by.take("columns")
        desk.show_sheet()
    desk.commands.next_problem.trigger()
    by.take("sheet")
    if "review" in pages:
        from PySide6.QtWidgets import QLabel

        from courier.messages import text

        desk.commands.review.trigger()
        asked = by.dialog("fixPreview")
        by.until(lambda: text("effect-counting") not in [part.text() for part in asked.findChildren(QLabel)])
        by.take("review", asked)
        asked.reject()
    if "difference" in pages:
        from PySide6.QtWidgets import QListWidget

        for name, value in (("CampaignId", "1000"), ("ActionTrackerId", "18500")):
            from courier.draft_edits import change_mapping
            from courier.sheet.mapping import Constant

            mapping = desk.session.draft.choices.mapping.with_feed(name, Constant(value))
            desk.session.do(change_mapping(desk.session.draft, mapping))
        desk.session.do(desk.session.draft.plan().edit)
        desk.commands.compare.trigger()
        places = window.findChild(QListWidget, "differencePlaces")
        assert places is not None
        by.until(lambda: places.count() > 1)
        places.setCurrentRow(1)
        by.take("difference")
        desk.show_sheet()
    if "destination" in pages:
        desk.shipping.ask_for_destination("")
        asked = by.dialog("destinationForm")
        by.take("destination", asked)
        asked.reject()
    if "history" in pages:
        desk.commands.history.trigger()
        by.take("history")
        desk.show_sheet()
    if "results" in pages:
        take_results(by)
        desk.show_sheet()
    if "shortcuts" in pages:
        desk.commands.shortcuts.trigger()
        asked = by.dialog("shortcutsDialog")
        by.take("shortcuts", asked)
        asked.reject()
    desk.session.kept = True
    window.close()
    from gui.work import wait_for_all

    wait_for_all()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        photograph(sys.argv[1])
    else:
        main()
