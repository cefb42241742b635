"""Repairs that ask, that are looked at first, or that are done again; and what the columns pane shows."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTreeView, QWidget

from courier.draft_edits import change_mapping
from courier.rules.repairs import Plan
from courier.sheet.edit import Cells
from courier.sheet.row_edits import insert_rows
from gui.problems.fix_preview import show_fix_preview
from gui.problems.plan_model import PlanModel, plan_groups
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.gui.test_journey import cell, drop, place_of, previewed, question, wait_open


def click(qtbot, where: QWidget, name: str) -> None:
    buttons = [button for button in where.findChildren(QPushButton, name) if button.isVisible()]
    assert buttons, name
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def again(qtbot, window: MainWindow, path: Path) -> MainWindow:
    """The same file in a window opened later."""
    window.workspace._memory_writer.write()
    other = MainWindow(AppServices(), lambda *_: None)
    qtbot.addWidget(other, before_close_func=lambda closing: setattr(closing.workspace.session, "kept", True))
    other.show()
    drop(other, path)
    wait_open(qtbot, other)
    return other


def test_one_value_for_all_problems_of_a_rule(qtbot, window, sheet) -> None:
    drop(window, sheet({}, {"EventDate": "2026-06-01T10:00:00Z"}, {"EventDate": "2026-06-02T10:00:00Z"}))
    wait_open(qtbot, window)
    click(qtbot, window.workspace.problems, "askROW-AGE-88")
    asked = question(window, "askValueQuestion")
    asked.findChild(QComboBox, "askValue").setCurrentText("10000")
    click(qtbot, asked, "askValueOk")
    assert [cell(window, row, "MediaId") for row in range(3)] == ["", "10000", "10000"]
    assert window.workspace.session.standing.ready == 3


def test_repairs_that_need_an_eye_are_looked_at_first(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "1000.0"}, {"OrderId": "1001"}))
    wait_open(qtbot, window)
    assert "ROW-TRAILING-ZERO-MAYBE" not in window.workspace.session.safe_counts
    click(qtbot, window.workspace.problems, "lookROW-TRAILING-ZERO-MAYBE")
    asked = question(window, "fixPreview")
    assert previewed(asked) == {"ID may end in a wrong .0: 1 cell": [["2", "1000.0", "OrderId", "1000.0", "1000"]]}
    click(qtbot, asked, "fixPreviewGo")
    assert cell(window, 0, "OrderId") == "1000"


def test_the_button_the_preview_and_what_is_done_have_one_number(qtbot, window, sheet, qtmodeltester) -> None:
    blank = dict.fromkeys(("EventDate", "ClickId", "CustomerId", "CurrencyCode"), "")
    drop(
        window,
        sheet(
            {"OrderId": "A", "Amount": " 1,50"},
            {"OrderId": "B", "Amount": "2,50"},
            {**blank, "OrderId": "A", "Sku": "ACME-2", "Amount": "3,50"},
        ),
    )
    wait_open(qtbot, window)
    qtbot.waitUntil(lambda: window.workspace.session.safe_changes is not None, timeout=20_000)
    assert window.findChild(QPushButton, "fixSafelyButton").text() == "Review 8 repairs…"
    assert "8" in window.workspace.commands.fix_safely.text()
    click(qtbot, window, "fixSafelyButton")
    asked = question(window, "fixPreview")
    groups = previewed(asked)
    assert sum(map(len, groups.values())) == 8
    assert [[line[0] for line in group] for group in groups.values()] == [
        ["2", "3", "4"],
        ["4", "4"],
        ["4"],
        ["4"],
        ["4"],
    ]
    assert groups["Currency missing or unknown: 1 cell"] == [["4", "A", "CurrencyCode", "(empty)", "USD"]]
    assert groups["Order split by other rows: 1 row"] == [["4", "A", "OrderId", "", "moves to the rest of its order"]]
    assert asked.findChild(QPushButton, "fixPreviewGo").text() == "Make 8 repairs"
    session = window.workspace.session
    plan = session.draft.plan()
    model = PlanModel(session.draft, plan, plan_groups(session.draft, plan), window, ())
    qtmodeltester.check(model, force_py=True)
    click(qtbot, asked, "fixPreviewGo")
    assert window.workspace.status._said.words.startswith("8 changes made.")
    assert window.findChild(QPushButton, "fixSafelyButton").isHidden()


def test_a_preview_of_many_repairs_looks_up_what_is_in_view_only(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    draft, many = window.workspace.session.draft, 100_000
    rows = insert_rows(draft.sheet, 1, many)
    draft.do(rows, check=False)
    looked_up: list[int] = []

    class Texts(list[str]):
        def __getitem__(self, at):  # type: ignore[no-untyped-def]
            looked_up.append(at)
            return super().__getitem__(at)

    ids = draft.sheet.row_order.to_list()[1:]
    texts = Texts(["x"] * many)
    cells = Cells("c7", ids[::-1], texts, texts, "ROW-AMOUNT-NUM")
    plan = Plan((cells,))
    groups = plan_groups(draft, plan)
    show_fix_preview(window, window.workspace.session, plan, groups, lambda _: None)
    asked = question(window, "fixPreview")
    tree = asked.findChild(QTreeView, "fixPreviewTable")
    group = tree.model().index(0, 0)
    assert tree.model().rowCount(group) == many
    assert not tree.isExpanded(group)
    tree.expand(group)
    tree.scrollToBottom()
    assert tree.indexAt(tree.viewport().rect().center()).row() > many - 100
    tree.grab()
    assert 0 < len(looked_up) < 2_000
    # the last row of the sheet is the last of the group, wherever the plan has it
    assert tree.model().data(tree.model().index(many - 1, 3, group)) == "x"
    assert looked_up[-1] == 0


def test_damage_stands_first_and_is_visited_first(qtbot, window, sheet) -> None:
    drop(window, sheet({"CampaignId": "x"}, {"OrderId": "1.23457E+12", "CampaignId": "x", "Sku": ""}, {"Sku": ""}))
    wait_open(qtbot, window)
    cards = window.workspace.problems.cards.column
    first = cards.itemAt(0).widget()
    assert first.objectName() == "cardROW-SCI"
    window.workspace.grid.move_to(window.workspace.model.index(0, place_of(window, "CampaignId")))

    def step(action) -> tuple[int, str]:
        action.trigger()
        row, column = window.workspace.grid.current_cell()
        return row, window.workspace.model.column_at(window.workspace.model.place_of_column(column)).title

    forward = [step(window.workspace.commands.next_problem) for _ in range(4)]
    assert forward == [(1, "OrderId"), (1, "CampaignId"), (1, "Sku"), (2, "Sku")]
    back = [step(window.workspace.commands.previous_problem) for _ in range(4)]
    assert back == [(1, "Sku"), (1, "CampaignId"), (1, "OrderId"), (0, "CampaignId")]
    # from a cell without a problem in between
    window.workspace.grid.move_to(window.workspace.model.index(1, place_of(window, "Amount")))
    assert step(window.workspace.commands.next_problem) == (1, "Sku")
    window.workspace.grid.move_to(window.workspace.model.index(1, place_of(window, "Amount")))
    assert step(window.workspace.commands.previous_problem) == (1, "CampaignId")


def test_safe_repairs_in_some_rows_only(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2,50"}))
    wait_open(qtbot, window)
    window.workspace.grid.move_to(window.workspace.model.index(1, 0))
    window.workspace.grid.fix_rows_asked.emit(window.workspace.grid.selected_ids())
    assert [cell(window, row, "Amount") for row in range(2)] == ["1,50", "2.50"]


def test_what_repairs_do_to_the_totals_is_said(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "1,50"}, {"Amount": "2.50"}))
    wait_open(qtbot, window)
    window.workspace.repairs.fix_all()
    said = window.workspace.status._said.words
    assert "USD 4.00" in said
    assert "USD 2.50" in said


def test_damage_gives_a_sentence_for_whoever_makes_the_export(qtbot, window, sheet) -> None:
    drop(window, sheet({"OrderId": "1.23457E+12"}, {}))
    wait_open(qtbot, window)
    window.workspace.commands.next_problem.trigger()
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "inspectorRequest").isVisible())
    click(qtbot, window.workspace.inspector, "inspectorRequest")
    copied = QGuiApplication.clipboard().text()
    assert "OrderId" in copied
    assert "1.23457E+12" in copied


def test_kinds_are_taken_apart_into_two_windows(qtbot, window, sheet) -> None:
    change = {"Reason": "ITEM_RETURNED", "EventDate": "", "ClickId": "", "CustomerId": ""}
    header = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"
    path = sheet({}, change, {}, header=f"{header},Reason")
    drop(window, path)
    wait_open(qtbot, window)
    click(qtbot, window.workspace.problems, "splitKinds")
    click(qtbot, question(window, "splitQuestion"), "splitBoth")
    assert window.workspace.session.standing.left_out == 1
    assert window.workspace.session.opened.draft.choices.template == "item"
    assert window.others == [path]


def test_the_next_sheet_opens_as_the_last_one_was_left_and_can_be_repaired_alike(qtbot, window, sheet) -> None:
    path = sheet({"Amount": "1,50", "Category": "Shoes"}, {"Category": "Hats"})
    drop(window, path)
    wait_open(qtbot, window)
    draft = window.workspace.session.opened.draft
    window.workspace.session.do(
        change_mapping(draft, draft.choices.mapping.with_words("Category", (("Shoes", "Footwear"),)))
    )
    assert cell(window, 0, "Category") in ("Shoes", "Footwear")
    window.workspace.repairs.fix_all()
    later = again(qtbot, window, path)
    assert later.workspace.session.opened.draft.choices.mapping.words_of("Category") == (("Shoes", "Footwear"),)
    bar = later.findChild(QWidget, "recipeSuggestion")
    assert bar.isVisible()
    click(qtbot, bar, "recipeSuggestionUse")
    assert cell(later, 0, "Amount") == "1.50"
    later.workspace.commands.columns.trigger()
    click(qtbot, later.workspace.mapping, "forgetMapping")
    assert later.workspace.session.opened.draft.choices.mapping.words_of("Category") == ()
    third = again(qtbot, window, sheet({}))
    assert third.workspace.session.opened.recalled is not None


def test_columns_say_what_their_rows_prove_and_words_can_be_given(qtbot, window, sheet) -> None:
    drop(window, sheet({"EventDate": "20/11/2026 10:00", "Category": "Schuhe"}, {"EventDate": "19/11/2026 10:00"}))
    wait_open(qtbot, window)
    window.workspace.commands.columns.trigger()
    labels = window.workspace.mapping.findChildren
    qtbot.waitUntil(
        lambda: any("2 rows prove day first" in label.text() for label in labels(QLabel) if label.isVisible())
    )
    click(qtbot, window.workspace.mapping, "wordsCategory")
    asked = question(window, "wordsQuestion")
    asked.findChild(QComboBox, "word0").setCurrentText("Footwear")
    click(qtbot, asked, "wordsOk")
    assert (
        window.workspace.session.opened.draft.fields(window.workspace.session.opened.draft.sheet.row_order)["Category"][
            0
        ]
        == "Footwear"
    )
    assert window.workspace.model.index(0, place_of(window, "Category")).isValid()


def test_new_from_template_and_a_report(qtbot, window, sheet, tmp_path: Path) -> None:
    for template, ending in (("modification", "xlsx"), ("item", "csv")):
        with qtbot.waitSignal(window.workspace.blanks.told, timeout=20_000) as told:
            window.workspace.blanks.write(tmp_path / f"new.{ending}", template)
        assert f"new.{ending}" in told.args[0]
        assert (tmp_path / f"new.{ending}").stat().st_size > 50
    drop(window, sheet({"Amount": "x"}, {}))
    wait_open(qtbot, window)
    with qtbot.waitSignal(window.workspace.exporter.ended, timeout=20_000):
        window.workspace.exporter.write_report(tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").stat().st_size > 1000
    with qtbot.waitSignal(window.workspace.exporter.ended) as refused:
        window.workspace.exporter.write_report(window.workspace.session.opened.path)
    assert "your own file" in refused.args[0]


def test_an_amount_that_its_comma_split_is_put_together_and_other_surplus_removed(qtbot, window, tmp_path) -> None:
    lines = [
        "1000,18500,2099-01-01T00:00:00Z,AC-1,QiiWXOVnrQ3SQHl24jQjyxBGUkm0001,CUST001XYZ,USD,34,50",
        "1000,18500,2099-01-01T00:00:00Z,AC-2,QiiWXOVnrQ3SQHl24jQjyxBGUkm0002,CUST002XYZ,USD,14,gift,wrapped",
        "1000,18500,2099-01-01T00:00:00Z,AC-3,QiiWXOVnrQ3SQHl24jQjyxBGUkm0003,CUST003XYZ,USD,15",
    ]
    path = tmp_path / "orders.csv"
    path.write_text(
        "\n".join(["CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount", *lines, ""]),
        encoding="utf-8",
    )
    drop(window, path)
    wait_open(qtbot, window)
    assert "Beyond the header" in [column.title for column in window.workspace.model.columns]
    click(qtbot, window.workspace.problems, "removeSurplus")
    asked = question(window, "fixPreview")
    removed = [["3", "AC-2", "Beyond the header", word, "(empty)"] for word in ("gift", "wrapped")]
    assert previewed(asked) == {"More cells than columns: 2 cells": removed}
    click(qtbot, asked, "fixPreviewGo")
    draft = window.workspace.session.draft
    assert draft.sheet.numbers(draft.rows_with("READ-RAGGED").to_list()) == [2]
    qtbot.waitUntil(lambda: not window.findChild(QPushButton, "removeSurplus"))
    click(qtbot, window.workspace.problems, "lookREAD-RAGGED")
    click(qtbot, question(window, "fixPreview"), "fixPreviewGo")
    assert not draft.rows_with("READ-RAGGED").len()
    assert cell(window, 0, "Amount") == "34,50"
