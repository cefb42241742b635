"""Every sentence that users read, in their language, from Fluent files under ``resources/messages/<language>/``.

The code passes keys and facts around; window, command and reports turn them into sentences at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as syntax
from fluent.syntax.visitor import Transformer

from courier.resources import resource

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
_REFERENCE = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")
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
    return Locale.parse(language()).text_direction == "rtl"


def text(key: str, /, **facts: Fact | None) -> str:
    """The sentence for ``key`` (``id`` or ``id.attribute``) with ``facts`` filled in.

    Whole numbers are grouped as in the language; pass row numbers and IDs as text. Raises KeyError for an unknown key
    and ValueError for a missing fact; both are defects, never user errors. Whatever a fact holds, it raises nothing:
    what is too long for a sentence is shortened.
    """
    pattern = _pattern(key)
    if pattern is None:
        raise KeyError(key)
    sentence, errors = _bundle(_language).format_pattern(pattern, _fitting(facts))
    if errors:
        raise ValueError(f"{key}: {errors}")
    return str(sentence)


def has_text(key: str) -> bool:
    """Whether the catalogue has ``key``."""
    return _pattern(key) is not None


@cache
def all_keys() -> tuple[str, ...]:
    """Every key of the English catalogue, attributes included, in file order."""
    keys = []
    for source in _sources("en"):
        for entry in FluentParser().parse(source).body:
            if isinstance(entry, syntax.Message):
                if entry.value:
                    keys.append(entry.id.name)
                keys += [f"{entry.id.name}.{attribute.id.name}" for attribute in entry.attributes]
    return tuple(keys)


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
def _bundle(language: str) -> FluentBundle:
    locale = "en" if language in _PSEUDO else language
    # from right to left, IDs and figures would be torn apart by what stands around them
    isolating = Locale.parse(locale).text_direction == "rtl"
    return FluentBundle([locale.replace("_", "-")], use_isolating=isolating)


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


def _pattern(key: str) -> Any | None:
    """The pattern for ``key`` in the current language, or None."""
    name, _, attribute = key.partition(".")
    if not _loaded(_language, name):
        return None
    message = _bundle(_language).get_message(name)
    return message.attributes.get(attribute) if attribute else message.value


@cache
def _loaded(language: str, name: str) -> bool:
    """Parse a message and those it refers to, at its first use; whether it exists. Parsing all messages would take half
    of the window's start-up time."""
    bundle, entries = _bundle(language), _entries(language)
    pending = [name]
    while pending:
        entry = entries.get(message := pending.pop())
        if entry is not None and not bundle.has_message(message):
            bundle.add_resource(FluentResource(_pseudo(entry, language) if language in _PSEUDO else entry))
            pending += _REFERENCE.findall(entry)
    return bool(bundle.has_message(name))


def _pseudo(source: str, language: str) -> str:
    tree = FluentParser().parse(source)
    (_Bracket() if language == PSEUDO else _Longer()).visit(tree)
    return FluentSerializer().serialize(tree)


class _Bracket(Transformer):
    """Puts every message and attribute in brackets, but not terms, which are parts of messages."""

    def visit_Message(self, node: Any) -> Any:  # noqa: N802 (named by fluent.syntax)
        for part in [node, *node.attributes]:
            # a letter has to stay one
            if part.value is not None and part.id.name != "accesskey":
                part.value.elements.insert(0, syntax.TextElement("⟦"))
                part.value.elements.append(syntax.TextElement("⟧"))
        return node

    def visit_Term(self, node: Any) -> Any:  # noqa: N802 (named by fluent.syntax)
        return node


class _Longer(Transformer):
    """Makes every text 40 % longer, in words, so that it can be broken where others can."""

    def visit_TextElement(self, node: Any) -> Any:  # noqa: N802 (named by fluent.syntax)
        letters = sum(map(str.isalpha, node.value))
        more = " ".join(["ëëëëë"] * (letters // 15) + ["ë" * round(letters % 15 * 0.4)]).strip()
        if more:
            words = node.value.rstrip()
            node.value = f"{words}{' ' if letters >= 15 else ''}{more}{node.value[len(words) :]}"
        return node
