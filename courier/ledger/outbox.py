"""What became of parts on their way, kept on this machine until the team's database has it.

One small file for each run, which names its parts, and one for each part that was begun. A process that is killed, or
whose connection is lost, leaves them behind; the next one on this machine brings them over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courier.delivery.receipt import Receipt
from courier.ledger.store import LedgerError
from courier.own_files import make_folder
from courier.plain_json import read_json, write_json

_VERSION = 1
_RUN, _PART = "run-", "part-"


@dataclass(frozen=True)
class PartOutcome:
    """What a part became, as the columns of the ledger that say so; ``columns`` is None while nobody knows it."""

    part: str
    columns: Mapping[str, str] | None


class Outbox:
    """The files in one folder. Every method that writes raises LedgerError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, run: str, parts: Iterable[str]) -> None:
        """Remember that a run is going to send these parts."""
        self._write(f"{_RUN}{run}", {"parts": list(parts)})

    def begin(self, part: str) -> None:
        """Remember that a part may be at its destination from now on."""
        self._write(f"{_PART}{part}", {"columns": None})

    def settle(self, part: str, receipt: Receipt) -> None:
        """Remember what became of a part."""
        columns = {
            "state": str(receipt.state), "remote_path": receipt.remote_path, "at": receipt.at.isoformat(),
            "message": receipt.key, "facts": json.dumps(dict(receipt.facts)),
        }  # fmt: skip
        self._write(f"{_PART}{part}", {"columns": columns})

    def runs(self) -> dict[str, list[str]]:
        """The parts of each run that is not closed."""
        return {path.stem.removeprefix(_RUN): content["parts"] for path, content in self._read(_RUN)}

    def outcome(self, part: str) -> PartOutcome | None:
        """What is known of a part; None if it was never begun, and so is certainly not sent."""
        for _, content in self._read(f"{_PART}{part}"):
            return PartOutcome(part, content["columns"])
        return None

    def close(self, run: str, parts: Iterable[str]) -> None:
        """Forget a run whose outcome the database has."""
        for name in (*(f"{_PART}{part}" for part in parts), f"{_RUN}{run}"):
            with suppress(OSError):
                self._path(name).unlink(missing_ok=True)

    def _read(self, beginning: str) -> Iterator[tuple[Path, Any]]:
        for path in sorted(self._folder.glob(f"{beginning}*.json")):
            # another process may have brought it over just now
            with suppress(FileNotFoundError):
                try:
                    yield path, read_json(path)
                except ValueError as problem:
                    raise LedgerError("ledger-unusable", path=str(path), problem=str(problem)) from problem

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        try:
            make_folder(self._folder, private=True)
            write_json(self._path(name), {"version": _VERSION, **content}, private=True)
        except OSError as problem:
            facts = {"path": str(self._folder), "problem": problem.strerror or ""}
            raise LedgerError("ledger-unusable", **facts) from problem

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"
