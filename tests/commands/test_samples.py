"""Right files of every kind that is understood have no error."""

from pathlib import Path

import pytest

from tests.commands.running import NOW, ROOT, Courier, records

SAMPLES = ROOT / "tests" / "data" / "samples"


@pytest.mark.parametrize(
    ("name", "template", "rows", "notes"),
    [("item-level.csv", "item", 8, {}), ("order-level.csv", "order", 6, {"ROW-MEDIA-FORCED": 1})],
)
def test_a_right_file_passes(courier: Courier, name: str, template: str, rows: int, notes: dict[str, int]) -> None:
    run = courier("check", SAMPLES / name, *NOW, "--json")
    assert (run.code, run.err) == (0, "")
    assert run.json["template"] == template
    assert run.json["counts_by_rule"] == notes
    assert run.json["counts"] == {"error": 0, "warning": 0, "note": sum(notes.values())}
    assert (run.json["rows"], run.json["ready"]) == (rows, rows)


@pytest.mark.parametrize("name", ["item-level.csv", "order-level.csv"])
def test_a_right_file_leaves_as_it_came(courier: Courier, tmp_path: Path, name: str) -> None:
    run = courier("export", SAMPLES / name, "--to", tmp_path / "out", *NOW, "--json")
    assert run.code == 0
    (part,) = run.json["parts"]
    head, *body = records(tmp_path / "out" / part["name"])
    columns, *rows = records(SAMPLES / name)
    assert [dict(zip(head, one, strict=True)) for one in body] == [dict(zip(columns, one, strict=True)) for one in rows]
