"""``courier results``: what impact.com answered, from a copied table to the next sheet that is sent."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import NOW, Courier, Run, order, records, row, write

BATCH = "F-0f8fad5b-d9cb-469f-a165-70867728950e"


def table(path: Path, *rows: dict[str, object]) -> Path:
    """A downloaded table with these rows."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def errors(path: Path, *refused: tuple[int, str, str, str]) -> Path:
    """The errors of a submission: line, order, SKU, code."""
    rows = [
        {"Message": code, "Line": line, "SKU": sku, "Order ID": oid, "Action Tracker": "18500", "Campaign": "1000"}
        for line, oid, sku, code in refused
    ]
    return table(path, *rows)


@pytest.fixture
def sent(courier: Courier, tmp_path: Path, inbox: Path) -> dict[str, Any]:
    """A batch of five orders in seven rows, as the history tells of it."""
    sheet = write(tmp_path / "shop_orders.csv", [*order(1, 2), *order(2, 2), row(3), row(4), row(5)])
    assert courier("send", sheet, "--to", inbox, *NOW).code == 0
    (submission,) = courier("history", "--json").json
    assert submission["answered"] is None
    found: dict[str, Any] = submission
    return found


def listed(folder: Path, sent: dict[str, Any], **more: object) -> Path:
    """The list of submissions with the batch that was sent, and one of somebody else."""
    at = datetime.fromisoformat(sent["made_at"]) + timedelta(minutes=3)
    part = sent["parts"][0]
    ours = {"Batch ID": BATCH, "File Name": part["name"], "Type": "Conversion", "Status": "Complete",
            "Submission Date": at.isoformat(), "Records": part["rows"], "Errors": 3} | more  # fmt: skip
    theirs = {**ours, "Batch ID": BATCH.replace("0", "1"), "File Name": "theirs.csv"}
    return table(folder / "File Submissions.csv", ours, theirs)


def imported(courier: Courier, folder: Path, sent: dict[str, Any]) -> Run:
    refused = errors(
        folder / "errors.csv",
        (4, "AC-2", "SKU-1", "ACTION_REF_NOT_FOUND"),
        (5, "AC-2", "SKU-2", "ACTION_REF_NOT_FOUND"),
        (7, "AC-4", "SKU-1", "UNCLAIMED"),
    )
    return courier("results", "import", listed(folder, sent), refused, "--json")


def test_nothing_is_answered_yet(courier: Courier, sent: dict[str, Any]) -> None:
    assert "Nothing that was sent from here is answered yet" in courier("results").out
    assert courier("results", "--json").json == []
    shown = courier("results", sent["id"][:8])
    assert (shown.code, "Nothing is answered yet." in shown.out) == (0, True)
    assert courier("results", sent["id"][:8], "--json").json["status"] == "not_answered"


def test_a_list_and_its_errors_say_what_became_of_each_row(
    courier: Courier, tmp_path: Path, sent: dict[str, Any]
) -> None:
    run = imported(courier, tmp_path, sent)
    assert (run.code, run.err) == (1, "")
    (result,) = run.json["results"]
    assert run.json["unmatched"] == []
    assert run.json["other_files"] == ["theirs.csv"]
    assert (result["id"], result["part"]) == (sent["id"], sent["parts"][0]["name"])
    assert (result["status"], result["records"], result["errors"], result["source"]) == ("complete", 7, 3, "table")
    assert (result["accepted"], result["refused"], result["not_answered"]) == (4, 3, 0)
    assert (result["accepted_totals"], result["refused_totals"]) == ({"USD": "40.00"}, {"USD": "30.00"})
    assert result["line_counts_header"] is True
    first, _, last = result["rows"]
    assert (first["line"], first["order"], first["sku"], first["code"]) == (4, "AC-2", "SKU-1", "ACTION_REF_NOT_FOUND")
    assert (first["matched"], first["action"], last["action"]) == (True, "again", "none")
    assert first["meaning"].startswith("impact.com knows no click")
    assert courier("results", sent["id"], "--json").json == result


def test_a_person_reads_the_figures_and_the_refused_rows_by_code(
    courier: Courier, tmp_path: Path, sent: dict[str, Any]
) -> None:
    imported(courier, tmp_path, sent)
    run = courier("results", sent["id"][:8])
    lines = [" ".join(line.split()) for line in run.out.splitlines()]
    assert run.code == 1
    assert lines[0].startswith("shop_orders.csv sent to ")
    assert lines[1:4] == ["Accepted 4 USD 40.00", "Refused 3 USD 30.00 in 2 orders", "Not answered 0"]
    assert lines[4:6] == [f"{sent['parts'][0]['name']}: 3 of 7 refused", "Lines count the header as 1."]
    assert "2 rows can go again after a repair, for 1 row no repair of the file is known to help" in lines
    place = lines.index("2 Nobody to credit ACTION_REF_NOT_FOUND")
    assert lines[place + 3 : place + 6] == [
        "Line Order SKU Amount What is known here",
        "4 AC-2 SKU-1 USD 10.00 not sent in another file from this computer",
        "5 AC-2 SKU-2 USD 10.00 not sent in another file from this computer",
    ]
    assert "answered: 4 accepted, 3 refused" in courier("results").out
    assert courier("results", "--json").json[0]["accepted"] == 4


def test_the_history_says_how_a_batch_was_answered(courier: Courier, tmp_path: Path, sent: dict[str, Any]) -> None:
    imported(courier, tmp_path, sent)
    assert "answered: 4 accepted, 3 refused" in courier("history").out
    assert "answered: 4 accepted, 3 refused" in courier("history", "show", sent["id"]).out
    answered = {"accepted": 4, "refused": 3, "not_answered": 0}
    assert courier("history", "--json").json[0]["answered"] == answered
    assert courier("history", "show", sent["id"], "--json").json["answered"] == answered


def test_what_was_refused_goes_again_and_is_answered_again(
    courier: Courier, tmp_path: Path, inbox: Path, sent: dict[str, Any]
) -> None:
    imported(courier, tmp_path, sent)
    fixed = tmp_path / "fix.csv"
    run = courier("results", "fix", sent["id"][:8], "--output", fixed)
    assert (run.code, run.err) == (4, "")
    assert f"{fixed} holds 2 rows of 1 order." in run.out
    assert "1 row stayed out, as no repair of the file is known to help." in run.out
    header, *rows = records(fixed)
    assert [cells[header.index("OrderId")] for cells in rows] == ["AC-2", "AC-2"]
    # it is not taken for what was sent before, while what was accepted is
    fixed.write_text(fixed.read_text().replace("QiiWXOVnrQ3SQHl24jQjyxBGUkm00002", "QiiWXOVnrQ3SQHl24jQjyxBGUkm99992"))
    assert courier("send", fixed, "--to", inbox, *NOW).code == 0
    accepted = write(tmp_path / "accepted.csv", [row(3, Amount="9.00")])
    assert courier("send", accepted, "--to", inbox, *NOW).code == 1
    # the errors of the first file stay with it, although its rows went again since
    assert courier("results", sent["id"], "--json").json["rows"][0]["known"].startswith("sent again on ")
    newest = courier("history", "--json").json[0]
    at = datetime.fromisoformat(newest["made_at"]) + timedelta(minutes=3)
    answer = {"Filename": newest["parts"][0]["name"], "status": "COMPLETE", "date": at.isoformat(), "Total Errors": 0}
    run = courier("results", "import", table(tmp_path / "again.csv", answer))
    assert (run.code, "Accepted" in run.out) == (0, True)
    assert courier("history", "--json").json[0]["answered"]["accepted"] == 2


def test_what_is_to_become_a_change_is_written_beside_it(
    courier: Courier, tmp_path: Path, inbox: Path, sent: dict[str, Any]
) -> None:
    again = write(tmp_path / "again.csv", [row(3, Amount="9.00"), row(4), row(6)])
    assert courier("send", again, "--to", inbox, *NOW, "--again", "corrected").code == 0
    (part,) = courier("history", "--json").json[0]["parts"]
    refused = errors(
        tmp_path / "errors.csv", (2, "AC-3", "SKU-1", "OID_DUPLICATE"), (3, "AC-4", "SKU-1", "OID_DUPLICATE")
    )
    run = courier("results", "import", refused, "--part", part["name"])
    assert "sent on " in run.out
    newest = courier("history", "--json").json[0]["id"]
    only = courier("results", "fix", newest, "--output", tmp_path / "none.csv")
    assert (only.code, "nothing was written" in only.sentence) == (1, True)
    changes = tmp_path / "changes.csv"
    run = courier("results", "fix", newest, "--output", tmp_path / "none.csv", "--changes", changes)
    assert run.code == 4
    assert "1 row stayed out, as impact.com has that already." in run.out
    assert not (tmp_path / "none.csv").exists()
    assert [cells[:3] + cells[5:6] for cells in records(changes)[1:]] == [["18500", "AC-3", "SKU-1", "9.00"]]
    counts = courier("results", "fix", newest, "--output", tmp_path / "n.csv", "--changes", changes, "--json").json
    assert (counts["rows"], counts["changes"], counts["left"]) == (0, 1, {"drop": 1})


def test_what_fits_nothing_is_listed(courier: Courier, tmp_path: Path, sent: dict[str, Any]) -> None:
    strange = errors(tmp_path / "errors.csv", (4, "X-1", "S", "NO_ITEM"), (5, "AC-3", "SKU-1", "BRAND_NEW"))
    run = courier("results", "import", strange, "--json")
    assert run.json["unmatched"] == [{"line": 4, "order": "X-1", "sku": "S", "code": "NO_ITEM", "reason": "NO_ITEM"}]
    (result,) = run.json["results"]
    assert [(one["code"], one["matched"]) for one in result["rows"]] == [("BRAND_NEW", True)]
    said = courier("results", "import", errors(tmp_path / "more.csv", (4, "X-2", "S", "NO_ITEM")))
    assert (said.code, said.sentence) == (
        0, "Nothing in it was sent from this computer, so nothing was taken over."
    )  # fmt: skip
    assert "1 refused row fits nothing that was sent from this computer:" in said.out


def test_a_table_of_something_else_is_refused_in_one_sentence(courier: Courier, tmp_path: Path) -> None:
    run = courier("results", "import", write(tmp_path / "orders.csv", [row(1)]))
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("orders.csv lists neither file submissions nor errors")
    assert courier("results", "import", tmp_path / "gone.csv").code == 2
    assert courier("results", "nonsense").code == 2


def test_words_explain_a_code_or_all(courier: Courier) -> None:
    every = courier("results", "words")
    assert (every.code, every.out.count("impact.com") > 10) == (0, True)
    some = courier("results", "words", "promo", "code", "--json").json
    assert {one["code"] for one in some} >= {"RESTRICTED_PROMOCODE", "BLOCKED_BY_PROMOCODE"}
    (invalid,) = courier("results", "words", "ActionTrackerld:ActionTrackerld value is invalid", "--json").json
    assert (invalid["title"], invalid["action"]) == ("ActionTrackerId is not valid", "again")
    none = courier("results", "words", "unicorn")
    assert (none.code, "unicorn" in none.out) == (0, True)


def test_a_long_list_is_cut_for_people_only(courier: Courier, tmp_path: Path, inbox: Path) -> None:
    sheet = write(tmp_path / "many.csv", [row(number) for number in range(1, 31)])
    assert courier("send", sheet, "--to", inbox, *NOW).code == 0
    refused = [(number + 1, f"AC-{number}", "SKU-1", "MALFORMED") for number in range(1, 31)]
    run = courier("results", "import", errors(tmp_path / "errors.csv", *refused))
    assert "and 10 more" in run.out
    assert len(courier("results", courier("history", "--json").json[0]["id"], "--json").json["rows"]) == 30


def test_shares_of_what_was_refused(courier: Courier, tmp_path: Path, sent: dict[str, Any]) -> None:
    assert "No refused row is known" in courier("results", "shares").out
    courier("results", "import", listed(tmp_path, sent))
    courier("results", "import", errors(tmp_path / "errors.csv", (6, "AC-3", "SKU-1", "MALFORMED")))
    month = sent["made_at"][:7]
    assert f"{month}  –  MALFORMED: 1 of 7 rows" in courier("results", "shares").out
    assert "No refused row" in courier("results", "shares", "--program", "Other").out
    assert courier("results", "shares", "--csv", tmp_path / "shares.csv").code == 0
    assert records(tmp_path / "shares.csv")[1:] == [["", month, "MALFORMED", "1", "7", "0.142857"]]
