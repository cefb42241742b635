"""Whatever a fact holds, it becomes a sentence: long headers, names and cells, and numbers beyond all figures."""

import math
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from courier.cli import main
from courier.messages import UserError, all_keys, shortened, text

_MESSAGES = Path(__file__).resolve().parents[2] / "resources" / "messages" / "en"
_FACT = re.compile(r"\$([a-z_]+)")
_ROW = "1000,2000,2026-11-20T10:00:00Z,A-1,5.00,EUR,c1"
_HEAD = "CampaignId,ActionTrackerId,EventDate,OrderId,Amount,CurrencyCode,ClickId"
_LENGTHS = (999, 1001, 2400, 2500, 2501, 70_000)


@pytest.fixture(scope="module")
def facts() -> set[str]:
    """The names of all facts of all sentences."""
    return {name for path in _MESSAGES.glob("*.ftl") for name in _FACT.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("length", _LENGTHS)
def test_every_sentence_takes_long_facts(facts: set[str], length: int) -> None:
    for key in all_keys():
        source = dict.fromkeys(facts, "W" * length)
        text(key, **source)


@pytest.mark.parametrize(
    "value",
    [10**18, 10**5000, -(10**5000), 1e308, math.inf, -math.inf, math.nan, date.max,
     datetime.max.replace(tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), "\ud800", "\0", "", None],
    ids=range(14),
)  # fmt: skip
def test_every_sentence_takes_odd_facts(facts: set[str], value: object) -> None:
    for key in all_keys():
        text(key, **dict.fromkeys(facts, value))  # type: ignore[arg-type]


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
