"""What repairs would change, cell by cell and in the batch, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from courier.messages import text
from courier.repair_effect import BatchFigures, effect_of
from courier.rules.repairs import Plan
from gui.problems.change_label import draw_change
from gui.problems.effect_foot import EffectFoot
from gui.problems.plan_model import AFTER, BEFORE, CHANGE_ROLE, PlanGroup, PlanModel
from gui.session.error_text import error_text
from gui.session.file_dialogs import ask_where_to_save
from gui.session.questions import Question
from gui.session.session import Session
from gui.session.sheet_queries import SheetQueries
from gui.style.changed_text import changed_spans, draw_spans
from gui.style.parts import button, label, named
from gui.style.theme import current
from gui.work import Job

_UNFOLDED = 1_000
"""Lines of a kind up to which they may be shown unfolded."""
_LINES = 4
"""Those that are seen at least."""
_FEW = 40
"""Lines up to which all kinds are unfolded."""
_WIDTHS = (90, 130, 120)
"""Of the row, the order and the field; the texts before and after share the rest."""
_MARGINS = 2 * 24 + 16
_WIDEST, _HIGHEST, _EDGE = 1000, 640, 48
_EXAMPLE = 16
"""Pixels between the words of a kind and its example."""

Take = Callable[[Plan], object]


class FixPreview(Question):
    """``take`` gets the plan of what the person wants carried out. ``all_safe``: the plan is that of all safe repairs,
    whose kinds can be ticked, and what is not ticked is remembered."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        plan: Plan,
        groups: Sequence[PlanGroup],
        take: Take,
        *,
        all_safe: bool,
    ) -> None:
        super().__init__("fixPreview", text("preview-title"), "", parent)
        self._session, self._plan, self._all_safe = session, plan, all_safe
        self._queries = SheetQueries(session, self)
        self._tree = named(QTreeView(), "fixPreviewTable", text("preview-title"))
        left_out = session.safe.left_out if all_safe else None
        self._model = PlanModel(session.draft, plan, groups, self._tree, left_out)
        self._effect = EffectFoot()
        self._saved = named(label(muted=True, wrap=True), "fixPreviewSaved")
        self._saved.hide()
        self._prepare_tree()
        for part in (self._tree, self._effect, self._saved):
            self.body.addWidget(part)
        self._go = self.offer("", lambda: take(self._wanted), primary=True, name="fixPreviewGo")
        save = button(text("preview-save"), name="fixPreviewSave", clicked=self._ask_where)
        self.add_aside(save)
        self._model.ticked.connect(self._follow)
        session.changed.connect(self._follow)
        self._follows = True
        self._follow()
        size = parent.window().size() - QSize(_EDGE, _EDGE)
        self.resize(size.boundedTo(QSize(_WIDEST, _HIGHEST)))
        self._tree.setColumnWidth(BEFORE, max(140, (self.width() - _MARGINS - sum(_WIDTHS)) // 2))

    def _prepare_tree(self) -> None:
        tree, model = self._tree, self._model
        tree.setModel(model)
        tree.setItemDelegate(_PlanDelegate(tree))
        # without this every line would be measured
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # larger texts must leave room for the buttons on a small screen
        tree.setMinimumSize(480, _LINES * tree.sizeHintForRow(0) + tree.header().sizeHint().height())
        for column, width in enumerate(_WIDTHS):
            tree.setColumnWidth(column, width)
        few = self._plan.total <= _FEW
        for group in range(model.rowCount()):
            tree.setFirstColumnSpanned(group, QModelIndex(), True)
            place = model.index(group, 0)
            # every line that is unfolded is laid out, which for a million of them takes seconds
            if few or (group == 0 and model.rowCount(place) <= _UNFOLDED):
                tree.expand(place)

    # ------------------------------------------------------------------ ticks

    @property
    def _wanted(self) -> Plan:
        return self._plan.without(self._model.left_out)

    def _follow(self) -> None:
        """Say everything anew after a tick; what it does to the batch follows from the background."""
        wanted = self._wanted
        facts = {"count": wanted.total, "kinds": len(wanted.groups), "moved": wanted.moved}
        self.sentence.setText(text("preview-about", **facts))
        self._go.setText(text("preview-go", changes=wanted.total))
        self._go.setEnabled(wanted.total > 0)
        self._effect.say_counting()
        standing = self._session.standing
        if standing is not None and self._session.settled:
            # what is ready now was counted before
            before = BatchFigures(standing.ready, standing.totals, self._session.parts if standing.ready else 0)
            self._queries.ask(
                "effect", lambda draft, _: effect_of(draft, wanted, before), self._effect.show_effect, at_once=False
            )

    def done(self, result: int) -> None:
        """Close; what was seen and what is not ticked is known from here on, also if nothing is carried out."""
        # a dialog can be ended twice, by a key and by its window
        if self._follows:
            self._follows = False
            # what is carried out changes the sheet
            self._session.changed.disconnect(self._follow)
            if self._all_safe:
                self._session.safe.note_review(self._plan, self._model.left_out)
        super().done(result)

    # ------------------------------------------------------------------ the list as a file

    def _ask_where(self) -> None:
        ask_where_to_save(
            self, "savePreviewDialog", text("preview-save-title"), self.save, suffix="csv",
            filters=[f"{text('new-kind-csv')} (*.csv)"], start=str(self._session.suggested_folder()),
            suggested=text("preview-file-name") + ".csv",
        )  # fmt: skip

    def save(self, path: Path) -> None:
        """Write what is ticked as a list."""
        if path == self._session.opened.path:
            self._say(text("report-not-the-source"))
            return
        draft, wanted = self._session.draft.snapshot(), self._wanted

        def work(_job: Job) -> None:
            # the library that writes workbooks takes a while to load
            from courier.report import write_changes

            write_changes(draft, wanted, path)

        Job(work, self).start(
            lambda _: self._say(text("preview-saved", path=str(path))),
            lambda problem: self._say(error_text(problem, "export-defect")),
        )

    def _say(self, words: str) -> None:
        self._saved.setText(words)
        self._saved.show()


def show_fix_preview(
    parent: QWidget, session: Session, plan: Plan, groups: Sequence[PlanGroup], take: Take, *, all_safe: bool = False
) -> None:
    """Show a plan; ``take`` is called with what of it the person wants carried out. See `FixPreview`."""
    FixPreview(parent, session, plan, groups, take, all_safe=all_safe).ask_or_cancel(name="fixPreviewCancel")


class _PlanDelegate(QStyledItemDelegate):
    """Marks the characters that change, and shows an example beside the words of each kind."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, max(28, option.fontMetrics.height() + 8)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        change = index.data(CHANGE_ROLE)
        group = not index.internalId()
        if group:
            option.font.setBold(True)
        if change is None or not (group or index.column() in (BEFORE, AFTER)):
            super().paint(painter, option, index)
            return
        rect = QRectF(option.rect)
        before, after = change
        painter.save()
        if group:
            super().paint(painter, option, index)
            rest = self._beside_words(option, index)
            if rest.width() > 0:
                draw_change(painter, rest, before, after, text("card-empty"))
        else:
            old, new = changed_spans(before, after)
            height = option.fontMetrics.height()
            line = QRectF(rect.left() + 4, rect.center().y() - height / 2, rect.width() - 8, height)
            goes = index.column() == BEFORE
            spans = (old if goes else new) or [(text("card-empty"), False)]
            colour = QColor(current().muted if goes else current().text)
            draw_spans(painter, line, spans, goes=goes, colour=colour)
        painter.restore()

    def _beside_words(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QRectF:
        """What is left of a line behind its tick and its words, where reading goes on."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = self._tree.style()
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, self._tree)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, shown, self._tree) + 1
        used = QFontMetrics(shown.font).horizontalAdvance(shown.text) + 2 * margin + _EXAMPLE
        rest = QRectF(option.rect)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            rest.setRight(words.right() - used)
        else:
            rest.setLeft(words.left() + used)
        return rest
