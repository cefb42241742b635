"""The menu of a column's head: which field it feeds, whether it is sent, and how the rows are shown."""

from __future__ import annotations

import polars as pl
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from courier.catalogue.fields import FIELDS, file_order
from courier.messages import text
from courier.sheet.sheet import OVERRIDE
from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.mapping.pane import as_extra, sent_to
from gui.window.session import Session

_USUAL = 22
"""Fields shown at the first level; the others are one step further."""


class HeadMenu(QObject):
    """Pops up under a clicked head."""

    columns_asked = Signal()
    leave_out_asked = Signal(str)

    def __init__(self, session: Session, model: SheetModel, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._model, self._window = session, model, window

    def pop_up(self, place: int) -> None:
        """Show the menu for the column at ``place``."""
        column = self._model.column_at(place)
        menu = QMenu(self._window)
        menu.setObjectName("headMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not column.column.startswith(OVERRIDE):
            self._add_fields(menu, column)
            menu.addSeparator()
            menu.addAction(text("head-leave-out"), lambda: self.leave_out_asked.emit(column.column))
            menu.addAction(text("head-sort-up"), lambda: self._sort(column, descending=False))
            menu.addAction(text("head-sort-down"), lambda: self._sort(column, descending=True))
        if self._model.filtered:
            menu.addAction(text("grid-show-all"), self._model.show_all)
        menu.addSeparator()
        menu.addAction(text("head-columns"), self.columns_asked)
        menu.popup(QCursor.pos())

    def _add_fields(self, menu: QMenu, column: GridColumn) -> None:
        assert self._session.opened
        mapping = self._session.opened.draft.choices.mapping
        fields = menu.addMenu(text("head-choose"))
        further = None
        template = self._session.opened.draft.choices.template
        names = file_order([name for name, field in FIELDS.items() if template in field.applies_to])
        for index, name in enumerate(names):
            if index == _USUAL:
                further = fields.addMenu("…")
            entry = (further or fields).addAction(name)
            entry.setCheckable(True)
            entry.setChecked(name == column.name)
            entry.triggered.connect(lambda _=False, name=name: self._send(column, name))
        if column.name or column.column in mapping.extra:
            menu.addAction(text("head-not-sent"), lambda: self._send(column, ""))
        if column.column not in mapping.extra:
            menu.addAction(text("head-send-extra"), lambda: self._send_extra(column))

    def _send(self, column: GridColumn, name: str) -> None:
        assert self._session.opened
        draft = self._session.opened.draft
        self._session.do(draft.map(sent_to(draft.choices.mapping, column.column, name)))

    def _send_extra(self, column: GridColumn) -> None:
        assert self._session.opened
        draft = self._session.opened.draft
        self._session.do(draft.map(as_extra(draft.choices.mapping, column.column)))

    def _sort(self, column: GridColumn, *, descending: bool) -> None:
        assert self._session.opened
        sheet = self._session.opened.draft.sheet
        cells = sheet.frame(sheet.order)[column.column]
        order = pl.DataFrame({"text": cells, "row": sheet.order})
        order = order.with_columns(number=pl.col("text").cast(pl.Float64, strict=False))
        rows = order.sort("number", "text", descending=descending, nulls_last=True)["row"]
        self._model.show_rows(rows, text("grid-sorted", column=column.title))
