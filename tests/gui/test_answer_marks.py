"""What impact.com answered, on the rows of the sheet that was sent, when it is opened again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from courier.ledger.ledger import Ledger
from tests.commands.running import row
from tests.gui.test_batches import words
from tests.gui.test_history import press
from tests.ledger.batches import deliver
from tests.results.test_batch_result import answered

ROWS = 4


@pytest.fixture
def batch(ledger: Ledger, tmp_path: Path) -> Ledger:
    """The ledger after four orders were sent."""
    folder = tmp_path / "sent"
    folder.mkdir()
    deliver(folder, [row(number) for number in range(1, ROWS + 1)], ledger)
    return ledger


def open_again(qtbot, window, sheet) -> None:
    window.workspace.loader.file(sheet(*({} for _ in range(ROWS))))
    qtbot.waitUntil(lambda: window.workspace.session.settled, timeout=20_000)


def explained(window, place: int, column: str = "Amount") -> str:
    workspace = window.workspace
    titles = [one.title for one in workspace.model.columns]
    workspace.grid.move_to(workspace.model.index(place, titles.index(column)))
    return str(workspace.inspector.message.words)


def test_refused_rows_are_marked_explained_and_shown_alone(qtbot, window, sheet, batch: Ledger) -> None:
    answered(batch, {"row": 2, "reason": "ACTION_REF_NOT_FOUND"}, {"row": 3, "reason": "QUITE_NEW"})
    open_again(qtbot, window, sheet)
    workspace = window.workspace
    qtbot.waitUntil(lambda: len(workspace.session.answers.refused) == 2, timeout=20_000)
    assert workspace.notice.words == "impact.com refused 2 rows of this sheet and accepted 2."
    words = explained(window, 1)
    assert words.startswith("impact.com refused this row: Nobody to credit (ACTION_REF_NOT_FOUND).")
    assert "QUITE_NEW. impact.com's pages do not explain" in explained(window, 2)
    block, inside = workspace.model.block(2)
    assert block.standing(inside) == "refused"
    spoken = workspace.model.headerData(2, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole)
    assert "Refused by impact.com." in spoken
    workspace.notice.findChild(type(workspace.notice._offer), "noticeRefused").click()
    qtbot.waitUntil(lambda: workspace.model.rows.to_list() == [1, 2])
    assert "refused by impact.com" in workspace.grid_bar.findChild(object, "rowsShown").text()
    # a repaired row is still the row that was refused, and another order is not
    workspace.session.type_cell(1, "c4", "QiiWXOVnrQ3SQHl24jQjyxBGUkm99999")
    assert explained(window, 0).startswith("impact.com refused this row")
    workspace.session.type_cell(1, "c3", "AC-77")
    assert list(workspace.session.answers.refused) == [2]
    assert "refused" not in explained(window, 0)
    workspace.session.undo()
    assert list(workspace.session.answers.refused) == [1, 2]


def test_what_was_refused_has_cards_that_show_the_rows_and_make_their_sheet(qtbot, window, sheet, batch) -> None:
    answered(batch, {"row": 2}, {"row": 3, "reason": "QUITE_NEW"}, {"row": 4})
    open_again(qtbot, window, sheet)
    workspace = window.workspace
    pane, cards = workspace.problems, workspace.problems.answers.cards
    qtbot.waitUntil(lambda: list(cards) == ["MALFORMED", "QUITE_NEW"], timeout=20_000)
    # nothing is wrong with the sheet, but this comes before the review
    qtbot.waitUntil(lambda: pane.answers.isVisible() and not workspace.review.isVisible())
    card = cards["MALFORMED"]
    assert card.head.accessibleName() == "Refused by impact.com. Not understood, 2 rows."
    assert card.head.example.words == "Row 3 · AC-2"
    press(qtbot, card, "answerShowMALFORMED")
    qtbot.waitUntil(lambda: workspace.model.rows.to_list() == [1, 3])
    qtbot.keyClick(card.head, Qt.Key.Key_Return)
    assert "MALFORMED" in words(card)
    moved: list[Callable[..., object]] = []
    window.elsewhere.connect(moved.append)
    press(qtbot, card, "answerFixMALFORMED")
    qtbot.waitUntil(lambda: len(moved) == 1, timeout=20_000)
    # what nobody can repair in a sheet has no such button, and one card is open at a time
    other = cards["QUITE_NEW"]
    qtbot.keyClick(other.head, Qt.Key.Key_Return)
    assert (card.head.is_open, other.head.is_open) == (False, True)
    assert other.findChild(QPushButton, "answerFixQUITE_NEW") is None
    workspace.session.type_cell(2, "c3", "AC-78")
    assert list(pane.answers.cards) == ["MALFORMED"]


def test_rows_are_known_as_accepted(qtbot, window, sheet, batch: Ledger) -> None:
    answered(batch)
    open_again(qtbot, window, sheet)
    workspace = window.workspace
    qtbot.waitUntil(lambda: workspace.session.answers.accepted.len() == ROWS, timeout=20_000)
    assert workspace.notice.words == ""
    # where a rule says something about the cell, that comes first
    assert explained(window, 1) == "impact.com accepted this row."


def test_an_answer_that_comes_later_is_put_on_the_open_sheet(qtbot, window, sheet, batch: Ledger) -> None:
    open_again(qtbot, window, sheet)
    workspace = window.workspace
    answered(batch, {"row": 1})
    workspace.history.changed.emit()
    qtbot.waitUntil(lambda: list(workspace.session.answers.refused) == [0], timeout=20_000)
    answered(batch, {"row": 1}, {"row": 4})
    workspace.navigation.show_division("refused")
    qtbot.waitUntil(lambda: workspace.model.rows.to_list() == [0])
    workspace.history.changed.emit()
    qtbot.waitUntil(lambda: workspace.model.rows.to_list() == [0, 3], timeout=20_000)
