"""What a screen reader says about a cell and about the head of a row: what is seen as marks, in words."""

from __future__ import annotations

from courier.messages import text
from gui.grid.blocks import Block


def spoken_cell(block: Block, row: int, place: int, title: str, about: str) -> str:
    """A cell's column, row and value, what its marks say, and ``about``: the sentences of its problems."""
    value = block.texts[place][row] or text("grid-empty-cell")
    sentences = [
        text("grid-cell-spoken", column=title, row=block.number(row), value=value),
        _severity(block.marks[row].get(place)),
        text("grid-repaired-spoken") if place in block.fixed[row] else "",
        _division(block, row),
        about,
    ]
    return " ".join(filter(None, sentences))


def spoken_row(block: Block, row: int) -> str:
    """The number of a row, its worst problem, and why it is not sent."""
    number = text("grid-new-row") if block.numbers[row] is None else block.number(row)
    sentences = [text("grid-row-spoken", row=number), _severity(block.worst[row]), _division(block, row)]
    return " ".join(filter(None, sentences))


def _severity(severity: str | None) -> str:
    return f"{text('severity', severity=severity)}." if severity else ""


def _division(block: Block, row: int) -> str:
    if block.refused[row]:
        return text("grid-row-refused")
    if block.on_hold[row]:
        return text("grid-row-on-hold")
    if block.excluded[row]:
        return text("grid-row-excluded")
    return text("grid-row-sent") if block.sent[row] else ""
