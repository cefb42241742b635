"""Edits and choices are packed into bytes and unpacked without loss."""

import time
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.drafts.edits import choices_of, choices_values, pack_edit, unpack_edit
from courier.drafts.records import MAGIC, Kind, framed, scan
from courier.sheet.choices import Choices, ColumnReading
from courier.sheet.edit import Cells, Choice, Edit, Rows
from courier.sheet.exclusions import Condition, Exclusion
from courier.sheet.mapping import Arithmetic, Column, Constant, Joined, Mapping, Term, Typed
from courier.sheet.program_facts import ProgramFacts

TEXTS = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["", "\x00", "😀", "\ud800", "a\r\n"]
)
IDS = st.integers(0, 2**32 - 1)
NAMES = st.sampled_from(["c0", "c7", "OrderId", "f:Amount", "Ü"])
FEEDS = st.one_of(
    st.builds(Column, NAMES),
    st.builds(Joined, st.lists(NAMES, min_size=2, max_size=3).map(tuple), TEXTS),
    st.just(Arithmetic((Term("+", "c1"), Term("*", "0.5")))),
    st.builds(Constant, TEXTS),
    st.just(Typed()),
)
CONDITIONS = st.builds(Condition, NAMES, st.just("is"), st.lists(TEXTS, min_size=1).map(tuple))
MAPPINGS = st.builds(
    Mapping,
    st.lists(st.tuples(NAMES, FEEDS), max_size=3).map(tuple),
    st.lists(NAMES, max_size=2).map(tuple),
    st.lists(st.builds(Exclusion, st.lists(CONDITIONS, min_size=1, max_size=2).map(tuple)), max_size=2).map(tuple),
    st.lists(st.tuples(NAMES, st.lists(st.tuples(TEXTS, TEXTS)).map(tuple)), max_size=2).map(tuple),
)
MAYBE = st.none() | st.booleans()
READINGS = st.dictionaries(
    NAMES,
    st.builds(
        ColumnReading, MAYBE, st.none() | st.just("seconds"), MAYBE, MAYBE, MAYBE, st.none() | IDS, IDS, st.booleans(),
        st.booleans(), st.dictionaries(NAMES, IDS),
    ),
)  # fmt: skip
SETS = st.frozensets(TEXTS, max_size=3)
FACTS = st.builds(ProgramFacts, TEXTS, SETS, st.dictionaries(TEXTS, TEXTS), SETS, SETS, SETS, TEXTS)
CHOICES = st.builds(Choices, MAPPINGS, TEXTS, st.none() | TEXTS, FACTS, st.none() | TEXTS, READINGS, st.frozensets(IDS))


def series(ids: list[int]) -> pl.Series:
    return pl.Series(ids, dtype=pl.UInt32)


@st.composite
def cells(draw: st.DrawFn) -> Cells:
    rows = draw(st.lists(IDS, max_size=6))
    beside = st.lists(st.none() | TEXTS, min_size=len(rows), max_size=len(rows))
    return Cells(draw(NAMES), rows, draw(beside), draw(beside))


@st.composite
def choice(draw: st.DrawFn) -> Choice:
    before, after = draw(CHOICES), draw(CHOICES)
    name = draw(st.sampled_from(sorted(Choices.__dataclass_fields__)))
    return Choice(name, getattr(before, name), getattr(after, name))


ROWS = st.builds(Rows, IDS, st.lists(IDS).map(series), st.lists(IDS).map(series))
STEPS = st.none() | st.dictionaries(TEXTS, st.none() | st.booleans() | TEXTS | st.lists(TEXTS), max_size=3)
EDITS = st.builds(
    Edit,
    TEXTS,
    st.lists(cells() | ROWS | choice(), max_size=4).map(tuple),
    st.dictionaries(TEXTS, st.integers() | TEXTS, max_size=3),
    STEPS,
)


def plain(edit: Edit) -> Any:
    changes: list[Any] = []
    for change in edit.changes:
        match change:
            case Cells():
                changes.append((change.column, list(change.rows), list(change.before), list(change.after)))
            case Rows():
                assert change.before.dtype == change.after.dtype == pl.UInt32
                changes.append((change.position, change.before.to_list(), change.after.to_list()))
            case Choice():
                changes.append((change.name, change.before, change.after))
    return edit.what, changes, edit.facts, edit.step


@given(EDITS)
def test_an_edit_comes_back_as_it_was(edit: Edit) -> None:
    back = unpack_edit(pack_edit(edit))
    assert plain(back) == plain(edit)
    assert plain(back.inverse()) == plain(edit.inverse())


@given(CHOICES)
def test_choices_come_back_as_they_were(choices: Choices) -> None:
    assert choices_of(choices_values(choices)) == choices


def test_a_choice_that_nobody_knows_is_a_defect() -> None:
    with pytest.raises(KeyError):
        pack_edit(Edit("x", (Choice("colour", None, "red"),)))


def test_a_million_cells_are_packed_in_about_a_second() -> None:
    count = 1_000_000
    texts = [f"{number % 9973}.{number % 97:02}" for number in range(count)]
    edit = Edit("edit-fix", (Cells("c1", range(count), texts, texts),))
    began = time.perf_counter()
    packed = pack_edit(edit)
    took = time.perf_counter() - began
    assert took < 3, f"{took:.2f} s"
    # not compressed, which would delay typing
    assert len(packed) < 30_000_000


def test_a_tail_of_zeros_is_no_record() -> None:
    data = MAGIC + framed(Kind.OPENED, b"opening")
    journal = scan(data + bytes(4096))
    assert (len(journal.records), journal.sound, journal.damaged) == (1, len(data), True)


@pytest.mark.parametrize("wrong", [Kind.UNDID, Kind.REDID, Kind.OPENED])
def test_a_record_that_cannot_follow_is_damage(wrong: Kind) -> None:
    data = MAGIC + framed(Kind.OPENED)
    assert scan(data + framed(wrong)).damaged


def test_the_edits_in_force_and_the_rows_they_add_are_known_without_carrying_them_out() -> None:
    kinds = [(Kind.DID, 3), (Kind.DID, -1), (Kind.UNDID, 0), (Kind.REDID, 0), (Kind.DID, 2), (Kind.UNDID, 0)]
    journal = scan(MAGIC + framed(Kind.OPENED) + b"".join(framed(kind, b"", grown) for kind, grown in kinds))
    assert (journal.edits, journal.grown, journal.damaged) == (2, 2, False)


def test_another_file_holds_no_records() -> None:
    assert scan(b"something else").records == ()
    assert scan(b"").records == ()
