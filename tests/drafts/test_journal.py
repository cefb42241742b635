"""The journal: what is written before an edit counts as done, and what happens when writing fails."""

import errno
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from courier.draft_edits import type_cells
from courier.drafts import journal as journal_module
from courier.drafts import pending_folder
from courier.drafts.journal import Journal
from courier.drafts.records import scan
from courier.drafts.store import DraftStore
from courier.lock import Lock
from courier.open_sheet import OpenedSheet
from tests.drafts.working import come_back, opened_file, source


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


@pytest.fixture
def opened(tmp_path: Path) -> OpenedSheet:
    return opened_file(source(tmp_path))


@pytest.fixture
def journal(store: DraftStore, opened: OpenedSheet) -> Iterator[Journal]:
    journal = store.begin(opened)
    yield journal
    journal.close()


def type_in(opened: OpenedSheet, journal: Journal, text: str) -> None:
    edit = type_cells(opened.draft, [(0, "c2", text)])
    assert opened.draft.do(edit)
    journal.did(edit)


def file_of(tmp_path: Path) -> Path:
    return next((tmp_path / "drafts").glob("*/edits.journal"))


def edits_in(tmp_path: Path) -> int:
    return scan(file_of(tmp_path).read_bytes()).edits


def soon(happened: object, seconds: float = 5.0) -> bool:
    assert callable(happened)
    until = time.monotonic() + seconds
    while not happened() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(happened())


def test_looking_at_a_file_leaves_nothing_behind(tmp_path: Path, journal: Journal) -> None:
    assert journal.state.word == "saved"
    journal.close()
    assert not (tmp_path / "drafts").exists()


def test_an_edit_is_with_the_system_when_did_returns_and_on_the_disk_within_a_second(
    tmp_path: Path, opened: OpenedSheet, journal: Journal
) -> None:
    type_in(opened, journal, "1")
    assert edits_in(tmp_path) == 1
    assert journal.state.word == "saving"
    assert soon(lambda: journal.state.word == "saved", 1.0)
    assert str(journal.state.sentence) == "All edits saved"


@pytest.mark.only_on("linux", "darwin", why="Windows keeps a user's folders to the user, and has no such bits")
def test_nobody_else_may_read_what_is_kept(tmp_path: Path, opened: OpenedSheet, journal: Journal) -> None:
    type_in(opened, journal, "1")
    assert file_of(tmp_path).parent.stat().st_mode & 0o777 == 0o700


def test_small_edits_are_written_in_well_under_a_millisecond(opened: OpenedSheet, journal: Journal) -> None:
    edits = [type_cells(opened.draft, [(0, "c2", str(number))]) for number in range(2000)]
    journal.did(edits[0])
    began = time.perf_counter()
    for edit in edits:
        journal.did(edit)
    took = (time.perf_counter() - began) / len(edits)
    assert took < 0.001, f"{took * 1000:.3f} ms"


@pytest.fixture
def held_copies(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """All sheets count as large, and their sources are copied only after this is set."""
    go = threading.Event()
    plain = pending_folder.copies_of

    def wait(*arguments):
        assert go.wait(20)
        return plain(*arguments)

    monkeypatch.setattr(pending_folder, "_LARGE", 0)
    monkeypatch.setattr(pending_folder, "copies_of", wait)
    yield go
    go.set()


def test_the_first_edits_of_a_large_sheet_do_not_wait_for_the_copy_of_its_source(
    tmp_path: Path, held_copies: threading.Event, opened: OpenedSheet, store: DraftStore
) -> None:
    journal = store.begin(opened)
    began = time.perf_counter()
    type_in(opened, journal, "1")
    type_in(opened, journal, "2")
    assert time.perf_counter() - began < 2
    assert journal.state.word == "saving"
    held_copies.set()
    assert soon(lambda: journal.state.word == "saved")
    assert edits_in(tmp_path) == 2
    journal.close()
    assert [kept.edits for kept in store.kept()] == [2]


def test_closing_waits_until_the_first_edits_of_a_large_sheet_are_kept(
    tmp_path: Path, held_copies: threading.Event, opened: OpenedSheet, store: DraftStore
) -> None:
    journal = store.begin(opened)
    type_in(opened, journal, "1")
    threading.Timer(0.3, held_copies.set).start()
    journal.close()
    assert edits_in(tmp_path) == 1


def test_nothing_stays_of_a_large_sheet_that_was_only_looked_at(
    tmp_path: Path, held_copies: threading.Event, opened: OpenedSheet, store: DraftStore
) -> None:
    held_copies.set()
    journal = store.begin(opened)
    assert soon(lambda: list((tmp_path / "drafts").glob("*/table.arrow")))
    assert store.kept() == []
    journal.close()
    assert list((tmp_path / "drafts").iterdir()) == []


def test_nothing_stays_of_a_large_sheet_that_is_closed_while_its_source_is_copied(
    tmp_path: Path, held_copies: threading.Event, opened: OpenedSheet, store: DraftStore
) -> None:
    store.begin(opened).close()
    (copying,) = [thread for thread in threading.enumerate() if thread.name.startswith("copies")]
    held_copies.set()
    copying.join(20)
    assert not copying.is_alive()
    assert not (tmp_path / "drafts").exists()


def test_a_closed_journal_takes_nothing(opened: OpenedSheet, journal: Journal) -> None:
    journal.close()
    journal.close()
    with pytest.raises(RuntimeError):
        journal.undid()


@pytest.mark.only_on("linux", "darwin", why="Windows has no limits of this kind")
def test_a_full_disk_is_said_at_once_and_mended_by_itself(
    tmp_path: Path, store: DraftStore, opened: OpenedSheet, journal: Journal
) -> None:
    import resource

    type_in(opened, journal, "0")
    journal.sync()
    type_in(opened, journal, "1")
    size = file_of(tmp_path).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, hard))
    try:
        for text in ("2", "3", "4"):
            type_in(opened, journal, text)
            assert journal.state.word == "failed"
            assert "disk is full" in journal.state.sentence
        assert opened.draft.sheet.cell(0, "c2") == "4"
        # nothing is left of a record that could not be written completely
        assert (edits_in(tmp_path), scan(file_of(tmp_path).read_bytes()).damaged) == (2, False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    type_in(opened, journal, "5")
    assert journal.state.word == "saving"
    journal.close()
    assert journal.state.word == "saved"
    come_back(store, journal.id, opened)


def test_a_draft_that_could_not_be_begun_is_begun_later(tmp_path: Path, store: DraftStore, opened: OpenedSheet) -> None:
    (tmp_path / "drafts").write_text("a file where the folder belongs")
    journal = store.begin(opened)
    type_in(opened, journal, "1")
    assert journal.state.word == "failed"
    assert "cannot be written" in journal.state.sentence
    (tmp_path / "drafts").unlink()
    journal.sync()
    assert journal.state.word == "saved"
    assert edits_in(tmp_path) == 1
    journal.close()


def test_what_failed_is_tried_again_without_another_edit(
    tmp_path: Path, store: DraftStore, opened: OpenedSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "_RETRY", 0.05)
    (tmp_path / "drafts").write_text("a file where the folder belongs")
    journal = store.begin(opened)
    type_in(opened, journal, "1")
    assert journal.state.word == "failed"
    (tmp_path / "drafts").unlink()
    assert soon(lambda: journal.state.word == "saved")
    journal.close()


def test_what_a_disk_did_not_take_is_written_again(
    tmp_path: Path, opened: OpenedSheet, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(opened, journal, "1")
    journal.sync()
    size = file_of(tmp_path).stat().st_size

    def broken(handle: int) -> None:
        # like some systems: data that were not synced are lost
        os.truncate(file_of(tmp_path), size)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(journal_module, "sync", broken)
        type_in(opened, journal, "2")
        type_in(opened, journal, "3")
        journal.sync()
        assert journal.state.word == "failed"
        assert edits_in(tmp_path) == 1
    type_in(opened, journal, "4")
    journal.sync()
    assert journal.state.word == "saved"
    assert edits_in(tmp_path) == 4


@pytest.mark.only_on("linux", "darwin", why="Windows keeps open files")
def test_a_folder_that_goes_away_is_said(tmp_path: Path, opened: OpenedSheet, journal: Journal) -> None:
    type_in(opened, journal, "1")
    file_of(tmp_path).unlink()
    type_in(opened, journal, "2")
    assert journal.state.word == "failed"
    assert opened.draft.sheet.cell(0, "c2") == "2"


def test_edits_do_not_wait_for_the_disk(
    tmp_path: Path, opened: OpenedSheet, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(opened, journal, "1")
    journal.sync()
    reached, going_on = threading.Event(), threading.Event()

    def slow(handle: int) -> None:
        reached.set()
        going_on.wait(10)

    monkeypatch.setattr(journal_module, "sync", slow)
    type_in(opened, journal, "2")
    assert reached.wait(5)
    began = time.perf_counter()
    type_in(opened, journal, "3")
    assert time.perf_counter() - began < 1
    assert edits_in(tmp_path) == 3
    going_on.set()
    journal.sync()
    assert journal.state.word == "saved"


def test_a_lock_has_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    first = Lock.take(path)
    assert first is not None
    assert Lock.take(path) is None
    first.release()
    second = Lock.take(path)
    assert second is not None
    second.release(remove=True)
    assert not path.exists()


def test_closing_just_when_the_pause_before_a_sync_is_over_ends(
    tmp_path: Path, opened: OpenedSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = threading.Thread(target=lambda: journal.close(), daemon=True)

    class PauseOver(threading.Event):
        """Begins to close at the end of the first pause, before the paused thread continues."""

        def wait(self, timeout: float | None = None) -> bool:
            happened = super().wait(timeout)
            if timeout is not None and not happened and closing.ident is None:
                closing.start()
                super().wait()
                time.sleep(0.1)
            return happened

    monkeypatch.setattr(journal_module, "Event", PauseOver)
    journal = DraftStore(tmp_path / "drafts").begin(opened)
    type_in(opened, journal, "1")
    assert soon(lambda: closing.ident is not None)
    closing.join(5)
    assert not closing.is_alive()
    assert edits_in(tmp_path) == 1
