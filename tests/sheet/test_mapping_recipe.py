"""Mapping recipes as files, and locked by a program."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from courier.cli import main
from courier.draft_edits import change_mapping, set_zone
from courier.messages import UserError
from courier.open_sheet import OpenedSheet, OpenOptions, open_source
from courier.opened_edits import apply_recipe, choose_program, forget_memory
from courier.programs import Program, ProgramError, Programs, program_from_json, program_to_json
from courier.settings import config_folder
from courier.sheet.errors import MappingError
from courier.sheet.mapping import Column, Constant, Joined, Typed
from courier.sheet.mapping_recipe import (
    MappingRecipe,
    RecipeError,
    make_recipe,
    read_recipe,
    recipe_from_json,
    recipe_to_json,
    write_recipe,
)
from courier.sheet.memory import Memories

NOW = datetime(2026, 11, 30, tzinfo=UTC)
HEADERS = ("Number", "Day", "Hour", "Worth", "Worth", "Kind")
FEEDS = (
    ("OrderId", Column("c0")), ("EventDate", Joined(("c1", "c2"))), ("Amount", Column("c4")),
    ("CampaignId", Constant("1000")), ("Note", Typed()),
)  # fmt: skip


def opened(tmp_path: Path, headers: tuple[str, ...] = HEADERS, **options: Any) -> OpenedSheet:
    path = tmp_path / "shop.csv"
    rows = [["A1", "2026-11-20", "10:00", "9.00", "5.00", "Shoes", "x"][: len(headers)] for _ in range(2)]
    path.write_text("\n".join(",".join(row) for row in (headers, *rows)) + "\n", encoding="utf-8")
    return open_source(path, OpenOptions(**options), NOW)


@pytest.fixture
def recipe(tmp_path: Path) -> MappingRecipe:
    mapping = opened(tmp_path).detected
    mapping = type(mapping)(FEEDS, extra=("c5",)).with_words("Category", [("Schuhe", "Shoes")])
    return make_recipe("Shop", HEADERS, mapping, "order", "Europe/Paris")


def test_a_recipe_comes_back_from_its_file_and_fits_columns_in_any_order(tmp_path: Path, recipe: MappingRecipe) -> None:
    write_recipe(recipe, tmp_path / "shop.json")
    read = read_recipe(tmp_path / "shop.json")
    assert read == recipe
    assert (read.name, read.template, read.zone) == ("Shop", "order", "Europe/Paris")
    mapping = read.mapping_on(("KIND", "worth", "Worth ", "Hour", "Day", "Number"))
    assert dict(mapping.feeds) == {
        "OrderId": Column("c5"), "EventDate": Joined(("c4", "c3")), "Amount": Column("c2"),
        "CampaignId": Constant("1000"),
    }  # fmt: skip
    assert mapping.extra == ("c0",)
    assert mapping.words_of("Category") == (("Schuhe", "Shoes"),)
    # what reads a column that is missing goes, and it is said which one that is
    assert set(dict(read.mapping_on(("Number", "Day")).feeds)) == {"OrderId", "CampaignId"}
    assert read.missing(("number", "Day", "Kind")) == ("Hour", "Worth", "Worth")


def changed(**values: object) -> Callable[[dict[str, Any]], object]:
    return lambda record: record | values


def with_feeds(*feeds: object) -> Callable[[dict[str, Any]], object]:
    return lambda record: record | {"mapping": record["mapping"] | {"feeds": list(feeds)}}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: [], lambda _: None, lambda _: "recipe", lambda _: {}, changed(kind="program"), changed(version="1"),
        changed(version=2), changed(name=""), changed(name="x" * 201), changed(name=7), changed(headers="Number"),
        changed(headers=[1]), changed(headers=["x"] * 4_001), changed(template="lines"), changed(template=["item"]),
        changed(zone="Mars"), changed(zone={}), changed(mapping=None), changed(mapping=[]), changed(mapping={}),
        with_feeds(["OrderId"]), with_feeds(["OrderId", {}]), with_feeds(["OrderId", {"column": "c1"}]),
        with_feeds(["OrderId", {"column": ["Number", "1"]}]), with_feeds(["OrderId", {"constant": 5}]),
        with_feeds(["Amount", {"terms": [["/", ["Worth", 1]]]}]), with_feeds(["Amount", {"terms": []}]),
        with_feeds(["Password", {"constant": "x"}]), with_feeds([["OrderId"], {"constant": "x"}]),
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_a_sentence(
    tmp_path: Path, recipe: MappingRecipe, spoil: Callable[[dict[str, Any]], object]
) -> None:
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps(spoil(recipe_to_json(recipe))), encoding="utf-8")
    with pytest.raises(RecipeError):
        read_recipe(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 10_000, b"[" * 40 + b"]" * 40, b" " * 2_000_001 + b"{}"])
def test_files_that_are_no_recipe_at_all_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.json"
    path.write_bytes(content)
    with pytest.raises(RecipeError):
        read_recipe(path)
    with pytest.raises(RecipeError):
        read_recipe(tmp_path)
    with pytest.raises(RecipeError):
        read_recipe(tmp_path / "nothing.json")


def test_a_field_that_does_not_exist_is_named(recipe: MappingRecipe) -> None:
    record = with_feeds(["Password", {"constant": "x"}])(recipe_to_json(recipe))
    with pytest.raises(RecipeError, match="Password"):
        recipe_from_json(record)


def test_a_recipe_that_cannot_be_written_says_where(tmp_path: Path, recipe: MappingRecipe) -> None:
    with pytest.raises(RecipeError, match="nowhere"):
        write_recipe(recipe, tmp_path / "nowhere" / "shop.json")


def test_a_recipe_is_used_in_a_sheet_as_one_step(tmp_path: Path, recipe: MappingRecipe) -> None:
    sheet = opened(tmp_path)
    before = sheet.draft.choices
    assert sheet.draft.do(apply_recipe(sheet, recipe))
    now = sheet.draft.choices
    assert now.mapping.feed("Amount") == Column("c4")
    assert (now.template, now.zone, now.chosen) == ("order", "Europe/Paris", {"template", "zone"})
    assert sheet.draft.undo()
    assert sheet.draft.choices == before


def test_a_program_keeps_its_recipe(recipe: MappingRecipe) -> None:
    program = Program("Acme", "1000", recipe=recipe)
    assert program_from_json(json.loads(json.dumps(program_to_json(program)))) == program
    assert program_from_json(program_to_json(Program("Acme"))).recipe is None
    spoilt = program_to_json(program) | {"recipe": {"kind": "other"}}
    with pytest.raises((ProgramError, RecipeError)):
        program_from_json(spoilt)


def test_a_program_locks_the_sheets_that_are_opened_with_it(tmp_path: Path, recipe: MappingRecipe) -> None:
    program = Program("Acme", "2000", currency="EUR", recipe=recipe)
    sheet = opened(tmp_path, program=program)
    assert sheet.locked == recipe
    choices = sheet.draft.choices
    assert choices.mapping.feed("Amount") == Column("c4")
    assert (choices.template, choices.zone) == ("order", "Europe/Paris")
    # what the recipe leaves open is the program's
    assert choices.mapping.feed("CurrencyCode") == Constant("EUR")
    for options in ({"columns": (("Worth", "Amount"),)}, {"constants": {"CampaignId": "3"}}):
        with pytest.raises(MappingError, match=r"Acme.*Shop"):
            opened(tmp_path, program=program, **options)
    assert opened(tmp_path, program=program, constants={"Category": "Shoes"}).draft


def choose(sheet: OpenedSheet, program: Program | None) -> OpenedSheet:
    """The sheet after a program was chosen for it, as a window keeps it."""
    sheet.draft.do(choose_program(sheet, program))
    return replace(sheet, options=replace(sheet.options, program=program))


def test_the_lock_comes_and_goes_with_the_program(tmp_path: Path, recipe: MappingRecipe) -> None:
    sheet = opened(tmp_path)
    found = sheet.draft.choices
    sheet = choose(sheet, Program("Acme", recipe=recipe))
    locked = sheet.draft.choices
    assert locked.mapping.feed("Amount") == Column("c4")
    assert (locked.template, locked.zone, locked.chosen) == ("order", "Europe/Paris", {"template", "zone"})
    # unlocked, it stays as it is
    sheet = choose(sheet, Program("Acme"))
    assert sheet.draft.choices == locked
    sheet = choose(sheet, Program("Acme", recipe=recipe))
    sheet = choose(sheet, None)
    free = sheet.draft.choices
    assert free.mapping.feed("Amount") == sheet.detected.feed("Amount") != Column("c4")
    assert (free.template, free.zone, free.chosen) == (found.template, None, frozenset())


def test_a_lock_holds_as_it_does_for_a_sheet_that_is_opened_with_it(tmp_path: Path, recipe: MappingRecipe) -> None:
    program = Program("Acme", "2000", currency="EUR", zone="Europe/Berlin", recipe=recipe)
    with_it = opened(tmp_path, program=program).draft.choices
    afterwards = choose(opened(tmp_path), program).draft.choices
    assert with_it.zone == "Europe/Paris"
    assert (afterwards.template, afterwards.zone, afterwards.chosen) == (with_it.template, with_it.zone, with_it.chosen)
    assert dict(afterwards.mapping.feeds) == dict(with_it.mapping.feeds)
    # a zone of its own counts again where the lock no longer says one
    sheet = choose(opened(tmp_path, program=program), replace(program, name="Other", recipe=None))
    assert (sheet.draft.choices.zone, sheet.draft.choices.chosen) == ("Europe/Berlin", frozenset())
    # what a person chose after the lock stays theirs
    sheet = opened(tmp_path, program=program)
    sheet.draft.do(set_zone(sheet.draft, "Asia/Tokyo"))
    sheet = choose(sheet, None)
    assert (sheet.draft.choices.zone, sheet.draft.choices.chosen) == ("Asia/Tokyo", {"zone"})


def test_a_lock_s_zone_that_the_file_contradicts_is_asked_whenever_its_program_is_chosen(tmp_path: Path) -> None:
    headers = ("Order number", "Order date (UTC)", "Hour", "Amount", "Worth", "Kind")
    lock = make_recipe("Shop", headers, opened(tmp_path, headers).detected, "order", "Europe/Paris")
    program = Program("Acme", recipe=lock)
    with_it = opened(tmp_path, headers, program=program).draft.choices.readings["EventDate"]
    assert (with_it.zone, with_it.other_source) == ("UTC", "Europe/Paris")
    sheet = choose(opened(tmp_path, headers), program)
    assert sheet.draft.choices.readings["EventDate"] == with_it
    # the lock goes, and its objection with it
    free = choose(sheet, None).draft.choices
    assert (free.zone, free.readings["EventDate"].zone, free.readings["EventDate"].other_source) == (None, "UTC", None)
    sheet = opened(tmp_path, headers)
    sheet.draft.do(apply_recipe(sheet, lock))
    assert sheet.draft.choices.readings["EventDate"] == with_it
    # what a person answered stays answered
    sheet.draft.do(set_zone(sheet.draft, "UTC"))
    answered = choose(sheet, Program("Acme")).draft.choices
    assert (answered.zone_of("EventDate"), answered.readings["EventDate"].other_source) == ("UTC", None)


def test_a_lock_goes_before_what_was_remembered_and_after_what_is_asked_for(
    tmp_path: Path, recipe: MappingRecipe
) -> None:
    memories, program = Memories(tmp_path / "memories"), Program("Acme", recipe=recipe)
    free = opened(tmp_path)
    memories.remember(
        free.table.named_headers, recipe.mapping_on(HEADERS), detected=free.detected, template="item", zone="Asia/Tokyo"
    )
    remembered = opened(tmp_path, memories=memories)
    assert (remembered.draft.choices.template, remembered.draft.choices.zone) == ("item", "Asia/Tokyo")
    assert "note-recalled" in {note.key for note in remembered.notes}
    locked = opened(tmp_path, memories=memories, program=program)
    assert (locked.draft.choices.template, locked.draft.choices.zone) == ("order", "Europe/Paris")
    assert "note-recalled" not in {note.key for note in locked.notes}
    # nobody asked for what the lock said, should the sheet be opened again without it
    assert (locked.options.template, locked.options.zone) == (None, None)
    asked = opened(tmp_path, memories=memories, program=program, template="item", zone="America/New_York")
    assert (asked.draft.choices.template, asked.draft.choices.zone) == ("item", "America/New_York")


def test_the_command_imports_the_lock_and_keeps_to_it(
    tmp_path: Path, recipe: MappingRecipe, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "acme.json"
    path.write_text(json.dumps(program_to_json(Program("Acme", recipe=recipe))), encoding="utf-8")
    assert main(["programs", "import", str(path)]) == 0
    assert Programs(config_folder()).get("Acme").recipe == recipe
    opened(tmp_path)
    assert main(["check", str(tmp_path / "shop.csv"), "--program", "Acme", "--map", "Worth=Amount"]) == 2
    assert "Shop" in capsys.readouterr().err
    path.write_text(json.dumps({"name": "Bad", "recipe": {"kind": 1}}), encoding="utf-8")
    assert main(["programs", "import", str(path)]) == 2
    assert isinstance(RecipeError("mapping-recipe-malformed"), UserError)


def test_forgetting_what_was_remembered_keeps_to_the_lock(tmp_path: Path, recipe: MappingRecipe) -> None:
    memories = Memories(tmp_path / "memories")
    free = opened(tmp_path)
    memories.remember(free.table.named_headers, recipe.mapping_on(HEADERS), detected=free.detected, zone="Asia/Tokyo")
    sheet = opened(tmp_path, memories=memories, program=Program("Acme", recipe=recipe))
    assert sheet.recalled
    sheet.draft.do(change_mapping(sheet.draft, sheet.draft.choices.mapping.with_feed("Note", Typed())))
    sheet.draft.do(forget_memory(sheet))
    choices = sheet.draft.choices
    assert (choices.mapping.feed("Amount"), choices.mapping.extra) == (Column("c4"), ("c5",))
    assert choices.mapping.feed("Note") == Typed()
    assert (choices.template, choices.zone) == ("order", "Europe/Paris")
