"""One submission with its parts, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QWidget

from courier.batch_words import pieces_words
from courier.formats import listing
from courier.ledger.records import RecordedPart, Submission
from courier.messages import text
from courier.people import sender
from courier.today.locks import NextLock
from gui.delivery.part_card import TAGS
from gui.history.words import lock_words, moment_words, part_words, state_words
from gui.session.amounts import amounts
from gui.style.layouts import vbox
from gui.style.parts import button, card, empty, label, named, tag
from gui.style.plain import set_tip


class Details(QScrollArea):
    """Signals what the person asks for: parts to open as a sheet, to save or to settle, a note, the results of a batch,
    to send a queued one or what is missing of another, and to drop a queued one. ``locks``: when batches lock next, by
    their UUID."""

    open_asked = Signal(object)
    save_asked = Signal(object)
    settle_asked = Signal(object)
    note_written = Signal(str, str)
    results_asked = Signal(str)
    send_asked = Signal(object)
    drop_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("historyDetails")
        self.locks: Mapping[str, NextLock] = {}
        self.of_team = False
        """Whether it is said on which machine each person sent."""
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = named(QWidget(), "cards")
        self._lines = vbox(inside, margins=(18, 0, 0, 0), spacing=10)
        self.setWidget(inside)

    def show_nothing(self) -> None:
        """Leave the room to the list while no submission is chosen."""
        empty(self._lines)
        self.hide()

    def show_submission(
        self, batch: Submission, waits: bool, answered: str = "", rows: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """``waits``: whether it is queued; ``answered``: what impact.com answered, in words; ``rows``: those of the
        order that was searched for."""
        empty(self._lines)
        self.show()
        head = QHBoxLayout()
        # names have no blanks: allow line breaks after underscores
        head.addWidget(label(batch.source.replace("_", "_\u200b"), title=True, size=2, wrap=True), 1)
        head.addWidget(tag(*state_words(batch, waits)), 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addLayout(head)
        lock = self.locks.get(batch.uuid)
        for words in (*_about(batch, self.of_team), *([] if lock is None else [lock_words(lock)])):
            self._lines.addWidget(label(words, muted=True, wrap=True))
        if any(part.state.delivered for part in batch.parts):
            self._lines.addLayout(self._results(batch, answered))
        if waits:
            self._lines.addLayout(self._waiting(batch))
        elif batch.incomplete:
            self._lines.addLayout(self._missing(batch))
        self._lines.addLayout(self._note(batch))
        if rows:
            self._lines.addWidget(_order_rows_card(rows))
        parts = QHBoxLayout()
        parts.addWidget(label(pieces_words(len(batch.parts), batch.orders, by_call=batch.by_call), title=True), 1)
        if len(batch.parts) > 1:
            save = button(text("history-save-all"), name="historySaveAll")
            save.clicked.connect(lambda: self.save_asked.emit(batch.parts))
            parts.addWidget(save)
        self._lines.addLayout(parts)
        for part in batch.parts:
            self._lines.addWidget(self._part(part))
        self._lines.addStretch(1)

    def _results(self, batch: Submission, answered: str) -> QHBoxLayout:
        line = QHBoxLayout()
        see = button(text("history-results"), name="historyResults")
        see.clicked.connect(lambda: self.results_asked.emit(batch.uuid))
        line.addWidget(see)
        line.addWidget(label(answered, wrap=True), 1)
        return line

    def _waiting(self, batch: Submission) -> QHBoxLayout:
        line = QHBoxLayout()
        words = text("sending-rest" if batch.partly else "history-send-waiting")
        send = button(words, name="historySendNow", clicked=lambda: self.send_asked.emit(batch))
        drop = button(text("history-drop-it"), name="historyDrop", clicked=lambda: self.drop_asked.emit(batch))
        for action in (send, drop):
            line.addWidget(action)
        line.addStretch(1)
        return line

    def _missing(self, batch: Submission) -> QHBoxLayout:
        line = QHBoxLayout()
        send = button(text("sending-rest"), name="historySendRest", clicked=lambda: self.send_asked.emit(batch))
        line.addWidget(send)
        line.addStretch(1)
        return line

    def _note(self, batch: Submission) -> QHBoxLayout:
        line = QHBoxLayout()
        note = named(QLineEdit(batch.note), "historyNote", text("history-note-label"))
        note.setPlaceholderText(text("history-note-hint"))
        keep = button(text("history-note-keep"), name="historyNoteKeep")
        keep.setEnabled(False)

        def write() -> None:
            if note.text().strip() != batch.note:
                self.note_written.emit(batch.uuid, note.text().strip())

        note.textChanged.connect(lambda typed: keep.setEnabled(typed.strip() != batch.note))
        note.returnPressed.connect(write)
        keep.clicked.connect(write)
        line.addWidget(note, 1)
        line.addWidget(keep)
        return line

    def _part(self, part: RecordedPart) -> QWidget:
        box = card()
        lines = vbox(box, margins=(14, 10, 14, 10))
        head = QHBoxLayout()
        # names have no blanks: allow line breaks after underscores
        head.addWidget(label(part.name.replace("_", "_\u200b"), title=True, wrap=True), 1)
        head.addWidget(tag(text(f"state-{part.state}"), TAGS.get(part.state, "note")), 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(head)
        about = label(part_words(part), muted=True, wrap=True)
        set_tip(about, part.sha256)
        lines.addWidget(about)
        if part.message:
            lines.addWidget(label(part.message, wrap=True))
        line = QHBoxLayout()
        for key, name, signal, argument in (
            ("history-open-part", "historyOpen", self.open_asked, part),
            ("history-save-part", "historySave", self.save_asked, (part,)),
            ("history-settle-part", "historySettle", self.settle_asked, part),
        ):
            if signal is self.settle_asked and not part.open:
                continue
            action = button(text(key), name=f"{name}-{part.number}")
            action.setAccessibleName(f"{text(key)} {part.name}")
            action.clicked.connect(lambda _=False, signal=signal, argument=argument: signal.emit(argument))
            line.addWidget(action)
        line.addStretch(1)
        lines.addLayout(line)
        return box


def _about(batch: Submission, of_team: bool) -> list[str]:
    user = sender(batch) if of_team else batch.os_user or "–"
    figures = [text("history-figures", rows=batch.rows, orders=batch.orders), listing(amounts(batch.totals))]
    words = [
        " · ".join(word for word in figures if word),
        text("history-went-to", destination=batch.destination, url=batch.url.replace("/", "/\u200b")),
        text("history-made", user=user, at=moment_words(batch.made_at)),
    ]
    if batch.reason:
        words.append(text("history-reason", value=batch.reason))
    return words


def _order_rows_card(rows: Sequence[Mapping[str, Any]]) -> QWidget:
    box = named(card(), "historyRows")
    lines = vbox(box, margins=(14, 10, 14, 10))
    lines.addWidget(label(text("history-order-rows", order=rows[0]["order"] or rows[0]["action"]), title=True))
    for row in rows:
        what = (row["sku"], f"{row['currency'] or ''} {row['amount'] or ''}".strip(), row["status"], row["event_date"])
        lines.addWidget(label(" · ".join(str(value) for value in what if value), muted=True, wrap=True))
    return box
