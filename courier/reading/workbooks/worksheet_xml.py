"""Reads from a worksheet's XML what calamine does not report: styles, error cells, hidden and missing parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from courier.reading.workbooks.book import MOST_ROWS, column_name


def _pattern(pattern: bytes) -> re.Pattern[bytes]:
    """A compiled pattern, in which ``p:`` is a namespace prefix or nothing.

    What it skips within a tag ends at the next ``<`` too: tags that are never closed would be looked through to the end
    of the worksheet, each of them.
    """
    return re.compile(pattern.replace(b"p:", rb"(?:\w+:)?"))


_FORMULA = rb"<p:f(?=[\s/>])[^<>]*?(?:/>|>[^<]*</p:f>)"
_REFERENCE = rb'(?=[^<>]*?\br="([A-Z]+)(\d+)")'
_CELL_WITHOUT_REFERENCE = _pattern(rb"<p:c(?=[\s/>])(?![^<>]*\sr=)")
_UNUSUAL_CELL = re.compile(rb'<c(?=[\s/>])(?! r=")')
_ROW_OR_CELL = _pattern(rb"<(p:)(row|c)((?:\s[^<>]*?)?)(/?)>")
_REFERENCE_ATTRIBUTE = re.compile(rb'\sr="([A-Z]*)(\d+)"')
_ERROR = _pattern(rb"<p:c\s" + _REFERENCE + rb'(?=[^<>]*?\bt="e")[^<>]*(?<!/)>(?:' + _FORMULA + rb")?<p:v>([^<]+)<")
_NO_VALUE = _pattern(
    rb'<p:c(?=[\s>])(?![^<>]*?\bt="str")[^<>]*(?<!/)>' + _FORMULA + rb"(?:<p:v ?/>|<p:v></p:v>)?</p:c>"
)
_MERGED = _pattern(rb'<p:mergeCell\s[^<>]*?ref="[A-Z]+\d+:[A-Z]+\d+"')
_HIDDEN_ROW = _pattern(rb'<p:row\s[^<>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = _pattern(rb'<p:col\s(?=[^<>]*?\bhidden="(?:1|true)")[^<>]*>')
_FIRST_COLUMN, _LAST_COLUMN = re.compile(rb'\bmin="(\d+)"'), re.compile(rb'\bmax="(\d+)"')
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
_ROW_NUMBER = _pattern(rb'<p:row\s[^<>]*?\br="(\d+)"')
_USUAL_ROW = re.compile(rb'<row r="(\d+)"')
_STYLED = _pattern(rb'<p:c\s[^<>]*?\bs="[1-9]')
_SHARED_STRING = _pattern(rb'<p:c\s(?=[^<>]*?\bt="s")[^<>]*+><p:v>(\d{1,9})<')
_SHARED = re.compile(rb"\bt\s*+=\s*+[\"']s[\"']")
_FEW_CHARACTERS = 20_000_000
"""Characters of shared strings that are not counted exactly."""
_STRING = _pattern(rb"<p:si[\s/>]")
_DECLARED_STRINGS = re.compile(rb'\buniqueCount="(\d{1,9})"')
_LONGEST_COLUMN, _BEYOND_ALL = 3, 1_000_000_000
_VALUE_TAGS = (b"<v>", b"<is>", b"<v ", b":v>", b":is>")


def is_plain(xml: bytes) -> bool:
    """Whether every cell is written as usual, its reference first, so that a quick look finds them all."""
    return not _UNUSUAL_CELL.search(xml) and b":c " not in xml and b":c>" not in xml


def with_references(xml: bytes) -> bytes:
    """The XML of a worksheet in which every cell has a reference such as B7; some programs rely on the order."""
    if not _CELL_WITHOUT_REFERENCE.search(xml):
        return xml
    row, column = 0, 0

    def add_reference(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        prefix, name, attributes, end = tag.groups()
        reference = _REFERENCE_ATTRIBUTE.search(attributes)
        if name == b"row":
            row, column = int(reference[2]) if reference else row + 1, 0
            return tag[0]
        index = column_index(reference[1]) if reference else column
        column = index + 1
        if reference:
            return tag[0]
        return b'<%sc r="%s%d"%s%s>' % (prefix, column_name(index).encode(), row, attributes, end)

    return _ROW_OR_CELL.sub(add_reference, xml)


def extent(xml: bytes) -> tuple[int, int]:
    """The highest numbers of rows and columns that the cells of a plain worksheet can span; the declared dimension is
    ignored."""
    width = max((column_index(letters) + 1 for letters in set(_LETTERS.findall(xml))), default=0)
    numbers = _USUAL_ROW.findall(xml)
    if len(numbers) < xml.count(b"<row "):
        numbers = _ROW_NUMBER.findall(xml)
    rows = max(map(int, numbers), default=0)
    # a cell's reference may contradict the number of its row
    far = re.search(rb'<c r="[A-Z]+\d{%d}' % (len(str(rows)) + 1), xml)
    return (MOST_ROWS if far else rows), width


def last_row_with_value(xml: bytes) -> int | None:
    """The number of the last row that has a value or a text, searched from the end; None if rows have no numbers."""
    value = max(xml.rfind(tag) for tag in _VALUE_TAGS)
    if value < 0:
        return 0
    start = max(xml.rfind(b"<row ", 0, value), xml.rfind(b":row ", 0, value) - 10)
    row = _ROW_NUMBER.search(xml, max(start, 0)) if start >= 0 else None
    return int(row[1]) if row and row.start() < value else None


def has_styles(xml: bytes) -> bool:
    """Whether any cell has a style of its own."""
    return _STYLED.search(xml) is not None


def has_shared_strings(xml: bytes) -> bool:
    """Whether any cell refers to a shared string, however that is spelled."""
    return b't="s"' in xml or _SHARED.search(xml) is not None


def string_count(xml: bytes) -> int | None:
    """How many strings the table of shared strings has; None if it has as many as it declares."""
    count = len(_STRING.findall(xml))
    declared = _DECLARED_STRINGS.search(xml[:2000])
    return None if declared and count >= int(declared[1]) else count


def shared_characters(xml: bytes, strings: bytes) -> int:
    """How many bytes of ``strings`` the cells refer to at most, a string counted for each cell that has it."""
    places = [found.start() for found in _STRING.finditer(strings)]
    sizes = [after - place for place, after in pairwise([*places, len(strings)])]
    cells = xml.count(b"<v") + xml.count(b":v")
    bound = cells * max(sizes, default=0)
    if bound <= _FEW_CHARACTERS:
        return bound
    known = Counter(map(int, _SHARED_STRING.findall(xml)))
    written = sum(count * sizes[index] for index, count in known.items() if index < len(sizes))
    # cells in other spellings may have any string
    other = min(cells, len(_SHARED.findall(xml))) - known.total()
    return written + max(0, other) * max(sizes)


def highest_shared_string(xml: bytes) -> int:
    """The highest index of a shared string that a cell refers to, -1 if none does."""
    return max(map(int, _SHARED_STRING.findall(xml)), default=-1)


def error_cells(xml: bytes) -> list[tuple[int, int, str]]:
    """Row and column (both from 0) and the text of each cell that shows an error such as #N/A."""
    cells = _ERROR.findall(xml) if b't="e"' in xml else ()
    return [(int(number) - 1, column_index(letters), error.decode()) for letters, number, error in cells]


def styled_cells(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Row and column (both from 0) and the style of each cell that has one of ``styles``."""
    for letters, number, style in _cells_of_style(xml, styles, b""):
        yield int(number) - 1, column_index(letters), int(style)


def numbers_of_style(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int, float]]:
    """Row and column (both from 0) and the number of each cell that has one of ``styles`` and holds a number."""
    value = rb'(?![^<>]*?\bt="(?!n"))[^<>]*(?<!/)>(?:' + _FORMULA + rb")?<p:v>([^<]+)<"
    for letters, number, _, text in _cells_of_style(xml, styles, value):
        try:
            yield int(number) - 1, column_index(letters), float(text)
        except ValueError:
            continue


def _cells_of_style(xml: bytes, styles: Collection[int], rest: bytes) -> list[tuple[bytes, ...]]:
    """The groups of each cell that has one of ``styles`` and continues as the pattern ``rest``."""
    used = [b"%d" % style for style in styles if b's="%d"' % style in xml]
    cell = rb"<p:c\s" + _REFERENCE + rb'(?=[^<>]*?\bs="(' + b"|".join(used) + rb')")' + rest
    return _pattern(cell).findall(xml) if used else []


def formulas_without_value(xml: bytes) -> int:
    """How many formulas a program saved without calculating them. An empty text is a value."""
    return len(_NO_VALUE.findall(xml)) if b"<f" in xml or b":f" in xml else 0


def merged_areas(xml: bytes) -> int:
    """How many merged areas there are."""
    return len(_MERGED.findall(xml)) if b"mergeCell" in xml else 0


def hidden_rows(xml: bytes) -> int:
    """How many rows are hidden."""
    return len(_HIDDEN_ROW.findall(xml)) if b"hidden=" in xml else 0


def hidden_columns(xml: bytes) -> list[int]:
    """The hidden columns, from 0; of very many only the first ones."""
    columns: list[int] = []
    for tag in _HIDDEN_COLUMN.findall(xml[:200_000]) if b"hidden=" in xml[:200_000] else ():
        first, last = _FIRST_COLUMN.search(tag), _LAST_COLUMN.search(tag)
        if first and last:
            columns.extend(range(int(first[1]) - 1, min(int(last[1]), int(first[1]) + 100)))
    return columns


def column_index(letters: bytes) -> int:
    """A column's index from 0: A is 0, AA is 26; far beyond all if it is none, so that no reader makes room for it."""
    if len(letters) > _LONGEST_COLUMN:
        return _BEYOND_ALL
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
