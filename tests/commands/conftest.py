"""The command as a function."""

import io
from pathlib import Path

import pytest

from courier.cli import main
from tests.commands.running import Courier, Run


@pytest.fixture
def courier(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, courier_home: Path) -> Courier:
    """Runs one command; ``typed`` goes to its standard input. A defect told in one sentence is still a defect."""

    # servers that do not answer are tried again at once
    monkeypatch.setattr("courier.delivery.connecting.PAUSES", (0.0, 0.0))

    def run(*arguments: str | Path, typed: str = "", defect: bool = False) -> Run:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        crashes = courier_home / "data" / "crashes"
        told = [path.read_text(encoding="utf-8") for path in crashes.glob("*")] if crashes.is_dir() else []
        assert defect or not told, "\n".join(told)
        return Run(code, out, err)

    return run


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A place where nobody can write, root neither: below a regular file."""
    (tmp_path / "plain-file").write_text("")
    return tmp_path / "plain-file" / "folder"
