"""New from template: an empty workbook or CSV for people who insist on a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from courier.messages import text
from courier.rules.template_choice import TEMPLATES
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.services import AppServices
from gui.work import Job


class NewFromTemplate(QObject):
    """``told``: a sentence about what was written, or why not."""

    told = Signal(str)

    def __init__(self, services: AppServices, window: QWidget) -> None:
        super().__init__(window)
        self._services, self._window = services, window

    def fill_menu(self, menu: QMenu) -> None:
        """One entry per template as a workbook, and one as a CSV."""
        for ending, key in (("xlsx", "new-workbook"), ("csv", "new-csv")):
            for template in TEMPLATES:
                entry = menu.addAction(text(key, template=text("template-name", template=template)))
                entry.setObjectName(f"new-{template}-{ending}")
                entry.triggered.connect(lambda _=False, kind=template, end=ending: self.ask_where(kind, end))
            menu.addSeparator()

    def ask_where(self, template: str, ending: str) -> None:
        """Ask for the file to write; the dialog asks before it replaces one."""
        filters = [f"{text(f'new-kind-{ending}')} (*.{ending})"]
        ask_where_to_save(
            self._window, "newDialog", text("new-title"), lambda path: self.write(path, template), suffix=ending,
            filters=filters, suggested=f"{template}.{ending}",
        )  # fmt: skip

    def write(self, path: Path, template: str) -> None:
        """Write the empty sheet in the background. The words of a single saved program go into its lists."""
        programs = self._services.known_programs()
        program = programs[0] if len(programs) == 1 else None

        def work(_job: Job) -> None:
            # openpyxl takes a while to load
            from courier.blank_sheets import write_blank_csv, write_blank_workbook

            if path.suffix.lower() == ".csv":
                write_blank_csv(path, template)
            else:
                write_blank_workbook(path, template, program)

        Job(work, self).start(
            lambda _: self.told.emit(text("new-written-window", path=str(path))),
            lambda problem: self.told.emit(error_text(problem, "new-defect")),
        )
