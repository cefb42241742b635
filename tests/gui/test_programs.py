"""Programs in the window, by clicking and typing: made, changed, imported, exported, removed, chosen for a sheet."""

import json
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QToolButton,
    QWidget,
)

from courier.catalogue.rules import RULE_FACTS
from courier.programs import EventType, Program, Programs
from courier.settings import config_folder, data_folder
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.gui.test_journey import cell, drop, question, wait_open

ACME = Program(
    "Acme US", "1000", (EventType("18500", "Sale", "item"),), "USD", "America/Los_Angeles", rules_off=("GRP-SAME",)
)
HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


def saved() -> list[Program]:
    return list(Programs(config_folder()))


def click(qtbot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(parent.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def write(qtbot, parent: QWidget, name: str, words: str) -> None:
    field = parent.findChild(QLineEdit, name)
    if field is None:
        # without the list of completions, which holds the keyboard
        parent.findChild(QComboBox, name).setEditText(words)
        return
    field.selectAll()
    qtbot.keyClicks(field, words)


def shown(parent: QWidget, name: str) -> str:
    fault = parent.findChild(QLabel, name)
    return fault.text() if fault.isVisibleTo(parent) else ""


@pytest.fixture
def dialog(qtbot, window) -> QDialog:
    """The dialog of programs over an empty window."""
    return open_dialog(qtbot, window)


def open_dialog(qtbot, window) -> QDialog:
    qtbot.mouseClick(window.findChild(QToolButton, "programsButton"), Qt.MouseButton.LeftButton)
    return question(window, "programsDialog")


def names(dialog: QDialog) -> list[str]:
    listed = dialog.findChild(QListWidget, "programsList")
    return [listed.item(row).text() for row in range(listed.count())]


def pick(qtbot, dialog: QDialog, name: str) -> None:
    listed = dialog.findChild(QListWidget, "programsList")
    (item,) = listed.findItems(name, Qt.MatchFlag.MatchExactly)
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(item).center())


def add_event(qtbot, dialog: QDialog, event: str, name: str) -> None:
    dialog.findChild(QTabWidget, "programForm").setCurrentIndex(1)
    click(qtbot, dialog, "eventAdd")
    table = dialog.findChild(QTableWidget, "programEvents")
    for words, key in ((event, Qt.Key.Key_Tab), (name, Qt.Key.Key_Return)):
        (editor,) = [field for field in table.viewport().findChildren(QLineEdit) if field.isVisible()]
        qtbot.keyClicks(editor, words)
        qtbot.keyClick(editor, key)
        # an editor that is done goes a moment later
        qtbot.waitUntil(lambda editor=editor: not shiboken6.isValid(editor))


def type_into_file_dialog(qtbot, dialog: QDialog, name: str, path: Path) -> None:
    (asked,) = [dialog for dialog in dialog.findChildren(QFileDialog, name) if dialog.isVisible()]
    field = asked.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(path))
    asked.accept()


def test_a_program_is_made_by_typing(qtbot, window, dialog: QDialog) -> None:
    form = dialog.findChild(QTabWidget, "programForm")
    assert not dialog.findChild(QPushButton, "programRemove").isEnabled()
    write(qtbot, dialog, "programName", "Acme US")
    write(qtbot, dialog, "programCampaign", "1000")
    write(qtbot, dialog, "programCurrency", "usd")
    write(qtbot, dialog, "programZone", "America/Los_Angeles")
    hashes = dialog.findChild(QComboBox, "programHash")
    hashes.setCurrentIndex(hashes.findData("sha256"))
    form.setCurrentIndex(1)
    add_event(qtbot, dialog, "18501", "Trial")
    add_event(qtbot, dialog, "18502", "Purchase")
    table = dialog.findChild(QTableWidget, "programEvents")
    kind, after = table.cellWidget(1, 2), table.cellWidget(1, 3)
    kind.setCurrentIndex(kind.findData("order"))
    after.setCurrentIndex(after.findText("18501 Trial"))
    table.item(0, 4).setText("45")
    form.setCurrentIndex(2)
    for name, words in (("programReasons", "NO_SHOW\n\n DAMAGED \nNO_SHOW"), ("programStatuses", "GOLD"),
                        ("programPromoCodes", "TEN\nTWENTY")):  # fmt: skip
        dialog.findChild(QPlainTextEdit, name).setPlainText(words)
    form.setCurrentIndex(3)
    rules = dialog.findChild(QTableWidget, "programRules")
    place = next(
        row for row in range(rules.rowCount()) if rules.item(row, 0).text() == "Column impact.com does not know"
    )
    rules.setCurrentCell(place, 0)
    qtbot.keyClick(rules, Qt.Key.Key_Space)
    click(qtbot, dialog, "programSave")
    assert shown(dialog, "programsAnswer") == "Saved."
    assert saved() == [
        Program(
            "Acme US",
            "1000",
            (EventType("18501", "Trial", lock_days="45"), EventType("18502", "Purchase", "order", "18501")),
            "USD",
            "America/Los_Angeles",
            ("NO_SHOW", "DAMAGED"),
            ("GOLD",),
            ("TEN", "TWENTY"),
            ("HDR-UNKNOWN",),
            "",
            "sha256",
        )
    ]
    assert names(dialog) == ["Acme US"]
    assert form.currentIndex() == 3
    click(qtbot, dialog, "programsClose")
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: any("1 program" in label.text() for label in window.workspace.status.findChildren(QLabel)))


def test_documented_rules_are_not_offered(dialog: QDialog) -> None:
    rules = dialog.findChild(QTableWidget, "programRules")
    offered = {rules.item(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(rules.rowCount())}
    assert offered == {name for name, facts in RULE_FACTS.items() if facts.confidence == "inferred"}
    assert all(rules.item(row, 1).text() for row in range(rules.rowCount()))


def test_wrong_input_gets_a_sentence_beside_it_and_stays(qtbot, window) -> None:
    Programs(config_folder()).save(ACME)
    dialog = open_dialog(qtbot, window)
    click(qtbot, dialog, "programNew")
    for name, words in (("Name", "Acme US"), ("Campaign", "12x"), ("Currency", "EURO"), ("Zone", "Mars/Crater")):
        write(qtbot, dialog, f"program{name}", words)
    click(qtbot, dialog, "programSave")
    assert "Acme US" in shown(dialog, "programNameFault")
    assert "12x" in shown(dialog, "programCampaignFault")
    assert "EURO" in shown(dialog, "programCurrencyFault")
    assert "Mars/Crater" in shown(dialog, "programZoneFault")
    assert dialog.findChild(QLineEdit, "programCampaign").text() == "12x"
    assert saved() == [ACME]
    write(qtbot, dialog, "programName", "Bolt")
    assert shown(dialog, "programNameFault") == ""
    write(qtbot, dialog, "programCampaign", "2000")
    write(qtbot, dialog, "programCurrency", "EUR")
    write(qtbot, dialog, "programZone", "UTC")
    add_event(qtbot, dialog, "x1", "Sale")
    click(qtbot, dialog, "programSave")
    assert "x1" in shown(dialog, "programEventsFault")
    assert dialog.findChild(QTabWidget, "programForm").currentIndex() == 1
    dialog.findChild(QTableWidget, "programEvents").item(0, 0).setText("18500")
    click(qtbot, dialog, "programSave")
    assert saved()[1] == Program("Bolt", "2000", (EventType("18500", "Sale"),), "EUR", "UTC")


def test_an_event_type_that_gets_another_id_stays_the_first_of_its_chain(qtbot, window) -> None:
    chain = (EventType("1", "Trial"), EventType("2", "Sale", "", "Trial"))
    Programs(config_folder()).save(Program("Acme", event_types=chain))
    dialog = open_dialog(qtbot, window)
    table = dialog.findChild(QTableWidget, "programEvents")
    table.item(0, 0).setText("18501")
    click(qtbot, dialog, "programSave")
    assert [(event.id, event.parent) for event in saved()[0].event_types] == [("18501", ""), ("2", "18501")]
    table.setCurrentCell(1, 0)
    click(qtbot, dialog, "eventRemove")
    click(qtbot, dialog, "programSave")
    assert [event.id for event in saved()[0].event_types] == ["18501"]


def test_changes_are_not_lost_without_a_question(qtbot, window) -> None:
    for program in (ACME, Program("Bolt")):
        Programs(config_folder()).save(program)
    dialog = open_dialog(qtbot, window)
    write(qtbot, dialog, "programCampaign", "1001")
    pick(qtbot, dialog, "Bolt")
    click(qtbot, question(window, "programUnsavedQuestion"), "programUnsavedCancel")
    assert dialog.findChild(QListWidget, "programsList").currentItem().text() == "Acme US"
    assert dialog.findChild(QLineEdit, "programCampaign").text() == "1001"
    pick(qtbot, dialog, "Bolt")
    click(qtbot, question(window, "programUnsavedQuestion"), "programUnsavedSave")
    assert saved()[0].campaign_id == "1001"
    assert dialog.findChild(QLineEdit, "programName").text() == "Bolt"
    write(qtbot, dialog, "programCampaign", "x")
    click(qtbot, dialog, "programsClose")
    click(qtbot, question(window, "programUnsavedQuestion"), "programUnsavedSave")
    assert dialog.isVisible()
    assert "x" in shown(dialog, "programCampaignFault")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    click(qtbot, question(window, "programUnsavedQuestion"), "programUnsavedDrop")
    assert not dialog.isVisible()
    assert saved()[1] == Program("Bolt")


def test_import_export_and_remove(qtbot, window, tmp_path: Path) -> None:
    Programs(config_folder()).save(ACME)
    dialog = open_dialog(qtbot, window)
    path = tmp_path / "acme.json"
    click(qtbot, dialog, "programExport")
    type_into_file_dialog(qtbot, dialog, "programExportDialog", path)
    assert str(path) in shown(dialog, "programsAnswer")
    assert json.loads(path.read_text(encoding="utf-8"))["campaign_id"] == "1000"

    click(qtbot, dialog, "programRemove")
    click(qtbot, question(window, "programRemoveQuestion"), "programRemoveGo")
    assert (saved(), names(dialog)) == ([], [])
    click(qtbot, dialog, "programImport")
    type_into_file_dialog(qtbot, dialog, "programImportDialog", path)
    assert (saved(), names(dialog)) == ([ACME], ["Acme US"])

    path.write_text(json.dumps({"name": "Acme US", "campaign_id": "1001"}), encoding="utf-8")
    click(qtbot, dialog, "programImport")
    type_into_file_dialog(qtbot, dialog, "programImportDialog", path)
    assert saved() == [ACME]
    click(qtbot, question(window, "programReplaceQuestion"), "programReplaceGo")
    assert saved() == [Program("Acme US", "1001")]

    path.write_text("[]")
    click(qtbot, dialog, "programImport")
    type_into_file_dialog(qtbot, dialog, "programImportDialog", path)
    assert "no program" in shown(dialog, "programsAnswer")


def test_a_damaged_list_is_said_and_kept_aside(qtbot, window) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "programs.json").write_text("{")
    dialog = open_dialog(qtbot, window)
    assert "programs-damaged-1.json" in shown(dialog, "programsAnswer")
    write(qtbot, dialog, "programName", "Acme")
    click(qtbot, dialog, "programSave")
    assert saved() == [Program("Acme")]
    assert (config_folder() / "programs-damaged-1.json").read_text(encoding="utf-8") == "{"


def test_damaged_files_of_the_app_are_said_beside_the_next_sheet(qtbot, window, sheet) -> None:
    for folder, name in ((config_folder(), "programs"), (data_folder(), "mappings")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text("{", encoding="utf-8")
    drop(window, sheet({}))
    wait_open(qtbot, window)
    said = window.findChild(QLabel, "statusSaid")
    qtbot.waitUntil(lambda: "programs-damaged-1.json" in said.toolTip())
    assert "mappings-damaged-1.json" in said.toolTip()


def test_damaged_programs_are_said_on_the_page_to_start_from(qtbot) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "programs.json").write_text("{", encoding="utf-8")
    window = MainWindow(AppServices(), lambda *_: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "programs-damaged-1.json" in shown(window, "startProblem"))


def choose(window, name: str) -> None:
    """As a person does by keyboard."""
    choice = window.findChild(QComboBox, "programChoice")
    if choice.itemText(choice.count() - 1) == name:
        QTest.keyClick(choice, Qt.Key.Key_End)
        return
    while choice.currentText() != name:
        QTest.keyClick(choice, Qt.Key.Key_Down)


def counts(window) -> dict[str, int]:
    return window.workspace.session.opened.draft.verdict.counts_by_rule()


def test_the_chosen_programs_facts_hold_for_the_sheet_and_undo_takes_them_back(qtbot, window, sheet) -> None:
    Programs(config_folder()).save(ACME)
    header = HEADER.replace("CampaignId,", "").replace("CurrencyCode,", "")
    drop(window, sheet({}, {"ActionTrackerId": "77"}, header=header))
    wait_open(qtbot, window)
    window.workspace.model.show_sent_only(False)
    assert "ROW-PAIR" not in counts(window)
    choose(window, "Acme US")
    assert (cell(window, 0, "CampaignId"), cell(window, 1, "CurrencyCode")) == ("1000", "USD")
    assert counts(window)["ROW-PAIR"] == 1
    assert window.workspace.session.opened.draft.choices.zone == "America/Los_Angeles"
    assert window.workspace.session.opened.label == "Acme US"
    window.workspace.commands.undo.trigger()
    assert "ROW-PAIR" not in counts(window)
    assert "CampaignId" not in [
        window.workspace.model.column_at(i).title for i in range(window.workspace.model.columnCount())
    ]
    assert window.findChild(QComboBox, "programChoice").currentText() == "No program"
    assert window.workspace.session.opened.label == "orders"
    window.workspace.commands.redo.trigger()
    assert window.findChild(QComboBox, "programChoice").currentText() == "Acme US"
    assert window.workspace.session.opened.label == "Acme US"


def test_a_sheet_of_two_programs_is_said_when_one_is_chosen(qtbot, window, sheet) -> None:
    for program in (ACME, Program("Bolt", "2000")):
        Programs(config_folder()).save(program)
    drop(window, sheet({}, {"CampaignId": "2000"}))
    wait_open(qtbot, window)
    assert not window.findChild(QWidget, "programSuggestion").isVisible()
    choose(window, "Acme US")
    assert {"FILE-PROGRAM", "ROW-PAIR"} <= set(counts(window))
    window.workspace.commands.undo.trigger()
    assert not {"FILE-PROGRAM", "ROW-PAIR"} & set(counts(window))


def test_facts_changed_in_the_dialog_hold_for_the_sheet_at_once(qtbot, window, sheet) -> None:
    Programs(config_folder()).save(ACME)
    drop(window, sheet({}, header=HEADER.replace("CampaignId,", "")))
    wait_open(qtbot, window)
    window.workspace.model.show_sent_only(False)
    choose(window, "Acme US")
    choose(window, "Programs…")
    assert window.findChild(QComboBox, "programChoice").currentText() == "Acme US"
    dialog = question(window, "programsDialog")
    write(qtbot, dialog, "programName", "Acme")
    write(qtbot, dialog, "programCampaign", "1001")
    dialog.findChild(QTableWidget, "programEvents").item(0, 0).setText("18599")
    click(qtbot, dialog, "programSave")
    click(qtbot, dialog, "programsClose")
    assert cell(window, 0, "CampaignId") == "1001"
    assert counts(window)["ROW-PAIR"] == 1
    assert window.findChild(QComboBox, "programChoice").currentText() == "Acme"
    choose(window, "Programs…")
    dialog = question(window, "programsDialog")
    click(qtbot, dialog, "programRemove")
    click(qtbot, question(window, "programRemoveQuestion"), "programRemoveGo")
    click(qtbot, dialog, "programsClose")
    assert window.findChild(QComboBox, "programChoice").currentText() == "No program"
    assert "ROW-PAIR" not in counts(window)


def test_a_rule_that_is_switched_off_is_not_checked(qtbot, window, sheet) -> None:
    Programs(config_folder()).save(Program("Acme", "1000", rules_off=("HDR-UNKNOWN",)))
    drop(window, sheet({}, header=f"{HEADER},Colour"))
    wait_open(qtbot, window)
    assert "HDR-UNKNOWN" in counts(window)
    choose(window, "Acme")
    assert "HDR-UNKNOWN" not in counts(window)


def test_a_program_is_suggested_and_taken(qtbot, window, sheet) -> None:
    for program in (ACME, Program("Bolt", "2000")):
        Programs(config_folder()).save(program)
    drop(window, sheet({}))
    wait_open(qtbot, window)
    bar = window.findChild(QWidget, "programSuggestion")
    assert bar.isVisible()
    assert shown(bar, "programSuggestionWords") == "This looks like Acme US (campaign 1000)."
    assert window.workspace.session.opened.draft.choices.program is None
    click(qtbot, bar, "programSuggestionUse")
    assert not bar.isVisible()
    assert window.workspace.session.opened.draft.choices.program == "Acme US"
    assert window.findChild(QComboBox, "programChoice").currentText() == "Acme US"


def test_a_suggestion_that_is_refused_does_not_come_back(qtbot, window, sheet) -> None:
    Programs(config_folder()).save(Program("Plain"))
    drop(window, sheet({}, header=HEADER.replace("CampaignId,", "")))
    wait_open(qtbot, window)
    bar = window.findChild(QWidget, "programSuggestion")
    assert shown(bar, "programSuggestionWords") == "This looks like Plain."
    click(qtbot, bar, "programSuggestionNo")
    assert not bar.isVisible()
    choose(window, "Programs…")
    click(qtbot, question(window, "programsDialog"), "programsClose")
    assert not bar.isVisible()
    assert window.workspace.session.opened.draft.choices.program is None


def test_a_program_made_while_the_sheet_is_open_is_suggested(qtbot, window, sheet) -> None:
    drop(window, sheet({}))
    wait_open(qtbot, window)
    choose(window, "Programs…")
    dialog = question(window, "programsDialog")
    write(qtbot, dialog, "programName", "Acme US")
    write(qtbot, dialog, "programCampaign", "1000")
    click(qtbot, dialog, "programSave")
    click(qtbot, dialog, "programsClose")
    assert window.findChild(QComboBox, "programChoice").findText("Acme US") > 0
    assert window.findChild(QWidget, "programSuggestion").isVisible()


def test_every_field_has_a_name_to_speak(dialog: QDialog) -> None:
    for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTableWidget, QListWidget):
        for field in dialog.findChildren(kind):
            assert field.accessibleName() or not field.objectName() or field.objectName().startswith("qt_"), field
    assert all(button.text() for button in dialog.findChildren(QPushButton))
