"""A row folds each of its parts once, even where Qt asks again while a part is being hidden."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.style.folding_row import FoldingRow

WIDE, NARROW = 2000, 10


class Asking(QPushButton):
    """A part that makes its row look for room as soon as it is hidden or shown, as some systems do."""

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.HideToParent, QEvent.Type.ShowToParent}:
            QApplication.sendEvent(self.parentWidget(), QEvent(QEvent.Type.LayoutRequest))
        return super().event(event)


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[FoldingRow]:
    window = QWidget()
    qtbot.addWidget(window)
    row = FoldingRow(window, margins=(0, 0, 0, 0), spacing=0)
    for name in ("first", "second", "third"):
        part = Asking(name, row)
        row.add(part)
        row.add_hiding(part)
    yield row
    window.close()


def test_what_is_folded_while_it_asks_again_unfolds_again(row: FoldingRow) -> None:
    parts = row.findChildren(Asking)
    for _ in range(2):
        row.resize(NARROW, 20)
        row.refit()
        assert [row.is_folded(part) for part in parts] == [True, True, True]
        row.resize(WIDE, 20)
        row.refit()
        assert [row.is_folded(part) for part in parts] == [False, False, False]
