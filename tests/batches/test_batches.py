"""Batches: split between orders, with plain names, exact to the byte, written atomically."""

import csv
import io
import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courier.batches.batch import WrittenBatch, write_batch
from courier.batches.errors import BatchError
from courier.batches.names import PartFacts, PartNameError, ascii_label, example_name, part_name
from courier.batches.split import split
from courier.draft import Draft
from courier.draft_edits import set_aside
from courier.open_sheet import OpenOptions, open_table
from courier.reading import Table
from courier.rules.delivery_rules import name_problems
from courier.sheet.edit import Cells
from tests.tries import tries

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HEADERS = (
    "CampaignId",
    "ActionTrackerId",
    "EventDate",
    "OrderId",
    "ClickId",
    "CurrencyCode",
    "Amount",
    "Category",
    "Sku",
    "Quantity",
)


def record(number: int, item: int = 1, **changes: str | None) -> list[str | None]:
    right = {
        "CampaignId": "1000",
        "ActionTrackerId": "18500",
        "EventDate": "2026-11-20T10:00:00Z",
        "OrderId": f"AC-{number}",
        "ClickId": f"QiiWXOVnrQ3SQHl24jQjyxBGUkm{number:05}",
        "CurrencyCode": "USD",
        "Amount": "10.00",
        "Category": "Tennis",
        "Sku": f"SKU-{item}",
        "Quantity": "1",
    }
    return [{**right, **changes}[name] for name in HEADERS]


def draft_of(records: Sequence[Sequence[str | None]]) -> Draft:
    """A checked draft of these records."""
    columns = [
        pl.Series(f"c{index}", [record[index] for record in records], dtype=pl.String) for index in range(len(HEADERS))
    ]
    numbers = pl.Series(range(2, len(records) + 2), dtype=pl.Int64)
    table = Table(HEADERS, pl.DataFrame(columns), numbers, "csv", "UTF-8", ",", 1, len(HEADERS))
    draft = open_table(table, "orders.csv", None, OpenOptions(template="item"), NOW).draft
    draft.check()
    return draft


def parsed(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def contents(written: WrittenBatch) -> list[bytes]:
    return [path.read_bytes() for path in written.paths]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# ---------------------------------------------------------------------- split


def fewest(sizes: Sequence[int], most: int) -> int:
    """The smallest number of parts that keep orders whole and in order, by trying every split."""
    best = [0]
    for end in range(1, len(sizes) + 1):
        begins = [end - 1, *(first for first in range(end - 1) if sum(sizes[first:end]) <= most)]
        best.append(1 + min(best[first] for first in begins))
    return best[-1]


@given(sizes=st.lists(st.integers(1, 9), max_size=14), most=st.integers(1, 12))
def test_split_keeps_orders_whole_in_as_few_parts_as_possible(sizes: list[int], most: int) -> None:
    orders = [number for number, size in enumerate(sizes) for _ in range(size)]
    stretches = list(split(pl.Series(orders, dtype=pl.UInt64), most))
    parts = [orders[first : first + count] for first, count in stretches]
    assert [row for part in parts for row in part] == orders
    assert all(parts)
    assert sum(len(set(part)) for part in parts) == len(sizes)
    assert all(len(part) <= most or len(set(part)) == 1 for part in parts)
    assert len(parts) == fewest(sizes, most)


@given(keys=st.lists(st.integers(0, 3), max_size=20), most=st.integers(1, 6))
def test_split_cuts_only_where_the_order_changes(keys: list[int], most: int) -> None:
    places = [first for first, _ in split(pl.Series(keys, dtype=pl.UInt64), most)]
    changes = [0, *(place for place in range(1, len(keys)) if keys[place] != keys[place - 1])]
    assert set(places) <= set(changes)


# ---------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("orders", "orders"),
        ("Acme Sports, Inc.", "Acme-Sports-Inc"),
        ("Größe & Söhne", "Grosse-Sohne"),
        ("Café_Ünïcode 2026", "Cafe-Unicode-2026"),
        ("東京", "batch"),
        ("", "batch"),
        ("---", "batch"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 300, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_labels_are_plain_ascii(label: str, plain: str) -> None:
    assert ascii_label(label) == plain


@given(label=st.text(max_size=60), template=st.sampled_from(["item", "order"]), content=st.binary(max_size=8))
def test_every_name_is_one_that_impact_takes(label: str, template: str, content: bytes) -> None:
    digest = sha256(content).hexdigest()
    name = part_name(PartFacts(template, label, NOW, 1, 3, digest))
    assert list(name_problems(name)) == []
    assert re.fullmatch(r"2026-11-23_(Item|Order)Conversions_[A-Za-z0-9-]{1,40}_01of03_[0-9a-f]{8}\.csv", name)
    assert digest.startswith(name[-12:-4])


def test_a_hundred_parts_sort_by_their_names() -> None:
    names = [part_name(PartFacts("item", "x", NOW, number, 120, "0" * 64)) for number in range(1, 121)]
    assert names == sorted(names)
    beginning = "2026-11-23_ItemConversions_x"
    assert (names[0], names[-1]) == (f"{beginning}_001of120_00000000.csv", f"{beginning}_120of120_00000000.csv")


def test_a_destination_may_say_what_parts_are_called() -> None:
    facts = PartFacts("item", "Acme Shop", NOW, 2, 3, "1a2b3c4d" + "0" * 56, "18500")
    naming = "Conversions_{year}_{program}_{date}_{time}_{event}_{number}_{hash}.csv"
    named = part_name(facts, naming)
    assert named == f"Conversions_2026_Acme-Shop_2026-11-23_{NOW:%H%M%S}_18500_02_1a2b3c4d.csv"
    # of several event types the kind of the sheet
    assert part_name(replace(facts, event=""), "{event}_{hash}.csv") == "ItemConversions_1a2b3c4d.csv"


@pytest.mark.parametrize(
    ("naming", "pattern", "named"),
    [
        ("", "", "2026-11-23_ItemConversions_Acme_01of03_1a2b3c4d.csv"),
        ("Conversions_{year}_{number}_{hash}.csv", "Conversions_202?_*.csv", "Conversions_2026_01_1a2b3c4d.csv"),
        ("x[{hash}].csv", "", None),
        ("{hash}", "*.csv", None),
        ("{hash}.xml", "", None),
        ("Conversions_{date}_{number}.csv", "", None),
        ("{HASH}.csv", "", None),
        ("{hash}_{day}.csv", "", None),
        ("{hash.csv", "", None),
        ("in/{hash}.csv", "", None),
        ("receipt_{hash}.csv", "", None),
        ("Conversions_{date}_{hash}.csv", "Conversions_202?_*.csv", None),
        ("", "Conversions_*.csv", None),
    ],
)
def test_names_are_tried_with_an_example(naming: str, pattern: str, named: str | None) -> None:
    if named is not None:
        assert example_name(naming, pattern, NOW) == named
        return
    with pytest.raises(PartNameError) as told:
        example_name(naming, pattern, NOW)
    assert str(told.value).endswith(".")


def test_parts_have_the_names_that_the_destination_wants(tmp_path: Path) -> None:
    draft = draft_of([record(1), record(2), record(3)])
    naming = "Conversions_{event}_{number}_{hash}.csv"
    written = write_batch(draft, tmp_path, "orders", 2, naming=naming)
    names = [part["name"] for part in written.parts]
    assert names == [
        f"Conversions_18500_{number:02}_{part['sha256'][:8]}.csv" for number, part in enumerate(written.parts, start=1)
    ]
    assert [path.name for path in written.paths] == names
    assert [sha256(path.read_bytes()).hexdigest() for path in written.paths] == [
        part["sha256"] for part in written.parts
    ]


# ---------------------------------------------------------------------- content

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10)
nasty = st.text(st.sampled_from(',;\t"\r\n \u2028\x0b\x0c\x1c\x85\ufeffé0a='), max_size=6)


@pytest.mark.soak
@settings(max_examples=tries(10, 400))
@given(cells=st.lists(st.tuples(anything | nasty, anything | nasty, st.none() | nasty), min_size=1, max_size=5))
@example(cells=[("a\rb", "lone", None), ('"', "x", ""), ("a\n", "b", ",")])
def test_any_text_in_any_cell_leaves_as_it_is_or_is_set_aside(
    cells: list[tuple[str, str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    records = [
        record(number, Category=category, Sku=sku, CurrencyCode=None if code is None else "USD" + code)
        for number, (category, sku, code) in enumerate(cells, start=1)
    ]
    draft = draft_of(records)
    folder = tmp_path_factory.mktemp("batch")
    written = write_batch(draft, folder, "orders", 2)
    sent = [line for content in contents(written) for line in parsed(content)[1:]]
    aside = parsed(written.set_aside.read_bytes())[1:] if written.set_aside else []
    body = [[cell or "" for cell in cells] for cells in records]
    ready = set(draft.ready_rows().to_list())
    assert sent == [line for row, line in enumerate(body) if row in ready]
    assert [line[:-1] for line in aside] == [line for row, line in enumerate(body) if row not in ready]
    assert all(line[-1] for line in aside)
    for path in written.paths:
        assert parsed(path.read_bytes())[0] == list(HEADERS)


def test_a_part_is_utf_8_without_a_mark_and_quotes_only_where_needed(tmp_path: Path) -> None:
    written = write_batch(draft_of([record(1, Category="Größe"), record(2, Category='a,"b"')]), tmp_path, "orders")
    (part,), (content,) = written.parts, contents(written)
    lines = content.decode("utf-8").split("\r\n")
    assert lines[0] == ",".join(HEADERS)
    assert lines[1] == ",".join(record(1, Category="Größe"))
    assert '"a,""b"""' in lines[2]
    assert lines[3] == ""
    assert (part["sha256"], part["size"]) == (sha256(content).hexdigest(), len(content))


amounts = st.decimals(0, 999_999, places=2)


@pytest.mark.soak
@settings(max_examples=tries(8, 250))
@given(paid=st.lists(st.tuples(amounts, st.sampled_from(["USD", "EUR", "JPY"])), min_size=1, max_size=12))
def test_totals_are_exact(paid: list[tuple[Decimal, str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    records = [
        record(number, Amount=str(amount.to_integral_value() if code == "JPY" else amount), CurrencyCode=code)
        for number, (amount, code) in enumerate(paid, start=1)
    ]
    sums: dict[str, Decimal] = {}
    for part in write_batch(draft_of(records), tmp_path_factory.mktemp("batch"), "orders", 5).parts:
        for code, amount in part["totals"].items():
            sums[code] = sums.get(code, Decimal(0)) + Decimal(amount)
            assert len(amount.partition(".")[2]) == (0 if code == "JPY" else 2)
    expected = {
        code: sum(Decimal(str(cells[HEADERS.index("Amount")])) for cells in records if cells[5] == code)
        for code in {code for _, code in paid}
    }
    assert sums == expected


def test_parts_add_up_to_the_draft(tmp_path: Path) -> None:
    records = [record(number, item) for number, size in enumerate([2, 3, 1, 4], start=1) for item in range(size)]
    draft = draft_of(records)
    parts = write_batch(draft, tmp_path, "orders", 4).parts
    assert [(part["rows"], part["orders"]) for part in parts] == [(2, 1), (4, 2), (4, 1)]
    assert sum(part["rows"] for part in parts) == draft.summary().ready
    assert sum(part["orders"] for part in parts) == draft.summary().orders


def test_orders_set_aside_by_choice_stay_behind_whole(tmp_path: Path) -> None:
    draft = draft_of([record(1), record(2, 1), record(2, 2)])
    draft.do(set_aside(draft, [2]))
    written = write_batch(draft, tmp_path, "orders")
    assert [part["rows"] for part in written.parts] == [1]
    assert written.set_aside is not None
    assert [line[-1] for line in parsed(written.set_aside.read_bytes())[1:]] == ["Put on hold by you."] * 2


def test_an_address_in_clear_stops_the_batch(tmp_path: Path) -> None:
    draft = draft_of([record(1), record(2)])
    # without a check, which would have set the row aside
    draft.sheet.apply(Cells("c7", [1], ["Tennis"], ["ask jane@example.com"]))
    with pytest.raises(BatchError, match="Category") as caught:
        write_batch(draft, tmp_path, "orders")
    assert caught.value.key == "batch-plain-email"
    assert "jane" not in str(caught.value)
    assert files(tmp_path) == []


# ---------------------------------------------------------------------- writing


def test_the_manifest_holds_every_part(tmp_path: Path) -> None:
    written = write_batch(draft_of([record(1), record(2), record(3)]), tmp_path, "Größe", 2)
    assert written.manifest is not None
    manifest = json.loads(written.manifest.read_text(encoding="utf-8"))
    assert manifest["parts"] == list(written.parts)
    assert [path.name for path in written.paths] == [part["name"] for part in written.parts]
    assert (manifest["rows"], manifest["orders"], manifest["totals"]) == (3, 3, {"USD": "30.00"})
    assert written.set_aside is None


def test_progress_ends_at_one(tmp_path: Path) -> None:
    fractions: list[float] = []
    write_batch(draft_of([record(number) for number in range(1, 6)]), tmp_path, "orders", 2, fractions.append)
    assert fractions == sorted(set(fractions))
    assert len(fractions) > 2
    assert fractions[-1] == 1


def test_a_damaged_file_of_that_name_is_written_anew(tmp_path: Path) -> None:
    draft = draft_of([record(1)])
    (path,) = write_batch(draft, tmp_path, "orders").paths
    content = path.read_bytes()
    path.write_bytes(content[:20])
    write_batch(draft, tmp_path, "orders")
    assert path.read_bytes() == content
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_what_fails_half_way_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if broken == "fsync" else (Path, "replace")), fail)
    with pytest.raises(BatchError) as caught:
        write_batch(draft_of([record(1)]), tmp_path, "orders")
    assert caught.value.key == "batch-not-written"
    assert "No space left on device" in str(caught.value)
    assert files(tmp_path) == []


def test_stopping_it_leaves_only_complete_files(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(_: float) -> None:
        raise Stop

    draft = draft_of([record(number) for number in range(1, 41)])
    with pytest.raises(Stop):
        write_batch(draft, tmp_path / "stopped", "orders", 1, stop)
    paths = {path.name: path for path in write_batch(draft, tmp_path / "complete", "orders", 1).paths}
    stopped = files(tmp_path / "stopped")
    assert 0 < len(stopped) < len(paths)
    for name in stopped:
        assert (tmp_path / "stopped" / name).read_bytes() == paths[name].read_bytes()


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    # even root cannot write below a regular file
    (tmp_path / "file").write_text("")
    with pytest.raises(BatchError) as caught:
        write_batch(draft_of([record(1)]), tmp_path / "file" / "batch", "orders")
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert str(tmp_path / "file" / "batch") in sentence
    assert files(tmp_path) == ["file"]


def test_nothing_ready_gives_no_part_and_no_manifest(tmp_path: Path) -> None:
    written = write_batch(draft_of([record(1, Quantity="0")]), tmp_path, "orders")
    assert (written.parts, written.paths, written.manifest) == ((), (), None)
    assert written.set_aside is not None


def test_rows_of_an_order_are_adjacent_in_every_part(tmp_path: Path) -> None:
    records = [record(number, item) for number in range(1, 30) for item in range(number % 4 + 1)]
    seen: set[str] = set()
    for content in contents(write_batch(draft_of(records), tmp_path, "orders", 7)):
        numbers = [key for key, _ in groupby(line[3] for line in parsed(content)[1:])]
        assert len(numbers) == len(set(numbers))
        assert seen.isdisjoint(numbers)
        seen.update(numbers)
    assert len(seen) == 29
