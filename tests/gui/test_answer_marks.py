"""What impact.com answered, on the rows of the sheet that was sent, when it is opened again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from courier.ledger.ledger import Ledger
from tests.commands.running import row
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
    # a repaired row is still the row that was refused
    workspace.session.type_cell(1, "c4", "QiiWXOVnrQ3SQHl24jQjyxBGUkm99999")
    assert explained(window, 0).startswith("impact.com refused this row")


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
