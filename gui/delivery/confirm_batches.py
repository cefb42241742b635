"""The question before a sheet goes out as several batches, or to several places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from courier.destinations.ownership import question_before
from courier.messages import text
from courier.shipping.routing import RoutedBatch
from gui.delivery.confirm_destination import confirm_destination
from gui.delivery.shipment import batch_words
from gui.session.questions import Question
from gui.style.grouped_lines import Lines, grouped_lines


def confirm_calls(parent: QWidget, words: str, go: Callable[[], None]) -> None:
    """Say how long the calls of a batch take before ``go`` is called."""
    question = Question("callsQuestion", text("by-call-title"), words, parent)
    question.offer(text("by-call-go"), go, primary=True, name="callsGo")
    question.ask_or_cancel(name="callsCancel")


def confirm_batches(
    parent: QWidget, batches: Sequence[RoutedBatch], homes: Mapping[str, str], go: Callable[[], None]
) -> None:
    """Ask what is unclear about where batches go, then call ``go``. ``homes``: see `question_before`."""
    doubts = [
        question_before(batch.program, batch.destination.name, homes) if batch.destination else None
        for batch in batches
    ]
    sendable = sum(batch.destination is not None for batch in batches)
    if sendable == len(batches) == 1:
        pace = batches[0].pace_words
        confirm_destination(parent, doubts[0], (lambda: confirm_calls(parent, pace, go)) if pace else go)
        return
    title = text("several-batches-title" if sendable else "several-none-title")
    nowhere = "several-none-held" if any(batch.calls for batch in batches) else "several-none"
    words = text("several-batches-question" if sendable else nowhere)
    question = Question("severalQuestion", title, words, parent)
    groups: list[Lines] = []
    for batch, doubt in zip(batches, doubts, strict=True):
        groups.append([(batch_words(batch), batch.destination is not None), *([(doubt, False)] if doubt else [])])
    question.body.addWidget(grouped_lines(groups))
    if sendable:
        question.offer(text("several-go", batches=sendable), go, primary=True, name="severalGo")
    question.ask_or_cancel(name="severalCancel")
