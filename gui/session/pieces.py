"""In how many pieces the open sheet would leave: files, or calls."""

from __future__ import annotations

from courier.batch_words import pieces_words
from gui.session.session import Session


def goes_by_call(session: Session) -> bool:
    """Whether each order of the sheet would be a call of its own. Practice goes as files."""
    return session.by_call and not session.practice


def pieces_of(session: Session) -> str:
    """The pieces of what is ready, in words."""
    orders = session.standing.orders if session.standing else 0
    return pieces_words(session.parts, orders, by_call=goes_by_call(session))
