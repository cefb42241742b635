"""Actions on the selected cells: copy, cut, paste, clear and fill. Each is one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication

from courier.draft import Draft
from courier.messages import text
from courier.sheet.cell_history import revert_edit
from gui.grid.cell_texts import shown_texts
from gui.grid.clipboard_text import from_text, to_text
from gui.grid.edit_builder import EditBuilder
from gui.grid.model import SheetModel
from gui.grid.selection import Selection
from gui.session.session import Session
from gui.work import Job

_AT_ONCE = 200_000
"""Up to this many cells are copied at once; more are made into text in a background job."""


class CellActions(QObject):
    """Works on what is selected in one grid."""

    def __init__(self, session: Session, model: SheetModel, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._model, self._selection = session, model, selection
        self._copying: Job | None = None
        self._paste_waits = False

    @property
    def _draft(self) -> Draft | None:
        return self._session.draft if self._session.sheet_open else None

    # ------------------------------------------------------------------ copy

    def copy(self) -> None:
        """The selected block, as other spreadsheets take it."""
        draft, places = self._draft, self._selection.columns
        if draft is None or not places:
            return
        columns = [self._model.column_at(place) for place in places]
        ids = self._model.ids(self._selection.rows)
        cells = ids.len() * len(columns)
        if self._copying is not None:
            self._copying.cancel()
            self._copying = None
        if cells <= _AT_ONCE:
            QGuiApplication.clipboard().setText(to_text(shown_texts(draft, columns, ids)))
            return
        twin = draft.snapshot()
        job = Job(lambda _: to_text(shown_texts(twin, columns, ids)), self)
        job.done.connect(lambda words: self._copied(str(words), cells))
        self._copying = job
        self._session.told.emit(text("grid-copying", cells=cells))
        job.start()

    def _copied(self, words: str, cells: int) -> None:
        self._copying = None
        QGuiApplication.clipboard().setText(words)
        self._session.told.emit(text("grid-copied", cells=cells))
        if self._paste_waits:
            self._paste_waits = False
            self.paste()

    def cut(self) -> None:
        """Copy the selected block and empty it."""
        self.copy()
        self.clear("edit-cut")

    # ------------------------------------------------------------------ paste

    def paste(self) -> None:
        """A block from the clipboard: from the current cell on, or repeated over the selection."""
        draft = self._draft
        if self._copying is not None:
            self._paste_waits = True
            return
        block = from_text(QGuiApplication.clipboard().text())
        if draft is None or not block or self._selection.current is None:
            return
        height, width = len(block), max(map(len, block))
        builder, lost = EditBuilder(draft), 0
        areas = self._selection.areas
        if (height, width) == (1, 1) and len(areas) > 1:
            for area in areas:
                self._write(builder, area, block)
            self._finish(builder, "edit-paste")
            return
        area = self._target(areas, height, width)
        beyond = max(0, area.bottom() + 1 - self._model.rowCount())
        if beyond and self._model.filtered:
            lost += beyond * width
        elif beyond:
            # pasted rows that do not fit below the last row become new rows: nothing pasted is lost
            self._write(builder, area, block, builder.append_rows(beyond))
        if not beyond or self._model.filtered:
            self._write(builder, area, block)
        room = self._model.columnCount() - area.left()
        lost += sum(len(row) - room for row in block if len(row) > room)
        if self._finish(builder, "edit-paste"):
            right = min(area.right(), self._model.columnCount() - 1)
            bottom = min(area.bottom(), self._model.rowCount() - 1)
            self._selection.take_area(QRect(area.left(), area.top(), right - area.left() + 1, bottom - area.top() + 1))
        if lost:
            self._session.told.emit(text("grid-paste-cut", cells=lost))

    def _target(self, areas: list[QRect], height: int, width: int) -> QRect:
        """The area that a block is pasted into; it may reach beyond the edge of the sheet."""
        if len(areas) == 1 and areas[0].height() % height == 0 and areas[0].width() % width == 0:
            return areas[0]
        row, column = self._selection.current or (0, 0)
        if areas:
            row, column = min(area.top() for area in areas), min(area.left() for area in areas)
        return QRect(column, row, width, height)

    def _write(
        self, builder: EditBuilder, area: QRect, block: Sequence[Sequence[str]], fresh: Sequence[int] = ()
    ) -> None:
        last = min(area.bottom(), self._model.rowCount() - 1)
        ids = [*self._model.ids([(area.top(), last)]).to_list(), *fresh]
        height, width, shortest = len(block), max(map(len, block)), min(map(len, block))
        rows = [block[place % height] for place in range(len(ids))]
        for place in range(area.left(), min(area.right() + 1, self._model.columnCount())):
            across = (place - area.left()) % width
            column = self._model.column_at(place)
            if across < shortest:
                builder.put(column, ids, [row[across] for row in rows])
                continue
            # a ragged block leaves cells alone for which it has no text
            there = [down for down, row in enumerate(rows) if across < len(row)]
            builder.put(column, [ids[down] for down in there], [rows[down][across] for down in there])

    # ------------------------------------------------------------------ back to the source

    def revert(self) -> None:
        """The selected cells as they stood in the source."""
        draft = self._draft
        if draft is None:
            return
        spans: dict[str, list[tuple[int, int]]] = {}
        for area in self._selection.areas:
            for place in range(area.left(), area.right() + 1):
                column = self._model.column_at(place)
                if column.read_only is None:
                    spans.setdefault(column.column, []).append((area.top(), area.bottom()))
        edit = revert_edit(draft.sheet, {column: self._model.ids(rows).unique() for column, rows in spans.items()})
        if edit.empty:
            self._session.told.emit(text("grid-nothing-to-revert"))
            return
        self._session.do(edit)

    # ------------------------------------------------------------------ clear and fill

    def clear(self, what: str = "edit-clear") -> None:
        """Empty the selected cells."""
        self.write_all("", what)

    def write_all(self, words: str, what: str = "edit-type") -> None:
        """One text into all selected cells."""
        draft = self._draft
        if draft is None:
            return
        builder = EditBuilder(draft)
        for area in self._selection.areas:
            self._write(builder, area, [[words]])
        self._finish(builder, what)

    def fill_down(self) -> None:
        """The selection's first row into the rows below it; where it is one row, the row above into it."""
        self._fill("edit-fill-down", down=True)

    def fill_right(self) -> None:
        """The selection's first column into those beside it; where it is one column, the one before into it."""
        self._fill("edit-fill-right", down=False)

    def _fill(self, what: str, *, down: bool) -> None:
        draft = self._draft
        if draft is None:
            return
        builder = EditBuilder(draft)
        for area in self._selection.areas:
            source = QRect(area)
            if down:
                source.setHeight(1)
                source.translate(0, -1 if area.height() == 1 else 0)
            else:
                source.setWidth(1)
                source.translate(-1 if area.width() == 1 else 0, 0)
            if source.top() < 0 or source.left() < 0:
                continue
            self._repeat(builder, source, area)
        self._finish(builder, what)

    def fill_from(self, source: QRect, whole: QRect) -> None:
        """Repeat a block over the larger block that its handle was dragged to."""
        draft = self._draft
        if draft is None or source == whole:
            return
        builder = EditBuilder(draft)
        self._repeat(builder, source, whole)
        if self._finish(builder, "edit-drag-fill"):
            self._selection.take_area(whole)

    def _repeat(self, builder: EditBuilder, source: QRect, target: QRect) -> None:
        """Fill ``target`` with repetitions of ``source``, which stays as it is."""
        columns = [self._model.column_at(place) for place in range(source.left(), source.right() + 1)]
        above = self._model.ids([(source.top(), source.bottom())])
        texts = [[words or "" for words in series] for series in shown_texts(builder.draft, columns, above)]
        height, width = source.height(), source.width()
        downward = source.left() == target.left() and width == target.width()
        spans = [(target.top(), target.bottom())]
        if downward:
            spans = [(target.top(), source.top() - 1), (source.bottom() + 1, target.bottom())]
        spans = [span for span in spans if span[0] <= span[1]]
        places = [place for first, last in spans for place in range(first, last + 1)]
        ids = self._model.ids(spans).to_list()
        for place in range(target.left(), target.right() + 1):
            if not downward and source.left() <= place <= source.right():
                continue
            values = texts[(place - source.left()) % width]
            repeated = [values[(row - source.top()) % height] for row in places]
            builder.put(self._model.column_at(place), ids, repeated)

    def _finish(self, builder: EditBuilder, what: str) -> bool:
        edit = builder.edit(what)
        if not edit.empty:
            return self._session.do(edit)
        if builder.refused:
            self._session.told.emit(text("grid-nothing-writable", reason=builder.refused))
        return False
