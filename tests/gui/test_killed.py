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
from tests.tries import tries

ROOT = Path(__file__).parent.parent.parent
KILLS = tries(3, 50)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(tries(1, 4)))
def test_nothing_that_was_finished_is_lost(tmp_path: Path, sheet, seed: int) -> None:
    home, chance = tmp_path / "home", random.Random(seed)
    path = sheet({"Category": "Hats", "Amount": "$5.00"}, {"OrderId": "AC-1", "Quantity": "0"}, {"Category": "Shoes"})
    for name in ("Acme US", "Bolt EU"):
        Programs(home / "config").save(Program(name, "1000", currency="USD"))
    environment = {**os.environ, "COURIER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    finished: str | None = None
    actions = 0
    for round_number in range(KILLS):
        wrong = tmp_path / f"wrong-{round_number}.txt"
        with (
            wrong.open("w") as errors,
            subprocess.Popen(
                [sys.executable, "-m", "tests.gui.driver", str(path), str(chance.randrange(2**32))],
                cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            ) as driver,
        ):  # fmt: skip
            said = [driver.stdout.readline() for _ in range(1 + chance.randrange(12))]
            time.sleep(chance.uniform(0, 0.1))
            ended = driver.poll()
            driver.kill()
            said += driver.stdout.readlines()
        assert ended is None, wrong.read_text(encoding="utf-8")
        begun = json.loads(said[0])
        if finished is not None:
            assert finished in (begun["now"], *begun["near"]), f"round {round_number}"
        # the last line may be a piece of one
        told = [json.loads(line)["now"] for line in said if line.endswith("\n")]
        finished = told[-1]
        actions += len(told) - 1
    assert actions > KILLS
