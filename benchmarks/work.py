"""Figures of the work on sheets: opening, checking, editing, repairing, exporting."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread

import polars as pl
from python_calamine import CalamineWorkbook

from benchmarks.measuring import Figure, percentile, seconds, side_by_side
from benchmarks.sheets import NOW, write_csv, write_workbook
from courier.batches.batch import write_batch
from courier.draft import Draft
from courier.draft_edits import type_cells
from courier.open_sheet import OpenOptions, open_source

_EDITED = ("c3", "c7", "c2", "c6", "c9")
"""OrderId, Amount, EventDate, CurrencyCode, Sku."""
_WORKBOOK_ROWS = 100_000


def opened(path: Path) -> Draft:
    """A sheet opened and checked."""
    draft = open_source(path, OpenOptions(), NOW).draft
    draft.check()
    return draft


def opening_csv(folder: Path, rows: int) -> Iterator[Figure]:
    """A CSV opened with every problem known, against Polars' bare reading."""
    path = write_csv(folder / f"{rows}.csv", rows)
    ours, bare = side_by_side(lambda: opened(path), lambda: pl.read_csv(path, infer_schema=False))
    yield Figure("open CSV and know every problem", rows, ours / bare, "x", 8, f"{ours:.2f} s, bare {bare:.2f} s")


def opening_workbook(folder: Path, rows: int) -> Iterator[Figure]:
    """A workbook opened with every problem known, against calamine's bare reading."""
    if rows > _WORKBOOK_ROWS:
        return
    path = write_workbook(folder / f"{rows}.xlsx", rows)

    def bare() -> object:
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()

    ours, plain = side_by_side(lambda: opened(path), bare, runs=3)
    yield Figure(
        "open workbook and know every problem", rows, ours / plain, "x", 2.5, f"{ours:.2f} s, bare {plain:.2f} s"
    )


def editing(folder: Path, rows: int) -> Iterator[Figure]:
    """One cell typed until its new verdict is known, order rules included, at a thousand random places."""
    draft = opened(folder / f"{rows}.csv")
    chance = random.Random(1)
    texts = {"c3": "AC-{0:08}", "c7": "5.{0:02}", "c2": "2026-11-20T10:00:00Z", "c6": "EUR", "c9": "SKU-{0}"}
    spent = []
    for number in range(1000):
        column = _EDITED[number % len(_EDITED)]
        edit = type_cells(draft, [(chance.randrange(rows), column, texts[column].format(number % 100))])
        spent.append(1000 * seconds(partial(draft.do, edit), collect=False))
    detail = f"median {percentile(spent, 0.5):.1f} ms, worst {max(spent):.1f} ms"
    yield Figure("one-cell edit to new verdict, p99", rows, percentile(spent, 0.99), "ms", 16, detail)
    yield from _large_order(draft, rows)
    yield from _beside_check(draft, rows, chance)


def _large_order(draft: Draft, rows: int) -> Iterator[Figure]:
    """The same inside an order of 500 rows."""
    first = rows // 2
    draft.do(type_cells(draft, [(row, "c3", "AC-LARGE") for row in range(first, first + 500)]))
    spent = []
    for number in range(200):
        edit = type_cells(draft, [(first + number, "c7", f"5.{number % 100:02}")])
        spent.append(1000 * seconds(partial(draft.do, edit), collect=False))
    yield Figure("the same in an order of 500 rows, p99", rows, percentile(spent, 0.99), "ms", 16)


def _beside_check(draft: Draft, rows: int, chance: random.Random) -> Iterator[Figure]:
    """The same while a full check runs."""
    # not before it is needed: the toolkit is no part of what opening takes
    from gui.application import SWITCH_INTERVAL

    check = replace(draft.begin_background_check(), rows=None)
    over = Event()

    def go_on() -> None:
        while not over.is_set():
            check.run()

    beside = Thread(target=go_on)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    beside.start()
    spent = []
    for number in range(200):
        edit = type_cells(draft, [(chance.randrange(rows), "c7", f"6.{number % 100:02}")])
        spent.append(1000 * seconds(partial(draft.do, edit), collect=False))
    over.set()
    beside.join()
    sys.setswitchinterval(usual)
    yield Figure("the same during a full check, p99", rows, percentile(spent, 0.99), "ms", 33)


def repairing(folder: Path, rows: int) -> Iterator[Figure]:
    """All safe repairs planned and carried out, and undone."""
    draft = opened(folder / f"{rows}.csv")
    plans: list[object] = []

    def repair() -> None:
        plan = draft.plan()
        plans.append(plan.total)
        draft.do(plan.edit, known=plan.verdict)

    done, undone = seconds(repair), seconds(draft.undo)
    bar = 1.0 if rows >= 1_000_000 else None
    yield Figure("safe repairs", rows, done, "s", bar, f"{plans[0]} changes")
    yield Figure("and their undo", rows, undone, "s", bar)


def exporting(folder: Path, rows: int) -> Iterator[Figure]:
    """Parts written, hashed and synced, against a bare write of the same table by Polars."""
    draft = opened(folder / f"{rows}.csv")
    draft.do(draft.plan().edit)
    fields = draft.fields(draft.ready_rows())

    def ours() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as target:
            write_batch(draft, Path(target), "bench")

    def bare() -> None:
        fields.write_csv(folder / "bare.csv")

    mine, plain = side_by_side(ours, bare, runs=3)
    yield Figure("export into parts", rows, mine / plain, "x", 3, f"{mine:.2f} s, bare {plain:.2f} s")


def memory(folder: Path, rows: int) -> Iterator[Figure]:
    """The most memory that opening and checking takes, against the size of the file."""
    path = folder / f"{rows}.csv"
    used = _peak(f"from pathlib import Path; from benchmarks.work import opened; opened(Path({str(path)!r}))")
    size = path.stat().st_size
    bar = 6 if rows >= 1_000_000 else None
    yield Figure("peak memory", rows, used / size, "x", bar, f"{used / 1e6:.0f} MB, file {size / 1e6:.0f} MB")


def _peak(code: str) -> int:
    """Bytes of memory a fresh process needs at most. Linux only: what other calls tell includes the parent's."""
    code += "; print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return int(shown) * 1024
