"""What the window keeps for the next sheet with the same headers: only what a person chose."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from courier.draft_edits import set_zone
from courier.handover import write_handover
from courier.open_sheet import OpenOptions, open_source
from courier.programs import EventType, Program
from courier.settings import data_folder
from courier.sheet.memory import Memories
from courier.verdict_json import template_reason
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.gui.test_journey import drop, wait_open
from tests.gui.test_repair_actions import again

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PARENT, CHILD = "18500", "18501"


def recalled(window: MainWindow):
    return Memories(data_folder()).recall(window.workspace.session.opened.table.headers)


def open_and_type(qtbot, window: MainWindow, path: Path) -> None:
    drop(window, path)
    wait_open(qtbot, window)
    window.workspace.session.type_cell(0, "c6", "EUR")


def test_typing_a_cell_chooses_nothing_for_the_next_sheet(qtbot, window, sheet) -> None:
    path = sheet({}, {})
    open_and_type(qtbot, window, path)
    later = again(qtbot, window, path)
    assert recalled(window) is None
    assert later.workspace.session.opened.recalled is None
    assert "Chosen by you" not in template_reason(later.workspace.session.opened)


def test_a_sheet_of_chained_events_is_seen_as_one_after_a_sheet_of_plain_orders(
    qtbot, window, sheet, tmp_path: Path
) -> None:
    services = AppServices()
    services.programs.save(Program("Acme", "1000", (EventType(PARENT), EventType(CHILD, parent=PARENT))))
    path = sheet({"Sku": "", "Category": ""}, {"Sku": "", "Category": ""})
    open_and_type(qtbot, window, path)
    session = window.workspace.session
    session.choose_program(services.programs.find("Acme"))
    assert session.draft.choices.template == "order"
    later = again(qtbot, window, sheet({"ActionTrackerId": PARENT}, {"ActionTrackerId": CHILD}))
    choices = later.workspace.session.draft.choices
    assert (choices.program, choices.template, choices.chosen) == ("Acme", "chained", frozenset())


def test_a_program_chosen_afterwards_tells_a_chain_from_orders(qtbot, window, sheet) -> None:
    drop(window, sheet({"ActionTrackerId": PARENT}, {"ActionTrackerId": CHILD}))
    wait_open(qtbot, window)
    session = window.workspace.session
    program = Program("Acme", "1000", (EventType(PARENT), EventType(CHILD, parent=PARENT)), zone="Europe/Berlin")
    session.choose_program(program)
    assert (session.draft.choices.template, session.draft.choices.zone) == ("chained", "Europe/Berlin")
    assert "first and following" in template_reason(session.opened)
    window.workspace.bar.template_chosen.emit("order")
    session.choose_program(None)
    session.choose_program(program)
    assert session.draft.choices.template == "order"


def test_what_was_chosen_comes_back_and_can_be_forgotten(qtbot, window, sheet) -> None:
    path = sheet({"EventDate": "2026-11-20T10:00:00"})
    drop(window, path)
    wait_open(qtbot, window)
    window.workspace.bar.template_chosen.emit("order")
    window.workspace.session.choose_program(Program("Acme", "1000", zone="Europe/Berlin"))
    later = again(qtbot, window, path)
    opened = later.workspace.session.opened
    assert (opened.draft.choices.template, template_reason(opened)) == ("order", "Chosen by you.")
    # the zone is the program's, and nothing about the columns was chosen
    assert (opened.draft.choices.chosen, opened.recalled.zone) == ({"template"}, None)
    later.workspace.commands.columns.trigger()
    shown = [label.text() for label in later.workspace.mapping.findChildren(QLabel)]
    assert "chosen for such a sheet" not in " ".join(shown)
    qtbot.mouseClick(later.workspace.mapping.findChild(QPushButton, "forgetMapping"), Qt.MouseButton.LeftButton)
    assert (opened.draft.choices.template, opened.draft.choices.chosen) == ("item", frozenset())
    later.workspace._memory_writer.write()
    assert recalled(window) is None
    later.workspace.session.undo()
    assert opened.draft.choices.template == "order"


def test_a_zone_that_a_person_set_stays_when_a_program_is_chosen(qtbot, window, sheet) -> None:
    drop(window, sheet({"EventDate": "2026-11-20T10:00:00"}))
    wait_open(qtbot, window)
    session = window.workspace.session
    session.do(set_zone(session.draft, "Asia/Tokyo"))
    session.choose_program(Program("Acme", "1000", zone="Europe/Berlin"))
    assert session.draft.choices.zone == "Asia/Tokyo"
    window.workspace._memory_writer.write()
    assert recalled(window).zone == "Asia/Tokyo"


def test_what_a_colleague_decided_is_remembered_only_when_something_is_decided_here(
    qtbot, window, sheet, tmp_path: Path
) -> None:
    path = sheet({"Amount": "12,50"}, {"OrderId": "B"})
    theirs = open_source(path, OpenOptions(columns=(("Sku", "Note"),), zone="Asia/Tokyo"), NOW)
    theirs.draft.check()
    batch = tmp_path / "batch.courier"
    write_handover(theirs, batch, "Ann", NOW)
    window.open_file(batch)
    wait_open(qtbot, window)
    session, write = window.workspace.session, window.workspace._memory_writer.write
    assert session.draft.choices.mapping.feed("Note") is not None
    write()
    session.type_cell(1, "f:Reason", "OTHER")
    window.workspace.repairs.fix_all()
    qtbot.waitUntil(lambda: session.draft.undo_stack.done[-1].what == "edit-fix")
    write()
    assert recalled(window) is None
    later = again(qtbot, window, path)
    assert later.workspace.session.draft.choices.mapping.feed("Note") is None
    session.do(set_zone(session.draft, "Europe/Berlin"))
    write()
    assert recalled(window).zone == "Europe/Berlin"
