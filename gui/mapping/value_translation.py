"""Translates values: what each value of a column means at impact.com."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from courier.catalogue.fields import FIELDS
from courier.draft_edits import translate_values
from courier.messages import text
from courier.rules.frames import FieldFrames
from gui.session.questions import Question
from gui.session.session import Session
from gui.style.layouts import scrolling
from gui.style.parts import label, named

MOST = 60
"""Number of different values up to which each can be translated."""

Pairs = tuple[tuple[str, str], ...]


def ask_words(parent: QWidget, session: Session, name: str) -> None:
    """Ask what the values of a field's column mean; the answer is an edit of the session."""
    draft, program = session.draft, session.opened.options.program
    bare = draft.choices.mapping.with_words(name, ())
    texts = FieldFrames(bare, None, {}).raw(draft.sheet.frame(draft.sheet.row_order))[name].str.strip_chars()
    values = texts.filter(texts != "").unique(maintain_order=True).head(MOST).to_list()
    of_program = {"Reason": program.reasons, "CustomerStatus": program.statuses} if program else {}
    ask_translations(
        parent,
        name,
        values,
        draft.choices.mapping.words_of(name),
        (*FIELDS[name].allowed_values, *of_program.get(name, ())),
        lambda pairs: session.do(translate_values(session.draft, name, pairs)),
    )


def ask_translations(
    parent: QWidget,
    field: str,
    values: Sequence[str],
    pairs: Pairs,
    offered: Sequence[str],
    answer: Callable[[Pairs], object],
) -> None:
    """Ask for translations. ``values``: those of the column; ``pairs``: earlier translations; ``offered``: words to
    choose from."""
    question = Question("wordsQuestion", text("words-title", field=field), text("words-about"), parent)
    translations = {theirs.strip().casefold(): ours for theirs, ours in pairs}
    inside = named(QWidget(), "cards")
    grid = QGridLayout(inside)
    choices: list[tuple[str, QComboBox]] = []
    for row, theirs in enumerate(values[:MOST]):
        choice = named(QComboBox(), f"word{row}", theirs)
        choice.setEditable(True)
        choice.addItems(["", *offered])
        choice.setCurrentText(translations.get(theirs.strip().casefold(), ""))
        written = choice.lineEdit()
        assert written
        written.setPlaceholderText(theirs)
        grid.addWidget(label(theirs), row, 0)
        grid.addWidget(choice, row, 1)
        choices.append((theirs, choice))
    scroll = scrolling(inside)
    scroll.setMinimumSize(460, min(360, 40 + 38 * len(choices)))
    question.body.addWidget(scroll)

    def take() -> None:
        shown = {theirs.strip().casefold() for theirs, _ in choices}
        others = tuple(pair for pair in pairs if pair[0].strip().casefold() not in shown)
        fresh = tuple(
            (theirs.strip(), choice.currentText().strip())
            for theirs, choice in choices
            if choice.currentText().strip() not in ("", theirs.strip())
        )
        answer((*others, *fresh))

    question.offer(text("button-ok"), take, primary=True, name="wordsOk")
    question.ask_or_cancel()
