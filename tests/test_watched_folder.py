"""A watched folder: which files are whole, and that nothing is lost or overwritten when they are put away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from courier.open_files import has_writer
from courier.watched_folder import (
    HELD,
    SENT,
    FileChanged,
    Obstacle,
    WatchedFolder,
    content_of,
    free_path,
    is_still,
)

HOLDS_OPEN = "import sys; file = open(sys.argv[1], sys.argv[2]); print('open', flush=True); sys.stdin.read()"


@contextmanager
def held_open(path: Path, mode: str) -> Iterator[None]:
    """Another program has a file open meanwhile."""
    program = [sys.executable, "-c", HOLDS_OPEN, str(path), mode]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == b"open"
        try:
            yield
        finally:
            assert process.stdin
            process.stdin.close()


def changed_at(path: Path, second: int) -> None:
    os.utime(path, (second, second))


def test_a_file_is_whole_after_it_rested_in_size_and_time(tmp_path: Path) -> None:
    path, folder = tmp_path / "orders.csv", WatchedFolder(tmp_path, 10)
    path.write_text("a")
    changed_at(path, 1000)
    for now, whole in ((0.0, False), (9.9, False), (10.0, True), (30.0, True)):
        look = folder.look(now)
        assert (look.whole, look.resting) == (((path,), False) if whole else ((), True))
    path.write_text("b")
    changed_at(path, 1001)
    assert [folder.look(now).whole for now in (31.0, 40.9, 41.0)] == [(), (), (path,)]
    path.write_text("bc")
    changed_at(path, 1001)
    assert [folder.look(now).whole for now in (42.0, 51.9, 52.0)] == [(), (), (path,)]


def test_only_sheets_are_looked_at_and_one_that_is_ignored_comes_back_when_it_changes(tmp_path: Path) -> None:
    path, folder = tmp_path / "orders.CSV", WatchedFolder(tmp_path, 0)
    for name in (path.name, "notes.pdf", ".hidden.csv", "~$orders.xlsx"):
        (tmp_path / name).write_text("a")
    assert folder.look(0).whole == (path,)
    folder.ignore(path)
    assert folder.look(1).whole == ()
    path.write_text("ab")
    assert folder.look(2).whole == (path,)


@pytest.mark.only_on("linux", "darwin", why="Windows has no FIFOs, and links only for administrators")
def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("secret")
    watched = tmp_path / "watched"
    watched.mkdir()
    os.mkfifo(watched / "fifo.csv")
    (watched / "folder.csv").mkdir()
    (watched / "link.csv").symlink_to(outside)
    (watched / "dangling.csv").symlink_to(tmp_path / "gone.csv")
    look = WatchedFolder(watched, 0).look(0)
    assert look.whole == ()
    assert look.obstacles == {
        watched / "dangling.csv": Obstacle.LINK,
        watched / "fifo.csv": Obstacle.SPECIAL,
        watched / "folder.csv": Obstacle.SPECIAL,
        watched / "link.csv": Obstacle.LINK,
    }
    # not even if it took the place of a file since: opening a FIFO would wait for ever
    for path in look.obstacles:
        with pytest.raises(OSError, match=r"link|argument|directory"):
            content_of(path)


@pytest.mark.only_on("linux", "win32", why="macOS does not tell who writes to a file")
def test_who_writes_to_a_file_is_known_and_who_reads_it_does_not_count(tmp_path: Path) -> None:
    path, other = tmp_path / "orders.csv", tmp_path / "other" / "orders.csv"
    other.parent.mkdir()
    for file in (path, other):
        file.write_text("a")
    content = content_of(path)
    assert not has_writer(path)
    assert is_still(path, content)
    for mode in ("ab", "r+b"):
        with held_open(path, mode):
            assert has_writer(path)
            assert not has_writer(other)
            assert not is_still(path, content)
    with held_open(path, "rb"):
        assert not has_writer(path)
    assert not has_writer(path)
    assert not has_writer(tmp_path / "gone.csv")


def test_what_was_read_is_told_from_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("a")
    changed_at(path, 1000)
    content = content_of(path)
    assert is_still(path, content)
    # the same size and time
    path.write_text("b")
    changed_at(path, 1000)
    assert not is_still(path, content)
    path.unlink()
    assert not is_still(path, content)


def test_a_file_is_put_under_a_free_name(tmp_path: Path) -> None:
    folder = WatchedFolder(tmp_path, 0)
    put = []
    for text in ("first", "second", "third"):
        path = tmp_path / "orders.csv"
        path.write_text(text)
        put.append(folder.put(path, SENT, content_of(path)))
        assert not path.exists()
    assert [path.name for path in put] == ["orders.csv", "orders 2.csv", "orders 3.csv"]
    assert [path.read_text() for path in put] == ["first", "second", "third"]


def test_a_file_that_was_written_to_at_the_last_moment_comes_back(tmp_path: Path) -> None:
    path, folder = tmp_path / "orders.csv", WatchedFolder(tmp_path, 0)
    path.write_text("a")
    content = content_of(path)
    path.write_text("ab")
    with pytest.raises(FileChanged):
        folder.put(path, HELD, content)
    assert path.read_text() == "ab"
    assert list((tmp_path / HELD).iterdir()) == []


def test_a_file_that_cannot_be_moved_stays_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path, folder = tmp_path / "orders.csv", WatchedFolder(tmp_path, 0)
    path.write_text("a")
    content = content_of(path)
    (tmp_path / SENT).write_text("in the way")
    with pytest.raises(FileExistsError):
        folder.put(path, SENT, content)
    assert path.read_text() == "a"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        folder.put(path, HELD, content)
    assert list((tmp_path / HELD).iterdir()) == []


@pytest.mark.only_on("linux", why="only Linux allows names that are not UTF-8")
@pytest.mark.parametrize(
    "stem", [b"a" * 251, "ä".encode() * 125 + b"a", b"\xff" * 251], ids=["ascii", "utf-8", "other"]
)
def test_names_as_long_as_can_be_are_cut(tmp_path: Path, stem: bytes) -> None:
    path, folder = tmp_path / os.fsdecode(stem + b".csv"), WatchedFolder(tmp_path, 0)
    put = []
    for text in ("first", "second"):
        path.write_text(text)
        put.append(folder.put(path, HELD, content_of(path)))
    report = free_path(tmp_path / HELD, put[0].name, ".problems.xlsx")
    assert put[0].name == path.name
    assert put[1].name.endswith(" 2.csv")
    assert report.name.endswith(".problems.xlsx")
    assert sorted((tmp_path / HELD).iterdir()) == sorted([*put, report])


@pytest.mark.only_on("linux", "darwin", why="links only for administrators on Windows")
def test_a_link_in_the_place_of_a_free_name_is_not_followed(tmp_path: Path) -> None:
    aim = tmp_path / "aim.txt"
    (tmp_path / "orders.csv.problem.txt").symlink_to(aim)
    path = free_path(tmp_path, "orders.csv", ".problem.txt")
    assert path.name == "orders.csv 2.problem.txt"
    assert not aim.exists()


@pytest.mark.only_on("linux", "darwin", why="Windows renames no folder in which a file is open")
def test_a_folder_that_vanishes_is_held_again_when_it_is_back(tmp_path: Path) -> None:
    watched, away = tmp_path / "watched", tmp_path / "away"
    watched.mkdir()
    (watched / "orders.csv").write_text("a")
    folder, other = WatchedFolder(watched, 10), WatchedFolder(watched, 10)
    assert folder.hold()
    assert folder.hold()
    assert not other.hold()
    folder.look(0)
    watched.rename(away)
    for act in (folder.hold, lambda: folder.look(20)):
        with pytest.raises(FileNotFoundError):
            act()
    away.rename(watched)
    assert folder.hold()
    assert not other.hold()
    # it was not seen to rest while it was away
    assert [folder.look(now).whole for now in (30, 39, 40)] == [(), (), (watched / "orders.csv",)]
    folder.release()
    assert other.hold()
    assert not folder.hold()
    other.release()
    assert [path.name for path in watched.iterdir()] == ["orders.csv"]
