"""A choice that cuts its text with an ellipsis where it is narrower than that."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

_INSET = 4
"""What the style keeps free beside the text, in pixels."""


class ElidedChoice(QComboBox):
    """Qt would cut the text in the middle of a letter. What is spoken stays whole."""

    def shown_text(self) -> str:
        """What is seen of the text."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, field.width() - _INSET)

    def sizeHint(self) -> QSize:
        # Qt's own leaves too little for what is kept free, and the longest text would be cut in any room
        return super().sizeHint() + QSize(_INSET, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
