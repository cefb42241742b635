"""What calamine does not tell of a worksheet, seen in its own XML: styles, error cells, formulas without a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

_P = rb"(?:\w+:)?"
_FORMULA = rb"<" + _P + rb"f(?=[\s/>])[^>]*?(?:/>|>[^<]*</" + _P + rb"f>)"
_CELL_WITHOUT_PLACE = re.compile(rb"<" + _P + rb"c(?=[\s/>])(?![^>]*\sr=)")
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
        return found[0] if said else b'<%sc r="%s%d"%s%s>' % (prefix, _letters(column), row, attributes, end)

    return _ROW_OR_CELL.sub(place, xml)


def error_cells(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row and column (both from 0) and the text of each cell that shows an error such as #N/A."""
    if b't="e"' in xml:
        for letters, number, shown in _ERROR.findall(xml):
            yield int(number) - 1, column_number(letters), shown.decode()


def styled_cells(xml: bytes, styles: list[int]) -> Iterator[tuple[int, int, int]]:
    """Row and column (both from 0) and the style of each cell that has one of ``styles``."""
    if styles:
        any_of = b"|".join(b"%d" % style for style in styles)
        wanted = re.compile(
            rb"<" + _P + rb'c\s(?=[^>]*?\br="([A-Z]+)(\d+)")(?=[^>]*?\bs="(' + any_of + rb')")'
        )  # fmt: skip
        for letters, number, style in wanted.findall(xml):
            yield int(number) - 1, column_number(letters), int(style)


def formulas_without_value(xml: bytes) -> int:
    """How many formulas were saved by a program that did not calculate them. An empty text is a value."""
    return len(_NO_VALUE.findall(xml))


def column_number(letters: bytes) -> int:
    """A column's number from 0: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def _letters(number: int) -> bytes:
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters
