"""Joins several files in one table, with a column that names the file of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from courier.catalogue.spelling import plain
from courier.messages import text
from courier.reading.table import Note, Table


def can_join(tables: Sequence[Table]) -> bool:
    """Whether all tables have the same headers; order, capitals and blanks do not matter."""
    names = [_names(table) for table in tables]
    if not names or any(other != names[0] for other in names):
        return False
    return len(set(names[0])) == len(names[0]) and "" not in names[0]


def join(tables: Sequence[tuple[str, Table]]) -> Table:
    """One table of several (file name, table) with the same headers, in the order of the first table's columns.

    A column with the file's name follows the named columns, then the surplus cells of ragged records. Row numbers are
    those of the files. Raises ValueError if the headers differ.
    """
    if not can_join([table for _, table in tables]):
        raise ValueError("headers differ")
    _, first = tables[0]
    named = [header.strip() for header in first.headers[: first.header_width]]
    surplus = max(len(table.headers) - table.header_width for _, table in tables)
    parts, damaged, offset = [], dict[str, list[int]](), 0
    for name, table in tables:
        spelled = [plain(header) for header in table.headers[: table.header_width]]
        order = [spelled.index(plain(header)) for header in named]
        columns = [table.cells.to_series(index).alias(f"c{new}") for new, index in enumerate(order)]
        columns.append(pl.Series(f"c{len(named)}", [name]).new_from_index(0, table.cells.height))
        extra = enumerate(table.cells.get_columns()[table.header_width :], len(columns))
        columns += [column.alias(f"c{index}") for index, column in extra]
        parts.append(pl.DataFrame(columns))
        for new, index in enumerate(order):
            rows = table.damaged.get(f"c{index}")
            if rows is not None:
                damaged.setdefault(f"c{new}", []).extend(int(row) + offset for row in rows)
        offset += table.cells.height
    notes = [Note("note-joined", {"files": len(tables), "names": ", ".join(name for name, _ in tables)})]
    for _, table in tables:
        notes += [note for note in table.notes if note not in notes]
    return replace(
        first,
        headers=(*named, text("joined-header"), *[""] * surplus),
        cells=pl.concat(parts, how="diagonal").rechunk(),
        rows=pl.concat([table.rows for _, table in tables]).rechunk(),
        header_width=len(named) + 1,
        notes=tuple(notes),
        damaged={column: pl.Series(rows, dtype=pl.UInt32) for column, rows in damaged.items()},
        tab=None,
        tabs=(),
    )


def is_joined(table: Table) -> bool:
    """Whether a table comes from several files."""
    return any(note.key == "note-joined" for note in table.notes)


def _names(table: Table) -> list[str]:
    return sorted(plain(header) for header in table.headers[: table.header_width])
