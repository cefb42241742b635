"""Decisions about a set of headers are recalled for the next sheet like it, with the headers that changed."""

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.settings import data_folder
from courier.sheet import memory
from courier.sheet.exclusions import Condition, Exclusion, exclude_where
from courier.sheet.mapping import Arithmetic, Column, Constant, Feed, Joined, Mapping, Term, Typed
from courier.sheet.memory import Memories, MemoryProblem, Recall, apply
from courier.sheet.sheet import Sheet

HEADERS = ("Order #", "Date", "Time", "Price", "Qty", "Price", "", "State")
CHOSEN = Mapping(words=(("CurrencyCode", (("euro", "EUR"),)),))
"""A choice about any sheet, whatever its columns."""
MAPPING = Mapping(
    (
        ("OrderId", Column("c0")),
        ("EventDate", Joined(("c1", "c2"), " ")),
        ("Amount", Arithmetic((Term("+", "c3"), Term("*", "c4"), Term("-", "1.50")))),
        ("OrderTax", Column("c5")),
        ("CurrencyCode", Constant("EUR")),
    ),
    extra=("c6",),
    left_out=(exclude_where("c7", "is", "cancelled", "test"),),
    words=(("CurrencyCode", (("euro", "EUR"),)),),
)


@pytest.fixture
def memories(tmp_path: Path) -> Memories:
    return Memories(tmp_path / "data")


def sheet(headers: Sequence[str]) -> Sheet:
    return Sheet(headers, pl.DataFrame({f"c{index}": ["x"] for index in range(len(headers))}))


def recalled(memories: Memories, headers: Sequence[str]) -> Recall:
    recall = memories.recall(headers)
    assert recall is not None
    return recall


def applied(memories: Memories, headers: Sequence[str], detected: Mapping | None = None) -> Mapping:
    return apply(recalled(memories, headers), sheet(headers), detected or Mapping())


def test_all_that_was_decided_comes_back(memories: Memories) -> None:
    assert memories.recall(HEADERS) is None
    memories.remember(
        HEADERS, MAPPING, template="item", zone="Europe/Berlin", program="Acme", day_first={"EventDate": True}
    )
    recall = recalled(memories, HEADERS)
    assert (recall.template, recall.zone, recall.program) == ("item", "Europe/Berlin", "Acme")
    assert recall.day_first == {"EventDate": True}
    assert (recall.new, recall.gone) == ((), ())
    assert apply(recall, sheet(HEADERS), Mapping()) == MAPPING
    # from another process
    assert applied(Memories(memories._store._path.parent), HEADERS) == MAPPING


def test_order_and_case_of_headers_do_not_count(memories: Memories) -> None:
    memories.remember(["Order", "Total", "Date"], Mapping((("OrderId", Column("c0")), ("Amount", Column("c1")))))
    recall = recalled(memories, [" DATE", "total ", "order"])
    assert (recall.new, recall.gone) == ((), ())
    assert applied(memories, ["DATE", "total", "order"]).feeds == (("OrderId", Column("c2")), ("Amount", Column("c1")))


def test_the_file_can_be_read_by_people_and_names_headers_not_columns(memories: Memories, tmp_path: Path) -> None:
    memories.remember(["Größe", "Größe"], Mapping((("OrderId", Column("c1")),)))
    content = (tmp_path / "data" / "mappings.json").read_text(encoding="utf-8")
    assert "Größe" in content
    assert "c1" not in content
    assert json.loads(content)["sets"][0]["mapping"]["feeds"] == [["OrderId", {"column": ["Größe", 2]}]]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["mappings.json"]


def test_a_similar_set_gives_what_is_still_there_and_says_what_changed(memories: Memories) -> None:
    memories.remember(HEADERS, MAPPING, template="item")
    headers = ("State", "Order #", "Qty", "Price", "Date", "Price", "Voucher")
    recall = recalled(memories, headers)
    assert (recall.new, recall.gone) == (("Voucher",), ("Time", ""))
    assert recall.template == "item"
    assert apply(recall, sheet(headers), Mapping()) == Mapping(
        (
            ("OrderId", Column("c1")),
            ("Amount", Arithmetic((Term("+", "c3"), Term("*", "c2"), Term("-", "1.50")))),
            ("OrderTax", Column("c5")),
            ("CurrencyCode", Constant("EUR")),
        ),
        left_out=(exclude_where("c0", "is", "cancelled", "test"),),
        words=MAPPING.words,
    )


def test_what_reads_a_column_that_is_gone_is_left_away(memories: Memories) -> None:
    memories.remember(HEADERS, MAPPING)
    mapping = applied(memories, ("Order #", "Date", "Time", "Price", "Price"))
    assert [name for name, _ in mapping.feeds] == ["OrderId", "EventDate", "OrderTax", "CurrencyCode"]
    assert (mapping.extra, mapping.left_out) == ((), ())


@pytest.mark.parametrize(
    ("headers", "alike"),
    [
        ("abcde", True),
        ("abc", True),
        ("abcxy", True),
        ("abcdefgh", True),
        ("abxyz", False),
        ("ab", False),
        ("abcdefghi", False),
        ("", False),
    ],
)
def test_six_of_ten_headers_are_enough(memories: Memories, headers: str, alike: bool) -> None:
    memories.remember("abcde", CHOSEN)
    assert (memories.recall(headers) is not None) == alike


def test_the_set_most_like_it_counts_and_of_equals_the_newer(memories: Memories) -> None:
    for name, headers in (("four", "abcdx"), ("three", "abcxy"), ("newer", "abcdy")):
        memories.remember(headers, Mapping(), program=name)
    assert recalled(memories, "abcdx").program == "four"
    assert recalled(memories, "abcde").program == "newer"
    assert recalled(memories, "abcxyz").program == "three"


ORDER, TOTAL, NET, NOTE = (
    ("OrderId", Column("c0")),
    ("Amount", Column("c1")),
    ("Amount", Column("c2")),
    ("Note", Column("c3")),
)
SHOP = ("Order", "Total", "Net", "Remark")


def test_only_what_a_person_chose_counts_and_the_rest_is_found_again(memories: Memories) -> None:
    """Of what was found then, that which a person refused stays refused; a column found since is taken up."""
    memories.remember(SHOP, Mapping((ORDER, NET)), detected=Mapping((ORDER, TOTAL)))
    assert applied(memories, SHOP, Mapping((ORDER, TOTAL, NOTE))).feeds == (ORDER, NOTE, NET)
    assert applied(memories, SHOP, Mapping((TOTAL,))).feeds == (NET,)
    memories.remember(SHOP, Mapping((ORDER,)), detected=Mapping((ORDER, TOTAL)))
    assert applied(memories, SHOP, Mapping((ORDER, TOTAL, NOTE))).feeds == (ORDER, NOTE)
    memories.remember(SHOP, Mapping((ORDER,), extra=("c3",)), detected=Mapping((ORDER,)))
    assert applied(memories, SHOP, Mapping((ORDER, NOTE))) == Mapping((ORDER,), extra=("c3",))


def test_where_nothing_was_chosen_nothing_is_remembered(memories: Memories) -> None:
    memories.remember(SHOP, Mapping((ORDER,)), detected=Mapping((ORDER,)), template="item")
    assert (recalled(memories, SHOP).template, recalled(memories, SHOP).columns_chosen) == ("item", False)
    memories.remember(SHOP, Mapping((ORDER,)), detected=Mapping((ORDER,)))
    assert memories.recall(SHOP) is None


@pytest.mark.parametrize(
    ("program", "recipe", "zone"),
    [(None, [], "Asia/Tokyo"), ("Acme", [], None), ("Acme", [{"zone": "Asia/Tokyo"}], "Asia/Tokyo")],
)
def test_earlier_versions_kept_what_was_detected_as_if_it_were_chosen(
    tmp_path: Path, program: str | None, recipe: list[dict[str, str]], zone: str | None
) -> None:
    """Their template is never trusted, their zone where it may be the program's; their columns stay as they were."""
    old = {**GOOD, "template": "order", "zone": "Asia/Tokyo", "program": program, "recipe": recipe}
    (tmp_path / "mappings.json").write_text(json.dumps({"sets": [old]}), encoding="utf-8")
    memories = Memories(tmp_path)
    recall = recalled(memories, ["a"])
    assert (recall.template, recall.zone, recall.program) == (None, zone, program)
    found = Mapping((("Amount", Column("c0")),))
    assert applied(memories, ["a"], found).feeds == (("OrderId", Column("c0")),)


def test_a_repeated_header_is_shared_as_often_as_both_have_it(memories: Memories) -> None:
    memories.remember(["Price", "Price", "Order"], Mapping((("Amount", Column("c1")),)))
    recall = recalled(memories, ["Order", "Price"])
    assert (recall.new, recall.gone) == ((), ("Price",))
    assert apply(recall, sheet(["Order", "Price"]), Mapping()).feeds == ()


def test_the_newest_answer_about_a_set_replaces_the_older(memories: Memories, tmp_path: Path) -> None:
    memories.remember(["a", "b"], Mapping(), template="item")
    memories.remember(["B", "A"], Mapping(), template="order")
    assert recalled(memories, ["a", "b"]).template == "order"
    assert len(json.loads((tmp_path / "data" / "mappings.json").read_text(encoding="utf-8"))["sets"]) == 1


def test_a_set_is_forgotten_and_no_other(memories: Memories) -> None:
    memories.remember("abc", CHOSEN)
    memories.remember("abd", CHOSEN)
    memories.forget("cba")
    memories.forget("xyz")
    assert recalled(memories, "abc").gone == ("d",)
    memories.forget("abd")
    assert memories.recall("abc") is None


def test_the_oldest_go(memories: Memories, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory._MOST == 200
    monkeypatch.setattr(memory, "_MOST", 3)
    for name in ("one", "two", "three"):
        memories.remember([name], CHOSEN)
    # a set that was used again counts as new
    memories.remember(["one"], CHOSEN)
    memories.remember(["four"], CHOSEN)
    assert [name for name in ("one", "two", "three", "four") if memories.recall([name])] == ["one", "three", "four"]


GOOD = {
    "headers": ["a"], "template": None, "zone": None, "program": None, "day_first": {},
    "mapping": {"feeds": [["OrderId", {"column": ["a", 1]}]], "extra": [], "left_out": []},
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"sets": [',
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"sets": 3}',
        b'{"sets": [null]}',
        *(
            json.dumps({"sets": [{**GOOD, key: value}]}).encode()
            for key, value in (
                ("headers", [1]),
                ("headers", None),
                ("template", 4),
                ("day_first", {"EventDate": "yes"}),
                ("mapping", {}),
                ("mapping", {"feeds": [["OrderId", {"column": "c0"}]], "extra": [], "left_out": []}),
                ("mapping", {"feeds": [["OrderId", 7]], "extra": [], "left_out": []}),
                ("mapping", {"feeds": [], "extra": [[1, 1]], "left_out": []}),
            )
        ),
    ],
)
def test_a_damaged_file_is_said_and_kept_aside_and_the_memory_starts_anew(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mappings.json"
    path.write_bytes(content)
    memories = Memories(tmp_path)
    aside = tmp_path / "mappings-damaged-1.json"
    with pytest.raises(MemoryProblem, match="starts anew") as problem:
        memories.recall(["a"])
    assert str(aside) in str(problem.value)
    assert aside.read_bytes() == content
    # it is reported once
    assert memories.recall(["a"]) is None
    assert [path.name for path in tmp_path.iterdir()] == [aside.name]
    memories.remember(["a"], CHOSEN)
    assert recalled(memories, ["a"]).mapping["feeds"] == []
    # a second damaged file does not replace the first
    path.write_bytes(b"again")
    with pytest.raises(MemoryProblem, match="mappings-damaged-2"):
        Memories(tmp_path).remember(["a"], CHOSEN)
    assert (aside.read_bytes(), (tmp_path / "mappings-damaged-2.json").read_bytes()) == (content, b"again")


def test_a_file_from_before_there_were_words_loads(tmp_path: Path) -> None:
    (tmp_path / "mappings.json").write_text(json.dumps({"sets": [GOOD]}), encoding="utf-8")
    memories = Memories(tmp_path)
    assert applied(memories, ["A"]) == Mapping((("OrderId", Column("c0")),))


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    def disk_full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", disk_full)
        with pytest.raises(MemoryProblem, match="cannot be written"):
            Memories(tmp_path).remember(["a"], CHOSEN)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mappings.json").mkdir()
    with pytest.raises(MemoryProblem, match="cannot be read"):
        Memories(tmp_path).recall(["a"])


def test_the_folder_of_data_is_a_place_for_it(courier_home: Path) -> None:
    Memories(data_folder()).remember(["a"], CHOSEN)
    assert (courier_home / "data" / "mappings.json").is_file()


names = st.one_of(st.sampled_from(["", " ", "Amount", "amount ", "Date", "c0", "ß", "SS"]), st.text(max_size=5))


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[str], Mapping]:
    headers = draw(st.lists(names, min_size=1, max_size=8))
    columns = st.sampled_from([f"c{index}" for index in range(len(headers))])
    operands = columns | st.sampled_from(["2", "1.19"])
    terms = st.lists(st.builds(Term, st.sampled_from("+-*"), operands), min_size=1, max_size=3)
    feeds: st.SearchStrategy[Feed] = st.one_of(
        columns.map(Column),
        st.text(max_size=4).map(Constant),
        st.builds(Joined, st.lists(columns, min_size=1, max_size=3).map(tuple), st.sampled_from([" ", "T"])),
        terms.map(tuple).map(Arithmetic),
        st.just(Typed()),
    )
    fields = st.sampled_from(["OrderId", "Amount", "EventDate", "Sku"])
    words = st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4)), min_size=1, max_size=2).map(tuple)
    conditions = st.builds(
        Condition, columns, st.just("is"), st.lists(st.text(max_size=3), min_size=1, max_size=2).map(tuple)
    )
    return headers, Mapping(
        draw(st.lists(st.tuples(fields, feeds), max_size=4).map(tuple)),
        draw(st.lists(columns, max_size=2).map(tuple)),
        draw(
            st.lists(st.builds(Exclusion, st.lists(conditions, min_size=1, max_size=2).map(tuple)), max_size=2).map(
                tuple
            )
        ),
        draw(st.lists(st.tuples(fields, words), max_size=2).map(tuple)),
    )


@given(decided(), st.lists(names, max_size=3))
def test_what_was_remembered_is_recalled_whatever_the_headers(
    remembered: tuple[list[str], Mapping], others: list[str]
) -> None:
    headers, mapping = remembered
    with TemporaryDirectory() as folder:
        memories = Memories(Path(folder))
        memories.remember(headers, mapping, template="order", day_first={"EventDate": False})
        if sorted(others) != sorted(headers):
            memories.remember([*others, "one more", "and more"], Mapping(), template="item")
        recall = memories.recall(headers)
        assert recall is not None
        assert apply(recall, sheet(headers), Mapping()) == mapping
        assert (recall.template, dict(recall.day_first)) == ("order", {"EventDate": False})
        assert (recall.new, recall.gone) == ((), ())
