"""``courier export``: checked, split, named, written."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import HEADER, NOW, Courier, Run, in_its_own_process, order, records, row, write

PART_KEYS = {"name": str, "rows": int, "orders": int, "totals": dict, "size": int, "sha256": str}


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def contents(run: Run, folder: Path) -> list[list[list[str]]]:
    """The records of each part, without the header."""
    return [records(folder / part["name"])[1:] for part in run.json["parts"]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "a" / "new" / "folder"


def test_json_has_the_keys_and_types_of_the_contract(courier: Courier, tmp_path: Path, out: Path) -> None:
    path = write(tmp_path / "orders.csv", [*order(1, 2), row(3, CurrencyCode="EUR", Amount="0.10")])
    run = courier("export", path, "--to", out, *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    assert list(run.json) == ["parts", "set_aside", "left_out", "manifest", "receipts"]
    (part,) = run.json["parts"]
    assert list(part) == list(PART_KEYS)
    assert all(isinstance(part[key], kind) for key, kind in PART_KEYS.items())
    assert (part["rows"], part["orders"], part["totals"]) == (3, 2, {"EUR": "0.10", "USD": "20.00"})
    assert (run.json["set_aside"], run.json["left_out"], run.json["receipts"]) == (0, 0, [])
    content = (out / part["name"]).read_bytes()
    assert (part["size"], part["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert Path(run.json["manifest"]).parent == out
    assert files(out) == sorted([part["name"], Path(run.json["manifest"]).name])


def test_names_say_date_kind_source_number_and_content(courier: Courier, messy: Path, out: Path) -> None:
    run = courier("export", messy, "--to", out, *NOW, "--json", "--set-aside", "--max-rows", "3")
    names = [part["name"] for part in run.json["parts"]]
    assert len(names) == 2
    for number, (name, part) in enumerate(zip(names, run.json["parts"], strict=True), start=1):
        beginning = f"2026-11-23_ItemConversions_Bestellungen-Marz_{number:02}of02_"
        assert name == f"{beginning}{part['sha256'][:8]}.csv"
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}_[A-Za-z]+[A-Za-z0-9_-]*\.csv", name)


def test_names_say_the_program_and_the_template(courier: Courier, tmp_path: Path, out: Path) -> None:
    (tmp_path / "acme.json").write_text(json.dumps({"name": "Größe & Söhne 東京"}), encoding="utf-8")
    courier("programs", "import", tmp_path / "acme.json")
    path = write(
        tmp_path / "orders.csv", [row(1)], "CampaignId,ActionTrackerId,EventDate,OrderId,ClickId,CurrencyCode,Amount"
    )
    run = courier(
        "export", path, "--to", out, "--now", "2026-11-24T23:00:00-08:00", "--program", "Größe & Söhne 東京", "--json"
    )
    assert run.json["parts"][0]["name"].startswith("2026-11-24_OrderConversions_Grosse-Sohne_01of01_")


def test_parts_are_plain_csv(courier: Courier, tmp_path: Path, out: Path) -> None:
    rows = [row(1, Category='Bags, "Small"', Sku="日本-1"), row(2, Category="two\nlines", CustomerId="")]
    run = courier("export", write(tmp_path / "orders.csv", rows), "--to", out, *NOW, "--json")
    assert run.code == 0
    content = (out / run.json["parts"][0]["name"]).read_bytes()
    first = row(1)["ClickId"]
    second = row(2)["ClickId"]
    assert content.decode("utf-8") == (
        f"{HEADER}\r\n"
        f'1000,18500,2026-11-20T10:00:00Z,AC-1,{first},CUST00001XYZ,USD,10.00,"Bags, ""Small""",日本-1,1\r\n'
        f'1000,18500,2026-11-20T10:00:00Z,AC-2,{second},,USD,10.00,"two\nlines",SKU-1,1\r\n'
    )


def test_parts_hold_fields_only_under_their_own_names(courier: Courier, tmp_path: Path, out: Path) -> None:
    header = HEADER.replace("OrderId", "Order #").replace("Quantity", "Qty") + ",Warehouse"
    rows = [{**row(1), "Order #": "AC-1", "Qty": "1", "Warehouse": "private"}]
    run = courier(
        "export", write(tmp_path / "orders.csv", rows, header), "--to", out, *NOW, "--json", "--set", "OrderPromoCode=X"
    )
    head, body = records(out / run.json["parts"][0]["name"])
    assert set(head) == {*HEADER.split(","), "OrderPromoCode"}
    assert dict(zip(head, body, strict=True)) == {**row(1), "OrderPromoCode": "X"}


def test_errors_keep_everything_back(courier: Courier, messy: Path, out: Path) -> None:
    for output in ((), ("--json",)):
        run = courier("export", messy, "--to", out, *NOW, *output)
        assert (run.code, run.out) == (1, "")
        assert "--set-aside" in run.sentence
    assert not out.exists()


def test_set_aside_lets_whole_orders_go(courier: Courier, messy: Path, out: Path) -> None:
    run = courier("export", messy, "--to", out, *NOW, "--set-aside", "--json")
    assert (run.code, run.err) == (4, "")
    assert (run.json["set_aside"], run.json["left_out"]) == (3, 0)
    assert [record[3] for record in contents(run, out)[0]] == ["AC-1", "AC-1", "AC-3", "AC-4"]
    (aside,) = (out / "set-aside").iterdir()
    head, *body = records(aside)
    assert head[:-1] == HEADER.split(",")
    assert [record[3] for record in body] == ["AC-2"] * 3
    assert [record[10] for record in body] == ["1", "0", "1"]
    reasons = [record[-1] for record in body]
    assert "how many pieces" in reasons[1]
    assert reasons[0] == reasons[2] == "Another row of this order has an error, and an order is never sent in halves."
    manifest = json.loads(Path(run.json["manifest"]).read_text(encoding="utf-8"))
    assert (manifest["rows"], manifest["set_aside"], manifest["left_out"]) == (4, 3, 0)


def test_rows_with_surplus_cells_are_set_aside_and_not_ready_there_either(
    courier: Courier, tmp_path: Path, out: Path
) -> None:
    path = write(tmp_path / "orders.csv", [*order(1, 2), row(2)])
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:2], f"{lines[2]},90", *lines[3:], ""]), encoding="utf-8")
    checked = courier("check", path, *NOW, "--json")
    assert [(found["rule"], found["row"], found["column"]) for found in checked.json["problems"]] == [
        ("READ-RAGGED", 3, None)
    ]
    run = courier("export", path, "--to", out, *NOW, "--set-aside", "--json")
    assert [record[3] for record in contents(run, out)[0]] == ["AC-2"]
    (aside,) = (out / "set-aside").iterdir()
    again = courier("check", aside, *NOW, "--json")
    assert (again.json["rows"], again.json["ready"], again.json["counts_by_rule"]["READ-RAGGED"]) == (2, 0, 1)


def test_nothing_ready_writes_nothing(courier: Courier, tmp_path: Path, out: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1, Quantity="0")])
    run = courier("export", path, "--to", out, *NOW, "--set-aside")
    assert (run.code, run.out) == (1, "")
    assert "nothing was written" in run.sentence
    assert not out.exists()


def test_a_problem_of_the_file_keeps_everything_back(courier: Courier, tmp_path: Path, out: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1)], HEADER.replace("CurrencyCode,", ""))
    assert courier("export", path, "--to", out, *NOW, "--set-aside").code == 1
    assert not out.exists()


def test_a_header_without_rows_has_nothing_to_write(courier: Courier, tmp_path: Path, out: Path) -> None:
    run = courier("export", write(tmp_path / "orders.csv", []), "--to", out, *NOW, "--json")
    assert run.code == 0
    assert (run.json["parts"], run.json["manifest"]) == ([], None)
    assert "no rows to send" in run.sentence
    assert not out.exists() or files(out) == []


def test_parts_never_cut_an_order(courier: Courier, tmp_path: Path, out: Path) -> None:
    sizes = [1, 3, 2, 2, 4, 1]
    rows = [one for number, size in enumerate(sizes, start=1) for one in order(number, size)]
    path = write(tmp_path / "orders.csv", rows)
    run = courier("export", path, "--to", out, *NOW, "--max-rows", "4", "--json")
    assert (run.code, run.err) == (0, "")
    parts = contents(run, out)
    assert [record for part in parts for record in part] == [list(one.values()) for one in rows]
    assert [[record[3] for record in part] for part in parts] == [
        ["AC-1", *["AC-2"] * 3],
        [*["AC-3"] * 2, *["AC-4"] * 2],
        ["AC-5"] * 4,
        ["AC-6"],
    ]
    assert [part["orders"] for part in run.json["parts"]] == [2, 2, 1, 1]
    assert [part["name"].split("_")[3] for part in run.json["parts"]] == ["01of04", "02of04", "03of04", "04of04"]


def test_an_order_above_the_limit_is_one_part_with_a_note(courier: Courier, tmp_path: Path, out: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(1), *order(2, 5), row(3)])
    run = courier("export", path, "--to", out, *NOW, "--max-rows", "3", "--json")
    assert run.code == 0
    assert [part["rows"] for part in run.json["parts"]] == [1, 5, 1]
    assert run.json["parts"][1]["name"] in run.sentence


def test_the_usual_limit_is_9_999_rows(courier: Courier, tmp_path: Path, out: Path) -> None:
    path = write(tmp_path / "orders.csv", [row(number) for number in range(10_000)])
    run = courier("export", path, "--to", out, *NOW, "--json")
    assert [part["rows"] for part in run.json["parts"]] == [9_999, 1]
    assert sum(float(part["totals"]["USD"]) for part in run.json["parts"]) == 100_000


def test_the_same_content_again_leaves_the_files_as_they_are(courier: Courier, messy: Path, out: Path) -> None:
    def export(*more: str) -> dict[str, Any]:
        result: dict[str, Any] = courier(
            "export", messy, "--to", out, *NOW, "--set-aside", "--max-rows", "3", "--json", *more
        ).json
        return result

    first = export()
    before = {name: (out / name).stat().st_mtime_ns for name in files(out)}
    assert len(before) == 4
    assert export() == first
    # another time of the same day makes no other content
    assert export("--now", "2026-11-23T15:00:00Z") == first
    assert {name: (out / name).stat().st_mtime_ns for name in files(out)} == before


def test_another_content_has_another_name(courier: Courier, tmp_path: Path, out: Path) -> None:
    for amount in ("10.00", "10.01"):
        path = write(tmp_path / "orders.csv", [row(1, Amount=amount)])
        assert courier("export", path, "--to", out, *NOW).code == 0
    assert len(files(out)) == 4


def test_the_manifest_tells_what_was_written(courier: Courier, messy: Path, out: Path) -> None:
    run = courier("export", messy, "--to", out, *NOW, "--set-aside", "--max-rows", "3", "--json")
    assert re.fullmatch(
        r"2026-11-23_ItemConversions_Bestellungen-Marz_manifest_[0-9a-f]{8}\.json", Path(run.json["manifest"]).name
    )
    assert json.loads(Path(run.json["manifest"]).read_text(encoding="utf-8")) == {
        "template": "item",
        "date": "2026-11-23",
        "rows": 4,
        "orders": 3,
        "totals": {"EUR": "0.10", "USD": "30.00"},
        "set_aside": 3,
        "left_out": 0,
        "parts": run.json["parts"],
    }


def test_words_name_the_parts_and_where_the_rest_is(courier: Courier, messy: Path, out: Path) -> None:
    run = courier("export", messy, "--to", out, *NOW, "--set-aside")
    part, aside = run.out.splitlines()
    assert part.endswith(".csv: 4 rows, 3 orders, EUR 0.10, USD 30.00")
    assert str(out / "set-aside") in aside


def test_no_address_in_clear_leaves(courier: Courier, tmp_path: Path, out: Path) -> None:
    header = f"{HEADER},CustomerEmail,Warehouse"
    rows = [
        row(1, CustomerEmail="jane@example.com"),
        row(2, CustomerId="joe@example.com"),
        row(3, Category="ask ann@example.com"),
        row(4, CustomerEmail="2f2cf2c9f255479ae8ca97d951347bab94ac4c70", Warehouse="kim@example.com"),
    ]
    run = courier("export", write(tmp_path / "orders.csv", rows, header), "--to", out, *NOW, "--set-aside", "--json")
    assert run.code == 4
    assert [record[3] for record in contents(run, out)[0]] == ["AC-4"]
    assert all(b"@" not in (out / part["name"]).read_bytes() for part in run.json["parts"])


@pytest.mark.parametrize("most", ["0", "-3", "many", "2.5"])
def test_a_limit_that_is_no_number_of_rows(courier: Courier, tmp_path: Path, out: Path, most: str) -> None:
    run = courier("export", write(tmp_path / "orders.csv", [row(1)]), "--to", out, *NOW, f"--max-rows={most}")
    assert (run.code, run.out) == (2, "")
    assert most in run.sentence
    assert not out.exists()


def test_a_folder_that_cannot_be_written(courier: Courier, tmp_path: Path, unwritable: Path) -> None:
    run = courier("export", write(tmp_path / "orders.csv", [row(1)]), "--to", unwritable, *NOW, "--json")
    assert (run.code, run.out) == (2, "")
    assert str(unwritable) in run.sentence


def test_in_its_own_process(messy: Path, out: Path) -> None:
    run = in_its_own_process("export", messy, "--to", out, *NOW, "--set-aside", "--json")
    assert (run.code, run.err) == (4, "")
    assert files(out)[0] == run.json["parts"][0]["name"]
    missing = in_its_own_process("export", messy.with_name("gone.csv"), "--to", out)
    assert (missing.code, missing.out) == (2, "")
    assert missing.sentence
