"""A draft's own copies of its source: the exact bytes, and the table that was read from them.

The table is authoritative, so that the rows of a draft stay the same even if a newer app would read the source
differently. The bytes replace it if its file is damaged, and preserve a source that was deleted.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from courier.own_files import for_owner
from courier.reading import Note, ReadingError, Table, read_bytes, read_pasted
from courier.reading.item_columns import unfold_items
from courier.reading.join import is_joined
from courier.reading.read_options import DETECT, ReadOptions

_SOURCE = "source.z"
_TABLE = "table.arrow"
_ROWS = "rows"


@dataclass(frozen=True)
class SourceCopies:
    """``source``: the bytes, compressed; None if they were not available. ``about``: plain values from which
    `read_copy` restores and verifies the copies."""

    source: bytes | None
    cells: bytes
    about: dict[str, Any]

    def write(self, folder: Path) -> None:
        """Write the copies into a draft's folder. Raises OSError."""
        for name, content in ((_TABLE, self.cells), (_SOURCE, self.source)):
            if content is not None:
                with open(folder / name, "wb", opener=for_owner) as file:
                    file.write(content)


def copies_of(
    table: Table, tab: str | None, options: ReadOptions, path: Path | None, source: bytes | None
) -> SourceCopies:
    """Copies of a table and of its source: ``source``, or else the file at ``path``. ``tab`` and ``options``: those it
    was read with. Takes about 2 s for a million rows."""
    if source is None and path is not None:
        try:
            source = path.read_bytes()
        except OSError:
            source = None
    if is_joined(table):
        # its source is a text that the app itself joined from several files
        tab, options = None, DETECT
    buffer = BytesIO()
    pl.DataFrame([*table.cells.get_columns(), table.rows.alias(_ROWS)]).write_ipc(buffer, compression="zstd")
    cells = buffer.getvalue()
    about = {
        "size": None if source is None else len(source),
        "sha256": None if source is None else hashlib.sha256(source).hexdigest(),
        "cells": hashlib.sha256(cells).hexdigest(),
        "pasted": path is None,
        "asked_tab": tab,
        "wished": asdict(options),
        "table": _table_values(table),
    }
    return SourceCopies(None if source is None else zlib.compress(source, 1), cells, about)


def read_copy(folder: Path, about: dict[str, Any], path: Path | None) -> Table | None:
    """The table as it was read: from its copy, the copied bytes, or the source at ``path`` if it is unchanged; None if
    none of these is usable."""
    try:
        cells = (folder / _TABLE).read_bytes()
        if hashlib.sha256(cells).hexdigest() == about["cells"]:
            return _table(pl.read_ipc(BytesIO(cells)).rechunk(), about["table"])
    except (OSError, PolarsError):
        pass
    for place in (folder / _SOURCE, path):
        try:
            source = place.read_bytes() if place else b""
            source = zlib.decompress(source) if place != path else source
            if hashlib.sha256(source).hexdigest() == about["sha256"]:
                return _read_again(source, about)
        except (OSError, zlib.error, ReadingError, UnicodeDecodeError):
            continue
    return None


def source_note(about: dict[str, Any], path: Path | None, name: str) -> Note | None:
    """Says that the source changed or disappeared since it was copied; None if it is unchanged or never was a file."""
    if path is None or about["sha256"] is None:
        return None
    try:
        same = path.stat().st_size == about["size"]
        same = same and hashlib.sha256(path.read_bytes()).hexdigest() == about["sha256"]
    except OSError:
        return Note("drafts-note-source-gone", {"name": name})
    return None if same else Note("drafts-note-source-changed", {"name": name})


def _read_again(source: bytes, about: dict[str, Any]) -> Table | None:
    """The table in a source; None unless this version of the app reads the same rows and columns."""
    # drafts of earlier versions have no reading options
    options = ReadOptions(**about.get("wished", {}))
    if about["pasted"]:
        table = unfold_items(read_pasted(source.decode("utf-8", "surrogatepass"), options))
    else:
        table = unfold_items(read_bytes(source, "", about["asked_tab"], options))
    before, now = about["table"], _table_values(table)
    return table if all(before[key] == now[key] for key in ("height", "headers")) else None


def _table_values(table: Table) -> dict[str, Any]:
    return {
        "height": table.rows.len(),
        "headers": list(table.headers),
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header_row,
        "header_width": table.header_width,
        "notes": [[note.key, dict(note.facts)] for note in table.notes],
        "tab": table.tab,
        "tabs": table.tabs,
        "damaged": {column: rows.to_list() for column, rows in table.damaged.items()},
        "made_for": table.made_for,
        "above": list(table.above),
    }


def _table(frame: pl.DataFrame, values: dict[str, Any]) -> Table:
    # earlier versions also kept how many records were ragged
    attributes = {key: value for key, value in values.items() if key not in ("height", "ragged")}
    attributes["headers"] = tuple(values["headers"])
    # drafts of earlier versions have no tabs and no lines above the table
    attributes["tabs"] = tuple((name, hidden) for name, hidden in values.get("tabs", ()))
    attributes["above"] = tuple(values.get("above", ()))
    attributes["notes"] = tuple(Note(key, facts) for key, facts in values["notes"])
    attributes["damaged"] = {column: pl.Series(rows, dtype=pl.UInt32) for column, rows in values["damaged"].items()}
    return Table(cells=frame.drop(_ROWS), rows=frame[_ROWS], **attributes)
