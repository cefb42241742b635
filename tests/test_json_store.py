"""Stores of the app's own records: files of all versions are read, and nothing is lost or half written."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread
from typing import Any

import pytest

from courier import disk
from courier.destinations import Destination, DestinationError, Destinations
from courier.json_store import VERSION
from courier.lock import Lock
from courier.messages import UserError
from courier.programs import Program, ProgramError, Programs
from courier.sheet.mapping import Mapping
from courier.sheet.memory import Memories, MemoryProblem


class Kept:
    """One of the stores, with the operations to test."""

    def __init__(
        self,
        name: str,
        key: str,
        error: type[UserError],
        add: Callable[[Path, str], object],
        names: Callable[[Path], list[str]],
    ) -> None:
        self.file, self.key, self.error, self.add, self.names = f"{name}.json", key, error, add, names


def remembered(folder: Path) -> list[str]:
    return [name for name in ("one", "two", "three") if Memories(folder).recall([name])]


STORES = (
    Kept("programs", "programs", ProgramError, lambda folder, name: Programs(folder).save(Program(name)),
         lambda folder: [program.name for program in Programs(folder)]),
    Kept("destinations", "destinations", DestinationError,
         lambda folder, name: Destinations(folder).save(Destination(name)),
         lambda folder: [destination.name for destination in Destinations(folder)]),
    Kept("mappings", "sets", MemoryProblem,
         lambda folder, name: Memories(folder).remember([name], Mapping(), zone="UTC"),
         remembered),
)  # fmt: skip


@pytest.fixture(params=STORES, ids=lambda kept: kept.key)
def kept(request: pytest.FixtureRequest) -> Kept:
    store: Kept = request.param
    return store


def test_a_file_says_its_version_and_one_from_before_there_were_versions_is_read(kept: Kept, tmp_path: Path) -> None:
    kept.add(tmp_path, "one")
    path = tmp_path / kept.file
    content = json.loads(path.read_text(encoding="utf-8"))
    assert list(content) == ["version", kept.key]
    assert content["version"] == VERSION == 1
    old: Any = {"sets": content["sets"]} if kept.key == "sets" else content[kept.key]
    # an editor may have added a BOM
    path.write_text("\ufeff" + json.dumps(old), encoding="utf-8")
    assert kept.names(tmp_path) == ["one"]
    kept.add(tmp_path, "two")
    assert kept.names(tmp_path) == ["one", "two"]
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == VERSION


@pytest.mark.parametrize("rest", [{}, {"{key}": "of another form"}])
def test_a_newer_file_is_refused_and_left_alone(kept: Kept, tmp_path: Path, rest: dict[str, str]) -> None:
    path = tmp_path / kept.file
    content = {"version": VERSION + 1} | {key.format(key=kept.key): value for key, value in rest.items()}
    path.write_text(json.dumps(content), encoding="utf-8")
    for use in (lambda: kept.names(tmp_path), lambda: kept.add(tmp_path, "one")) * 2:
        with pytest.raises(kept.error, match="newer version") as problem:
            use()
        assert str(path) in str(problem.value)
    assert json.loads(path.read_text(encoding="utf-8")) == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"version": 1}', b'{"version": "1"}', b"[" * 100_000])
def test_a_damaged_file_is_put_aside_and_said_once(kept: Kept, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / kept.file
    path.write_bytes(content)
    aside = path.with_name(f"{path.stem}-damaged-1.json")
    with pytest.raises(kept.error) as problem:
        kept.names(tmp_path)
    assert str(aside) in str(problem.value)
    assert aside.read_bytes() == content
    assert kept.names(tmp_path) == []
    kept.add(tmp_path, "one")
    assert kept.names(tmp_path) == ["one"]
    assert sorted(tmp_path.iterdir()) == sorted([aside, path])


def test_a_damaged_file_that_cannot_be_renamed_stays_and_no_name_is_made_up(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / kept.file
    path.write_bytes(b"{")

    def in_use(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "rename", in_use)
    for use in (lambda: kept.names(tmp_path), lambda: kept.add(tmp_path, "one")):
        with pytest.raises(kept.error, match="cannot be read") as problem:
            use()
        assert "damaged-1" not in str(problem.value)
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], b"{")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_disk_or_a_folder_that_is_read_only_keeps_what_was_there(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    kept.add(tmp_path, "one")
    before = (tmp_path / kept.file).read_bytes()

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    # in a read-only folder creating a file fails, on a full disk syncing it
    monkeypatch.setattr(os, "fsync" if number == errno.ENOSPC else "open", fail)
    with pytest.raises(kept.error, match="cannot be"):
        kept.add(tmp_path, "two")
    monkeypatch.undo()
    assert kept.names(tmp_path) == ["one"]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(kept.file, before)]


ADD = """
import sys
from pathlib import Path
from courier.programs import Program, Programs
print("here", flush=True)
sys.stdin.readline()
for number in range(20):
    Programs(Path(sys.argv[1])).save(Program(f"{sys.argv[2]} {number}"))
"""


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[list["Popen[str]"]]:
    processes = [
        Popen([sys.executable, "-c", ADD, str(tmp_path), name], stdin=PIPE, stdout=PIPE, text=True)
        for name in ("first", "second")
    ]
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path, writers: list["Popen[str]"]) -> None:
    for process in writers:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
    for process in writers:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.wait(60) for process in writers] == [0, 0]
    wanted = {f"{name} {number}" for name in ("first", "second") for number in range(20)}
    assert {program.name for program in Programs(tmp_path)} == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["programs.json"]


def test_threads_wait_for_each_other_too(tmp_path: Path) -> None:
    saved = Destinations(tmp_path)
    saved.save(Destination("Acme"))

    def pin(number: int) -> None:
        saved.change("Acme", lambda saved: replace(saved, host_keys=(*saved.host_keys, f"SHA256:{number}")))

    threads = [Thread(target=pin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(saved.get("Acme").host_keys) == {f"SHA256:{number}" for number in range(8)}


def test_a_store_that_somebody_never_lets_go_of_is_said(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courier.json_store._TRIES", 2)
    lock = Lock.take(tmp_path / f"{kept.file}.lock")
    assert lock
    with pytest.raises(kept.error, match="cannot be"):
        kept.add(tmp_path, "one")
    # reading needs no lock
    assert kept.names(tmp_path) == []
    lock.release(remove=True)
    kept.add(tmp_path, "one")


def test_whoever_waited_for_a_lock_does_not_hold_one_that_is_gone(tmp_path: Path) -> None:
    """Otherwise two would hold it: one a deleted file, the other the new file of that name."""
    path = tmp_path / "a.lock"
    held, most = [], []

    def hold() -> None:
        for _ in range(50):
            lock = Lock.take(path, tries=10_000)
            assert lock
            held.append(lock)
            most.append(len(held))
            held.remove(lock)
            lock.release(remove=True)

    threads = [Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (200, 1)


def test_what_windows_refuses_for_a_moment_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "WINDOWS", True)
    monkeypatch.setattr(disk, "_PAUSE", 0)
    replaced, busy = Path.replace, [True, True]

    def refuse(path: Path, target: Path) -> Path:
        if busy and busy.pop():
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    Programs(tmp_path).save(Program("Acme"))
    assert not busy
    monkeypatch.setattr(Path, "replace", lambda *_: refuse(tmp_path, tmp_path / "x"))
    busy.extend([True] * 1000)
    with pytest.raises(ProgramError, match="cannot be written"):
        Programs(tmp_path).save(Program("Bolt"))
    assert [program.name for program in Programs(tmp_path)] == ["Acme"]
