"""Rows are excluded by conditions on columns, with the values that occur and a preview of what goes."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from courier.sheet.exclusions import describe
from gui.mapping import value_list
from tests.gui.excluding import Excluding
from tests.gui.test_journey import drop, wait_open

HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"
CLICK = "QiiWXOVnrQ3SQHl24jQjyxBGUkmzfJ3i"


def line(order: str, sku: str, paid: str, sent: str, amount: str = "10.00") -> str:
    return f"1000,18500,2026-11-20T10:00:00-08:00,{order},{CLICK},C1,USD,{amount},Tennis,{sku},1,{paid},{sent}"


ROWS = (
    line("O-1", "A", "paid", "yes"), line("O-1", "B", "", "yes"),
    line("O-2", "A", "refunded", "yes"), line("O-2", "B", "", "no", "5.50"),
    line("O-3", "A", "Refunded", "no"),
    line("O-4", "A", "voided", "yes"),
    line("O-5", "A", "paid", "yes"),
)  # fmt: skip


@pytest.fixture
def open_shop(qtbot, window, tmp_path: Path):
    def open_(paid: str = "Paid?") -> None:
        path = tmp_path / "shop.csv"
        path.write_text("\n".join([f"{HEADER},{paid},Sent", *ROWS]) + "\n", encoding="utf-8")
        drop(window, path)
        wait_open(qtbot, window)

    return open_


def asked(window, column: str = "") -> Excluding:
    window.workspace._ask_exclusions(column)
    return Excluding(window)


def said(window) -> list[str]:
    draft = window.workspace.session.draft
    return [describe(exclusion, draft.sheet.header) for exclusion in draft.choices.mapping.left_out]


def test_values_are_ticked_and_orders_counted_where_the_column_speaks_for_them(window, open_shop) -> None:
    open_shop()
    dialog = asked(window, "c11")
    assert dialog.values == ["paid (2 orders)", "refunded (2 orders)", "voided (1 order)"]
    assert (dialog.preview, dialog.button.isEnabled()) == ("Choose what “Paid?” is to exclude.", False)
    dialog.tick("refunded")
    assert dialog.preview == "Excludes 3 rows of 2 orders, 25.50 USD."
    assert dialog.button.text() == "Exclude 2 orders"
    dialog.tick("voided")
    dialog.tick("refunded", off=True)
    assert dialog.button.text() == "Exclude 1 order"
    dialog.tick("refunded")
    dialog.press()
    session = window.workspace.session
    assert (said(window), session.standing.left_out) == (["Paid? is voided, refunded"], 4)
    assert len(session.draft.undo_stack.done) == 1
    session.undo()
    assert session.standing.left_out == 0


def test_orders_that_are_cut_are_said_first(window, open_shop) -> None:
    open_shop()
    dialog = asked(window, "c12")
    assert dialog.values == ["yes (5 rows)", "no (2 rows)"]
    dialog.tick("no")
    assert dialog.preview.splitlines() == [
        "This cuts 1 order, of which only some rows are excluded.",
        "Excludes 2 rows of 2 orders, 15.50 USD.",
    ]
    assert dialog.button.text() == "Exclude 2 rows"
    dialog.press()
    assert window.workspace.session.standing.left_out == 2


def test_conditions_are_joined_by_and_and_or(window, open_shop) -> None:
    open_shop()
    dialog = asked(window)
    dialog.where("Paid?", "is_not", "paid")
    dialog.add("and")
    dialog.where("Sent", "contains", "y", "zzz")
    dialog.add("or")
    dialog.where("OrderId", "is", "O-5")
    dialog.add("or")
    dialog.where("OrderId", "empty")
    dialog.press()
    assert said(window) == ["Paid? is not paid and Sent contains y, zzz", "OrderId is O-5", "OrderId is empty"]
    # the dialog shows them all again; one is removed and its neighbour stays
    dialog = asked(window)
    dialog.line = 2
    dialog.remove()
    dialog.line = 0
    dialog.remove()
    dialog.press()
    assert said(window) == ["Sent contains y, zzz", "OrderId is empty"]


def test_all_conditions_can_be_taken_away(window, open_shop) -> None:
    open_shop()
    dialog = asked(window)
    dialog.where("Paid?", "is", "voided")
    dialog.press()
    dialog = asked(window)
    assert not dialog.button.isEnabled()
    dialog.remove()
    assert (dialog.preview, dialog.button.text()) == ("No row is excluded.", "Exclude nothing")
    dialog.press()
    assert (said(window), window.workspace.session.standing.left_out) == ([], 0)


def test_values_are_found_by_their_text_and_those_of_last_time_stay_ticked(
    window, open_shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop()
    monkeypatch.setattr(value_list, "_MOST", 2)
    dialog = asked(window, "c3")
    assert dialog.values == ["O-1 (1 order)", "O-2 (1 order)"]
    dialog.dialog.findChild(QLineEdit, "excludeSearch").setText("o-4")
    assert dialog.values == ["O-4 (1 order)"]
    dialog.tick("O-4")
    dialog.press()
    session = window.workspace.session
    session.type_cell(5, "c3", "O-44")
    dialog = asked(window)
    dialog.dialog.findChild(QLineEdit, "excludeSearch").setText("o-4")
    assert dialog.values == ["O-4 (0 orders)", "O-44 (1 order)"]
    assert dialog.preview == "No row is excluded."


def test_what_the_shop_called_off_is_excluded_by_the_button_of_its_card(qtbot, window, open_shop) -> None:
    open_shop("Financial Status")
    card = window.workspace.problems.findChild(QPushButton, "excludeCalledOff")
    assert card.text() == "Exclude these 3 orders"
    shown = window.workspace.problems.cards.cards["ROW-SHOP-STATUS"].shown
    assert "refunded" in shown.sentence
    with qtbot.waitSignal(window.workspace.repairs.told) as told:
        card.click()
    assert told.args == ["3 orders excluded. Undo takes all back in one step."]
    assert (said(window), window.workspace.session.standing.left_out) == (
        ["Financial Status is refunded, Refunded, voided"], 4
    )  # fmt: skip
    assert len(window.workspace.session.draft.undo_stack.done) == 1


def test_it_begins_with_the_column_in_which_the_shop_says_what_became_of_an_order(qtbot, window, open_shop) -> None:
    open_shop("Financial Status")
    window.workspace.commands.columns.trigger()
    window.workspace.mapping.findChild(QPushButton, "changeLeftOut").click()
    dialog = Excluding(window)
    assert dialog.values == ["paid (2 orders)", "refunded (2 orders)", "voided (1 order)"]
    begun = dialog.dialog.focusWidget()
    assert (begun.objectName(), begun.currentText()) == ("excludeColumn", "Financial Status")


def test_where_the_button_of_the_card_would_cut_orders_the_dialog_asks_first(qtbot, window, tmp_path: Path) -> None:
    rows = [line(f"O-{n}", sku, status, "yes") for n in range(3) for sku, status in (("A", "refunded"), ("B", "paid"))]
    path = tmp_path / "shop.csv"
    path.write_text("\n".join([f"{HEADER},Financial Status,Sent", *rows]) + "\n", encoding="utf-8")
    drop(window, path)
    wait_open(qtbot, window)
    window.workspace.problems.findChild(QPushButton, "excludeCalledOff").click()
    dialog = Excluding(window)
    assert dialog.preview.startswith("This cuts 3 orders, of which only some rows are excluded.")
    assert (dialog.button.text(), said(window)) == ("Exclude 3 rows", [])
    dialog.press()
    assert said(window) == ["Financial Status is refunded"]
