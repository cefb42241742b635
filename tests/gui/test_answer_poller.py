"""What a window asks impact.com while it is open, of a stand-in, about what really was sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from courier.api_account import keep_token
from courier.credentials import Secret
from courier.ledger.ledger import Ledger
from courier.programs import Program, Programs
from courier.services import LocalServices
from courier.settings import config_folder
from gui.window.main_window import MainWindow
from tests.commands.running import row
from tests.keychain import FakeKeychain
from tests.ledger.batches import NOW, deliver
from tests.results.stand_in import SID, TOKEN, Fault, StandIn, Submission, error, standing_in


@pytest.fixture
def impact() -> Iterator[StandIn]:
    with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def sent(impact: StandIn, ledger: Ledger, tmp_path: Path, keychain: FakeKeychain) -> Callable[..., str]:
    """Sends five orders some minutes ago for a program with an account at the stand-in; the name of the part."""

    def go(minutes: float = 3, token: str = TOKEN) -> str:
        acme = Program("Acme", "1000", account_sid=SID, api_url=impact.url)
        Programs(config_folder()).save(acme)
        keep_token(acme, None, Secret(token), LocalServices())
        deliver(tmp_path, [row(number) for number in range(1, 6)], ledger, program=acme)
        # the sheet is of the past that all sheets of these tests are of; that it was sent is not
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        with ledger.store.writing() as db:
            for table, column in (("parts", "at"), ("submissions", "made_at")):
                db.execute(f"UPDATE {table} SET {column} = ?", (at.isoformat(),))
        return ledger.submissions()[0].parts[0].name

    return go


def look(qtbot, window: MainWindow) -> list[str]:
    """Let the window look, and wait for the end of that; what was told."""
    poller, told = window.workspace.history.answers, []
    poller.told.connect(told.append)
    poller.look()
    qtbot.waitUntil(lambda: not poller._looking, timeout=20_000)
    return told


def test_an_answer_is_told_and_recorded_once(qtbot, sent, impact: StandIn, ledger: Ledger, window: MainWindow) -> None:
    name = sent()
    now = datetime.now(UTC).isoformat()
    impact.submissions = [Submission(name, submitted=now, errors=[error("AC-2"), error("AC-4")])]
    with qtbot.waitSignal(window.workspace.history.changed, timeout=20_000):
        told = look(qtbot, window)
    assert told == [f"impact.com is done with {name} of Acme: 3 accepted, 2 refused."]
    part = ledger.submissions()[0].parts[0].uuid
    ((answer,),) = ledger.answers.of_parts([part]).values()
    assert (answer.complete, answer.refused["order_id"].to_list()) == (True, ["AC-2", "AC-4"])
    assert look(qtbot, window) == []
    assert impact.paths == ["/FTPFileSubmissions", "/FTPFileSubmissions/F-0001/ErrorDetails"]


def test_looks_wait_for_their_moments(qtbot, sent, impact: StandIn, window: MainWindow) -> None:
    impact.submissions = [Submission(sent(minutes=1))]
    assert (look(qtbot, window), impact.asked) == ([], [])


def test_several_windows_look_once(qtbot, sent, impact: StandIn, window: MainWindow) -> None:
    sent()
    assert (look(qtbot, window), look(qtbot, window)) == ([], [])
    assert impact.paths == ["/FTPFileSubmissions"]


def test_nobody_there_is_no_news(qtbot, sent, impact: StandIn, window: MainWindow) -> None:
    sent()
    impact.faults = [Fault(503, times=9), Fault(429)]
    assert look(qtbot, window) == []
    assert len(impact.asked) == 1


def test_what_a_person_has_to_mend_is_said_once(qtbot, sent, impact: StandIn, window: MainWindow) -> None:
    sent(token="wrong")
    (said,) = look(qtbot, window)
    assert said.startswith("impact.com knows no such Account SID with this token")
    window._services.answer_looks._looked_at.clear()
    assert look(qtbot, window) == []
    assert len(impact.asked) == 2


def test_without_an_account_nobody_is_asked_and_no_password(
    qtbot, impact: StandIn, ledger: Ledger, tmp_path: Path, keychain: FakeKeychain, window: MainWindow
) -> None:
    Programs(config_folder()).save(Program("Acme", "1000"))
    deliver(tmp_path, [row(1)], ledger, at=NOW)
    assert look(qtbot, window) == []
    assert (impact.asked, keychain.asked_for) == ([], [])


def test_a_window_that_closes_waits_for_nobody(qtbot, sent, impact: StandIn, window: MainWindow) -> None:
    sent()
    impact.faults = [Fault(before=60)]
    poller = window.workspace.history.answers
    poller.look()
    qtbot.waitUntil(lambda: bool(impact.asked), timeout=10_000)
    window.workspace.history.put_away()
    qtbot.waitUntil(lambda: not poller._looking, timeout=5_000)
    poller.look()
    assert not poller._looking
