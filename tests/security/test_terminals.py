"""Nothing in a file, a name, a server's answer or a ledger makes a terminal do anything."""

import ast
import io
import json
import sys
import unicodedata
from pathlib import Path

import pytest

from courier.commands import terminal
from courier.commands.base import warn
from courier.programs import Program, Programs
from courier.settings import config_folder
from courier.visible import in_json, in_one_line
from tests.commands.running import NOW, Courier, row, write

ROOT = Path(__file__).resolve().parents[2]
# colours, a title, the clipboard, a cleared screen, C1, a carriage return, bidi, what has no width, a faked line
HOSTILE = (
    "\x1b[31mEVIL\x1b]0;PWN\x07\x1b]52;c;cHduZWQ=\x07\x1b[2J\x9b2J\x9d52;c;eA==\x9c"
    "\rgone\b\u202egnp.exe\u2066\u2069\u200b\u2028\ufeff\nError, row 1: forged"
)
_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def obeyed(output: str) -> set[str]:
    return {
        letter
        for letter in set(output) - {"\t", "\n"}
        if unicodedata.category(letter) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(letter) in _DIRECTIONS
    }


@pytest.mark.only_on("linux", "darwin", why="Windows has no such names of files")
@pytest.mark.parametrize("command", ["check", "fix", "send", "export"])
def test_words_about_a_hostile_sheet_are_only_words(courier: Courier, tmp_path: Path, command: str) -> None:
    source = tmp_path / "\x1b]0;PWN\x07\u202eorders.csv"
    write(source, [row(1, Amount=HOSTILE), row(2, EventDate=HOSTILE, ClickId=HOSTILE)])
    text = source.read_bytes().decode()
    head, rest = text.split("\r\n", 1)
    source.write_bytes(f'{head},"{HOSTILE}"\r\n{rest}'.encode())
    inbox = tmp_path / "in\x1b[31mbox"
    inbox.mkdir()
    more = {"fix": ("--output", tmp_path / "o\x07.csv"), "send": ("--to", inbox), "export": ("--to", inbox)}
    for options in ((), ("--set-aside",)) if command in ("send", "export") else ((),):
        run = courier(command, source, *more.get(command, ()), *options, *NOW)
        assert run.out + run.err
        assert not obeyed(run.out + run.err)
        assert not any(line.startswith("Error, row 1: forged") for line in run.out.splitlines())


def test_json_means_exactly_what_the_file_holds_and_is_harmless_to_look_at(courier: Courier, tmp_path: Path) -> None:
    source = write(tmp_path / "orders.csv", [row(1, Amount=HOSTILE)])
    run = courier("check", source, "--json", *NOW)
    assert not obeyed(run.out)
    assert any(problem.get("value") == HOSTILE for problem in run.json["problems"])
    for value in (HOSTILE, "\ud800", "\U000e0041", {HOSTILE: [HOSTILE]}):
        assert json.loads(in_json(value)) == value
        assert not obeyed(in_json(value))


def test_the_table_is_exact_in_a_pipe_and_harmless_on_a_terminal(
    courier: Courier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path / "orders.csv", [row(1, Category="\x1b[2J\x9b2J")])
    assert "\x1b[2J\x9b2J" in courier("read", source).out
    monkeypatch.setattr(sys.stdout.__class__, "isatty", lambda _: True)
    shown = courier("read", source).out
    assert "‹U+001B›[2J‹U+009B›2J" in shown
    assert not obeyed(shown)


def test_saved_names_and_wrong_usage_are_only_words(courier: Courier, courier_home: Path) -> None:
    Programs(config_folder()).save(Program(HOSTILE))
    for arguments in (("programs", "list"), ("programs", "remove", HOSTILE + "x"), ("check", "--now", HOSTILE, "x"),
                      ("check", HOSTILE), (HOSTILE,), ("destinations", "show", HOSTILE)):  # fmt: skip
        run = courier(*arguments)
        assert run.out + run.err
        assert not obeyed(run.out + run.err), arguments


def test_a_server_asks_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = io.StringIO()
    monkeypatch.setattr("sys.stderr", asked)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n2\n"))
    terminal._ask(HOSTILE * 100, echo=True)
    monkeypatch.setattr(terminal.getpass, "getpass", lambda prompt, stream: stream.write(prompt))
    terminal._ask(HOSTILE, echo=False)
    assert "EVIL" in asked.getvalue()
    assert not obeyed(asked.getvalue())
    assert len(asked.getvalue()) < 5000


def test_every_forbidden_sign_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    warn("".join(sorted(obeyed("".join(map(chr, range(0x110000)))))) + "\ud800\n")
    assert not obeyed(capsys.readouterr().err)
    assert in_one_line("a\r\nb\tc\u00a0é👩\u200d💻") == "a⏎b\tc\u00a0é👩\u200d💻"


_PRINTING = {
    "courier/commands/base.py",
    "courier/commands/terminal.py",
    "courier/commands/terminal_text.py",
    "courier/stop_signals.py",
}


def test_only_few_places_print() -> None:
    printing = set()
    for path in (ROOT / "courier").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.stderr.write"):
                printing.add(path.relative_to(ROOT).as_posix())
    assert printing == _PRINTING
