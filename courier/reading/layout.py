"""Where in the rows of a source the table is: what stands above it, its header, repeated headers, what stands below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from courier.catalogue.headers import known_field
from courier.reading.cell_kinds import is_value, kind
from courier.reading.table import Note, ReadingError, Table

_HEAD = 300
_TAIL = 40
_JUDGED = 100
_JUDGED_COLUMNS = 300
_MOST_STARTS = 1_000
_HEADER_AMONG = 50
_MOST_HEADER_LINES = 3
_SHARE = 0.8
_LONG = 25
_TOTAL = re.compile(
    r"(?:grand[ -]|sub[ -]?)?totals?(?: général)?|sum(?:me|ma)?|gesamt(?:summe|betrag)?|insgesamt|totale|tota(?:l|is)"
    r" (?:geral|general)|totaal|samlet|suma|razem|celkem|összesen|toplam|итого|всего|合計|总计|總計|합계",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*(?:\*|†|\(?(?:note|source|quelle|hinweis|remarque|nota|footnote|fußnote|copyright|©)\b)", re.I
)

Row = Sequence[str]


@dataclass(frozen=True)
class Grid:
    """All rows of a source as they stand: String columns ``c0`` .., null where a record had no such cell, and the
    number of each record. ``always_full``: every row has every cell, as in workbooks."""

    cells: pl.DataFrame
    numbers: pl.Series
    always_full: bool = False

    def rows(self, start: int, count: int) -> list[list[str]]:
        """Some rows with the cells they had."""
        return [_had(row) for row in self.cells.slice(start, count).iter_rows()]


def _had(row: Sequence[str | None]) -> list[str]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return [cell or "" for cell in row[:end]]


def table_of(
    grid: Grid,
    notes: Sequence[Note],
    *,
    format: str,  # noqa: A002 (the word of the command's contract)
    encoding: str | None = None,
    delimiter: str | None = None,
    tab: str | None = None,
    damaged: Mapping[str, pl.Series] | None = None,
    header_row: int | None = None,
) -> Table:
    """The first table in a grid, with a note for everything that was left away.

    ``damaged``: per column the grid's rows with lost digits. ``header_row``: the record number of the header that a
    person chose, 0 for none. Raises ReadingError if there is nothing in the grid.
    """
    said = list(notes)
    head = grid.rows(0, _HEAD)
    blank = _blank_rows(grid)
    place, lines, header = _header(grid, head, header_row, said)
    first = place + lines
    stop = _end_of_table(grid, first, header, blank, said)
    stop = _without_footnotes(grid, first, stop, header, said)
    keep = _kept(grid, first, stop, header, blank, said)
    cells, numbers = grid.cells[first:stop], grid.numbers[first:stop]
    if keep is not None:
        cells, numbers = cells.filter(keep), numbers.filter(keep)
    cells = _without_empty_columns(cells, len(header), grid.always_full)
    width = cells.width
    header_width = len(header) if lines else _usual_width(cells)
    ragged = _ragged(cells, header_width, grid.always_full)
    if ragged.len():
        said.append(Note("note-ragged", {"rows": ragged.len(), "first": str(numbers[int(ragged[0])])}))
    return Table(
        headers=(*header, *[""] * (width - len(header))),
        cells=cells.rechunk(),
        rows=numbers.rechunk(),
        format=format,
        encoding=encoding,
        delimiter=delimiter,
        header_row=int(grid.numbers[first - 1]) if lines else None,
        header_width=header_width,
        notes=tuple(said),
        ragged=ragged.len(),
        tab=tab,
        damaged=_moved(damaged or {}, first, stop, keep, cells.columns),
    )


def header_place(first: Sequence[Row]) -> int | None:
    """The index of the header among the first rows: the first one that is about as wide as those that follow.

    A title, a date or an address above the table has far fewer filled cells. None if no row has any.
    """
    widths = [sum(1 for cell in record if cell.strip()) for record in first]
    filled = [width for width in widths if width]
    if not filled:
        return None
    usual = sorted(filled)[len(filled) * 3 // 4]
    for index, width in enumerate(widths):
        if width and (width * 2 > usual or usual < 3):
            return index
    return widths.index(filled[0])


def _header(grid: Grid, head: list[list[str]], wanted: int | None, said: list[Note]) -> tuple[int, int, list[str]]:
    """Where the table begins, how many lines its header has, and what they say together."""
    if wanted is not None:
        return _chosen_header(grid, wanted, said)
    place = header_place(head[:_HEADER_AMONG])
    if place is None:
        raise ReadingError("reading-empty")
    below = [row for row in head[place + 1 :] if any(map(str.strip, row))]
    if _is_data(head[place], below):
        lines, header = 0, []
        said.append(Note("note-no-header", {"row": str(grid.numbers[place])}))
    else:
        lines, header = _header_lines(head[place:])
        if lines > 1:
            said.append(Note("note-header-lines", {"lines": lines, "first": str(grid.numbers[place])}))
            if header != [" ".join(filter(None, parts)) for parts in _columns(head[place : place + lines])]:
                said.append(Note("note-header-names", {"names": ", ".join(header[:3])}))
    _say_preamble(grid, place, said)
    return place, lines, _without_end(header, grid, place + lines)


def _chosen_header(grid: Grid, wanted: int, said: list[Note]) -> tuple[int, int, list[str]]:
    if wanted == 0:
        return 0, 0, []
    found = (grid.numbers == wanted).arg_true()
    if not found.len():
        raise ReadingError("reading-no-such-row", row=str(wanted))
    place = int(found[0])
    _say_preamble(grid, place, said)
    return place, 1, _without_end(grid.rows(place, 1)[0], grid, place + 1)


def _say_preamble(grid: Grid, place: int, said: list[Note]) -> None:
    if place:
        said.append(Note("note-preamble", {"rows": place, "header": str(grid.numbers[place])}))


def _without_end(header: list[str], grid: Grid, first: int) -> list[str]:
    """A header without the nothing behind its last name, unless the rows below have something there."""
    while header and not header[-1].strip():
        name = f"c{len(header) - 1}"
        if name not in grid.cells.columns:
            break
        below = grid.cells[name][first:]
        if below.null_count() < below.len() and (not grid.always_full or (below != "").any()):
            break
        header.pop()
    return header


def _is_data(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is one like those below and no header of theirs."""
    if any(known_field(cell) for cell in row if cell.strip()) or _counts_up(row):
        return False
    kinds = [kind(cell) for cell in row[:_JUDGED_COLUMNS]]
    if not below:
        return sum(map(is_value, kinds)) > sum(one == "text" for one in kinds)
    usual = _usual_kinds(below)
    same = sum(found == usual.get(index) for index, found in enumerate(kinds))
    other = sum(index in usual and found not in ("empty", usual[index]) for index, found in enumerate(kinds))
    return same > other * 2


def _usual_kinds(rows: Sequence[Row]) -> dict[int, str]:
    """The kind of value in each column whose cells nearly all have the same."""
    counts: dict[int, Counter[str]] = {}
    for row in rows[:_JUDGED]:
        for index, cell in enumerate(row[:_JUDGED_COLUMNS]):
            found = kind(cell)
            if found != "empty":
                counts.setdefault(index, Counter())[found] += 1
    usual = {}
    for index, found_kinds in counts.items():
        found, count = found_kinds.most_common(1)[0]
        if is_value(found) and count >= _SHARE * found_kinds.total():
            usual[index] = found
    return usual


def _counts_up(row: Row) -> bool:
    """Whether a row names years or numbers its columns."""
    numbers = [int(cell) for cell in row if cell.strip().isdecimal() and len(cell.strip()) < 5]
    return len(numbers) > 2 and all(after - before == 1 for before, after in zip(numbers, numbers[1:], strict=False))


def _header_lines(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """How many of the first rows are the header, and the names they give."""
    first = list(rows[0])
    for lines in range(_MOST_HEADER_LINES, 1, -1):
        more, below = rows[1:lines], [row for row in rows[lines:] if any(map(str.strip, row))]
        if len(more) == lines - 1 and len(below) > 1 and _go_on_with_header(first, more, below):
            joined = [" ".join(part for part in parts if part) for parts in _columns([first, *more])]
            names = [joined, [parts[-1] for parts in _columns([first, *more])], [*first]]
            # where one line says what the other only describes, its names count
            return lines, max(names, key=lambda one: sum(known_field(name) is not None for name in one))
    return 1, first


def _columns(rows: Sequence[Row]) -> list[list[str]]:
    width = max(map(len, rows))
    return [[row[index].strip() if index < len(row) else "" for row in rows] for index in range(width)]


def _go_on_with_header(first: Row, more: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether rows below the first are names too: no value in them, and text in columns that hold values."""
    usual = _usual_kinds(below)
    if len(usual) < 2:
        return False
    for row in more:
        kinds = [kind(cell) for cell in row]
        named = sum(kinds[index] == "text" for index in usual if index < len(kinds))
        values = [found for index, found in enumerate(kinds) if is_value(found)]
        again = [cell.strip() for cell in row] == [cell.strip() for cell in first]
        numbered = [found for found in values if found not in ("a9", "a-9", "a_9", "a 9")]
        if again or named * 2 < len(usual) or len(numbered) > 0:
            return False
    return True


def _blank_rows(grid: Grid) -> pl.Series | None:
    """For each row whether it has nothing in it; None if every row has something."""
    frame = grid.cells
    # a column with text in every row settles it for nearly every file
    for name in frame.columns[:3]:
        if not frame[name].null_count() and (frame[name] != "").all() and not frame[name].str.contains(r"^\s+$").any():
            return None
    blank = frame.select_seq(pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "").alias("b"))["b"]
    return blank if blank.any() else None


def _widths(grid: Grid) -> pl.Series | None:
    """How many cells each row had; None if all had the same number."""
    frame = grid.cells
    if grid.always_full or not frame[frame.columns[-1]].null_count():
        return None
    counted = pl.sum_horizontal(pl.all().is_not_null()).alias("w")
    return frame.select_seq(counted)["w"]


def _end_of_table(grid: Grid, first: int, header: Row, blank: pl.Series | None, said: list[Note]) -> int:
    """Where the first table ends because another one begins."""
    widths = _widths(grid)
    height = grid.cells.height
    starts: set[int] = set()
    if widths is not None:
        starts.update(((widths != widths.shift(1)).fill_null(value=False)).arg_true().to_list())
    if blank is not None:
        starts.update((~blank & blank.shift(1).fill_null(value=False)).arg_true().to_list())
    known: tuple[dict[int, str], int] | None = None
    for start in sorted(one for one in starts if one > first)[:_MOST_STARTS]:
        if known is None or start - first <= _JUDGED:
            above = [row for row in grid.rows(first, min(start - first, _JUDGED)) if any(map(str.strip, row))]
            known = _usual_kinds(above), _typical_width(above, grid.always_full)
        usual, typical = known
        begins = blank is not None and bool(blank[start - 1])
        ahead = [row for row in grid.rows(start, 8) if any(map(str.strip, row))]
        if begins and len(ahead) > 1 and sum(1 for cell in ahead[0] if cell.strip()) == 1:
            # a title above the next table
            ahead = ahead[1:]
        if _begins_table(ahead, header, usual, typical, begins):
            rest = height - start
            said.append(Note("note-other-table", {"row": str(grid.numbers[start]), "rows": rest}))
            return start
    return height


def _typical_width(rows: Sequence[Row], always_full: bool) -> int:
    width = _filled_width if always_full else len
    widths = Counter(width(row) for row in rows if any(map(str.strip, row)))
    return widths.most_common(1)[0][0] if widths else 0


def _filled_width(row: Row) -> int:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return end


def _begins_table(ahead: Sequence[Row], header: Row, usual: Mapping[int, str], typical: int, apart: bool) -> bool:
    """Whether the rows are a header other than the table's own, and rows of its table."""
    if len(ahead) < (2 if apart else 3):
        return False
    names = [cell.strip() for cell in ahead[0]][: _filled_width(ahead[0])]
    if len(names) < 2 or len(set(names)) < len(names) or not all(names) or _same_names(names, header):
        return False
    if any(is_value(kind(name)) and not known_field(name) for name in names):
        return False
    wide = [len(row) for row in ahead]
    regular = len(set(wide)) == 1
    differs = len(names) != typical
    if regular and differs and not apart:
        return bool(_usual_kinds(ahead[1:])) and len(names) == wide[0]
    if not apart:
        return False
    if differs and all(_filled_width(row) <= len(names) for row in ahead) and _filled_width(ahead[1]) > 1:
        return True
    unlike = sum(kind(name) == "text" for index, name in enumerate(names) if index in usual)
    return bool(_usual_kinds(ahead[1:])) and (
        unlike >= 2 or (unlike >= 1 and len(usual) < 3) or (not usual and differs)
    )


def _same_names(names: Row, header: Row) -> bool:
    plain = [name.strip().casefold() for name in header]
    return [name.casefold() for name in names] == plain[: _filled_width(header)]


def _without_footnotes(grid: Grid, first: int, stop: int, header: Row, said: list[Note]) -> int:
    """Where the table ends before remarks and a line of totals."""
    if stop - first < 2:
        return stop
    begin = max(first, stop - _TAIL)
    tail = grid.rows(begin, stop - begin)
    sample = [row for row in grid.rows(first, _HEAD) if any(map(str.strip, row))][:100]
    usual = _usual_kinds(sample)
    filled = sorted(sum(1 for cell in row if cell.strip()) for row in sample)
    typical = filled[len(filled) // 2] if filled else 0
    end, remarks = len(tail), 0
    while end > 1:
        row = tail[end - 1]
        if not any(map(str.strip, row)):
            end -= 1
        elif typical >= 3 and _is_remark(row, usual, apart=not any(map(str.strip, tail[end - 2]))):
            end, remarks = end - 1, remarks + 1
        elif typical >= 3 and _remarks_below_blank(tail[:end], usual):
            end, remarks = end - 1, remarks + 1
        else:
            break
    if remarks:
        said.append(Note("note-footnotes", {"rows": remarks, "first": str(grid.numbers[begin + end])}))
    else:
        end = len(tail)
    last = _last_filled(tail, end)
    if last > 1 and _is_totals(tail[last - 1], typical, header):
        said.append(Note("note-totals", {"row": str(grid.numbers[begin + last - 1])}))
        end = last - 1
    return begin + end


def _last_filled(tail: Sequence[Row], end: int) -> int:
    while end and not any(map(str.strip, tail[end - 1])):
        end -= 1
    return end


def _is_remark(row: Row, usual: Mapping[int, str], *, apart: bool) -> bool:
    """Whether a row at the end is a remark: one cell of text where rows hold several."""
    filled = [(index, cell) for index, cell in enumerate(row) if cell.strip()]
    if len(filled) != 1 or is_value(kind(filled[0][1])):
        return False
    index, cell = filled[0]
    long = len(cell) >= _LONG and " " in cell.strip()
    return apart or index in usual or bool(_REMARK.match(cell)) or (long and index == 0)


def _remarks_below_blank(tail: Sequence[Row], usual: Mapping[int, str]) -> bool:
    """Whether the last row is one of several remarks below an empty row."""
    for index in range(len(tail) - 1, 0, -1):
        row = tail[index]
        if not any(map(str.strip, row)):
            return index < len(tail) - 1
        if not _is_remark(row, usual, apart=True):
            return False
    return False


def _is_totals(row: Row, typical: int, header: Row) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or len(filled) >= typical or typical < 2 or len(header) < 2:
        return False
    return any(_TOTAL.fullmatch(cell.rstrip(" :.")) for cell in filled[:2]) and any(
        kind(cell) == "number" for cell in filled
    )


def _kept(
    grid: Grid, first: int, stop: int, header: Row, blank: pl.Series | None, said: list[Note]
) -> pl.Series | None:
    """Which rows of the table are its own: neither empty nor the header once more. None if all are."""
    keep: pl.Series | None = None
    if blank is not None:
        keep = ~blank[first:stop]
        empty = keep.len() - int(keep.sum())
        if empty:
            said.append(Note("note-blank-rows", {"rows": empty}))
    again = _header_again(grid, first, stop, header)
    if again:
        said.append(Note("note-header-again", {"rows": len(again), "first": str(grid.numbers[first + again[0]])}))
        marks = pl.Series("m", [True]).new_from_index(0, stop - first)
        marks = marks.scatter(again, False)
        keep = marks if keep is None else keep & marks
    return keep


def _header_again(grid: Grid, first: int, stop: int, header: Row) -> list[int]:
    names = [(index, name) for index, name in enumerate(header) if name.strip()]
    if len(names) < 2:
        return []
    index, name = names[0]
    hits = (grid.cells[f"c{index}"][first:stop] == name).fill_null(value=False).arg_true()
    found = []
    for hit in hits[:100_000]:
        row = grid.rows(first + hit, 1)[0]
        if [cell.strip() for cell in row][: len(header)] == [cell.strip() for cell in header]:
            found.append(int(hit))
    return found


def _without_empty_columns(cells: pl.DataFrame, named: int, always_full: bool) -> pl.DataFrame:
    """The columns up to the last one that has a name or a cell."""
    width = cells.width
    while width > named:
        last = cells.to_series(width - 1)
        if last.null_count() < last.len() and not (always_full and (last == "").all()):
            break
        width -= 1
    return cells.select(cells.columns[:width])


def _usual_width(cells: pl.DataFrame) -> int:
    counts = Counter(len(_had(row)) for row in cells.head(_HEAD).iter_rows())
    return counts.most_common(1)[0][0] if counts else cells.width


def _ragged(cells: pl.DataFrame, width: int, always_full: bool) -> pl.Series:
    """The rows with more or fewer cells than the header."""
    none = pl.Series([], dtype=pl.UInt32)
    if not cells.width or (always_full and cells.width == width):
        return none
    short = cells.to_series(width - 1).null_count() if 0 < width <= cells.width else cells.height
    if not short and cells.width == width:
        return none
    counted = cells.select_seq(pl.sum_horizontal(pl.all().is_not_null()).alias("w"))["w"]
    return (counted != width).arg_true()


def _moved(
    damaged: Mapping[str, pl.Series], first: int, stop: int, keep: pl.Series | None, columns: Sequence[str]
) -> dict[str, pl.Series]:
    """Damaged cells counted by the rows that were kept."""
    moved = {}
    for name, rows in damaged.items():
        inside = rows.filter((rows >= first) & (rows < stop)) - first
        if keep is not None:
            places = keep.cast(pl.UInt32).cum_sum() - 1
            inside = places.gather(inside.filter(keep.gather(inside)))
        if inside.len() and name in columns:
            moved[name] = inside.cast(pl.UInt32)
    return moved
