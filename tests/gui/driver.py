"""Works on a sheet through the app's window until it is killed: a process of its own.

Arguments: the source and a seed. A sheet that can be gone on with is gone on with from the start page, else the source
is opened. Standard output, one line of JSON each: first ``now``, what is in hand, with ``near``, what would be in hand
a step further back or on; then what is in hand after each finished action.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from courier.drafts.edits import choices_values, pack_edit
from courier.drafts.store import DraftStore
from courier.settings import data_folder
from courier.today.drafts import may_go_on
from gui.app import Windows
from gui.application import make_app
from gui.window.main_window import MainWindow
from tests.gui.excluding import Excluding

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TEXTS = ("", "12.00", "$7.50", "ü😀", "2026-11-20T10:00:00Z", "5")


def main(path: str, seed: str) -> None:
    app = make_app()
    window = Windows().open()
    end = time.monotonic() + 30
    if any(may_go_on(draft) for draft in DraftStore(data_folder() / "drafts").kept()):
        # those of a program are listed as soon as it is known where that stands
        while not drafts(window):
            app.processEvents()
            assert time.monotonic() < end, "no draft is offered"
        drafts(window)[0].click()
    else:
        window.open_file(Path(path))
    while not window.workspace.session.sheet_open or window.workspace.session.standing is None:
        app.processEvents()
        assert time.monotonic() < end, "the sheet did not open"
    say({"now": in_hand(window), "near": near(window)})
    chance = random.Random(int(seed))
    while True:
        chance.choice(ACTIONS)(window, chance)
        app.processEvents()
        say({"now": in_hand(window)})


def drafts(window: MainWindow) -> list[QPushButton]:
    """The buttons to go on with a draft."""
    return [
        button
        for button in window.workspace.start.findChildren(QPushButton)
        if button.objectName().startswith("draft-")
    ]


def in_hand(window: MainWindow) -> str:
    """All that somebody would miss: cells, order, decisions, and the steps that can be taken back."""
    opened = window.workspace.session.opened
    sheet = opened.draft.sheet
    cells = sheet.frame(sheet.row_order)
    # a column that typing made and undo emptied again holds nothing
    cells = cells.select(
        [column for column in cells if column.name in sheet.columns or column.null_count() < column.len()]
    )
    parts = (
        cells.columns, cells.rows(), sheet.row_order.to_list(), choices_values(opened.draft.choices),
        [pack_edit(edit) for edit in opened.draft.undo_stack.done],
    )  # fmt: skip
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def near(window: MainWindow) -> list[str]:
    """What would be in hand a step further back, and a step further on."""
    draft = window.workspace.session.draft
    states = []
    for there, back in ((draft.undo, draft.redo), (draft.redo, draft.undo)):
        if there():
            states.append(in_hand(window))
            back()
    return states


def say(words: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


# ---------------------------------------------------------------------- actions


def go_anywhere(window: MainWindow, chance: random.Random) -> None:
    model = window.workspace.model
    if model.rowCount():
        row, column = chance.randrange(model.rowCount()), chance.randrange(model.columnCount())
        window.workspace.grid.move_to(model.index(row, column))
        QApplication.processEvents()


def type_text(window: MainWindow, chance: random.Random) -> None:
    go_anywhere(window, chance)
    QTest.keyClick(window.workspace.grid, Qt.Key.Key_F2)
    editor = window.findChild(QLineEdit, "cellEditor")
    if editor is not None:
        editor.setText(chance.choice(TEXTS))
        QTest.keyClick(editor, Qt.Key.Key_Return)


def paste(window: MainWindow, chance: random.Random) -> None:
    go_anywhere(window, chance)
    lines = ["\t".join(chance.choice(TEXTS) for _ in range(3)) for _ in range(2)]
    QGuiApplication.clipboard().setText("\n".join(lines))
    QTest.keyClick(window.workspace.grid, Qt.Key.Key_V, CONTROL)


def key(which: Qt.Key, held: Qt.KeyboardModifier) -> Callable[[MainWindow, random.Random], None]:
    def press(window: MainWindow, chance: random.Random) -> None:
        go_anywhere(window, chance)
        QTest.keyClick(window.workspace.grid, which, held)

    return press


def choose(name: str) -> Callable[[MainWindow, random.Random], None]:
    def take(window: MainWindow, chance: random.Random) -> None:
        choice = window.findChild(QComboBox, name)
        assert choice
        # the last entry opens a dialog
        place = chance.randrange(3)
        choice.setCurrentIndex(place)
        choice.activated.emit(place)

    return take


def map_column(window: MainWindow, chance: random.Random) -> None:
    column = next(shown for shown in window.workspace.model.all_columns if shown.column == "c8")
    window.workspace._header_menu._send(column, chance.choice(["Category", "Note", ""]))


def leave_out(window: MainWindow, chance: random.Random) -> None:
    window.workspace._header_menu.leave_out_asked.emit("c8")
    dialog = Excluding(window)
    dialog.where("c8", "contains", chance.choice(["Hats", "Shoes", "nothing"]))
    dialog.press() if dialog.button.isEnabled() else dialog.dialog.reject()


def set_aside(window: MainWindow, chance: random.Random) -> None:
    window.workspace.commands.next_problem.trigger()
    QApplication.processEvents()
    aside = window.findChild(QPushButton, "inspectorSetAside")
    assert aside
    aside.click()


ACTIONS: tuple[Callable[[MainWindow, random.Random], object], ...] = (
    type_text, type_text, type_text, paste, map_column, leave_out, set_aside,
    choose("templateChoice"), choose("programChoice"),
    key(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), key(Qt.Key.Key_D, CONTROL),
    key(Qt.Key.Key_Plus, CONTROL), key(Qt.Key.Key_Minus, CONTROL), key(Qt.Key.Key_Up, ALT),
    lambda window, _: window.workspace.repairs.fix_all(),
    lambda window, _: window.workspace.commands.undo.trigger(),
    lambda window, _: window.workspace.commands.undo.trigger(),
    lambda window, _: window.workspace.commands.redo.trigger(),
)  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])
