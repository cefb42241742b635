"""The list of files opened last."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from courier.privacy import forget_before
from courier.recent_files import MOST, RecentFiles
from courier.services import LocalServices
from courier.settings import data_folder


def test_the_last_one_comes_first_and_each_stands_there_once(tmp_path: Path) -> None:
    recent = RecentFiles(tmp_path)
    for name in ("a.csv", "b.csv", "a.csv"):
        recent.add(tmp_path / name)
    assert RecentFiles(tmp_path).paths() == [tmp_path / "a.csv", tmp_path / "b.csv"]


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    recent = RecentFiles(tmp_path)
    for number in range(MOST + 5):
        recent.add(tmp_path / f"{number}.csv")
    assert len(recent.paths()) == MOST


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json", '["a"'])
def test_a_damaged_list_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "recent.json").write_text(content)
    recent = RecentFiles(tmp_path)
    assert recent.paths() == []
    recent.add(tmp_path / "a.csv")
    assert recent.paths() == [tmp_path / "a.csv"]


def test_a_list_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    recent = RecentFiles(tmp_path / "file")
    recent.add(tmp_path / "a.csv")
    recent.clear()
    assert recent.paths() == []


def test_what_is_forgotten_is_not_in_it_any_more(tmp_path: Path) -> None:
    services = LocalServices()
    RecentFiles(data_folder()).add(tmp_path / "jane.csv")
    forget_before(services.ledger, services.all_drafts, services.batches_folder, datetime.now(UTC))
    assert not [path for path in data_folder().rglob("*") if path.is_file() and b"jane" in path.read_bytes()]
