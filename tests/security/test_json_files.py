"""Programs, mappings, recipes and destinations from files: a sentence or what they say, never a defect."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from courier import plain_json
from courier.destinations import Destination, Destinations
from courier.draft_edits import fill_field, leave_out, replace_texts, set_date_order, set_zone, translate_values
from courier.messages import UserError
from courier.open_sheet import OpenOptions, open_table
from courier.programs import EventType, Program, Programs, faults, program_to_json, read_program, write_program
from courier.reading import read_bytes
from courier.recipe import edit_of, in_effect, recipe_of
from courier.settings import config_folder
from courier.sheet.exclusions import exclude_where
from courier.sheet.mapping import Arithmetic, Column, Constant, Joined, Mapping, Term
from courier.sheet.memory import Memories
from courier.sheet.search import Search
from tests.commands.running import Courier
from tests.rules.one_cell import NOW, draft_of
from tests.tries import tries

SEED = 20261129
ODD = [
    None, True, 0, -1, 10**30, 1e308, [], {}, "", " ", "\0", "../..\\x", "CON", "a\r\nb", "\u202e", "x" * 100_000,
    [[]], [None], {"a": 1}, ["", 1], [["", ""]],
]  # fmt: skip
UNREADABLE = [
    b"", b"\xff\xfe", b"\xef\xbb\xbf\xef\xbb\xbf{}", b"[" * 100_000, b'{"name":' * 100_000, b"1" * 5000, b"NaN",
    b'{"name": "x", "zone": 1e999}', b'{"name": "\\ud800"}', b'{"name": "x", "currency": "\\udfff"}',
    b'{"name": "x", "event_types": ' + b"[" * 60 + b"]" * 60 + b"}", b'{"name": ["x"]}', b'{"name": "x", "zone": {}}',
    b'{"name": "x", "reasons": [["a"]]}', b'{"name": "x", "event_types": [{"id": []}]}',
    b'{"name": "' + b"x" * 201 + b'"}', b'{"name": "x", "campaign_id": true}',
]  # fmt: skip


def mutated(value: Any) -> Iterator[Any]:
    """The value with each of its parts, one at a time, replaced by something odd or left away."""
    for way in list(ways(value)):
        for odd in [*ODD, KeyError]:
            changed = copy.deepcopy(value)
            *above, last = way
            inner = changed
            for step in above:
                inner = inner[step]
            if odd is KeyError:
                del inner[last]
            else:
                inner[last] = odd
            yield changed


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in parts:
        yield (*way, key)
        yield from ways(inner, (*way, key))


def say(problem: UserError) -> None:
    assert str(problem).endswith(".")


def some(value: Any, most: int) -> list[Any]:
    every = list(mutated(value))
    return random.Random(SEED).sample(every, min(most, len(every)))


@pytest.mark.parametrize("content", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_program_that_is_none_is_refused_in_a_sentence(courier: Courier, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "program.json"
    path.write_bytes(content)
    run = courier("programs", "import", path)
    assert run.code == 2
    assert run.sentence
    assert courier("programs", "list").out == ""


@pytest.mark.soak
def test_a_program_with_any_bytes_changed_is_read_or_refused(tmp_path: Path) -> None:
    whole = json.dumps(program_to_json(Program("Acmé", "1000", (EventType("18500", "Sale", "item", "Lead"),))))
    content, path = whole.encode(), tmp_path / "program.json"
    for seed in range(tries(200, 20_000)):
        chance, changed = random.Random(f"program {seed}"), bytearray(content)
        for _ in range(chance.choice((1, 2, 10))):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        path.write_bytes(changed)
        try:
            assert read_program(path).name, seed
        except UserError as problem:
            say(problem)


def test_a_program_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_json, "_MOST", 10)
    path = tmp_path / "program.json"
    path.write_text('{"name": "Acme"}', encoding="utf-8")
    with pytest.raises(UserError):
        read_program(path)


def test_whatever_a_program_holds_it_is_saved_or_refused(tmp_path: Path) -> None:
    event = EventType("18500", "Sale", "item", "Lead")
    whole = program_to_json(Program("Acme", "1000", (event,), "USD", "UTC", ("R",), ("paid",), ("P",)))
    saved = 0
    for number, record in enumerate(mutated(whole)):
        path = tmp_path / "one.json"
        path.write_text(json.dumps(record), encoding="utf-8")
        try:
            program = read_program(path)
        except UserError as problem:
            say(problem)
            continue
        saved += 1
        faults(program)
        program.facts()
        write_program(program, path)
        assert read_program(path) == program
        if number % 20 == 0:
            Programs(tmp_path / "config").save(program)
            assert Programs(tmp_path / "config").get(program.name) == program
    assert saved > 50


@pytest.mark.parametrize("name", ["../../x", "a/b", "C:\\x", "CON", "x" * 200, "."])
def test_a_name_is_no_path(courier: Courier, tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / "program.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"name": name}), encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert courier("programs", "import", path).code == 0
    assert courier("programs", "export", name, "--output", path).code == 0
    assert sorted(tmp_path.rglob("*")) == before
    assert read_program(path).name == name


def test_whatever_a_destination_holds_it_can_be_used_or_is_refused(tmp_path: Path) -> None:
    for kind in ("sftp", "email", "folder"):
        Destinations(tmp_path).save(Destination("a", kind, folder=str(tmp_path), cc=("a@b.example",), host_keys=("x",)))
        path = tmp_path / "destinations.json"
        whole = json.loads(path.read_text(encoding="utf-8"))
        for content in mutated(whole):
            path.write_text(json.dumps(content), encoding="utf-8")
            try:
                read = list(Destinations(tmp_path))
            except UserError as problem:
                say(problem)
                continue
            for one in read:
                assert one.url + str(one.wait)
        path.unlink(missing_ok=True)
        for aside in tmp_path.glob("*damaged*"):
            aside.unlink()


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"version": "x", "programs": []}', b'[{"name": "\\ud800"}]',
                                     b'[{"name": "x", "zone": Infinity}]'])  # fmt: skip
def test_a_list_of_programs_that_is_none_is_put_aside_and_said_once(courier: Courier, content: bytes) -> None:
    config_folder().mkdir(parents=True, exist_ok=True)
    (config_folder() / "programs.json").write_bytes(content)
    assert courier("programs", "list").sentence
    assert courier("programs", "list").code == 0


@pytest.mark.soak
def test_whatever_is_remembered_can_be_used_or_is_refused(tmp_path: Path) -> None:
    headers = ("OrderId", "Date", "Time", "Amount", "Quantity", "Amount", "", "State")
    mapping = Mapping(
        (
            ("OrderId", Column("c0")),
            ("EventDate", Joined(("c1", "c2"), " ")),
            ("Amount", Arithmetic((Term("+", "c3"), Term("*", "c4"), Term("-", "1.50")))),
            ("CurrencyCode", Constant("EUR")),
        ),
        extra=("c6",),
        left_out=(exclude_where("c7", "contains", "cancelled", "test"),),
        words=(("CurrencyCode", (("euro", "EUR"),)),),
    )
    memories = Memories(tmp_path)
    memories.remember(headers, mapping, template="item", zone="UTC", program="A", day_first={"EventDate": True})
    path = tmp_path / "mappings.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    others = [",".join(order) + "\nA,1,2,3,4,5,6,7\n" for order in (headers, headers[::-1], (*headers[1:], "New"))]
    tables = [read_bytes(content.encode(), "orders.csv") for content in others]
    remembered = 0
    for number, content in enumerate(some(whole, tries(60, 3_000))):
        path.write_text(json.dumps(content), encoding="utf-8")
        opened = open_table(tables[number % 3], "orders.csv", None, OpenOptions(memories=memories), NOW)
        remembered += opened.recalled is not None
        opened.draft.check()
        opened.draft.problems()
        assert all(map(str, opened.notes))
    assert remembered > 10


def test_whatever_a_recipe_holds_it_is_repeated_or_left_alone() -> None:
    first = draft_of({"OrderId": "web-1", "Category": "Schuhe", "Sku": "web-A", "EventDate": "03/04/2026 10:00"})
    sku, category = (f"c{first.sheet.headers.index(name)}" for name in ("Sku", "Category"))
    for make in (
        lambda: set_date_order(first, "EventDate", day_first=True),
        lambda: set_zone(first, "Europe/Berlin"),
        lambda: replace_texts(first, Search("WEB-"), "", [sku]),
        lambda: replace_texts(first, Search(r"^(\d)$", "regex"), "0$1"),
        lambda: translate_values(first, "Category", [("schuhe", "Shoes")]),
        lambda: leave_out(first, exclude_where(category, "is", "test")),
        lambda: fill_field(first, "ROW-AGE-88", "MediaId", "10000"),
        lambda: first.plan().edit,
    ):
        first.do(make())
    recipe = json.loads(json.dumps(recipe_of(first)))
    assert len(recipe) >= 6
    draft = draft_of({"OrderId": "web-2", "Category": "Schuhe", "Sku": "Web-B", "EventDate": "04/05/2026 10:00"})
    done = 0
    for step in recipe:
        for odd in mutated(step):
            in_effect(draft, odd)
            edit = edit_of(draft, odd)
            if edit is not None:
                draft.do(edit)
                draft.problems()
                draft.undo()
                done += 1
    assert done > 50
