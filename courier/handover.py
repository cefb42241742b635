"""A checked batch as one file for a colleague: the sheet as it came and as it is, every decision, the verdict, and the
approvals. It holds no password and no destination.

It may come from anybody, so nothing in it is believed that can be found out again: the sheet is opened and checked as
any other, and what the file says of it is compared with that.
"""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from courier.approvals import content_digest, handed_over_as_is
from courier.catalogue.fields import FIELDS
from courier.catalogue.zones import zone_named
from courier.draft_edits import change_choices, change_mapping
from courier.formats import minute_text
from courier.messages import UserError
from courier.open_sheet import OpenedSheet, OpenOptions, open_source, open_table
from courier.plain_json import parse
from courier.programs import Program, ProgramError, program_from_json, program_to_json
from courier.reading import Note, Table
from courier.reading.table import MOST_COLUMNS
from courier.rules.template_choice import TEMPLATES
from courier.sheet import sign_off
from courier.sheet.edit import Cells, Change, Choice, Edit, Rows
from courier.sheet.exclusions import columns_read
from courier.sheet.mapping import Mapping as FieldMapping
from courier.sheet.mapping import from_json, to_json
from courier.sheet.sheet import OVERRIDE, Sheet
from courier.whole_files import is_plain_name, whole_file

SUFFIX = ".courier"
_ABOUT, _CAME, _NOW = "handover.json", "came.csv", "now.csv"
_FORMAT = 1
_ALWAYS, _TIMES = 20_000_000, 15
"""A file may unpack to so many bytes, and to so many times its size more: real sheets are packed less densely."""
_ANSWERS = ("day_first", "short_years")
_ROW, _ID = "row", "id"
_BROKEN = (
    KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError, EOFError, OSError, PolarsError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip


class HandoverError(UserError):
    """A file for a colleague that cannot be written or read."""


def is_handover(path: Path) -> bool:
    """Whether a file is called like one for a colleague."""
    return path.suffix.lower() == SUFFIX


def write_handover(opened: OpenedSheet, path: Path, by: str, at: datetime, note: str = "") -> None:
    """Write a checked sheet for a colleague. ``by``: the name of whoever prepared it. Raises HandoverError for nobody's
    name, and UserError if the file cannot be written."""
    name, draft, table = " ".join(by.split()), opened.draft, opened.table
    if not name:
        raise HandoverError("handover-no-name")
    choices, sheet = draft.choices, draft.sheet
    sent = draft.sent_rows()
    # whoever only approved it has not prepared it
    signed = choices.sign_off if handed_over_as_is(draft) else replace(choices.sign_off, prepared_by=name)
    # a colleague's history does not know what left from here
    held = sorted(choices.set_aside.union(sent.to_list()))
    about = {
        "courier_handover": _FORMAT,
        "name": opened.name,
        "at": at.isoformat(),
        "note": note,
        "table": {
            "headers": list(table.headers),
            "header_width": table.header_width,
            "header_row": table.header_row,
            "format": table.format,
            "encoding": table.encoding,
            "delimiter": table.delimiter,
            "above": list(table.above),
            "damaged": {column: rows.to_list() for column, rows in table.damaged.items()},
        },
        "template": choices.template,
        "zone": choices.zone,
        "chosen": sorted(choices.chosen),
        "program": program_to_json(replace(opened.options.program, destination="")) if opened.options.program else None,
        "mapping": to_json(choices.mapping),
        "answers": {
            field: {answer: getattr(reading, answer) for answer in _ANSWERS}
            for field, reading in choices.readings.items()
        },
        "on_hold": sheet.positions.gather(held).drop_nulls().sort().to_list(),
        "sent": sent.len(),
        "sign_off": sign_off.to_json(signed),
        "content": content_digest(draft),
    }
    order = sheet.row_order
    ids = order.to_frame(_ID).select(pl.when(pl.col(_ID) < sheet.source_count).then(pl.col(_ID)))[_ID]
    now = pl.DataFrame([ids, *sheet.frame(order).get_columns()])
    came = pl.DataFrame([table.rows.alias(_ROW), *table.cells.get_columns()])
    with whole_file(path, private=True) as beside, zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(_ABOUT, json.dumps(about, ensure_ascii=False, indent=1))
        out.writestr(_CAME, _packed(came))
        out.writestr(_NOW, _packed(now))


def open_any(
    path: Path, options: OpenOptions, now: datetime, progress: Callable[[float], None] = lambda _: None
) -> OpenedSheet:
    """Open a file, whoever made it: see `open_source` and `read_handover`. Raises HandoverError too for options that
    decide about a sheet of which a colleague decided everything."""
    # what holds for every sheet of this machine decides nothing about this one
    silent = OpenOptions(
        history=options.history, memories=options.memories, programs=options.programs, default_zone=options.default_zone
    )
    if is_handover(path) and options != silent:
        raise HandoverError("handover-decided", name=path.name)
    return read_handover(path, options, now) if is_handover(path) else open_source(path, options, now, progress)


def read_handover(path: Path, options: OpenOptions, now: datetime) -> OpenedSheet:
    """Open and check a sheet that a colleague prepared, with all that was decided as one edit. Its notes say who
    prepared it and whether it would be sent exactly as they saw it. ``options``: of these, the history and the saved
    programs count. Raises HandoverError."""
    try:
        with zipfile.ZipFile(path) as book:
            written, *sheets = _members(book, path.stat().st_size)
        about = parse(written)
        came, cells = map(_unpacked, sheets)
        if about["courier_handover"] != _FORMAT:
            raise HandoverError("handover-newer", name=path.name)
        return _opened(about, came, cells, options, now)
    except (*_BROKEN, ProgramError) as problem:
        raise HandoverError("handover-unreadable", name=path.name) from problem


def _opened(
    about: dict[str, Any], came: pl.DataFrame, cells: pl.DataFrame, options: OpenOptions, now: datetime
) -> OpenedSheet:
    name, template, zone = about["name"], about["template"], about["zone"]
    if not is_plain_name(name) or template not in TEMPLATES or (zone is not None and zone_named(zone) is None):
        raise ValueError
    wanted = OpenOptions(
        program=_program(about["program"], options), history=options.history, programs=options.programs
    )
    opened = open_table(_table(about["table"], came), name, None, wanted, now)
    draft = opened.draft
    rows = _rows(draft.sheet, cells)
    held = frozenset(rows[_place(place, rows.len())] for place in about["on_hold"])
    signed = sign_off.from_json(about["sign_off"])
    mapping, notes = _mapping(about["mapping"], draft.sheet), []
    if opened.locked and mapping.feeds != draft.choices.mapping.feeds:
        mapping = replace(draft.choices.mapping, left_out=mapping.left_out)
        notes.append(Note("note-handover-locked", {"program": draft.choices.program or ""}))
    # column readings are those of the sheet as it came
    decided = change_mapping(draft, mapping)
    more = change_choices(
        draft,
        decided.what,
        template=template,
        zone=zone,
        chosen=frozenset(about["chosen"]) & {"template", "zone"},
        set_aside=held,
        sign_off=signed,
    )
    changes = [_with_answers(change, about["answers"]) for change in decided.changes]
    edits = _cell_changes(draft.sheet, cells, rows)
    draft.do(Edit("edit-handover", (*changes, *more.changes, *edits)), check=False)
    draft.check()
    at = datetime.fromisoformat(about["at"]).astimezone()
    notes.insert(0, Note("note-handover", {"by": signed.prepared_by, "at": minute_text(at)}))
    if about["sent"]:
        notes.append(Note("note-handover-sent", {"rows": int(about["sent"])}))
    if said := str(about["note"]).strip():
        notes.append(Note("note-handover-said", {"by": signed.prepared_by, "words": said}))
    if content_digest(draft) != about["content"]:
        notes.append(Note("note-handover-differs"))
    return replace(opened, brought=tuple(notes))


def _program(record: Any, options: OpenOptions) -> Program | None:
    """The saved program of that name, or else the one in the file."""
    if record is None:
        return None
    program = program_from_json(record)
    return options.programs(program.name) or replace(program, destination="")


def _table(about: dict[str, Any], came: pl.DataFrame) -> Table:
    headers, width = about["headers"], about["header_width"]
    texts = [*headers, *about["above"], about["format"]]
    if not all(isinstance(words, str) for words in texts) or not 0 < len(headers) <= MOST_COLUMNS:
        raise TypeError
    names = [f"c{place}" for place in range(len(headers))]
    if came.columns != [_ROW, *names] or not isinstance(width, int) or not 0 < width <= len(headers):
        raise ValueError
    damaged = {
        column: pl.Series([_place(row, came.height) for row in rows], dtype=pl.UInt32)
        for column, rows in about["damaged"].items()
        if column in names
    }
    header_row = about["header_row"]
    return Table(
        headers=tuple(headers),
        cells=came.select(names),
        rows=came[_ROW].cast(pl.Int64, strict=True),
        format=about["format"],
        encoding=_words(about["encoding"]),
        delimiter=_words(about["delimiter"]),
        header_row=None if header_row is None else int(header_row),
        header_width=width,
        above=tuple(about["above"]),
        damaged=damaged,
    )


def _words(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value


def _mapping(values: Any, sheet: Sheet) -> FieldMapping:
    """A mapping of columns that the sheet has to fields that exist."""
    mapping = from_json(values)
    read = mapping.used_columns.union(columns_read(mapping.left_out))
    if not read <= set(sheet.columns) or not {name for name, _ in mapping.feeds} <= FIELDS.keys():
        raise ValueError
    return mapping


def _with_answers(change: Change, answers: Any) -> Change:
    """The decisions about columns with what a person answered about their dates."""
    if not isinstance(change, Choice) or change.name != "readings":
        return change
    readings = dict(change.after)
    for field, answer in answers.items():
        given = {name: answer[name] for name in _ANSWERS if isinstance(answer[name], bool)}
        if field in readings:
            readings[field] = replace(readings[field], **given)
    return replace(change, after=readings)


def _rows(sheet: Sheet, cells: pl.DataFrame) -> pl.Series:
    """The row ids of the sheet as it is now; rows that the source does not have get new ones."""
    ids = cells[_ID].cast(pl.UInt32, strict=True)
    known = ids.drop_nulls()
    if known.is_duplicated().any() or (known >= sheet.row_count).any():
        raise ValueError
    new = sheet.new_rows(ids.null_count())
    return ids.scatter(ids.is_null().arg_true(), new) if new.len() else ids


def _cell_changes(sheet: Sheet, cells: pl.DataFrame, rows: pl.Series) -> list[Change]:
    """What makes the sheet as it came the sheet as it is: its rows ``rows``, and each cell that is another."""
    columns = cells.columns[1:]
    fields = {name.removeprefix(OVERRIDE) for name in columns if name.startswith(OVERRIDE)}
    if not fields <= FIELDS.keys() or set(columns) - {OVERRIDE + name for name in fields} != set(sheet.columns):
        raise ValueError
    changes: list[Change] = []
    if not rows.equals(sheet.row_order):
        changes.append(Rows(0, sheet.row_order, rows))
    known = rows < sheet.source_count
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.len())
    for column in columns:
        came = sheet.source_cells(rows.filter(known), column)
        before = nothing.scatter(known.arg_true(), came) if came.len() else nothing
        other = before.ne_missing(cells[column]).arg_true()
        if other.len():
            texts = [series.gather(other).to_list() for series in (before, cells[column])]
            changes.append(Cells(column, rows.gather(other).to_list(), texts[0], texts[1]))
    return changes


def _place(value: Any, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < most:
        raise ValueError
    return value


def _packed(cells: pl.DataFrame) -> bytes:
    out = BytesIO()
    # an empty cell is in quotes, one that the record did not have is nothing at all
    cells.write_csv(out, quote_style="non_numeric", null_value="")
    return out.getvalue()


def _unpacked(content: bytes) -> pl.DataFrame:
    if content.count(b",", 0, content.find(b"\n")) > 2 * MOST_COLUMNS:
        raise ValueError
    return pl.read_csv(content, infer_schema=False)


def _members(book: zipfile.ZipFile, size: int) -> Iterator[bytes]:
    """The contents of the parts, together as long as they may be. ``size``: of the file. Raises ValueError for more."""
    left = _ALWAYS + _TIMES * size
    for name in (_ABOUT, _CAME, _NOW):
        with book.open(name) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise ValueError
        yield content
