"""What belongs in a field, and where its value is found."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from courier.catalogue import field_words
from gui.mapping.where_to_find import WhereToFind
from gui.session.questions import Question


def show_about_field(field: str, parent: QWidget) -> None:
    """Show what a field holds."""
    question = Question("aboutField", field, field_words.label(field), parent)
    question.body.addWidget(WhereToFind(field))
    question.tell()
