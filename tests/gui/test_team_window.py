"""A window over a team's record in a real PostgreSQL: slow, stopped and back again."""

import platform
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from courier.credentials import Secret
from courier.delivery.receipt import State
from courier.destinations import Destination
from courier.ledger.ledger import Ledger
from courier.ledger.location import LedgerLocation
from courier.ledger.open_drafts import OpenDrafts
from courier.ledger.postgres_runs import PostgresRuns
from courier.ledger.team_address import team_address
from courier.programs import Program
from courier.settings import config_folder
from courier.shipping.outgoing_parts import os_user
from gui.session.services import AppServices
from gui.settings.preferences_dialog import PreferencesDialog
from gui.settings.record_page import RecordPage
from gui.window.main_window import MainWindow
from gui.work import jobs_running, wait_for_all
from tests.commands.running import row
from tests.delivery.proxy import Proxy
from tests.keychain import FakeKeychain
from tests.ledger.batches import deliver, mark
from tests.postgres import PASSWORD, PostgresServer


@dataclass
class Team:
    """A team's database behind a proxy; ``address`` is Ann's."""

    server: PostgresServer
    database: str
    proxy: Proxy

    @property
    def address(self) -> str:
        return f"postgresql://ann@127.0.0.2:{self.proxy.port}/{self.database}"


@pytest.fixture
def team(postgres: PostgresServer, keychain: FakeKeychain) -> Iterator[Team]:
    made = Team(postgres, postgres.fresh(), Proxy(postgres.port))
    address = team_address(made.address)
    services = AppServices()
    assert services.credentials.set(address.account, Secret(PASSWORD))
    LedgerLocation(config_folder()).choose(address)
    yield made
    made.proxy.close()


@pytest.fixture
def team_window(team: Team, request: pytest.FixtureRequest, inbox: Path) -> MainWindow:
    AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    shown = request.getfixturevalue("window")
    assert isinstance(shown, MainWindow)
    return shown


def until(qtbot: QtBot, seen: Callable[[], bool]) -> None:
    """The database is another process, and the machine may be busy."""
    qtbot.waitUntil(seen, timeout=30_000)


def open_sheet(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.workspace.session.kept = True
    window.workspace.loader.file(path)
    session = window.workspace.session
    until(qtbot, lambda: not window.workspace.loader.under_way and session.sheet_open)
    window.workspace.shipping.choose("Acme")
    until(qtbot, lambda: session.settled)


def settle(qtbot: QtBot) -> None:
    """Until no job is under way, nor one that is begun by the end of another."""
    quiet = 0

    def still() -> bool:
        nonlocal quiet
        quiet = 0 if jobs_running() else quiet + 1
        return quiet > 3

    until(qtbot, still)


def rules(window: MainWindow) -> set[str]:
    return {problem.rule for problem in window.workspace.session.draft.problems()}


def trouble(window: MainWindow) -> str:
    words = window.findChild(QLabel, "teamTroubleWords")
    assert words is not None
    return "" if window.workspace.team_notice.suggestion.isHidden() else words.toolTip() or words.text()


def plain(words: str) -> str:
    """Without the marks that keep the direction of facts."""
    return words.translate({0x2068: None, 0x2069: None, 0x200B: None})


def trouble_at_start(window: MainWindow) -> str:
    words = window.start.findChild(QLabel, "startTeamTroubleWords")
    assert words is not None
    return "" if window.start.team.isHidden() else words.text()


def upload(qtbot: QtBot, window: MainWindow) -> str:
    """Send, and what is said then."""
    window.commands.upload.trigger()
    until(qtbot, lambda: window.workspace.shipping.pane.isVisible() and not window.workspace.shipping.pane.sending)
    return " ".join(one.text() for one in window.workspace.shipping.pane.findChildren(QLabel) if one.isVisible())


def test_what_a_colleague_sent_is_found_without_waiting_for_it(
    qtbot: QtBot, team: Team, team_window: MainWindow, sheet: Callable[..., Path], inbox: Path
) -> None:
    open_sheet(qtbot, team_window, sheet({}, {}))
    assert "GRP-SENT-BEFORE" not in rules(team_window)
    upload(qtbot, team_window)
    until(qtbot, lambda: len(list(inbox.iterdir())) == 1)
    open_sheet(qtbot, team_window, sheet({"Amount": "11.00"}, {}, {}))
    until(qtbot, lambda: "GRP-SENT-BEFORE" in rules(team_window))
    settle(qtbot)


def test_a_database_that_never_answers_stops_neither_start_nor_edit(
    qtbot: QtBot, team: Team, request: pytest.FixtureRequest, sheet: Callable[..., Path]
) -> None:
    team.proxy.mute()
    window = request.getfixturevalue("window")
    open_sheet(qtbot, window, sheet({}, {}))
    assert window.workspace.session.type_cell(0, "c3", "OTHER-1")
    assert window.workspace.session.settled
    team.proxy.cut()
    settle(qtbot)


def test_a_stopped_database_is_said_once_and_nothing_is_sent(
    qtbot: QtBot, team: Team, team_window: MainWindow, sheet: Callable[..., Path], inbox: Path
) -> None:
    settle(qtbot)
    port = team.proxy.port
    team.proxy.close()
    open_sheet(qtbot, team_window, sheet({}, {}))
    until(qtbot, lambda: bool(trouble(team_window)))
    assert "cannot be reached" in trouble(team_window)
    no = team_window.findChild(QPushButton, "teamTroubleNo")
    assert no is not None
    no.click()
    assert team_window.workspace.session.type_cell(0, "c3", "OTHER-1")
    settle(qtbot)
    assert trouble(team_window) == ""
    assert "cannot be reached" in upload(qtbot, team_window)
    assert list(inbox.iterdir()) == []
    team.proxy = Proxy(team.server.port, port)
    again = team_window.start.findChild(QPushButton, "startTeamTroubleUse")
    assert again is not None
    again.click()
    until(qtbot, lambda: not trouble_at_start(team_window))
    upload(qtbot, team_window)
    until(qtbot, lambda: len(list(inbox.iterdir())) == 1)
    settle(qtbot)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> RecordPage:
    window.commands.preferences.trigger()
    dialog = window.findChild(PreferencesDialog)
    assert dialog is not None
    found = dialog.findChild(RecordPage)
    assert found is not None
    return found


def press(place: QWidget, name: str) -> None:
    found = place.findChild(QAbstractButton, name)
    assert found is not None, name
    found.click()


def said(page: RecordPage) -> str:
    words = page.findChild(QLabel, "recordSaid")
    assert words is not None
    return words.text()


def write(page: RecordPage, name: str, words: str) -> None:
    field = page.findChild(QLineEdit, name)
    assert field is not None
    field.setText(words)


def test_a_person_moves_to_the_team_and_back(
    qtbot: QtBot, postgres: PostgresServer, keychain: FakeKeychain, window: MainWindow, page: RecordPage,
    sheet: Callable[..., Path], inbox: Path,
) -> None:  # fmt: skip
    AppServices().destinations.save(Destination("Acme", "folder", "", 0, folder=str(inbox)))
    open_sheet(qtbot, window, sheet({}))
    upload(qtbot, window)
    settle(qtbot)
    address = str(postgres.address(postgres.fresh(), "lea"))
    press(page, "record-team")
    write(page, "recordAddress", address)
    write(page, "recordPassword", "wrong")
    press(page, "recordConnect")
    until(qtbot, lambda: "password" in said(page))
    assert LedgerLocation(config_folder()).team is None
    write(page, "recordPassword", PASSWORD)
    press(page, "recordConnect")
    until(qtbot, lambda: "not in it yet" in said(page))
    assert str(LedgerLocation(config_folder()).team) == address
    assert PASSWORD in str(vars(keychain))
    press(page, "recordBring")
    until(qtbot, lambda: "1 submission with 1 file and 1 row" in said(page))
    settle(qtbot)
    assert postgres.sql("SELECT count(*) FROM courier.rows", address.rpartition("/")[2]).strip() == "1"
    press(page, "record-here")
    question = window.findChild(QDialog, "recordBack")
    assert question is not None
    press(question, "recordBackBring")
    until(qtbot, lambda: "compared one by one" in said(page))
    settle(qtbot)
    assert LedgerLocation(config_folder()).team is None
    assert [batch.rows for batch in AppServices().ledger.submissions()] == [1]


def test_leaving_the_question_keeps_the_team(
    qtbot: QtBot, team: Team, team_window: MainWindow, page: RecordPage
) -> None:
    press(page, "record-here")
    question = team_window.findChild(QDialog, "recordBack")
    assert question is not None
    press(question, "recordBackCancel")
    way = page.findChild(QRadioButton, "record-team")
    assert way is not None
    assert way.isChecked()
    assert LedgerLocation(config_folder()).team is not None
    settle(qtbot)


@pytest.fixture
def ben(postgres: PostgresServer, team: Team, tmp_path: Path) -> Callable[[int], None]:
    """Ben sends the orders of one number from his own machine, and nobody knows whether they arrived."""
    AppServices().programs.save(Program("Acme", "1000"))

    def send(number: int) -> None:
        store = team.server.store(team.database, "bob")
        with closing(Ledger(tmp_path / "bens", store, PostgresRuns(store))) as bens:
            deliver(tmp_path, [row(number)], bens, program=Program("Acme", "1000"))
            mark(bens, State.UNCONFIRMED)
        postgres.sql("UPDATE courier.submissions SET os_user = 'ben', machine = 'BENS-PC'", team.database)

    return send


def sources(window: MainWindow) -> list[str]:
    """Who sent what the history shows."""
    model = window.workspace.history.pane.table.model()
    return [str(model.index(line, 7).data()) for line in range(model.rowCount())]


def test_today_and_history_name_who_sent(
    qtbot: QtBot, ben: Callable[[int], None], team_window: MainWindow, sheet: Callable[..., Path]
) -> None:
    ben(501)
    open_sheet(qtbot, team_window, sheet({"OrderId": "own-1"}))
    upload(qtbot, team_window)
    settle(qtbot)
    own = f"{os_user()} on {platform.node()}"
    team_window.commands.history.trigger()
    until(qtbot, lambda: sources(team_window) == [own, "ben on BENS-PC"])
    pane = team_window.workspace.history.pane
    about = [one.text() for one in pane.details.findChildren(QLabel)]
    assert any(own in words for words in about)
    whose = pane.findChild(QComboBox, "historyWhose")
    assert whose is not None
    assert whose.isVisible()
    whose.setCurrentIndex(1)
    whose.activated.emit(1)
    assert sources(team_window) == [own]
    whose.setCurrentIndex(0)
    write(pane, "historyOrder", "bens")
    until(qtbot, lambda: sources(team_window) == ["ben on BENS-PC"])
    settle(qtbot)
    today = team_window.workspace.history.today
    cards = " ".join(one.text() for one in today.findChildren(QLabel))
    assert "1 file unconfirmed (sent by ben on BENS-PC)" in plain(cards)
    todays = today.whose
    todays.setCurrentIndex(1)
    todays.activated.emit(1)
    until(qtbot, lambda: "ben" not in " ".join(one.text() for one in today.findChildren(QLabel)))
    settle(qtbot)


def test_a_note_of_another_is_seen_after_a_look(
    qtbot: QtBot, team: Team, ben: Callable[[int], None], team_window: MainWindow
) -> None:
    ben(502)
    team_window.commands.history.trigger()
    pane = team_window.workspace.history.pane
    until(qtbot, lambda: sources(team_window) == ["ben on BENS-PC"])
    settle(qtbot)
    team.server.sql("UPDATE courier.submissions SET note = 'wait for Lea'", team.database)
    team_window.commands.refresh.trigger()
    until(qtbot, lambda: [one.text() for one in pane.findChildren(QLineEdit, "historyNote")] == ["wait for Lea"])
    settle(qtbot)


def test_one_person_alone_sees_no_team(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.history.trigger()
    until(qtbot, lambda: not jobs_running())
    whose = window.workspace.history.pane.findChild(QComboBox, "historyWhose")
    assert whose is not None
    assert whose.isHidden()
    assert window.workspace.history.today.whose.isHidden()


def test_the_sheet_that_is_open_is_told_to_the_team_until_it_is_closed(
    qtbot: QtBot, team: Team, team_window: MainWindow, sheet: Callable[..., Path]
) -> None:
    with closing(team.server.store(team.database, "bob")) as store:
        bens = OpenDrafts(store)

        def seen() -> list[tuple[str, str]]:
            return [(one.program, one.source) for one in bens.of_others("ben", "BENS-PC")]

        AppServices().programs.save(Program("Acme", "1000"))
        open_sheet(qtbot, team_window, sheet({}))
        settle(qtbot)
        assert seen() == [("", "orders.csv")]
        team_window.workspace.programs.choose("Acme")
        settle(qtbot)
        assert seen() == [("Acme", "orders.csv")]
        bens.announce("b", "Acme", "orders-march.xlsx", "ben", "BENS-PC")
        team_window.commands.today.trigger()
        settle(qtbot)
        words = team_window.workspace.history.today.findChild(QLabel, "todayOpenElsewhere")
        assert words is not None
        assert plain(words.text()) == "ben has orders-march.xlsx of Acme open on BENS-PC"
        team_window.workspace.session.kept = True
        team_window.close()
        settle(qtbot)
        assert seen() == []


def test_who_wants_sends_without_the_team_and_is_told_of_what_went_twice(
    qtbot: QtBot, team: Team, team_window: MainWindow, sheet: Callable[..., Path], inbox: Path
) -> None:
    settle(qtbot)
    port = team.proxy.port
    team.proxy.close()
    open_sheet(qtbot, team_window, sheet({"OrderId": "twice"}))
    until(qtbot, lambda: bool(trouble(team_window)))
    settle(qtbot)
    team_window.commands.preferences.trigger()
    page = team_window.findChild(RecordPage)
    assert page is not None
    press(page, "recordLeave")
    question = team_window.findChild(QDialog, "recordLeaveQuestion")
    assert question is not None
    press(question, "recordLeaveGo")
    until(qtbot, lambda: "left aside" in said(page))
    settle(qtbot)
    upload(qtbot, team_window)
    until(qtbot, lambda: len(list(inbox.iterdir())) == 1)
    settle(qtbot)
    team.proxy = Proxy(team.server.port, port)
    press(team_window.start, "startTeamTroubleUse")
    settle(qtbot)
    assert trouble_at_start(team_window) == ""
    assert team.server.sql("SELECT count(*) FROM courier.rows", team.database).strip() == "1"


def test_the_app_ends_though_a_database_has_fallen_silent(qtbot: QtBot, team: Team, team_window: MainWindow) -> None:
    settle(qtbot)
    team.proxy.mute()
    team_window.commands.refresh.trigger()
    assert not wait_for_all(100)
    team_window.services.hang_up()
    wait_for_all()
    until(qtbot, lambda: bool(trouble_at_start(team_window)))
    # said by a window that is closing anyway
    team.proxy.cut()
