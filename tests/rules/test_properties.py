"""Properties of every sheet, whatever its cells: repairs, verdicts after edits, and blocked rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from courier.catalogue.fields import FIELDS, IDENTIFIERS, MONEY_FIELDS
from courier.draft import Draft
from courier.draft_edits import (
    change_choices,
    change_mapping,
    fill_field,
    set_aside,
    set_date_order,
    set_zone,
    type_cells,
)
from courier.open_sheet import OpenOptions, open_table
from courier.programs import EventType, Program
from courier.reading import read_bytes
from courier.reading.table import Table
from courier.rules.checker import Checker
from courier.rules.explanation import explain
from courier.rules.repairs import FIX_ORDER, count_repairable
from courier.rules.rulebook import RULES
from courier.rules.verdict import Verdict
from courier.sheet.edit import Cells
from courier.sheet.exclusions import Condition, Exclusion
from courier.sheet.mapping import Arithmetic, Column, Constant, Joined, Term, Typed
from courier.sheet.row_edits import delete_rows, insert_rows
from courier.sheet.sheet import Sheet
from tests.rules.known_before import KnownBefore
from tests.rules.one_cell import NOW, draft_of
from tests.tries import tries

pytestmark = pytest.mark.soak

# a failing sheet is small already, and shrinking takes minutes
trying = partial(settings, phases=[Phase.generate])

_IDS = (
    "1", "2", "01", "001", "A", "a", "1.0", "7.00", "1E5", "1.5E+3", "1E+15", "12-Mar", "2026-03-12", "=A1", " A", "A ",
    "A\u200b", "１２", "٣", "ß", "😀", "x" * 65, "x" * 255, "CafÃ©", "1Â\u00a0", "\u00ad1", "a@b.co", "1%3A2", "0",
    "-1", "1 2",
    "10042", "12345678901",
)  # fmt: skip
_AMOUNTS = (
    "1", "1.5", "1,5", "1.50", "1,234", "1.234", "1.234,56", "1,234.56", "1 234", "$5", "5 USD", "(5)", "-5", "+5",
    "−5",
    "0", "0.00", "1E3", "abc", ".5", "5.", "１２", "12.345", "=1+1", "1000000", " 7", "7\u00a0", "1'000",
)  # fmt: skip
_DATES = (
    "2026-11-20T10:00:00Z", "2026-11-20T10:00Z", "2026-11-20T10:00:00", "2026-11-20T11:00:00+01:00", "2026-11-20 10:00",
    "20/11/2026 10:00", "11/20/2026 1:05 PM", "03/04/2026 10:00", "20-NOV-2026 13:02:11 EST", "2026-11-20", "NOW",
    "now",
    "46346.5", "1795168800", "2026-11-20T10:00:60Z", "2026-11-20T23:59:60Z", "2026-11-20T10:00:00+01",
    "2026-1-2T3:4:5Z",
    "2026-13-01T10:00:00Z", "2025-12-01T00:00:00Z", "2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z",
    " 2026-11-20T10:00:00Z",
    "２０２６-11-20T10:00:00Z", "20/11/26 10:00", "yesterday",
)  # fmt: skip
_CURRENCIES = ("USD", "EUR", "JPY", "KWD", "usd", "$", "€", "US$", "XXX", "EURO", " USD")
_TEXTS = (
    "Gifts", "Café", "CafÃ©", "â€œhiâ€\u009d", "L\ufffdbeck", "a  b", "\u200b", "=SUM(A:A)", "jo@example.org",
    "x" * 255, "y" * 300,
    "1.0", "NEW", "Ünï", "50Â\u00a0ml",
)  # fmt: skip
_OTHERS = {
    "CurrencyCode": _CURRENCIES,
    "Quantity": ("1", "2.0", "2,00", "+3", "0", "1.5", "1,000", "２", "abc"),
    "Reason": ("OTHER", "other", "item returned", "WHATEVER", "ITEM_RETURNED"),
    "CustomerEmail": ("Jo@Example.org", " jo@example.org", "0" * 40, "mailto:a@b.co", "abc"),
    "CustomerCountry": ("US", "us", "XX", "Germany", "deu"),
    "GiftPurchase": ("true", "Yes", "0", "maybe"),
    "EventCode": ("INSTALL", "SALE", " SALE"),
}
_FIELDS = {
    "item": (
        "CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode", "Amount",
        "Category",
        "Sku", "Quantity", "MediaId", "CustomerEmail", "CustomerCountry", "OrderPromoCode",
    ),
    "order": (
        "CampaignId", "ActionTrackerId", "EventTypeCode", "EventDate", "OrderId", "CustomerId", "CurrencyCode",
        "Amount",
        "OrderDiscount", "Numeric1", "Date1", "GiftPurchase",
    ),
    "chained": (
        "CampaignId", "ActionTrackerId", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode", "Amount",
        "Sku",
        "Category", "Quantity",
    ),
    "mobile": (
        "CampaignId", "ActionTrackerId", "EventCode", "EventDate", "OrderId", "ClickId", "CustomerId", "CurrencyCode",
        "Amount",
    ),
    "modification": (
        "ActionId", "ActionTrackerId", "OrderId", "Sku", "Category", "Quantity", "Amount", "CurrencyCode",
        "CustomerStatus",
        "Reason", "ClickId",
    ),
}  # fmt: skip
_BLANKS = ("", None, "  ", "\u00a0")
_PROGRAM = Program(
    "Acme",
    "1",
    (EventType("1", "Trial"), EventType("2", "Purchase", parent="Trial")),
    promo_codes=("A",),
    reasons=("OWN",),
)
_KNOWN = KnownBefore(
    [
        {"event": "1", "order": "A", "sent_at": "2026-10-01", "amount": "5", "state": "APPROVED"},
        {"event": "2", "order": "1", "amount": "0", "locks_at": "2026-11-20T00:00:00Z"},
        {"action": "A", "amount": "1.50", "status": "NEW", "state": "PENDING"},
    ]
)

_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=6)


def _cells(name: str, values: Sequence[str]) -> st.SearchStrategy[str | None]:
    return st.one_of(st.sampled_from(values), st.sampled_from(values), st.sampled_from(_BLANKS), _words)


def _values(name: str) -> st.SearchStrategy[str | None]:
    if name in _OTHERS:
        return _cells(name, _OTHERS[name])
    if name in ("OrderId", "CustomerId", "ActionTrackerId", "ActionId"):
        # few values, so that rows share orders
        return st.one_of(st.sampled_from(("A", "1", "2", "B")), st.sampled_from(("A", "1")), _cells(name, _IDS))
    if name in IDENTIFIERS or name in ("EventTypeCode", "OrderPromoCode"):
        return _cells(name, _IDS)
    if name in MONEY_FIELDS or FIELDS[name].type == "decimal":
        return _cells(name, _AMOUNTS)
    return _cells(name, _DATES if FIELDS[name].type == "datetime" else _TEXTS)


@st.composite
def drafts(draw: st.DrawFn, template: str) -> Draft:
    """A checked draft of up to nine rows."""
    names = list(_FIELDS[template])
    row = st.tuples(*(_values(name) for name in names))
    rows = draw(st.lists(row, max_size=8))
    repeated = draw(st.lists(st.integers(0, max(0, len(rows) - 1)), max_size=2)) if rows else []
    rows += [rows[place] for place in repeated]
    program, history = draw(st.sampled_from((None, _PROGRAM))), draw(st.sampled_from((None, _KNOWN)))
    if template == "chained":
        program = _PROGRAM
    cells = pl.DataFrame(
        [pl.Series(f"c{place}", [row[place] for row in rows], dtype=pl.String) for place in range(len(names))]
    )
    table = Table(tuple(names), cells, pl.int_range(2, len(rows) + 2, eager=True), "csv", "utf-8", ",", 1, len(names))
    zone = draw(st.sampled_from((None, "Europe/Berlin", "+02:00")))
    options = OpenOptions(template=template, program=program, history=history, zone=zone)
    draft = open_table(table, "nasty.csv", None, options, NOW).draft
    draft.check()
    return draft


def any_draft(*templates: str) -> st.SearchStrategy[Draft]:
    return st.sampled_from(templates or tuple(_FIELDS)).flatmap(drafts)


def texts_of(draft: Draft) -> dict[int, dict[str, str | None]]:
    """The fields' texts by row id."""
    records = draft.fields(draft.sheet.row_order).to_dicts()
    return dict(zip(draft.sheet.row_order.to_list(), records, strict=True))


# ---------------------------------------------------------------------- repairs


@trying(max_examples=tries(4, 180))
@given(any_draft())
def test_safe_repairs_do_all_they_can_at_once(draft: Draft) -> None:
    draft.do(draft.plan().edit)
    again = draft.plan()
    assert (again.changes, again.cells, again.moved) == ((), {}, 0)
    assert [
        (problem.rule, problem.row, problem.field, problem.value, problem.fix)
        for problem in draft.problems()
        if problem.fix and problem.fix.safe
    ] == []
    assert count_repairable(draft.checker, draft.verdict) == {}


@trying(max_examples=tries(4, 180))
@given(any_draft(), st.sampled_from((None, *FIX_ORDER)))
def test_repairs_touch_rows_with_problems_only(draft: Draft, rule: str | None) -> None:
    troubled = {problem.row for problem in draft.problems(rules=None if rule is None else [rule])}
    edit = (draft.plan() if rule is None else draft.plan([rule])).edit
    before = texts_of(draft)
    draft.do(edit)
    after = texts_of(draft)
    assert sorted(before) == sorted(after)
    assert {row for row in before if before[row] != after[row]} <= troubled
    changed = {row for change in edit.changes if isinstance(change, Cells) for row in change.rows}
    assert changed <= troubled
    draft.undo()
    assert texts_of(draft) == before


@trying(max_examples=tries(4, 180))
@given(any_draft())
def test_safe_repairs_invent_no_digit(draft: Draft) -> None:
    before = texts_of(draft)
    draft.do(draft.plan().edit)
    after = texts_of(draft)
    firsts: dict[str, int] = {}
    for row in draft.sheet.row_order.to_list():
        firsts.setdefault((after[row].get("OrderId") or "").strip() or f"row {row}", row)
    for row, texts in after.items():
        first = firsts[(texts.get("OrderId") or "").strip() or f"row {row}"]
        for name in [name for name in texts if name in IDENTIFIERS]:
            was, now = before[row][name], texts[name]
            taken_over = not _digits(was) and now in (before[first][name], after[first][name])
            assert taken_over or _within(_digits(now), _digits(was)), (name, was, now)


def _digits(text: str | None) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text or "") if character in "0123456789")


def _within(few: str, many: str) -> bool:
    rest = iter(many)
    return all(digit in rest for digit in few)


# ---------------------------------------------------------------------- checking a part


@pytest.mark.parametrize(
    "wishes",
    [
        OpenOptions(),
        OpenOptions(constants={"CampaignId": "1000", "CurrencyCode": "USD"}),
        OpenOptions(program=_PROGRAM),
        OpenOptions(template="chained", program=_PROGRAM),
        OpenOptions(template="modification", history=_KNOWN),
    ],
)
def test_a_sheet_whose_columns_feed_nothing_is_checked_all_the_same(wishes: OpenOptions) -> None:
    draft = open_table(read_bytes(b"this,that\n1,2\n3,4\n", "x.csv"), "x.csv", None, wishes, NOW).draft
    draft.check()
    assert draft.summary().set_aside == 2
    assert draft.plan().total == 0


@trying(max_examples=tries(4, 180))
@given(any_draft(), st.sets(st.integers(0, 9)))
def test_a_row_is_judged_alike_whatever_rows_are_beside_it(draft: Draft, wanted: set[int]) -> None:
    rows = sorted(row for row in wanted if row < draft.sheet.row_count)
    part = Sheet(draft.sheet.headers, draft.sheet.frame(pl.Series(rows, dtype=pl.UInt32)))
    alone = Checker(part, draft.checker.mapping, draft.checker.context).check()
    # a rule may check both single rows and orders
    of_rows = {rule.id for rule in RULES if rule.group is None} - {rule.id for rule in RULES if rule.group}
    together = marks_of(draft.verdict, rows, of_rows)
    assert marks_of(alone, range(len(rows)), of_rows) == together
    assert alone.moments.to_list() == draft.verdict.moments.gather(pl.Series(rows, dtype=pl.UInt32)).to_list()


@pytest.mark.parametrize("date", _DATES)
def test_a_moment_is_seen_alike_whatever_dates_are_beside_it(date: str) -> None:
    rows = [{"EventDate": date}, {"EventDate": "2026-11-20T10:00Z"}]
    alone, beside = draft_of(rows[0]), draft_of(*rows)
    assert alone.verdict.moments[0] == beside.verdict.moments[0]


def marks_of(verdict: Verdict, rows: Sequence[int], rules: set[str] | None = None) -> dict[object, list[bool]]:
    """The marks of any of the rows."""
    marked = dict(verdict.hits(pl.Series(list(rows), dtype=pl.UInt32)))
    return {key: hits for key, hits in marked.items() if rules is None or key[0] in rules}


# ---------------------------------------------------------------------- edits


_KINDS = (
    "type", "type", "type", "type", "paste", "insert", "delete", "undo", "undo", "redo", "fix", "fix rule",
    "leave out", "aside",
    "take back", "template", "dates", "zone", "feed", "words", "fill",
)  # fmt: skip
_FEEDS = (
    ("CurrencyCode", Constant("USD")), ("CampaignId", Constant(" 1 ")), ("OrderId", Joined(("c0", "c3"), "-")),
    ("Sku", Typed()),
    ("Amount", Arithmetic((Term("+", "c6"), Term("*", "c7")))), ("CustomerId", None), ("OrderId", Column("c1")),
)  # fmt: skip


def _name_of(draft: Draft, place: int) -> tuple[str, str]:
    """A field and the column that holds its cells."""
    names = [name for name in draft.checker.view.names if name in FIELDS]
    name = names[place % len(names)]
    column = draft.checker.frames.column_of(name)
    assert column is not None
    return name, column


def carry_out(draft: Draft, kind: str, number: int, other: int, data: st.DataObject) -> None:
    """One step of a user."""
    order = draft.sheet.row_order.to_list()
    match kind:
        case "type" | "paste" | "delete" | "aside" | "take back":
            if order:
                _change_rows(draft, kind, number, other, data)
        case "template" | "dates" | "zone" | "feed" | "words" | "leave out" | "fill":
            _decide(draft, kind, number, other, data)
        case "undo":
            draft.undo()
        case "redo":
            draft.redo()
        case "insert":
            draft.do(insert_rows(draft.sheet, number % (len(order) + 1), 1 + other % 2))
        case "fix":
            draft.do(draft.plan().edit)
        case "fix rule":
            draft.do(draft.plan([FIX_ORDER[other % len(FIX_ORDER)]]).edit)


def _decide(draft: Draft, kind: str, number: int, other: int, data: st.DataObject) -> None:
    match kind:
        case "leave out":
            _, column = _name_of(draft, other)
            if column in draft.sheet.columns:
                conditions = (
                    (Exclusion((Condition(column, *data.draw(st.sampled_from(_CONDITIONS))),)),) if number % 3 else ()
                )
                draft.do(change_mapping(draft, replace(draft.choices.mapping, left_out=conditions)))
        case "template":
            draft.do(change_choices(draft, "edit-template", template=list(_FIELDS)[number % len(_FIELDS)]))
        case "dates":
            draft.do(set_date_order(draft, "EventDate", day_first=bool(number % 2)))
        case "zone":
            draft.do(set_zone(draft, ("America/New_York", "+05:30", "UTC")[number % 3]))
        case "feed":
            draft.do(change_mapping(draft, draft.choices.mapping.with_feed(*_FEEDS[number % len(_FEEDS)])))
        case "words":
            name, _ = _name_of(draft, number)
            draft.do(
                change_mapping(
                    draft,
                    draft.choices.mapping.with_words(name, [("A", "B"), ("usd", "USD"), ("1", "")][: 1 + other % 3]),
                )
            )
        case "fill":
            cells = [problem for problem in draft.problems() if problem.row is not None and problem.field]
            if cells:
                problem = cells[number % len(cells)]
                draft.do(fill_field(draft, problem.rule, problem.field or "", ("2", "A", "USD")[other % 3]))


def _change_rows(draft: Draft, kind: str, number: int, other: int, data: st.DataObject) -> None:
    order = draft.sheet.row_order.to_list()
    row = order[number % len(order)]
    match kind:
        case "type":
            name, column = _name_of(draft, other)
            draft.do(type_cells(draft, [(row, column, data.draw(_values(name)) or "")]))
        case "paste":
            cells = []
            for place in range(1 + number % 3):
                name, column = _name_of(draft, other + place)
                cells += [(here, column, data.draw(_values(name)) or "") for here in order[number % len(order) :][:3]]
            draft.do(type_cells(draft, list({cell[:2]: cell for cell in cells}.values()), "edit-paste"))
        case "delete":
            draft.do(delete_rows(draft.sheet, {number % len(order), other % len(order)}))
        case "aside" | "take back":
            draft.do(set_aside(draft, [row], aside=kind == "aside"))


_CONDITIONS = (("is", ("a", "1")), ("is_not", ("A",)), ("empty",), ("not_empty",), ("contains", ("1",)))


def assert_divided(draft: Draft) -> None:
    parts = [rows.to_list() for rows in (draft.ready_rows(), draft.aside_rows(), draft.left_out_rows())]
    assert sorted(row for part in parts for row in part) == sorted(draft.sheet.row_order.to_list())
    summary = draft.summary()
    assert [summary.ready, summary.set_aside, summary.left_out] == [len(part) for part in parts]
    assert summary.ready + summary.set_aside + summary.left_out == summary.rows == draft.sheet.row_count


def assert_as_checked_anew(draft: Draft) -> None:
    checker = draft.checker_copy()
    anew, updated = checker.check(), draft.verdict
    order = draft.sheet.row_order
    assert updated.included.to_list() == anew.included.to_list()
    assert marks_of(updated, range(updated.ids)) == marks_of(anew, range(anew.ids))
    assert updated.file == anew.file
    assert (updated.counts(), updated.counts_by_rule()) == (anew.counts(), anew.counts_by_rule())
    checked = order.filter(updated.included.gather(order)) if order.len() else order
    assert updated.moments.gather(checked).to_list() == anew.moments.gather(checked).to_list()
    assert updated.chain_roles.gather(checked).to_list() == anew.chain_roles.gather(checked).to_list()
    assert updated.keys.keys() == anew.keys.keys()
    for kind, keys in updated.keys.items():
        assert _grouping(keys.gather(checked)) == _grouping(anew.keys[kind].gather(checked))
    assert draft.problems() == explain(checker, anew)
    assert updated.failing().gather(checked).to_list() == anew.failing().gather(checked).to_list()
    # and equal to a sheet that was opened in this state
    width = len(draft.sheet.headers) - len(draft.sheet.surplus)
    plain = Sheet(draft.sheet.headers, draft.sheet.frame(order), header_width=width)
    compacted = Checker(plain, checker.mapping, checker.context).check()
    assert marks_of(compacted, range(order.len())) == marks_of(updated, order.to_list())


def _grouping(keys: pl.Series) -> list[int]:
    """Per row the index of the first row with the same key."""
    first: dict[int, int] = {}
    return [first.setdefault(key, place) for place, key in enumerate(keys.to_list())]


@pytest.mark.parametrize("template", _FIELDS)
@trying(max_examples=tries(1, 60))
@given(data=st.data())
def test_a_verdict_after_edits_is_that_of_a_full_check(template: str, data: st.DataObject) -> None:
    draft = data.draw(drafts(template))
    for _ in range(data.draw(st.integers(1, 4))):
        kind, number, other = data.draw(st.tuples(st.sampled_from(_KINDS), st.integers(0, 999), st.integers(0, 999)))
        carry_out(draft, kind, number, other, data)
        assert_as_checked_anew(draft)
        assert_divided(draft)
