"""Repairs with a prompt, repairs repeated on the next sheet, and two kinds of rows separated."""

import json

import polars as pl

from courier.draft_edits import (
    fill_field,
    kinds_apart,
    leave_out,
    replace_texts,
    set_date_order,
    set_template,
    set_zone,
    translate_values,
)
from courier.recipe import edit_of, in_effect, recipe_of
from courier.rules.fill_prompts import fill_prompt
from courier.sheet.exclusions import Exclusion, exclude_where
from courier.sheet.search import Search
from tests.rules.one_cell import draft_of

OLD = {"EventDate": "2026-06-01T10:00:00Z"}


def rules(draft) -> list[str]:
    return [problem.rule for problem in draft.problems()]


def replay(draft, recipe) -> int:
    """Repeats the steps of a recipe; how many of them changed something."""
    return sum(draft.do(edit) for step in recipe if (edit := edit_of(draft, step)) is not None)


def test_old_orders_get_a_partner_in_a_column_of_its_own() -> None:
    draft = draft_of({}, OLD, OLD)
    problem = draft.problems()[0]
    assert (problem.rule, fill_prompt(problem, draft.choices.facts).field) == ("ROW-AGE-88", "MediaId")
    draft.do(fill_field(draft, "ROW-AGE-88", "MediaId", "10000"))
    assert draft.fields(draft.sheet.row_order)["MediaId"].to_list() == [None, "10000", "10000"]
    assert set(rules(draft)) == {"ROW-MEDIA-FORCED"}
    draft.undo()
    assert "MediaId" not in draft.checker.view.names
    assert rules(draft) == ["ROW-AGE-88"] * 2


def test_one_reason_for_all_changes() -> None:
    rows = [{"ActionTrackerId": "18501", "OrderId": f"A{n}", "Amount": "1.00", "Reason": reason} for n, reason in
            enumerate(("OTHER", "", "returned"))]  # fmt: skip
    keep = ("ActionTrackerId", "OrderId", "Amount", "Reason")
    draft = draft_of(*rows, only=keep)
    assert rules(draft) == ["MOD-REASON"] * 2
    assert "ITEM_RETURNED" in fill_prompt(draft.problems()[0], draft.choices.facts).choices
    draft.do(fill_field(draft, "MOD-REASON", "Reason", "ITEM_RETURNED"))
    assert rules(draft) == []
    assert draft.fields(draft.sheet.row_order)["Reason"].to_list() == ["OTHER", "ITEM_RETURNED", "ITEM_RETURNED"]


def test_filling_may_be_limited_to_some_rows() -> None:
    draft = draft_of(OLD, OLD, OLD)
    draft.do(fill_field(draft, "ROW-AGE-88", "MediaId", "10000", pl.Series([1], dtype=pl.UInt32)))
    assert draft.fields(draft.sheet.row_order)["MediaId"].to_list() == [None, "10000", None]
    assert recipe_of(draft) == ()


def test_repairs_may_be_limited_to_some_rows() -> None:
    draft = draft_of({"Amount": "1,50"}, {"Amount": "2,50"}, {"Amount": "3,50"})
    draft.do(draft.plan(rows=pl.Series([1], dtype=pl.UInt32)).edit)
    assert draft.fields(draft.sheet.row_order)["Amount"].to_list() == ["1,50", "2.50", "3,50"]
    assert recipe_of(draft) == ()


def test_kinds_that_are_not_wanted_are_left_out_of_all_repairs_but_not_of_their_own() -> None:
    draft = draft_of({"Amount": "1,50", "Sku": " A"})
    for step, amount in (({"fix": None, "safe": True}, "1,50"), ({"fix": ["ROW-AMOUNT-NUM"], "safe": True}, "1.50")):
        draft.do(edit_of(draft, step, ["ROW-AMOUNT-NUM"]))
        fields = draft.fields(draft.sheet.row_order)
        assert (fields["Sku"][0], fields["Amount"][0]) == ("A", amount)


def test_what_was_done_is_done_again_on_the_next_sheet() -> None:
    first = draft_of({"Amount": "1,50", "EventDate": "03/04/2026 10:00", "MediaId": "10000"})
    first.do(set_date_order(first, "EventDate", day_first=True))
    first.do(set_zone(first, "Europe/Berlin"))
    first.do(first.plan().edit)
    recipe = recipe_of(first)
    assert [sorted(step)[0] for step in recipe] == ["day_first", "zone", "fix"]
    second = draft_of({"Amount": "7,25", "EventDate": "05/06/2026 11:00", "MediaId": "10000", "Sku": " B "})
    assert replay(second, recipe) == 3
    fields = second.fields(second.sheet.row_order).row(0, named=True)
    assert (fields["Amount"], fields["EventDate"], fields["Sku"]) == ("7.25", "2026-06-05T11:00:00+02:00", "B")


def test_replacements_and_translated_values_are_made_again_wherever_the_columns_stand() -> None:
    first = draft_of({"OrderId": "web-1", "Category": "Schuhe", "Sku": "web-A"})
    sku = next(f"c{index}" for index, header in enumerate(first.sheet.headers) if header == "Sku")
    first.do(replace_texts(first, Search("WEB-"), "", [sku]))
    first.do(replace_texts(first, Search(r"^(\d)$", "regex"), "0$1"))
    first.do(translate_values(first, "Category", [("schuhe", "Shoes")]))
    recipe = json.loads(json.dumps(recipe_of(first)))
    assert [sorted(step)[-1] for step in recipe] == ["replace", "replace", "words"]
    keep = tuple(reversed(first.sheet.headers))
    second = draft_of({"OrderId": "web-2", "Category": "Schuhe", "Sku": "Web-B", "Quantity": "2"}, only=keep)
    assert replay(second, recipe) == 3
    fields = second.fields(second.sheet.row_order).row(0, named=True)
    assert [fields[name] for name in ("OrderId", "Category", "Sku", "Quantity")] == ["web-2", "Shoes", "B", "02"]
    assert [in_effect(second, step) for step in recipe] == [False, False, True]


def test_exclusions_are_made_again_unless_they_are_in_force() -> None:
    first = draft_of({"Category": "Test"}, {})
    column = next(f"c{index}" for index, header in enumerate(first.sheet.headers) if header == "Category")
    first.do(leave_out(first, exclude_where(column, "is", "test"), exclude_where(column, "empty")))
    recipe = json.loads(json.dumps(recipe_of(first)))
    second = draft_of({}, {"Category": "TEST"}, only=tuple(reversed(first.sheet.headers)))
    assert not in_effect(second, recipe[0])
    assert replay(second, recipe) == 1
    assert (second.summary().left_out, in_effect(second, recipe[0])) == (1, True)
    assert replay(second, recipe) == 0
    assert replay(draft_of({}, only=("OrderId", "Sku")), recipe) == 0


def test_a_replacement_that_cannot_be_understood_any_more_changes_nothing() -> None:
    step = {"replace": "(", "by": "", "kind": "regex", "case": False, "columns": None}
    assert edit_of(draft_of({}), step) is None
    gone = {"replace": "A", "by": "B", "kind": "plain", "case": False, "columns": [["Not there", 1]]}
    assert replay(draft_of({"Sku": "A"}), [gone]) == 0


def test_decisions_that_hold_already_are_not_left_to_repeat() -> None:
    draft = draft_of({"EventDate": "03/04/2026 10:00"})
    draft.do(set_date_order(draft, "EventDate", day_first=True))
    draft.do(set_zone(draft, "Europe/Berlin"))
    draft.do(draft.plan().edit)
    assert [in_effect(draft, step) for step in recipe_of(draft)] == [True, True, False]
    assert not any(in_effect(draft_of({}), step) for step in recipe_of(draft))


def test_a_template_that_fits_what_is_left_is_no_choice_and_replaces_none() -> None:
    draft = draft_of({}, {"Reason": "ITEM_RETURNED", "EventDate": "", "ClickId": "", "CustomerId": ""}, {})
    apart = kinds_apart(draft.choices.mapping)
    assert apart is not None
    draft.do(leave_out(draft, apart[1]))
    assert (draft.choices.template, draft.choices.chosen) == ("modification", frozenset())
    draft.undo()
    draft.do(set_template(draft, "item"))
    draft.do(leave_out(draft, apart[1]))
    assert (draft.choices.template, draft.choices.chosen) == ("item", {"template"})


def test_a_step_taken_back_is_in_no_recipe_and_one_that_fits_nothing_changes_nothing() -> None:
    draft = draft_of({"Amount": "1,50"})
    draft.do(draft.plan().edit)
    recipe = recipe_of(draft)
    draft.undo()
    assert recipe_of(draft) == ()
    clean = draft_of({})
    assert replay(clean, [*recipe, {"day_first": "Date9", "value": True}, {"of a newer app": 1}]) == 0
    assert clean.problems() == []


def test_two_kinds_of_rows_are_taken_apart() -> None:
    draft = draft_of({}, {"Reason": "ITEM_RETURNED", "EventDate": "", "ClickId": "", "CustomerId": ""}, {})
    assert "FILE-KIND" in rules(draft)
    changes_out, fresh_out = kinds_apart(draft.choices.mapping)
    assert isinstance(changes_out, Exclusion)
    for condition, template, left in ((changes_out, "item", 2), (fresh_out, "modification", 1)):
        draft.do(leave_out(draft, condition))
        assert draft.choices.template == template
        assert draft.summary().left_out == 3 - left
        assert "FILE-KIND" not in rules(draft)
        draft.undo()
