"""No word of a file, a server or a ledger is markup anywhere in the window: nothing it names is opened or drawn."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTabBar,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QWidget,
)

from courier.destinations import Destination
from courier.programs import EventType, Program
from gui.delivery.destination_form import DestinationForm
from gui.session.services import AppServices
from gui.style.plain import set_tip, tip
from gui.style.sample_table import sample_table
from tests.gui.conftest import HEADER, EmptyWindow
from tests.gui.test_journey import drop, wait_open

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<img src=//host.invalid/x><h1>PWNED</h1>&lt;b>"
_PLAIN = re.compile(r"<span style=\"white-space: pre-wrap\">[^<]*</span>", re.DOTALL)
_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole)
_MOST = 8
"""Rows of a model that are looked at: the hostile ones come first."""


def is_raw(words: str) -> bool:
    return GuiQt.mightBeRichText(words) and not _PLAIN.fullmatch(words)


def shown_texts(window: QWidget, cells: bool) -> Iterator[tuple[str, str]]:
    """All that Qt might take for markup, with where it stands."""
    for widget in QApplication.allWidgets():
        if widget.window() is not window and window not in parents(widget):
            continue
        where = f"{type(widget).__name__} {widget.objectName()}"
        for words in (widget.toolTip(), widget.whatsThis(), widget.statusTip()):
            yield where, words
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            yield f"{where} takes markup", widget.text() and HOSTILE
        if isinstance(widget, QTabBar):
            yield from ((where, widget.tabToolTip(tab)) for tab in range(widget.count()))
        listing = cells and isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView)
        if listing and widget.isVisible() and widget.model():
            yield from ((where, words) for words in model_texts(widget.model()))
        if isinstance(widget, QToolButton) or (isinstance(widget, QMenu) and widget.toolTipsVisible()):
            yield from ((where, action.toolTip()) for action in widget.actions())


def parents(widget: QWidget) -> Iterator[QWidget]:
    while (above := widget.parentWidget()) is not None:
        yield above
        widget = above


def model_texts(model: QAbstractItemModel) -> Iterator[str]:
    rows = min(model.rowCount(), _MOST)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for role in _ROLES:
        for row in range(rows):
            yield model.headerData(row, Qt.Orientation.Vertical, role) or ""
            for column in range(columns):
                yield model.index(row, column, QModelIndex()).data(role) or ""
        for column in range(columns):
            yield model.headerData(column, Qt.Orientation.Horizontal, role) or ""


def look(window: QWidget, *, cells: bool = True) -> int:
    """Refuse raw words; how many harmless ones of the file there were. ``cells``: in tables and lists too, where each
    cell of a sheet is explained anew."""
    texts = list(shown_texts(window, cells))
    assert sorted({f"{where}: {words[:90]}" for where, words in texts if is_raw(words)}) == []
    return sum("PWNED" in words for _, words in texts)


def test_nothing_of_a_hostile_sheet_is_markup(qtbot, window: EmptyWindow, sheet, tmp_path: Path) -> None:
    workspace = window.workspace
    inbox = tmp_path / "&lt;PWNED"
    inbox.mkdir()
    event = EventType("18500", HOSTILE, "item")
    AppServices().programs.save(Program(HOSTILE, "1000", (event,), destination=HOSTILE))
    AppServices().destinations.save(Destination(HOSTILE, "folder", "", 0, folder=str(inbox)))
    quoted = dict.fromkeys(("Amount", "Sku", "EventDate", "Category", "ClickId", "CurrencyCode", HOSTILE), HOSTILE)
    path = sheet(quoted, {**quoted, "OrderId": HOSTILE}, {HOSTILE: "x"}, {}, header=f"{HEADER},{HOSTILE}")
    look(window)
    drop(window, path.rename(path.with_name("&lt;PWNED.csv")))
    wait_open(qtbot, window)
    assert look(window)
    for more in workspace.problems.findChildren(QToolButton):
        if more.objectName().startswith("more") and more.isVisible():
            more.click()
    for place in range(workspace.model.columnCount()):
        workspace.grid.setCurrentIndex(workspace.model.index(0, place))
        qtbot.wait(1)
    seen = look(window, cells=False)
    workspace.session.type_cell(0, workspace.model.column_at(7).column, HOSTILE + "2")
    workspace.show_columns()
    seen += look(window)
    workspace.repairs.fix_all()
    workspace.session.type_cell(2, workspace.model.column_at(7).column, HOSTILE)
    seen += look(window)
    workspace.commands.upload.trigger()
    seen += look(window, cells=False)
    workspace.programs.choose(HOSTILE)
    workspace.shipping.choose(HOSTILE)
    seen += look(window, cells=False)
    workspace.programs.show_programs()
    dialog = window.findChild(QDialog, "programsDialog")
    form = dialog.findChild(QTabWidget, "programForm")
    # the sheet behind it is as it was
    for page in range(form.count()):
        form.setCurrentIndex(page)
        seen += look(dialog)
    workspace.shipping.ask_for_destination("")
    (destination,) = window.findChildren(DestinationForm)
    seen += look(destination.window())
    assert seen > 20


def test_what_was_sent_is_no_markup(qtbot, window: EmptyWindow, sheet, tmp_path: Path) -> None:
    workspace = window.workspace
    inbox = tmp_path / "&lt;PWNED"
    inbox.mkdir()
    AppServices().destinations.save(Destination(HOSTILE, "folder", "", 0, folder=str(inbox)))
    path = sheet({HOSTILE: HOSTILE}, {}, header=f"{HEADER},{HOSTILE}")
    drop(window, path.rename(path.with_name("&lt;PWNED.csv")))
    wait_open(qtbot, window)
    workspace.shipping.choose(HOSTILE)
    workspace.commands.upload.trigger()
    qtbot.wait(50)
    look(window)
    go = [push for push in window.findChildren(QPushButton) if push.isVisible() and push.objectName() == "sendGo"]
    if go:
        with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
            go[0].click()
    qtbot.waitUntil(lambda: workspace.session.settled, timeout=20_000)
    look(window)
    workspace.session.close_journal()
    workspace.history.take_up()
    qtbot.wait(50)
    look(window)


@pytest.mark.parametrize(
    "words", [HOSTILE, "a < b", "R&D", "one\n<two>", "&lt;", "<?xml?>", "  <b>", "x" * 9000 + "<b>", "\u202eexe"]
)
def test_a_tooltip_shows_exactly_its_words(qapp: QApplication, words: str) -> None:
    shown = tip(words)
    assert not is_raw(shown)
    document = QTextDocument()
    if GuiQt.mightBeRichText(shown):
        document.setHtml(shown)
    else:
        document.setPlainText(shown)
    assert len(document.toPlainText()) <= 2000
    if (len(words) < 2000 and words.isprintable()) or "\n" in words:
        assert document.toPlainText() == words
    assert not document.allFormats() or not any(one.isImageFormat() for one in document.allFormats())


def test_all_that_can_have_a_tooltip_gets_it_plain(qtbot) -> None:
    table = sample_table("sample", HOSTILE, [HOSTILE], [[HOSTILE]], [])
    qtbot.addWidget(table)
    table.show()
    assert look(table)
    for shown in (QWidget(), QAction(), QTableWidgetItem()):
        set_tip(shown, HOSTILE)
        assert not is_raw(shown.toolTip())


# each of these may take words for markup; what is plain by itself needs none of them
_FORBIDDEN = {
    "setToolTip", "ToolTipRole", "setTabToolTip", "setWhatsThis", "WhatsThisRole", "setStatusTip", "StatusTipRole",
    "setHtml", "insertHtml", "setMarkdown", "QToolTip", "QMessageBox", "QErrorMessage", "QInputDialog", "QWhatsThis",
    "QProgressDialog", "QTextEdit", "QTextBrowser", "setInformativeText", "RichText", "AutoText", "MarkdownText",
    "setTabWhatsThis", "QGraphicsTextItem", "showMessage",
}  # fmt: skip
_HELPER = "gui/style/plain.py"
_LABELS = {"gui/style/parts.py", "gui/grid/cell_hint.py"}
"""Where labels are made, plain ones."""


@cache
def trees() -> list[tuple[str, ast.Module]]:
    paths = sorted((ROOT / "gui").rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def test_nobody_goes_round_the_helper() -> None:
    around = []
    for name, tree in trees():
        for node in ast.walk(tree):
            word = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if word in _FORBIDDEN and name != _HELPER:
                around.append(f"{name}:{node.lineno} {word}")
    assert around == []


def test_labels_are_made_in_one_place() -> None:
    elsewhere = []
    for name, tree in trees():
        for node in ast.walk(tree):
            bases = node.bases if isinstance(node, ast.ClassDef) else [node.func] if isinstance(node, ast.Call) else []
            if any(isinstance(base, ast.Name) and base.id == "QLabel" for base in bases) and name not in _LABELS:
                elsewhere.append(f"{name}:{node.lineno}")
    assert elsewhere == []


def test_models_answer_with_a_tip() -> None:
    answering = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
                if "TIP_ROLE" in used:
                    answering.append(name)
                    assert "tip" in used, f"{name}:{node.lineno}"
    assert answering
