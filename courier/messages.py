"""Every sentence a person can read, in their language, from Fluent files under ``resources/messages/<language>/``.

Window, command and reports ask here. Code carries keys and facts; words are made late.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as syntax
from fluent.syntax.visitor import Transformer

from courier.resources import resource

Fact = str | int | float | date | datetime
PSEUDO = "pseudo"
"""A made-up language that wraps every sentence in marks, so that text outside the catalogue stands out."""

_MESSAGE = re.compile(r"^([A-Za-z][\w-]*)[ \t]*=", re.MULTILINE)
_REFERENCE = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")
_language = "en"


def use_language(language: str) -> None:
    """Choose the language of `text` from here on: a folder of ``resources/messages`` or `PSEUDO`."""
    global _language
    _entries(language)
    _language = language


def text(key: str, /, **facts: Fact | None) -> str:
    """The sentence for ``key`` (``id`` or ``id.attribute``) with ``facts`` filled in.

    Whole numbers are written the way the language groups them; pass a row number or an ID as text.
    Raises KeyError for an unknown key and ValueError for a missing fact: both are defects, never user errors.
    """
    bundle = _bundle(_language)
    name, _, attribute = key.partition(".")
    if not _know(_language, name):
        raise KeyError(key)
    message = bundle.get_message(name)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        raise KeyError(key)
    filled = {fact: "" if value is None else value for fact, value in facts.items()}
    sentence, errors = bundle.format_pattern(pattern, filled)
    if errors:
        raise ValueError(f"{key}: {errors}")
    return str(sentence)


def has_text(key: str) -> bool:
    """Whether the catalogue has ``key``."""
    name, _, attribute = key.partition(".")
    bundle = _bundle(_language)
    if not _know(_language, name):
        return False
    message = bundle.get_message(name)
    return attribute in message.attributes if attribute else message.value is not None


def all_keys() -> list[str]:
    """Every key of the English catalogue, attributes included, in file order."""
    keys = []
    for source in _sources("en"):
        for entry in FluentParser().parse(source).body:
            if isinstance(entry, syntax.Message):
                if entry.value:
                    keys.append(entry.id.name)
                keys += [f"{entry.id.name}.{attribute.id.name}" for attribute in entry.attributes]
    return keys


class UserError(Exception):
    """Something went wrong that a person must be told in one plain sentence.

    Holds a catalogue key and its facts; ``str()`` gives the sentence in the chosen language. Facts never hold a secret.
    """

    def __init__(self, key: str, /, **facts: Fact | None) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts: Mapping[str, Fact | None] = facts

    def __str__(self) -> str:
        return text(self.key, **self.facts)


def _sources(language: str) -> list[str]:
    folder = resource("messages", language)
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ftl"))]


@cache
def _bundle(language: str) -> FluentBundle:
    return FluentBundle(["en" if language == PSEUDO else language], use_isolating=False)


@cache
def _entries(language: str) -> dict[str, str]:
    """Per message its own piece of a file."""
    pieces: dict[str, str] = {}
    for source in _sources("en" if language == PSEUDO else language):
        found = list(_MESSAGE.finditer(source))
        ends = [later.start() for later in found[1:]] + [len(source)]
        pieces.update((one[1], source[one.start() : end]) for one, end in zip(found, ends, strict=True))
    return pieces


@cache
def _know(language: str, name: str) -> bool:
    """Whether there is such a message. Each is parsed when it is asked for first, with those it refers to: parsing all
    of them would be half of what the window needs to start."""
    bundle, entries = _bundle(language), _entries(language)
    wanted = [name]
    while wanted:
        entry = entries.get(one := wanted.pop())
        if entry is not None and not bundle.has_message(one):
            bundle.add_resource(FluentResource(_pseudo(entry) if language == PSEUDO else entry))
            wanted += _REFERENCE.findall(entry)
    return bool(bundle.has_message(name))


def _pseudo(source: str) -> str:
    tree = FluentParser().parse(source)
    _Bracket().visit(tree)
    return FluentSerializer().serialize(tree)


class _Bracket(Transformer):
    """Puts every whole message and attribute between marks; terms stay, they stand inside messages."""

    def visit_Message(self, node: Any) -> Any:  # noqa: N802 (named by fluent.syntax)
        for part in [node, *node.attributes]:
            if part.value is not None:
                part.value.elements = [
                    syntax.TextElement("⟦"),
                    *part.value.elements,
                    syntax.TextElement("⟧"),
                ]
        return node

    def visit_Term(self, node: Any) -> Any:  # noqa: N802 (named by fluent.syntax)
        return node
