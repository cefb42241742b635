"""The bar over the grid that says that rows are filtered or sorted, leads back, and asks for a value to filter by."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from courier.messages import text
from courier.sheet.exclusions import TESTS
from gui.find.filters import Filters
from gui.grid.columns import GridColumn
from gui.grid.model import SheetModel
from gui.style.folding_row import FoldingRow
from gui.style.measures import scaled
from gui.style.parts import button, label, styled
from gui.style.plain import set_tip

_PATIENCE = 300


class FilterBar(QWidget):
    """Visible while rows are filtered, or while a filter is being chosen."""

    def __init__(self, filters: Filters, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.setAccessibleName(text("filter-name"))
        styled(self)
        self._filters, self._model = filters, model
        self._asked_for: str | None = None
        both = QVBoxLayout(self)
        both.setContentsMargins(14, 4, 8, 4)
        both.setSpacing(4)
        self._chooser = self._choices()
        self._chooser.hide()
        both.addWidget(self._chooser)
        self._shown = self._what_is_shown()
        both.addWidget(self._shown)
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._soon.timeout.connect(lambda: self._show_busy(True))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_choice)
        model.modelReset.connect(self.refresh)
        filters.changed.connect(self.refresh)
        filters.busy.connect(self._note_busy)
        self.hide()

    def _choices(self) -> QWidget:
        chooser = FoldingRow(self, margins=(0, 0, 0, 0), spacing=6)
        self._column = QComboBox()
        self._column.setObjectName("filterColumn")
        self._column.setAccessibleName(text("filter-column"))
        self._column.currentIndexChanged.connect(lambda _: self._offer_values())
        self._test = QComboBox()
        self._test.setObjectName("filterTest")
        self._test.setAccessibleName(text("filter-test"))
        for test in TESTS:
            self._test.addItem(text(f"test-{test}"), test)
        self._value = QComboBox()
        self._test.currentIndexChanged.connect(lambda _: self._value.setEnabled(self._needs_value()))
        self._value.setObjectName("filterValue")
        self._value.setAccessibleName(text("filter-value"))
        self._value.setEditable(True)
        self._value.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._value.setFixedWidth(scaled(240))
        field = self._value.lineEdit()
        assert field
        field.setPlaceholderText(text("filter-value-hint"))
        field.returnPressed.connect(self._apply)
        # a value comes with its count in the list, without it in the field
        self._value.activated.connect(lambda place: self._value.setEditText(self._value.itemData(place)))
        go = button(text("filter-go"), name="filterGo")
        go.clicked.connect(self._apply)
        failing = button(text("filter-only-failing"), name="filterFailing")
        failing.clicked.connect(self._filters.show_failing)
        close = QToolButton()
        close.setText("✕")
        close.setProperty("plain", True)
        close.setObjectName("filterClose")
        close.setAccessibleName(text("filter-close"))
        set_tip(close, text("filter-close"))
        close.clicked.connect(self.close_choice)
        where = label(text("filter-where"))
        chooser.add(where, self._column, self._test, self._value, go, failing)
        chooser.add_overflow("filterMore", text("notice-more"))
        chooser.add_stretch()
        chooser.add(close)
        chooser.add_hiding(failing)
        chooser.add_hiding(where)
        chooser.add_step(lambda narrow: self._value.setFixedWidth(scaled(130 if narrow else 240)))
        return chooser

    def _what_is_shown(self) -> QWidget:
        shown = QWidget()
        line = QHBoxLayout(shown)
        line.setContentsMargins(0, 0, 0, 0)
        self._words = label()
        self._words.setObjectName("filterWords")
        self._again = button(text("filter-again"), name="filterAgain")
        set_tip(self._again, text("filter-again-tip"))
        self._again.clicked.connect(self._filters.look_again)
        back = button(text("grid-show-all"), name="showAll")
        back.clicked.connect(self._show_all)
        self._stop = button(text("filter-stop"), name="filterStop")
        self._stop.clicked.connect(self._filters.stop)
        self._looking = label(text("filter-looking"), muted=True)
        line.addWidget(self._words)
        line.addWidget(back)
        line.addWidget(self._again)
        line.addWidget(self._stop)
        line.addWidget(self._looking)
        line.addStretch(1)
        self._show_busy(False)
        return shown

    # ------------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show what the model shows now."""
        filtered = self._model.filtered
        self._shown.setVisible(filtered)
        self.setVisible(filtered or self._chooser.isVisibleTo(self))
        self._again.setVisible(filtered and self._filters.outdated)
        if filtered:
            rows = self._model.rowCount()
            words = text("grid-filter", what=self._model.shown_as, rows=rows)
            self._words.setText(words if rows else f"{words} {text('filter-none-left')}")

    def _show_all(self) -> None:
        self._chooser.hide()
        self._filters.show_all()

    def _note_busy(self, done: object) -> None:
        if done is None:
            self._soon.stop()
            self._show_busy(False)
            self.refresh()
        elif not self._soon.isActive() and not self._stop.isVisible():
            self._soon.start()

    def _show_busy(self, busy: bool) -> None:
        self._stop.setVisible(busy)
        self._looking.setVisible(busy)
        if busy:
            self._shown.show()
            self.show()

    # ------------------------------------------------------------------ choosing

    def open_choice(self, column: str | None = None) -> None:
        """Let a person choose rows by a value of a column."""
        columns = self._model.reachable_columns
        self._column.blockSignals(True)
        self._column.clear()
        for choice in columns:
            self._column.addItem(choice.title, choice.column)
        self._column.setCurrentIndex(max(0, self._column.findData(column)))
        self._column.blockSignals(False)
        self._chooser.show()
        self.show()
        self._value.setFocus()
        self._offer_values()

    def close_choice(self) -> None:
        """Hide the choice; the rows shown stay."""
        self._chooser.hide()
        self.refresh()

    def _chosen(self) -> GridColumn | None:
        wanted = self._column.currentData()
        return next((column for column in self._model.reachable_columns if column.column == wanted), None)

    def _needs_value(self) -> bool:
        return "empty" not in self._test.currentData()

    def _offer_values(self) -> None:
        self._value.clear()
        column = self._chosen()
        if column is not None:
            self._filters.ask_values(column, self._take_values)

    def _take_values(self, values: list[tuple[str, int]]) -> None:
        typed = self._value.currentText()
        self._value.clear()
        for value, count in values:
            self._value.addItem(text("filter-value-count", value=value, count=count), value)
        self._value.setCurrentIndex(-1)
        self._value.setEditText(typed)

    def _apply(self) -> None:
        column, value = self._chosen(), self._value.currentText()
        if column is not None and (value.strip() or not self._needs_value()):
            self._filters.show_value(column, self._test.currentData(), value if self._needs_value() else "")
