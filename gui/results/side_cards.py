"""The cards beside the results: the batch, its files, what the fix-only sheet holds, and what fits nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QPushButton, QVBoxLayout

from courier.batch_words import pieces_words
from courier.formats import number_text
from courier.messages import text
from courier.results.batch_result import BatchResult, PartResult
from courier.results.codes import REPAIRS
from courier.results.learning import RefusedShare
from courier.visible import visible
from gui.results.batch_facts import BatchFacts
from gui.results.words import moment
from gui.style.charts import Bar, ShareBars
from gui.style.flow_layout import FlowLayout
from gui.style.layouts import hbox, vbox
from gui.style.parts import ElidedLabel, SeverityMark, button, card, label, named

_BARS = 6


def _titled(name: str, title: str) -> tuple[QFrame, QVBoxLayout]:
    box = named(card(), name)
    lines = vbox(box, margins=(16, 12, 16, 12), spacing=8)
    lines.addWidget(label(title, title=True, wrap=True))
    return box, lines


def batch_card(facts: BatchFacts) -> QFrame:
    """Whose batch it is, and where the answer came from."""
    batch, result = facts.result.submission, facts.result
    box, lines = _titled("resultBatch", text("resultpage-batch"))
    sources = dict.fromkeys(str(answer.source) for part in result.parts for answer in part.answered.answers)
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setFormAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    facts_shown = [
        ("program", " · ".join(filter(None, (batch.program, batch.campaign)))),
        # names have no blanks: allow line breaks after underscores
        ("source", visible(batch.source).replace("_", "_\u200b")),
        ("from", "\n".join(text(f"resultpage-from-{source}") for source in sources)),
        ("looked", moment(result.checked_at) if result.checked_at else ""),
        ("locks", text("resultpage-locks", at=moment(facts.locks)) if facts.locks else ""),
        ("note", visible(batch.note)),
    ]
    for key, words in facts_shown:
        if words:
            form.addRow(label(text(f"resultpage-about-{key}"), muted=True), label(words, wrap=True))
    lines.addLayout(form)
    return box


def files_card(result: BatchResult) -> tuple[QFrame, QPushButton, QPushButton]:
    """Each file with its refused rows, and the buttons that lead to them in the history and save what was refused."""
    batch = result.submission
    pieces = pieces_words(len(batch.parts), batch.orders, by_call=batch.by_call)
    box, lines = _titled("resultFiles", pieces)
    for part in result.parts:
        line = hbox(spacing=8)
        line.addWidget(SeverityMark(_mark(part)))
        name = ElidedLabel(part.answered.part.name, muted=False)
        line.addWidget(name, 1)
        line.addWidget(label(_part_words(part), muted=True))
        lines.addLayout(line)
    foot = FlowLayout()
    show = button(text("resultpage-in-history"), name="resultsHistory")
    save = button(text("resultpage-save"), name="resultsSave")
    save.setVisible(bool(result.rows))
    foot.addWidget(show)
    foot.addWidget(save)
    lines.addLayout(foot)
    return box, show, save


def _mark(part: PartResult) -> str:
    if part.answered.refused_count or part.answered.unread:
        return "error"
    return "good" if part.answered.complete else "note"


def _part_words(part: PartResult) -> str:
    answered = part.answered
    if answered.unread:
        return text("resultpage-part-unread")
    if not answered.answers:
        return text("resultpage-part-open")
    refused, rows = number_text(answered.refused_count), number_text(answered.part.rows)
    return text("resultpage-part", refused=refused, rows=rows)


def fix_card(facts: BatchFacts) -> QFrame:
    """What a sheet of the refused rows would hold, and what it would not."""
    box, lines = _titled("resultFix", text("resultpage-fix-title"))
    for words in fix_words(facts):
        lines.addWidget(label(words, muted=True, wrap=True))
    return box


def fix_words(facts: BatchFacts) -> list[str]:
    """The same in sentences."""
    fix = facts.fix
    if fix is None:
        return [text("resultpage-fix-gone")]
    words = []
    if fix.again.height:
        words.append(text("resultpage-fix-again", rows=fix.again.height, orders=fix.orders))
    if fix.changes.height:
        words.append(text("resultpage-fix-changes", rows=fix.changes.height))
    if not words:
        words.append(text("resultpage-fix-nothing"))
    words += [text(f"resultpage-left-{repair}", rows=fix.left[repair]) for repair in REPAIRS if repair in fix.left]
    if fix.cut:
        words.append(text("resultpage-fix-cut", orders=fix.cut))
    return words


def matched_card(result: BatchResult, elsewhere: int) -> tuple[QFrame, QPushButton | None]:
    """Whether every line fits a row, and the button that lists those that do not. ``elsewhere``: lines of the last
    table that fit no batch at all."""
    astray = sum(row.number is None for row in result.rows) + elsewhere
    unnamed = sum(part.answered.unnamed for part in result.parts)
    box = named(card(), "resultMatched")
    lines = vbox(box, margins=(16, 12, 16, 12), spacing=8)
    head = hbox(spacing=8)
    head.addWidget(SeverityMark("warning" if astray or unnamed else "good"))
    head.addWidget(label(text("resultpage-matched", rows=astray), title=True, wrap=True), 1)
    lines.addLayout(head)
    headers = {part.counts_header for part in result.parts} - {None}
    if not astray and len(headers) == 1:
        key = "resultpage-lines-header" if True in headers else "resultpage-lines-rows"
        lines.addWidget(label(text(key), muted=True, wrap=True))
    if unnamed:
        lines.addWidget(label(text("resultpage-unnamed", rows=unnamed), muted=True, wrap=True))
    if not astray:
        return box, None
    show = button(text("resultpage-unmatched-show"), name="resultsUnmatched")
    lines.addWidget(show, 0, Qt.AlignmentFlag.AlignLeading)
    return box, show


def shares_card(shares: Sequence[RefusedShare]) -> tuple[QFrame, QPushButton]:
    """The share refused by code in the newest month, and the button that saves all of them."""
    box, lines = _titled("resultShares", text("resultpage-shares", month=shares[0].month))
    bars = ShareBars(text("resultpage-shares", month=shares[0].month))
    of_month = [share for share in shares if share.month == shares[0].month][:_BARS]
    bars.show_bars([Bar(share.share, share.code.title, _share_words(share)) for share in of_month])
    lines.addWidget(bars)
    save = button(text("resultpage-shares-save"), name="resultsSaveShares")
    lines.addWidget(save, 0, Qt.AlignmentFlag.AlignLeading)
    return box, save


def _share_words(share: RefusedShare) -> str:
    return text("resultpage-part", refused=number_text(share.rows), rows=number_text(share.answered))
