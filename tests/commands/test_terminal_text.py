"""Lines for a terminal: wrapped to its width, coloured where it shows colours, and harmless."""

import io
import os
import struct
import subprocess
import sys
import time

import pytest

from courier.commands import base
from courier.commands.terminal_text import Span, columns_of, shows_colours, write_line, write_list, write_table
from tests.commands.running import ROOT


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def nothing_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("wishes", "on_terminal", "in_a_pipe"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, False),
    ],
)
def test_who_gets_colours(
    wishes: dict[str, str], on_terminal: bool, in_a_pipe: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in wishes.items():
        monkeypatch.setenv(name, value)
    # Windows would be asked for the console of this process, which has none
    monkeypatch.setattr("courier.commands.terminal_text.obeys_colours", lambda: True)
    assert (shows_colours(Terminal()), shows_colours(io.StringIO())) == (on_terminal, in_a_pipe)


def test_a_pipe_gets_whole_lines(capsys: pytest.CaptureFixture[str]) -> None:
    write_line("word " * 60, indent=2)
    assert capsys.readouterr().out == "  " + ("word " * 60).rstrip() + "\n"


def test_a_paragraph_wraps_below_its_indent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    write_line(Span("one two", "strong"), " three four five six seven eight nine ten", indent=2, hang=6)
    assert capsys.readouterr().out == "  one two three four five six seven\n      eight nine ten\n"


def test_words_longer_than_a_line_are_broken_and_wide_letters_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    write_line("注文" * 30)
    write_line("e\u0301" * 50)
    first, *others = capsys.readouterr().out.splitlines()
    assert columns_of(first) == 40
    assert "".join((first, *others)) == "注文" * 30 + "e\u0301" * 50
    assert all(columns_of(line) <= 40 for line in others)


def test_blanks_in_a_value_stay(capsys: pytest.CaptureFixture[str]) -> None:
    write_line("“two  blanks ”")
    assert capsys.readouterr().out == "“two  blanks ”\n"


def test_nothing_foreign_is_obeyed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    write_line(Span("\x1b[2Jgone\r\n", "error"))
    assert capsys.readouterr().out == "\x1b[1;31m‹U+001B›[2Jgone⏎\x1b[0m\n"


def test_lists_have_tabs_for_programs_and_columns_for_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("Acme", "1000"), ("A longer name", "2000")]
    write_list(rows)
    monkeypatch.setenv("COLUMNS", "80")
    write_list(rows)
    write_list([])
    assert capsys.readouterr().out.splitlines() == [
        "Acme\t1000", "A longer name\t2000", "Acme           1000", "A longer name  2000",
    ]  # fmt: skip


def test_a_last_column_without_room_wraps_below_the_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    write_table([("1", "a" * 30, "one two three four five six")], figures=0)
    assert capsys.readouterr().out.splitlines() == [f"1  {'a' * 30}  one", "  two three four five six"]


def on_a_terminal(program: str) -> str:
    """What a program writes to its standard error, which is a terminal."""
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    subprocess.run([sys.executable, "-c", program], stderr=theirs, cwd=ROOT, timeout=60, check=True)
    # a read of nothing would wait, and one read need not give all
    os.write(theirs, b".")
    shown = b""
    while not shown.endswith(b"."):
        shown += os.read(ours, 4096)
    os.close(theirs)
    os.close(ours)
    return shown.decode()


@pytest.mark.only_on("linux", "darwin", why="Windows has no pseudo terminals")
@pytest.mark.parametrize(("seconds", "seen"), [(1.3, True), (0.0, False)])
def test_progress_shows_after_a_second_and_on_a_terminal_only(seconds: float, seen: bool) -> None:
    shown = on_a_terminal(
        "import time\nfrom courier.commands.base import progress_bar, waiting_line\n"
        f"with progress_bar('Checking') as step:\n step(0.1)\n time.sleep({seconds})\n step(0.5)\n"
        f"with waiting_line('Connecting'):\n time.sleep({seconds})\n"
    )
    assert ("Checking" in shown, "Connecting…" in shown) == (seen, seen)
    # what was shown is gone afterwards
    assert shown.split("\r")[-1] == "."


def test_a_wait_is_told_and_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(base, "_UNNOTICED", 0)
    with base.waiting_line("Connecting"):
        for _ in range(500):
            if terminal.getvalue():
                break
            time.sleep(0.01)
    assert terminal.getvalue() == "Connecting…\r" + " " * 11 + "\r"


def test_no_progress_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    with base.progress_bar("Checking") as step:
        step(0.5)
    with base.waiting_line("Connecting"):
        pass
    assert capsys.readouterr().err == ""
