"""What stands between Wine and whoever runs it: `build/windows/piped.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.only_on("linux", why="Wine is for what is no Windows")

PIPED = Path(__file__).resolve().parents[2] / "build" / "windows" / "piped.py"


def piped(script: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PIPED), "sh", "-c", script]
    return subprocess.run(command, input=typed, capture_output=True, encoding="ascii", timeout=60, check=False)


def test_output_input_and_exit_code_are_the_programs() -> None:
    done = piped("cat; echo wrong >&2; exit 7", typed="typed\n")
    assert (done.stdout, done.stderr, done.returncode) == ("typed\n", "wrong\n", 7)


def test_much_output_arrives_whole() -> None:
    assert piped("seq 200000").stdout.splitlines() == [str(number) for number in range(1, 200_001)]


def test_it_ends_with_the_program_though_another_one_holds_its_output() -> None:
    # the other one ends itself where nobody does
    done = piped("sleep 300 & echo $!; exit 3")
    subprocess.run(["kill", done.stdout.strip()], check=True)
    assert done.returncode == 3


def test_a_killed_program_has_the_exit_code_that_a_shell_gives_it() -> None:
    assert piped("kill -9 $$").returncode == 137
