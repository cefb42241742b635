"""The table being edited. Every cell is text exactly as in the source until it is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from courier.sheet.edit import Cells, Rows

OVERRIDE = "f:"
"""Prefix of columns that hold typed or repaired values of fields that no single source column feeds."""

_COMPACT_AT = 20_000


class Sheet:
    """Cells as an immutable frame with a small overlay of edited cells, and an order of stable row ids.

    Columns are named ``c0``, ``c1`` ... in source order, because headers may repeat or be empty. A row id is the row's
    index in the frame; it never changes and is never reused. The order of rows is a vector of ids. A cell is null where
    the record had no cell. Columns called ``f:<Field>`` appear when a computed value is overridden in some row.
    """

    def __init__(
        self,
        headers: Sequence[str],
        cells: pl.DataFrame,
        numbers: pl.Series | None = None,
        damaged: Mapping[str, pl.Series] | None = None,
        *,
        header_width: int | None = None,
        delimiter: str | None = None,
        above: Sequence[str] = (),
    ) -> None:
        """``numbers``: the source's row number of each row (Int64); ``damaged``: per column the row ids whose digits
        were lost before the file was written. ``header_width``: how many columns the source's header has, None for all;
        ``delimiter``: what separates the cells of a source that is text; ``above``: the lines above its table."""
        self.headers = tuple(headers)
        self.delimiter = delimiter
        self._named = len(self.headers) if header_width is None else header_width
        self.damaged = dict(damaged or {})
        self.above = tuple(above)
        self._base = cells
        self._source = cells
        self._height = cells.height
        self._overlay: dict[str, dict[int, str | None]] = {}
        self._numbers = numbers if numbers is not None else pl.int_range(2, cells.height + 2, eager=True)
        self._row_order = pl.int_range(0, cells.height, dtype=pl.UInt32, eager=True)
        self._positions: pl.Series | None = None

    # ------------------------------------------------------------------ shape

    @property
    def columns(self) -> tuple[str, ...]:
        """Ids of the source columns."""
        return tuple(f"c{index}" for index in range(len(self.headers)))

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the columns that the source's header has."""
        return self.columns[: self._named]

    @property
    def surplus(self) -> tuple[str, ...]:
        """Ids of the columns beyond the header: they hold what records had more cells than it."""
        return self.columns[self._named :]

    @property
    def overrides(self) -> tuple[str, ...]:
        """Ids of the override columns in use."""
        in_base = [name for name in self._base.columns if name.startswith(OVERRIDE)]
        return (*in_base, *(name for name in self._overlay if name.startswith(OVERRIDE) and name not in in_base))

    def header(self, column: str) -> str:
        """The header of a source column; for an override column the field's name."""
        return column.removeprefix(OVERRIDE) if column.startswith(OVERRIDE) else self.headers[int(column[1:])]

    @property
    def row_count(self) -> int:
        """Rows in the sheet now."""
        return self._row_order.len()

    @property
    def id_count(self) -> int:
        """Row ids assigned so far, deleted rows included."""
        return self._height

    @property
    def row_order(self) -> pl.Series:
        """Row ids (UInt32) in sheet order."""
        return self._row_order

    @property
    def positions(self) -> pl.Series:
        """Position in the sheet per row id (UInt32), null for deleted rows."""
        if self._positions is None:
            blank = pl.Series([None], dtype=pl.UInt32).new_from_index(0, self._height)
            numbers = pl.int_range(0, self._row_order.len(), dtype=pl.UInt32, eager=True)
            self._positions = blank.scatter(self._row_order, numbers) if self._row_order.len() else blank
        return self._positions

    def number(self, row: int) -> int | None:
        """The row's number in the source as a spreadsheet counts it; None for an inserted row."""
        return self._numbers[row] if row < self._numbers.len() else None

    def numbers(self, rows: Sequence[int]) -> list[int | None]:
        """`number` of several rows."""
        if len(rows) and max(rows) < self._numbers.len():
            return self._numbers[rows].to_list()
        return [self.number(row) for row in rows]

    # ------------------------------------------------------------------ cells

    def cell(self, row: int, column: str) -> str | None:
        """The text of one cell."""
        return self.cells([row], column)[0]

    def cells(self, rows: Sequence[int], column: str) -> list[str | None]:
        """The texts of several cells of one column."""
        overlay = self._overlay.get(column)
        height = self._base.height
        if column not in self._base.columns:
            return [overlay.get(row) if overlay else None for row in rows]
        if max(rows, default=-1) >= height:
            self._compact()
            overlay = None
        texts: list[str | None] = self._base[column][rows].to_list() if len(rows) else []
        if overlay:
            texts = [overlay.get(row, text) for row, text in zip(rows, texts, strict=True)]
        return texts

    @property
    def source_count(self) -> int:
        """Rows of the source: their ids are lower than those of inserted rows."""
        return self._source.height

    def source_cell(self, row: int, column: str) -> str | None:
        """The cell's text in the source; None for inserted rows and override columns."""
        if row >= self._source.height or column not in self._source.columns:
            return None
        text: str | None = self._source[column][row]
        return text

    def source_cells(self, rows: pl.Series, column: str) -> pl.Series:
        """The source's texts of a column in rows of the source (ids, UInt32); null in override columns."""
        if column not in self._source.columns:
            return pl.Series([None], dtype=pl.String).new_from_index(0, rows.len())
        return self._source[column][rows]

    def frame(self, rows: pl.Series | Sequence[int] | None = None) -> pl.DataFrame:
        """Cells as a frame of source and override columns: the given rows in that order, or all ids in id order."""
        if rows is None:
            self._compact()
            return self._base
        ids = rows if isinstance(rows, pl.Series) else pl.Series(rows, dtype=pl.UInt32)
        highest: int = ids.max() if ids.len() else -1  # type: ignore[assignment]
        if highest >= self._base.height or (self._overlay and ids.len() > _COMPACT_AT):
            self._compact()
        # indexing is one call into Polars; gather would build an expression for each column
        columns = [series[ids] for series in self._base.get_columns()]
        if self._overlay:
            columns = self._patched(columns, ids)
        return pl.DataFrame(columns) if columns else pl.DataFrame(height=ids.len())

    def _patched(self, columns: list[pl.Series], ids: pl.Series) -> list[pl.Series]:
        """The columns of the rows ``ids`` with the overlay's cells."""
        rows = ids.to_list()
        by_name = {series.name: series for series in columns}
        for name, overlay in self._overlay.items():
            hits = [index for index, row in enumerate(rows) if row in overlay]
            if name not in by_name:
                by_name[name] = _texts(overlay.get(row) for row in rows).alias(name)
            elif hits:
                by_name[name] = by_name[name].clone().scatter(hits, _texts(overlay[rows[index]] for index in hits))
        return list(by_name.values())

    # ------------------------------------------------------------------ changes

    def new_rows(self, count: int) -> pl.Series:
        """Ids for ``count`` new rows of empty cells, which a `Rows` change then inserts."""
        first = self._height
        self._height += count
        self._positions = None
        return pl.int_range(first, first + count, dtype=pl.UInt32, eager=True)

    def apply(self, change: Cells | Rows) -> None:
        """Apply a change. The sheet must hold the ``before`` values; this is not checked."""
        if isinstance(change, Rows):
            self._replace_rows(change)
            return
        overlay = self._overlay.setdefault(change.column, {})
        overlay.update(zip(change.rows, change.after, strict=True))
        if len(overlay) > _COMPACT_AT:
            self._compact()

    def _replace_rows(self, change: Rows) -> None:
        head = self._row_order.slice(0, change.position)
        tail = self._row_order.slice(change.position + change.before.len())
        highest: int = change.after.max() if change.after.len() else -1  # type: ignore[assignment]
        self._height = max(self._height, highest + 1)
        # Series.append runs in this thread; pl.concat would wait for Polars' thread pool behind a full check
        self._row_order = head.clone().append(change.after.cast(pl.UInt32)).append(tail).rechunk()
        self._positions = None

    def copy(self) -> Sheet:
        """An independent sheet that shares the unchanged cells."""
        twin = Sheet.__new__(Sheet)
        overlay = {column: dict(cells) for column, cells in self._overlay.items()}
        twin.__dict__.update(self.__dict__, _overlay=overlay)
        return twin

    def adopt_compacted(self, twin: Sheet) -> None:
        """Take over the frame of a copy that has the same cells and has been compacted since."""
        if not twin._overlay and twin._height == self._height:
            self._base, self._overlay = twin._base, {}

    def _compact(self) -> None:
        """Merge the overlay and new rows into the frame."""
        missing = self._height - self._base.height
        if not self._overlay and not missing:
            return
        columns = {series.name: series for series in self._base.get_columns()}
        if missing:
            columns = {name: series.extend_constant(None, missing) for name, series in columns.items()}
        for name, overlay in self._overlay.items():
            series = columns.get(name)
            if series is None:
                series = pl.Series(name, [None], dtype=pl.String).new_from_index(0, self._height).alias(name)
            if overlay:
                rows = pl.Series(list(overlay), dtype=pl.UInt32)
                series = series.clone().scatter(rows, _texts(overlay.values()))
            columns[name] = series
        self._base = pl.DataFrame(list(columns.values()))
        self._overlay = {}


def _texts(values: Iterable[str | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)
