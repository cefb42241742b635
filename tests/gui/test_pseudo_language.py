"""Every sentence comes from the catalogue: in a made-up language none is left in plain English."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTabWidget, QToolButton

from courier.messages import PSEUDO, use_language
from gui.window.house import House
from gui.window.main_window import MainWindow
from tests.gui.test_journey import drop, wait_open

# what is no sentence: field and zone names, figures, currency amounts, signs, a file's or part's name
_BARE = re.compile(
    r"[\W\d_]*|[A-Z][A-Za-z0-9_]*(?:[/+-][\w/+-]*)?|(?:[A-Z]{3} )?[\d.,  ]+|.*\.csv.*|batch\.impact\.com"
)


@pytest.fixture
def pseudo() -> Iterator[None]:
    use_language(PSEUDO)
    yield
    use_language("en")


def test_nothing_is_left_out(qtbot, pseudo: None, sheet) -> None:
    window = MainWindow(House(), lambda *_: None)
    qtbot.addWidget(window, before_close_func=lambda one: setattr(one.desk.session, "kept", True))
    window.show()
    _look(window)
    drop(window, sheet({"Amount": "1,5"}, {"Sku": ""}, {"EventDate": "03/04/2026 10:00"}))
    wait_open(qtbot, window)
    window.desk.repairing.fix_all()
    _look(window)
    window.desk.show_columns()
    _look(window)
    window.desk.bar.upload.trigger()
    _look(window)
    window.desk.shipping.ask_for_destination("")
    _look(window)
    window.desk.programs.show_programs()
    dialog = window.findChild(QDialog, "programsDialog")
    form = dialog.findChild(QTabWidget, "programForm")
    dialog.findChild(QPushButton, "eventAdd").click()
    for page in range(form.count()):
        assert "⟦" in form.tabText(page)
        form.setCurrentIndex(page)
        _look(window)


def _look(window: MainWindow) -> None:
    shown: list[str] = [window.windowTitle()]
    for kind in (QLabel, QPushButton, QToolButton):
        shown += [one.text() for one in window.findChildren(kind) if one.isVisible()]
    shown += [one.placeholderText() for one in window.findChildren(QLineEdit) if one.isVisible()]
    shown += [one.text() for one in window.findChildren(QAction) if one.objectName() and one.text()]
    shown += [one.windowTitle() for one in window.findChildren(QDialog) if one.isVisible()]
    for box in window.findChildren(QComboBox):
        shown += [box.itemText(place) for place in range(box.count())]
    plain = [words for words in shown if words and "⟦" not in words and not _BARE.fullmatch(words)]
    samples = {"USD", "orders.csv"}
    assert not [words for words in plain if not any(sample in words for sample in samples) and not _is_cell(words)], (
        plain
    )


def _is_cell(words: str) -> bool:
    """Values of the sheet's own columns, as the mapping shows them for example."""
    return bool(re.fullmatch(r"(?:[\w.:,/+ -]*\d[\w.:,/+ -]*|Tennis)", words))
