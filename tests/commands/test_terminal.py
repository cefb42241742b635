"""What a server asks for besides, typed at a real terminal and nowhere else."""

import os
import subprocess
import sys

import pytest

from courier.commands.terminal import ask_on_terminal
from tests.commands.running import ROOT

PROBE = """
from courier.commands.terminal import ask_on_terminal
ask = ask_on_terminal()
hidden, shown = ask("Password for acme:", False), ask("One-time code:", True)
open(3, "w").write(f"{hidden.reveal()}|{shown.reveal()}")
"""


@pytest.mark.only_on("linux", "darwin", why="Windows has no pseudo terminals")
def test_answers_are_typed_at_the_terminal_and_the_secret_one_is_not_shown() -> None:
    import pty

    leader, terminal = pty.openpty()
    reading, writing = os.pipe()
    # the file that the probe writes to has the number three
    program = f"import os; os.dup2({writing}, 3)\n{PROBE}"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=terminal, stdout=terminal, stderr=terminal, cwd=ROOT, pass_fds=(writing,), start_new_session=True,
    )  # fmt: skip
    os.close(terminal)
    os.close(writing)
    seen = b""
    for prompt, answer in ((b"Password for acme:", b"hunter2\n"), (b"One-time code:", b"492039\n")):
        while prompt not in seen:
            seen += os.read(leader, 1000)
        os.write(leader, answer)
    assert os.read(reading, 100) == b"hunter2|492039"
    assert process.wait(10) == 0
    assert b"hunter2" not in seen


def test_nobody_is_asked_where_there_is_no_terminal() -> None:
    # as pytest runs, standard input is none
    assert ask_on_terminal() is None
