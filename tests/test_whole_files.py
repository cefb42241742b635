"""Files are written atomically; damaged ones are renamed together with those that belong to them, or not at all."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from courier import whole_files
from courier.messages import UserError
from courier.whole_files import atomic_file, last_aside, put_aside, whole_file


@pytest.mark.parametrize("temporary", ["", ".out.csv.tmp"])
def test_a_file_appears_whole_once_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: str
) -> None:
    path, synced = tmp_path / "out.csv", []
    path.write_text("before")

    def sync(_handle: int) -> None:
        synced.append(path.read_text())

    monkeypatch.setattr(whole_files, "sync", sync)
    if temporary:
        (tmp_path / temporary).write_text("the rest of a killed process, which is longer")
    with atomic_file(path, temporary=temporary) as beside:
        beside.write_text("after")
    assert (synced, path.read_text()) == (["before"], "after")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no bits for who may read")
def test_only_the_app_s_own_records_are_for_this_user_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for private, mode in ((True, 0o600), (False, 0o644)):
            with atomic_file(tmp_path / "out.csv", private=private) as beside:
                beside.write_text("after")
            assert (tmp_path / "out.csv").stat().st_mode & 0o777 == mode
    finally:
        os.umask(before)


def test_what_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    path.write_text("before")
    with suppress(InterruptedError), atomic_file(path) as beside:
        beside.write_text("af")
        raise InterruptedError
    monkeypatch.setattr(whole_files, "sync", disk_full)
    with pytest.raises(UserError, match="No space left"), whole_file(path) as beside:
        beside.write_text("after")
    assert (list(tmp_path.iterdir()), path.read_text()) == ([path], "before")


def disk_full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_damaged_file_takes_along_what_belongs_to_it_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, log = tmp_path / "kept.sqlite", tmp_path / "kept.sqlite-wal"
    path.write_text("damaged")
    log.write_text("its log")
    rename = Path.rename

    def log_in_use(path: Path, target: Path) -> Path:
        if path == log:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", log_in_use)
        with pytest.raises(PermissionError):
            put_aside(path, ("-wal", "-shm"))
    assert sorted(tmp_path.iterdir()) == [path, log]
    assert last_aside(path) == path
    aside = put_aside(path, ("-wal", "-shm"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept-damaged-1.sqlite", "kept-damaged-1.sqlite-wal"]
    assert last_aside(path) == aside
    path.write_text("damaged again")
    assert put_aside(path) == last_aside(path) == tmp_path / "kept-damaged-2.sqlite"
    assert aside.read_text() == "damaged"
