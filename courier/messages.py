"""Every sentence that users read, in their language, from Fluent files under ``resources/messages/<language>/``.

The code passes keys and facts around; window, command and reports turn them into sentences at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from courier.resources import resource

if TYPE_CHECKING:
    from courier.fluent_sentences import FluentSentences

Fact = str | int | float | date | datetime
PSEUDO = "pseudo"
"""A pseudo language that puts every sentence in brackets, so that text outside the catalogue is noticed."""
PSEUDO_LONG = "pseudo-long"
"""One whose texts are 40 % longer, as those of other languages are, so that what has no room is noticed."""
_PSEUDO = (PSEUDO, PSEUDO_LONG)

_LONGEST = (1000, 400, 150, 60, 20, 6)
"""The most characters of one fact in a sentence: the first with which all of them stay within `_ROOM`."""
_ROOM = 2000
"""The most characters of all facts of a sentence. Fluent refuses to put together more than 2500."""
_NO_AMOUNT = 10**18
"""Numbers from here on are shown without figures of their own."""

_MESSAGE = re.compile(r"^([A-Za-z][\w-]*)[ \t]*=", re.MULTILINE)
_PLAIN_LINE = re.compile(r"(?:[A-Za-z][\w-]*| +\.([A-Za-z][\w-]*)) *= *(\S|\S.*\S) *")
"""A message or an attribute of one that is a text in its line."""
_language = "en"


def use_language(language: str) -> None:
    """Set the language of `text`, `PSEUDO` or `PSEUDO_LONG`. What ``resources/messages`` has no translation of stays
    English."""
    global _language
    _entries(language)
    _language = language


def language() -> str:
    """The language of `text`, as a code such as ``en`` or ``pt_BR``."""
    return "en" if _language in _PSEUDO else _language


def right_to_left() -> bool:
    """Whether the language of `text` is read from right to left."""
    if language() == "en":
        return False
    from courier.fluent_sentences import right_to_left as read_so

    return read_so(language())


def text(key: str, /, **facts: Fact | None) -> str:
    """The sentence for ``key`` (``id`` or ``id.attribute``) with ``facts`` filled in.

    Whole numbers are grouped as in the language; pass row numbers and IDs as text. Raises KeyError for an unknown key
    and ValueError for a missing fact; both are defects, never user errors. Whatever a fact holds, it raises nothing:
    what is too long for a sentence is shortened.
    """
    plain = _plain_text(key)
    return _fluent(_language).sentence(key, _fitting(facts)) if plain is None else plain


def has_text(key: str) -> bool:
    """Whether the catalogue has ``key``."""
    return _plain_text(key) is not None or _fluent(_language).has(key)


@cache
def all_keys() -> tuple[str, ...]:
    """Every key of the English catalogue, attributes included, in file order."""
    from courier.fluent_sentences import keys_of

    return tuple(key for source in _sources("en") for key in keys_of(source))


def shortened(words: str, longest: int) -> str:
    """A text of at most ``longest`` characters, without its middle if it has more: paths differ at their ends."""
    if len(words) <= longest:
        return words
    tail = (longest - 1) // 3
    return f"{words[: longest - 1 - tail]}…{words[len(words) - tail :]}"


def _fitting(facts: Mapping[str, Fact | None]) -> dict[str, Fact]:
    """Facts as Fluent can put them into any sentence."""
    values = {name: _plain(value) for name, value in facts.items()}
    for longest in _LONGEST:
        cut = {name: shortened(value, longest) if isinstance(value, str) else value for name, value in values.items()}
        if sum(len(value) for value in cut.values() if isinstance(value, str)) <= _ROOM:
            break
    return cut


def _plain(value: Fact | None) -> Fact:
    if value is None:
        return ""
    if isinstance(value, int | float) and not abs(value) < _NO_AMOUNT:
        # infinity, what is no number, and what is too large for the figures of any language
        return f"{value:g}" if isinstance(value, float) else f"{'-' if value < 0 else ''}2^{value.bit_length() - 1}"
    return value


class UserError(Exception):
    """An error that is shown to the user as one plain sentence.

    Contains a catalogue key and its facts; ``str()`` is the sentence in the current language. Facts never contain
    secrets.
    """

    def __init__(self, key: str, /, **facts: Fact | None) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Mapping[str, Fact | None] = facts

    def __str__(self) -> str:
        return text(self.key, **self.facts)


def _sources(language: str) -> list[str]:
    try:
        folder = resource("messages", language)
    except FileNotFoundError:
        return []
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ftl"))]


@cache
def _entries(language: str) -> dict[str, str]:
    """The Fluent source of each message, the English one where there is no other."""
    pieces: dict[str, str] = {}
    if language not in ("en", *_PSEUDO):
        # one is exactly 1 in English, but 0 too in French, and 21 in Russian
        pieces.update((key, piece.replace("[one]", "[1]")) for key, piece in _entries("en").items())
    for source in _sources("en" if language in _PSEUDO else language):
        heads = list(_MESSAGE.finditer(source))
        ends = [head.start() for head in heads[1:]] + [len(source)]
        pieces.update((head[1], source[head.start() : end]) for head, end in zip(heads, ends, strict=True))
    return pieces


def _plain_text(key: str) -> str | None:
    name, _, attribute = key.partition(".")
    return _plain_texts(_language, name).get(attribute)


@cache
def _plain_texts(language: str, name: str) -> dict[str, str]:
    """The texts of a message that Fluent would give back as they stand: its own by "", others by their attributes.
    Empty where Fluent is needed. What the window shows first is plain, and does not wait for Fluent."""
    entry = _entries(language).get(name, "{")
    texts: dict[str, str] = {}
    if language in _PSEUDO or "{" in entry or "}" in entry:
        return texts
    for line in entry.split("\n"):
        if line.strip() and not line.startswith("#"):
            match = _PLAIN_LINE.fullmatch(line)
            if match is None:
                return {}
            texts[match[1] or ""] = match[2]
    return texts


@cache
def _fluent(language: str) -> FluentSentences:
    from courier.fluent_sentences import FluentSentences, bracketed, longer

    entries = _entries(language)
    if language in _PSEUDO:
        return FluentSentences("en", entries, bracketed if language == PSEUDO else longer)
    return FluentSentences(language, entries)
