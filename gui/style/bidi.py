"""Words of others, such as names from files, among words that are read from right to left."""

from __future__ import annotations

from courier.messages import right_to_left

_BEGIN, _END = "\u2068", "\u2069"


def isolated(words: str) -> str:
    """The words in an order of their own, whatever stands around them. The same where all is read from the left."""
    return f"{_BEGIN}{words}{_END}" if words and right_to_left() else words
