"""The right end of the bar: what there is to do next, as one button, with the other ways in its menu."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from courier.batch_summary import BatchSummary
from courier.formats import day_text, listing
from courier.messages import text
from gui.delivery.batch_comparison import BatchComparison
from gui.mapping.needs import open_needs
from gui.session.amounts import amounts
from gui.session.pieces import pieces_of
from gui.session.session import Session
from gui.style.folding_row import FoldingRow
from gui.style.layouts import vbox
from gui.style.measures import scaled
from gui.style.parts import ElidedLabel, make_primary, named, set_style
from gui.style.plain import set_tip
from gui.window.action_states import ActionStates
from gui.window.actions import WindowActions

_SUMMARY_WIDTH = 300
"""The most that the summary keeps for itself; it takes more where there is room."""


class NextStep:
    """A summary and three buttons for the same place in ``row``: the safe repairs while there are some, then what the
    template needs and no column gives, and the upload."""

    def __init__(
        self,
        row: FoldingRow,
        actions: WindowActions,
        states: ActionStates,
        session: Session,
        comparison: BatchComparison,
        destinations: QMenu,
    ) -> None:
        self._row, self._actions, self._states = row, actions, states
        self._session, self._comparison = session, comparison
        self._shown = False
        self._words = ""
        self.summary = QWidget()
        words = vbox(self.summary, margins=(0, 0, 0, 0), spacing=0)
        self._upper = named(ElidedLabel("", muted=False), "uploadSummary")
        self._upper.setProperty("title", True)
        self._lower = named(ElidedLabel(""), "uploadUsual")
        for part in (self._upper, self._lower):
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words.addWidget(part)
        menu = named(QMenu(row), "nextStepMenu")
        menu.setAccessibleName(text("next-step-others"))
        for entries in (
            (actions.fix_safely, actions.review),
            (actions.upload, actions.send_later, destinations.menuAction()),
            (actions.export, actions.report),
        ):
            menu.addActions(entries)
            menu.addSeparator()
        menu.setToolTipsVisible(True)
        self._fix = self._button(actions.fix_safely, "fixSafelyStep", menu)
        self._needed = QAction(row)
        self._needed.triggered.connect(actions.columns.trigger)
        self._fill = self._button(self._needed, "fillNeeds", menu)
        self._upload = self._button(actions.upload, "uploadButton", menu)
        row.add(self.summary, stretch=4)
        row.add(self._fix, self._fill, self._upload)
        self.show_brief(False)

    def _button(self, action: QAction, name: str, menu: QMenu) -> QToolButton:
        button = named(QToolButton(), name)
        button.setDefaultAction(action)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setMenu(menu)
        return button

    def show_brief(self, brief: bool) -> None:
        """Say only how many rows are ready, or all that there is to say."""
        standing = self._session.standing
        words = text("next-step-brief", ready=standing.ready) if standing else ""
        self._upper.say(words if brief and words else self._words)
        font = QFont(self._upper.font())
        font.setBold(True)
        width = QFontMetrics(font).horizontalAdvance(self._upper.words) + 8
        self.summary.setMinimumWidth(min(scaled(_SUMMARY_WIDTH), width))

    def show_for_sheet(self, shown: bool) -> None:
        """Show it, or hide it while there is no sheet."""
        self._shown = shown
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to do now."""
        session, standing = self._session, self._session.standing
        sheet_open = self._shown and session.sheet_open
        repair = sheet_open and standing is not None and session.safe_changes != 0
        self._row.show_part(self.summary, sheet_open)
        needs = len(open_needs(session.draft)) if sheet_open and standing is not None and not repair else 0
        self._row.show_part(self._fix, repair)
        self._row.show_part(self._fill, needs > 0)
        self._row.show_part(self._upload, self._shown and not repair and not needs)
        make_primary(self._fix, repair)
        make_primary(self._fill, needs > 0)
        self._say_needed(needs)
        if not sheet_open or standing is None:
            make_primary(self._upload, False)
            self._say("", "")
            return
        clean = not standing.needs_repair
        make_primary(self._upload, clean and standing.ready > 0)
        place = self._states.where() or text("upload-where-none")
        self._say(*(self._before_repair(standing) if repair else self._before_upload(standing, place)))
        set_style(self._lower, "striking", self._comparison.striking and not repair)
        if self._actions.upload.isEnabled() and not repair:
            tip = (self._words, self._lower.words, self._comparison.words)
            set_tip(self._actions.upload, "\n".join(word for word in tip if word))

    def _say_needed(self, count: int) -> None:
        words = text("next-step-fill", count=count)
        if words != self._needed.text():
            self._needed.setText(words)
            set_tip(self._needed, text("columns-needs-about"))

    def _say(self, upper: str, lower: str) -> None:
        self._words = upper
        self._lower.say(lower)
        self._lower.setVisible(bool(lower))
        self.show_brief(False)

    def _before_repair(self, standing: BatchSummary) -> tuple[str, str]:
        upper = text("next-step-ready", ready=standing.ready, rows=standing.rows)
        safe = self._session.safe_changes
        return upper, text("next-step-safe", count=safe) if safe else ""

    def _before_upload(self, standing: BatchSummary, place: str) -> tuple[str, str]:
        """What an upload would send and where to; empty figures are left out."""
        if not standing.ready:
            sent = text("upload-summary-sent", sent=standing.sent, left=standing.set_aside)
            return sent if standing.sent else text("upload-summary-none"), place
        what = text("upload-summary", rows=standing.ready, orders=standing.orders)
        total = listing(amounts(standing.totals))
        days = _days(standing.first_event, standing.last_event)
        files = text("upload-summary-where", pieces=pieces_of(self._session), where=place)
        lower = (self._comparison.brief, days, files)
        return " · ".join(word for word in (what, total) if word), " · ".join(word for word in lower if word)


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return f"{day_text(first)} – {day_text(last)}"
