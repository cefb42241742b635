"""Manual pages and completions name every command, action and option, as the parsers know them."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from build.linux import completions
from build.linux.command_words import Word, words_of
from build.linux.man_page import man_page
from courier.commands import COMMANDS
from courier.commands.command_line import command_parser
from gui.__main__ import program_parser
from tests.needs import need

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are packed for Linux only")

COURIER = words_of(command_parser())
PROGRAM = words_of(program_parser())
WRITERS = {
    "man": lambda program: man_page(program, "1.2.3", "other"),
    "bash": completions.bash,
    "zsh": completions.zsh,
    "fish": completions.fish,
}


def test_the_words_are_those_of_the_parser() -> None:
    assert {word.path[1] for word in COURIER.words} == {command.name for command in COMMANDS}
    paths = {word.path for word in COURIER.all()}
    assert {("courier", "destinations", "add"), ("courier", "history", "settle")} <= paths
    settle = next(word for word in COURIER.all() if word.path == ("courier", "history", "settle"))
    assert settle.arguments == (("PART", ()), ("arrived|refused", ("arrived", "refused")))
    check = next(word for word in COURIER.words if word.path[1] == "check")
    dates = next(option for option in check.options if "--dates" in option.names)
    assert (dates.value, dates.choices) == ("dmy|mdy", ("dmy", "mdy"))


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("program", [COURIER, PROGRAM], ids=["courier", "conversion-courier"])
def test_all_that_can_be_typed_is_there(kind: str, program: Word) -> None:
    written = WRITERS[kind](program).replace("\\-", "-")
    for word in program.all():
        assert " ".join(word.path) in written or "_".join(word.path).replace("-", "_") in written
        for option in word.options:
            for name in option.names:
                wanted = {"fish": f"-l {name[2:]} " if name.startswith("--") else f"-s {name[1:]} "}.get(kind, name)
                assert wanted in written, (word.path, name)


def test_a_new_option_reaches_every_page() -> None:
    parser = argparse.ArgumentParser(prog="tried")
    parser.add_subparsers().add_parser("go", help="it's [quick]: 100 %%").add_argument(
        "--how", choices=("fast", "slow")
    )
    for kind, write in WRITERS.items():
        written = write(words_of(parser)).replace("\\-", "-")
        assert "how" in written, kind
        assert "slow" in written or kind == "man", kind


def offered(completion: Path, *typed: str) -> list[str]:
    """What bash offers once the last word is begun."""
    words = " ".join(f"'{word}'" for word in ("courier", *typed))
    asked = f"COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _courier"
    script = f"source '{completion}'; {asked}; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(
        [need("bash", "bash"), "--norc", "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.split()


def test_bash_offers_what_fits(tmp_path: Path) -> None:
    path = tmp_path / "courier"
    path.write_text(completions.bash(COURIER), encoding="utf-8")
    assert offered(path, "ch") == ["check"]
    assert {"show", "settle", "send-due"} <= set(offered(path, "history", ""))
    assert offered(path, "history", "settle", "PART", "a") == ["arrived"]
    assert offered(path, "check", "orders.csv", "--dates", "") == ["dmy", "mdy"]
    assert offered(path, "check", "--templ") == ["--template"]
    # a file, which bash finds itself
    assert offered(path, "check", "--report", "x") == []


def test_zsh_reads_its_file(tmp_path: Path) -> None:
    for program in (COURIER, PROGRAM):
        path = tmp_path / "_file"
        path.write_text(completions.zsh(program), encoding="utf-8")
        done = subprocess.run([need("zsh", "zsh"), "-n", path], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_fish_offers_what_fits(tmp_path: Path) -> None:
    path = tmp_path / "courier.fish"
    path.write_text(completions.fish(COURIER), encoding="utf-8")

    def offers(typed: str) -> list[str]:
        script = f"source {path}; complete -C '{typed}'"
        done = subprocess.run(
            [need("fish", "fish"), "--no-config", "-c", script],
            capture_output=True, encoding="utf-8", check=True, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        return [line.partition("\t")[0] for line in done.stdout.splitlines()]

    assert "check" in offers("courier ch")
    assert offers("courier check --dates ") == ["dmy", "mdy"]
    assert "settle" in offers("courier history se")


def test_the_manual_page_says_what_the_exit_codes_mean() -> None:
    page = man_page(COURIER, "1.2.3", "conversion-courier", exit_codes=True)
    for code in ("0", "1", "2", "3", "4", "130"):
        assert f"\\fB{code}\\fR" in page
