"""Several files become one sheet, with a column that says which file each row comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from courier.catalogue.spelling import plain
from courier.messages import text
from courier.reading.table import Note, Table


def can_join(tables: Sequence[Table]) -> bool:
    """Whether all tables have the same headers; order, capitals and blanks do not count."""
    names = [_names(table) for table in tables]
    return bool(names) and all(one == names[0] and len(set(one)) == len(one) and "" not in one for one in names)


def join(tables: Sequence[tuple[str, Table]]) -> Table:
    """One table of several (file name, table) whose headers are the same, in the columns of the first.

    A column with the file's name follows the headers, the surplus cells of ragged records follow it. Row numbers are
    those of the files. Raises ValueError if the headers differ.
    """
    if not can_join([table for _, table in tables]):
        raise ValueError("headers differ")
    _, first = tables[0]
    named = [header.strip() for header in first.headers[: first.header_width]]
    surplus = max(len(table.headers) - table.header_width for _, table in tables)
    parts, damaged, place = [], dict[str, list[int]](), 0
    for name, table in tables:
        spelled = [plain(header) for header in table.headers[: table.header_width]]
        order = [spelled.index(plain(header)) for header in named]
        columns = [table.cells.to_series(index).alias(f"c{new}") for new, index in enumerate(order)]
        columns.append(pl.Series(f"c{len(named)}", [name]).new_from_index(0, table.cells.height))
        for extra in range(surplus):
            index = table.header_width + extra
            known = index < table.cells.width
            missing = pl.Series([None], dtype=pl.String).new_from_index(0, table.cells.height)
            column = table.cells.to_series(index) if known else missing
            columns.append(column.alias(f"c{len(named) + 1 + extra}"))
        parts.append(pl.DataFrame(columns))
        for new, index in enumerate(order):
            rows = table.damaged.get(f"c{index}")
            if rows is not None:
                damaged.setdefault(f"c{new}", []).extend(int(row) + place for row in rows)
        place += table.cells.height
    notes = [Note("note-joined", {"files": len(tables), "names": ", ".join(name for name, _ in tables)})]
    for _, table in tables:
        notes += [note for note in table.notes if note not in notes]
    return replace(
        first,
        headers=(*named, text("joined-header"), *[""] * surplus),
        cells=pl.concat(parts).rechunk(),
        rows=pl.concat([table.rows for _, table in tables]).rechunk(),
        header_width=len(named) + 1,
        notes=tuple(notes),
        ragged=sum(table.ragged for _, table in tables),
        damaged={column: pl.Series(rows, dtype=pl.UInt32) for column, rows in damaged.items()},
        tab=None,
        tabs=(),
    )


def is_joined(table: Table) -> bool:
    """Whether a table was made of several files."""
    return any(note.key == "note-joined" for note in table.notes)


def _names(table: Table) -> list[str]:
    return sorted(plain(header) for header in table.headers[: table.header_width])
