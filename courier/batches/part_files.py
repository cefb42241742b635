"""What the files of a batch contain and how they are called, before anything is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import polars as pl

from courier.batches.errors import BatchError, BatchNotWritten
from courier.batches.groups import RowGroup, by_event
from courier.batches.names import PartFacts, PartNameError, example_name, part_name
from courier.batches.split import split
from courier.catalogue.fields import FIELDS, file_order
from courier.draft import Draft
from courier.rules.delivery_rules import name_problems
from courier.rules.emails import CONTAINS_EMAIL
from courier.rules.field_view import EXTRA
from courier.rules.file_rules import MOST_ROWS
from courier.rules.rule import Severity
from courier.rules.totals import totals


@dataclass(frozen=True)
class RowRange:
    """The rows of one part, its number from 1, and the number of parts."""

    ids: pl.Series
    number: int
    parts: int


@dataclass(frozen=True)
class PartNaming:
    """What the names of the parts of a batch have in common; see `PartFacts`. ``wording``: "" for the usual names."""

    wording: str
    label: str
    event: str


@dataclass(frozen=True)
class PartFile:
    """A part as it will be written. ``sha256``: of the content, in hex; ``totals``: amounts per currency."""

    name: str
    content: bytes
    sha256: str
    totals: Mapping[str, Decimal]


def parts_of(draft: Draft, rows: pl.Series, most: int = MOST_ROWS) -> list[pl.Series]:
    """The row ids of each part that some rows would make, in the sheet's order.

    Orders are those that impact.com will see: by their ID, also where that may be damaged and is no key for the rules.
    Rows of such an ID stand together in the part of the first of them.
    """
    keys = draft.verdict.orders.gather(rows)
    reading = draft.choices.readings.get("OrderId")
    if reading is not None and (reading.few_dates or reading.rounded_ids):
        named = pl.coalesce(draft.fields(rows)["OrderId"].hash(), pl.col("key"))
        table = pl.DataFrame([keys.alias("key"), rows.alias("row")]).select(named.alias("key"), "row")
        table = table.with_row_index("place").sort(pl.col("place").min().over("key"), maintain_order=True)
        keys, rows = table["key"], table["row"]
    return [rows.slice(*part) for part in split(keys, most)]


def row_ranges(draft: Draft, rows: pl.Series, most: int = MOST_ROWS) -> list[RowRange]:
    """`parts_of`, numbered."""
    parts = parts_of(draft, rows, most)
    return [RowRange(ids, number, len(parts)) for number, ids in enumerate(parts, start=1)]


def part_naming(draft: Draft, group: RowGroup, label: str, wording: str) -> PartNaming:
    """How the parts of a group are called. ``label``, ``wording``: see `PartNaming`. Raises BatchNotWritten for a
    wording with which files could be lost; a settings file may be edited by hand."""
    if not wording:
        return PartNaming("", label, "")
    try:
        example_name(wording, "", draft.now)
    except PartNameError as problem:
        raise BatchNotWritten(problem.key, **problem.facts) from problem
    groups = by_event(draft, group)
    return PartNaming(wording, label, groups[0].event if len(groups) == 1 else "")


def part_file(draft: Draft, naming: PartNaming, rows: RowRange) -> PartFile:
    """The name and the exact content of a part. Raises BatchError if it cannot be called so, or would contain a plain
    e-mail address."""
    fields = draft.fields(rows.ids)
    content = rows_content(draft, fields)
    digest = sha256(content).hexdigest()
    facts = PartFacts(draft.choices.template, naming.label, draft.now, rows.number, rows.parts, digest, naming.event)
    name = part_name(facts, naming.wording)
    for problem in name_problems(name):
        if problem.severity == Severity.ERROR:
            raise BatchError(f"{problem.rule}.message", **problem.facts)
    return PartFile(name, content, digest, totals(fields))


def rows_content(draft: Draft, fields: pl.DataFrame) -> bytes:
    """The content of a file with some rows, given as their fields. Raises BatchError for a plain e-mail address."""
    extra = [name for name in fields.columns if name.startswith(EXTRA)]
    columns = [*file_order([name for name in fields.columns if name in FIELDS]), *extra]
    headers = [draft.sheet.header(name.removeprefix(EXTRA)) if name in extra else name for name in columns]
    content = csv_bytes(headers, fields.select(columns))
    if b"@" in content:
        for name in columns:
            if fields[name].str.contains(CONTAINS_EMAIL).any():
                raise BatchError("batch-plain-email", field=name)
    return content


def csv_bytes(headers: Sequence[str], cells: pl.DataFrame) -> bytes:
    """CSV as in RFC 4180, UTF-8 without BOM, line ends CR LF, quotes only where needed."""
    head = io.StringIO(newline="")
    csv.writer(head, lineterminator="\r\n").writerow(headers)
    # Polars would write "" in quotes, but null as nothing
    filled = cells.select_seq([pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells.columns])
    body = io.BytesIO()
    filled.write_csv(body, include_header=False, line_terminator="\r\n", quote_style="necessary")
    return head.getvalue().encode() + body.getvalue()
