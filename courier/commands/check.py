"""``courier read``, ``check`` and ``fix``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from courier.commands.base import (
    EXIT_ERRORS,
    EXIT_OK,
    Command,
    add_reading_options,
    add_sheet_options,
    has_errors,
    open_checked,
    print_json,
    progress_bar,
    read_options,
    say,
    waiting_line,
    warn,
)
from courier.commands.verdict_report import say_repairs, say_verdict
from courier.draft import Draft
from courier.draft_edits import delete_child_lines
from courier.ledger.comparison import COMPARED_SUBMISSIONS, rule_changes_words
from courier.ledger.store import LedgerError
from courier.messages import UserError, text
from courier.open_sheet import OpenedSheet, open_table
from courier.reading import Table, read, write_records
from courier.report import check_report_path, write_report
from courier.rules.order_rules import SKU_TWICE
from courier.rules.repairs import FIX_ORDER
from courier.services import LocalServices
from courier.sheet.mapping import Column
from courier.sheet.sheet import OVERRIDE
from courier.verdict_json import verdict_json
from courier.visible import in_lines


def _declare_read(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    add_reading_options(parser)
    parser.add_argument("--output", type=Path, metavar="OUT.csv", help=text("option-read-output"))
    parser.add_argument("--json", action="store_true", help=text("option-json"))


def _read(options: argparse.Namespace, _services: LocalServices) -> None:
    with progress_bar(text("progress-reading")) as progress:
        table = read(Path(options.file), options.sheet, read_options(options), progress)
    if options.output:
        with _writing(options.output, options.file) as out:
            write_records(table, out)
    elif not options.json:
        write_records(table, _Terminal() if sys.stdout.isatty() else sys.stdout)
    notes = [str(note) for note in table.notes]
    if options.json:
        print_json(
            {
                "file": options.file,
                "sheet": table.tab,
                "rows": table.cells.height,
                "columns": len(table.headers),
                "headers": list(table.headers),
                "reading": {
                    "format": table.format,
                    "encoding": table.encoding,
                    "delimiter": table.delimiter,
                    "header_row": table.header_row,
                    "notes": notes,
                },
            }
        )
    else:
        for note in notes:
            warn(note)


class _Terminal:
    """Standard output that a person looks at. What goes on into a file or a program stays exactly as it is."""

    def write(self, record: str) -> int:
        """Write a record in which a terminal obeys nothing."""
        return sys.stdout.write(in_lines(record))


def _declare_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", metavar="FILE")
    parser.add_argument("--report", type=Path, metavar="OUT", help=text("option-report"))
    _declare_all(parser)
    add_sheet_options(parser)


def _declare_all(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help=text("option-all"))


def _check(options: argparse.Namespace, services: LocalServices) -> int:
    if options.report:
        _check_report(options.report, options.file)
    verdicts: list[dict[str, Any]] = []
    code = EXIT_OK
    for place, file in enumerate(options.file):
        opened = open_checked(file, options, services)
        if has_errors(opened):
            code = EXIT_ERRORS
        if options.json:
            verdicts.append(verdict_json(opened))
        else:
            if place:
                say("")
            say_verdict(opened, every=options.all)
            _say_rule_changes(opened, services)
        if options.report:
            with waiting_line(text("progress-writing")):
                write_report(opened.draft, opened.label, options.report)
            if not options.json:
                say(text("report-written", path=str(options.report)))
    if options.json:
        print_json(verdicts if len(options.file) > 1 else verdicts[0])
    return code


def _say_rule_changes(opened: OpenedSheet, services: LocalServices) -> None:
    choices = opened.draft.choices
    if not choices.program:
        return
    # where the ledger cannot be read, that was said when the sheet was opened
    with suppress(LedgerError):
        earlier = services.ledger.submissions(last=COMPARED_SUBMISSIONS, program=choices.program)
        if words := rule_changes_words(choices.program, choices.template, earlier):
            say("")
            say(words)


def _check_report(report: Path, files: list[str]) -> None:
    """Raises UserError before anything is read if no report could be written."""
    if len(files) > 1:
        raise UserError("report-one-file")
    check_report_path(report)
    _refuse_source(report, files[0])


def _declare_fix(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--output", type=Path, required=True, metavar="OUT.csv", help=text("option-fix-output"))
    parser.add_argument("--rule", action="append", metavar="ID", help=text("option-rule"))
    _declare_all(parser)
    add_sheet_options(parser)


def _fix(options: argparse.Namespace, services: LocalServices) -> int:
    for rule in options.rule or ():
        if rule not in (*FIX_ORDER, SKU_TWICE):
            raise UserError("fix-no-such-rule", rule=rule)
    opened = open_checked(options.file, options, services)
    with progress_bar(text("progress-repairing")) as progress:
        plan = opened.draft.plan(options.rule, progress=progress)
    opened.draft.do(plan.edit)
    deleted = _delete_child_lines(opened.draft) if SKU_TWICE in (options.rule or ()) else 0
    with _writing(options.output, options.file) as out:
        _write_sheet(opened, out)
    if options.json:
        fixed = {"output": str(options.output), "cells": dict(plan.cells), "moved_rows": plan.moved}
        if SKU_TWICE in (options.rule or ()):
            fixed["deleted_rows"] = deleted
        print_json({**verdict_json(opened), "fixed": fixed})
    else:
        say_repairs(plan, deleted)
        say("")
        say_verdict(opened, every=options.all)
    return EXIT_ERRORS if has_errors(opened) else EXIT_OK


def _delete_child_lines(draft: Draft) -> int:
    """Deletes the lines that repeat another one of their order without its price, and says how many."""
    before = draft.sheet.row_order.len()
    if edit := delete_child_lines(draft):
        draft.do(edit)
    return before - draft.sheet.row_order.len()


def _write_sheet(opened: OpenedSheet, out: TextIO) -> None:
    """All rows in sheet order under the source's headers; repaired calculated fields follow in columns of their own.
    Surplus cells stay beyond the header."""
    draft, sheet = opened.draft, opened.draft.sheet
    overrides = [name.removeprefix(OVERRIDE) for name in sheet.overrides]
    calculated = tuple(name for name in overrides if name in draft.checker.view.names)
    table = _as_written(opened, calculated)
    if unnamed := _not_found_again(opened, table):
        table = _as_written(opened, (*calculated, *unnamed.values()), frozenset(unnamed))
    write_records(table, out)


def _as_written(opened: OpenedSheet, fields: tuple[str, ...], as_read: frozenset[str] = frozenset()) -> Table:
    """The sheet with columns of their own for ``fields``; columns that are ``as_read`` hold what the source holds."""
    draft, sheet = opened.draft, opened.draft.sheet
    rows, headers = sheet.row_order, (*map(sheet.header, sheet.named), *fields)
    frame, source = sheet.frame(rows), opened.table.cells
    named = [source[name].gather(rows) if name in as_read else frame[name] for name in sheet.named]
    columns = [column.fill_null("") for column in (*named, *draft.fields(rows).select(fields).get_columns())]
    cells = pl.DataFrame(columns + frame.select(sheet.surplus).get_columns())
    return replace(opened.table, headers=headers, header_width=len(headers), cells=cells)


def _not_found_again(opened: OpenedSheet, table: Table) -> dict[str, str]:
    """The columns, with their fields, that would no longer feed them when the table is opened as the source was: they
    were known by what the repairs took out of them, such as the label before a click ID."""
    texts = [column.rename(f"c{index}") for index, column in enumerate(table.cells.get_columns())]
    written = replace(table, cells=pl.DataFrame(texts))
    mapping = opened.draft.choices.mapping
    again = open_table(written, opened.name, opened.path, opened.options, opened.draft.now).draft.choices.mapping
    return {
        feed.column: field
        for field in opened.draft.checker.view.names
        if isinstance(feed := mapping.feed(field), Column) and again.feed(field) != feed
    }


@contextmanager
def _writing(path: Path, source: str) -> Iterator[TextIO]:
    """A file to write to. Raises UserError if it is the source or cannot be written."""
    try:
        _refuse_source(path, source)
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as problem:
        raise UserError("output-not-written", path=str(path), problem=problem.strerror or "") from problem


def _refuse_source(path: Path, source: str) -> None:
    """Raises UserError if a file to write to is the source."""
    if path.exists() and Path(source).exists() and path.samefile(source):
        raise UserError("output-is-source", path=str(path))


READ = Command(
    "read",
    _declare_read,
    _read,
    examples=("orders.xlsx --sheet November --output orders.csv",),
)
CHECK = Command(
    "check",
    _declare_check,
    _check,
    examples=(
        "orders.csv",
        "orders.csv --set CampaignId=1000 --set ActionTrackerId=18500 --zone Europe/Berlin",
        'orders.csv --map "Order #=OrderId" --map "Price * Qty=Amount"',
        'orders.csv --leave-out "Financial Status is refunded, voided" --all',
        "orders.csv --report problems.xlsx",
    ),
)
FIX = Command(
    "fix",
    _declare_fix,
    _fix,
    examples=(
        "orders.csv --output repaired.csv",
        "orders.csv --output repaired.csv --rule ROW-DATE-FMT --dates dmy",
    ),
)
