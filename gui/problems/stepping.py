"""From problem to problem through the sheet."""

from __future__ import annotations

import polars as pl

from courier.catalogue.rules import RULE_FACTS
from gui.window.session import Session


def next_problem(session: Session, current: tuple[int, str] | None, by: int) -> tuple[int, str] | None:
    """Row id and column of the next (``by`` 1) or previous (-1) marked cell, around the end; None if there is none."""
    if session.opened is None:
        return None
    draft = session.opened.draft
    positions = draft.sheet.positions
    order = {name: place for place, name in enumerate(draft.checker.view.names)}
    here = (-1, -1)
    if current is not None and positions[current[0]] is not None:
        at = next((place for name, place in order.items() if draft.checker.frames.column_of(name) == current[1]), -1)
        here = (int(positions[current[0]]), at)
    best: tuple[int, int] | None = None
    around: tuple[int, int] | None = None
    for (rule, name), mask in draft.verdict.masks.items():
        if RULE_FACTS[rule].severity == "note" or not mask.any():
            continue
        marked = positions.filter(mask).drop_nulls().sort()
        place = order.get(name or "", -1)
        for found in _around(marked, here[0], by):
            spot = (found, place)
            beyond = spot > here if by > 0 else spot < here
            if beyond and (best is None or (spot < best if by > 0 else spot > best)):
                best = spot
        end = (int(marked[0] if by > 0 else marked[-1]), place)
        if around is None or (end < around if by > 0 else end > around):
            around = end
    target = best or around
    if target is None:
        return None
    names = draft.checker.view.names
    column = draft.checker.frames.column_of(names[target[1]]) if target[1] >= 0 else None
    return int(draft.sheet.order[target[0]]), column or ""


def _around(marked: pl.Series, position: int, by: int) -> list[int]:
    """The marked position at ``position`` and the nearest one beyond it."""
    if by > 0:
        return marked.filter(marked >= position).head(2).to_list() if position >= 0 else marked.head(1).to_list()
    return marked.filter(marked <= position).tail(2).to_list()
