"""The batches sent lately from this machine, newest first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from courier.whole_files import whole_file

_KEPT = 50


@dataclass(frozen=True)
class RecentBatch:
    """One batch: the source's name, rows, totals in words, where to, its worst state and when (ISO)."""

    name: str
    rows: int
    totals: str
    destination: str
    state: str
    at: str


def recent_batches(folder: Path) -> list[RecentBatch]:
    """The batches recorded in a folder. A damaged record counts as none: it only serves to remind."""
    try:
        records = json.loads((folder / "recent.json").read_text(encoding="utf-8"))
        return [RecentBatch(**record) for record in records]
    except (OSError, ValueError, TypeError):
        return []


def remember_batch(folder: Path, batch: RecentBatch) -> None:
    """Put a batch in front of the others. Raises PlainError when it cannot be written, OSError without a folder."""
    kept = [batch, *recent_batches(folder)][:_KEPT]
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / "recent.json", private=True) as beside:
        beside.write_text(json.dumps([asdict(one) for one in kept], indent=1, ensure_ascii=False), encoding="utf-8")
