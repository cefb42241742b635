"""A window over a team's record in a real PostgreSQL: slow, stopped and back again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from courier.credentials import Secret
from courier.destinations import Destination
from courier.ledger.location import LedgerLocation
from courier.ledger.team_address import team_address
from courier.settings import config_folder
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from gui.work import jobs_running
from tests.delivery.proxy import Proxy
from tests.keychain import FakeKeychain
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


def open_sheet(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    window.workspace.session.kept = True
    window.workspace.loader.file(path)
    session = window.workspace.session
    qtbot.waitUntil(lambda: not window.workspace.loader.under_way and session.sheet_open, timeout=20_000)
    window.workspace.shipping.choose("Acme")
    qtbot.waitUntil(lambda: session.settled)


def settle(qtbot: QtBot) -> None:
    """Until no job is under way."""
    qtbot.waitUntil(lambda: not jobs_running(), timeout=20_000)


def rules(window: MainWindow) -> set[str]:
    return {problem.rule for problem in window.workspace.session.draft.problems()}


def trouble(window: MainWindow) -> str:
    words = window.findChild(QLabel, "teamTroubleWords")
    assert words is not None
    return "" if window.workspace.team_notice.suggestion.isHidden() else words.toolTip() or words.text()


def trouble_at_start(window: MainWindow) -> str:
    words = window.start.findChild(QLabel, "startTeamTroubleWords")
    assert words is not None
    return "" if window.start.team.isHidden() else words.text()


def upload(qtbot: QtBot, window: MainWindow) -> str:
    """Send, and what is said then."""
    window.commands.upload.trigger()
    qtbot.waitUntil(lambda: window.workspace.shipping.pane.isVisible() and not window.workspace.shipping.pane.sending)
    return " ".join(one.text() for one in window.workspace.shipping.pane.findChildren(QLabel) if one.isVisible())


def test_what_a_colleague_sent_is_found_without_waiting_for_it(
    qtbot: QtBot, team: Team, team_window: MainWindow, sheet: Callable[..., Path], inbox: Path
) -> None:
    open_sheet(qtbot, team_window, sheet({}, {}))
    assert "GRP-SENT-BEFORE" not in rules(team_window)
    upload(qtbot, team_window)
    qtbot.waitUntil(lambda: len(list(inbox.iterdir())) == 1)
    open_sheet(qtbot, team_window, sheet({"Amount": "11.00"}, {}, {}))
    qtbot.waitUntil(lambda: "GRP-SENT-BEFORE" in rules(team_window), timeout=10_000)
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
    port = team.proxy.port
    team.proxy.close()
    open_sheet(qtbot, team_window, sheet({}, {}))
    qtbot.waitUntil(lambda: bool(trouble(team_window)))
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
    qtbot.waitUntil(lambda: not trouble_at_start(team_window))
    upload(qtbot, team_window)
    qtbot.waitUntil(lambda: len(list(inbox.iterdir())) == 1)
    settle(qtbot)
