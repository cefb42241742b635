"""The whole loop against a real SSH server: sent, answered by a copied table and by the API, repaired, sent again,
accepted, and two orders taken back.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.commands.running import Courier, records, row, write
from tests.commands.test_results import BATCH, errors, table
from tests.delivery.servers import openssh, system_account
from tests.delivery.test_ssh_login import key_of
from tests.keychain import FakeKeychain
from tests.results.stand_in import SID, TOKEN, StandIn, Submission, error


def test_refused_rows_go_again_over_ssh_and_two_orders_are_taken_back(
    courier: Courier, tmp_path: Path, impact: StandIn, keychain: FakeKeychain
) -> None:
    now = datetime.now(UTC)
    program = tmp_path / "Acme.json"
    program.write_text(json.dumps({"name": "Acme", "campaign_id": "1000"}))
    assert courier("programs", "import", program).code == 0
    api = ("--account-sid", SID, "--token-stdin", "--api-url", impact.url)
    assert courier("programs", "api", "Acme", *api, typed=f"{TOKEN}\n").code == 0
    yesterday = (now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    sheet = write(tmp_path / "orders.csv", [row(number, EventDate=yesterday) for number in range(1, 61)])
    with system_account() as account, openssh(tmp_path) as server:
        to = (
            "--to", f"sftp://{account.name}@127.0.0.1:{server.port}", "--password-stdin",
            "--accept-host-key", key_of(tmp_path / "host_key.pub"),
        )  # fmt: skip
        typed = f"{account.password}\n"
        first = courier("send", sheet, *to, "--program", "Acme", "--json", typed=typed)
        assert first.code == 0, first.err
        (part,) = (one["name"] for one in first.json["parts"])
        assert len(records(account.home / part)) == 61

        # three errors come by a copied table while the file is in progress, all five by the API
        copied = errors(
            tmp_path / "errors.csv", *((number + 1, f"AC-{number}", "SKU-1", "UNCLAIMED") for number in (7, 8, 9))
        )
        listed = table(
            tmp_path / "list.csv",
            {"Batch ID": BATCH, "File Name": part, "Status": "In Progress", "Submission Date": now.isoformat(),
             "Records": 60, "Errors": 3},
        )  # fmt: skip
        partly = courier("results", "import", listed, copied, "--json")
        (result,) = partly.json["results"]
        assert (result["accepted"], result["refused"]) == (0, 3)
        at = datetime.now(UTC).isoformat()
        refused = [error(f"AC-{number}", reason="ACTION_REF_NOT_FOUND", line=number + 1) for number in (11, 12)]
        refused += [error(f"AC-{number}", reason="UNCLAIMED", line=number + 1) for number in (7, 8, 9)]
        impact.submissions = [Submission(part, BATCH, submitted=at, completed=at, records=60, errors=refused)]
        (result,) = courier("results", "fetch", "--json").json["results"]
        assert (result["accepted"], result["refused"], result["not_answered"]) == (55, 5, 0)

        fixed = tmp_path / "fix.csv"
        submission = result["id"]
        assert courier("results", "fix", submission, "--output", fixed).code == 4
        header, *again = records(fixed)
        assert {cells[header.index("OrderId")] for cells in again} == {"AC-11", "AC-12"}
        for number in (11, 12):
            old, new = row(number)["ClickId"], row(number + 900)["ClickId"]
            fixed.write_text(fixed.read_text().replace(old, new))
        second = courier("send", fixed, *to, "--program", "Acme", "--json", typed=typed)
        assert second.code == 0, second.err
        (part,) = (one["name"] for one in second.json["parts"])
        assert len(records(account.home / part)) == 3
        at = datetime.now(UTC).isoformat()
        impact.submissions = [Submission(part, "F-0002", submitted=at, completed=at, records=2)]
        run = courier("results", "fetch", "--json")
        (result,) = run.json["results"]
        assert (run.code, result["accepted"], result["refused"]) == (0, 2, 0)

        impact.actions = [
            {"Id": f"1000.{number}", "Oid": f"AC-{number}", "ActionTrackerId": "18500", "State": "PENDING",
             "Amount": "10.00", "LockingDate": (now + timedelta(days=20)).isoformat(), "CustomerStatus": ""}
            for number in (1, 2)
        ]  # fmt: skip
        back = courier(
            "reverse", "AC-1", "AC-2", "--reason", "ITEM_RETURNED", "--program", "Acme", *to, "--json", typed=typed
        )
        assert back.code == 0, back.err
        (changes,) = (one["name"] for one in back.json["parts"])
        header, *rows = records(account.home / changes)
    taken = {(cells[header.index("OrderId")], cells[header.index("Amount")]) for cells in rows}
    assert taken == {("AC-1", "0.00"), ("AC-2", "0.00")}
    assert len(courier("history", "--json").json) == 3
