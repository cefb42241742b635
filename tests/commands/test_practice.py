"""``courier practice``: the whole job, and nothing of it kept."""

import tempfile
from pathlib import Path

import pytest

from tests.commands.running import Courier, in_its_own_process, records


def test_every_step_is_shown_and_nothing_is_kept(
    courier: Courier, courier_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    run = courier("practice")
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "Opened practice-orders.csv with 60 rows."
    assert "practice-orders.csv: 29 of 60 rows ready, 28 need repair, 0 on hold, 3 excluded." in lines
    assert any(line.endswith("[ROW-CURRENCY]") for line in lines)
    assert "1 row moved to the rest of an order." in lines
    assert "44 of 60 rows ready, 13 need repair, 0 on hold, 3 excluded." in lines
    assert any(line.startswith("Sending to sftp://practice@127.0.0.1:") and "SHA256:" in line for line in lines)
    receipt = next(place for place, line in enumerate(lines) if ".csv: Arrived, " in line)
    assert lines[receipt + 1 : receipt + 3] == [
        "",
        "Practice: some time later impact.com answers. This answer is made up, with errors in three rows:",
    ]
    answer = " ".join(lines[receipt + 3 :])
    assert [
        code for code in ("CONV_DUPLICATE", "ACTION_REF_NOT_FOUND", "OUTSIDE_ASSOCIATION_WINDOW") if code not in answer
    ] == []
    assert lines[-1] == "That was the whole job. Nothing left this computer."
    assert list((tmp_path / "scratch").iterdir()) == []
    assert list(courier_home.rglob("*")) == []


def test_the_files_can_be_kept(courier: Courier, tmp_path: Path) -> None:
    assert courier("practice", "--to", tmp_path / "kept").code == 0
    (part,) = (tmp_path / "kept").glob("*.csv")
    assert len(records(part)) == 45
    (aside,) = (tmp_path / "kept" / "set-aside").iterdir()
    assert len(records(aside)) == 14
    assert len(list((tmp_path / "kept").glob("*_manifest_*.json"))) == 1


def test_a_folder_that_cannot_be_written(courier: Courier, unwritable: Path) -> None:
    run = courier("practice", "--to", unwritable)
    assert run.code == 2
    assert str(unwritable) in run.sentence


def test_in_its_own_process(tmp_path: Path) -> None:
    run = in_its_own_process("practice", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert list(tmp_path.iterdir()) == []
