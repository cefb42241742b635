"""Values of the sheet that are replaced by others when they are sent."""

from datetime import UTC, datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from courier.draft_edits import change_mapping, type_cells
from courier.open_sheet import OpenOptions, open_table
from courier.reading import read_bytes
from courier.rules.frames import FieldFrames
from courier.sheet.mapping import Column, Constant, Mapping, from_json, to_json
from courier.sheet.sheet import Sheet

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
CONTENT = """\
CampaignId,ActionTrackerId,EventDate,OrderId,CustomerId,CurrencyCode,Amount,CustomerStatus
4711,20100,2026-11-04T09:15:30-05:00,A1,C1,USD,5.00,First order
4711,20100,2026-11-04T09:15:30-05:00,A2,C2,USD,5.00, RETURNING
4711,20100,2026-11-04T09:15:30-05:00,A3,C3,USD,5.00,
4711,20100,2026-11-04T09:15:30-05:00,A4,C4,USD,5.00,EXISTING
"""
PAIRS = [("first order", "NEW"), ("Returning", "EXISTING")]


def statuses(sheet: Sheet, mapping: Mapping) -> list[str | None]:
    return FieldFrames(mapping, None, {}).raw(sheet.frame())["CustomerStatus"].to_list()


def opened_sheet() -> tuple[Sheet, Mapping]:
    draft = open_table(read_bytes(CONTENT.encode(), "x.csv"), "x.csv", None, OpenOptions(), NOW).draft
    return draft.sheet, draft.choices.mapping


def test_words_are_compared_without_case_and_outer_blanks_and_all_else_stays() -> None:
    sheet, mapping = opened_sheet()
    assert statuses(sheet, mapping) == ["First order", " RETURNING", "", "EXISTING"]
    assert statuses(sheet, mapping.with_words("CustomerStatus", PAIRS)) == ["NEW", "EXISTING", "", "EXISTING"]
    # the sheet itself keeps the texts of the source
    assert sheet.cell(0, "c7") == "First order"


def test_only_the_field_with_words_changes() -> None:
    sheet, mapping = opened_sheet()
    worded = mapping.with_words("CustomerStatus", [("usd", "EUR"), ("a1", "B1")])
    frames = FieldFrames(worded, None, {}).raw(sheet.frame())
    assert frames.equals(FieldFrames(mapping, None, {}).raw(sheet.frame()))


def test_typed_cells_and_values_for_all_rows_are_judged_after_it_too() -> None:
    draft = open_table(read_bytes(CONTENT.encode(), "x.csv"), "x.csv", None, OpenOptions(), NOW).draft
    draft.check()
    draft.do(change_mapping(draft, draft.choices.mapping.with_words("CustomerStatus", PAIRS)))
    assert draft.fields(draft.sheet.row_order)["CustomerStatus"].to_list() == ["NEW", "EXISTING", "", "EXISTING"]
    draft.do(type_cells(draft, [(3, "c7", "First Order")]))
    assert draft.fields(draft.sheet.row_order)["CustomerStatus"].to_list() == ["NEW", "EXISTING", "", "NEW"]
    constant = draft.choices.mapping.with_feed("CustomerStatus", Constant("returning"))
    draft.do(change_mapping(draft, constant))
    draft.do(type_cells(draft, [(0, "f:CustomerStatus", "first order")]))
    shown = draft.fields(draft.sheet.row_order)["CustomerStatus"].to_list()
    assert shown == ["NEW", "EXISTING", "EXISTING", "EXISTING"]
    draft.undo()
    draft.undo()
    draft.undo()
    draft.undo()
    assert draft.fields(draft.sheet.row_order)["CustomerStatus"].to_list() == [
        "First order",
        " RETURNING",
        "",
        "EXISTING",
    ]


def test_rules_see_the_words_that_are_sent() -> None:
    draft = open_table(read_bytes(CONTENT.encode(), "x.csv"), "x.csv", None, OpenOptions(), NOW).draft
    before = {problem.rule for problem in draft.check() and draft.problems() if problem.field == "CustomerStatus"}
    draft.do(change_mapping(draft, draft.choices.mapping.with_words("CustomerStatus", PAIRS)))
    after = {problem.rule for problem in draft.problems() if problem.field == "CustomerStatus"}
    assert before
    assert after == set()


def test_words_are_changed_and_taken_away_as_a_whole() -> None:
    mapping = Mapping((("CustomerStatus", Column("c0")),))
    worded = mapping.with_words("CustomerStatus", [*PAIRS, (" FIRST ORDER", "NEU"), ("  ", "NEW")])
    assert worded.words_of("CustomerStatus") == (("FIRST ORDER", "NEU"), ("Returning", "EXISTING"))
    assert worded.words_of("CurrencyCode") == ()
    both = worded.with_words("CurrencyCode", [("Euro", "EUR")])
    assert both.with_words("CustomerStatus", [("a", "b")]).words == (
        ("CustomerStatus", (("a", "b"),)),
        ("CurrencyCode", (("Euro", "EUR"),)),
    )
    assert both.with_words("CustomerStatus", ()).words == (("CurrencyCode", (("Euro", "EUR"),)),)
    assert worded.with_feed("CustomerStatus", Column("c1")).words == worded.words
    assert worded.without_column("c0").words == worded.words


def test_a_word_may_be_sent_as_nothing() -> None:
    sheet, mapping = opened_sheet()
    assert statuses(sheet, mapping.with_words("CustomerStatus", [("first order", "")]))[0] == ""


def test_mappings_written_before_there_were_words_still_load() -> None:
    mapping = Mapping((("CustomerStatus", Column("c0")),)).with_words("CustomerStatus", PAIRS)
    assert from_json(to_json(mapping)) == mapping
    old = to_json(mapping)
    del old["words"]
    assert from_json(old) == Mapping(mapping.feeds)


@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=4)), max_size=4), st.lists(st.text(max_size=4)))
def test_any_words_are_replaced_as_in_a_plain_dictionary(pairs: list[tuple[str, str]], texts: list[str]) -> None:
    sheet = Sheet(["Status"], pl.DataFrame({"c0": pl.Series(texts, dtype=pl.String)}))
    mapping = Mapping((("CustomerStatus", Column("c0")),)).with_words("CustomerStatus", pairs)
    plain = {theirs.strip().lower(): ours for theirs, ours in pairs if theirs.strip()}
    # which characters besides blanks count as white space depends on the engine
    odd = {chr(code) for code in range(0x1C, 0x20)}
    if not any(odd & set(text) for text in [*texts, *(theirs for theirs, _ in pairs)]):
        assert statuses(sheet, mapping) == [plain.get(text.strip().lower(), text) for text in texts]
