"""One language of the catalogue in Fluent, for sentences that need more than their own words, and the pseudo languages.

Fluent and Babel take longer to load than an empty window: `courier.messages` loads this where a text needs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as syntax
from fluent.syntax.visitor import Transformer

_REFERENCE = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")


class FluentSentences:
    """``entries``: the Fluent source of each message by its name; ``changed``: what a pseudo language makes of one.
    Parses a message and those it refers to at its first use."""

    def __init__(
        self, language: str, entries: Mapping[str, str], changed: Callable[[str], str] = lambda source: source
    ) -> None:
        # from right to left, IDs and figures would be torn apart by what stands around them
        self._bundle = FluentBundle([language.replace("_", "-")], use_isolating=right_to_left(language))
        self._entries, self._changed = entries, changed

    def has(self, key: str) -> bool:
        """Whether there is a message ``id`` or an attribute ``id.attribute``."""
        return self._pattern(key) is not None

    def sentence(self, key: str, facts: dict[str, Any]) -> str:
        """The sentence with its facts filled in. Raises KeyError for an unknown key and ValueError for a missing
        fact."""
        pattern = self._pattern(key)
        if pattern is None:
            raise KeyError(key)
        sentence, errors = self._bundle.format_pattern(pattern, facts)
        if errors:
            raise ValueError(f"{key}: {errors}")
        return str(sentence)

    def _pattern(self, key: str) -> Any | None:
        name, _, attribute = key.partition(".")
        self._parse(name)
        if not self._bundle.has_message(name):
            return None
        message = self._bundle.get_message(name)
        return message.attributes.get(attribute) if attribute else message.value

    def _parse(self, name: str) -> None:
        pending = [name]
        while pending:
            message = pending.pop()
            entry = self._entries.get(message)
            if entry is not None and not self._bundle.has_message(message):
                self._bundle.add_resource(FluentResource(self._changed(entry)))
                pending += _REFERENCE.findall(entry)


def right_to_left(language: str) -> bool:
    """Whether a language is read from right to left."""
    return Locale.parse(language).text_direction == "rtl"


def keys_of(source: str) -> list[str]:
    """Every key of a Fluent file, attributes included, in its order."""
    keys = []
    for entry in FluentParser().parse(source).body:
        if isinstance(entry, syntax.Message):
            if entry.value:
                keys.append(entry.id.name)
            keys += [f"{entry.id.name}.{attribute.id.name}" for attribute in entry.attributes]
    return keys


def bracketed(source: str) -> str:
    """Fluent source with every text in brackets."""
    return _visited(source, _Bracket())


def longer(source: str) -> str:
    """Fluent source with every text 40 % longer."""
    return _visited(source, _Longer())


def _visited(source: str, by: Transformer) -> str:
    tree = FluentParser().parse(source)
    by.visit(tree)
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
