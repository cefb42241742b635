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


def confirm_batches(
    parent: QWidget, batches: Sequence[RoutedBatch], homes: Mapping[str, str], go: Callable[[], None]
) -> None:
    """Ask what is unclear about where batches go, then call ``go``. ``homes``: see `question_before`."""
    doubts = [question_before(one.program, one.destination.name, homes) if one.destination else None for one in batches]
    going = sum(one.destination is not None for one in batches)
    if going == len(batches) == 1:
        confirm_destination(parent, doubts[0], go)
        return
    title = text("several-batches-title" if going else "several-none-title")
    words = text("several-batches-question" if going else "several-none")
    question = Question("severalQuestion", title, words, parent)
    groups: list[Lines] = []
    for one, doubt in zip(batches, doubts, strict=True):
        groups.append([(batch_words(one), one.destination is not None), *([(doubt, False)] if doubt else [])])
    question.body.addWidget(grouped_lines(groups))
    if going:
        question.offer(text("several-go", batches=going), go, primary=True, name="severalGo")
    question.offer(text("button-cancel"), None, name="severalCancel")
    question.ask()
