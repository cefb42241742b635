"""Finds the header of a table: below a preamble, over several lines, or missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise, takewhile

from courier.catalogue.headers import known_field
from courier.messages import Fact
from courier.reading.cell_kinds import is_value, kind
from courier.reading.grid import JUDGED_COLUMNS, RawGrid, Row, filled_width, is_filled, usual_kinds
from courier.reading.table import Note, ReadingError

_HEADER_AMONG = 50
_MOST_HEADER_LINES = 3
_MOST_TITLES = 10
_MOST_FACTS = 8
_LINES = 50
_QUOTED = 60
_NUMBERED_NAMES = ("a9", "a-9", "a_9", "a 9")


def header_place(first: Sequence[Row]) -> int | None:
    """The index of the header among the first rows: the first one that is about as wide as those that follow.

    A title, a date or an address above the table has far fewer filled cells. None if no row has any.
    """
    widths = [sum(1 for cell in record if cell.strip()) for record in first]
    filled = [width for width in widths if width]
    if not filled:
        return None
    usual = sorted(filled)[len(filled) * 3 // 4]
    wide = (index for index, width in enumerate(widths) if width and (width * 2 > usual or usual < 3))
    place = next(wide, widths.index(filled[0]))
    long = sorted(len(record) for record, width in zip(first, widths, strict=True) if width)[len(filled) * 3 // 4]
    # skips facts about the file above a table in which most cells are empty
    place = next(index for index in range(place, len(first)) if widths[index] and len(first[index]) * 2 > long)
    above = _table_above(first[:place], widths)
    return above if above is not None else _below_titles(first, widths, place)


def _table_above(rows: Sequence[Row], widths: Sequence[int]) -> int | None:
    """The index of the header of a narrower table above the widest one: it has more rows than a report has facts."""
    for start, row in enumerate(rows):
        block = list(takewhile(partial(_is_as_long, row), rows[start:]))
        if widths[start] > 1 and len(block) > _MOST_FACTS and not any(is_value(kind(cell)) for cell in row):
            return start if usual_kinds(block[1:]) else None
    return None


def _is_as_long(row: Row, other: Row) -> bool:
    return len(other) == len(row) and is_filled(other)


def _below_titles(rows: Sequence[Row], widths: Sequence[int], place: int) -> int:
    """The index of the header if the rows at ``place`` are titles of one cell above it, else ``place``."""
    below = next((index for index in range(place, len(rows)) if widths[index] > 1), place)
    titles = [rows[index] for index in range(place, below) if widths[index]]
    if not 0 < len(titles) <= _MOST_TITLES:
        return place
    names = rows[below][: filled_width(rows[below])]
    following = [row for row in rows[below + 1 :] if is_filled(row)]
    as_wide = sum(len(row) >= len(names) and filled_width(row) > 1 for row in following)
    if as_wide < 0.8 * len(following) and not all(map(str.strip, names)):
        return place
    apart = not widths[below - 1]
    named = not any(is_value(kind(name)) for name in names)
    bare = all(len(title) == 1 for title in titles) and len(names) > 1
    sentences = all(" " in "".join(title).strip() for title in titles) or len(titles) > 1
    return below if following and (apart or (named and (bare or sentences))) else place


def find_header(
    grid: RawGrid, head: list[list[str]], wanted: int | None, notes: list[Note]
) -> tuple[int, int, list[str]]:
    """The index of the header, how many lines it has, and its names. ``wanted``: the row number a person chose."""
    if wanted is not None:
        return _chosen_header(grid, head, wanted, notes)
    place = header_place(head[:_HEADER_AMONG])
    if place is None:
        raise ReadingError("reading-empty")
    below = list(takewhile(is_filled, head[place + 1 :]))
    below = below or [row for row in head[place + 1 :] if is_filled(row)]
    if _is_data(head[place], below):
        lines, header = 0, list[str]()
        notes.append(Note("note-no-header", {"row": str(grid.numbers[place])}))
    else:
        lines, header = _header_lines(head[place:])
        if lines > 1:
            notes.append(Note("note-header-lines", {"lines": lines, "first": str(grid.numbers[place])}))
            if header != [" ".join(filter(None, parts)) for parts in _columns(head[place : place + lines])]:
                notes.append(Note("note-header-names", {"names": ", ".join(header[:3])}))
    _note_preamble(grid, head, place, notes)
    return place, lines, _without_empty_end(header, grid, place + lines)


def _chosen_header(grid: RawGrid, head: Sequence[Row], wanted: int, notes: list[Note]) -> tuple[int, int, list[str]]:
    if wanted == 0:
        return 0, 0, []
    place = grid.numbers.index_of(wanted)
    if place is None:
        raise ReadingError("reading-no-such-row", row=str(wanted))
    _note_preamble(grid, head, place, notes)
    return place, 1, _without_empty_end(grid.rows(place, 1)[0], grid, place + 1)


def _note_preamble(grid: RawGrid, head: Sequence[Row], place: int, notes: list[Note]) -> None:
    if not place:
        return
    facts: dict[str, Fact] = {"rows": place, "header": str(grid.numbers[place])}
    line = next(iter(lines_of(head[:place])), "")
    if not line:
        notes.append(Note("note-preamble-empty", facts))
        return
    line = line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"
    notes.append(Note("note-preamble", {**facts, "line": line}))


def lines_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The filled rows as lines of text, the first `_LINES` of them."""
    lines = (", ".join(cell.strip() for cell in row if cell.strip()) for row in rows[:_LINES])
    return tuple(line for line in lines if line)


def _without_empty_end(header: list[str], grid: RawGrid, first: int) -> list[str]:
    """A header without empty names at its end, unless cells below them are filled."""
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
    """Whether a row is a record like those below and not their header."""
    if any(known_field(cell) for cell in row if cell.strip()) or _counts_up(row):
        return False
    kinds = [kind(cell) for cell in row[:JUDGED_COLUMNS]]
    if not below:
        return sum(map(is_value, kinds)) > kinds.count("text")
    usual = usual_kinds(below)
    same = sum(kinds[index] == usual_kind for index, usual_kind in usual.items() if index < len(kinds))
    other = sum(kinds[index] not in ("empty", usual_kind) for index, usual_kind in usual.items() if index < len(kinds))
    return same > other * 2


def _counts_up(row: Row) -> bool:
    """Whether the cells of a row are consecutive numbers, such as years."""
    numbers = [int(cell) for cell in row if cell.strip().isdecimal() and len(cell.strip()) < 5]
    return len(numbers) > 2 and all(after - before == 1 for before, after in pairwise(numbers))


def _header_lines(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """How many of the first rows are the header, and its names."""
    first = list(rows[0])
    for lines in range(_MOST_HEADER_LINES, 1, -1):
        more, below = rows[1:lines], [row for row in rows[lines:] if is_filled(row)]
        if len(more) == lines - 1 and len(below) > 1 and _continue_header(first, more, below):
            joined = [" ".join(part for part in parts if part) for parts in _columns([first, *more])]
            # one line may name the fields while the others only describe them
            single = [names for names in zip(*_columns([first, *more]), strict=True) if len(set(names)) == len(names)]
            return lines, list(max([joined, *single], key=lambda names: len(set(map(known_field, names)) - {None})))
    return 1, first


def _columns(rows: Sequence[Row]) -> list[list[str]]:
    width = max(map(len, rows))
    return [[row[index].strip() if index < len(row) else "" for row in rows] for index in range(width)]


def _continue_header(first: Row, more: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether rows below the first are names too: no value in them, and text in columns that hold values."""
    usual = usual_kinds(below)
    if len(usual) < 2:
        return False
    for row in more:
        kinds = [kind(cell) for cell in row]
        named = sum(kinds[index] == "text" for index in usual if index < len(kinds))
        values = any(is_value(cell_kind) and cell_kind not in _NUMBERED_NAMES for cell_kind in kinds)
        repeated = [cell.strip() for cell in row] == [cell.strip() for cell in first]
        # a code like those below it, such as O0 over O1, begins the data
        alike = any(kinds[index] == own for index, own in usual.items() if index < len(kinds))
        if repeated or alike or named * 2 < len(usual) or values:
            return False
    return True
