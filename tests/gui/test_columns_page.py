"""The page of columns, by keys and clicks: what is needed, what a column feeds, and what stays here."""

import html
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from courier.draft_edits import set_zone
from courier.programs import EventType, Program, Programs
from courier.settings import config_folder
from courier.sheet.mapping import Column, Constant
from gui.mapping.column_row import ColumnRow
from gui.mapping.field_choice import FieldChoice
from gui.mapping.field_picker import FieldPicker
from gui.mapping.needs import open_needs
from gui.mapping.pane import MappingPane
from gui.mapping.value_box import ValueBox
from tests.gui.test_journey import drop, place_of, question, wait_open

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SHOP = "Order #,Order date,im_ref,Currency,Line total,Kind of product,SKU,Qty,Warehouse,Weight"


@pytest.fixture
def shop(tmp_path: Path) -> Callable[..., Path]:
    """Writes a shop's export without campaign, event type and category."""

    def write(header: str = SHOP, rows: int = 3) -> Path:
        lines = [
            f"A{n},2026-11-{n:02}T10:00:00Z,QiiWXOVnrQ3SQHl24jQj{n},USD,5.00,Shoes,S{n},1,Court & Co,{n}.5 kg"
            for n in range(1, rows + 1)
        ]
        path = tmp_path / "shop.csv"
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def page(qtbot, window, shop) -> Iterator[MappingPane]:
    """The page as it opens by itself with the shop's export."""
    drop(window, shop())
    wait_open(qtbot, window)
    pane = window.workspace.mapping
    qtbot.waitUntil(lambda: pane.isVisible() and focus() is choices(pane, "CampaignId"))
    yield pane
    for picker in pane.findChildren(FieldPicker):
        picker.close()


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def box(pane: QWidget, name: str) -> QLineEdit:
    return pane.findChild(QLineEdit, f"valueFor{name}")


def choices(pane: QWidget, name: str) -> ValueBox:
    """The list in which a need's value is typed; it has the focus of its line."""
    return pane.findChild(QWidget, f"need{name}").findChild(ValueBox)


def press(pane: QWidget, name: str) -> None:
    QTest.mouseClick(pane.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def needs(pane: MappingPane) -> list[str]:
    return [row.need.name for row in pane._needs._rows.values()]


def row(pane: MappingPane, key: str) -> ColumnRow:
    return pane.findChild(ColumnRow, f"row-{key}")


def feeds(pane: MappingPane) -> dict[str, object]:
    return dict(pane._session.draft.choices.mapping.feeds)


def open_picker(qtbot, choice: FieldChoice) -> FieldPicker:
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    (picker,) = [shown for shown in choice.findChildren(FieldPicker) if shown.isVisible()]
    return picker


def offered(picker: FieldPicker) -> list[str]:
    return [picker._model.item(place).text() for place in range(picker._model.rowCount())]


def test_it_opens_by_itself_and_enter_goes_from_need_to_need(qtbot, window, page: MappingPane) -> None:
    assert needs(page) == ["CampaignId", "ActionTrackerId", "Category"]
    assert page.findChild(QLabel, "needsTitle").text() == "3 things needed"
    QTest.keyClicks(box(page, "CampaignId"), "1000\r")
    assert needs(page) == ["ActionTrackerId", "Category"]
    assert focus() is choices(page, "ActionTrackerId")
    # the second one is left for later with something typed in it
    QTest.keyClicks(focus(), "18500")
    box(page, "Category").setFocus()
    QTest.keyClicks(focus(), "Tennis\r")
    assert needs(page) == ["ActionTrackerId"]
    assert box(page, "ActionTrackerId").text() == "18500"
    assert focus() is choices(page, "ActionTrackerId")
    QTest.keyClicks(focus(), "\r")
    assert needs(page) == []
    assert focus() is page.findChild(QPushButton, "mappingDone")
    press(page, "mappingDone")
    assert not page.isVisible()
    assert focus() is window.workspace.grid
    assert (feeds(page)["CampaignId"], feeds(page)["Category"]) == (Constant("1000"), Constant("Tennis"))


def test_nothing_typed_is_lost_by_leaving_or_by_done(qtbot, window, page: MappingPane) -> None:
    QTest.keyClicks(box(page, "CampaignId"), "1000")
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert "CampaignId" not in feeds(page)
    window.workspace.problems.ask_columns.emit()
    qtbot.waitUntil(lambda: focus() is choices(page, "CampaignId"))
    assert box(page, "CampaignId").text() == "1000"
    QTest.keyClicks(box(page, "ActionTrackerId"), "18500")
    press(page, "mappingDone")
    assert (feeds(page)["CampaignId"], feeds(page)["ActionTrackerId"]) == (Constant("1000"), Constant("18500"))
    window.workspace.commands.undo.trigger()
    assert {"CampaignId", "ActionTrackerId"}.isdisjoint(feeds(page))


def test_a_sheet_with_everything_opens_on_the_grid(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    assert not window.workspace.mapping.isVisible()


def test_a_need_takes_a_column_from_the_list_by_its_header_or_by_the_suggestion(qtbot, page: MappingPane) -> None:
    assert page.findChild(QPushButton, "useCategory").text() == "Use “Kind of product”"
    category = choices(page, "Category")
    words = [category.itemText(place) for place in range(category.count())]
    assert words == ["Kind of product: Shoes", "Warehouse: Court & Co", "Weight: 1.5 kg, 2.5 kg"]
    box(page, "Category").setFocus()
    QTest.keyClicks(focus(), "warehouse\r")
    assert feeds(page)["Category"] == Column("c8")
    page._session.undo()
    assert needs(page) == ["CampaignId", "ActionTrackerId", "Category"]
    press(page, "useCategory")
    assert feeds(page)["Category"] == Column("c5")
    assert row(page, "c5").content.why == "Chosen by you"
    page._session.undo()
    again = choices(page, "Category")
    QTest.keyClick(again, Qt.Key.Key_Down)
    assert again.view().isVisible()
    assert "Category" not in feeds(page)
    QTest.keyClick(again.view(), Qt.Key.Key_Down)
    QTest.keyClick(again.view(), Qt.Key.Key_Return)
    assert isinstance(feeds(page)["Category"], Column)


def test_what_a_saved_program_says_can_be_taken(qtbot, window, shop) -> None:
    events = (EventType("18500", "Sale"), EventType("18501", "Lead"))
    Programs(config_folder()).save(Program("Acme US", "1000", events))
    Programs(config_folder()).save(Program("Bolt", "2000"))
    drop(window, shop())
    wait_open(qtbot, window)
    pane = window.workspace.mapping
    campaign = choices(pane, "CampaignId")
    assert [campaign.itemText(place) for place in range(2)] == ["1000: of Acme US", "2000: of Bolt"]
    campaign.setCurrentIndex(0)
    QTest.keyClick(campaign.written, Qt.Key.Key_Return)
    draft = window.workspace.session.draft
    assert (draft.choices.program, feeds(pane)["CampaignId"]) == ("Acme US", Constant("1000"))
    event = choices(pane, "ActionTrackerId")
    assert [event.itemText(place) for place in range(2)] == ["18500: Sale, of Acme US", "18501: Lead, of Acme US"]


def test_where_a_value_is_found_is_said_and_the_help_opens_in_the_browser(qtbot, page, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    where = page.findChild(QToolButton, "whereActionTrackerId")
    where.click()
    lines = page.findChild(QWidget, "whereLinesActionTrackerId")
    said = [label.text() for label in lines.findChildren(QLabel)]
    assert said[0] == "At impact.com: your profile, Settings, Tracking, Event Types."
    assert said[-1] == "For example 18500"
    press(page, "openActionTrackerId")
    assert opened == ["https://help.impact.com"]
    where.click()
    assert lines.isHidden()


def test_a_field_is_found_by_typing_and_taken_by_enter(qtbot, page: MappingPane) -> None:
    choice = row(page, "c4").choice
    picker = open_picker(qtbot, choice)
    assert focus() is picker.search
    first = offered(picker)
    assert first[0] == "No field"
    assert first.index("Needed") < first.index("Often used") < first.index("All fields")
    assert first[first.index("Needed") + 1].startswith("CampaignId ")
    QTest.keyClicks(picker.search, "unit price")
    assert offered(picker)[0].startswith("ItemPrice ")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert feeds(page)["ItemPrice"] == Column("c4")
    assert (choice.currentText(), focus()) == ("ItemPrice", choice)
    # Esc closes the list only
    picker = open_picker(qtbot, choice)
    QTest.keyClicks(picker.search, "zzz")
    assert offered(picker) == []
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    QTest.keyClick(picker.search, Qt.Key.Key_Escape)
    assert page.isVisible()
    assert choice.target == "ItemPrice"


def test_arrows_move_in_the_list_and_values_that_fit_have_a_dot(qtbot, page: MappingPane) -> None:
    choice = row(page, "c1").choice
    picker = open_picker(qtbot, choice)
    assert picker.list.currentIndex().data().startswith("EventDate ")
    fitting = [
        picker._model.item(place).data(Qt.ItemDataRole.UserRole)
        for place in range(picker._model.rowCount())
        if picker._model.item(place).data(Qt.ItemDataRole.UserRole + 2)
    ]
    assert {"EventDate", "Date1"} <= set(fitting)
    assert not {"Amount", "Category", "Sku"} & set(fitting)
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.list.currentIndex().data().startswith("OrderId ")
    QTest.keyClick(picker.search, Qt.Key.Key_Up)
    QTest.keyClick(picker.search, Qt.Key.Key_PageDown)
    QTest.keyClick(picker.search, Qt.Key.Key_PageUp)
    assert picker.list.currentIndex().data().startswith("EventDate ")
    assert not picker.grab().toImage().isNull()
    QTest.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton,
                     pos=picker.list.visualRect(picker._model.index(1, 0)).center())  # fmt: skip
    assert "EventDate" not in feeds(page)
    assert choice.currentText() == "Not sent"


def test_letters_begin_the_search(qtbot, page: MappingPane) -> None:
    choice = row(page, "c4").choice
    choice.setFocus()
    QTest.keyClicks(choice, "n")
    (picker,) = choice.findChildren(FieldPicker)
    assert picker.search.text() == "n"
    assert choice.target == "Amount"


def test_lines_stay_where_they_are_while_they_change(qtbot, page: MappingPane) -> None:
    before = list(page._table.rows.values())
    assert [line.content.title for line in before][:1] == ["Kind of product"]
    line = row(page, "c4")
    line.target_chosen.emit("")
    assert list(page._table.rows.values()) == before
    assert (line.content.target, line.content.why) == ("", "No field has this name")
    QTest.keyClicks(box(page, "CampaignId"), "1000\r")
    assert next(iter(page._table.rows)) == "CampaignId"
    value = page.findChild(QLineEdit, "value-CampaignId")
    value.setFocus()
    value.selectAll()
    QTest.keyClicks(value, "2000")
    QTest.keyClick(value, Qt.Key.Key_Return)
    assert feeds(page)["CampaignId"] == Constant("2000")
    value.clear()
    QTest.keyClick(value, Qt.Key.Key_Return)
    assert "CampaignId" not in feeds(page)
    assert "CampaignId" not in page._table.rows
    assert needs(page)[0] == "CampaignId"


def test_a_value_can_be_given_to_another_field(qtbot, page: MappingPane) -> None:
    QTest.keyClicks(box(page, "CampaignId"), "1000\r")
    row(page, "CampaignId").target_chosen.emit("Note")
    assert feeds(page)["Note"] == Constant("1000")
    assert "CampaignId" not in feeds(page)
    row(page, "Note").target_chosen.emit("")
    assert "Note" not in feeds(page)


def test_what_is_needed_is_the_next_step(qtbot, window, page: MappingPane) -> None:
    page.finished.emit()
    assert not page.isVisible()
    fill = window.findChild(QToolButton, "fillNeeds")
    assert fill.isVisible()
    assert not window.findChild(QToolButton, "uploadButton").isVisible()
    assert fill.text() == f"Fill {len(open_needs(page._session.draft))} things needed"
    fill.click()
    qtbot.waitUntil(lambda: page.isVisible() and focus() is choices(page, "CampaignId"))


def test_columns_that_stay_here_are_folded(qtbot, page: MappingPane) -> None:
    fold = page.findChild(QToolButton, "unsentColumns")
    assert fold.text() == "2 columns stay here"
    assert row(page, "c9") is None
    fold.click()
    assert row(page, "c9").content.title == "Weight"
    assert page.findChild(QWidget, "unsentTable").isVisible()
    row(page, "c9").target_chosen.emit("\0extra")
    assert page._session.draft.choices.mapping.extra == ("c9",)
    fold.click()
    assert not page.findChild(QWidget, "unsentTable").isVisible()


def test_thousands_of_columns_are_listed_piece_by_piece(qtbot, window, tmp_path: Path) -> None:
    header = ",".join(f"Extra {number}" for number in range(500))
    path = tmp_path / "wide.csv"
    path.write_text(f"OrderId,{header}\n" + ",".join(["A"] * 501) + "\n", encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    pane = window.workspace.mapping
    fold = pane.findChild(QToolButton, "unsentColumns")
    area, first = pane._area, pane.findChild(QWidget, "unsentTable")
    before = area.verticalScrollBar().value()
    fold.click()
    assert len(pane._others.rows) == 25
    # its first lines are in sight, and folding it shows again what was seen before
    qtbot.waitUntil(lambda: 0 <= first.mapTo(area.viewport(), QPoint()).y() < 20)
    assert area.verticalScrollBar().value() > before
    press(pane, "moreColumns")
    assert len(pane._others.rows) == 50
    fold.click()
    assert area.verticalScrollBar().value() == before


def test_columns_are_joined_for_a_field(qtbot, page: MappingPane) -> None:
    written = page.findChild(QLineEdit, "calculation")
    target = page.findChild(FieldChoice, "calculationField")
    target.chosen.emit("Name")
    target.show_target("Name")
    QTest.keyClicks(written, "Nothing + Warehouse\r")
    assert "Nothing" in page._calculation._problem.text()
    assert written.text() == "Nothing + Warehouse"
    written.setText("Warehouse + SKU")
    press(page, "calculationAdd")
    assert "Name" in feeds(page)
    assert written.text() == ""
    content = row(page, "Name").content
    assert (content.title, content.why) == ("Warehouse + SKU, joined", "Joined from two columns")
    assert row(page, "c8").content.why == "Part of Name"


def test_what_the_file_leaves_open_is_asked_from_its_line(qtbot, window, sheet) -> None:
    drop(window, sheet({"EventDate": "03/04/2026 10:00"}, {"EventDate": "05/06/26 11:00"}))
    wait_open(qtbot, window)
    window.workspace.show_columns()
    pane = window.workspace.mapping
    asked: list[tuple[str, ...]] = []
    pane.date_order_asked.connect(lambda *facts: asked.append(facts))
    press(pane, "askDates-c2")
    assert asked == [("EventDate", "03/04/2026 10:00")]
    assert next(iter(pane._table.rows)) == "c2"


def test_a_new_sheet_begins_with_empty_boxes(qtbot, window, page: MappingPane, sheet) -> None:
    QTest.keyClicks(box(page, "CampaignId"), "1000")
    window.workspace.loader.file(sheet({}, header="OrderId,Amount"))
    qtbot.waitUntil(lambda: window.workspace.session.opened.name == "orders.csv")
    assert page._needs.pending == []


def test_all_answers_are_saved_as_a_program_in_one_step(qtbot, window, page: MappingPane) -> None:
    assert page.findChild(QPushButton, "saveProgram").isHidden()
    for name, value in (("CampaignId", "x1000"), ("ActionTrackerId", "18500")):
        QTest.keyClicks(box(page, name), f"{value}\r")
    press(page, "saveProgram")
    asked = question(window, "saveProgramQuestion")
    assert not asked.findChild(QPushButton, "saveProgramGo").isEnabled()
    assert "x1000" in asked.findChild(QLabel, "saveProgramProblem").text()
    asked.reject()
    value = page.findChild(QLineEdit, "value-CampaignId")
    value.setText("1000")
    QTest.keyClick(value, Qt.Key.Key_Return)
    press(page, "saveProgram")
    asked = question(window, "saveProgramQuestion")
    written = asked.findChild(QLineEdit, "saveProgramName")
    assert (written.text(), written.selectedText()) == ("shop", "shop")
    QTest.keyClicks(written, "Acme")
    press(asked, "saveProgramGo")
    (saved,) = Programs(config_folder())
    assert saved == Program("Acme", "1000", (EventType("18500"),), "USD")
    assert window.workspace.session.draft.choices.program == "Acme"
    assert window.findChild(QComboBox, "programChoice").currentText() == "Acme"
    # saved again, it keeps its name, and takes on what is new
    window.workspace.session.do(set_zone(window.workspace.session.draft, "Europe/Paris"))
    Programs(config_folder()).save(Program("Bolt"))
    press(page, "saveProgram")
    asked = question(window, "saveProgramQuestion")
    written = asked.findChild(QLineEdit, "saveProgramName")
    written.setText("Bolt")
    assert "Bolt" in asked.findChild(QLabel, "saveProgramProblem").text()
    written.setText("Acme EU")
    press(asked, "saveProgramGo")
    assert [(program.name, program.zone) for program in Programs(config_folder())] == [
        ("Acme EU", "Europe/Paris"), ("Bolt", ""),
    ]  # fmt: skip


def test_a_header_says_what_its_field_holds(qtbot, window, sheet, monkeypatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    drop(window, sheet({}))
    wait_open(qtbot, window)
    model, place = window.workspace.model, place_of(window, "OrderId")
    tip = model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Your shop's order number" in html.unescape(tip)
    window.workspace.grid.header_asked.emit(place)
    (menu,) = window.findChildren(QMenu, "headMenu")
    next(entry for entry in menu.actions() if entry.text() == "What does OrderId hold?").trigger()
    asked = question(window, "aboutField")
    said = [label.text() for label in asked.findChildren(QLabel)]
    assert said[:2] == ["OrderId", "Order ID"]
    assert "For example 9217374917471" in said
    menu.deleteLater()


def test_the_tabulator_goes_down_the_page_as_the_eye_does(qtbot, page: MappingPane) -> None:
    QTest.keyClicks(box(page, "CampaignId"), "1000\r")
    QTest.keyClicks(box(page, "ActionTrackerId"), "18500\r")
    assert focus() is choices(page, "Category")
    qtbot.waitUntil(lambda: row(page, "CampaignId").isVisible() and row(page, "ActionTrackerId").isVisible())
    reached = []
    for _ in range(6):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        reached.append(focus().objectName())
    assert reached == [
        "useCategory", "whereCategory", "value-ActionTrackerId", "field-ActionTrackerId", "value-CampaignId",
        "field-CampaignId",
    ]  # fmt: skip


def test_a_narrow_page_cuts_nothing_off(qtbot, window, page: MappingPane) -> None:
    window.resize(800, 560)
    qtbot.waitUntil(lambda: page.width() <= 800)
    inside = page.findChild(QWidget, "mappingRows")
    area = page._area.viewport()
    qtbot.waitUntil(lambda: inside.width() <= area.width())
    for line in page.findChildren(ColumnRow):
        assert line.height() >= line.choice.height() > 10
    row(page, "c1").choice.show_target("OrderSubTotalPostDiscount")
    assert not row(page, "c1").choice.grab().isNull()
    assert row(page, "c1").choice.currentText() == "OrderSubTotalPostDiscount"
