"""Splits HTML into tags and texts. Time grows with the length only, whatever is left open; no entity is looked up but
the names of characters, and nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

_LONGEST_VALUE = 4_000
"""Characters of an attribute's value in quotation marks; without a limit, marks left open would cost the square."""
_VALUE = rf"\"[^\"]{{0,{_LONGEST_VALUE}}}+\"|'[^']{{0,{_LONGEST_VALUE}}}+'"
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[^=>]++|=\s*+(?:{_VALUE}|(?![\"'])))*+)>")
_ATTRIBUTE = re.compile(rf"(?<![^\s=/\"'>])([^\s=/\"'>]++)\s*+=\s*+({_VALUE}|[^\s\"'>]++)")
_SHORT = 80
"""Characters of a tag up to which it is worth remembering: most tags of a page are the same few."""
_HIDDEN_CONTENT = ("script", "style", "title", "textarea", "noscript", "xml")
_ENDS = {name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE) for name in _HIDDEN_CONTENT}


class Tag(NamedTuple):
    """A tag by its name in small letters; ``raw``: its attributes as they stand."""

    name: str
    closes: bool
    raw: str

    def attributes(self) -> dict[str, str]:
        """The attributes that have values, by their names in small letters."""
        if "=" not in self.raw:
            return {}
        pairs = ((name.lower(), value) for name, value in _ATTRIBUTE.findall(self.raw))
        return {name: unescape(value[1:-1] if value[0] in "\"'" else value) for name, value in pairs}


def tokens(text: str) -> Iterator[Tag | str]:
    """The tags and the texts between them in their order; comments and what is never shown are left out."""
    place, end = 0, len(text)
    while place < end:
        sign = text.find("<", place)
        if sign < 0:
            yield unescape(text[place:])
            return
        if sign > place:
            yield unescape(text[place:sign])
        place = sign
        behind = text.find(">", place, place + _SHORT) + 1
        tag = _short_tag(text[place:behind]) if behind else None
        if tag is None and (found := _TAG.match(text, place)):
            tag, behind = _tag(found), found.end()
        if tag is not None:
            yield tag
            place = behind
            if tag.name in _ENDS and not tag.closes and not tag.raw.endswith("/"):
                closing = _ENDS[tag.name].search(text, place)
                place = closing.end() if closing else end
        elif text.startswith("<!--", place):
            place = _behind(text, "-->", place + 4)
        elif text.startswith(("<!", "<?", "</"), place) or text[place + 1 : place + 2].isalpha():
            place = _behind(text, ">", place + 1)
        else:
            yield "<"
            place += 1


@lru_cache(maxsize=1_000)
def _short_tag(text: str) -> Tag | None:
    """The tag that a text up to the first ``>`` is, or None: that may stand in a value of a longer tag."""
    found = _TAG.fullmatch(text)
    return _tag(found) if found else None


def _tag(found: re.Match[str]) -> Tag:
    return Tag(found[2].lower(), bool(found[1]), found[3])


def _behind(text: str, sign: str, place: int) -> int:
    found = text.find(sign, place)
    return len(text) if found < 0 else found + len(sign)
