"""The character index skips tests and never a hit."""

from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from courier.catalogue.fields import IDENTIFIERS, INTEGER_IDS
from courier.rules.character_index import FOREIGN, CharacterIndex
from courier.rules.context import Context
from courier.rules.field_view import FieldView
from courier.rules.frames import SPACED, SPACED_AMONG_OTHERS, FieldFrames
from courier.rules.rule import Mark
from courier.rules.rulebook import RULES
from courier.rules.template_choice import TEMPLATES
from courier.sheet.choices import ColumnReading
from courier.sheet.mapping import Column, Mapping
from courier.sheet.program_facts import ProgramFacts
from tests.tries import tries

NAMES = (*dict.fromkeys((*IDENTIFIERS, *INTEGER_IDS, "OrderId", "Sku", "ClickId", "CustomerId", "EventDate", "Text1")),)
FED = Mapping(tuple((name, Column(f"c{place}")) for place, name in enumerate(NAMES)))
FRAMES = FieldFrames(FED, None, {})
READINGS = {name: ColumnReading(longest=255, few_dates=True, usual_width=8) for name in NAMES}
TEXTS = st.text("019aAeE+-=.,%@ \t\n\r\u00a0\u200bäÃ©АοC'\"/:_|", max_size=8)


def marks(template: str) -> list[Mark]:
    context = Context(datetime(2026, 11, 23, tzinfo=UTC), template, None, READINGS, ProgramFacts(), None)
    view = FieldView(FRAMES.names, context)
    return [mark for rule in RULES for mark in rule.marks(view) if mark.needs]


NEEDY = [mark for template in TEMPLATES for mark in marks(template)]


def frame_of(texts: list[str]) -> pl.DataFrame:
    cells = pl.DataFrame({f"c{place}": texts for place in range(len(NAMES))})
    return FRAMES.build(cells, pl.int_range(0, len(texts), dtype=pl.UInt32, eager=True)).frame


@settings(max_examples=tries(10, 300))
@given(texts=st.lists(TEXTS, min_size=1, max_size=6))
def test_a_rule_is_never_broken_without_the_characters_that_it_needs(texts: list[str]) -> None:
    assert NEEDY
    for needs in {mark.needs for mark in NEEDY}:
        foreign = [character for text in texts for character in text if not character.isascii()]
        missing = foreign if needs == FOREIGN else list(needs)
        bare = [text.translate(dict.fromkeys(map(ord, missing))) for text in texts]
        tests = [mark.bad.fill_null(False).any().alias(str(at)) for at, mark in enumerate(NEEDY) if mark.needs == needs]
        assert not any(frame_of(bare).select(tests).row(0)), (needs, bare)


@given(texts=st.lists(TEXTS, max_size=5))
def test_an_expression_that_matches_a_text_matches_at_a_glance(texts: list[str]) -> None:
    cells = pl.DataFrame({"a": pl.Series([text or None for text in texts], dtype=pl.String)})
    if cells["a"].str.contains(SPACED).any():
        assert CharacterIndex(cells).matching(SPACED_AMONG_OTHERS) == ["a"]


@given(texts=st.lists(TEXTS, max_size=5))
def test_white_space_that_does_not_belong_is_marked_in_the_very_texts_that_have_it(texts: list[str]) -> None:
    if texts:
        wanted = pl.Series(texts).str.contains(SPACED).to_list()
        assert frame_of(texts)["OrderId@space"].to_list() == wanted
