"""Nobody else on the machine gets at what the app keeps, whatever the umask. Exported files are as open as others."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISLNK

import pytest

from courier.crash_report import keep_details
from courier.draft_edits import type_cells
from courier.drafts.folder import cut_damage_off
from courier.drafts.store import DraftStore
from courier.own_files import close_to_others
from courier.practice.services import practice_services
from courier.services import LocalServices
from courier.settings import data_folder, ledger_folder
from courier.shipping.ship import SendContext, ship
from tests.commands.conftest import courier as courier
from tests.commands.running import NOW, Courier, row, write
from tests.drafts.working import opened_file, source
from tests.ledger.batches import batch_of

pytestmark = pytest.mark.only_on("linux", "darwin", why="a mode means nothing on Windows")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct, autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the state of the app that is not there yet."""
    monkeypatch.setenv("COURIER_HOME", str(tmp_path / "new" / "home"))
    return tmp_path / "new" / "home"


def open_to_others(folder: Path) -> list[str]:
    """Everything in a folder, and the folder, that others may read, write or enter."""
    modes = {path.relative_to(folder).as_posix(): path.lstat().st_mode for path in (folder, *folder.rglob("*"))}
    return [name for name, mode in modes.items() if mode & 0o077 and not S_ISLNK(mode)]


def keep_a_draft(folder: Path) -> Path:
    """A draft with an edit; its folder."""
    opened = opened_file(source(folder))
    journal = DraftStore(data_folder() / "drafts").begin(opened)
    edit = type_cells(opened.draft, [(0, "c2", "12.00")])
    assert opened.draft.do(edit)
    journal.did(edit)
    journal.close()
    return data_folder() / "drafts" / journal.id


def test_all_that_the_app_keeps_is_for_its_owner_alone(
    courier: Courier, home: Path, tmp_path: Path, inbox: Path, umask: int
) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1), row(2, Amount="ten")])
    assert courier("destinations", "add", "Acme", "--url", inbox).code == 0
    assert courier("send", sheet, "--to", "Acme", *NOW, "--set-aside").code == 4
    draft = keep_a_draft(tmp_path)
    cut_damage_off(draft, 8)
    keep_details()
    inbox, services = data_folder() / "practice-inbox", LocalServices()
    with practice_services(inbox, services.clock, data_folder() / "batches") as (practice, server):
        context = SendContext(services.clock, server.secret, server.fingerprint)
        (receipt,) = ship(*batch_of(tmp_path, [row(3)]), server.destination, practice.ledger, context)
    assert [path.name for path in inbox.iterdir()] == [receipt.part]
    with services.ledger.store.writing() as db:
        db.execute("UPDATE submissions SET note = 'in the log'")
        assert {path.suffix for path in ledger_folder().iterdir()} >= {".sqlite", ".sqlite-wal", ".sqlite-shm"}
        assert open_to_others(home) == []
    assert len([path for path in home.rglob("*") if path.is_file()]) > 8
    assert home.parent.stat().st_mode & 0o777 == 0o777 & ~umask


def test_what_a_person_exports_follows_the_umask(courier: Courier, tmp_path: Path, inbox: Path, umask: int) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1), row(2, Amount="ten")])
    assert courier("send", sheet, "--to", inbox, *NOW, "--set-aside").code == 4
    assert courier("export", sheet, "--to", tmp_path / "out", *NOW, "--set-aside").code == 4
    assert courier("history", "export", tmp_path / "history.sqlite").code == 0
    (sent,) = inbox.iterdir()
    assert courier("history", "--save", sent.name, "--to", tmp_path / "saved").code == 0
    exported = [tmp_path / "history.sqlite", *(tmp_path / "out").rglob("*"), *(tmp_path / "saved").rglob("*"), sent]
    assert len(exported) >= 7
    for path in (*exported, tmp_path / "out", tmp_path / "saved"):
        assert path.stat().st_mode & 0o777 == (0o777 if path.is_dir() else 0o666) & ~umask, path


def test_what_was_left_open_is_closed_at_the_start(courier: Courier, courier_home: Path, tmp_path: Path) -> None:
    keep_a_draft(tmp_path)
    strange = tmp_path / "of-somebody-else"
    strange.write_text("not ours")
    strange.chmod(0o644)
    (data_folder() / "drafts" / "link").symlink_to(strange)
    mine = courier_home / "my-own.txt"
    mine.write_text("kept beside it by a person")
    mine.chmod(0o644)
    for path in (courier_home, data_folder(), *data_folder().rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert open_to_others(data_folder())
    assert courier("history").code == 0
    assert open_to_others(data_folder()) == []
    assert courier_home.stat().st_mode & 0o777 == 0o700
    assert (strange.stat().st_mode & 0o777, mine.stat().st_mode & 0o777) == (0o644, 0o644)


def test_the_next_start_goes_on_where_closing_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = keep_a_draft(tmp_path)
    for path in (*data_folder().rglob("*"), data_folder()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    chmod, closed = Path.chmod, list[Path]()

    def stopped(path: Path, mode: int) -> None:
        if path == draft:
            raise KeyboardInterrupt
        chmod(path, mode)
        closed.append(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", stopped)
        with pytest.raises(KeyboardInterrupt):
            close_to_others()
    assert closed
    close_to_others()
    assert open_to_others(data_folder()) == []


def test_a_shared_folder_is_not_taken_from_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    monkeypatch.setenv("COURIER_HOME", str(shared))
    close_to_others()
    assert shared.stat().st_mode & 0o7777 == 0o1777
