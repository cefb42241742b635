"""Sheets too large for work in the window's thread: shown at once, checked and repaired beside the window."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from courier.destinations import Destination
from courier.rules import repairs
from courier.rules.checker import Checker
from tests.gui.test_history import press, question
from tests.gui.test_journey import cell, drop, place_of, wait_open
from tests.gui.waiting import wait_for_jobs


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.work.AT_ONCE", 0)


@pytest.fixture
def held_check(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Full checks wait until this is called."""
    go = threading.Event()
    plain = Checker.check

    def wait(self, progress=None):
        assert go.wait(20)
        return plain(self, progress)

    monkeypatch.setattr(Checker, "check", wait)
    return go.set


def heading(window) -> str:
    return window.findChild(QLabel, "problemsHeading").text()


def settled(qtbot, window) -> None:
    qtbot.waitUntil(
        lambda: window.workspace.session.settled and window.workspace.session.standing is not None, timeout=20_000
    )


def test_the_first_rows_are_judged_before_the_rest_is_checked(qtbot, window, sheet, held_check) -> None:
    drop(window, sheet({}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    assert heading(window) == "Checking…"
    assert (
        window.workspace.grid.model().index(1, place_of(window, "Quantity")).data(Qt.ItemDataRole.UserRole + 1)
        == "error"
    )
    assert not window.workspace.commands.upload.isEnabled()
    held_check()
    settled(qtbot, window)
    assert heading(window) == "1 error"
    assert window.workspace.session.standing.ready == 1
    assert sum(window.workspace.session.ages.values()) == 2
    assert window.workspace.status._histogram.isVisible()


def test_what_is_typed_during_a_check_counts(qtbot, window, sheet, held_check) -> None:
    drop(window, sheet({}, {"Quantity": "0"}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    column = window.workspace.model.column_at(place_of(window, "Quantity")).column
    window.workspace.session.type_cell(1, column, "1")
    window.workspace.session.type_cell(0, column, "-1")
    check = window.workspace.session._check
    window.workspace.session.undo()
    assert window.workspace.session._check is check, "typing must not make the check begin anew"
    held_check()
    settled(qtbot, window)
    assert window.workspace.session.opened.draft.verdict.counts_by_rule() == {"ITEM-QTY": 1}
    assert window.workspace.session.standing.ready == 2


def test_a_change_of_every_row_makes_the_check_begin_anew(qtbot, window, sheet, held_check) -> None:
    drop(window, sheet({}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    window.workspace.grid.selection.take_rows(1, 1)
    window.workspace.grid.delete_rows()
    held_check()
    settled(qtbot, window)
    assert heading(window) == "Nothing wrong"
    assert window.workspace.session.standing.rows == 1


def test_repairs_are_worked_out_beside_the_window(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "$5.00"}, {"Amount": "$6.00"}))
    wait_open(qtbot, window)
    settled(qtbot, window)
    with qtbot.waitSignal(window.workspace.repairs.told):
        window.workspace.repairs.fix_all()
    assert [cell(window, row, "Amount") for row in (0, 1)] == ["5.00", "6.00"]
    # what the plan has found out need not be checked once more
    assert not window.workspace.session.opened.draft.stale
    assert not window.workspace.session.opened.draft.verdict.counts_by_rule()
    window.workspace.session.undo()
    settled(qtbot, window)
    assert window.workspace.session.opened.draft.verdict.counts_by_rule() == {"ROW-AMOUNT-NUM": 2}


def test_repairs_asked_for_are_not_forgotten_when_a_cell_changes_meanwhile(qtbot, window, sheet) -> None:
    drop(window, sheet({"Amount": "$5.00"}, {"Amount": "$6.00"}))
    wait_open(qtbot, window)
    settled(qtbot, window)
    column = window.workspace.model.column_at(place_of(window, "Amount")).column
    # as if nobody had counted them yet
    window.workspace.session.safe.forget()
    with qtbot.waitSignal(window.workspace.repairs.told, timeout=20_000):
        window.workspace.repairs.fix_all()
        window.workspace.session.type_cell(0, column, "$7.00")
    assert [cell(window, row, "Amount") for row in (0, 1)] == ["7.00", "6.00"]


def test_working_out_repairs_can_be_stopped(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(window, sheet({"Amount": "$5.00"}))
    wait_open(qtbot, window)
    settled(qtbot, window)
    go = threading.Event()
    plain = repairs.repaired_texts

    def wait(*values, **named):
        assert go.wait(20)
        return plain(*values, **named)

    monkeypatch.setattr(repairs, "repaired_texts", wait)
    window.workspace.session.safe.forget()
    window.workspace.repairs.fix_all()
    stop = window.findChild(QToolButton, "statusStop")
    qtbot.waitUntil(stop.isVisible)
    stop.click()
    go.set()
    assert not stop.isVisible()
    wait_for_jobs(qtbot, window)
    assert cell(window, 0, "Amount") == "$5.00"


def test_opening_can_be_stopped(qtbot, window, sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    plain = Checker.recheck

    def wait(*values):
        assert go.wait(20)
        return plain(*values)

    monkeypatch.setattr(Checker, "recheck", wait)
    drop(window, sheet({}))
    window.findChild(QToolButton, "statusStop").click()
    go.set()
    wait_for_jobs(qtbot, window)
    assert not window.workspace.session.sheet_open
    assert "not opened" in window.findChild(QLabel, "startProblem").text()
    drop(window, sheet({}))
    wait_open(qtbot, window)


def test_what_was_delivered_is_worked_out_beside_the_window_and_only_the_rest_goes(
    qtbot, window, sheet, inbox: Path
) -> None:
    workspace = window.workspace
    workspace._services.destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    workspace.shipping.choose("Acme")
    drop(window, sheet({}, {}, {"Quantity": "0"}))
    wait_open(qtbot, window)
    settled(qtbot, window)
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        workspace.commands.upload.trigger()
        press(qtbot, question(window, "setAsideQuestion"), "setAsideGo")
    settled(qtbot, window)
    standing = workspace.session.standing
    assert (standing.ready, standing.set_aside, standing.sent) == (0, 1, 2)
    workspace.session.type_cell(2, workspace.model.column_at(place_of(window, "Quantity")).column, "1")
    settled(qtbot, window)
    with qtbot.waitSignal(workspace.shipping.settled, timeout=20_000):
        workspace.commands.upload.trigger()
    settled(qtbot, window)
    assert workspace.session.standing.sent == 3
    assert sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in inbox.iterdir()) == [2, 3]
