"""Normalised headers, for comparison."""

import re
import unicodedata

from courier.catalogue.currencies import MINOR_UNITS

_FILLER = re.compile(r"d|l|de|la|les?|du|des|del|dell|dell[ao]|di|da|do|dos|das|el|los|der|die|the|of|van|het")
_NUMBER = {"no", "n", "num", "nro", "number", "numero", "nummer", "#"}
"""Words for a number; ``nr`` stands for all of them."""
_MONEY_AT_END = re.compile(r"(?: in)? [\[(/]? ?(?:[A-Z]{3}|[€$£¥])[\])]? ?$")
_IN_BRACKETS = re.compile(r"\((?!VAT|GST|TVA|TTC|IVA|BTW|UST|TAX)[A-Z]{3}\)")
"""A currency or zone in brackets; "Total (VAT)" is no total."""
_LONGEST = 300
"""Characters of a header that are looked at for its words; no name of a field has more than 50."""
_MONEY = {*MINOR_UNITS, *"€$£¥"}


def plain(header: str) -> str:
    """A header without case, blanks and punctuation: ``Order ID``, ``order_id`` and ``OrderId`` are equal."""
    # the percent sign stays, because a rate is not an amount
    return "".join(character for character in header.casefold() if character.isalnum() or character == "%")


def words(header: str) -> str:
    """The words of a header in lower case, separated by one blank; a currency code in brackets is dropped."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _IN_BRACKETS.sub("", header[:_LONGEST].strip()))
    return " ".join(re.sub(r"[^\w#%]+|_", " ", spaced.replace("%", " % ")).casefold().split())


def without_accents(text: str) -> str:
    """A text with plain letters instead of those with accents, in compatible forms."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def bare_words(header: str) -> tuple[str, ...]:
    """The words of a header without accents, articles, prepositions and a currency at the end: ``Date de la commande``
    is ``date commande``, ``N.º de pedido`` is ``nr pedido``."""
    header = " ".join(header[:_LONGEST].split())
    currency = _MONEY_AT_END.search(header)
    if currency and currency[0].strip(" in()[]/") in _MONEY:
        header = header[: currency.start()]
    spoken = words(without_accents(header)).split()
    kept = [word for word in spoken if not _FILLER.fullmatch(word)] or spoken
    return tuple("nr" if word in _NUMBER else word for word in kept)
