"""Says over the grid that only some rows are shown, or in another order, and leads back."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from courier.messages import text
from gui.grid.model import SheetModel
from gui.style.parts import button, label, styled


class FilterBar(QWidget):
    """Seen only while the model shows a selection."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        styled(self)
        self._model = model
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 4, 8, 4)
        self._words = label()
        self._words.setObjectName("filterWords")
        back = button(text("grid-show-all"), name="showAll")
        back.clicked.connect(model.show_all)
        line.addWidget(self._words)
        line.addWidget(back)
        line.addStretch(1)
        model.modelReset.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Take up what the model shows."""
        self.setVisible(self._model.filtered)
        if self._model.filtered:
            self._words.setText(text("grid-filter", what=self._model.shown_as, rows=self._model.rowCount()))
