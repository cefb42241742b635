"""What stands around the grid: which columns and rows it shows, values for all rows, figures, and results of work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenu, QPushButton, QToolButton, QWidget

from courier.draft_edits import change_mapping, set_aside
from courier.messages import text
from courier.settings import config_folder
from courier.sheet.exclusions import Condition, Exclusion
from courier.sheet.mapping import Constant
from gui.session.view_memory import ViewMemory, headers_mark
from gui.window.placement import place
from tests.gui.conftest import HEADER, EmptyWindow
from tests.gui.test_fit import on_screen, screen, texts  # noqa: F401 (fixtures)
from tests.gui.test_journey import drop, wait_open

WITH_MORE = HEADER + ",Warehouse,Note to self"
Open = Callable[..., EmptyWindow]


@pytest.fixture
def opened(qtbot, window: EmptyWindow, sheet) -> Open:
    def go(*rows: dict[str, str], header: str = WITH_MORE, **for_all: str) -> EmptyWindow:
        drop(window, sheet(*rows, header=header))
        wait_open(qtbot, window)
        for field, value in for_all.items():
            draft = window.workspace.session.draft
            feeds = draft.choices.mapping.with_feed(field, Constant(value))
            window.workspace.session.do(change_mapping(draft, feeds))
        window.workspace.show_sheet()
        qtbot.waitUntil(lambda: window.workspace.session.settled)
        return window

    return go


def shown(window: EmptyWindow) -> list[str]:
    return [column.title for column in window.workspace.model.columns]


def words(window: EmptyWindow, name: str) -> str:
    return window.findChild(QToolButton, name).text()


def test_only_sent_columns_are_shown_in_the_order_of_the_templates(qtbot, opened: Open) -> None:
    window = opened({"Warehouse": "Bern"}, {}, CampaignId="1000")
    assert "Warehouse" not in shown(window)
    assert "CampaignId" not in shown(window)
    assert shown(window).index("EventDate") < shown(window).index("OrderId") < shown(window).index("ClickId")
    assert words(window, "sentColumnsButton") == f"Sent columns {len(shown(window))}"
    assert words(window, "valueChipCampaignId") == "CampaignId 1000"
    window.workspace.commands.sent_columns.trigger()
    assert {"Warehouse", "CampaignId"} <= set(shown(window))
    assert words(window, "allColumnsButton") == f"All {len(shown(window))} columns"
    click_tool(qtbot, window, "sentColumnsButton")
    assert "Warehouse" not in shown(window)
    click_tool(qtbot, window, "valueChipCampaignId")
    assert window.workspace.mapping.isVisible()


def test_the_choice_and_widths_are_remembered_for_the_same_headers(qtbot, opened: Open) -> None:
    window = opened({})
    click_tool(qtbot, window, "allColumnsButton")
    place_of = window.workspace.model.place_of_column
    window.workspace.grid.setColumnWidth(place_of("c3"), 333)
    window.workspace._widths.write()
    written = (config_folder() / "views.json").read_text(encoding="utf-8")
    assert "333" in written
    assert not [header for header in HEADER.split(",") if header in written]
    window.workspace.session.kept = True
    for header, kept in ((WITH_MORE, True), (HEADER + ",Warehouse", False)):
        again = EmptyWindow()
        qtbot.addWidget(again, before_close_func=lambda closing: setattr(closing.workspace.session, "kept", True))
        again.show()
        path = window.workspace.session.opened.path.with_name(f"other-{kept}.csv")
        lines = window.workspace.session.opened.path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([header, *lines[1:]]) + "\n", encoding="utf-8")
        drop(again, path)
        wait_open(qtbot, again)
        assert ("Warehouse" in shown(again)) == kept
        assert (again.workspace.grid.columnWidth(again.workspace.model.place_of_column("c3")) == 333) == kept


def test_find_and_problems_reach_columns_that_are_not_shown(qtbot, opened: Open) -> None:
    window = opened({}, {"Warehouse": "Zermatt"})
    window.workspace.commands.find_text.trigger()
    window.workspace.navigation.find_replace.bar.text.setText("Zermatt")
    window.workspace.navigation.find_replace.step(1)
    qtbot.waitUntil(lambda: "Warehouse" in shown(window))
    assert window.workspace.grid.currentIndex().data() == "Zermatt"
    click_tool(qtbot, window, "sentColumnsButton")
    window.workspace.commands.filter.trigger()
    column = window.findChild(QComboBox, "filterColumn")
    assert column.findText("Warehouse") >= 0


def test_problems_lead_to_hidden_columns_and_to_values_for_all_rows(qtbot, opened: Open) -> None:
    window = opened({}, {"Quantity": "many"}, CurrencyCode="???")
    workspace, grid = window.workspace, window.workspace.grid
    # how the sheet was read is said first
    qtbot.waitUntil(lambda: "read" in workspace.status._said.words)
    grid.columns.hide([shown(window).index("Quantity")])
    assert not {"Quantity", "CurrencyCode"} & set(shown(window))

    def at_value() -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == "value-CurrencyCode"

    for action in (workspace.commands.next_problem, workspace.commands.previous_problem):
        action.trigger()
        assert "Quantity" in shown(window)
        assert grid.isVisible()
        assert grid.current_cell() == (1, "c10")
        # between the last problem and the first
        action.trigger()
        qtbot.waitUntil(at_value)
        assert workspace.status._said.words == "The value that all rows have for CurrencyCode is wrong. Change it here."
    workspace.session.type_cell(1, "c10", "1")
    workspace.show_sheet()
    for _ in range(2):
        workspace.commands.next_problem.trigger()
        qtbot.waitUntil(at_value)


def test_four_chips_divide_all_rows_and_show_only_theirs(qtbot, opened: Open) -> None:
    window = opened({}, {"Quantity": "many"}, {}, {"Category": "Test"}, {})
    session = window.workspace.session
    session.do(set_aside(session.draft, [2]))
    session.leave_out(Exclusion((Condition("c8", "is", ("Test",)),)))
    qtbot.waitUntil(lambda: session.settled)
    chips = {"statusReady": "2 ready", "statusRepair": "1 needs repair", "statusHold": "1 on hold"}
    assert {name: words(window, name) for name in chips} == chips
    assert words(window, "statusOut") == "1 excluded"
    block, _ = window.workspace.model.block(0)
    assert [block.standing(row) for row in range(5)] == [None, "error", "hold", "excluded", None]
    for name, rows in (("statusHold", [2]), ("statusRepair", [1]), ("statusOut", [3]), ("statusReady", [0, 4])):
        click_tool(qtbot, window, name)
        qtbot.waitUntil(lambda rows=rows: window.workspace.model.rows.to_list() == rows)
        assert window.findChild(QToolButton, name).isChecked()
    click_tool(qtbot, window, "statusReady")
    qtbot.waitUntil(lambda: window.workspace.model.rowCount() == 5)
    assert words(window, "rowsShown") == "All rows"
    window.grab()


def test_the_rows_menu_shows_only_rows_of_a_kind(qtbot, opened: Open) -> None:
    window = opened({}, {"Quantity": "many"})
    menu = window.findChild(QToolButton, "rowsShown").menu()
    menu.aboutToShow.emit()
    entries = {action.text(): action for action in menu.actions()}
    assert "Sent rows" not in entries
    entries["Rows that need repair"].trigger()
    qtbot.waitUntil(lambda: window.workspace.model.rows.to_list() == [1])
    assert words(window, "rowsShown") == "Rows that need repair"
    entries["Rows with errors"].trigger()
    qtbot.waitUntil(lambda: words(window, "rowsShown") == "Rows with errors")


def test_a_message_goes_after_a_while_and_the_figures_come_back(qtbot, opened: Open) -> None:
    window = opened({}, {})
    status = window.workspace.status
    totals = window.findChild(QLabel, "statusTotals")
    status._message_end.setInterval(50)
    status.say("Something happened.")
    assert not totals.isVisible()
    qtbot.waitUntil(lambda: totals.isVisible())
    assert status._said.words == ""
    assert totals.text() == "USD 20.00"


def test_a_sheet_without_a_currency_and_amounts_has_no_total(qtbot, opened: Open) -> None:
    window = opened({"OrderId": ""}, header="EventDate,OrderId,ClickId")
    assert "?" not in window.findChild(QLabel, "statusTotals").text()


def test_what_an_export_wrote_stays_in_the_notice(qtbot, opened: Open, tmp_path: Path, monkeypatch) -> None:
    window = opened({}, {})
    folders: list[Path] = []
    monkeypatch.setattr("gui.window.work_results.show_in_folder", folders.append)
    notice = window.workspace.notice
    with qtbot.waitSignal(window.workspace.exporter.ended, timeout=20_000):
        window.workspace.exporter.write(tmp_path / "out")
    assert str(tmp_path / "out") in notice.words
    qtbot.mouseClick(notice.findChild(QPushButton, "noticeShowFolder"), Qt.MouseButton.LeftButton)
    assert folders[0].parent == tmp_path / "out"
    qtbot.mouseClick(notice.findChild(QToolButton, "noticeClose"), Qt.MouseButton.LeftButton)
    assert notice.words == ""
    window.workspace.exporter.write_report(window.workspace.session.opened.path)
    assert notice.words == text("report-not-the-source")
    assert notice.findChild(QPushButton, "noticeShowFolder").isHidden()


def test_what_has_no_room_is_in_the_menu_of_the_bar(qtbot, opened: Open) -> None:
    window = opened({}, {"Quantity": "many"})
    window.setMinimumSize(1, 1)
    window.resize(560, 500)
    more = window.findChild(QToolButton, "barMore")
    qtbot.waitUntil(lambda: more.isVisible())
    menu: QMenu = more.menu()
    menu.aboutToShow.emit()
    assert "Template" in [action.text() for action in menu.actions()]
    choices = next(action.menu() for action in menu.actions() if action.text() == "Template")
    other = next(action for action in choices.actions() if not action.isChecked())
    with qtbot.waitSignal(window.workspace.bar.template_chosen):
        other.trigger()
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: not more.isVisible())


def test_the_pane_becomes_a_rail_where_there_is_no_room_for_both(qtbot, opened: Open) -> None:
    window = opened({}, {"Quantity": "many"})
    rail = window.findChild(QWidget, "sideRail")
    assert window.workspace.problems.isVisible()
    assert not rail.isVisible()
    window.resize(820, 600)
    qtbot.waitUntil(lambda: rail.isVisible())
    assert not window.workspace.problems.isVisible()
    shown = [button for button in rail.findChildren(QToolButton) if button.isVisible()]
    assert [(button.text(), button.accessibleName()) for button in shown] == [("1", "1 error"), ("2", "2 notes")]
    for open_now in (True, False):
        qtbot.mouseClick(shown[0], Qt.MouseButton.LeftButton)
        assert window.workspace.problems.isVisible() is open_now
        assert shown[0].isChecked() is open_now
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: not rail.isVisible())
    assert window.workspace.problems.isVisible()


def test_cut_texts_get_the_room_that_is_left(qtbot, opened: Open) -> None:
    window = opened({"OrderId": "A" * 30}, {}, header="EventDate,OrderId")
    grid = window.workspace.grid
    needed = grid.fontMetrics().horizontalAdvance("A" * 30)
    assert grid.columnWidth(window.workspace.model.place_of_column("c1")) > needed


def test_a_damaged_memory_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "views.json"
    views = '"views": {"window | a": "x", "columns | a": {"b": "c"}, "f": 3}'
    first = '{"version": 1, "views": {"window | a": [1], "columns | a": {"OrderId": 90}, "f": true}}'
    for content in ("", "[]", '{"version": 2, "views": []}', f'{{"version": 2, {views}}}', first):
        path.write_text(content, encoding="utf-8")
        memory = ViewMemory(tmp_path)
        assert (memory.numbers("window", "a"), memory.widths("columns", "a"), memory.flag("f")) == ([], {}, None)
    for number in range(500):
        memory.keep([number], "window", str(number))
    memory = ViewMemory(tmp_path)
    assert memory.numbers("window", "499") == [499]
    assert memory.numbers("window", "1") == []
    memory.keep([], "window", "499")
    assert ViewMemory(tmp_path).numbers("window", "499") == []
    assert headers_mark(["A ", "b"]) == headers_mark(["B", "a"])


@pytest.mark.parametrize("name", ["smallest", "desk"])
def test_dialogs_stand_over_their_window_and_on_the_screen(qtbot, on_screen, sheet, name: str) -> None:  # noqa: F811
    window = on_screen(name)
    drop(window, sheet({}, {}))
    wait_open(qtbot, window)
    room = screen(name).availableGeometry()
    window.move(room.left() + 300, room.top() + 60)
    for ask in (
        lambda: window.workspace.shipping.ask_for_destination(""),
        window.workspace.programs.show_programs,
        window.workspace.repairs.ask_zone,
        window.workspace.commands.reading.trigger,
    ):
        ask()
        (dialog,) = [shown for shown in window.findChildren(QDialog) if shown.isVisible()]
        qtbot.wait(60)
        assert room.contains(dialog.frameGeometry()), (dialog, dialog.frameGeometry())
        dialog.reject()
    place(window, window._services.views)
    window.workspace.repairs.ask_zone()
    (dialog,) = [shown for shown in window.findChildren(QDialog) if shown.isVisible()]
    qtbot.wait(60)
    away = dialog.geometry().center() - window.geometry().center()
    assert max(abs(away.x()), abs(away.y())) < 40
    dialog.reject()


def click_tool(qtbot, window: EmptyWindow, name: str) -> None:
    qtbot.mouseClick(window.findChild(QToolButton, name), Qt.MouseButton.LeftButton)
