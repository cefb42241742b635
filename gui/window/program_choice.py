"""The program of a window's sheet: the choice in the toolbar, a suggestion, and the dialog behind both."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from courier.messages import text
from courier.program_answers import distinct_values
from courier.programs import Program, suggest
from gui.session.services import AppServices
from gui.session.session import Session
from gui.settings.programs import ProgramsDialog
from gui.style.suggestion_bar import SuggestionBar
from gui.window.actions import WindowActions
from gui.window.toolbar import Toolbar

_MOST_CAMPAIGNS = 100
"""Beyond this many different values a column holds no campaign IDs."""


class ProgramChoice(QObject):
    """``destination_wanted``: the destination of the chosen program; ``programs_changed``: saved programs may have
    changed."""

    destination_wanted = Signal(str)
    programs_changed = Signal()

    def __init__(
        self, session: Session, services: AppServices, actions: WindowActions, bar: Toolbar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._services, self._bar, self._window = session, services, bar, window
        self._refused = False
        self._suggested = ""
        self.suggestion = SuggestionBar("programSuggestion", text("suggestion-name"), text("suggestion-use"), window)
        self.suggestion.accepted.connect(lambda: self.choose(self._suggested))
        self.suggestion.refused.connect(self._refuse)
        bar.program_chosen.connect(self.choose)
        actions.programs.triggered.connect(self.show_programs)
        session.opened_sheet.connect(self._begin)

    def choose(self, name: str) -> None:
        """Work with the saved program of that name, "" for none."""
        program = _find(self._services.known_programs(), name)
        self.suggestion.offer("")
        self._session.choose_program(program)
        if program is not None and program.destination:
            self.destination_wanted.emit(program.destination)

    def show_programs(self) -> None:
        """The dialog of all programs."""
        destinations = [place.name for place in self._services.known_destinations()]
        dialog = ProgramsDialog(self._services, destinations, self._chosen(), self._window)
        dialog.finished.connect(lambda _: self._take_up(dialog))
        dialog.open()

    def take_saved(self, name: str) -> None:
        """Work with a program that was saved just now."""
        self._bar.show_programs(self._services.known_programs(), name)
        self.choose(name)
        self.programs_changed.emit()

    def _chosen(self) -> str:
        return (self._session.draft.choices.program or "") if self._session.sheet_open else ""

    def _begin(self) -> None:
        self._refused = self._session.practice
        self._bar.show_programs(self._services.known_programs(), self._chosen())
        self._suggest()

    def _take_up(self, dialog: ProgramsDialog) -> None:
        """After the dialog, apply changed facts of the chosen program to the sheet."""
        programs = self._services.known_programs()
        before = self._session.opened.options.program if self._session.sheet_open else None
        if before is not None:
            now = _find(programs, dialog.now_called(before.name))
            if now != before:
                self._session.choose_program(now)
        self._bar.show_programs(programs, self._chosen())
        if self._session.sheet_open:
            self._suggest()
        self.programs_changed.emit()

    def _suggest(self) -> None:
        opened = self._session.opened
        wanted = not self._refused and not self._chosen()
        programs = self._services.known_programs() if wanted else []
        campaigns = distinct_values(opened.draft, "CampaignId", _MOST_CAMPAIGNS) if programs else []
        program = suggest(programs, campaigns, opened.name) if programs else None
        self._suggested = program.name if program else ""
        self.suggestion.offer(_words(program) if program else "")

    def _refuse(self) -> None:
        self._refused = True


def _find(programs: list[Program], name: str) -> Program | None:
    return next((program for program in programs if program.name == name), None)


def _words(program: Program) -> str:
    if not program.campaign_id:
        return text("suggestion-plain", name=program.name)
    return text("suggestion-campaign", name=program.name, campaign=program.campaign_id)
