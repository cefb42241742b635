"""Pages with tables that shops and payment providers save as workbooks: each table of data is a tab."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from courier.messages import text as message
from courier.reading.table import ReadingError
from courier.reading.workbooks.book import MOST_COLUMNS, Book, Room, Tab, TabCells, free_name
from courier.reading.workbooks.columns import Columns, dense_rows
from courier.reading.workbooks.html_tokens import Tag, tokens
from courier.reading.workbooks.markup import decode_markup, require_few_cells

_DEEPEST = 200
"""Tables within tables."""
_MOST_SPANNED = 5_000_000
"""Cells that all merged areas of a table may cover."""
_WIDEST_SPAN, _TALLEST_SPAN = 1_000, 65_534
"""As in HTML's own rules."""
_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"))
_EMPTY = frozenset(("br", "img", "input", "hr", "wbr"))
"""Tags that nothing closes."""
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d+|#+", re.IGNORECASE)
"""How a narrow column showed a number when the page was saved."""
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>", re.IGNORECASE)


@dataclass
class _Table:
    """A table of the page: per row the filled cells by column (from 0)."""

    rows: list[dict[int, str]] = field(default_factory=list)
    foot: list[dict[int, str]] = field(default_factory=list)
    nested: list[tuple[dict[int, str], int, list[_Table]]] = field(default_factory=list)
    """The tables within cells: the row, the column, and the tables."""
    caption: str = ""
    merged: int = 0
    hidden_rows: int = 0

    @property
    def width(self) -> int:
        """The most filled cells of a row."""
        return max(map(len, self.rows), default=0)

    def text(self) -> str:
        """All its cells in one line, for a table that is only a part of a cell."""
        return " ".join(cell for row in self.rows for _, cell in sorted(row.items()))

    def data_tables(self) -> Iterator[_Table]:
        """The table itself, or those in its cells if it only arranges them."""
        inner = [table for _, _, tables in self.nested for table in tables]
        holding = {(id(row), column) for row, column, _ in self.nested}
        own = max((sum((id(row), column) not in holding for column in row) for row in self.rows), default=0)
        # a table of which rows have several cells of their own is more than an arrangement
        if own < 2 and any(len(table.rows) >= len(self.rows) for table in inner):
            for table in inner:
                yield from table.data_tables()
            return
        for row, column, tables in self.nested:
            parts = [row.get(column, ""), *(table.text() for table in tables)]
            if joined := " ".join(filter(None, parts)):
                row[column] = joined
        yield self


class _OpenTable:
    """A table while its tags are read. Tags that are missing are closed by those that follow."""

    def __init__(self, room: Room) -> None:
        self.table, self._room = _Table(), room
        self._row: dict[int, str] | None = None
        self._row_hidden = False
        self._place = -1
        self._column = 0
        self._in_foot = False
        self._covered: dict[int, int] = {}
        self._next = 0
        self._spanned = 0
        self._parts: list[str] | None = None
        self._exact = ""
        self._caption = False
        self._hidden: list[str] = []
        self._inner: list[_Table] = []

    def add_text(self, text: str) -> None:
        if self._parts is not None and not self._hidden:
            self._parts.append(_BLANKS.sub(" ", text))

    def add_table(self, table: _Table) -> None:
        if self._parts is not None:
            self._inner.append(table)

    def take(self, tag: Tag) -> None:
        """A tag inside the table that neither begins nor ends a table."""
        match tag.name:
            case "td" | "th":
                self._end_cell()
                if not tag.closes:
                    self._begin_cell(tag.attributes())
            case "tr":
                self.end_row()
                if not tag.closes:
                    self._begin_row()
                    self._row_hidden = bool(_HIDDEN.search(tag.raw))
            case "thead" | "tbody" | "tfoot":
                self.end_row()
                self._in_foot = tag.name == "tfoot" and not tag.closes
            case "caption":
                self.end_row()
                self._caption, self._parts = not tag.closes, None if tag.closes else []
            case _ if self._parts is not None:
                self._take_within_cell(tag)

    def _take_within_cell(self, tag: Tag) -> None:
        if self._hidden:
            # what is inside a hidden part ends with it
            if tag.name == self._hidden[-1]:
                self._hidden.pop() if tag.closes else self._hidden.append(tag.name)
        elif tag.name == "br" or tag.name in _BLOCKS:
            assert self._parts is not None
            self._parts.append("\n")
        if not tag.closes and not self._hidden and tag.name not in _EMPTY and _HIDDEN.search(tag.raw):
            self._hidden.append(tag.name)

    def _begin_row(self) -> None:
        self._row, self._column = {}, 0
        self._place += 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if self._row is None:
            self._begin_row()
        while self._covered and self._covered.get(self._column, -1) >= self._place:
            self._column += 1
        self._room.require(self._place + 1, self._column + 1)
        wide = high = 1
        if attributes:
            wide = _span(attributes.get("colspan"), _WIDEST_SPAN)
            high = _span(attributes.get("rowspan"), _TALLEST_SPAN)
            self._spanned += wide - 1
            self.table.merged += wide > 1 or high > 1
        if self._column + wide > MOST_COLUMNS or self._spanned > _MOST_SPANNED:
            raise ReadingError("reading-too-wide", rows=self._place + 1, columns=self._column + wide)
        if high > 1:
            last = self._place + high - 1
            self._covered.update(dict.fromkeys(range(self._column, self._column + wide), last))
        self._parts, self._exact, self._hidden = [], attributes.get("x:num") or attributes.get("sdval") or "", []
        self._next = self._column + wide

    def _end_cell(self) -> None:
        if self._parts is None:
            return
        text = shown_text("".join(self._parts))
        self._parts = None
        if self._caption:
            self.table.caption, self._caption = text, False
            return
        assert self._row is not None
        if self._exact and _SHORTENED.fullmatch(text) and _NUMBER.fullmatch(self._exact):
            text = self._exact
        if text:
            self._row[self._column] = text
        if self._inner:
            self.table.nested.append((self._row, self._column, self._inner))
            self._inner = []
        self._column = self._next

    def end_row(self) -> None:
        """End the row with its last cell, if one is open."""
        self._end_cell()
        if self._row is not None:
            (self.table.foot if self._in_foot else self.table.rows).append(self._row)
            self.table.hidden_rows += bool(self._row) and self._row_hidden
            self._row, self._row_hidden = None, False

    def ended(self) -> _Table:
        """The table; the rows of its foot stand below the others, as they are shown."""
        self.end_row()
        self.table.rows += self.table.foot
        return self.table


def shown_text(text: str) -> str:
    """A cell's text as a page shows it: one blank where there are several, lines where the page breaks them."""
    if "\n" not in text:
        return text.strip(" \u00a0")
    lines = [line.strip(" \u00a0") for line in text.split("\n")]
    return "\n".join(filter(None, lines))


def _span(said: str | None, most: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", said or "")
    return max(1, min(int(digits[1]), most)) if digits else 1


class _Page:
    """The tables of a page while its tags are read."""

    def __init__(self, size: int, room: Room) -> None:
        """``size``: the length of the page."""
        self._size, self._room = size, room
        self._opened: list[_OpenTable] = []
        self._outermost: list[_Table] = []
        self._cells = 0

    def take(self, token: Tag | str) -> None:
        """Take the next text or tag. Raises ReadingError as `tables_of` does."""
        if isinstance(token, str):
            if self._opened:
                self._opened[-1].add_text(token)
        elif token.name == "table":
            self._take_table(token)
        elif token.name == "input" and token.attributes().get("type", "").casefold() == "password":
            raise ReadingError("reading-web-page")
        else:
            if token.name in ("td", "th") and not token.closes:
                self._cells += 1
                require_few_cells(self._cells, self._size)
            if not self._opened and not token.closes and token.name in ("tr", "td", "th"):
                # rows without a table around them are shown as one all the same
                self._opened.append(_OpenTable(self._room))
            if self._opened:
                self._opened[-1].take(token)

    def _take_table(self, tag: Tag) -> None:
        if not tag.closes:
            if len(self._opened) == _DEEPEST:
                raise ReadingError("reading-web-page")
            self._opened.append(_OpenTable(self._room))
        elif self._opened:
            self._close()

    def _close(self) -> None:
        table = self._opened.pop().ended()
        if self._opened:
            self._opened[-1].add_table(table)
        else:
            self._outermost.append(table)

    def tables(self) -> list[_Table]:
        """The tables of data; those that are still open end with the page."""
        while self._opened:
            self._close()
        return [table for outer in self._outermost for table in outer.data_tables() if table.width]


def tables_of(text: str, room: Room) -> list[_Table]:
    """The tables of data of a page, in their order. Raises ReadingError if the page asks for a password, as it does
    instead of the export that a login protects, and if tables nest or reach too far."""
    page = _Page(len(text), room)
    for token in tokens(text):
        page.take(token)
    return page.tables()


class Html(Book):
    """A page that was saved as a workbook."""

    format = "html"

    def __init__(self, data: bytes) -> None:
        decoded = decode_markup(data)
        self.notes = decoded.notes
        self._take([(decoded.text, _SHEET_NAME.findall(decoded.text))])

    def _take(self, pages: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Make tabs of pages, each with the names of its sheets."""
        self._room = Room(sum(len(text) for text, _ in pages))
        self._tables: dict[str, _Table] = {}
        for text, names in pages:
            tables = tables_of(text, self._room)
            # lines and boxes around a table are tables too
            wide = [table for table in tables if table.width > 1]
            for place, table in enumerate(wide):
                name = table.caption or (names[place] if place < len(names) else "")
                name = name or message("reading-table-name", number=len(self._tables) + 1)
                self._tables[free_name(name, self._tables)] = table
        if not self._tables:
            raise ReadingError("reading-web-page")
        self.tabs: Sequence[Tab] = [Tab(name, hidden=False) for name in self._tables]

    def cells(self, tab: str) -> TabCells:
        """All cells of a table."""
        table = self._tables[tab]
        rows = dense_rows({place: row for place, row in enumerate(table.rows) if row}, self._room)
        texts, damaged = Columns(rows, self._room).texts()
        return TabCells(texts, damaged, merged=table.merged, hidden_rows=table.hidden_rows)
