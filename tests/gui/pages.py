"""Every page and every dialog of the window, and how to come to each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QTabWidget,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from courier.delivery.errors import HostKeyUnknown
from courier.destinations import Destination
from courier.ledger.records import Submission
from courier.privacy import kept_things
from courier.programs import EventType, Program
from gui.delivery.confirm_destination import confirm_destination
from gui.delivery.one_time_code import OneTimeCodes, _Prompt
from gui.delivery.sent_before import ask_reason
from gui.delivery.server_questions import ask_about_server
from gui.history import questions
from gui.mapping.about_field import show_about_field
from gui.mapping.value_translation import ask_words
from gui.results.code_groups import GroupLine
from gui.results.words_dialog import WordsDialog
from gui.settings.setup_dialog import SetupDialog
from gui.window.defects import _say
from gui.window.main_window import MainWindow
from tests.gui.dropping import drop
from tests.gui.excluding import part

Rows = tuple[dict[str, str], ...]
_ERRORS: Rows = (
    {"Amount": "1,5"}, {"Sku": ""}, {"EventDate": "03/04/2026 10:00"}, {"Category": ""}, {"Quantity": "many"}, {},
    {"EventDate": "2026-06-01T10:00:00Z"},
)  # fmt: skip
_CLEAN: Rows = ({}, {"CampaignId": "2000"}, {"CurrencyCode": "EUR"})


@dataclass
class Desk:
    """A window, and what is needed to bring a sheet into it."""

    qtbot: QtBot
    window: MainWindow
    write: Callable[..., Path]
    folder: Path

    def open(self, rows: Rows) -> None:
        """Open a sheet of an agency's first program."""
        self.window.workspace.session.kept = True
        self.window.workspace.loader.file(self.write(*rows))
        session, loader = self.window.workspace.session, self.window.workspace.loader
        self.qtbot.waitUntil(lambda: session.sheet_open and not loader.under_way and session.settled, timeout=20_000)
        self.window.workspace.programs.choose("Acme")
        self.window.workspace.shipping.choose("Acme")

    def save_an_agency(self) -> None:
        """Two programs, each with a folder it delivers to."""
        services = self.window.workspace._services
        for name, campaign in (("Acme", "1000"), ("Bolt", "2000")):
            (self.folder / name).mkdir()
            services.destinations.save(Destination(name, "folder", "", 0, folder=str(self.folder / name)))
            events = (EventType("18500", "Sale", "item"),)
            services.programs.save(Program(name, campaign, events, destination=name))

    def do(self, name: str) -> None:
        """What the action of that name does."""
        action = self.window.findChild(QAction, name)
        assert action is not None, name
        action.trigger()

    def shown(self, name: str) -> QWidget:
        """The page, pane or dialog of that name, once it can be seen."""

        def found() -> list[QWidget]:
            return [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
        return found()[-1]

    def dialog(self) -> QWidget:
        """The dialog that is open, the last of several."""

        def found() -> list[QDialog]:
            return [one for one in self.window.findChildren(QDialog) if one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
        return found()[-1]

    def press(self, where: QWidget, name: str) -> None:
        """Click the button of that name."""
        QTest.mouseClick(part(where, QWidget, name), Qt.MouseButton.LeftButton)

    def sent(self) -> None:
        """Send the sheet's batches."""
        with self.qtbot.waitSignal(self.window.workspace.shipping.settled, timeout=20_000):
            self.do("upload")
            self.press(self.shown("severalQuestion"), "severalGo")


Show = Callable[[Desk], QWidget]


def _page(action: str, name: str) -> Show:
    def show(desk: Desk) -> QWidget:
        desk.do(action)
        return desk.shown(name)

    return show


def _asked(action: str) -> Show:
    def show(desk: Desk) -> QWidget:
        desk.do(action)
        return desk.dialog()

    return show


def _by(ask: Callable[[Desk], object]) -> Show:
    def show(desk: Desk) -> QWidget:
        ask(desk)
        return desk.dialog()

    return show


def _tab(show: Show, tabs: str, place: int) -> Show:
    def turn(desk: Desk) -> QWidget:
        dialog = show(desk)
        part(dialog, QTabWidget, tabs).setCurrentIndex(place)
        return dialog

    return turn


def _start(desk: Desk) -> QWidget:
    return desk.shown("startPage")


def _work(desk: Desk) -> QWidget:
    desk.window.workspace.navigation.step(1)
    desk.window.workspace.sheet_page.show_side(True)
    return desk.window.workspace.sheet_page


def _bars(desk: Desk) -> QWidget:
    desk.do("replace")
    desk.do("filter")
    return desk.window.workspace.sheet_page


def _review(desk: Desk) -> QWidget:
    desk.window.workspace.sheet_page.show_side(True)
    toggle = part(desk.window, QToolButton, "reviewToggle")
    if toggle.isVisible():
        toggle.click()
    return desk.shown("batchReview")


def _history(desk: Desk) -> QWidget:
    desk.do("history")
    pane = desk.shown("historyPane")
    table = pane.findChild(QTreeView)
    if table is not None:
        table.setCurrentIndex(table.model().index(0, 0))
    return pane


def _reversals(desk: Desk) -> QWidget:
    desk.do("reversals")
    pane = desk.shown("reversalPane")
    orders = part(pane, QListWidget, "reversalOrders")
    desk.qtbot.waitUntil(lambda: orders.count() > 0, timeout=20_000)
    orders.setCurrentRow(0)
    return pane


def _results(desk: Desk) -> QWidget:
    """What impact.com answered to the first batch: one of its rows was refused, and so was one that was never sent."""
    batch = desk.window.workspace._services.ledger.submissions()[0]
    moment = f"{batch.made_at:%Y-%m-%dT%H:%M:%SZ}"
    head = "File Name\tStatus\tRecords\tErrors\tSubmission Date"
    list_, errors = desk.folder / "list.tsv", desk.folder / "errors.tsv"
    list_.write_text(f"{head}\n{batch.parts[0].name}\tComplete\t2\t1\t{moment}\n", encoding="utf-8")
    head = "Line\tOrder ID\tSKU\tReason"
    errors.write_text(f"{head}\n2\tAC-1\tSKU-1\tACTION_REF_NOT_FOUND\n99\tAC-99\tSKU-1\tMALFORMED\n", encoding="utf-8")
    drop(desk.window, list_)
    page = desk.shown("resultsPage")
    drop(desk.window, errors)
    desk.qtbot.waitUntil(lambda: bool(page.findChildren(GroupLine)), timeout=20_000)
    return page


def _today(desk: Desk) -> QWidget:
    desk.window.workspace.session.type_cell(0, "c8", "Golf")
    desk.do("today")
    return desk.shown("startPage")


def _difference(desk: Desk) -> QWidget:
    desk.do("compare")
    page = desk.shown("differencePage")
    places = part(page, QListWidget, "differencePlaces")
    desk.qtbot.waitUntil(lambda: places.count() > 1, timeout=20_000)
    places.setCurrentRow(places.count() - 1)
    return page


def _destination(kind: str) -> Show:
    def show(desk: Desk) -> QWidget:
        desk.window.workspace.shipping.ask_for_destination("")
        form = desk.shown("destinationForm")
        kinds = part(form, QComboBox, "destinationKind")
        place = kinds.findData(kind)
        assert place >= 0, kind
        kinds.setCurrentIndex(place)
        kinds.activated.emit(place)
        more = part(form, QToolButton, "destinationMore")
        if more.isVisible():
            more.click()
        return form

    return show


def _schedule(desk: Desk) -> QWidget:
    desk.do("sendLater")
    desk.press(desk.shown("severalQuestion"), "severalGo")
    return desk.shown("sendLaterQuestion")


def _programs(place: int) -> Show:
    def show(desk: Desk) -> QWidget:
        desk.do("programs")
        dialog = desk.shown("programsDialog")
        form = part(dialog, QTabWidget, "programForm")
        form.setCurrentIndex(place)
        return dialog

    return show


def _replaced(desk: Desk) -> QWidget:
    desk.do("replace")
    bar = desk.shown("findBar")
    part(bar, QLineEdit, "findText").setText("Tennis")
    part(bar, QLineEdit, "replaceText").setText("Golf")
    desk.qtbot.waitUntil(part(bar, QWidget, "replaceAll").isEnabled, timeout=20_000)
    desk.press(bar, "replaceAll")
    return desk.shown("replacePreview")


def _one_time_code(desk: Desk) -> QWidget:
    OneTimeCodes("sftp.example.com", desk.window)._asked.emit(_Prompt("Code:", echo=False))
    return desk.shown("oneTimeCode")


def _host_key(desk: Desk) -> QWidget:
    place = replace(Destination("Server", "sftp", "sftp.example.com", 22), user="me")
    unknown = HostKeyUnknown("sftp.example.com", "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s")
    assert ask_about_server(desk.window, place, unknown, lambda _: None)
    return desk.shown("hostKeyQuestion")


def _sent_part(ask: Callable[[QWidget, Submission], object]) -> Show:
    def show(desk: Desk) -> QWidget:
        ask(desk.window, desk.window.workspace._services.ledger.submissions()[0])
        return desk.dialog()

    return show


def _value(desk: Desk) -> QWidget:
    draft = desk.window.workspace.session.draft
    desk.window.workspace.repairs.ask_value(next(one for one in draft.problems() if one.rule == "ROW-AGE-88"))
    return desk.dialog()


_PREFERENCES, _ABOUT = _page("preferences", "preferencesDialog"), _page("about", "aboutDialog")
_Pages = Mapping[str, Show]
_SENT: _Pages = {
    "sending": lambda desk: desk.window.workspace.shipping.pane,
    "today": _today,
    "history": _history,
    "reversals": _reversals,
    "results": _results,
    "rows that fit nothing": _by(lambda desk: desk.press(_results(desk), "resultsUnmatched")),
    "words of results": _by(lambda desk: WordsDialog(desk.window, "ACTION_REF_NOT_FOUND").open()),
    "settle": _sent_part(lambda parent, batch: questions.ask_outcome(parent, batch.parts[0], print)),
    "drop": _sent_part(lambda parent, batch: questions.ask_drop(parent, batch, lambda: None)),
    "delete what is old": _by(lambda desk: desk.window.workspace.history.ask_age()),
    "kept": _by(lambda desk: questions.show_kept(desk.window, kept_things(90), lambda: None)),
    "anew": _by(lambda desk: questions.ask_anew(desk.window, lambda: None)),
}
_READY: _Pages = {
    "a clean sheet": _review,
    "destination at impact.com": _destination("impact-sftp"),
    "destination at a server": _destination("own-sftp"),
    "destination at an open server": _destination("own-ftp"),
    "destination by e-mail": _destination("email"),
    "destination folder": _destination("folder"),
    "program": _programs(0),
    "program's event types": _programs(1),
    "program's words": _programs(2),
    "program's rules": _programs(3),
    "program's results": _programs(4),
    "what to type into impact.com": _by(lambda desk: SetupDialog("Server: files.example", desk.window).open()),
    "preferences": _PREFERENCES,
    "privacy": _tab(_PREFERENCES, "preferencesPages", 1),
    "record": _tab(_PREFERENCES, "preferencesPages", 2),
    "about": _ABOUT,
    "licence": _tab(_ABOUT, "aboutTabs", 2),
    "libraries": _page("licences", "aboutDialog"),
    "news": _page("news", "aboutDialog"),
    "support": _page("support", "supportDialog"),
    "shortcuts": _page("shortcuts", "shortcutsDialog"),
    "palette": _page("palette", "commandPalette"),
    "reading": _asked("reading"),
    "row to go to": _asked("goToRow"),
    "send later": _schedule,
    "batches": _page("upload", "severalQuestion"),
    "hand over": _asked("handOver"),
    "approve": _asked("approve"),
    "host key": _host_key,
    "one-time code": _one_time_code,
    "sent before": _by(lambda desk: ask_reason(desk.window, "Sent before.", lambda _: None)),
    "another's destination": _by(lambda desk: confirm_destination(desk.window, "Really?", lambda: None)),
    "save a program": _by(lambda desk: desk.window.workspace.mapping.save_program.ask()),
}
_MESSY: _Pages = {
    "sheet": _work,
    "sheet with bars": _bars,
    "columns": _page("columns", "mappingPane"),
    "difference": _difference,
    "excluding": _asked("exclude"),
    "review of repairs": _page("review", "fixPreview"),
    "replacement": _replaced,
    "needs repair": _page("upload", "setAsideQuestion"),
    "zone": _by(lambda desk: desk.window.workspace.repairs.ask_zone()),
    "date order": _by(lambda desk: desk.window.workspace.repairs.ask_date_order("EventDate")),
    "years of two digits": _by(lambda desk: desk.window.workspace.repairs.ask_short_years("EventDate", "26")),
    "value": _value,
    "words": _by(lambda desk: ask_words(desk.window, desk.window.workspace.session, "Category")),
    "about a field": _by(lambda desk: show_about_field("ClickId", desk.window)),
    "fault": _by(lambda desk: _say(desk.window, "Something went wrong.")),
}
KINDS: Mapping[str, _Pages] = {"start": {"start": _start}, "messy": _MESSY, "ready": _READY, "sent": _SENT}
"""All pages by the sheet that is open meanwhile: none, one with errors, one without, or one that was sent."""


def visit(desk: Desk, kind: str) -> Iterator[tuple[str, QWidget]]:
    """Come to each page of a kind, and leave it again."""
    if kind != "start":
        desk.save_an_agency()
        desk.open(_ERRORS if kind == "messy" else _CLEAN)
    if kind == "sent":
        desk.sent()
    for name, show in KINDS[kind].items():
        page = show(desk)
        desk.window.activateWindow()
        page.window().activateWindow()
        QApplication.processEvents()
        yield name, page
        if page.window() is not desk.window:
            # a question over the dialog goes first
            for open_ in reversed(desk.window.findChildren(QDialog)):
                open_.reject()
        elif kind != "start":
            desk.window.workspace.show_sheet()
        QApplication.processEvents()
