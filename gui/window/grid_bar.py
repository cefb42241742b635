"""The bar over the grid: which columns and which rows it shows, and the values that are the same for all rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from courier.messages import shortened, text
from courier.sheet.mapping import Constant
from gui.find.filters import Filters
from gui.grid.columns import as_sent
from gui.grid.model import SheetModel
from gui.session.session import Session
from gui.session.view_memory import ViewMemory, headers_mark
from gui.style.folding_row import FoldingRow
from gui.style.layouts import hbox
from gui.style.parts import empty, label, named, styled
from gui.style.plain import literal, set_tip

_LONGEST = 24
"""Characters of a value in its chip."""
_MOST = 8
"""Chips beside each other; more are put together."""
_DIVISIONS = ("ready", "repair", "hold", "out", "sent", "refused")


class GridBar(FoldingRow):
    """``columns_asked``: the mapping of all columns is wanted. ``by_value`` asks for a value to filter by. Whether all
    columns are shown is remembered for sheets with the same headers."""

    columns_asked = Signal()

    def __init__(
        self,
        session: Session,
        model: SheetModel,
        filters: Filters,
        memory: ViewMemory,
        by_value: QAction,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, margins=(14, 4, 12, 4), spacing=6)
        named(self, "gridBar", text("grid-bar-name"))
        styled(self)
        self._session, self._model, self._filters, self._memory = session, model, filters, memory
        self._by_value, self._brief = by_value, False
        self._group = QButtonGroup(self)
        self._sent = self._segment("sentColumnsButton", sent_only=True)
        self._all = self._segment("allColumnsButton", sent_only=False)
        self._columns = named(QToolButton(), "gridColumns")
        self._columns.setText(text("grid-bar-columns"))
        self._columns.clicked.connect(self.columns_asked)
        self._for_all = label(text("grid-bar-for-all"), muted=True)
        self._chips = named(QWidget(), "valuesForAll")
        hbox(self._chips, margins=(0, 0, 0, 0), spacing=6)
        self._together = self._chip("valuesChip")
        self._shown_values: list[tuple[str, str]] = []
        self._rows = named(QToolButton(), "rowsShown", text("grid-bar-rows"))
        self._rows.setProperty("plain", True)
        self._rows.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._rows)
        menu.aboutToShow.connect(lambda: self._fill_rows_menu(menu))
        self._rows.setMenu(menu)
        self.add(self._sent, self._all, self._columns, self._for_all, self._chips, self._together)
        self.add_stretch()
        self.add(self._rows)
        self.show_part(self._together, False)
        self.add_hiding(self._for_all)
        self.add_step(self._put_together)
        self.add_step(self._show_brief)
        self.add_hiding(self._columns)
        self.add_hiding(self._together)
        session.opened_sheet.connect(self._begin)
        session.changed.connect(self.refresh)
        model.modelReset.connect(self.refresh)
        filters.changed.connect(self._show_rows)
        self._show_rows()

    def _segment(self, name: str, *, sent_only: bool) -> QToolButton:
        segment = named(QToolButton(), name)
        segment.setProperty("segment", True)
        segment.setCheckable(True)
        segment.clicked.connect(lambda: self._choose(sent_only=sent_only))
        self._group.addButton(segment)
        return segment

    def _chip(self, name: str) -> QToolButton:
        chip = named(QToolButton(), name)
        chip.setProperty("chip", True)
        chip.clicked.connect(self.columns_asked)
        return chip

    # ------------------------------------------------------------------ columns

    def switch_columns(self) -> None:
        """Show all columns instead of those that are sent, or the other way round."""
        if self._session.sheet_open:
            self._choose(sent_only=not self._model.arrangement.sent_only)

    def _choose(self, *, sent_only: bool) -> None:
        self._memory.keep(sent_only, "sent columns", self._headers())
        self._model.show_sent_only(sent_only)
        self.refresh()

    def _headers(self) -> str:
        return headers_mark(self._session.opened.table.named_headers)

    def _begin(self) -> None:
        chosen = self._memory.flag("sent columns", self._headers())
        self._model.show_sent_only(chosen is not False)
        self.refresh()

    def refresh(self) -> None:
        """Show the columns and the values for all rows as they are now."""
        if not self._session.sheet_open:
            return
        (self._sent if self._model.arrangement.sent_only else self._all).setChecked(True)
        self._show_brief(False)
        feeds = self._session.draft.choices.mapping.feeds
        values = [(field, feed.value) for field, feed in feeds if isinstance(feed, Constant)]
        if values != self._shown_values:
            self._shown_values = values
            self._show_values()
        self.show_part(self._for_all, bool(values))
        self.refit()

    def _show_values(self) -> None:
        line = self._chips.layout()
        assert line
        empty(line)
        for field, value in self._shown_values[:_MOST]:
            chip = self._chip(f"valueChip{field}")
            words = text("grid-bar-value", field=field, value=value)
            chip.setText(literal(text("grid-bar-value", field=field, value=shortened(value, _LONGEST))))
            chip.setAccessibleName(words)
            set_tip(chip, text("grid-bar-value-tip", value=words))
            line.addWidget(chip)
        self._together.setText(text("grid-bar-values", values=len(self._shown_values)))
        set_tip(self._together, "\n".join(text("grid-bar-value", field=f, value=v) for f, v in self._shown_values))
        self._put_together(False)

    def _put_together(self, fold: bool) -> None:
        fold = fold or len(self._shown_values) > _MOST
        self.show_part(self._chips, bool(self._shown_values) and not fold)
        self.show_part(self._together, bool(self._shown_values) and fold)

    def _show_brief(self, brief: bool) -> None:
        kind = "brief" if brief else "whole"
        columns = self._model.all_columns
        for segment, key, count in (
            (self._sent, "grid-bar-sent", len(as_sent(columns))), (self._all, "grid-bar-all", len(columns)),
        ):  # fmt: skip
            whole = text(key, count=count, kind="whole")
            segment.setText(text(key, count=count, kind=kind))
            segment.setAccessibleName(whole)
            set_tip(segment, text("grid-bar-switch-tip", what=whole))

    # ------------------------------------------------------------------ rows

    def _show_rows(self) -> None:
        kind = self._filters.kind
        named_kind = kind if kind in (*_DIVISIONS, "failing") else "other" if self._model.filtered else "all"
        self._rows.setText(text("rows-shown", kind=named_kind))
        self.refit()

    def _fill_rows_menu(self, menu: QMenu) -> None:
        menu.clear()
        standing = self._session.standing
        there = {"sent": standing is None or standing.sent > 0, "refused": bool(self._session.answers.refused)}
        for kind in ("all", *_DIVISIONS, "failing"):
            if not there.get(kind, True):
                continue
            entry = menu.addAction(text("rows-shown", kind=kind))
            entry.setCheckable(True)
            entry.setChecked((self._filters.kind or "all") == kind and (kind != "all" or not self._model.filtered))
            entry.triggered.connect(lambda _=False, kind=kind: self._show_only(kind))
        menu.addSeparator()
        menu.addAction(self._by_value)

    def _show_only(self, kind: str) -> None:
        if kind == "failing":
            self._filters.show_failing()
        else:
            self._filters.show_division("" if kind == "all" else kind)
