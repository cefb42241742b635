"""Normalised headers, for comparison."""

import re


def plain(header: str) -> str:
    """A header without case, blanks and punctuation: ``Order ID``, ``order_id`` and ``OrderId`` are equal."""
    # the percent sign stays, because a rate is not an amount
    return "".join(character for character in header.casefold() if character.isalnum() or character == "%")


def words(header: str) -> str:
    """The words of a header in lower case, separated by one blank; a currency code in brackets is dropped."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\((?:[A-Z]{3})\)", "", header.strip()))
    return " ".join(re.sub(r"[^\w#%]+|_", " ", spaced.replace("%", " % ")).casefold().split())
