"""Find and replace over whole columns, compared with the same cell by cell in plain Python."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.sheet.edit import Cells
from courier.sheet.search import Hits, Search, SearchError, find, most_frequent, replacement

TEXTS = {
    "c0": pl.Series(["AC-1", "ac-1", None, "", "xAC-1x", "$5 (AC-1)"]),
    "c1": pl.Series(["AC-1", "", "ß", "É", "a.b", "acb"]),
}
IN_ORDER = pl.Series([0, 1, 2, 3, 4, 5], dtype=pl.UInt32)


def hits_of(search: Search, places: pl.Series = IN_ORDER, within: dict[str, pl.Series] | None = None) -> list[tuple]:
    hits = find(search, TEXTS.items(), places, within)
    return sorted((place, column) for column, some in hits.columns.items() for place in some)


def test_text_whole_cell_and_case() -> None:
    everywhere = [(0, "c0"), (0, "c1"), (1, "c0"), (4, "c0"), (5, "c0")]
    assert hits_of(Search("ac-1")) == everywhere
    assert hits_of(Search("AC-1", case=True)) == [cell for cell in everywhere if cell != (1, "c0")]
    assert hits_of(Search("ac-1", "whole")) == [(0, "c0"), (0, "c1"), (1, "c0")]
    assert hits_of(Search("AC-1", "whole", case=True)) == [(0, "c0"), (0, "c1")]
    assert hits_of(Search("é")) == [(3, "c1")]


def test_plain_text_is_no_expression() -> None:
    assert hits_of(Search("a.b")) == [(4, "c1")]
    assert hits_of(Search("$5 (")) == [(5, "c0")]
    assert hits_of(Search("a.b", "regex")) == [(4, "c1"), (5, "c1")]


def test_an_expression_that_fits_nothing_at_all_finds_empty_cells() -> None:
    assert hits_of(Search("^$", "regex")) == [(1, "c1"), (2, "c0"), (3, "c0")]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("(ab", "look at “(”"),
        ("[z-a]", "look at “z-a”"),
        ("a(?=b)", "look ahead or behind"),
        (r"(a)\1", "refer back"),
        ("a{1000}{1000}{1000}", "no regular expression."),
    ],
)
def test_an_expression_that_is_none_gets_one_plain_sentence(expression: str, words: str) -> None:
    with pytest.raises(SearchError) as refused:
        Search(expression, "regex")
    said = str(refused.value)
    assert words in said
    assert "error" not in said
    assert "\n" not in said


def test_only_within_some_cells_and_in_the_order_shown() -> None:
    within = {"c0": pl.Series([True, False, False, False, True, False])}
    assert hits_of(Search("ac-1"), within=within) == [(0, "c0"), (4, "c0")]
    backwards = pl.Series([5, 4, 3, 2, 1, None], dtype=pl.UInt32)
    assert hits_of(Search("ac-1"), backwards) == [(1, "c0"), (4, "c0"), (5, "c0"), (5, "c1")]


def test_hits_are_numbered_and_followed_row_by_row_and_around_the_end() -> None:
    hits = find(Search("ac-1"), TEXTS.items(), IN_ORDER)
    cells = [(0, "c0"), (0, "c1"), (1, "c0"), (4, "c0"), (5, "c0")]
    assert hits.count == 5
    assert [hits.number(cell) for cell in cells] == [1, 2, 3, 4, 5]
    assert hits.number((2, "c0")) is None
    for before, after in zip(cells, [*cells[1:], cells[0]], strict=True):
        assert hits.next(before) == after
        assert hits.next(after, -1) == before
    assert hits.next(None) == cells[0]
    assert hits.next((2, "c1")) == (4, "c0")
    assert hits.next((2, "c1"), -1) == (1, "c0")
    assert Hits({}).next(None) is None


def test_texts_are_replaced_as_written_and_groups_are_filled_in() -> None:
    texts = pl.Series(["a$5b", None, "A$5"])
    assert Search("$5").replaced(texts, "$1").to_list() == ["a$1b", "", "A$1"]
    assert Search("A", case=True).replaced(texts, "x").to_list() == ["a$5b", "", "x$5"]
    assert Search("a$5", "whole").replaced(texts, "new").to_list() == ["a$5b", "", "new"]
    dates = pl.Series(["20/11/2026"])
    turned = Search(r"(\d+)/(\d+)/(?P<year>\d+)", "regex")
    assert turned.replaced(dates, r"${year}-$2-\1").to_list() == ["2026-11-20"]
    assert turned.replaced(dates, "$$1, $ and $0").to_list() == ["$1, $ and 20/11/2026"]
    with pytest.raises(SearchError, match="no group 4"):
        turned.check_replacement("$4")


def test_replacing_is_one_edit_of_the_cells_that_change() -> None:
    hits = find(Search("ac-1"), TEXTS.items(), IN_ORDER)
    edit = replacement(Search("ac-1"), "AC-1", TEXTS, hits.columns)
    assert edit.what == "edit-replace"
    assert edit.facts == {"cells": 1}
    (change,) = edit.changes
    assert isinstance(change, Cells)
    assert (change.column, change.rows, change.before, change.after) == ("c0", [1], ["ac-1"], ["AC-1"])
    assert replacement(Search("ac-1"), "x", {}, hits.columns).empty


def test_the_most_frequent_texts() -> None:
    texts = pl.Series(["a", "b", None, " ", " ", " ", "b"])
    assert most_frequent(texts, 2) == [("b", 2), ("a", 1)]


ANY = st.text(st.characters(codec="ascii") | st.sampled_from("äÄß$.*€"), max_size=6)


@given(st.lists(st.none() | ANY, min_size=1, max_size=8), ANY.filter(bool), st.booleans(), ANY)
def test_plain_texts_are_found_and_replaced_as_python_does(
    texts: list[str | None], wanted: str, case: bool, by: str
) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    search = Search(wanted, case=case)
    expression = re.compile(re.escape(wanted), 0 if case else re.IGNORECASE)
    assert search.marks(cells).to_list() == [bool(expression.search(text or "")) for text in texts]
    expected = [expression.sub(lambda _: by, text or "") for text in texts]
    assert search.replaced(cells, by).to_list() == expected
