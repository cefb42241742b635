"""The menu of a column's header: which field it feeds, whether it is sent, and how columns and rows are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from courier.catalogue.fields import FIELDS, file_order
from courier.draft_edits import change_mapping
from courier.messages import text
from courier.sheet.mapping import Typed
from courier.sheet.sheet import OVERRIDE
from gui.grid.columns import GridColumn
from gui.grid.view import Grid
from gui.session.session import Session
from gui.style.plain import literal

_USUAL = 22
"""Fields shown at the first level; the others are one step further."""


class HeaderMenu(QObject):
    """Pops up under a header. ``sort_asked``: the rows are wanted in the order of a column, descending or not;
    ``all_rows_asked``: all of them in their own order; ``filter_asked``: only some of them, by a column's values;
    ``field_asked``: what a field holds."""

    columns_asked = Signal()
    leave_out_asked = Signal(str)
    sort_asked = Signal(object, bool)
    all_rows_asked = Signal()
    filter_asked = Signal(str)
    field_asked = Signal(str)

    def __init__(self, session: Session, grid: Grid, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._grid, self._model, self._window = session, grid, grid.sheet_model, window

    def pop_up(self, place: int) -> None:
        """Show the menu for the column at ``place``."""
        column = self._model.column_at(place)
        menu = QMenu(self._window)
        menu.setObjectName("headMenu")
        menu.setAccessibleName(text("head-menu-name", column=column.title))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not column.column.startswith(OVERRIDE):
            if self._session.opened.locked is None:
                self._add_fields(menu, column)
            else:
                menu.addAction(literal(text("head-locked", program=self._session.opened.label))).setEnabled(False)
            menu.addSeparator()
            menu.addAction(text("head-leave-out"), lambda: self.leave_out_asked.emit(column.column))
        menu.addAction(text("head-sort-up"), lambda: self.sort_asked.emit(column, False))
        menu.addAction(text("head-sort-down"), lambda: self.sort_asked.emit(column, True))
        menu.addAction(text("head-filter"), lambda: self.filter_asked.emit(column.column))
        if self._model.filtered:
            menu.addAction(text("grid-show-all"), self.all_rows_asked.emit)
        menu.addSeparator()
        self._add_arrangement(menu, place)
        self._add_new_columns(menu)
        menu.addSeparator()
        if column.name in FIELDS:
            menu.addAction(text("head-about", field=column.name), lambda: self.field_asked.emit(column.name))
        menu.addAction(text("head-columns"), self.columns_asked.emit)
        menu.popup(self._grid.header.menu_corner(place))

    def _add_arrangement(self, menu: QMenu, place: int) -> None:
        columns, arranged = self._grid.columns, self._model.arrangement
        chosen = columns.chosen(place)
        if len(chosen) < self._model.columnCount():
            menu.addAction(text("head-hide", columns=len(chosen)), lambda: columns.hide(chosen))
        if hidden := columns.hidden():
            shown = menu.addMenu(text("head-show"))
            for column in hidden:
                shown.addAction(literal(column.title)).triggered.connect(
                    lambda _=False, id_=column.column: columns.show([id_])
                )
            if len(hidden) > 1:
                shown.addSeparator()
                shown.addAction(text("head-show-all"), lambda: columns.show([column.column for column in hidden]))
        if arranged.frozen != place + 1:
            menu.addAction(text("head-freeze"), lambda: columns.freeze(place + 1))
        if arranged.frozen:
            menu.addAction(text("head-unfreeze"), lambda: columns.freeze(0))
        menu.addAction(text("head-fit"), lambda: columns.fit(chosen))
        if arranged.moved:
            menu.addAction(text("head-own-order"), columns.own_order)

    def _add_new_columns(self, menu: QMenu) -> None:
        """An empty column for a field that nothing feeds yet, to type in."""
        draft = self._session.draft
        fed = {name for name, _ in draft.choices.mapping.feeds}
        names = file_order([name for name in self._fields() if name not in fed])
        if names and self._session.opened.locked is None:
            adding = menu.addMenu(text("head-add"))
            for index, name in enumerate(names):
                if index == _USUAL:
                    adding = adding.addMenu("…")
                adding.addAction(name).triggered.connect(lambda _=False, name=name: self._add_column(name))

    def _add_column(self, name: str) -> None:
        draft = self._session.draft
        self._session.do(change_mapping(draft, draft.choices.mapping.with_feed(name, Typed())))

    def _fields(self) -> list[str]:
        template = self._session.draft.choices.template
        return [name for name, field in FIELDS.items() if template in field.applies_to]

    def _add_fields(self, menu: QMenu, column: GridColumn) -> None:
        mapping = self._session.draft.choices.mapping
        fields = menu.addMenu(text("head-choose"))
        further = None
        names = file_order(self._fields())
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
        draft = self._session.draft
        self._session.do(change_mapping(draft, draft.choices.mapping.sent_to(column.column, name)))

    def _send_extra(self, column: GridColumn) -> None:
        draft = self._session.draft
        self._session.do(change_mapping(draft, draft.choices.mapping.as_extra(column.column)))
