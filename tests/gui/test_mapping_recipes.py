"""Mapping recipes in the window: saved, used, locked by a program and unlocked."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from courier.draft_edits import change_mapping, set_zone
from courier.programs import Program, Programs
from courier.settings import config_folder, data_folder
from courier.sheet.mapping import Column, Constant
from courier.sheet.mapping_recipe import make_recipe, read_recipe
from courier.sheet.memory import Memories, Recall
from gui.mapping.needs_box import NeedsBox
from gui.mapping.pane import MappingPane
from gui.mapping.recipe_menu import RecipeMenu
from gui.mapping.value_box import Answer
from tests.gui.test_journey import drop, place_of, question, wait_open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot, window, sheet) -> Iterator[MappingPane]:
    """The page of columns of a sheet in which the amount was taken from another column."""
    Programs(config_folder()).save(Program("Acme", "1000"))
    drop(
        window, sheet({}, header="ActionTrackerId,EventDate,OrderId,ClickId,CurrencyCode,Amount,Category,Sku,Quantity")
    )
    wait_open(qtbot, window)
    window.workspace.programs.choose("Acme")
    draft = window.workspace.session.draft
    window.workspace.session.do(change_mapping(draft, draft.choices.mapping.sent_to("c6", "Name")))
    window.workspace.show_columns()
    return window.workspace.mapping


def entry(page: MappingPane, words: str) -> QAction:
    (found,) = [action for action in page.findChild(RecipeMenu).menu().actions() if action.text() == words]
    return found


def choose_file(page: MappingPane, name: str, path: Path) -> None:
    (asked,) = [dialog for dialog in page.findChildren(QFileDialog, name) if dialog.isVisible()]
    asked.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    asked.accept()


def press(parent: QWidget, name: str) -> None:
    QTest.mouseClick(parent.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def feed(page: MappingPane, name: str) -> object:
    return page._session.draft.choices.mapping.feed(name)


def answer(page: MappingPane) -> str:
    asked = question(page, "recipeAnswer")
    said = [label.text() for label in asked.findChildren(QLabel)][1]
    asked.reject()
    return said


def test_a_recipe_is_saved_and_used_on_the_sheet_again(qtbot, page: MappingPane, tmp_path: Path) -> None:
    entry(page, "Save as a file…").trigger()
    choose_file(page, "recipeSaveDialog", tmp_path / "shop.json")
    recipe = read_recipe(tmp_path / "shop.json")
    assert recipe.name == "shop"
    # what the program brings itself is not in the file
    assert recipe.mapping_on(page._session.draft.sheet.headers).feed("CampaignId") is None
    page._session.undo()
    assert feed(page, "Name") is None
    entry(page, "Use a file…").trigger()
    choose_file(page, "recipeLoadDialog", tmp_path / "shop.json")
    assert feed(page, "Name") == Column("c6")
    assert page.findChild(QWidget, "row-c6").content.why == "Chosen by you"
    page._session.undo()
    assert feed(page, "Name") is None


def test_a_recipe_of_another_sheet_is_asked_about_or_refused(qtbot, page: MappingPane, tmp_path: Path) -> None:
    entry(page, "Save as a file…").trigger()
    choose_file(page, "recipeSaveDialog", tmp_path / "shop.json")
    record = json.loads((tmp_path / "shop.json").read_text("utf-8"))
    (tmp_path / "more.json").write_text(json.dumps(record | {"headers": [*record["headers"], "Gift"]}), "utf-8")
    page._session.undo()
    entry(page, "Use a file…").trigger()
    choose_file(page, "recipeLoadDialog", tmp_path / "more.json")
    asked = question(page, "recipeQuestion")
    assert any("lacks 1 column of the recipe: Gift" in label.text() for label in asked.findChildren(QLabel))
    assert feed(page, "Name") is None
    press(asked, "recipeUse")
    assert feed(page, "Name") == Column("c6")
    other = record | {"mapping": record["mapping"] | {"feeds": [["Amount", {"column": ["Gift", 1]}]]}}
    (tmp_path / "other.json").write_text(json.dumps(other), "utf-8")
    before = page._session.draft.choices
    for name, words in (("other.json", "no column of the recipe"), ("orders.csv", "holds no mapping recipe")):
        entry(page, "Use a file…").trigger()
        choose_file(page, "recipeLoadDialog", tmp_path / name)
        assert words in answer(page)
    assert page._session.draft.choices == before


def test_a_program_locks_what_feeds_the_fields(qtbot, window, page: MappingPane, monkeypatch) -> None:
    assert not entry(page, "Unlock Acme").isVisible()
    entry(page, "Lock for Acme…").trigger()
    press(question(page, "recipeLockQuestion"), "recipeLockGo")
    (saved,) = Programs(config_folder())
    assert saved.recipe is not None
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "Locked by the program Acme to the recipe “orders”." in said
    assert not page.findChild(QWidget, "field-c6").isEnabled()
    assert (feed(page, "Name"), feed(page, "CampaignId")) == (Column("c6"), Constant("1000"))
    assert not entry(page, "Use a file…").isEnabled()
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    window.workspace.grid.header_asked.emit(place_of(window, "Name"))
    (menu,) = window.findChildren(QMenu, "headMenu")
    words = [action.text() for action in menu.actions()]
    assert "Locked by Acme" in words
    assert not {"Choose a field", "Add a column for", "Do not send this column"} & set(words)
    menu.deleteLater()
    # the form of programs keeps the lock
    window.workspace.programs.show_programs()
    dialog = question(window, "programsDialog")
    assert "“orders”" in dialog.findChild(QLabel, "programLocked").text()
    QTest.keyClicks(dialog.findChild(QLineEdit, "programCampaign"), "1")
    press(dialog, "programSave")
    dialog.reject()
    (saved,) = Programs(config_folder())
    assert saved.recipe is not None
    assert saved.campaign_id == "10001"
    entry(page, "Unlock Acme").trigger()
    (saved,) = Programs(config_folder())
    assert saved.recipe is None
    assert page.findChild(QWidget, "field-c6").isEnabled()
    assert feed(page, "Name") == Column("c6")


def offered(page: MappingPane, name: str) -> list[Answer]:
    """The answers that can be chosen for what the sheet still needs."""
    box = page.findChild(QWidget, f"need{name}").findChild(QComboBox)
    answers = [box.itemData(place) for place in range(box.count())]
    return [answer for answer in answers if answer is not None]


def test_a_locked_sheet_takes_no_column_for_what_it_still_needs(qtbot, window, page: MappingPane) -> None:
    session = page._session
    session.do(change_mapping(session.draft, session.draft.choices.mapping.sent_to("c4", "")))
    assert Column("c4") in [answer.feed for answer in offered(page, "CurrencyCode")]
    entry(page, "Lock for Acme…").trigger()
    press(question(page, "recipeLockQuestion"), "recipeLockGo")
    assert page.needed
    assert not [answer for answer in offered(page, "CurrencyCode") if isinstance(answer.feed, Column)]


def test_the_value_of_a_program_that_is_locked_leaves_the_lock_as_it_is(qtbot, window, page: MappingPane) -> None:
    session = page._session
    draft = session.draft
    recipe = make_recipe(
        "Beta", draft.sheet.headers, draft.choices.mapping.with_feed("CampaignId", Constant("3000")), None, None
    )
    programs = Programs(config_folder())
    programs.save(Program("Beta", "2000", recipe=recipe))
    programs.save(Program("Gamma", "4000"))
    window.workspace.programs.choose("")
    assert feed(page, "CampaignId") is None
    box = page.findChild(NeedsBox)
    box.answered.emit("CampaignId", Answer(Constant("2000"), "Beta"))
    assert session.draft.choices.program == "Beta"
    assert feed(page, "CampaignId") == Constant("3000")
    window.workspace.programs.choose("")
    box.answered.emit("CampaignId", Answer(Constant("4000"), "Gamma"))
    assert (session.draft.choices.program, feed(page, "CampaignId")) == ("Gamma", Constant("4000"))


def test_what_a_lock_says_is_not_remembered_as_chosen(qtbot, window, page: MappingPane) -> None:
    session = page._session
    recipe = make_recipe("Beta", session.draft.sheet.headers, session.draft.choices.mapping, "order", "Europe/Paris")
    Programs(config_folder()).save(Program("Beta", "2000", recipe=recipe))
    window.workspace.programs.choose("Beta")
    assert session.draft.choices.chosen == {"template", "zone"}
    memories, headers = Memories(data_folder()), session.opened.table.named_headers

    def remembered() -> Recall:
        window.workspace._memory_writer.write()
        recalled = memories.recall(headers)
        assert recalled is not None
        return recalled

    assert (remembered().program, remembered().template, remembered().zone) == ("Beta", None, None)
    session.do(set_zone(session.draft, "Asia/Tokyo"))
    assert (remembered().template, remembered().zone) == (None, "Asia/Tokyo")
