"""The Today list over all programs: their drafts, and sending all that are clean after one question."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from courier.credentials import Secret
from courier.destinations import Destination
from courier.draft_edits import change_choices, type_cells
from courier.drafts.store import DraftStore
from courier.open_sheet import OpenOptions, open_source
from courier.programs import Program
from courier.settings import data_folder
from gui.history.today_list import TodayList
from gui.session.services import AppServices
from gui.window.main_window import MainWindow
from tests.delivery.servers import encrypting, pyftpd
from tests.gui.test_history import press, question
from tests.gui.test_journey import wait_open
from tests.inboxes import with_inboxes

ACME = Program("Acme US", "1000", destination="Acme inbox")
BOLT = Program("Bolt DE", "2000", destination="Bolt inbox")
PASSWORD = "a password"
Keep = Callable[..., None]
pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def inboxes(tmp_path: Path) -> dict[str, Path]:
    """The folder that each of the two programs delivers to."""
    return with_inboxes(tmp_path, ACME, BOLT)


@pytest.fixture
def keep(sheet, tmp_path: Path) -> Keep:
    """Makes a draft as a window leaves it behind: a sheet with an edit."""

    def go(name: str, *rows: dict[str, str], program: Program | None = ACME) -> None:
        path = sheet(*rows).rename(tmp_path / name)
        drafts = DraftStore(data_folder() / "drafts")
        opened = open_source(path, OpenOptions(program=program), datetime.now(UTC))
        journal = drafts.begin(opened)
        edit = type_cells(opened.draft, [(0, "c8", "Golf")])
        opened.draft.do(edit)
        journal.did(edit)
        journal.close()

    return go


@pytest.fixture
def start(qtbot, request: pytest.FixtureRequest) -> Callable[[], MainWindow]:
    """Opens the window, with all its Today list says."""

    def go() -> MainWindow:
        window: MainWindow = request.getfixturevalue("window")
        qtbot.waitUntil(lambda: bool(cards(window)), timeout=10_000)
        return window

    return go


def cards(window: MainWindow) -> dict[str, str]:
    """What the card of each program says."""
    children = window.findChild(TodayList).children()
    shown = [child for child in children if child.objectName().startswith("today-") and child.isVisibleTo(window)]
    return {
        card.objectName().removeprefix("today-"): "\n".join(label.text() for label in card.findChildren(QLabel))
        for card in shown
    }


def card(window: MainWindow, program: str) -> str:
    """The same of one; "" as long as there is none."""
    return cards(window).get(program, "")


def words(where) -> str:
    return "\n".join(label.text() for label in where.findChildren(QLabel))


def ask_for_clean(qtbot, window: MainWindow) -> QDialog:
    press(qtbot, window, "todaySendClean")
    qtbot.waitUntil(
        lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "cleanQuestion")), timeout=10_000
    )
    return question(window, "cleanQuestion")


def said(window: MainWindow) -> str:
    return window.findChild(QLabel, "statusSaid").words


def days_ago(days: float) -> str:
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------------- what it shows


def test_each_program_shows_its_drafts_and_the_day_their_oldest_row_expires(qtbot, inboxes, keep: Keep, start) -> None:
    keep("acme.csv", {}, {"EventDate": days_ago(80)})
    keep("older.csv", {"EventDate": days_ago(100)})
    keep("bolt.csv", {"CampaignId": "2000"}, program=BOLT)
    keep("nobody.csv", {}, program=None)
    window = start()
    shown = cards(window)
    assert list(shown) == ["Acme US", "Bolt DE"]
    day = f"{datetime.now(UTC).astimezone() + timedelta(days=8):%Y-%m-%d}"
    gone = f"{datetime.now(UTC).astimezone() - timedelta(days=12):%Y-%m-%d}"
    assert f"acme.csv: 2 rows, 1 edit · oldest row expires {day}" in shown["Acme US"]
    assert f"older.csv: 1 row, 1 edit · oldest row expired {gone}" in shown["Acme US"]
    assert f"nothing sent yet · oldest row expired {gone}" in shown["Acme US"]
    assert "bolt.csv" in shown["Bolt DE"]
    assert "bolt.csv" not in shown["Acme US"]
    # what belongs to no program is gone on with as before, and nothing stands there twice
    everything = words(window.start)
    assert [everything.count(name) for name in ("acme.csv", "older.csv", "bolt.csv", "nobody.csv")] == [1, 1, 1, 1]


def test_a_draft_is_gone_on_with_from_there(qtbot, inboxes, keep: Keep, start) -> None:
    keep("acme.csv", {}, {})
    window = start()
    (kept,) = DraftStore(data_folder() / "drafts").kept()
    press(qtbot, window, f"draft-{kept.id}")
    wait_open(qtbot, window)
    opened = window.workspace.session.opened
    assert opened.name == "acme.csv"
    assert opened.draft.choices.program == "Acme US"
    assert opened.draft.sheet.cells([0], "c8") == ["Golf"]


def test_a_draft_that_changes_its_program_changes_its_place(qtbot, inboxes, keep: Keep, start) -> None:
    keep("acme.csv", {})
    drafts = DraftStore(data_folder() / "drafts")
    resumed = drafts.resume(drafts.kept()[0].id, datetime.now(UTC))
    edit = change_choices(resumed.opened.draft, "edit-program", program="Bolt DE")
    resumed.opened.draft.do(edit)
    resumed.journal.did(edit)
    resumed.journal.close()
    assert list(cards(start())) == ["Bolt DE"]


def test_a_draft_comes_to_its_program_once_that_is_saved(qtbot, inboxes, keep: Keep, start) -> None:
    keep("acme.csv", {})
    keep("new.csv", {}, program=Program("New"))
    window = start()
    assert list(cards(window)) == ["Acme US"]
    assert "new.csv" in words(window.start)
    window.workspace._services.programs.save(Program("New"))
    window.workspace.programs.programs_changed.emit()
    qtbot.waitUntil(lambda: "new.csv" in card(window, "New"), timeout=10_000)
    shown = [label.text() for label in window.start.findChildren(QLabel) if label.isVisible()]
    assert sum("new.csv" in sentence for sentence in shown) == 1


def test_where_the_history_cannot_be_read_drafts_are_gone_on_with_all_the_same(
    courier_home: Path, inboxes, keep: Keep, request: pytest.FixtureRequest
) -> None:
    keep("acme.csv", {})
    folder = courier_home / "data" / "ledger"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.sqlite").write_bytes(b"rubbish" * 1000)
    window = request.getfixturevalue("window")
    assert cards(window) == {}
    assert "acme.csv" in words(window.start)


# ---------------------------------------------------------------------- all that are clean


def test_all_clean_drafts_are_sent_after_one_question_and_the_others_named(
    qtbot, inboxes, keep: Keep, start, tmp_path: Path
) -> None:
    keep("acme.csv", {"OrderId": "A-1"}, {"OrderId": "A-2", "Amount": "1190.00"})
    keep("bolt.csv", {"CampaignId": "2000", "OrderId": "B-1"}, program=BOLT)
    keep("both.csv", {"OrderId": "C-1"}, {"CampaignId": "2000", "OrderId": "C-2"})
    keep("gone.csv", {"OrderId": "D-1"})
    (tmp_path / "gone.csv").unlink()
    keep("wrong.csv", {"OrderId": "E-1", "Quantity": "many"})
    keep("nobody.csv", {"OrderId": "F-1"}, program=None)
    AppServices().programs.save(Program("Homeless", "3000"))
    keep("homeless.csv", {"CampaignId": "3000", "OrderId": "G-1"}, program=Program("Homeless", "3000"))
    window = start()
    asked = ask_for_clean(qtbot, window)
    told = words(asked)
    for line in (
        "4 drafts are clean and sent at once.",
        "Acme US: 2 rows, USD 1,200.00 to Acme inbox",
        "Bolt DE: 1 row, USD 10.00 to Bolt inbox",
        "wrong.csv: 1 error left",
        "nobody.csv: It has no program",
        "homeless.csv: Homeless has no destination",
    ):
        assert line in told
    press(qtbot, asked, "cleanCancel")
    assert [names(folder) for folder in inboxes.values()] == [[], []]
    asked = ask_for_clean(qtbot, window)
    go = asked.findChild(QPushButton, "cleanGo")
    assert go.text() == "Send 5 batches"
    press(qtbot, asked, "cleanGo")
    qtbot.waitUntil(lambda: said(window) == "All 5 batches were delivered.", timeout=20_000)
    acme, bolt = (
        "\n".join(path.read_text(encoding="utf-8") for path in folder.iterdir()) for folder in inboxes.values()
    )
    for order, mine, other in (("A-1", acme, bolt), ("B-1", bolt, acme), ("C-1", acme, bolt), ("C-2", bolt, acme),
                               ("D-1", acme, bolt)):  # fmt: skip
        assert order in mine
        assert order not in other
    assert {(batch.program, batch.source) for batch in AppServices().ledger.submissions()} == {
        ("Acme US", "acme.csv"), ("Bolt DE", "bolt.csv"), ("Acme US", "both.csv"), ("Bolt DE", "both.csv"),
        ("Acme US", "gone.csv"),
    }  # fmt: skip
    # what was delivered is no draft any more
    kept = DraftStore(data_folder() / "drafts").kept()
    assert {draft.name for draft in kept} == {"wrong.csv", "nobody.csv", "homeless.csv"}
    qtbot.waitUntil(lambda: "Arrived" in card(window, "Acme US") and "wrong.csv" in card(window, "Acme US"))
    assert "both.csv: " not in card(window, "Acme US")


def test_where_nothing_is_clean_nothing_can_be_sent(qtbot, inboxes, keep: Keep, start) -> None:
    keep("wrong.csv", {"Quantity": "many"})
    AppServices().destinations.remove("Bolt inbox")
    keep("bolt.csv", {"CampaignId": "2000"}, program=BOLT)
    window = start()
    asked = ask_for_clean(qtbot, window)
    assert "No draft is clean" in words(asked)
    assert "“Bolt inbox”, which is not saved any more" in words(asked)
    assert [button.objectName() for button in asked.findChildren(QPushButton)] == ["cleanCancel"]
    press(qtbot, asked, "cleanCancel")
    assert AppServices().ledger.submissions() == []


def test_what_was_sent_before_is_held_back(qtbot, inboxes, keep: Keep, start) -> None:
    keep("first.csv", {"OrderId": "A-1"})
    window = start()
    press(qtbot, ask_for_clean(qtbot, window), "cleanGo")
    qtbot.waitUntil(lambda: said(window) == "The batch was delivered.", timeout=20_000)
    keep("second.csv", {"OrderId": "A-1", "Amount": "12.00"}, {"OrderId": "A-2"})
    window.workspace.history.take_up()
    qtbot.waitUntil(lambda: "second.csv" in card(window, "Acme US"))
    keep("third.csv", *({"OrderId": f"C-{number}"} for number in range(3)))
    asked = ask_for_clean(qtbot, window)
    assert "second.csv: It has 1 row of orders sent before" in words(asked)
    # the other one is beside what its program sent before
    assert "Acme US: 3 rows, USD 30.00 to Acme inbox" in words(asked)
    assert "Against the batch before: rows 3 × usual, USD 3 × usual" in words(asked)
    press(qtbot, asked, "cleanCancel")
    assert len(names(inboxes["Acme US"])) == 1


def test_what_could_not_be_sent_is_told_and_kept(qtbot, inboxes, keep: Keep, start) -> None:
    keep("acme.csv", {"OrderId": "A-1"})
    keep("bolt.csv", {"CampaignId": "2000", "OrderId": "B-1"}, program=BOLT)
    window = start()
    asked = ask_for_clean(qtbot, window)
    inboxes["Bolt DE"].rmdir()
    (kept,) = [draft for draft in DraftStore(data_folder() / "drafts").kept() if draft.name == "acme.csv"]
    resumed = DraftStore(data_folder() / "drafts").resume(kept.id, datetime.now(UTC))
    press(qtbot, asked, "cleanGo")
    qtbot.waitUntil(
        lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog, "cleanTroubles")), timeout=20_000
    )
    troubles = question(window, "cleanTroubles")
    assert "No batch was delivered" in words(troubles)
    assert "acme.csv: This sheet is being edited in another window" in words(troubles)
    assert "bolt.csv was not delivered to Bolt inbox" in words(troubles)
    press(qtbot, troubles, "cleanTroublesOk")
    resumed.journal.close()
    assert {draft.name for draft in DraftStore(data_folder() / "drafts").kept()} == {"acme.csv", "bolt.csv"}
    (waits,) = AppServices().ledger.waiting()
    assert waits.source == "bolt.csv"
    qtbot.waitUntil(lambda: "waits until" in card(window, "Bolt DE"))
    # it goes once the folder is there again, and only then is its draft done with
    inboxes["Bolt DE"].mkdir()
    window.workspace.history.queue.send(waits)
    qtbot.waitUntil(lambda: "was delivered to Bolt inbox" in said(window), timeout=20_000)
    assert {draft.name for draft in DraftStore(data_folder() / "drafts").kept()} == {"acme.csv"}


def test_several_batches_for_one_unknown_server_are_one_question_and_go_one_after_the_other(
    qtbot, inboxes, keep: Keep, start, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    certificate = encrypting(tmp_path)[1]
    with pyftpd(home, PASSWORD, tls="implicit", certificate=certificate) as server:
        place = Destination("Acme inbox", "ftp", "127.0.0.1", server.port, "courier", tls="implicit")
        AppServices().destinations.save(place)
        for number in range(3):
            keep(f"acme{number}.csv", {"OrderId": f"A-{number}"})
        window = start()
        window.workspace._services.credentials.set(place.account, Secret(PASSWORD))
        press(qtbot, ask_for_clean(qtbot, window), "cleanGo")
        seen = lambda: [dialog for dialog in window.findChildren(QDialog, "certificateQuestion") if dialog.isVisible()]  # noqa: E731
        qtbot.waitUntil(lambda: bool(seen()), timeout=20_000)
        queue = window.workspace.history.queue
        qtbot.waitUntil(lambda: not queue._under_way and not queue._line, timeout=20_000)
        assert len(seen()) == 1
        assert names(home) == []
        press(qtbot, seen()[0], "certificateAccept")
        qtbot.waitUntil(lambda: len(names(home)) == 3, timeout=20_000)
        qtbot.waitUntil(
            lambda: {str(batch.state) for batch in AppServices().ledger.submissions()} == {"arrived"}, timeout=20_000
        )
    qtbot.waitUntil(lambda: DraftStore(data_folder() / "drafts").kept() == [])


def test_a_draft_says_on_which_days_its_rows_grow_too_old(keep: Keep, start, inboxes: dict[str, Path]) -> None:
    def event(days: float) -> dict[str, str]:
        return {"EventDate": (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")}

    keep("old.csv", event(88 - 1.2), event(88 - 1.2), event(10))
    window = start()
    said = card(window, "Acme US")
    assert "Rows soon too old for impact.com: 2 " in said
    assert "oldest row expires" in said.splitlines()[1]
