"""The page of columns: what is needed, what each column feeds and why, and which columns stay here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QWidget

from courier.catalogue.fields import FIELDS
from courier.draft import Draft
from courier.draft_edits import change_mapping
from courier.messages import text
from courier.sheet.mapping import Column, Constant, Mapping
from courier.verdict_json import template_reason
from gui.mapping.calculation import Calculation
from gui.mapping.column_content import EXTRA, ColumnContent, column_content, feed_content, sample_values
from gui.mapping.column_row import ColumnRow
from gui.mapping.needs import Need, free_columns, needs_of, open_needs
from gui.mapping.needs_box import NeedsBox
from gui.mapping.recipe_menu import RecipeMenu
from gui.mapping.rows_card import RowsCard
from gui.mapping.save_program import SaveProgram
from gui.mapping.table_head import table_head
from gui.mapping.unsent_bar import UnsentBar
from gui.mapping.value_box import Answer
from gui.mapping.value_translation import ask_words
from gui.session.services import AppServices
from gui.session.session import Session
from gui.soon import soon
from gui.style.layouts import hbox, scrolling, vbox
from gui.style.parts import ElidedLabel, button, label, named

_ABOVE = 12
"""Pixels left above a row that is scrolled to."""
_AT_ONCE = 25
"""Lines of unsent columns that are added at once."""


class MappingPane(QWidget):
    """Every choice is an edit of the session, with its undo step. ``finished``: back to the sheet."""

    finished = Signal()
    forget_asked = Signal()
    leave_out_asked = Signal(str)
    show_left_out = Signal()
    date_order_asked = Signal(str, str)
    short_years_asked = Signal(str, str)
    program_chosen = Signal(str)

    def __init__(self, session: Session, services: AppServices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mappingPane")
        self._session, self._services = session, services
        self._samples: dict[str, list[str]] = {}
        self._unsent: list[str] = []
        outer = vbox(self, margins=(24, 14, 24, 12), spacing=10)
        outer.addLayout(self._head())
        self._notes = label(muted=True, wrap=True)
        outer.addWidget(self._notes)
        self._needs = NeedsBox(session)
        self._needs.answered.connect(self._take_answer)
        self._needs.complete.connect(self._done.setFocus)
        self._table = RowsCard("columnsTable", self._new_row, table_head())
        self._calculation = Calculation(session)
        self._others = RowsCard("unsentTable", self._new_row)
        self._others.hide()
        self._folded_at = 0
        self._more = button("", name="moreColumns", clicked=self._add_others)
        self._more.hide()
        inside = named(QWidget(), "mappingRows")
        rows = self._page = vbox(inside, margins=(0, 0, 0, 0), spacing=12)
        for part in (self._needs, self._table, self._calculation, self._others):
            rows.addWidget(part)
        rows.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addStretch(1)
        self._area: QScrollArea = scrolling(inside, sideways=False)
        outer.addWidget(self._area, 1)
        self._bottom = UnsentBar(session)
        self._bottom.unfolded.connect(self._unfold)
        self._bottom.exclusions_asked.connect(lambda: self.leave_out_asked.emit(""))
        self._bottom.show_excluded.connect(self.show_left_out)
        outer.addWidget(self._bottom)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.finished)
        session.opened_sheet.connect(self._forget_typed)
        session.changed.connect(self._refresh_if_shown)

    def _head(self) -> QHBoxLayout:
        head = hbox(spacing=10)
        head.addWidget(label(text("columns-title"), title=True, size=4))
        self._about = ElidedLabel("")
        head.addWidget(self._about, 1)
        self._recipes = RecipeMenu(self._session, self._services, self)
        head.addWidget(self._recipes)
        self.save_program = SaveProgram(self._session, self._services, self)
        self._save = button(text("columns-save-program"), name="saveProgram", clicked=self.save_program.ask)
        head.addWidget(self._save)
        self._forget = button(text("columns-forget"), name="forgetMapping", clicked=self.forget_asked)
        head.addWidget(self._forget)
        self._done = button(text("columns-done"), primary=True, name="mappingDone", clicked=self._finish)
        head.addWidget(self._done)
        return head

    # ------------------------------------------------------------------ what is shown

    @property
    def needed(self) -> bool:
        """Whether the sheet lacks something that its template needs."""
        return bool(open_needs(self._session.draft))

    def show_now(self, field: str = "") -> None:
        """Show the session's mapping, what needs a look first, and enter the first need. ``field``: whose value for all
        rows is entered instead."""
        if not self._session.sheet_open:
            return
        draft = self._session.draft
        self._samples = sample_values(draft, draft.sheet.named)
        needs = self._show_needs()
        self._begin_rows(needs)
        self._show_around()
        self._area.verticalScrollBar().setValue(0)
        # once the page is in front
        soon(self, lambda: self._enter(field))

    def _enter(self, field: str) -> None:
        row = self._table.rows.get(field)
        if row is not None:
            self._scroll_to(row)
            row.first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self._needs.enter():
            self._done.setFocus()

    def _forget_typed(self) -> None:
        """Another sheet has other needs."""
        self._needs.clear()
        self._bottom.fold.setChecked(False)

    def _refresh_if_shown(self) -> None:
        if self.isVisible() and self._session.sheet_open:
            self._refresh()

    def _refresh(self) -> None:
        """Change what is different, and leave everything else where it is."""
        draft = self._session.draft
        self._show_needs()
        for name, feed in draft.choices.mapping.feeds:
            if not isinstance(feed, Column) and name not in self._table.rows:
                self._table.add(name, feed_content(draft, name, feed), first=True)
        listed = {**self._table.rows, **self._others.rows}
        for column in self._sent(draft):
            if column not in listed:
                self._table.add(column, self._content(column, ()))
        for key, row in listed.items():
            if key in draft.sheet.columns:
                row.show_content(self._content(key, ()))
                continue
            fed_by = draft.choices.mapping.feed(key)
            if fed_by is None or isinstance(fed_by, Column):
                self._table.remove(key)
            else:
                row.show_content(feed_content(draft, key, fed_by))
        self._show_around()

    def _show_around(self) -> None:
        opened = self._session.opened
        draft = opened.draft
        self._about.say(
            text("columns-about", name=opened.name, count=len(draft.sheet.columns), reason=template_reason(opened))
        )
        self._forget.setVisible(opened.recalled is not None)
        self._save.setVisible(not self._session.practice and "CampaignId" in dict(draft.choices.mapping.feeds))
        self._recipes.refresh()
        notes = [str(note) for note in opened.notes[len(opened.table.notes) :]]
        if opened.locked is not None:
            notes.insert(0, text("columns-locked", program=opened.label, recipe=opened.locked.name))
        for card in (self._table, self._others, self._calculation):
            card.setEnabled(opened.locked is None)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        # those in the table stay there, sent or not, until the page is shown anew
        self._unsent = [column for column in draft.sheet.named if column not in self._table.rows]
        self._bottom.show_columns(self._unsent)

    def _show_needs(self) -> list[Need]:
        opened = self._session.opened
        # a lock says which columns are sent; a value that it leaves open can still be given
        free = [] if opened.locked is not None else free_columns(opened.draft)
        samples = {column: self._samples.get(column, []) for column in free}
        needs = needs_of(opened.draft, samples, self._services.known_programs(), opened.options.program)
        self._needs.show_needs(needs, samples)
        return needs

    def _begin_rows(self, needs: Sequence[Need]) -> None:
        draft = self._session.draft
        mapping = draft.choices.mapping
        computed = {
            name: feed_content(draft, name, feed) for name, feed in mapping.feeds if not isinstance(feed, Column)
        }
        suggested = {need.suggestion[0] for need in needs if need.suggestion}
        columns = {column: self._content(column, suggested) for column in self._sent(draft) + sorted(suggested)}
        look = {key: content for key, content in (computed | columns).items() if content.look}
        self._table.begin(look | computed | columns)
        self._others.begin({})
        self._bottom.fold.setChecked(False)

    def _content(self, column: str, suggested: Sequence[str] | set[str]) -> ColumnContent:
        samples = self._samples.get(column, [])
        return column_content(self._session.opened, column, samples, suggested=column in suggested)

    def _sent(self, draft: Draft) -> list[str]:
        """The columns that are sent, by themselves or as a part, in the order of the sheet."""
        used = draft.choices.mapping.used_columns
        return [column for column in draft.sheet.named if column in used]

    def _unfold(self, open_: bool) -> None:
        self._others.setVisible(open_)
        self._more.setVisible(open_)
        if open_:
            self._folded_at = self._area.verticalScrollBar().value()
            self._add_others()
            self._scroll_soon(self._others)
        else:
            self._area.verticalScrollBar().setValue(self._folded_at)

    def _add_others(self) -> None:
        """List the next unsent columns."""
        left = [column for column in self._unsent if column not in self._others.rows]
        first = None
        for column in left[:_AT_ONCE]:
            self._others.add(column, self._content(column, ()))
            first = first or self._others.rows[column]
        rest = len(left) - _AT_ONCE
        self._more.setVisible(rest > 0)
        self._more.setText(text("columns-more", count=min(rest, _AT_ONCE)))
        if first is not None:
            self._scroll_soon(first)

    def _scroll_soon(self, row: QWidget) -> None:
        # new lines take no room before they are shown, which is a moment later
        soon(row, lambda: self._scroll_to(row))

    def _scroll_to(self, row: QWidget) -> None:
        """Show a row that was just added, as the first of the page or as near to that as what follows it allows."""
        if not row.isVisible():
            return
        self._page.activate()
        # lets the area see at once how high the page is now
        QApplication.sendEvent(self._area, QEvent(QEvent.Type.LayoutRequest))
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + row.mapTo(self._area.viewport(), QPoint()).y() - _ABOVE)

    def _new_row(self, key: str, content: ColumnContent) -> ColumnRow:
        row = ColumnRow(key, content, lambda: self._offered(key))
        row.target_chosen.connect(partial(self._send, key))
        row.value_typed.connect(partial(self._change_value, key))
        row.date_order_asked.connect(self.date_order_asked)
        row.short_years_asked.connect(self.short_years_asked)
        row.words_asked.connect(lambda name: ask_words(self, self._session, name))
        return row

    def _offered(self, key: str) -> tuple[list[str], list[str]]:
        needed = [names[0] for names in open_needs(self._session.draft)]
        return needed, self._samples.get(key, [])

    # ------------------------------------------------------------------ decisions

    def _mapping(self) -> Mapping:
        return self._session.draft.choices.mapping

    def _change(self, mapping: Mapping) -> None:
        if mapping != self._mapping():
            self._session.do(change_mapping(self._session.draft, mapping))

    def _take_answer(self, name: str, answer: Answer) -> None:
        if answer.program:
            self.program_chosen.emit(answer.program)
        # a program brings its own value, or a lock that says what feeds the field
        if not answer.program or self._mapping().feed(name) is None:
            self._change(self._mapping().with_feed(name, answer.feed))

    def _finish(self) -> None:
        """Keep what was typed and not kept yet, as one step, and go back to the sheet."""
        mapping = self._mapping()
        for name, answer in self._needs.pending:
            mapping = mapping.with_feed(name, answer.feed)
        self._change(mapping)
        self.finished.emit()

    def _send(self, key: str, target: str) -> None:
        mapping = self._mapping()
        if key in self._session.draft.sheet.columns:
            self._change(mapping.as_extra(key) if target == EXTRA else mapping.sent_to(key, target))
            return
        feed = mapping.feed(key)
        mapping = mapping.with_feed(key, None)
        self._change(mapping.with_feed(target, feed) if target in FIELDS else mapping)

    def _change_value(self, name: str, value: str) -> None:
        self._change(self._mapping().with_feed(name, Constant(value) if value else None))
