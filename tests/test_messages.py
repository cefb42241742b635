"""Languages: what is not translated stays English, and what is foreign keeps its own direction."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message
from fluent.syntax.visitor import Visitor

from courier import messages
from courier.formats import day_text, file_size, listing, minute_text, number_text
from courier.messages import PSEUDO_LONG, language, right_to_left, text, use_language


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """What a test reads of a language is forgotten: another may have other files."""
    _forget()
    yield
    use_language("en")
    _forget()


def _forget() -> None:
    for read in (messages._entries, messages._plain_texts, messages._fluent):
        read.cache_clear()


def test_what_has_no_translation_is_english(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "messages" / "de"
    folder.mkdir(parents=True)
    (folder / "window.ftl").write_text("grid-row-sent = Gesendet; geht nicht noch einmal.\n", encoding="utf-8")
    shipped = messages.resource
    monkeypatch.setattr(messages, "resource", lambda *names: folder if names == ("messages", "de") else shipped(*names))
    use_language("de")
    assert text("grid-row-sent") == "Gesendet; geht nicht noch einmal."
    assert text("grid-row-excluded") == "Excluded."
    # figures are those of the language all the same
    assert text("status-ready", rows=12345).startswith("12.345")


@pytest.mark.parametrize("other", ["fr", "ru"])
def test_english_sentences_count_in_english_among_others(other: str) -> None:
    english = {rows: text("grid-paste-cut", cells=rows) for rows in (0, 1, 21)}
    use_language(other)
    assert {rows: text("grid-paste-cut", cells=rows) for rows in (0, 1, 21)} == english
    assert "21" in english[21]


def test_plain_texts_are_those_of_fluent() -> None:
    plain = {key: messages._plain_text(key) for key in messages.all_keys()}
    assert plain["grid-row-excluded"] == "Excluded."
    assert plain["status-ready"] is None
    fluent = messages._fluent("en")
    assert [key for key, words in plain.items() if words is not None and words != fluent.sentence(key, {})] == []


@pytest.mark.parametrize("entry", ["a = One\n    two\n", "a =\n    One\n", "a = One { b }\n", "a = One\n-term = Two\n"])
def test_what_is_not_a_text_in_its_line_is_left_to_fluent(tmp_path, monkeypatch, entry: str) -> None:
    (tmp_path / "window.ftl").write_text(f"{entry}b = Two\n    .tip = Three  \n# a word on c\n", encoding="utf-8")
    monkeypatch.setattr(messages, "resource", lambda *_: tmp_path)
    _forget()
    assert messages._plain_text("a") is None
    assert text("a").startswith("One")
    assert (text("b"), text("b.tip")) == ("Two", "Three")
    for unknown in ("b.other", "c"):
        with pytest.raises(KeyError):
            text(unknown)


def test_one_holds_its_number_as_it_is_not_always_1() -> None:
    assert _without_number("a = { $rows ->\n    [one] One row\n   *[other] { $rows } rows\n  }\n") == ["a"]
    assert _without_number("a = { $rows ->\n    [one] { $day } row\n   *[other] { $rows } rows\n  }\n") == ["a"]
    assert _without_number("a = { $rows ->\n    [one] { $rows } row\n   *[other] { $rows } rows\n  }\n") == []
    folder = Path(__file__).parent.parent / "resources" / "messages"
    assert [key for path in folder.glob("*/*.ftl") for key in _without_number(path.read_text(encoding="utf-8"))] == []


def _without_number(catalogue: str) -> list[str]:
    """The messages that have a text for ``one`` which does not hold the number it is chosen by."""
    found = []
    for message in FluentParser().parse(catalogue).body:
        choices = _Choices()
        choices.visit(message)
        if isinstance(message, Message) and not choices.hold:
            found.append(message.id.name)
    return found


class _Choices(Visitor):
    hold = True

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802 (named by fluent.syntax)
        for variant in node.variants:
            facts = _Facts()
            facts.visit(variant.value)
            named_one = getattr(variant.key, "name", "") == "one"
            self.hold = self.hold and (not named_one or node.selector.id.name in facts.names)
        self.generic_visit(node)


class _Facts(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802
        self.names.add(node.id.name)


def test_a_made_up_language_writes_figures_as_in_english() -> None:
    use_language(PSEUDO_LONG)
    assert language() == "en"
    assert number_text(1234567) == "1,234,567"


def test_figures_days_and_lists_follow_the_language() -> None:
    moment = datetime(2026, 3, 4, 15, 7, tzinfo=UTC)
    assert number_text(Decimal("44120.00")) == "44,120.00"
    assert number_text(Decimal("-0.50")) == "-0.50"
    assert (number_text(1234567), number_text(2.0), number_text(2.5)) == ("1,234,567", "2", "2.5")
    assert (day_text(moment), minute_text(moment)) == ("2026-03-04", "2026-03-04 15:07")
    assert (file_size(1200), file_size(12_345_678)) == ("1.2 kB", "12.3 MB")
    assert (listing(["a", "b", "c"]), listing([])) == ("a, b, c", "")
    use_language("de")
    assert number_text(Decimal("44120.00")) == "44.120,00"
    assert (day_text(moment), minute_text(moment)) == ("04.03.2026", "04.03.26, 15:07")
    assert file_size(1200) == "1,2 kB"
    assert listing(["a", "b", "c"]) == "a, b und c"


def test_the_window_writes_no_figure_or_day_by_itself() -> None:
    folder = Path(__file__).parent.parent / "gui"
    found = []
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            spec = node.format_spec if isinstance(node, ast.FormattedValue) else None
            words = "".join(part.value for part in spec.values if isinstance(part, ast.Constant)) if spec else ""
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            # a plain decimal is for a field, whose text is read back
            if (words != "f" and set(words) & set(",%fn")) or called == "strftime":
                found.append(f"{path.relative_to(folder)}:{node.lineno}")
    assert found == []


_MOST_WORDS = 22_046
"""Of all values together."""


def test_the_catalogue_stays_short() -> None:
    folder = Path(__file__).parent.parent / "resources" / "messages" / "en"
    words = _Words()
    for path in folder.glob("*.ftl"):
        words.visit(FluentParser().parse(path.read_text(encoding="utf-8")))
    # what is new finds its room by shortening what is there
    assert words.count <= _MOST_WORDS


class _Words(Visitor):
    count = 0

    def visit_TextElement(self, node: Any) -> None:  # noqa: N802 (named by fluent.syntax)
        self.count += len(node.value.split())


def test_foreign_words_keep_their_direction_among_others() -> None:
    assert not right_to_left()
    assert text("grid-row-spoken", row="7") == "Row 7."
    use_language("ar")
    assert right_to_left()
    assert language() == "ar"
    assert text("grid-row-spoken", row="7") == "Row \u20687\u2069."
