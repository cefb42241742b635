"""Whatever a fact holds, it becomes a sentence: long headers, names and cells, and numbers beyond all figures."""

import math
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from courier.cli import main
from courier.messages import UserError, all_keys, shortened, text
from tests.commands.running import Courier
from tests.gui.conftest import HEADER, EmptyWindow
from tests.gui.test_journey import drop, wait_open

_MESSAGES = Path(__file__).resolve().parents[2] / "resources" / "messages" / "en"
_FACT = re.compile(r"\$([a-z_][a-z0-9_]*)")
_HEAD_OF_ENTRY = re.compile(r"^-?[A-Za-z][\w-]* =", re.MULTILINE)
_REFERENCE = re.compile(r"\{ *(-?[A-Za-z][\w-]*)")
_ROW = "1000,2000,2026-11-20T10:00:00Z,A-1,5.00,EUR,c1"
_HEAD = "CampaignId,ActionTrackerId,EventDate,OrderId,Amount,CurrencyCode,ClickId"
_LENGTHS = (999, 1001, 2400, 2500, 2501, 70_000)


@pytest.fixture(scope="module")
def facts() -> dict[str, set[str]]:
    """The names of the facts of each sentence, by its key, and of the sentences that it holds."""
    written = "".join(path.read_text(encoding="utf-8") + "\n" for path in _MESSAGES.glob("*.ftl"))
    heads = list(_HEAD_OF_ENTRY.finditer(written))
    ends = [head.start() for head in heads[1:]] + [len(written)]
    entries = {head[0][:-2]: written[head.end() : end] for head, end in zip(heads, ends, strict=True)}

    def named(entry: str, *above: str) -> set[str]:
        inner = (name for name in _REFERENCE.findall(entries[entry]) if name in entries and name not in above)
        return set(_FACT.findall(entries[entry])).union(*(named(name, entry, *above) for name in inner))

    return {key: named(key.partition(".")[0]) for key in all_keys()}


@pytest.mark.parametrize("length", _LENGTHS)
def test_every_sentence_takes_long_facts(facts: dict[str, set[str]], length: int) -> None:
    for key, names in facts.items():
        text(key, **dict.fromkeys(names, "W" * length))


@pytest.mark.parametrize(
    "value",
    [10**18, 10**5000, -(10**5000), 1e308, math.inf, -math.inf, math.nan, date.max,
     datetime.max.replace(tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), "\ud800", "\0", "", None],
    ids=range(14),
)  # fmt: skip
def test_every_sentence_takes_odd_facts(facts: dict[str, set[str]], value: object) -> None:
    for key, names in facts.items():
        text(key, **dict.fromkeys(names, value))  # type: ignore[arg-type]


def test_short_facts_stay_whole_and_long_ones_keep_both_ends() -> None:
    path = "/a" * 500
    assert path in str(UserError("report-ending", path=path))
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcd…g"


@pytest.mark.parametrize("length", _LENGTHS)
def test_a_long_header_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str], length: int) -> None:
    sheet = tmp_path / "long.csv"
    sheet.write_text(f"{_HEAD},{'H' * length}\n{_ROW},x\n", encoding="utf-8")
    assert main(["check", str(sheet)]) == 0
    assert "HDR-UNKNOWN" in capsys.readouterr().out


def test_three_long_names_in_a_zip_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "names.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for letter in "abc":
            archive.writestr(letter * 60_000, "x")
    assert main(["check", str(packed)]) == 2
    assert len(capsys.readouterr().err) < 3000


@pytest.mark.parametrize("length", _LENGTHS)
def test_a_long_header_in_a_watched_folder_is_sent(courier: Courier, tmp_path: Path, length: int) -> None:
    watched, inbox = tmp_path / "watched", tmp_path / "inbox"
    watched.mkdir()
    inbox.mkdir()
    (watched / "long.csv").write_text(f"{_HEAD},{'H' * length}\n{_ROW},x\n", encoding="utf-8")
    once = ("--once", "--every", "0.05", "--quiet-for", "0.05", "--now", "2026-11-23T00:00:00Z")
    run = courier("watch", watched, "--to", inbox, *once)
    assert (run.code, run.err) == (0, "")
    assert (watched / "sent" / "long.csv").exists()
    # and one that is held back says why, in its report too
    (watched / "wrong.csv").write_text(f"{_HEAD},{'H' * length}\n{_ROW.replace('EUR', 'E')},x\n", encoding="utf-8")
    run = courier("watch", watched, "--to", inbox, *once)
    assert run.code == 1
    assert run.sentence.startswith("wrong.csv: held back")
    assert (watched / "held-back" / "wrong.csv.problems.xlsx").stat().st_size > 0


@pytest.mark.parametrize("length", [2400, 70_000])
def test_a_long_header_leaves_the_window_its_cards(
    qtbot: QtBot, window: EmptyWindow, sheet: Callable[..., Path], length: int
) -> None:
    header = "H" * length
    drop(window, sheet({"Amount": "n/a", header: "W" * length}, {header: "x"}, header=f"{HEADER},{header}"))
    wait_open(qtbot, window)
    pane = window.workspace.problems
    rules = {rule for rule, count in window.workspace.session.draft.verdict.counts_by_rule().items() if count}
    assert {"HDR-UNKNOWN", "ROW-AMOUNT-NUM"} <= rules
    for rule in rules:
        shown = [card for card in pane.findChildren(QWidget, f"card{rule}") if card.isVisible()]
        assert shown, rule
        words = [label.text() for label in shown[0].findChildren(QLabel)]
        assert any(words), rule
        assert max(map(len, words)) < 3000, rule
    assert pane.width() < window.width()
