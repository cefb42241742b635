"""The bar that keeps the result of a piece of work, such as an export or an upload, until it is put away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWidget

from courier.messages import text
from gui.style.announce import announce
from gui.style.folding_row import FoldingRow
from gui.style.parts import ElidedLabel, SeverityMark, button, named, styled
from gui.style.plain import literal, set_tip

Offer = tuple[str, str, Callable[[], object]]
"""A button: its name, its words, and what it does."""


class NoticeBar(FoldingRow):
    """Hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, margins=(14, 5, 8, 5), spacing=8)
        named(self, "noticeBar", text("notice-name"))
        styled(self)
        self._mark = SeverityMark("good")
        self._words = named(ElidedLabel("", muted=False), "noticeWords")
        self._words.setMinimumWidth(160)
        self._offer = button("", clicked=lambda: self._does())
        self._does: Callable[[], object] = self.put_away
        close = named(QToolButton(), "noticeClose", text("notice-close"))
        close.setText("✕")
        close.setProperty("plain", True)
        set_tip(close, text("notice-close"))
        close.clicked.connect(self.put_away)
        self.add(self._mark)
        self.add(self._words, stretch=1)
        self.add(self._offer)
        self.add_overflow("noticeMore", text("notice-more"))
        self.add(close)
        self.add_hiding(self._offer)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.put_away)
        self.hide()

    @property
    def words(self) -> str:
        """What is told, "" for nothing."""
        return self._words.words if not self.isHidden() else ""

    def tell(self, words: str, *, mark: str = "good", offer: Offer | None = None) -> None:
        """Tell a result instead of the one before. ``mark``: good, warning or error."""
        self._mark.show_severity(mark)
        self._words.say(words)
        announce(self, words, at_once=True)
        self.show_part(self._offer, offer is not None)
        if offer is not None:
            name, label, self._does = offer
            self._offer.setObjectName(name)
            self._offer.setText(literal(label))
        self.show()
        self.refit()

    def put_away(self) -> None:
        """Tell nothing any more."""
        self.hide()
