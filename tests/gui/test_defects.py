"""Faults of the app itself: said once, kept without data, and saved for support by the person who read them."""

import logging
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from courier.activity_log import ACTIVITY, log_folder
from courier.crash_report import keep_details, reports_folder
from courier.log_file import begin_log, end_log
from courier.messages import UserError
from courier.settings import data_folder
from courier.support_bundle import bundle_texts
from gui.window.defects import Defects
from gui.window.support_dialog import SupportDialog
from gui.work import Job
from tests.gui.conftest import EmptyWindow

SECRET = "jane@example.com 4711"


@pytest.fixture
def hooks(qapp: QApplication) -> Iterator[Defects]:
    before = sys.excepthook, threading.excepthook
    defects = Defects(qapp)
    yield defects
    defects.close()
    defects.deleteLater()
    assert (sys.excepthook, threading.excepthook) == before


def test_the_log_begins_and_ends_with_them(hooks: Defects) -> None:
    hooks.begin_log()
    ACTIVITY.info("action undo")
    assert "action undo" in (log_folder() / "activity.log").read_text(encoding="utf-8")


def fail() -> None:
    raise ValueError(SECRET)


def caught(problem: Callable[[], object]) -> None:
    """Let an exception end as one that nobody caught."""
    try:
        problem()
    except Exception as fault:  # noqa: BLE001 (as Python hands it over)
        sys.excepthook(type(fault), fault, fault.__traceback__)


def reports() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(reports_folder().glob("*.txt"))]


def notices(window: EmptyWindow) -> list[QDialog]:
    return [one for one in window.findChildren(QDialog, "defectNotice") if one.isVisible()]


def test_a_fault_is_told_and_kept_once_without_what_it_holds(window: EmptyWindow, hooks: Defects) -> None:
    for _ in range(3):
        caught(fail)
    (report,) = reports()
    assert "ValueError" in report
    assert "test_defects.py" in report
    assert SECRET not in report
    (notice,) = notices(window)
    notice.findChild(QPushButton, "defectClose").click()
    assert notices(window) == []


def test_a_fault_in_another_thread_is_told_in_the_window(qtbot: QtBot, window: EmptyWindow, hooks: Defects) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert len(reports()) == 1


def test_an_interrupt_is_no_fault(window: EmptyWindow, hooks: Defects, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[type[BaseException]] = []
    with monkeypatch.context() as patch:
        patch.setattr(hooks, "_before", (lambda kind, *_: seen.append(kind), threading.excepthook))
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]
    assert notices(window) == []


def test_a_fault_is_told_where_its_details_cannot_be_kept(window: EmptyWindow, hooks: Defects) -> None:
    reports_folder().parent.mkdir(parents=True, exist_ok=True)
    reports_folder().write_text("no folder")
    caught(fail)
    assert len(notices(window)) == 1


def test_a_job_that_nobody_listens_to_ends_in_the_hook(
    qtbot: QtBot, window: EmptyWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.captureExceptions() as told:
        Job(lambda _: fail(), window).start()
        qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] is ValueError
    failed: list[object] = []
    Job(lambda _: fail(), window).start(failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert len(reports()) == 1


def test_a_sentence_for_the_person_is_no_fault(qtbot: QtBot, window: EmptyWindow) -> None:
    def refuse(_: Job) -> None:
        raise UserError("opening-stopped")

    failed: list[object] = []
    Job(refuse, window).start(failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert reports() == []


def test_causes_are_kept_and_old_reports_go() -> None:
    def outer() -> None:
        try:
            fail()
        except ValueError as cause:
            raise TypeError(SECRET) from cause

    with pytest.raises(TypeError) as problem:
        outer()
    for _ in range(55):
        keep_details(problem.value)
    assert len(reports()) == 50
    assert "builtins.TypeError" in reports()[0]
    assert "builtins.ValueError" in reports()[0]
    assert SECRET not in reports()[0]


@pytest.fixture
def log() -> Iterator[logging.Handler]:
    handler = begin_log()
    assert handler is not None
    yield handler
    end_log(handler)
    assert handler not in ACTIVITY.handlers


def test_the_log_says_what_was_done_and_how_long_it_took(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path], log: logging.Handler
) -> None:
    window.open_file(sheet({"Category": SECRET}))
    qtbot.waitUntil(lambda: window.workspace.session.sheet_open and window.workspace.session.settled, timeout=20_000)
    window.workspace.session.type_cell(0, "c8", f"{SECRET}!")
    window.commands.undo.trigger()
    (path,) = log_folder().glob("activity.log")
    written = path.read_text(encoding="utf-8")
    assert "action undo" in written
    assert "sheet of 1 rows, 11 columns" in written
    assert "job gui.reading.sheet_loader.SheetLoader._begin.work" in written
    assert SECRET not in written
    assert "orders.csv" not in written
    assert path.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_log_that_cannot_be_written_stops_nothing(window: EmptyWindow) -> None:
    data_folder().mkdir(parents=True, exist_ok=True)
    log_folder().write_text("no folder")
    assert begin_log() is None


def test_what_is_saved_for_support_is_what_was_read(
    qtbot: QtBot, window: EmptyWindow, log: logging.Handler, tmp_path: Path
) -> None:
    ACTIVITY.info("action undo")
    keep_details(ValueError(SECRET))
    window.commands.support.trigger()
    dialog = window.findChild(SupportDialog, "supportDialog")
    assert isinstance(dialog, SupportDialog)
    files, content = dialog.findChild(QListWidget), dialog.findChild(QPlainTextEdit)
    assert isinstance(files, QListWidget)
    assert isinstance(content, QPlainTextEdit)
    qtbot.waitUntil(lambda: files.count() == 3)
    shown = {}
    for place in range(files.count()):
        files.setCurrentRow(place)
        shown[files.item(place).text()] = content.toPlainText()
    assert "action undo" in shown["activity.log"]
    assert "Qt: 6" in shown["about.txt"]
    path = tmp_path / "details.zip"
    dialog.save(path)
    qtbot.waitUntil(path.exists)
    with zipfile.ZipFile(path) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == shown
    dialog.save(tmp_path / "no folder" / "details.zip")
    qtbot.waitUntil(lambda: "no folder" in dialog.findChild(object, "supportSaid").text())
    dialog.close()


def test_names_of_people_and_folders_are_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USERNAME", "jane")
    texts = bundle_texts({"A": f"{data_folder()}/x", "B": f"{Path.home()}/y", "C": "jane", "D": "j.doe@example.com"})
    lines = texts["about.txt"].splitlines()[-4:]
    assert lines == ["A: [app folder]/x", "B: ~/y", "C: [user]", "D: [address]"]
