"""The real app, killed at any moment while somebody works in its window, loses nothing that had been finished."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from courier.programs import Program, Programs

ROOT = Path(__file__).parent.parent.parent
KILLS = 5 * int(os.environ.get("COURIER_SOAK", "1"))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_was_finished_is_lost(tmp_path: Path, sheet, seed: int) -> None:
    home, chance = tmp_path / "home", random.Random(seed)
    path = sheet({"Category": "Hats", "Amount": "$5.00"}, {"OrderId": "AC-1", "Quantity": "0"}, {"Category": "Shoes"})
    for name in ("Acme US", "Bolt EU"):
        Programs(home / "config").save(Program(name, "1000", currency="USD"))
    environment = {**os.environ, "COURIER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    finished: str | None = None
    actions = 0
    for round_number in range(KILLS):
        hands = subprocess.Popen(
            [sys.executable, "-m", "tests.gui.hands", str(path), str(chance.randrange(2**32))],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            first = hands.stdout.readline()
            time.sleep(chance.uniform(0, 0.8))
            assert hands.poll() is None, hands.communicate()[1]
        finally:
            hands.kill()
            said, wrong = hands.communicate()
        assert first, wrong
        begun = json.loads(first)
        if finished is not None:
            assert finished in (begun["now"], *begun["near"]), f"round {round_number}: {wrong}"
        # the last piece is an unfinished line
        told = [json.loads(line)["now"] for line in said.split("\n")[:-1]]
        finished = (told or [begun["now"]])[-1]
        actions += len(told)
    assert actions > KILLS
