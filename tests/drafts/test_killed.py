"""A kill at any moment loses no step that the app has reported as done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from courier.drafts.records import scan
from courier.drafts.store import DraftStore
from courier.open_sheet import OpenedSheet
from tests.drafts.working import NOW, look, opened_file, source, work_on
from tests.tries import tries

KILLS = tries(10, 200)
ROOT = Path(__file__).parent.parent.parent


class _Counted:
    """A journal that only counts."""

    def __init__(self) -> None:
        self.steps = 0

    def did(self, _: object) -> None:
        self.steps += 1

    def undid(self) -> None:
        self.steps += 1

    def redid(self) -> None:
        self.steps += 1


def start(folder: Path, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.drafts.typist", str(folder), str(path)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def killed_in_the_end(*started: subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.communicate()


def kill(typist: subprocess.Popen[str], wish: dict[str, object], wait: float) -> tuple[str, int]:
    """Let a started process work for some seconds. Returns the draft's id and the steps that it reported."""
    assert typist.stdin is not None
    assert typist.stdout is not None
    assert typist.stdout.readline() == "ready\n"
    typist.stdin.write(json.dumps(wish) + "\n")
    typist.stdin.flush()
    draft_id = typist.stdout.readline().strip()
    time.sleep(wait)
    typist.kill()
    said = typist.communicate()[0].split("\n")
    # the last element is an unfinished line
    return draft_id, int(said[-2]) if len(said) > 1 else 0


@pytest.mark.soak
def test_a_killed_app_loses_no_step_that_it_had_reported(tmp_path: Path) -> None:
    path, folder = source(tmp_path), tmp_path / "drafts"
    store, chance = DraftStore(folder), random.Random(11)
    draft_id: str | None = None
    mirror: OpenedSheet | None = None
    steps = survived = 0
    typist = start(folder, path)
    for round_number in range(KILLS):
        # new drafts are killed in the first moments, while the folder is created; others at any time
        fresh = draft_id is None or chance.random() < 0.4
        if fresh:
            draft_id, mirror, steps = None, opened_file(path), 0
        following = start(folder, path)
        seed = chance.randrange(2**32)
        with killed_in_the_end(typist):
            draft_id, reported = kill(
                typist, {"seed": seed, "id": draft_id}, chance.uniform(0, 0.05 if fresh else 0.25)
            )
        typist = following
        if not (folder / draft_id / "edits.journal").exists():
            assert reported == 0, f"round {round_number}"
            draft_id = None
            continue
        now_there = len(scan((folder / draft_id / "edits.journal").read_bytes()).records) - 1
        assert reported <= now_there - steps <= reported + 1, f"round {round_number}"
        assert mirror is not None
        again, counted = random.Random(seed), _Counted()
        while counted.steps < now_there - steps:
            work_on(mirror.draft, counted, again)
        resumed = store.resume(draft_id, NOW)
        assert look(resumed.opened.draft) == look(mirror.draft), f"round {round_number}"
        resumed.journal.close()
        survived += now_there - steps
        steps = now_there
    with killed_in_the_end(typist):
        pass
    store.clean(NOW, 90)
    left = {path.name for path in folder.iterdir()}
    assert left == {name for kept in store.kept() for name in (kept.id, f"{kept.id}.lock")}
    # a few kills may all fall before the first step
    assert survived or KILLS < 50
