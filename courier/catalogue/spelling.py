"""Headers as they are compared: what does not count in their spelling is left away."""

import re


def plain(header: str) -> str:
    """A header without case, blanks and punctuation: ``Order ID``, ``order_id`` and ``OrderId`` are one."""
    # a share is not the amount it is taken of
    return "".join(character for character in header.casefold() if character.isalnum() or character == "%")


def words(header: str) -> str:
    """The words of a header in lower case with one blank between them; a currency code in brackets does not count."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\((?:[A-Z]{3})\)", "", header.strip()))
    return " ".join(re.sub(r"[^\w#%]+|_", " ", spaced.replace("%", " % ")).casefold().split())
