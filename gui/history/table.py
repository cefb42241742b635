"""The list of submissions, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from courier.formats import listing, number_text
from courier.ledger.records import Submission
from courier.messages import text
from courier.people import sender
from courier.results.answered import AnsweredCounts
from gui.history.words import moment_words, state_words
from gui.session.amounts import amounts
from gui.style.plain import TIP_ROLE, tip
from gui.style.theme import current

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS: tuple[tuple[str, Callable[[Submission], str]], ...] = (
    ("history-when", lambda batch: moment_words(batch.made_at)),
    ("history-program", lambda batch: batch.program or "–"),
    ("history-source", lambda batch: batch.source),
    ("history-destination", lambda batch: batch.destination),
    ("history-rows", lambda batch: number_text(batch.rows)),
    ("history-totals", lambda batch: listing(amounts(batch.totals))),
    ("history-state", lambda batch: str(batch.state)),
    ("history-who", lambda batch: batch.os_user),
)
_WIDTHS = (138, 96, 150, 130, 64, 136, 228, 64)
_TEAM_WIDTHS = (130, 84, 150, 96, 56, 112, 176, 130)
"""With room for persons and their machines."""
_ROWS, _STATE, _SOURCE, _WHO = 4, 6, 2, 7
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_KIND_ROLE = Qt.ItemDataRole.UserRole


class Submissions(QAbstractTableModel):
    """The submissions as a table model."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown: Sequence[Submission] = ()
        self.of_team = False
        """Whether it is said on which machine each person sent."""
        self._waiting: frozenset[str] = frozenset()
        self._answered: Mapping[str, AnsweredCounts] = {}

    def show_all(
        self, submissions: Sequence[Submission], waiting: frozenset[str], answered: Mapping[str, AnsweredCounts]
    ) -> None:
        """Show these. ``waiting``: UUIDs of those that wait for their moment; ``answered``: per UUID how the rows were
        answered."""
        self.beginResetModel()
        self.shown, self._waiting, self._answered = submissions, waiting, answered
        self.endResetModel()

    def rowCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.shown)

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return text(_COLUMNS[section][0])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _ROWS:
            return _RIGHT
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        batch, column = self.shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, TIP_ROLE):
            words = self._state(batch)[0] if column == _STATE else _COLUMNS[column][1](batch)
            if column == _WHO and self.of_team:
                words = sender(batch)
            return tip(words) if role == TIP_ROLE else words
        if role == _KIND_ROLE:
            return self._state(batch)[1]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _ROWS:
            return _RIGHT
        return None

    def _state(self, batch: Submission) -> tuple[str, str]:
        answered = self._answered.get(batch.uuid)
        if answered is not None and answered.words and not batch.partly:
            kind = "error" if answered.refused else "note" if answered.unanswered else "good"
            return answered.words, kind
        return state_words(batch, batch.uuid in self._waiting)


class _StateDelegate(QStyledItemDelegate):
    """Paints a state as a small coloured word."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, kind, words = current(), index.data(_KIND_ROLE), index.data()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(theme.selection))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        room = option.rect.width() - 28
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        size = painter.fontMetrics().size(0, shown)
        place = QRectF(
            option.rect.left() + 8,
            option.rect.center().y() - size.height() / 2 - 1,
            size.width() + 16,
            size.height() + 4,
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme, f"{kind}_fill")))
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(QColor(getattr(theme, kind)))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 24, hint.height())


class SubmissionTable(QTableView):
    """One line per submission; the arrow keys choose."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("historyTable")
        self.setAccessibleName(text("history-title"))
        self.submissions = Submissions(self)
        self.setModel(self.submissions)
        self.setItemDelegateForColumn(_STATE, _StateDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(34)
        headers = self.horizontalHeader()
        headers.setHighlightSections(False)
        headers.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.show_team(False)
        headers.setSectionResizeMode(_SOURCE, QHeaderView.ResizeMode.Stretch)

    def show_team(self, of_team: bool) -> None:
        """Say on which machine each person sent, or only who."""
        self.submissions.of_team = of_team
        for column, width in enumerate(_TEAM_WIDTHS if of_team else _WIDTHS):
            self.horizontalHeader().resizeSection(column, width)

    @property
    def chosen(self) -> Submission | None:
        """The chosen submission."""
        row = self.currentIndex().row()
        return self.submissions.shown[row] if 0 <= row < len(self.submissions.shown) else None

    def choose(self, uuid: str) -> None:
        """Choose this one, else the first."""
        places = [row for row, batch in enumerate(self.submissions.shown) if batch.uuid == uuid]
        if self.submissions.shown:
            self.selectRow(places[0] if places else 0)
