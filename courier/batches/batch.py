"""Writes a batch: the ready rows as parts, the set-aside rows with their reasons, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from courier.batches.errors import BatchNotWritten
from courier.batches.groups import RowGroup, whole_sheet
from courier.batches.names import stem
from courier.batches.part_files import PartNaming, RowRange, csv_bytes, part_file, part_naming, row_ranges
from courier.catalogue.rules import RULE_FACTS
from courier.draft import Draft
from courier.messages import text
from courier.own_files import make_folder
from courier.rules.file_rules import MOST_ROWS
from courier.rules.phrases import phrase
from courier.rules.rule import Severity
from courier.rules.totals import totals_json
from courier.threads import parallel_map
from courier.whole_files import atomic_file

_WRITERS = 4
"""Threads that write parts; each of them waits for the disk some of the time."""


SET_ASIDE = "set-aside"
"""The folder beside parts for rows that stay behind."""


@dataclass(frozen=True)
class Part:
    """One file of a batch. ``totals``: the sum of amounts per currency; ``sha256``: of the file, in hex; ``size``: in
    bytes."""

    name: str
    rows: int
    orders: int
    totals: Mapping[str, Decimal]
    sha256: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """The part as in the manifest and the command's output."""
        return {
            "name": self.name,
            "rows": self.rows,
            "orders": self.orders,
            "totals": totals_json(self.totals),
            "size": self.size,
            "sha256": self.sha256,
        }


@dataclass(frozen=True)
class WrittenBatch:
    """A batch on disk: its parts and their paths, the manifest, and the file of set-aside rows, if any."""

    parts: tuple[dict[str, Any], ...]
    paths: tuple[Path, ...]
    manifest: Path | None
    set_aside: Path | None


def _write_part(draft: Draft, folder: Path, naming: PartNaming, rows: RowRange) -> Part:
    part = part_file(draft, naming, rows)
    _write_once(folder / part.name, part.content)
    orders = draft.verdict.orders.gather(rows.ids).n_unique()
    return Part(part.name, rows.ids.len(), orders, part.totals, part.sha256, len(part.content))


def write_batch(
    draft: Draft,
    folder: Path,
    label: str,
    most: int = MOST_ROWS,
    progress: Callable[[float], None] | None = None,
    group: RowGroup | None = None,
    naming: str = "",
    *,
    aside: bool = True,
) -> WrittenBatch:
    """Write parts, manifest and set-aside rows into a folder, each file atomically. ``label``: the program's or the
    source's name; ``group``: the rows of this batch, None for all of the sheet; ``naming``: how the destination wants
    parts to be called, see `courier.batches.names.part_name`; ``aside``: whether set-aside rows are written.

    The same content gives the same names, and existing files with that content are left as they are. Raises BatchError
    when the folder cannot be written, files cannot be called so, or a part would contain a plain e-mail address.
    """
    group = group or whole_sheet(draft)
    names = part_naming(draft, group, label, naming)
    try:
        make_folder(folder)
        # merges edited cells into the frame first, so that the threads only read it
        draft.sheet.frame()

        def write(rows: RowRange | None) -> Part | Path | None:
            if rows is None:
                return _write_set_aside(draft, group.set_aside, folder / SET_ASIDE, label) if aside else None
            return _write_part(draft, folder, names, rows)

        # set-aside rows take as long as many parts, so they are written first
        tasks = [None, *row_ranges(draft, group.ready, most)]
        held, *results = parallel_map(write, tasks, progress, threads=_WRITERS)
        parts = [part for part in results if isinstance(part, Part)]
        manifest = _write_manifest(draft, group, folder, label, parts) if parts else None
    except OSError as problem:
        raise BatchNotWritten("batch-not-written", folder=str(folder), problem=problem.strerror or "") from problem
    set_aside = held if isinstance(held, Path) else None
    records, paths = tuple(part.as_json() for part in parts), tuple(folder / part.name for part in parts)
    return WrittenBatch(records, paths, manifest, set_aside)


def _write_set_aside(draft: Draft, rows: pl.Series, folder: Path, label: str) -> Path | None:
    if not rows.len():
        return None
    reasons = _reasons(draft, rows)
    sheet, cells = draft.sheet, draft.sheet.frame(rows)
    why = pl.Series("why", [reasons[row] for row in rows.to_list()], dtype=pl.String)
    # surplus cells stay beyond the header, so that this file is not ready either when it is opened
    columns = [*cells.select(sheet.named).get_columns(), why, *cells.select(sheet.surplus).get_columns()]
    content = csv_bytes([*map(sheet.header, sheet.named), text("set-aside-reason")], pl.DataFrame(columns))
    name = f"{stem(draft.choices.template, label, draft.now)}_set-aside_{sha256(content).hexdigest()[:8]}.csv"
    _write_once(folder / name, content)
    return folder / name


def _reasons(draft: Draft, rows: pl.Series) -> dict[int, str]:
    """Why each row is set aside: its own errors, errors in its order, or the user's choice."""
    own: dict[int, list[str]] = {}
    # thousands of rows share a sentence, and formatting one takes as long as reading a hundred cells
    sentences: dict[tuple[object, ...], str] = {}
    errors = [rule for rule, facts in RULE_FACTS.items() if facts.severity == Severity.ERROR]
    for problem in draft.problems(rows, errors, proposing=False):
        if problem.row is not None:
            about = (problem.rule, problem.field, problem.column, problem.value, *problem.facts.values())
            sentence = sentences.get(about) or sentences.setdefault(about, phrase(problem, draft.sheet.header))
            own.setdefault(problem.row, []).append(sentence)
    file_errors = [problem for problem in draft.verdict.file if problem.severity == Severity.ERROR]
    of_file = [phrase(problem, draft.sheet.header) for problem in file_errors]
    failing = set(draft.failing_rows().to_list())
    rest = {True: text("set-aside-order"), False: text("set-aside-chosen")}
    return {row: " ".join(own.get(row) or of_file or [rest[row in failing]]) for row in rows.to_list()}


def _write_manifest(draft: Draft, group: RowGroup, folder: Path, label: str, parts: list[Part]) -> Path:
    sums: dict[str, Decimal] = {}
    for part in parts:
        for code, amount in part.totals.items():
            sums[code] = sums.get(code, Decimal()) + amount
    manifest = {
        "template": draft.choices.template,
        "date": f"{draft.now:%Y-%m-%d}",
        "rows": sum(part.rows for part in parts),
        "orders": draft.verdict.orders.gather(group.ready).n_unique(),
        "totals": totals_json(dict(sorted(sums.items()))),
        "set_aside": group.set_aside.len(),
        "left_out": group.left_out.len(),
        "parts": [part.as_json() for part in parts],
    }
    content = (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()
    path = folder / f"{stem(draft.choices.template, label, draft.now)}_manifest_{sha256(content).hexdigest()[:8]}.json"
    _write_once(path, content)
    return path


def _write_once(path: Path, content: bytes) -> None:
    """Write a file atomically, unless it exists with this content. Raises OSError."""
    if path.exists() and path.read_bytes() == content:
        return
    make_folder(path.parent)
    with atomic_file(path) as beside:
        beside.write_bytes(content)
