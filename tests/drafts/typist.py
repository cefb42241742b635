"""A process that edits a sheet until it is killed, and prints the number of finished steps after each.

Arguments: the folder of drafts and the source. Standard input: one line of JSON with ``seed`` and ``id``, the draft to
resume or null for a new one. Standard output: ``ready``, the draft's id, then a number after each step.
"""

import json
import random
import sys
from pathlib import Path

from courier.drafts.store import DraftStore
from tests.drafts.working import NOW, opened_file, work_on


def main(folder: str, path: str) -> None:
    _say("ready")
    wish = json.loads(sys.stdin.readline())
    store, chance = DraftStore(Path(folder)), random.Random(wish["seed"])
    if wish["id"] is None:
        opened = opened_file(Path(path))
        journal = store.begin(opened)
    else:
        resumed = store.resume(wish["id"], NOW)
        opened, journal = resumed.opened, resumed.journal
    _say(journal.id)
    done = 0
    while True:
        done += work_on(opened.draft, journal, chance)
        _say(done)


def _say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
