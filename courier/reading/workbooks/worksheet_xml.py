"""What calamine does not tell of a worksheet, seen in its own XML: styles, error cells, what is hidden or missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_P = rb"(?:\w+:)?"
_FORMULA = rb"<" + _P + rb"f(?=[\s/>])[^>]*?(?:/>|>[^<]*</" + _P + rb"f>)"
_CELL_WITHOUT_PLACE = re.compile(rb"<" + _P + rb"c(?=[\s/>])(?![^>]*\sr=)")
_UNUSUAL_CELL = re.compile(rb'<c(?=[\s/>])(?! r=")')
_ROW_OR_CELL = re.compile(rb"<(" + _P + rb")(row|c)((?:\s[^>]*?)?)(/?)>")
_PLACE = re.compile(rb'\sr="([A-Z]*)(\d+)"')
_ERROR = re.compile(
    rb"<" + _P + rb'c\s(?=[^>]*?\br="([A-Z]+)(\d+)")(?=[^>]*?\bt="e")[^>]*(?<!/)>(?:' + _FORMULA + rb")?<" + _P
    + rb"v>([^<]+)<"
)  # fmt: skip
_NO_VALUE = re.compile(
    rb"<" + _P + rb'c(?=[\s>])(?![^>]*?\bt="str")[^>]*(?<!/)>' + _FORMULA + rb"(?:<" + _P + rb"v ?/>|<" + _P + rb"v></"
    + _P + rb"v>)?</" + _P + rb"c>"
)  # fmt: skip
_MERGED = re.compile(rb"<" + _P + rb'mergeCell\s[^>]*?ref="[A-Z]+\d+:[A-Z]+\d+"')
_HIDDEN_ROW = re.compile(rb"<" + _P + rb'row\s[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb"<" + _P + rb'col\s(?=[^>]*?\bhidden="(?:1|true)")[^>]*>')
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
_ROW_NUMBER = re.compile(rb"<" + _P + rb'row\s[^>]*?\br="(\d+)"')
_USUAL_ROW = re.compile(rb'<row r="(\d+)"')
_STYLED = re.compile(rb"<" + _P + rb'c\s[^>]*?\bs="[1-9]')
_SHARED_TEXT = re.compile(rb'\bt="s"[^>]*><' + _P + rb"v>(\d{1,9})<")
_TEXT = re.compile(rb"<" + _P + rb"si[\s/>]")
_TEXTS_SAID = re.compile(rb'\buniqueCount="(\d{1,9})"')
_VALUE_TAGS = (b"<v>", b"<is>", b"<v ", b":v>", b":is>")
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384


def is_plain(xml: bytes) -> bool:
    """Whether every cell is written as usual, its place first, so that a quick look finds them all."""
    return not _UNUSUAL_CELL.search(xml) and b":c " not in xml and b":c>" not in xml


def with_places(xml: bytes) -> bytes:
    """The XML of a worksheet in which every cell says where it stands; some programs leave that to counting."""
    if not _CELL_WITHOUT_PLACE.search(xml):
        return xml
    row, column = 0, 0

    def place(found: re.Match[bytes]) -> bytes:
        nonlocal row, column
        prefix, name, attributes, end = found.groups()
        said = _PLACE.search(attributes)
        if name == b"row":
            row, column = int(said[2]) if said else row + 1, 0
            return found[0]
        column = column_number(said[1]) + 1 if said else column + 1
        return found[0] if said else b'<%sc r="%s%d"%s%s>' % (prefix, letters(column), row, attributes, end)

    return _ROW_OR_CELL.sub(place, xml)


def extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns that the cells of a plain worksheet reach over at most, whatever the dimension says."""
    width = max((column_number(one) + 1 for one in set(_LETTERS.findall(xml))), default=0)
    numbers = _USUAL_ROW.findall(xml)
    if len(numbers) < xml.count(b"<row "):
        numbers = _ROW_NUMBER.findall(xml)
    rows = max(map(int, numbers), default=0)
    # a cell may stand elsewhere than its row says
    far = re.search(rb'<c r="[A-Z]+\d{%d}' % (len(str(rows)) + 1), xml)
    return (MOST_ROWS if far else rows), width


def last_row_with_value(xml: bytes) -> int | None:
    """The number of the last row that has a value or a text, found from the end; None if rows bear no numbers."""
    place = max(xml.rfind(tag) for tag in _VALUE_TAGS)
    if place < 0:
        return 0
    start = max(xml.rfind(b"<row ", 0, place), xml.rfind(b":row ", 0, place) - 10)
    found = _ROW_NUMBER.search(xml, max(start, 0)) if start >= 0 else None
    return int(found[1]) if found and found.start() < place else None


def has_styles(xml: bytes) -> bool:
    """Whether any cell has a style of its own."""
    return _STYLED.search(xml) is not None


def shared_texts(xml: bytes) -> int | None:
    """How many texts the table of shared texts has; None if it has as many as it says."""
    count = len(_TEXT.findall(xml))
    said = _TEXTS_SAID.search(xml[:2000])
    return None if said and count >= int(said[1]) else count


def highest_shared_text(xml: bytes) -> int:
    """The highest number of a shared text that a cell names, -1 if none does."""
    return max(map(int, _SHARED_TEXT.findall(xml)), default=-1)


def error_cells(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row and column (both from 0) and the text of each cell that shows an error such as #N/A."""
    if b't="e"' in xml:
        for found, number, said in _ERROR.findall(xml):
            yield int(number) - 1, column_number(found), said.decode()


def styled_cells(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """Row and column (both from 0) and the style of each cell that has one of ``styles``."""
    wanted = [style for style in styles if b's="%d"' % style in xml]
    if wanted:
        any_of = b"|".join(b"%d" % style for style in wanted)
        cell = re.compile(rb"<" + _P + rb'c\s(?=[^>]*?\br="([A-Z]+)(\d+)")(?=[^>]*?\bs="(' + any_of + rb')")')
        for found, number, style in cell.findall(xml):
            yield int(number) - 1, column_number(found), int(style)


def numbers_of_style(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int, int, float]]:
    """Row and column (both from 0), style and number of each cell that has one of ``styles`` and holds a number."""
    wanted = [style for style in styles if b's="%d"' % style in xml]
    if wanted:
        any_of = b"|".join(b"%d" % style for style in wanted)
        cell = re.compile(
            rb"<" + _P + rb'c\s(?=[^>]*?\br="([A-Z]+)(\d+)")(?=[^>]*?\bs="(' + any_of
            + rb')")(?![^>]*?\bt="(?!n"))[^>]*(?<!/)>(?:' + _FORMULA + rb")?<" + _P + rb"v>([^<]+)<"
        )  # fmt: skip
        for found, number, style, said in cell.findall(xml):
            try:
                yield int(number) - 1, column_number(found), int(style), float(said)
            except ValueError:
                continue


def formulas_without_value(xml: bytes) -> int:
    """How many formulas were saved by a program that did not calculate them. An empty text is a value."""
    return len(_NO_VALUE.findall(xml)) if b"<f" in xml or b":f" in xml else 0


def merged_areas(xml: bytes) -> int:
    """How many areas of cells are merged into one."""
    return len(_MERGED.findall(xml)) if b"mergeCell" in xml else 0


def hidden_rows(xml: bytes) -> int:
    """How many rows are hidden."""
    return len(_HIDDEN_ROW.findall(xml)) if b"hidden=" in xml else 0


def hidden_columns(xml: bytes) -> list[int]:
    """The hidden columns, from 0; of very many only the first ones."""
    found: list[int] = []
    for tag in _HIDDEN_COLUMN.findall(xml[:200_000]) if b"hidden=" in xml[:200_000] else ():
        first, last = (re.search(rb'\b%s="(\d+)"' % name, tag) for name in (b"min", b"max"))
        if first and last:
            found.extend(range(int(first[1]) - 1, min(int(last[1]), int(first[1]) + 100)))
    return found


def column_number(found: bytes) -> int:
    """A column's number from 0: A is 0, AA is 26."""
    index = 0
    for letter in found:
        index = index * 26 + letter - 64
    return index - 1


def letters(number: int) -> bytes:
    """What a column is called, from 1: 1 is A."""
    said = b""
    while number:
        number, rest = divmod(number - 1, 26)
        said = bytes([65 + rest]) + said
    return said
