"""Lines for a terminal: wrapped to its width, in colours where it shows them, and with nothing that it obeys."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

from courier.commands.console import obeys_colours
from courier.visible import in_one_line

Style = Literal["plain", "strong", "faint", "error", "warning", "note", "good"]

_CODES: dict[Style, str] = {
    "strong": "1", "faint": "2", "error": "1;31", "warning": "1;33", "note": "36", "good": "32",
}  # fmt: skip
"""Of the eight colours that each person's terminal has as they set them, so that all are legible on its background."""
_NARROWEST = 40
"""Columns below which lines are not wrapped any shorter."""
_GAP = "  "


@dataclass(frozen=True)
class Span:
    """Some words in one style."""

    words: str
    style: Style = "plain"


def shows_colours(stream: TextIO) -> bool:
    """Whether to write in colours: as ``NO_COLOR`` or else ``FORCE_COLOR`` wish, and otherwise on a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb" and obeys_colours()


def width_of(stream: TextIO) -> int | None:
    """The columns of a terminal or as ``COLUMNS`` says, None where nobody says, as in a file or a pipe."""
    if not stream.isatty() and not os.environ.get("COLUMNS", "").isdecimal():
        return None
    return max(shutil.get_terminal_size().columns, _NARROWEST)


def write_line(*spans: Span | str, indent: int = 0, hang: int | None = None, whole: bool = False) -> None:
    """Print one paragraph. ``indent``: columns before it; ``hang``: before its further lines, as many unless given;
    ``whole``: it is not wrapped, as what is to be copied."""
    parts = [Span(span) if isinstance(span, str) else span for span in spans]
    colours = shows_colours(sys.stdout)
    for line in _wrapped(parts, None if whole else width_of(sys.stdout), indent, indent if hang is None else hang):
        print("".join(_shown(span, colours) for span in line).rstrip(" "))  # noqa: T201


def write_table(rows: Sequence[Sequence[Span | str]], indent: int = 0, *, figures: int | None = None) -> None:
    """Print rows of cells in columns; the last one wraps below itself if there is room. ``figures``: the column whose
    cells end under each other."""
    table = [[Span(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    widths = [max(columns_of(in_one_line(cell.words)) for cell in column) for column in zip(*table, strict=True)]
    hang = indent + sum(widths[:-1]) + len(_GAP) * (len(widths) - 1)
    width = width_of(sys.stdout)
    if width is not None and width - hang < _NARROWEST // 2:
        hang = indent + len(_GAP)
    for row in table:
        spans: list[Span] = []
        for place, cell in enumerate(row[:-1]):
            blanks = " " * (widths[place] - columns_of(in_one_line(cell.words)))
            spans += [Span(blanks), cell] if place == figures else [cell, Span(blanks)]
            spans.append(Span(_GAP))
        write_line(*spans, row[-1], indent=indent, hang=hang)


def write_list(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells: in columns on a terminal, with tabs between them for a program."""
    if width_of(sys.stdout) is not None:
        write_table(rows)
        return
    for row in rows:
        write_line("\t".join(row))


def columns_of(words: str) -> int:
    """How many columns of a terminal a text takes up."""
    return sum(map(_columns, words))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _shown(span: Span, colours: bool) -> str:
    code = _CODES.get(span.style)
    return f"\x1b[{code}m{span.words}\x1b[0m" if colours and code and span.words.strip() else span.words


def _wrapped(spans: Sequence[Span], width: int | None, indent: int, hang: int) -> Iterator[list[Span]]:
    """The lines of a paragraph; without a width it is one."""
    line, room = [Span(" " * indent)], indent
    begun = False
    for piece in _pieces(spans):
        for word in _fitting(piece, None if width is None else width - max(indent, hang)):
            long = sum(columns_of(span.words) for span in word)
            gap = 1 if begun else 0
            if width is not None and begun and room + gap + long > width:
                yield line
                line, room, gap = [Span(" " * hang)], hang, 0
            line += [Span(" " * gap), *word]
            room += gap + long
            begun = True
    yield line


def _pieces(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """What stands between two blanks, each as its spans."""
    piece: list[Span] = []
    for span in spans:
        first, *others = in_one_line(span.words).split(" ")
        piece.append(Span(first, span.style))
        for word in others:
            yield piece
            piece = [Span(word, span.style)]
    yield piece


def _fitting(piece: list[Span], most: int | None) -> Iterator[list[Span]]:
    """A piece, or if it is wider than a line what goes on each."""
    if most is None or sum(columns_of(span.words) for span in piece) <= most:
        yield piece
        return
    line, room = list[Span](), 0
    for span in piece:
        start = 0
        for at, letter in enumerate(span.words):
            if room + _columns(letter) > most:
                yield [*line, Span(span.words[start:at], span.style)]
                line, room, start = [], 0, at
            room += _columns(letter)
        line.append(Span(span.words[start:], span.style))
    yield line
