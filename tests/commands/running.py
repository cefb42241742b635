"""What tests of the command share: what one run left behind, and sheets to run it on."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240
"""Seconds until another process that neither ends nor says a thing is given up. Wine on a busy machine takes minutes to
start one that takes Polars along."""
NOW = ("--now", "2026-11-23T00:00:00Z")
HEADER = "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CustomerId,CurrencyCode,Amount,Category,Sku,Quantity"


@dataclass(frozen=True)
class Run:
    """Exit code and output of one command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The only line on stderr, which is a sentence."""
        (line,) = self.err.splitlines()
        assert line.endswith(".")
        return line


Courier = Callable[..., Run]
"""The command as a function, see the fixture ``courier``."""


def in_its_own_process(*arguments: str | Path, typed: str = "", cwd: Path = ROOT) -> Run:
    """``python -m courier`` as a script calls it."""
    done = subprocess.run(
        [sys.executable, "-m", "courier", *map(str, arguments)],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )
    assert "Traceback" not in done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def row(number: int, **changes: str) -> dict[str, str]:
    """An item row with nothing wrong, but for the changes."""
    return {
        "CampaignId": "1000",
        "ActionTrackerId": "18500",
        "EventDate": "2026-11-20T10:00:00Z",
        "OrderId": f"AC-{number}",
        "ClickId": f"QiiWXOVnrQ3SQHl24jQjyxBGUkm{number:05}",
        "CustomerId": f"CUST{number:05}XYZ",
        "CurrencyCode": "USD",
        "Amount": "10.00",
        "Category": "Tennis",
        "Sku": "SKU-1",
        "Quantity": "1",
        **changes,
    }


def order(number: int, items: int, **changes: str) -> list[dict[str, str]]:
    """All rows of one order."""
    return [row(number, Sku=f"SKU-{item}", **changes) for item in range(1, items + 1)]


def write(path: Path, rows: list[dict[str, str]], header: str = HEADER) -> Path:
    """A sheet of rows under a header; what a row does not have stays empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header.split(","), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode())
    return path


def records(path: Path) -> list[list[str]]:
    """A CSV file as Python reads it."""
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))
